//! Script files and their conditions: whatever text comes, there is a script or a list of mistakes.

use huifang::domain::script::parse::parse;
use huifang::domain::script::{
    Answers, Circumstances, Facts, Interview, IvrCall, IvrInput, Mode, ScriptLibrary,
};
use proptest::prelude::*;

/// Pieces that conditions are made of, and pieces that they are not.
const CEL_PIECES: [&str; 40] = [
    "answers.resolved",
    "answers.satisfaction",
    "answers.shortcomings",
    "answers.recommend",
    "answers.reason",
    "answers.nothing",
    "facts.paid",
    "facts.rich",
    "call.mode",
    "call.requests",
    "call",
    "answers",
    "\"no\"",
    "\"late\"",
    "'ivr'",
    "1",
    "-1",
    "10",
    "99999999999999999999",
    "1.5",
    "null",
    "true",
    "[]",
    "[\"no\", \"yes\"]",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    " == ",
    " != ",
    " < ",
    " in ",
    " && ",
    " || ",
    "!",
    "size(",
    ".exists(x, x == 1)",
    " ? 1 : 2",
];

/// A script with one condition; a quoted JSON text is a quoted YAML text.
fn with_condition(condition: &str) -> String {
    let smallest = include_str!("../data/scripts/good/smallest.yaml");
    let quoted = serde_json::to_string(condition).expect("a text");
    smallest.replace("answers.satisfaction == \"dissatisfied\"", &quoted)
}

/// Parses, and walks what is a script.
fn must_not_panic(yaml: &str) {
    let Ok(script) = parse("fuzz.yaml", yaml) else { return };
    for mode in [Mode::Agent, Mode::Ivr, Mode::Paper] {
        let circumstances = Circumstances::new(mode, Facts::new());
        let answers = Answers::default();
        let interview = Interview::new(&script, &circumstances, &answers);
        let _ = (interview.current(), interview.flags(), interview.is_complete());
        if let Some((mut call, _)) = IvrCall::begin(&script, &circumstances) {
            for key in ['1', '0', '*', '#', '9'] {
                call.take(IvrInput::Key(key));
            }
        }
    }
}

/// A shipped file with some lines removed, doubled, swapped or written over.
fn mangled(file: usize, changes: &[(usize, u8, String)]) -> String {
    let files = ScriptLibrary::shipped_files();
    let mut lines: Vec<String> = files[file % files.len()].1.lines().map(str::to_owned).collect();
    for (at, kind, text) in changes {
        if lines.is_empty() {
            break;
        }
        let at = at % lines.len();
        match kind % 5 {
            0 => drop(lines.remove(at)),
            1 => lines.insert(at, lines[at].clone()),
            2 => lines[at] = text.clone(),
            3 => lines[at].push_str(text),
            _ => {
                let other = text.len() * 7 % lines.len();
                lines.swap(at, other);
            }
        }
    }
    lines.join("\n")
}

proptest! {
    #![proptest_config(super::config())]

    #[test]
    fn any_text_is_a_script_or_a_list_of_mistakes(yaml in "\\PC{0,400}") {
        must_not_panic(&yaml);
    }

    #[test]
    fn yaml_signs_in_any_order_are_no_trouble(
        yaml in "([a-z]{1,4}|[-:?&*!|>'\"%@`{}\\[\\],# \n\t]){0,200}",
    ) {
        must_not_panic(&yaml);
    }

    #[test]
    fn deep_nesting_is_refused(depth in 1usize..20_000, sign in "[\\[{(-]") {
        must_not_panic(&sign.repeat(depth));
        must_not_panic(&with_condition(&sign.repeat(depth)));
        must_not_panic(&with_condition(&"!".repeat(depth)));
        must_not_panic(&with_condition(&"-".repeat(depth)));
    }

    #[test]
    fn a_mangled_script_is_no_trouble(
        file: usize,
        changes in proptest::collection::vec((any::<usize>(), any::<u8>(), "\\PC{0,30}"), 1..6),
    ) {
        must_not_panic(&mangled(file, &changes));
    }

    #[test]
    fn any_text_as_a_condition_is_no_trouble(condition in "\\PC{0,80}") {
        must_not_panic(&with_condition(&condition));
    }

    #[test]
    fn pieces_of_conditions_in_any_order_are_no_trouble(
        pieces in proptest::collection::vec(proptest::sample::select(&CEL_PIECES[..]), 0..14),
    ) {
        must_not_panic(&with_condition(&pieces.concat()));
    }
}
