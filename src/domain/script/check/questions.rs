//! What a question has to keep to: choices, keys, numbers, jumps.

use super::references::unique;
use crate::domain::coded::Coded;
use crate::domain::script::error::Mistakes;
use crate::domain::script::model::QuestionKind;
use crate::domain::script::raw::{RawChoice, RawQuestion, RawScript, place};
use crate::domain::script::vocabulary::Role;

/// A scale has at most this many steps: more cannot be told apart by ear.
const SCALE_STEPS_MAX: i64 = 11;

/// The choices of one question.
pub(super) fn answers(question: &RawQuestion<'_>, mistakes: &mut Mistakes<'_>) {
    let RawQuestion { id, item, .. } = question;
    let choosing = matches!(item.kind, Some(QuestionKind::Single | QuestionKind::Multiple));
    if item.kind.is_some() && choosing == item.choices().is_empty() {
        let (sentence, hint) = if choosing {
            ("has no choices", "add `choices:`, or make it `kind: text`")
        } else {
            ("has choices, but its kind takes none", "remove them, or make it `kind: single`")
        };
        let sentence = format!("question {} {sentence}", id.value);
        mistakes.add("question.choices", place(id), sentence, hint);
    }
    let name = &id.value;
    unique("code.twice", item.choices().iter().map(|choice| &choice.code), mistakes, |code| {
        (format!("question {name} has the code {code} twice"), "codes differ".to_owned())
    });
    unique("key.twice", item.choices().iter().map(|choice| &choice.key), mistakes, |key| {
        (format!("question {name} has the key {key} twice"), "each choice has its key".to_owned())
    });
    for choice in item.choices() {
        one_choice(question, choice, mistakes);
    }
}

fn one_choice(question: &RawQuestion<'_>, choice: &RawChoice, mistakes: &mut Mistakes<'_>) {
    let (name, code) = (&question.id.value, &choice.code.value);
    let is_digit = |key: &str| key.len() == 1 && key.starts_with(|c: char| c.is_ascii_digit());
    if !is_digit(&choice.key.value) {
        mistakes.add(
            "key.not_a_digit",
            place(&choice.key),
            format!("{:?} is not one key", choice.key.value),
            "a key is one digit between quotation marks",
        );
    }
    if !code.starts_with(|c: char| c.is_ascii_lowercase())
        || !code.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    {
        mistakes.add(
            "code.unstable",
            place(&choice.code),
            format!("the code {code:?} is not a stable name"),
            "use small English letters, digits and _, a letter first",
        );
    }
    if choice.exclusive && question.item.kind != Some(QuestionKind::Multiple) {
        mistakes.add(
            "choice.exclusive",
            place(&choice.code),
            format!("{code} is exclusive, but {name} takes one choice anyway"),
            "`exclusive` belongs to `kind: multiple`",
        );
    }
    if let (Some(when), None) = (&choice.jump_when, &choice.jump) {
        mistakes.add(
            "jump.nowhere",
            place(when),
            format!("{code} says when it jumps, but not where to"),
            "add `jump:` with a later question or section",
        );
    }
}

/// The range of a number or scale question.
pub(super) fn numbers(question: &RawQuestion<'_>, mistakes: &mut Mistakes<'_>) {
    let RawQuestion { id, item, .. } = question;
    let name = &id.value;
    let counting = matches!(item.kind, Some(QuestionKind::Number | QuestionKind::Scale));
    let Some(range) = &item.range else {
        if counting {
            mistakes.add(
                "range.missing",
                place(id),
                format!("question {name} has no range"),
                "add `range: {from: 0, to: 10}`",
            );
        }
        return;
    };
    if item.kind.is_some() && !counting {
        mistakes.add(
            "range.of_other_kind",
            place(range),
            format!("question {name} has a range, but its kind takes none"),
            "remove it, or make it `kind: number` or `kind: scale`",
        );
        return;
    }
    let (from, to) = (range.value.from, range.value.to);
    if from >= to {
        mistakes.add(
            "range.empty",
            place(range),
            format!("the range from {from} to {to} holds no two numbers"),
            "`from` is smaller than `to`",
        );
    } else if item.kind == Some(QuestionKind::Scale) && to.saturating_sub(from) >= SCALE_STEPS_MAX {
        mistakes.add(
            "range.too_wide",
            place(range),
            format!("a scale from {from} to {to} has more than {SCALE_STEPS_MAX} steps"),
            "make it `kind: number`, or ask for fewer steps",
        );
    }
    for label in range.value.labels.keys().filter(|label| !(from..=to).contains(label)) {
        mistakes.add(
            "range.label",
            place(range),
            format!("{label} has a label, but is outside the range from {from} to {to}"),
            "label numbers of the range only",
        );
    }
}

/// Jumps go forward, to something that exists.
pub(super) fn jumps(raw: &RawScript, question: &RawQuestion<'_>, mistakes: &mut Mistakes<'_>) {
    let moving = question.section.at_most.is_some()
        || question.section.rotate.as_ref().is_some_and(|rotate| rotate.value);
    for target in question.item.choices().iter().filter_map(|choice| choice.jump.as_ref()) {
        let name = &target.value;
        match raw.position_of(name) {
            None => mistakes.add(
                "jump.unknown",
                place(target),
                format!("the jump goes to {name}, which is neither a question nor a section"),
                "jump to the id of a later question or section",
            ),
            Some(position) if position <= question.position => mistakes.add(
                "jump.backwards",
                place(target),
                format!("the jump goes back to {name}"),
                "jumps go forward only; jump to a later question or section",
            ),
            Some(_) if moving => mistakes.add(
                "jump.from_moving",
                place(target),
                format!("section {} changes its order, so a jump", question.section.id.value)
                    + " from within has no fixed meaning",
                "remove the jump, or take the question out of the section",
            ),
            Some(_) => {}
        }
    }
}

/// Choices of a role that all scripts share use the same codes.
pub(super) fn shared_codes(question: &RawQuestion<'_>, role: Role, mistakes: &mut Mistakes<'_>) {
    let Some(shared) = role.shared_codes() else { return };
    for choice in question.item.choices() {
        if !shared.contains(&choice.code.value.as_str()) {
            mistakes.add(
                "code.not_shared",
                place(&choice.code),
                format!("{} is not a code of {}", choice.code.value, role.code()),
                format!("the codes are {}", shared.join(", ")),
            );
        }
    }
}
