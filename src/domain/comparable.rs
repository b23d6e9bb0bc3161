//! Figures by what may be counted together: a new version of a script may ask in a way whose
//! answers are not those of the old one (issue 3, "Versions").

use std::collections::{BTreeMap, BTreeSet};

use super::figures::{CallbackFacts, CallbackFigure, callback_figures};
use super::timestamp::Timestamp;

/// One callback with the script its answers were asked by.
#[derive(Clone, Debug)]
pub struct ScriptedCallback<'a> {
    /// What was tried and said.
    pub facts: &'a CallbackFacts,
    /// The script.
    pub script_id: &'a str,
    /// For each of the facts' answers: the version it was asked with.
    pub versions: &'a [u32],
}

/// The answers of one script that may be counted together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComparableFigure {
    /// The script.
    pub script_id: String,
    /// The versions the counted answers were asked with.
    pub versions: BTreeSet<u32>,
    /// By center code, where something was counted.
    pub centers: BTreeMap<String, CallbackFigure>,
    /// All of them.
    pub company: CallbackFigure,
}

/// The oldest version that a version's answers may be counted with, of every published version.
pub type ComparableWith = BTreeMap<(String, u32), u32>;

/// The versions of a group, and its callbacks.
type Group<'a> = (BTreeSet<u32>, Vec<&'a CallbackFacts>);

/// Counts the callbacks that have a counted answer, apart wherever their answers may not be counted
/// together: by script, oldest versions first. A version nothing is known of stands for itself.
pub fn comparable_figures(
    callbacks: &[ScriptedCallback<'_>],
    comparable_with: &ComparableWith,
    cut_off: Timestamp,
) -> Vec<ComparableFigure> {
    let mut groups: BTreeMap<(&str, u32), Group<'_>> = BTreeMap::new();
    for callback in callbacks {
        let Some(index) = callback.facts.counted_answer() else { continue };
        let Some(version) = callback.versions.get(index).copied() else { continue };
        let known = comparable_with.get(&(callback.script_id.to_owned(), version));
        let oldest = known.copied().unwrap_or(version);
        let (versions, facts) = groups.entry((callback.script_id, oldest)).or_default();
        versions.insert(version);
        facts.push(callback.facts);
    }
    let figure = |((script_id, _), (versions, facts)): ((&str, u32), Group<'_>)| {
        let figures = callback_figures([], facts, cut_off);
        ComparableFigure {
            script_id: script_id.to_owned(),
            versions,
            centers: figures.centers,
            company: figures.company,
        }
    };
    groups.into_iter().map(figure).collect()
}

/// Whether the figures of one script went into more than one group.
pub fn is_mixed(figures: &[ComparableFigure]) -> bool {
    figures.windows(2).any(|pair| pair[0].script_id == pair[1].script_id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::callback::result::Satisfaction;
    use crate::domain::figures::SatisfactionAnswer;

    fn callback(center: &str, numbers: &[u8]) -> CallbackFacts {
        let answer = |(index, number): (usize, &u8)| SatisfactionAnswer {
            answered_at: Timestamp(index as i64),
            satisfaction: Satisfaction::from_number(*number).expect("on the scale"),
            department_present: false,
        };
        CallbackFacts {
            center_code: center.to_owned(),
            first_attempt_at: None,
            reached_at: None,
            answers: numbers.iter().enumerate().map(answer).collect(),
        }
    }

    /// Versions 1 and 2 may be counted together, 3 asks differently, and 4 goes on with 3.
    fn known() -> ComparableWith {
        [(1, 1), (2, 1), (3, 3), (4, 3)]
            .into_iter()
            .map(|(version, oldest)| (("repair-callback".to_owned(), version), oldest))
            .collect()
    }

    #[test]
    fn only_what_may_be_counted_together_is() {
        // (version, answers) of callbacks in rising order; (versions, rate) of each group; mixed.
        type Case<'a> = (&'a [(u32, &'a [u8])], &'a [(&'a [u32], &'a str)], bool, &'a str);
        let cases: [Case<'_>; 6] = [
            (&[], &[], false, "nothing answered"),
            (&[(1, &[1]), (2, &[4])], &[(&[1, 2], "1/2")], false, "one group"),
            (&[(2, &[1]), (3, &[4])], &[(&[2], "1/1"), (&[3], "0/1")], true, "two groups"),
            (&[(3, &[1]), (4, &[2])], &[(&[3, 4], "2/2")], false, "the later pair"),
            (&[(1, &[8]), (3, &[2])], &[(&[3], "1/1")], false, "no valid answer in version 1"),
            (&[(1, &[1]), (9, &[2])], &[(&[1], "1/1"), (&[9], "1/1")], true, "unknown version"),
        ];
        for (callbacks, expected, mixed, why) in cases {
            let facts: Vec<_> = callbacks.iter().map(|(_, said)| callback("SC01", said)).collect();
            let versions: Vec<_> = callbacks.iter().map(|(version, _)| [*version]).collect();
            let scripted: Vec<_> = facts
                .iter()
                .zip(&versions)
                .map(|(facts, versions)| ScriptedCallback {
                    facts,
                    script_id: "repair-callback",
                    versions,
                })
                .collect();
            let figures = comparable_figures(&scripted, &known(), Timestamp(1_000));
            let found: Vec<(Vec<u32>, String)> = figures
                .iter()
                .map(|figure| {
                    let versions = figure.versions.iter().copied().collect();
                    (versions, figure.company.rate().expect("something counted"))
                })
                .collect();
            let expected: Vec<(Vec<u32>, String)> = expected
                .iter()
                .map(|(versions, rate)| (versions.to_vec(), (*rate).to_owned()))
                .collect();
            assert_eq!(found, expected, "{why}");
            assert_eq!(is_mixed(&figures), mixed, "{why}");
        }
    }

    #[test]
    fn two_scripts_are_two_groups_and_mix_nothing() {
        let facts = callback("SC01", &[1]);
        let scripted = ["complaint-callback", "repair-callback"]
            .map(|script_id| ScriptedCallback { facts: &facts, script_id, versions: &[1] });
        let figures = comparable_figures(&scripted, &known(), Timestamp(1_000));
        assert_eq!(figures.len(), 2);
        assert!(!is_mixed(&figures));
    }
}
