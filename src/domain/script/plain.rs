//! Conditions in the order a person would say them, for pages that put them into words.

use super::condition::{Comparison, Condition, Expression, Operand};
use crate::domain::coded::Coded;

/// One word of a condition; the page knows how it is said in each language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlainWord {
    /// Begins what belongs together.
    Open,
    /// Ends it.
    Close,
    /// Both hold.
    And,
    /// At least one holds.
    Or,
    /// The next does not hold.
    Not,
    /// Separates the values of a list.
    Comma,
    /// The answer to a question: `name` is its id.
    Question,
    /// How many choices of a question were chosen: `name` is its id.
    Count,
    /// A fact: `name` is its code.
    Fact,
    /// Who puts the questions.
    Mode,
    /// How many requests the call is about.
    Requests,
    /// Which of them is asked about.
    Request,
    /// Is the same as.
    Is,
    /// Is another than.
    IsNot,
    /// Is one of the values that follow.
    OneOf,
    /// The choices include.
    Includes,
    /// Is less than.
    Less,
    /// Is at most.
    AtMost,
    /// Is more than.
    More,
    /// Is at least.
    AtLeast,
    /// Was answered.
    Answered,
    /// Was not answered.
    NotAnswered,
    /// A choice, a mode or a number: `name` says which.
    Value,
    /// Holds always.
    Always,
    /// Never holds.
    Never,
}

/// A word with what it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlainPart {
    /// The word.
    pub word: PlainWord,
    /// What it names; empty for words that name nothing.
    pub name: String,
    /// Of a value: the question whose choice it is.
    pub question: Option<String>,
}

/// A condition word by word.
pub fn plain(condition: &Condition) -> Vec<PlainPart> {
    let mut said = Said(Vec::new());
    said.expression(condition.expression(), false);
    said.0
}

struct Said(Vec<PlainPart>);

impl Said {
    fn word(&mut self, word: PlainWord) {
        self.name(word, "", None);
    }

    fn name(&mut self, word: PlainWord, name: &str, question: Option<&str>) {
        let question = question.map(str::to_owned);
        self.0.push(PlainPart { word, name: name.to_owned(), question });
    }

    fn expression(&mut self, expression: &Expression, is_inner: bool) {
        match expression {
            Expression::Constant(true) => self.word(PlainWord::Always),
            Expression::Constant(false) => self.word(PlainWord::Never),
            Expression::Not(inner) => {
                self.word(PlainWord::Not);
                self.expression(inner, true);
            }
            Expression::All(parts) => self.parts(parts, PlainWord::And, is_inner),
            Expression::Any(parts) => self.parts(parts, PlainWord::Or, is_inner),
            Expression::Fact(fact) => self.name(PlainWord::Fact, fact.code(), None),
            Expression::Compare(left, comparison, right) => self.compare(left, *comparison, right),
            Expression::OneOf(left, list) => {
                self.operand(left, None);
                self.word(PlainWord::OneOf);
                for (index, each) in list.iter().enumerate() {
                    if index > 0 {
                        self.word(PlainWord::Comma);
                    }
                    self.operand(each, question_of(left));
                }
            }
            Expression::Chosen(question, code) => {
                self.name(PlainWord::Question, question, None);
                self.word(PlainWord::Includes);
                self.name(PlainWord::Value, code, Some(question));
            }
        }
    }

    fn parts(&mut self, parts: &[Expression], between: PlainWord, is_inner: bool) {
        if is_inner {
            self.word(PlainWord::Open);
        }
        for (index, part) in parts.iter().enumerate() {
            if index > 0 {
                self.word(between);
            }
            self.expression(part, true);
        }
        if is_inner {
            self.word(PlainWord::Close);
        }
    }

    fn compare(&mut self, left: &Operand, comparison: Comparison, right: &Operand) {
        self.operand(left, question_of(right));
        let is_null = *right == Operand::Null;
        self.word(match comparison {
            Comparison::Equal if is_null => PlainWord::NotAnswered,
            Comparison::NotEqual if is_null => PlainWord::Answered,
            Comparison::Equal => PlainWord::Is,
            Comparison::NotEqual => PlainWord::IsNot,
            Comparison::Less => PlainWord::Less,
            Comparison::LessOrEqual => PlainWord::AtMost,
            Comparison::Greater => PlainWord::More,
            Comparison::GreaterOrEqual => PlainWord::AtLeast,
        });
        if !is_null {
            self.operand(right, question_of(left));
        }
    }

    fn operand(&mut self, operand: &Operand, beside: Option<&str>) {
        match operand {
            Operand::Answer(question) => self.name(PlainWord::Question, question, None),
            Operand::Count(question) => self.name(PlainWord::Count, question, None),
            Operand::Mode => self.word(PlainWord::Mode),
            Operand::Requests => self.word(PlainWord::Requests),
            Operand::Request => self.word(PlainWord::Request),
            Operand::Fact(fact) => self.name(PlainWord::Fact, fact.code(), None),
            Operand::Word(word) => self.name(PlainWord::Value, word, beside),
            Operand::Number(number) => self.name(PlainWord::Value, &number.to_string(), None),
            Operand::Truth(true) => self.word(PlainWord::Always),
            Operand::Truth(false) => self.word(PlainWord::Never),
            Operand::Null => self.word(PlainWord::NotAnswered),
        }
    }
}

fn question_of(operand: &Operand) -> Option<&str> {
    match operand {
        Operand::Answer(question) | Operand::Count(question) => Some(question),
        _ => None,
    }
}
