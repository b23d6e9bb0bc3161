//! What a simulated resident thinks of the work and says about it: a pure function of the seed and
//! the request number, so that the simulated agent can fill in the script.

use crate::domain::chance::{Chance, SeededChance};

/// The opinion of one resident about one service request. Codes are those of the API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResidentPersona {
    /// `very_satisfied` … `very_dissatisfied`, or `cannot_say`.
    pub satisfaction: &'static str,
    /// `yes`, `partly`, `no`, or `not_verified`.
    pub resolved: &'static str,
    /// The quality of the work, in the words of `satisfaction`.
    pub quality: &'static str,
    /// What was not good enough, as the resident puts it; present when dissatisfied, lukewarm or
    /// unsolved.
    pub reason: Option<&'static str>,
    /// A suggestion, when the resident has one.
    pub suggestion: Option<&'static str>,
    /// Seconds the resident takes to answer a question.
    pub speaking_secs: u32,
    /// Seconds of conversation after which the resident wants to go.
    pub patience_secs: u32,
    seed: u64,
    request_no: String,
}

/// How the resident meets the call, once the telephone is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reception {
    /// Takes part to the end.
    TakesPart,
    /// Not now: asks to be called another day (G01).
    AsksForAppointment,
    /// Would rather not, softly (G06).
    RefusesSoftly,
    /// Somebody else, who does not know of the matter (G03).
    NotPresent,
    /// The number belongs to somebody else (G04).
    WrongNumber,
}

const SATISFIED: [&str; 2] = ["very_satisfied", "satisfied"];
const REASONS: [&str; 6] = [
    "来得比约定的时间晚,等了一上午",
    "修好两天以后又出现了同样的问题",
    "修完没有清理,地上都是灰",
    "师傅没有说清楚原因,也没讲注意事项",
    "处理的时间太长,中间没有人告诉进度",
    "态度比较急,问多了不太耐烦",
];
const SUGGESTIONS: [&str; 5] = [
    "希望上门前先打个电话",
    "希望周末也能安排维修",
    "建议把常用配件备齐,不用跑两次",
    "希望处理进度能在微信上看到",
    "建议完工以后主动回访",
];

/// The opinion about this request. Roughly 45 % very satisfied, 40 % satisfied, 8 % neutral, the
/// rest dissatisfied; who says it is not solved is seldom satisfied, but it happens.
pub fn persona(seed: u64, request_no: &str) -> ResidentPersona {
    let mut chance = SeededChance::new(seed, &format!("persona {request_no}"));
    let resolved = match chance.below(100) {
        0..=90 => "yes",
        91..=94 => "partly",
        95..=97 => "no",
        _ => "not_verified",
    };
    let unsolved = matches!(resolved, "partly" | "no");
    let mood = chance.below(100);
    let satisfaction = opinion(if unsolved { 78 + mood / 4 } else { mood * 95 / 100 });
    let quality = opinion(if unsolved { 80 + mood / 5 } else { chance.below(96) });
    let lukewarm = !SATISFIED.contains(&satisfaction) && satisfaction != "cannot_say";
    let reason = one_of(&mut chance, &REASONS);
    let suggestion = one_of(&mut chance, &SUGGESTIONS);
    ResidentPersona {
        satisfaction,
        resolved,
        quality,
        reason: (unsolved || lukewarm).then_some(reason),
        suggestion: (chance.below(4) == 0).then_some(suggestion),
        speaking_secs: 3 + u32::try_from(chance.below(7)).unwrap_or(0),
        patience_secs: 150 + u32::try_from(chance.below(240)).unwrap_or(0),
        seed,
        request_no: request_no.to_owned(),
    }
}

/// How the resident meets the `attempt`-th call (from 1) about this request.
pub fn reception(seed: u64, request_no: &str, attempt: u32) -> Reception {
    match SeededChance::new(seed, &format!("reception {request_no} {attempt}")).below(1000) {
        0..=919 => Reception::TakesPart,
        920..=959 => Reception::AsksForAppointment,
        960..=974 => Reception::RefusesSoftly,
        975..=989 => Reception::NotPresent,
        _ => Reception::WrongNumber,
    }
}

impl ResidentPersona {
    /// Which of `choice_count` choices the resident takes at a question this type has no field
    /// for. The first choice, usually the friendly one, is taken half the time.
    pub fn choice(&self, question: &str, choice_count: usize) -> usize {
        let label = format!("choice {} {question}", self.request_no);
        let mut chance = SeededChance::new(self.seed, &label);
        let count = u64::try_from(choice_count.max(1)).unwrap_or(1);
        let drawn = if chance.below(2) == 0 { 0 } else { chance.below(count) };
        usize::try_from(drawn).unwrap_or(0)
    }
}

fn opinion(percentile: u64) -> &'static str {
    match percentile {
        0..=44 => "very_satisfied",
        45..=84 => "satisfied",
        85..=92 => "neutral",
        93..=96 => "dissatisfied",
        97..=98 => "very_dissatisfied",
        _ => "cannot_say",
    }
}

fn one_of(chance: &mut dyn Chance, texts: &'static [&'static str]) -> &'static str {
    let count = u64::try_from(texts.len()).unwrap_or(1);
    texts[usize::try_from(chance.below(count)).unwrap_or(0)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opinions_hang_together() {
        let people: Vec<ResidentPersona> =
            (0..2000).map(|index| persona(7, &format!("BX{index:05}"))).collect();
        for person in &people {
            let unsolved = matches!(person.resolved, "partly" | "no");
            let lukewarm =
                matches!(person.satisfaction, "neutral" | "dissatisfied" | "very_dissatisfied");
            assert_eq!(person.reason.is_some(), unsolved || lukewarm, "{person:?}");
            assert!((3..=9).contains(&person.speaking_secs));
        }
        let satisfied = people.iter().filter(|p| SATISFIED.contains(&p.satisfaction)).count();
        assert!((1600..1900).contains(&satisfied), "{satisfied} of 2000 are satisfied");
        let odd = people.iter().filter(|p| {
            matches!(p.resolved, "partly" | "no") && SATISFIED.contains(&p.satisfaction)
        });
        assert!(odd.count() > 0, "unsolved but satisfied has to occur");
    }

    #[test]
    fn the_same_request_gets_the_same_answers() {
        let person = persona(7, "BX00001");
        assert_eq!(person, persona(7, "BX00001"));
        assert_eq!(reception(7, "BX00001", 2), reception(7, "BX00001", 2));
        for count in 1..6 {
            assert!(person.choice("shortcomings", count) < count);
            assert_eq!(person.choice("shortcomings", count), person.choice("shortcomings", count));
        }
        assert!((0..200).any(|attempt| reception(7, "BX00001", attempt) != Reception::TakesPart));
    }
}
