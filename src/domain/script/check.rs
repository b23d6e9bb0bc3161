//! Static checks: everything a script names exists, once, and the five points are covered.

use std::collections::BTreeMap;

use serde_saphyr::{Location, Spanned};

use super::error::Mistakes;
use super::model::{QuestionKind, Role};
use super::raw::{RawCondition, RawItem, RawQuestion, RawScript, place};
use crate::domain::coded::Coded;

/// Notes every reference that does not hold.
pub(super) fn references(raw: &RawScript, mistakes: &mut Mistakes<'_>) {
    head(raw, mistakes);
    names(raw, mistakes);
    for question in raw.questions() {
        answers(&question, mistakes);
        jumps(raw, &question, mistakes);
    }
    for (_, item) in raw.items() {
        fields(item, mistakes);
    }
    roles(raw, mistakes);
    every_condition(raw, mistakes);
}

fn head(raw: &RawScript, mistakes: &mut Mistakes<'_>) {
    if raw.version.value == 0 {
        mistakes.add(place(&raw.version), "the version is 0", "versions begin with 1");
    }
    if raw.sections.value.is_empty() {
        mistakes.add(place(&raw.sections), "the script has no sections", "add at least one");
    }
    for section in &raw.sections.value {
        if section.items.value.is_empty() {
            mistakes.add(
                place(&section.items),
                format!("section {} has no items", section.id.value),
                "add an item or remove the section",
            );
        }
    }
}

/// Questions and sections share one space of names, because jumps go to both.
fn names(raw: &RawScript, mistakes: &mut Mistakes<'_>) {
    let sections = raw.sections.value.iter().map(|section| &section.id);
    let questions = raw.questions().map(|question| question.id);
    let mut named: Vec<&Spanned<String>> = sections.chain(questions).collect();
    named.sort_by_key(|id| (place(id).line(), place(id).column()));
    let first = unique(named, mistakes, |id| {
        (format!("the id {id} is used twice"), "ids of questions and sections differ".to_owned())
    });
    for (id, at) in first {
        let stable = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if id.is_empty() || !id.chars().all(stable) {
            mistakes.add(
                at,
                format!("the id {id:?} is not a stable name"),
                "use small English letters, digits and _",
            );
        }
    }
}

/// Notes second uses, gives the place of each first one.
fn unique<'a>(
    values: impl IntoIterator<Item = &'a Spanned<String>>,
    mistakes: &mut Mistakes<'_>,
    complain: impl Fn(&str) -> (String, String),
) -> BTreeMap<&'a str, Location> {
    let mut first = BTreeMap::new();
    for value in values {
        if let Some(at) = first.get(value.value.as_str()) {
            let (sentence, hint) = complain(&value.value);
            let at: &Location = at;
            mistakes.add(
                place(value),
                format!("{sentence}; it is first used in line {}", at.line()),
                hint,
            );
        } else {
            first.insert(value.value.as_str(), place(value));
        }
    }
    first
}

/// The choices of one question.
fn answers(question: &RawQuestion<'_>, mistakes: &mut Mistakes<'_>) {
    let RawQuestion { id, item, .. } = question;
    let choosing = matches!(item.kind, Some(QuestionKind::Single | QuestionKind::Multiple));
    if item.kind.is_some() && choosing == item.choices().is_empty() {
        let (sentence, hint) = if choosing {
            ("has no choices", "add `choices:`, or make it `kind: text`")
        } else {
            ("has choices, but its kind takes none", "remove them, or make it `kind: single`")
        };
        mistakes.add(place(id), format!("question {} {sentence}", id.value), hint);
    }
    let name = &id.value;
    unique(item.choices().iter().map(|choice| &choice.code), mistakes, |code| {
        (format!("question {name} has the code {code} twice"), "codes differ".to_owned())
    });
    unique(item.choices().iter().map(|choice| &choice.key), mistakes, |key| {
        (format!("question {name} has the key {key} twice"), "each choice has its key".to_owned())
    });
    for choice in item.choices() {
        if choice.key.value.chars().count() != 1 {
            mistakes.add(
                place(&choice.key),
                format!("{:?} is not one key", choice.key.value),
                "a key is one digit between quotation marks",
            );
        }
        if choice.exclusive && item.kind != Some(QuestionKind::Multiple) {
            mistakes.add(
                place(&choice.code),
                format!("{} is exclusive, but {name} takes one choice anyway", choice.code.value),
                "`exclusive` belongs to `kind: multiple`",
            );
        }
    }
}

fn jumps(raw: &RawScript, question: &RawQuestion<'_>, mistakes: &mut Mistakes<'_>) {
    for target in question.item.choices().iter().filter_map(|choice| choice.jump.as_ref()) {
        let name = &target.value;
        match raw.position_of(name) {
            None => mistakes.add(
                place(target),
                format!("the jump goes to {name}, which is neither a question nor a section"),
                "jump to the id of a later question or section",
            ),
            Some(position) if position <= question.position => mistakes.add(
                place(target),
                format!("the jump goes back to {name}"),
                "jumps go forward only; jump to a later question or section",
            ),
            Some(_) => {}
        }
    }
}

/// Fields that do not belong to this kind of item.
fn fields(item: &Spanned<RawItem>, mistakes: &mut Mistakes<'_>) {
    let RawItem { kind, text, choices, required, optional_if, counts_as, .. } = &item.value;
    let question_fields = kind.is_some()
        || text.is_some()
        || choices.is_some()
        || required.is_some()
        || !optional_if.is_empty()
        || !counts_as.is_empty();
    if item.value.question.is_none() && question_fields {
        mistakes.add(
            place(item),
            "a line that is not a question has fields of a question",
            "kind, text, choices, required, optional_if and counts_as belong to `question:`",
        );
    }
    if item.value.note.is_some() && item.value.phrase.is_some() {
        mistakes.add(
            place(item),
            "a note has a phrase, but notes are not spoken",
            "put `phrase:` beside `say:` or `question:`",
        );
    }
}

/// Each of the five points has one question, and shared roles use the shared codes.
fn roles(raw: &RawScript, mistakes: &mut Mistakes<'_>) {
    let mut taken: BTreeMap<Role, &str> = BTreeMap::new();
    for question in raw.questions() {
        for role in &question.item.counts_as {
            if let Some(other) = taken.insert(role.value, &question.id.value) {
                mistakes.add(
                    place(role),
                    format!("{} counts as {} already", other, role.value.code()),
                    "a role has one question",
                );
            }
            shared_codes(&question, role.value, mistakes);
        }
    }
    let missing: Vec<&str> = Role::FIVE_POINTS
        .into_iter()
        .filter(|role| !taken.contains_key(role))
        .map(Role::code)
        .collect();
    if !missing.is_empty() {
        mistakes.add(
            place(&raw.sections),
            format!("no question counts as {}", missing.join(", ")),
            "every callback covers the five points (R-035): resolved, quality, satisfaction, \
             shortcomings, suggestion; name them in `counts_as:`",
        );
    }
}

fn shared_codes(question: &RawQuestion<'_>, role: Role, mistakes: &mut Mistakes<'_>) {
    let Some(shared) = role.shared_codes() else { return };
    for choice in question.item.choices() {
        if !shared.contains(&choice.code.value.as_str()) {
            mistakes.add(
                place(&choice.code),
                format!("{} is not a code of {}", choice.code.value, role.code()),
                format!("the codes are {}", shared.join(", ")),
            );
        }
    }
}

/// Conditions of a line look back, those of the whole script look anywhere.
fn every_condition(raw: &RawScript, mistakes: &mut Mistakes<'_>) {
    let (mut position, end) = (0, raw.items().count());
    for section in &raw.sections.value {
        conditions(raw, &section.only_if, position, mistakes);
        conditions(raw, &section.unless, position, mistakes);
        for item in &section.items.value {
            conditions(raw, &item.value.only_if, position, mistakes);
            conditions(raw, &item.value.unless, position, mistakes);
            conditions(raw, &item.value.optional_if, position, mistakes);
            position += 1;
        }
    }
    conditions(raw, &raw.next_callback_if, end, mistakes);
    for any in raw.flags.values() {
        conditions(raw, any, end, mistakes);
    }
}

fn conditions(
    raw: &RawScript,
    any: &[Spanned<RawCondition>],
    position: usize,
    mistakes: &mut Mistakes<'_>,
) {
    for condition in any {
        if condition.value.answers.is_empty() && condition.value.facts.is_empty() {
            mistakes.add(
                place(condition),
                "the condition asks for nothing, so it would always hold",
                "give it `answers:` or `facts:`, or remove it",
            );
        }
    }
    for (id, codes) in any.iter().flat_map(|condition| &condition.value.answers) {
        let Some(question) = raw.questions().find(|question| question.id.value == *id) else {
            let known: Vec<_> = raw.questions().map(|q| q.id.value.as_str()).collect();
            mistakes.add(
                place(codes),
                format!("the condition asks for {id}, which is not a question"),
                format!("the questions are {}", known.join(", ")),
            );
            continue;
        };
        if question.position >= position {
            mistakes.add(
                place(codes),
                format!("the condition asks for {id}, which is asked only later"),
                "move this line below the question",
            );
        }
        for code in &codes.value {
            let choices = question.item.choices();
            if !choices.iter().any(|choice| choice.code.value == code.value) {
                let known: Vec<_> = choices.iter().map(|c| c.code.value.as_str()).collect();
                mistakes.add(
                    place(code),
                    format!("{id} has no choice {}", code.value),
                    format!("its codes are {}", known.join(", ")),
                );
            }
        }
    }
}
