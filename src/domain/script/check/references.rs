//! Everything a script names exists, once, and what it has to contain is there.

use std::collections::{BTreeMap, BTreeSet};

use serde_saphyr::{Location, Spanned};

use super::{questions, voice};
use crate::domain::coded::Coded;
use crate::domain::script::error::Mistakes;
use crate::domain::script::raw::{RawItem, RawQuestion, RawScript, RawSection, place};
use crate::domain::script::vocabulary::{Mode, Phrase, Point, Role};

/// Notes every reference that does not hold.
pub(in crate::domain::script) fn references(raw: &RawScript, mistakes: &mut Mistakes<'_>) {
    head(raw, mistakes);
    for section in &raw.sections.value {
        shape(raw, section, mistakes);
    }
    names(raw, mistakes);
    for question in raw.questions() {
        questions::answers(&question, mistakes);
        questions::numbers(&question, mistakes);
        questions::jumps(raw, &question, mistakes);
    }
    for (_, section, item) in raw.items() {
        fields(item, mistakes);
        loops(section, &item.value, mistakes);
    }
    voice::voice(raw, mistakes);
    roles(raw, mistakes);
    if raw.purpose.is_assessed() {
        points(raw, mistakes);
        phrases(raw, mistakes);
    }
}

fn head(raw: &RawScript, mistakes: &mut Mistakes<'_>) {
    if raw.version.value == 0 {
        let sentence = "the version is 0";
        mistakes.add("script.version", place(&raw.version), sentence, "versions begin with 1");
    }
    if raw.modes.value.is_empty() {
        let hint = "name at least one of agent, ivr and paper";
        mistakes.add("script.modes", place(&raw.modes), "the script serves no mode", hint);
    }
    if raw.sections.value.is_empty() {
        let sentence = "the script has no sections";
        mistakes.add("script.empty", place(&raw.sections), sentence, "add at least one");
    }
}

/// What a section as a whole has to keep to.
fn shape(raw: &RawScript, section: &RawSection, mistakes: &mut Mistakes<'_>) {
    let id = &section.id.value;
    if section.items.value.is_empty() {
        mistakes.add(
            "section.empty",
            place(&section.items),
            format!("section {id} has no items"),
            "add an item or remove the section",
        );
    }
    let questions = section.items.value.iter().filter(|item| item.value.question.is_some()).count();
    if let Some(most) = &section.at_most
        && (most.value == 0 || most.value >= questions)
    {
        mistakes.add(
            "section.at_most",
            place(most),
            format!("at_most is {}, but section {id} has {questions} questions", most.value),
            "give a number from 1 to one less than the section has questions",
        );
    }
    let mut seen_question = false;
    for item in &section.items.value {
        let rotates = section.rotate.as_ref().is_some_and(|rotate| rotate.value);
        if rotates && seen_question && item.value.question.is_none() {
            mistakes.add(
                "section.rotate",
                place(item),
                format!("section {id} rotates, and this line stands between its questions"),
                "put the lines to say and the notes before the questions",
            );
        }
        seen_question |= item.value.question.is_some();
    }
    for modes in [&section.modes].into_iter().chain(items_modes(section)).flatten() {
        for mode in modes.value.iter().filter(|mode| !raw.modes.value.contains(mode)) {
            mistakes.add(
                "modes.not_served",
                place(modes),
                format!("the script does not serve the mode {}", mode.code()),
                "add it to the modes at the head of the script, or remove it here",
            );
        }
    }
}

fn items_modes(section: &RawSection) -> impl Iterator<Item = &Option<Spanned<Vec<Mode>>>> {
    section.items.value.iter().map(|item| &item.value.modes)
}

/// Questions, menus and sections share one space of names, because jumps go to them.
fn names(raw: &RawScript, mistakes: &mut Mistakes<'_>) {
    let sections = raw.sections.value.iter().map(|section| &section.id);
    let questions = raw.questions().filter(|question| !is_other_mode(raw, question));
    let questions = questions.map(|question| question.id);
    let menus = raw.items().filter_map(|(_, _, item)| item.value.menu.as_ref());
    let mut named: Vec<&Spanned<String>> = sections.chain(questions).chain(menus).collect();
    named.sort_by_key(|id| (place(id).line(), place(id).column()));
    let first = unique("name.twice", named, mistakes, |id| {
        (
            format!("the id {id} is used twice"),
            "ids differ, but for one question at two places in different modes".to_owned(),
        )
    });
    for (id, at) in first {
        let stable = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        let begins = id.starts_with(|c: char| c.is_ascii_lowercase());
        if !begins || !id.chars().all(stable) {
            mistakes.add(
                "name.unstable",
                at,
                format!("the id {id:?} is not a stable name"),
                "use small English letters, digits and _, a letter first",
            );
        }
    }
}

/// A question may stand at two places for different modes (the voice menu asks for consent before
/// the message, an agent after it), if its answers are the same.
fn is_other_mode(raw: &RawScript, question: &RawQuestion<'_>) -> bool {
    let codes = |question: &RawQuestion<'_>| -> Vec<String> {
        question.item.choices().iter().map(|choice| choice.code.value.clone()).collect()
    };
    let earlier: Vec<_> = raw
        .questions()
        .filter(|other| other.position < question.position && other.id.value == question.id.value)
        .collect();
    let modes = raw.item_modes(question.section, question.item);
    !earlier.is_empty()
        && earlier.iter().all(|other| {
            let others = raw.item_modes(other.section, other.item);
            other.item.kind == question.item.kind
                && codes(other) == codes(question)
                && !others.iter().any(|mode| modes.contains(mode))
        })
}

/// Notes second uses, gives the place of each first one.
pub(super) fn unique<'a>(
    code: &'static str,
    values: impl IntoIterator<Item = &'a Spanned<String>>,
    mistakes: &mut Mistakes<'_>,
    complain: impl Fn(&str) -> (String, String),
) -> BTreeMap<&'a str, Location> {
    let mut first = BTreeMap::new();
    for value in values {
        if let Some(at) = first.get(value.value.as_str()) {
            let (sentence, hint) = complain(&value.value);
            let at: &Location = at;
            let sentence = format!("{sentence}; it is first used in line {}", at.line());
            mistakes.add(code, place(value), sentence, hint);
        } else {
            first.insert(value.value.as_str(), place(value));
        }
    }
    first
}

/// Fields that do not belong to this kind of item.
fn fields(item: &Spanned<RawItem>, mistakes: &mut Mistakes<'_>) {
    let RawItem { kind, text, choices, required, optional_when, first_when, .. } = &item.value;
    let question_fields = kind.is_some()
        || text.is_some()
        || choices.is_some()
        || required.is_some()
        || optional_when.is_some()
        || first_when.is_some()
        || item.value.range.is_some()
        || !item.value.counts_as.is_empty()
        || !item.value.covers.is_empty();
    if item.value.question.is_none() && question_fields {
        mistakes.add(
            "item.fields",
            place(item),
            "a line that is not a question has fields of a question",
            "kind, text, choices, range, required, optional_when, first_when, counts_as and \
             covers belong to `question:`",
        );
    }
    let is_spoken = item.value.say.is_some() || item.value.question.is_some();
    if let Some(phrase) = item.value.phrase.as_ref().filter(|_| !is_spoken) {
        mistakes.add(
            "phrase.not_spoken",
            place(phrase),
            "this line has a phrase, but an agent does not speak it",
            "put `phrase:` beside `say:` or `question:`",
        );
    }
}

/// Loops are of sections and do not nest.
fn loops(section: &RawSection, item: &RawItem, mistakes: &mut Mistakes<'_>) {
    let Some(inner) = &item.repeats else { return };
    if section.repeats.is_some() {
        mistakes.add(
            "loop.nested",
            place(inner),
            format!("a loop inside the loop of section {}", section.id.value),
            "the section is worked once for each request already; remove the inner loop",
        );
    } else {
        mistakes.add(
            "loop.of_item",
            place(inner),
            "a single line cannot be repeated",
            "put it into a section of its own with `loop: requests`",
        );
    }
}

/// A role has one question, and shared roles use the shared codes.
fn roles(raw: &RawScript, mistakes: &mut Mistakes<'_>) {
    let mut taken: BTreeMap<Role, &str> = BTreeMap::new();
    for question in raw.questions() {
        for role in &question.item.counts_as {
            let other = taken.insert(role.value, &question.id.value);
            if let Some(other) = other.filter(|other| *other != question.id.value) {
                mistakes.add(
                    "role.twice",
                    place(role),
                    format!("{} counts as {} already", other, role.value.code()),
                    "a role has one question",
                );
            }
            questions::shared_codes(&question, role.value, mistakes);
        }
    }
}

/// Every callback and survey covers the five points.
fn points(raw: &RawScript, mistakes: &mut Mistakes<'_>) {
    let covered: BTreeSet<Point> = raw
        .questions()
        .flat_map(|question| {
            let roles = question.item.counts_as.iter().filter_map(|role| role.value.point());
            roles.chain(question.item.covers.iter().copied()).collect::<Vec<_>>()
        })
        .collect();
    let missing: Vec<String> = Point::ALL
        .iter()
        .filter(|point| !covered.contains(point))
        .map(|point| format!("{} ({})", point.code(), point.chinese()))
        .collect();
    if !missing.is_empty() {
        mistakes.add(
            "points.missing",
            place(&raw.sections),
            format!("no question covers {}", missing.join(", ")),
            "every callback and survey covers the five points of R-035; name them in `counts_as:` \
             or `covers:`",
        );
    }
}

/// Every callback and survey by a person has the lines that are always said (scripts-zh.md 1.2).
fn phrases(raw: &RawScript, mistakes: &mut Mistakes<'_>) {
    if !raw.modes.value.contains(&Mode::Agent) {
        return;
    }
    let said: BTreeSet<Phrase> = raw
        .items()
        .filter_map(|(_, _, item)| item.value.phrase.as_ref())
        .map(|phrase| phrase.value)
        .collect();
    let missing: Vec<String> = Phrase::ALWAYS
        .iter()
        .filter(|phrase| !said.contains(phrase))
        .map(|phrase| format!("{} ({})", phrase.code(), phrase.chinese()))
        .collect();
    if !missing.is_empty() {
        mistakes.add(
            "phrase.missing",
            place(&raw.sections),
            format!("no line is {}", missing.join(", ")),
            "every call says B1 to B5, B9 and B10; mark the line with `phrase:`",
        );
    }
}
