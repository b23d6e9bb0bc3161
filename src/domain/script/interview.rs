//! Where a script stands: which lines apply, which question is next, what is missing.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::answers::{Answer, Answers};
use super::model::{Condition, Conditions, Facts, Guard, Item, Phrase, Question, Role, Script};
use crate::domain::pii::Pii;

/// A script read with the facts of one request and the answers given so far.
///
/// Answers to questions that are not asked here count for nothing, even while they are stored.
#[derive(Clone, Debug)]
pub struct Interview<'a> {
    script: &'a Script,
    facts: &'a Facts,
    answers: &'a Answers,
    /// For every position of the script: whether the line applies.
    standing: Vec<Standing>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    /// The line applies.
    Applies,
    /// Its condition does not hold.
    RuledOut,
    /// Its condition holds, but an answer jumped over it.
    JumpedOver,
}

impl<'a> Interview<'a> {
    /// Walks the script once from its first line to its last; conditions and jumps look one way
    /// each, so that is enough.
    pub fn new(script: &'a Script, facts: &'a Facts, answers: &'a Answers) -> Self {
        let mut interview = Self { script, facts, answers, standing: Vec::new() };
        let mut resume = 0;
        for section in &script.sections {
            let open = interview.lets_through(&section.guard);
            for item in &section.items {
                let standing = if !open || !interview.lets_through(&item.guard) {
                    Standing::RuledOut
                } else if item.position < resume {
                    Standing::JumpedOver
                } else {
                    Standing::Applies
                };
                interview.standing.push(standing);
                if standing == Standing::Applies {
                    resume = resume.max(interview.jump_from(item).unwrap_or_default());
                }
            }
        }
        interview
    }

    /// Where the answer to this line makes the call go on, if it jumps.
    fn jump_from(&self, item: &Item) -> Option<usize> {
        let question = item.question()?;
        let answer = self.answers.get(&question.id)?;
        let chosen = answer.codes.iter().filter_map(|code| question.choice(code));
        chosen.filter_map(|choice| choice.jump.as_ref()).map(|jump| jump.position).max()
    }

    /// Whether this line is on the page that is spoken: said, shown or asked.
    pub fn shows(&self, item: &Item) -> bool {
        self.standing.get(item.position) == Some(&Standing::Applies)
    }

    /// Whether the question of that name is asked here.
    pub fn applies(&self, question: &str) -> bool {
        self.asked().any(|asked| asked.id == question)
    }

    /// The questions that are asked here, in order.
    pub fn asked(&self) -> impl Iterator<Item = &'a Question> + '_ {
        self.script.items().filter(|item| self.shows(item)).filter_map(Item::question)
    }

    /// The answer to a question that is asked here.
    pub fn answer_to(&self, question: &str) -> Option<&'a Answer> {
        if self.applies(question) { self.answers.get(question) } else { None }
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

    /// The required questions without an answer, in order.
    pub fn missing(&self) -> impl Iterator<Item = &'a Question> + '_ {
        self.asked().filter(|question| {
            self.is_required(question) && self.answers.get(&question.id).is_none()
        })
    }

    /// Whether a question has to be answered, given the answers so far.
    pub fn is_required(&self, question: &Question) -> bool {
        question.required && !self.holds(&question.optional_if)
    }

    /// Whether every required question was answered. A call that an answer took past required
    /// questions (not verified yet: call again) is not complete, though nothing is missing.
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
        self.holds(&self.script.next_callback_if)
    }

    /// The marks of the result, such as `price_dispute` and `unsolved_but_satisfied`.
    pub fn flags(&self) -> BTreeSet<&'a str> {
        let flags = self.script.flags.iter();
        flags.filter(|(_, any)| self.holds(any)).map(|(name, _)| name.as_str()).collect()
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

    fn holds(&self, conditions: &Conditions) -> bool {
        conditions.0.iter().any(|condition| self.holds_all(condition))
    }

    fn lets_through(&self, guard: &Guard) -> bool {
        let wanted = guard.only_if.0.is_empty() || self.holds(&guard.only_if);
        wanted && !self.holds(&guard.unless)
    }

    fn holds_all(&self, condition: &Condition) -> bool {
        let said = |(question, codes): (&String, &Vec<String>)| {
            let answer = self.answer_to(question);
            answer.is_some_and(|answer| answer.codes.iter().any(|code| codes.contains(code)))
        };
        condition.facts.iter().all(|fact| self.facts.contains(fact))
            && condition.answers.iter().all(said)
    }
}
