//! What is spoken, measured; only where espeak-ng is installed.

use std::io::Cursor;
use std::path::PathBuf;

use super::loudness::loudness;
use super::*;

const PROMPTS: [&str; 4] = [
    "您好，这里是海晏物业品质部的自动回访，不推销。现在方便请按 1，不方便请按 2。",
    "第二题，对这次维修，非常满意请按 1，满意按 2，一般按 3，不满意按 4，非常不满意按 5。",
    "没有收到您的按键，我再说一遍。",
    "再见。",
];

fn audio(bytes: &[u8]) -> Vec<f64> {
    let mut reader = hound::WavReader::new(Cursor::new(bytes)).expect("a WAV file");
    let spec = reader.spec();
    assert_eq!((spec.sample_rate, spec.channels, spec.bits_per_sample), (8_000, 1, 16));
    reader.samples::<i16>().map(|v| f64::from(v.expect("a value")) / 32_768.0).collect()
}

#[tokio::test]
async fn a_prompt_has_the_form_of_a_recorded_one() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let speech = Speech::kept_in(folder.path().join("prompts"));
    if !speech.is_available().await {
        eprintln!("espeak-ng is not installed: nothing is spoken and nothing measured");
        return;
    }
    let mut levels = Vec::new();
    for text in PROMPTS {
        let bytes = speech.say(text).await.expect("a spoken prompt");
        let audio = audio(&bytes);
        let peak = audio.iter().fold(0.0_f64, |peak, value| peak.max(value.abs()));
        assert!(peak <= 10_f64.powf(-3.0 / 20.0), "peak {peak} of {text}");
        let first = audio.iter().position(|v| v.abs() > 0.0).expect("a sound");
        let last = audio.iter().rposition(|v| v.abs() > 0.0).expect("a sound");
        assert_eq!((first, audio.len() - 1 - last), (1_600, 3_200), "silence around {text}");
        let spoken = text.chars().filter(|c| c.is_alphanumeric()).count() as f64;
        let secs = (last - first) as f64 / 8_000.0;
        assert!((2.5..=6.0).contains(&(spoken / secs)), "{spoken} characters in {secs} s: {text}");
        let level = loudness(&audio, 8_000).expect("a sound");
        println!("{secs:.2} s, {:.1} dBFS, {level:.2} LUFS: {text}", 20.0 * peak.log10());
        levels.push(level);
    }
    let (low, high) = levels
        .iter()
        .fold((0.0_f64, -99.0_f64), |(low, high), level| (low.min(*level), high.max(*level)));
    assert!(high - low <= 1.0, "prompts differ by {} LU", high - low);
}

#[tokio::test]
async fn what_was_spoken_is_kept() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let speech = Speech::kept_in(folder.path().to_owned());
    let Ok(first) = speech.say(PROMPTS[0]).await else { return };
    // Without the program, what is kept is still there, and nothing else is.
    let silent = speech.spoken_by(PathBuf::from("/nonexistent/espeak-ng"));
    assert_eq!(silent.say(PROMPTS[0]).await.expect("a kept prompt"), first);
    assert!(matches!(silent.say(PROMPTS[1]).await, Err(SpeechError::NotInstalled)));
}

#[tokio::test]
async fn without_the_program_it_says_so() {
    let speech = Speech::default().spoken_by(PathBuf::from("/nonexistent/espeak-ng"));
    assert!(!speech.is_available().await);
    assert!(matches!(speech.say(PROMPTS[0]).await, Err(SpeechError::NotInstalled)));
    assert!(matches!(speech.say("\u{3002}").await, Err(SpeechError::Unspeakable)));
}

#[test]
fn texts_are_read_as_the_manual_wants() {
    let cases = [
        ("满意请按 2。", "man3 yi4 qing3 an4 er4."),
        (
            "重听请按星号键，跳过按 #",
            "chong2 ting1 qing3 an4 xing1 hao4 jian4, tiao4 guo4 an4 jing3 hao4.",
        ),
        ("工号 8109", "gong1 hao4 ba1 yi1 ling2 jiu3."),
        ("11月20日", "shi2 yi1 yue4 er4 shi2 ri4."),
        ("绿化、女士？", "lv4 hua4, nv3 shi4."),
        ("师傅来了吗", "shi1 fu5 lai2 le5 ma5."),
        ("A区", "A qu1."),
        ("，。", ""),
    ];
    for (text, expected) in cases {
        assert_eq!(reading(text), expected);
    }
}
