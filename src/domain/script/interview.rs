//! Where a script stands: which lines apply, which question is next, what is missing.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::answers::{Answer, Answers};
use super::circumstances::Circumstances;
use super::condition::{Condition, Situation, Value, value_of};
use super::model::{Item, Question, Script, Section};
use super::vocabulary::{Fact, Mode, Phrase, Role};
use crate::domain::pii::Pii;

/// A script read with the circumstances of one request and the answers given so far.
///
/// Answers to questions that are not asked here count for nothing, even while they are stored.
#[derive(Clone, Debug)]
pub struct Interview<'a> {
    script: &'a Script,
    circumstances: Circumstances,
    answers: &'a Answers,
    /// For every position of the script: whether the line applies.
    standing: Vec<Standing>,
    /// The answers to questions that are asked here.
    counting: BTreeMap<&'a str, &'a Answer>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    /// The line applies.
    Applies,
    /// Its condition does not hold, or it belongs to another mode.
    RuledOut,
    /// Its condition holds, but an answer jumped over it.
    JumpedOver,
}

impl<'a> Interview<'a> {
    /// Walks the script once from its first line to its last; conditions and jumps look one way
    /// each, so that is enough. Facts alone stand for an agent's call about one request.
    pub fn new(
        script: &'a Script,
        circumstances: impl Into<Circumstances>,
        answers: &'a Answers,
    ) -> Self {
        let mut interview = Self {
            script,
            circumstances: circumstances.into(),
            answers,
            standing: Vec::new(),
            counting: BTreeMap::new(),
        };
        let mut resume = 0;
        for section in &script.sections {
            interview.enter(section, &mut resume);
        }
        interview
    }

    fn enter(&mut self, section: &'a Section, resume: &mut usize) {
        let mode = self.circumstances.mode;
        let open = section.modes.contains(&mode) && self.holds(section.when.as_ref(), true);
        let kept = section.at_most.filter(|_| open).map(|most| self.kept(section, most));
        for item in &section.items {
            let left_out = item.question().is_some_and(|question| {
                kept.as_ref().is_some_and(|kept| !kept.contains(question.id.as_str()))
            });
            let wanted = open
                && !left_out
                && item.modes.contains(&mode)
                && self.holds(item.when.as_ref(), true);
            let standing = match wanted {
                false => Standing::RuledOut,
                true if item.position < *resume => Standing::JumpedOver,
                true => Standing::Applies,
            };
            self.standing.push(standing);
            if standing == Standing::Applies
                && let Some(question) = item.question()
                && let Some(answer) = self.answers.get(&question.id)
            {
                self.counting.insert(&question.id, answer);
                *resume = (*resume).max(self.jump_from(question, answer).unwrap_or_default());
            }
        }
    }

    /// The questions of a section that are asked when it has a limit: those that come first, then
    /// the others in their order.
    fn kept(&self, section: &'a Section, most: usize) -> BTreeSet<&'a str> {
        let applying = section.items.iter().filter(|item| {
            item.modes.contains(&self.circumstances.mode) && self.holds(item.when.as_ref(), true)
        });
        let mut questions: Vec<&Question> = applying.filter_map(Item::question).collect();
        questions.sort_by_key(|question| !self.holds(question.first_when.as_ref(), false));
        questions.into_iter().take(most).map(|question| question.id.as_str()).collect()
    }

    /// Where an answer makes the call go on, if it jumps.
    fn jump_from(&self, question: &Question, answer: &Answer) -> Option<usize> {
        let chosen = answer.codes.iter().filter_map(|code| question.choice(code));
        let jumps = chosen.filter_map(|choice| choice.jump.as_ref());
        jumps.filter(|jump| self.holds(jump.when.as_ref(), true)).map(|jump| jump.position).max()
    }

    /// The circumstances it is read with.
    pub fn circumstances(&self) -> &Circumstances {
        &self.circumstances
    }

    /// Whether this line is on the page that is spoken: said, shown or asked.
    pub fn shows(&self, item: &Item) -> bool {
        self.standing.get(item.position) == Some(&Standing::Applies)
    }

    /// Whether the question of that name is asked here.
    pub fn applies(&self, question: &str) -> bool {
        self.asked().any(|asked| asked.id == question)
    }

    /// The lines of a section in speaking order: those of the file, or with its questions turned
    /// round when the section rotates. Lines that do not apply are among them.
    pub fn spoken(&self, section: &'a Section) -> Vec<&'a Item> {
        let mut items: Vec<&Item> = section.items.iter().collect();
        if section.rotate && self.circumstances.mode == Mode::Agent {
            // The check sees to it that other lines stand before the questions.
            items.sort_by_key(|item| item.question().is_some());
            let first = items.iter().position(|item| item.question().is_some());
            let turning = &mut items[first.unwrap_or(section.items.len())..];
            if let Ok(count) = u64::try_from(turning.len())
                && let Some(start) = self.circumstances.rotation.checked_rem(count)
            {
                turning.rotate_left(usize::try_from(start).unwrap_or_default());
            }
        }
        items
    }

    /// The questions that are asked here, in speaking order.
    pub fn asked(&self) -> impl Iterator<Item = &'a Question> + '_ {
        let sections = self.script.sections.iter();
        sections
            .flat_map(|section| self.spoken(section))
            .filter(|item| self.shows(item))
            .filter_map(Item::question)
    }

    /// The answer to a question that is asked here.
    pub fn answer_to(&self, question: &str) -> Option<&'a Answer> {
        self.counting.get(question).copied()
    }

    /// The question to ask now: the first one without an answer after the last one with an answer,
    /// and when there is none, the first required one that was passed over. An optional question is
    /// thus offered once and passed over by answering a later one.
    pub fn current(&self) -> Option<&'a Question> {
        let asked: Vec<&Question> = self.asked().collect();
        let answered = |question: &&Question| self.answers.get(&question.id).is_some();
        let next = asked.iter().rposition(answered).map_or(0, |last| last + 1);
        asked.get(next).copied().or_else(|| self.missing().next())
    }

    /// The required questions without an answer, in speaking order.
    pub fn missing(&self) -> impl Iterator<Item = &'a Question> + '_ {
        self.asked().filter(|question| {
            self.is_required(question) && self.answers.get(&question.id).is_none()
        })
    }

    /// Whether a question has to be answered, given the answers so far.
    pub fn is_required(&self, question: &Question) -> bool {
        question.required && !self.holds(question.optional_when.as_ref(), false)
    }

    /// Whether every required question is answered, those that an answer jumped over included: a
    /// form that ended early by an appointment is not complete.
    pub fn is_complete(&self) -> bool {
        self.missing().next().is_none() && !self.passed_over_required()
    }

    /// Whether the satisfaction answer is there, but the form is not complete (部分完成).
    pub fn is_partial(&self) -> bool {
        !self.is_complete() && self.code_of(Role::Satisfaction).is_some()
    }

    fn passed_over_required(&self) -> bool {
        self.script.items().filter_map(|item| Some((item, item.question()?))).any(
            |(item, question)| {
                let jumped = self.standing.get(item.position) == Some(&Standing::JumpedOver);
                jumped && self.is_required(question)
            },
        )
    }

    /// Whether the task cannot be finished without a next callback date.
    pub fn needs_next_callback(&self) -> bool {
        self.holds(self.script.next_callback_when.as_ref(), false)
    }

    /// The marks of the result, such as `price_dispute` and `unsolved_but_satisfied`.
    pub fn flags(&self) -> BTreeSet<&'a str> {
        let flags = self.script.flags.iter();
        flags
            .filter(|(_, condition)| self.holds(Some(condition), false))
            .map(|(name, _)| name.as_str())
            .collect()
    }

    /// The must-say phrases of the lines that apply now; a conditional phrase is here only while
    /// its condition holds (scripts-zh.md 1.2).
    pub fn phrases(&self) -> BTreeSet<Phrase> {
        self.script.items().filter(|item| self.shows(item)).filter_map(Item::phrase).collect()
    }

    /// The answer that counts as `role`.
    pub fn answer_for(&self, role: Role) -> Option<&'a Answer> {
        self.answer_to(&self.script.question_for(role)?.id)
    }

    /// The first code of the answer that counts as `role`.
    pub fn code_of(&self, role: Role) -> Option<&'a str> {
        self.answer_for(role)?.codes.first().map(String::as_str)
    }

    /// The words of the answer that counts as `role`.
    pub fn words_of(&self, role: Role) -> Option<&'a Pii<String>> {
        self.answer_for(role)?.text.as_ref()
    }

    /// The next callback date agreed in the script, if the resident was asked for it.
    pub fn next_callback_on(&self) -> Option<NaiveDate> {
        self.answer_for(Role::NextCallback)?.date
    }

    /// Whether a condition holds; `absent` where there is none.
    fn holds(&self, condition: Option<&Condition>, absent: bool) -> bool {
        condition.map_or(absent, |condition| condition.holds_in(self))
    }
}

impl Situation for Interview<'_> {
    fn answer(&self, question: &str) -> Value<'_> {
        value_of(self.answer_to(question))
    }

    fn has_chosen(&self, question: &str, code: &str) -> bool {
        self.answer_to(question).is_some_and(|answer| answer.codes.iter().any(|c| c == code))
    }

    fn count(&self, question: &str) -> i64 {
        let count = self.answer_to(question).map_or(0, |answer| answer.codes.len());
        i64::try_from(count).unwrap_or(i64::MAX)
    }

    fn fact(&self, fact: Fact) -> bool {
        self.circumstances.facts.contains(&fact)
    }

    fn mode(&self) -> Mode {
        self.circumstances.mode
    }

    fn requests(&self) -> i64 {
        self.circumstances.requests.into()
    }

    fn request(&self) -> i64 {
        self.circumstances.request.into()
    }
}
