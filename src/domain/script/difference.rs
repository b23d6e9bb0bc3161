//! What differs between two versions of a script, and whether their answers may be counted
//! together (issue 3, "Versions").

use std::collections::BTreeMap;

use super::model::{Question, QuestionKind, Script};
use super::vocabulary::Role;

/// The questions because of which answers of the two versions may not be counted together; none
/// when they may. A question that figures count (`counts_as`, other than free words and dates) has
/// to keep its name, its kind and its codes in their order. Wording may change: whether the sense
/// has changed with it is for a person to say.
pub fn incomparable(before: &Script, after: &Script) -> Vec<String> {
    let (before, after) = (counted(before), counted(after));
    let mut questions: Vec<String> = Vec::new();
    for (role, question) in &before {
        match after.get(role) {
            Some(other) if other == question => {}
            _ => questions.push(question.0.to_owned()),
        }
    }
    let added = after.iter().filter(|(role, _)| !before.contains_key(*role));
    questions.extend(added.map(|(_, question)| question.0.to_owned()));
    questions.dedup();
    questions
}

/// Name, kind, codes and range of a counted question.
type Counted<'a> = (&'a str, QuestionKind, Vec<&'a str>, Option<(i64, i64)>);

fn counted(script: &Script) -> BTreeMap<Role, Counted<'_>> {
    let mut counted = BTreeMap::new();
    for question in script.questions() {
        for role in &question.counts_as {
            if is_counted(question) {
                let codes = question.choices.iter().map(|choice| choice.code.as_str());
                let range = question.range.as_ref().map(|range| (range.from, range.to));
                let entry = (question.id.as_str(), question.kind, codes.collect(), range);
                counted.insert(*role, entry);
            }
        }
    }
    counted
}

fn is_counted(question: &Question) -> bool {
    !matches!(question.kind, QuestionKind::Text | QuestionKind::Date)
}
