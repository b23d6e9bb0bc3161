//! Conditions of scripts, written in CEL and typed when the file is read.
//!
//! `answers.resolved in ["partly", "no"] && !facts.paid` — a condition knows
//!
//! - `answers.<question>`: the code of a single question, the list of codes of a multiple one, the
//!   number of a number or scale question. Unanswered it is `null`, of a multiple one `[]`.
//!   Of text and date questions only whether they are `null`: nobody's words decide anything;
//! - `facts.<fact>`: true or false;
//! - `call.mode`: `"agent"`, `"ivr"` or `"paper"`; `call.requests` and `call.request`: numbers.
//!
//! CEL's own parser reads the text; `compile` turns the tree into a small typed expression or says
//! what is wrong where. So a condition that was read cannot fail later: there is no run time type
//! error, no missing key, and comparing the order of an unanswered number is false.

mod compile;
mod limits;
mod satisfy;
#[cfg(test)]
mod tests;

use super::answers::Answer;
use super::vocabulary::{Fact, Mode};
use crate::domain::coded::Coded;

pub(super) use compile::{Known, KnownQuestion};
pub(super) use satisfy::{Domain, Domains, can_hold};

/// A condition of a script that has been checked against its questions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    source: String,
    expression: Expression,
}

/// A typed expression whose value is true or false.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Expression {
    Constant(bool),
    Not(Box<Expression>),
    All(Vec<Expression>),
    Any(Vec<Expression>),
    Fact(Fact),
    Compare(Operand, Comparison, Operand),
    /// The operand equals one of these.
    OneOf(Operand, Vec<Operand>),
    /// The multiple question's answer has this code.
    Chosen(String, String),
}

/// A value of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Operand {
    Answer(String),
    /// Number of codes of a multiple question's answer.
    Count(String),
    Mode,
    Requests,
    Request,
    Fact(Fact),
    Word(String),
    Number(i64),
    Truth(bool),
    Null,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// What an operand comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value<'a> {
    /// Not answered, or not asked.
    Nothing,
    /// Answered with something conditions do not look into.
    Something,
    Word(&'a str),
    Number(i64),
    Truth(bool),
}

/// Where a condition takes its values from: an interview, or the search for one that holds.
pub(super) trait Situation {
    fn answer(&self, question: &str) -> Value<'_>;
    fn has_chosen(&self, question: &str, code: &str) -> bool;
    fn count(&self, question: &str) -> i64;
    fn fact(&self, fact: Fact) -> bool;
    fn mode(&self) -> Mode;
    fn requests(&self) -> i64;
    fn request(&self) -> i64;
}

impl Condition {
    /// The condition as it stands in the file.
    pub fn source(&self) -> &str {
        &self.source
    }

    pub(super) fn expression(&self) -> &Expression {
        &self.expression
    }

    pub(super) fn holds_in(&self, situation: &impl Situation) -> bool {
        self.expression.holds_in(situation)
    }

    /// The questions whose answers it looks at, each once, in no special order.
    pub fn questions(&self) -> Vec<&str> {
        let mut found = Vec::new();
        self.expression.questions(&mut found);
        found.sort_unstable();
        found.dedup();
        found
    }
}

impl Expression {
    pub(super) fn holds_in(&self, situation: &impl Situation) -> bool {
        match self {
            Self::Constant(value) => *value,
            Self::Not(inner) => !inner.holds_in(situation),
            Self::All(parts) => parts.iter().all(|part| part.holds_in(situation)),
            Self::Any(parts) => parts.iter().any(|part| part.holds_in(situation)),
            Self::Fact(fact) => situation.fact(*fact),
            Self::Compare(left, comparison, right) => {
                comparison.of(&left.value(situation), &right.value(situation))
            }
            Self::OneOf(left, list) => {
                let left = left.value(situation);
                list.iter().any(|each| each.value(situation) == left)
            }
            Self::Chosen(question, code) => situation.has_chosen(question, code),
        }
    }

    fn questions<'a>(&'a self, found: &mut Vec<&'a str>) {
        match self {
            Self::Constant(_) | Self::Fact(_) => {}
            Self::Not(inner) => inner.questions(found),
            Self::All(parts) | Self::Any(parts) => {
                parts.iter().for_each(|part| part.questions(found));
            }
            Self::Compare(left, _, right) => {
                found.extend(left.question());
                found.extend(right.question());
            }
            Self::OneOf(left, list) => {
                found.extend(left.question());
                found.extend(list.iter().filter_map(Operand::question));
            }
            Self::Chosen(question, _) => found.push(question),
        }
    }
}

impl Operand {
    fn question(&self) -> Option<&str> {
        match self {
            Self::Answer(question) | Self::Count(question) => Some(question),
            _ => None,
        }
    }

    fn value<'a>(&'a self, situation: &'a impl Situation) -> Value<'a> {
        match self {
            Self::Answer(question) => situation.answer(question),
            Self::Count(question) => Value::Number(situation.count(question)),
            Self::Mode => Value::Word(situation.mode().code()),
            Self::Requests => Value::Number(situation.requests()),
            Self::Request => Value::Number(situation.request()),
            Self::Fact(fact) => Value::Truth(situation.fact(*fact)),
            Self::Word(word) => Value::Word(word),
            Self::Number(number) => Value::Number(*number),
            Self::Truth(truth) => Value::Truth(*truth),
            Self::Null => Value::Nothing,
        }
    }
}

impl Comparison {
    fn of(self, left: &Value<'_>, right: &Value<'_>) -> bool {
        if matches!(self, Self::Equal | Self::NotEqual) {
            return (left == right) == (self == Self::Equal);
        }
        let (Value::Number(left), Value::Number(right)) = (left, right) else { return false };
        match self {
            Self::Less => left < right,
            Self::LessOrEqual => left <= right,
            Self::Greater => left > right,
            _ => left >= right,
        }
    }
}

/// What an answer is to a condition.
pub(super) fn value_of(answer: Option<&Answer>) -> Value<'_> {
    let Some(answer) = answer else { return Value::Nothing };
    match answer.codes.as_slice() {
        [code] => answer.number().map_or(Value::Word(code), Value::Number),
        _ => Value::Something,
    }
}
