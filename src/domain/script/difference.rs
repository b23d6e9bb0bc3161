//! What differs between two versions of a script, and whether their answers may be counted
//! together (issue 3, "Versions").

use std::collections::BTreeMap;

use super::condition::Condition;
use super::model::{Choice, Item, ItemContent, Question, QuestionKind, Script, Section};
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

/// One line of a script with the section it stands in.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    /// The section.
    pub section: &'a Section,
    /// The line.
    pub item: &'a Item,
}

/// A line that is not the same in two versions; one side is absent when it was added or removed.
#[derive(Clone, Debug)]
pub struct LineDifference<'a> {
    /// The line in the earlier version.
    pub before: Option<Line<'a>>,
    /// The line in the later version.
    pub after: Option<Line<'a>>,
    /// What of it differs; empty when it was added or removed.
    pub aspects: Vec<Aspect>,
}

/// What of a line differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aspect {
    /// The words on the screen.
    Wording,
    /// The choices, their keys and jumps, the numbers that may be answered, the kind.
    Answers,
    /// When it applies, when it may be passed over, whether it is required.
    Conditions,
    /// By whom it is asked.
    Modes,
    /// What the voice menu says, and its keys.
    Prompt,
    /// The section it stands in, or when that section is worked.
    Section,
}

/// The lines that differ, in the order of the later version; what was removed stands where it was.
/// Questions are found by their names, other lines by their words, and what is left over by its
/// place among the lines of its kind in its section.
pub fn differences<'a>(before: &'a Script, after: &'a Script) -> Vec<LineDifference<'a>> {
    let mut old: Vec<Line<'a>> = lines(before).collect();
    let mut pairs: Vec<(Option<Line<'a>>, Option<Line<'a>>)> = Vec::new();
    let mut left: Vec<Line<'a>> = Vec::new();
    for line in lines(after) {
        match old.iter().position(|other| is_same_line(other, &line)) {
            Some(index) => pairs.push((Some(old.remove(index)), Some(line))),
            None => left.push(line),
        }
    }
    for line in left {
        let reworded = old.iter().position(|other| is_reworded(other, &line));
        pairs.push((reworded.map(|index| old.remove(index)), Some(line)));
    }
    pairs.extend(old.into_iter().map(|line| (Some(line), None)));
    let mut differences: Vec<LineDifference<'a>> =
        pairs.into_iter().filter_map(differing).collect();
    differences.sort_by_key(|line| line.after.or(line.before).map(|line| line.item.position));
    differences
}

/// Every condition of a script, of whatever it decides.
pub fn conditions(script: &Script) -> Vec<&Condition> {
    let mut found: Vec<&Condition> = Vec::new();
    found.extend(&script.next_callback_when);
    found.extend(script.flags.values());
    for section in &script.sections {
        found.extend(&section.when);
        for item in &section.items {
            found.extend(&item.when);
            let Some(question) = item.question() else { continue };
            found.extend(&question.optional_when);
            found.extend(&question.first_when);
            let jumps = question.choices.iter().filter_map(|choice| choice.jump.as_ref());
            found.extend(jumps.filter_map(|jump| jump.when.as_ref()));
        }
    }
    found
}

fn lines(script: &Script) -> impl Iterator<Item = Line<'_>> {
    let of = |section| move |item| Line { section, item };
    script.sections.iter().flat_map(move |section| section.items.iter().map(of(section)))
}

fn name<'a>(line: &Line<'a>) -> Option<&'a str> {
    match &line.item.content {
        ItemContent::Question(question) => Some(&question.id),
        ItemContent::Menu { id, .. } => Some(id),
        ItemContent::Say { .. } | ItemContent::Note { .. } => None,
    }
}

fn is_same_line(one: &Line<'_>, other: &Line<'_>) -> bool {
    match (name(one), name(other)) {
        (Some(one), Some(other)) => one == other,
        (None, None) => {
            is_reworded(one, other) && one.item.text().source() == other.item.text().source()
        }
        _ => false,
    }
}

/// Whether two nameless lines may be the same one in other words.
fn is_reworded(one: &Line<'_>, other: &Line<'_>) -> bool {
    let kind = |line: &Line<'_>| std::mem::discriminant(&line.item.content);
    let nameless = name(one).is_none() && name(other).is_none();
    nameless && kind(one) == kind(other) && one.section.id == other.section.id
}

fn differing<'a>(
    (before, after): (Option<Line<'a>>, Option<Line<'a>>),
) -> Option<LineDifference<'a>> {
    let (Some(old), Some(new)) = (before, after) else {
        return Some(LineDifference { before, after, aspects: Vec::new() });
    };
    let question = |line: &Line<'a>| line.item.question();
    let answers = |line: &Line<'a>| {
        question(line).map(|asked| (asked.kind, choices(asked), asked.range.clone()))
    };
    let conditions = |line: &Line<'a>| {
        let asked = question(line);
        let question = asked.map(|asked| (asked.required, asked.optional_when.clone()));
        (line.item.when.clone(), question)
    };
    let section = |line: &Line<'a>| (&line.section.id, &line.section.when);
    let found = [
        (old.item.text() != new.item.text(), Aspect::Wording),
        (answers(&old) != answers(&new), Aspect::Answers),
        (conditions(&old) != conditions(&new), Aspect::Conditions),
        (old.item.modes != new.item.modes, Aspect::Modes),
        (old.item.ivr != new.item.ivr, Aspect::Prompt),
        (section(&old) != section(&new), Aspect::Section),
    ];
    let aspects: Vec<Aspect> =
        found.into_iter().filter_map(|(differs, aspect)| differs.then_some(aspect)).collect();
    (!aspects.is_empty()).then_some(LineDifference { before, after, aspects })
}

/// The choices; where a jump leads by name, for lines added elsewhere move every position.
fn choices(question: &Question) -> Vec<Choice> {
    let mut choices = question.choices.clone();
    for jump in choices.iter_mut().filter_map(|choice| choice.jump.as_mut()) {
        jump.position = 0;
    }
    choices
}
