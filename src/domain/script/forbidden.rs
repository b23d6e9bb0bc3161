//! What is never said on the telephone, and what is said instead (R-022, scripts-zh.md 1.3).

use std::sync::LazyLock;

use serde::Deserialize;

use super::template::Text;

const FILE: &str = include_str!("../../../call-scripts/forbidden-phrases.yaml");

/// Words that are not said (禁语), and what is said instead (改说).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForbiddenPhrase {
    /// The words, in all their wordings; never empty.
    pub say_not: Vec<String>,
    /// What is said instead; absent for what has no better wording.
    pub say: Option<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    say_not: Vec<String>,
    say: Option<String>,
}

/// What is said in no call at all, in the order of the manual.
pub fn forbidden_phrases() -> &'static [ForbiddenPhrase] {
    static PHRASES: LazyLock<Vec<ForbiddenPhrase>> = LazyLock::new(|| {
        let written: Vec<Written> = serde_saphyr::from_str(FILE)
            .expect("invariant: the tests read the file of forbidden phrases");
        let read = |text: String| {
            Text::read(&text).ok().expect("invariant: the tests read every forbidden phrase")
        };
        let phrase =
            |one: Written| ForbiddenPhrase { say_not: one.say_not, say: one.say.map(read) };
        written.into_iter().map(phrase).collect()
    });
    &PHRASES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_forbidden_phrase_is_read_and_none_is_its_own_replacement() {
        let phrases = forbidden_phrases();
        assert_eq!(phrases.len(), 10);
        for ForbiddenPhrase { say_not, say } in phrases {
            assert!(!say_not.is_empty());
            let instead = say.as_ref().map_or("", Text::source);
            assert!(!say_not.iter().any(|words| instead.contains(words)), "{say_not:?}");
        }
    }
}
