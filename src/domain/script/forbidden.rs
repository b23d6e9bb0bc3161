//! What is never said on the telephone, and what is said instead (R-022, scripts-zh.md 1.3).

use std::sync::LazyLock;

use serde::Deserialize;
use serde_saphyr::Spanned;

use super::build::read_text;
use super::error::{Mistakes, ScriptError};
use super::parse;
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

/// A phrase as its file has it, with places.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Placed {
    say_not: Spanned<Vec<String>>,
    say: Option<Spanned<String>>,
}

/// Whether a file is a list, as that of the phrases is, and not a script.
pub(super) fn is_list(yaml: &str) -> bool {
    let mut lines = yaml.lines().map(str::trim_end);
    let first = lines.find(|line| !line.is_empty() && !line.starts_with('#') && *line != "---");
    first.is_some_and(|line| line == "-" || line.starts_with("- "))
}

/// Everything that is wrong in a file of forbidden phrases.
pub(super) fn check(file: &str, yaml: &str) -> Vec<ScriptError> {
    let mut mistakes = Mistakes::of(file, yaml);
    let phrases: Vec<Placed> = match parse::read(yaml) {
        Ok(phrases) => phrases,
        Err(shape) => {
            shape.add_to(&mut mistakes);
            return mistakes.into_errors();
        }
    };
    for Placed { say_not, say } in &phrases {
        let at = say_not.referenced;
        if say_not.value.is_empty() || say_not.value.iter().any(|words| words.trim().is_empty()) {
            let hint = "write the words that are not said, at least one";
            mistakes.add("forbidden.empty", at, "a forbidden phrase has no words", hint);
        }
        let Some(say) = say else { continue };
        read_text(say, &mut mistakes);
        let said = |words: &&String| !words.is_empty() && say.value.contains(words.as_str());
        if let Some(words) = say_not.value.iter().find(said) {
            let sentence = format!("what is said instead says {words} again");
            let hint = "word it without the forbidden phrase";
            mistakes.add("forbidden.says_itself", say.referenced, sentence, hint);
        }
    }
    mistakes.into_errors()
}

#[cfg(test)]
mod tests {
    use super::super::parse::check_file;
    use super::*;

    #[test]
    fn the_file_of_phrases_is_checked_as_what_it_is() {
        assert_eq!(check_file("forbidden-phrases.yaml", FILE), []);
        // The file, then the place and the code of its mistake.
        let cases = [
            ("# words\n\n- say_not: []\n", 3, "forbidden.empty"),
            ("- say_not: [a]\n  say: \"b a\"\n", 2, "forbidden.says_itself"),
            ("- say_not: [z]\n  say: \"{{ nobody.name }}\"\n", 2, "text.undefined_value"),
            ("- say_not: [a]\n  says: b\n", 2, "field.unknown"),
            ("- say: b\n", 1, "field.missing"),
        ];
        for (yaml, line, code) in cases {
            let found = check_file("f.yaml", yaml);
            let found: Vec<_> = found.iter().map(|error| (error.line, error.code)).collect();
            assert_eq!(found, [(line, code)], "{yaml}");
        }
        assert!(!check_file("f.yaml", "id: x\n").is_empty(), "a script is checked as a script");
    }

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
