//! How a Chinese text is read aloud: pinyin with tone numbers, and pauses.

use pinyin::ToPinyin;

/// Words whose characters have several readings, longest first: the first reading of each alone
/// would be wrong here.
const WORDS: &[(&str, &str)] = &[
    ("不了解", "bu4 liao3 jie3"),
    ("不需要", "bu4 xu1 yao4"),
    ("哪一处", "na3 yi1 chu4"),
    ("星号键", "xing1 hao4 jian4"),
    ("转人工", "zhuan3 ren2 gong1"),
    ("不对", "bu2 dui4"),
    ("不是", "bu2 shi4"),
    ("不用", "bu2 yong4"),
    ("为了", "wei4 le5"),
    ("为您", "wei4 nin2"),
    ("了解", "liao3 jie3"),
    ("互相", "hu4 xiang1"),
    ("亮度", "liang4 du4"),
    ("什么", "shen2 me5"),
    ("传真", "chuan2 zhen1"),
    ("住得", "zhu4 de5"),
    ("做得", "zuo4 de5"),
    ("先生", "xian1 sheng5"),
    ("因为", "yin1 wei4"),
    ("园区", "yuan2 qu1"),
    ("地址", "di4 zhi3"),
    ("处理", "chu3 li3"),
    ("好处", "hao3 chu4"),
    ("家长", "jia1 zhang3"),
    ("小区", "xiao3 qu1"),
    ("师傅", "shi1 fu5"),
    ("当时", "dang1 shi2"),
    ("怎么", "zen3 me5"),
    ("急修", "ji2 xiu1"),
    ("想要", "xiang3 yao4"),
    ("抱歉", "bao4 qian4"),
    ("拨打", "bo1 da3"),
    ("挂机", "gua4 ji1"),
    ("教师", "jiao4 shi1"),
    ("方便", "fang1 bian4"),
    ("最长", "zui4 chang2"),
    ("有偿", "you3 chang2"),
    ("朋友", "peng2 you5"),
    ("来得", "lai2 de5"),
    ("楼道", "lou2 dao4"),
    ("没有", "mei2 you3"),
    ("海晏", "hai3 yan4"),
    ("滴声", "di1 sheng1"),
    ("漏水", "lou4 shui3"),
    ("物业", "wu4 ye4"),
    ("相符", "xiang1 fu2"),
    ("真实", "zhen1 shi2"),
    ("空调", "kong1 tiao2"),
    ("答复", "da2 fu4"),
    ("系统", "xi4 tong3"),
    ("结束", "jie2 shu4"),
    ("联系", "lian2 xi4"),
    ("要求", "yao1 qiu2"),
    ("觉得", "jue2 de5"),
    ("记得", "ji4 de5"),
    ("调整", "tiao2 zheng3"),
    ("调查", "diao4 cha2"),
    ("质量", "zhi4 liang4"),
    ("车辆", "che1 liang4"),
    ("转接", "zhuan3 jie1"),
    ("运行", "yun4 xing2"),
    ("还是", "hai2 shi4"),
    ("还有", "hai2 you3"),
    ("这么", "zhe4 me5"),
    ("进行", "jin4 xing2"),
    ("重听", "chong2 ting1"),
    ("重复", "chong2 fu4"),
    ("重放", "chong2 fang4"),
    ("重新", "chong2 xin1"),
    ("重要", "zhong4 yao4"),
    ("银行", "yin2 hang2"),
    ("长按", "chang2 an4"),
    ("门禁", "men2 jin4"),
    ("需要", "xu1 yao4"),
    ("音乐", "yin1 yue4"),
    ("与", "yu3"),
    ("个", "ge4"),
    ("了", "le5"),
    ("们", "men5"),
    ("吗", "ma5"),
    ("吧", "ba5"),
    ("呢", "ne5"),
    ("和", "he2"),
    ("差", "cha4"),
    ("没", "mei2"),
    ("的", "de5"),
    ("着", "zhe5"),
    ("种", "zhong3"),
    ("第", "di4"),
    ("给", "gei3"),
    ("都", "dou1"),
];

/// Units before which a number is read as a number, not digit by digit.
const COUNTED: &[char] = &['月', '日', '点', '分', '天', '岁', '次', '个', '秒'];

/// The reading of a text for a voice that takes pinyin. Digits are read one by one — `一`, never
/// `幺` (scripts-zh.md 7.3) — but for the numbers of dates and times. Marks become pauses.
pub fn reading(text: &str) -> String {
    let mut reading = Reading::default();
    let characters: Vec<char> = text.chars().collect();
    let mut at = 0;
    while at < characters.len() {
        let rest: String = characters[at..].iter().take(8).collect();
        if let Some((word, read)) = WORDS.iter().find(|(word, _)| rest.starts_with(word)) {
            reading.speak(read);
            at += word.chars().count();
        } else if characters[at].is_ascii_digit() {
            let digits = characters[at..].iter().take_while(|c| c.is_ascii_digit()).count();
            let number: String = characters[at..at + digits].iter().collect();
            reading.number(&number, characters.get(at + digits));
            at += digits;
        } else {
            reading.character(characters[at]);
            at += 1;
        }
    }
    reading.finish()
}

#[derive(Default)]
struct Reading(String);

impl Reading {
    fn speak(&mut self, syllables: &str) {
        if !self.0.is_empty() {
            self.0.push(' ');
        }
        self.0.push_str(syllables);
    }

    fn pause(&mut self, mark: char) {
        if !self.0.is_empty() && !self.0.ends_with([',', '.']) {
            self.0.push(mark);
        }
    }

    fn character(&mut self, character: char) {
        match character {
            '。' | '！' | '？' | '；' | '!' | '?' | ';' | '\n' => self.pause('.'),
            '，' | '、' | '：' | '—' | '…' | ',' | ':' => self.pause(','),
            '*' | '＊' => self.speak("xing1 hao4"),
            '#' | '＃' => self.speak("jing3 hao4"),
            letter if letter.is_ascii_alphabetic() => {
                self.speak(&letter.to_uppercase().to_string())
            }
            other => {
                if let Some(read) = other.to_pinyin() {
                    self.speak(&with_tone(read.with_tone_num_end()));
                }
            }
        }
    }

    fn number(&mut self, digits: &str, next: Option<&char>) {
        let counted = next.is_some_and(|unit| COUNTED.contains(unit));
        match digits.parse::<u8>() {
            Ok(number @ 10..=99) if counted => {
                let (tens, ones) = (number / 10, number % 10);
                if tens > 1 {
                    self.speak(digit(tens));
                }
                self.speak("shi2");
                if ones > 0 {
                    self.speak(digit(ones));
                }
            }
            _ => {
                for character in digits.bytes() {
                    self.speak(digit(character - b'0'));
                }
            }
        }
    }

    fn finish(mut self) -> String {
        self.pause('.');
        self.0
    }
}

/// The voice wants `v` for ü and a number for the light tone.
fn with_tone(syllable: &str) -> String {
    let syllable = syllable.replace('ü', "v");
    if syllable.ends_with(|last: char| last.is_ascii_digit()) { syllable } else { syllable + "5" }
}

fn digit(digit: u8) -> &'static str {
    match digit {
        0 => "ling2",
        1 => "yi1",
        2 => "er4",
        3 => "san1",
        4 => "si4",
        5 => "wu3",
        6 => "liu4",
        7 => "qi1",
        8 => "ba1",
        _ => "jiu3",
    }
}
