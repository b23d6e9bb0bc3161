//! What the resident said, and the one way to change it.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::circumstances::Circumstances;
use super::interview::Interview;
use super::model::{Question, QuestionKind, Script};
use crate::domain::pii::Pii;

/// The answer to one question, as kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The chosen codes in the order of the script; of a number or scale question the number as its
    /// one code; empty for text and date questions.
    pub codes: Vec<String>,
    /// The resident's own words (原话), never blank.
    pub text: Option<Pii<String>>,
    /// The date of a date question.
    pub date: Option<NaiveDate>,
}

/// An answer as it arrives from a form or a simulated agent.
pub type AnswerValue = Answer;

/// The answers given so far, by question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers(BTreeMap<String, Answer>);

/// What an answer changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerChange {
    /// All answers after the change.
    pub answers: Answers,
    /// Questions whose answers were dropped, because they are no longer asked; in script order.
    pub dropped: Vec<String>,
}

/// Why an answer is refused. Holds names of the script only, never what was said.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
    /// The script has no such question.
    #[error("the script has no question {question}")]
    UnknownQuestion {
        /// The name that was given.
        question: String,
    },
    /// Earlier answers or the facts of the request rule the question out.
    #[error("question {question} is not asked here")]
    NotAsked {
        /// The question.
        question: String,
    },
    /// The question has no such choice.
    #[error("question {question} has no choice {choice}")]
    UnknownChoice {
        /// The question.
        question: String,
        /// The code that was given.
        choice: String,
    },
    /// The parts of the answer do not suit the kind of the question.
    #[error("question {question} wants {wanted}")]
    WrongShape {
        /// The question.
        question: String,
        /// What it wants instead.
        wanted: Wanted,
    },
}

/// What a question wants of its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Wanted {
    /// A single question has none or several codes.
    #[error("exactly one choice")]
    OneChoice,
    /// A multiple question has no code.
    #[error("at least one choice")]
    SomeChoice,
    /// A choice that excludes the others came with others.
    #[error("the excluding choice alone")]
    ExclusiveChoiceAlone,
    /// A text question, or a choice with the resident's own words, has no words.
    #[error("the resident's own words")]
    Words,
    /// A date question has no date.
    #[error("a date")]
    Date,
    /// Codes came to a text or date question.
    #[error("no choices")]
    NoChoices,
    /// A number or scale question has no whole number of its range.
    #[error("a whole number from {from} to {to}")]
    Number {
        /// The smallest.
        from: i64,
        /// The largest.
        to: i64,
    },
    /// A date came to another question.
    #[error("no date")]
    NoDate,
}

impl Answers {
    /// Answers as they were stored. Nothing is checked: they were when they were given.
    pub fn stored(answers: impl IntoIterator<Item = (String, Answer)>) -> Self {
        Self(answers.into_iter().collect())
    }

    /// The answer to a question.
    pub fn get(&self, question: &str) -> Option<&Answer> {
        self.0.get(question)
    }

    /// Every answer, by question name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Answer)> {
        self.0.iter().map(|(question, answer)| (question.as_str(), answer))
    }

    /// Whether nothing was answered yet.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Answer {
    /// One chosen code.
    pub fn choice(code: &str) -> Self {
        Self { codes: vec![code.to_owned()], ..Self::default() }
    }

    /// Several chosen codes.
    pub fn choices(codes: &[&str]) -> Self {
        Self { codes: codes.iter().map(|&code| code.to_owned()).collect(), ..Self::default() }
    }

    /// A number.
    pub fn of(number: i64) -> Self {
        Self { codes: vec![number.to_string()], ..Self::default() }
    }

    /// The number of a number or scale question. Codes of choices begin with a letter.
    pub fn number(&self) -> Option<i64> {
        match self.codes.as_slice() {
            [code] => code.parse().ok(),
            _ => None,
        }
    }

    /// The resident's own words.
    pub fn words(text: &str) -> Self {
        Self { text: Some(text.into()), ..Self::default() }
    }

    /// A date.
    pub fn on(date: NaiveDate) -> Self {
        Self { date: Some(date), ..Self::default() }
    }

    /// The same answer with the resident's own words beside it.
    #[must_use]
    pub fn saying(self, text: &str) -> Self {
        Self { text: Some(text.into()), ..self }
    }
}

/// Answers a question, replacing an earlier answer to it, and drops the answers that no longer
/// apply. A text that is blank counts as none. Giving the same answer again changes nothing.
///
/// # Errors
/// The question is unknown or not asked here, or the value does not suit it; nothing is changed.
pub fn answer(
    script: &Script,
    circumstances: impl Into<Circumstances>,
    answers: &Answers,
    question: &str,
    value: AnswerValue,
) -> Result<AnswerChange, AnswerError> {
    let circumstances = circumstances.into();
    if script.question(question).is_none() {
        return Err(AnswerError::UnknownQuestion { question: question.to_owned() });
    }
    let before = Interview::new(script, &circumstances, answers);
    let Some(asked) = before.asked().find(|asked| asked.id == question) else {
        return Err(AnswerError::NotAsked { question: question.to_owned() });
    };
    let mut answers = answers.clone();
    answers.0.insert(question.to_owned(), checked(asked, value)?);
    let interview = Interview::new(script, &circumstances, &answers);
    let mut dropped: Vec<String> = Vec::new();
    for other in script.questions() {
        let is_kept = !answers.0.contains_key(&other.id) || interview.applies(&other.id);
        if !is_kept && !dropped.contains(&other.id) {
            dropped.push(other.id.clone());
        }
    }
    answers.0.retain(|other, _| !dropped.contains(other));
    Ok(AnswerChange { answers, dropped })
}

/// The value as it is kept, when it suits the question.
fn checked(question: &Question, value: AnswerValue) -> Result<Answer, AnswerError> {
    let refuse = |wanted| Err(AnswerError::WrongShape { question: question.id.clone(), wanted });
    let text = value
        .text
        .as_ref()
        .map(|text| text.reveal().trim().to_owned())
        .filter(|text| !text.is_empty())
        .map(Pii::new);
    if question.kind != QuestionKind::Date && value.date.is_some() {
        return refuse(Wanted::NoDate);
    }
    if let Some(range) = &question.range {
        let Some(number) = value.number().filter(|number| range.contains(*number)) else {
            return refuse(Wanted::Number { from: range.from, to: range.to });
        };
        return Ok(Answer { text, ..Answer::of(number) });
    }
    let choosing = matches!(question.kind, QuestionKind::Single | QuestionKind::Multiple);
    if !choosing && !value.codes.is_empty() {
        return refuse(Wanted::NoChoices);
    }
    let codes = chosen(question, &value.codes)?;
    match question.kind {
        QuestionKind::Single if codes.len() != 1 => return refuse(Wanted::OneChoice),
        QuestionKind::Multiple if codes.is_empty() => return refuse(Wanted::SomeChoice),
        QuestionKind::Text if text.is_none() => return refuse(Wanted::Words),
        QuestionKind::Date if value.date.is_none() => return refuse(Wanted::Date),
        _ => {}
    }
    let of = |code: &String| question.choice(code);
    if codes.len() > 1 && codes.iter().filter_map(of).any(|choice| choice.exclusive) {
        return refuse(Wanted::ExclusiveChoiceAlone);
    }
    if text.is_none() && codes.iter().filter_map(of).any(|choice| choice.verbatim) {
        return refuse(Wanted::Words);
    }
    Ok(Answer { codes, text, date: value.date })
}

/// The codes in the order of the script, each once.
fn chosen(question: &Question, codes: &[String]) -> Result<Vec<String>, AnswerError> {
    if let Some(unknown) = codes.iter().find(|code| question.choice(code).is_none()) {
        return Err(AnswerError::UnknownChoice {
            question: question.id.clone(),
            choice: unknown.clone(),
        });
    }
    let order = question.choices.iter().map(|choice| &choice.code);
    Ok(order.filter(|code| codes.contains(code)).cloned().collect())
}
