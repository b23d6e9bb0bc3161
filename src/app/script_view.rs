//! A call script as the page shows it: filled with the words of one request, with the answers so
//! far and the question to ask now.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::error::AppError;
use super::revealed::{maybe_revealed, revealed};
use crate::domain::coded::Coded;
use crate::domain::pii::Pii;
use crate::domain::script::{
    Answer, Answers, Choice, Interview, Item, ItemContent, NumberRange, Question, QuestionKind,
    Script, ScriptValues, Text,
};

/// A script in the state a task is in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ScriptView {
    pub id: String,
    pub version: u32,
    pub title: String,
    /// Sections with something to say, read or ask.
    pub sections: Vec<ScriptSection>,
}

/// A part of a script under one heading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ScriptSection {
    pub id: String,
    pub title: String,
    pub items: Vec<ScriptItem>,
}

/// One line. Lines to say and hints are there while they apply; questions always.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ScriptItem {
    /// Words the agent speaks.
    Say {
        #[serde(serialize_with = "revealed")]
        #[schema(value_type = String)]
        text: Pii<String>,
        /// The must-say phrase these words are: B1 to B10.
        phrase: Option<String>,
        /// Whether the conversation has passed this line.
        said: bool,
    },
    /// A hint for the agent.
    Note {
        #[serde(serialize_with = "revealed")]
        #[schema(value_type = String)]
        text: Pii<String>,
    },
    /// A question with its answer.
    Question {
        id: String,
        #[serde(serialize_with = "revealed")]
        #[schema(value_type = String)]
        text: Pii<String>,
        phrase: Option<String>,
        /// `single`, `multiple`, `text`, `number`, `scale` or `date`.
        kind: String,
        /// The choices; of a scale its steps, the number as code.
        choices: Vec<ScriptChoice>,
        /// The numbers a number or scale question takes.
        range: Option<ScriptRange>,
        required: bool,
        /// Whether it is asked, given the answers so far.
        applies: bool,
        /// Whether it is the question to ask now.
        current: bool,
        answer: Option<GivenAnswer>,
    },
}

/// An answer to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ScriptChoice {
    pub code: String,
    /// The digit key.
    pub key: String,
    pub label: String,
    /// Whether the resident's own words have to be written beside it.
    pub verbatim: bool,
    /// Whether it excludes every other choice.
    pub exclusive: bool,
}

/// The numbers that may be answered, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ScriptRange {
    pub from: i64,
    pub to: i64,
}

impl From<(i64, i64)> for ScriptRange {
    fn from((from, to): (i64, i64)) -> Self {
        Self { from, to }
    }
}

/// What the resident answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct GivenAnswer {
    pub codes: Vec<String>,
    /// The resident's own words; of a date question, the date as ISO text.
    #[serde(serialize_with = "maybe_revealed")]
    #[schema(value_type = Option<String>)]
    pub text: Option<Pii<String>>,
    pub answered_at_ms: i64,
}

/// What a script is shown with.
pub struct Showing<'a> {
    pub script: &'a Script,
    pub interview: &'a Interview<'a>,
    pub answers: &'a Answers,
    /// By question: when it was answered.
    pub answered_at: &'a BTreeMap<String, i64>,
    pub values: &'a ScriptValues,
    /// Whether a call about the task is going on or being written up.
    pub is_live: bool,
    /// Whether the conversation may still go on.
    pub is_talking: bool,
}

impl Showing<'_> {
    /// The script as the page shows it.
    pub fn view(&self) -> Result<ScriptView, AppError> {
        let mut sections = Vec::with_capacity(self.script.sections.len());
        let passed = self.passed();
        for section in &self.script.sections {
            let items = self.interview.spoken(section).into_iter();
            let items = items.filter(|item| self.is_shown(item));
            let items: Vec<ScriptItem> =
                items.map(|item| self.item(item, passed)).collect::<Result<_, _>>()?;
            if !items.is_empty() {
                let (id, title) = (section.id.clone(), section.title.clone());
                sections.push(ScriptSection { id, title, items });
            }
        }
        Ok(ScriptView {
            id: self.script.id.clone(),
            version: self.script.version,
            title: self.script.title.clone(),
            sections,
        })
    }

    fn is_shown(&self, item: &Item) -> bool {
        let is_asked_of_people =
            item.question().is_some() && item.modes.contains(&self.interview.circumstances().mode);
        is_asked_of_people || self.interview.shows(item)
    }

    /// Up to which position the conversation has come: the last question with an answer, or the
    /// end when it is over and anything was answered at all.
    fn passed(&self) -> usize {
        if !self.is_talking && !self.answers.is_empty() {
            return usize::MAX;
        }
        let answered = self.script.items().filter(|item| {
            item.question().is_some_and(|asked| self.interview.answer_to(&asked.id).is_some())
        });
        answered.map(|item| item.position).max().unwrap_or(0)
    }

    fn item(&self, item: &Item, passed: usize) -> Result<ScriptItem, AppError> {
        let phrase = item.phrase().map(|phrase| phrase.code().to_owned());
        let text = self.fill(item.text())?;
        Ok(match &item.content {
            ItemContent::Say { .. } => {
                ScriptItem::Say { text, phrase, said: item.position < passed }
            }
            // A step of the voice menu is never on a person's page.
            ItemContent::Note { .. } | ItemContent::Menu { .. } => ScriptItem::Note { text },
            ItemContent::Question(question) => self.question(question, text, phrase),
        })
    }

    fn question(
        &self,
        question: &Question,
        text: Pii<String>,
        phrase: Option<String>,
    ) -> ScriptItem {
        let current = self.interview.current().filter(|_| self.is_live);
        let answer = self.interview.answer_to(&question.id);
        ScriptItem::Question {
            id: question.id.clone(),
            text,
            phrase,
            kind: kind_code(question.kind).to_owned(),
            choices: choices(question),
            range: question.range.as_ref().map(|range| (range.from, range.to).into()),
            required: self.interview.is_required(question),
            applies: self.interview.applies(&question.id),
            current: current.is_some_and(|current| current.id == question.id),
            answer: answer.map(|answer| self.given(&question.id, answer)),
        }
    }

    fn given(&self, question: &str, answer: &Answer) -> GivenAnswer {
        let date = answer.date.map(|date| Pii::new(date.to_string()));
        GivenAnswer {
            codes: answer.codes.clone(),
            text: answer.text.clone().or(date),
            answered_at_ms: self.answered_at.get(question).copied().unwrap_or_default(),
        }
    }

    fn fill(&self, text: &Text) -> Result<Pii<String>, AppError> {
        text.render(self.values).map_err(|error| AppError::internal(error.to_string()))
    }
}

/// What there is to choose from; a scale shows each of its steps.
fn choices(question: &Question) -> Vec<ScriptChoice> {
    match (&question.range, question.kind) {
        (Some(range), QuestionKind::Scale) => {
            (range.from..=range.to).map(|number| step(range, number)).collect()
        }
        _ => question.choices.iter().map(choice).collect(),
    }
}

/// A step of a scale. Steps of two digits have no key.
fn step(range: &NumberRange, number: i64) -> ScriptChoice {
    let code = number.to_string();
    let label = range.labels.get(&number).map(|label| format!("{code} {label}"));
    ScriptChoice {
        key: if (0..=9).contains(&number) { code.clone() } else { String::new() },
        label: label.unwrap_or_else(|| code.clone()),
        code,
        verbatim: false,
        exclusive: false,
    }
}

fn choice(choice: &Choice) -> ScriptChoice {
    ScriptChoice {
        code: choice.code.clone(),
        key: choice.key.clone(),
        label: choice.label.clone(),
        verbatim: choice.verbatim,
        exclusive: choice.exclusive,
    }
}

fn kind_code(kind: QuestionKind) -> &'static str {
    match kind {
        QuestionKind::Single => "single",
        QuestionKind::Multiple => "multiple",
        QuestionKind::Text => "text",
        QuestionKind::Number => "number",
        QuestionKind::Scale => "scale",
        QuestionKind::Date => "date",
    }
}
