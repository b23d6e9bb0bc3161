//! What a checked call script is. Values of these types come from [`super::parse`] only, so every
//! reference in them holds.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::condition::Condition;
use super::forbidden::ForbiddenPhrase;
use super::ivr::{IvrPrompt, IvrSettings};
use super::template::Text;
use super::vocabulary::{Mode, Phrase, Point, Purpose, Role};

/// A call script (话术): what is said and asked in one kind of call, on the screen, by the voice
/// menu and on paper (scripts-zh.md 2 to 8).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    /// Stable name, such as `repair-callback`.
    pub id: String,
    /// Number of this wording; rises with every change, and answers are stored with it.
    pub version: u32,
    /// The name people use.
    pub title: String,
    /// What it is for.
    pub purpose: Purpose,
    /// The modes it serves; never empty.
    pub modes: BTreeSet<Mode>,
    /// The sections in speaking order.
    pub sections: Vec<Section>,
    /// When a next callback has to be agreed before the task can be finished;
    /// absent where none ever has to.
    pub next_callback_when: Option<Condition>,
    /// Marks of the result and when they are set, such as `price_dispute`.
    pub flags: BTreeMap<String, Condition>,
    /// What is not said in this kind of call, beside what is never said (scripts-zh.md 1.3).
    pub forbidden: Vec<ForbiddenPhrase>,
    /// What holds for the voice menu; there when `modes` has it.
    pub ivr: Option<IvrSettings>,
}

/// A part of a script under one heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Stable name, unique among sections and questions.
    pub id: String,
    /// Heading on the screen.
    pub title: String,
    /// What it is worked once for; absent: once in the call.
    pub repeats: Option<Loop>,
    /// The modes it is worked in.
    pub modes: BTreeSet<Mode>,
    /// When the section is worked at all; absent: always.
    pub when: Option<Condition>,
    /// Whether its questions are asked from a changing first one on (scripts-zh.md 5), in the
    /// agent's mode only: the voice menu keeps one order.
    pub rotate: bool,
    /// How many of its questions that apply are asked at most, those with `first_when` first.
    pub at_most: Option<usize>,
    /// The items in speaking order; never empty.
    pub items: Vec<Item>,
}

/// What a section is worked once for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Loop {
    /// Each request of the household the call is about (逐件问、逐件记).
    Requests,
}

/// One line of a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Place in the whole script, from 0.
    pub position: usize,
    /// The modes it appears in; never empty.
    pub modes: BTreeSet<Mode>,
    /// When this line applies; absent: always.
    pub when: Option<Condition>,
    /// What it is.
    pub content: ItemContent,
    /// How the voice menu says or asks it; there when `modes` has that mode.
    pub ivr: Option<IvrPrompt>,
}

/// What a line of a script is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItemContent {
    /// Words the agent speaks; the wording may vary, the sense may not.
    Say {
        /// The words.
        text: Text,
        /// The must-say phrase these words are, if they are one.
        phrase: Option<Phrase>,
    },
    /// A hint (※) for the agent, not spoken.
    Note {
        /// The hint.
        text: Text,
    },
    /// A question and its answers.
    Question(Box<Question>),
    /// A choice of the voice menu that is no answer: going on, another time, a person.
    Menu {
        /// Stable name.
        id: String,
        /// The words of its prompt.
        text: Text,
    },
}

/// A question (题目) of a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Stable name (题号); the same name in every script is the same question.
    pub id: String,
    /// How it is answered.
    pub kind: QuestionKind,
    /// The words that ask it.
    pub text: Text,
    /// The must-say phrase that asking it is, if it is one.
    pub phrase: Option<Phrase>,
    /// The answers to choose from; empty for text, number, scale and date questions.
    pub choices: Vec<Choice>,
    /// The numbers that may be answered; there for number and scale questions.
    pub range: Option<NumberRange>,
    /// Whether the form may be completed without it; see `optional_when`.
    pub required: bool,
    /// When a required question may be passed over after all.
    pub optional_when: Option<Condition>,
    /// In a section with `at_most`: when it is asked before the others.
    pub first_when: Option<Condition>,
    /// What the answer counts as in the result.
    pub counts_as: BTreeSet<Role>,
    /// The points of R-035 it covers, those of its roles included.
    pub covers: BTreeSet<Point>,
}

/// How a question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum QuestionKind {
    /// One of the choices.
    Single,
    /// One or more of the choices.
    Multiple,
    /// The resident's own words (原话).
    Text,
    /// A whole number of a range.
    Number,
    /// A whole number of a short range whose ends have a meaning, such as 0 to 10.
    Scale,
    /// A calendar date.
    Date,
}

/// The numbers a number or scale question takes, both ends included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberRange {
    /// The smallest.
    pub from: i64,
    /// The largest; more than `from`.
    pub to: i64,
    /// What some of the numbers mean, such as 0 完全不可能.
    pub labels: BTreeMap<i64, String>,
}

/// An answer to choose (选项).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Stable English word, stored and counted.
    pub code: String,
    /// The agent's digit key, one character.
    pub key: String,
    /// The words on the screen.
    pub label: String,
    /// Whether the resident's own words (原话) have to be written beside it.
    pub verbatim: bool,
    /// Whether it excludes every other choice of a multiple question (0 都好).
    pub exclusive: bool,
    /// Where the call goes on after this answer; the next line when there is none.
    pub jump: Option<Jump>,
}

/// Forward jump (跳转) to a question or to the start of a section; what lies between is not asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jump {
    /// Name of the question or section.
    pub target: String,
    /// Position of the item the call goes on with.
    pub position: usize,
    /// When the answer jumps; absent: always.
    pub when: Option<Condition>,
}

impl Script {
    /// Every line in the order of the file.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.sections.iter().flat_map(|section| &section.items)
    }

    /// Every question in the order of the file.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.items().filter_map(Item::question)
    }

    /// The question of that name. Where it stands at two places for different modes, the first of
    /// them: the answers are the same.
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions().find(|question| question.id == id)
    }

    /// The question whose answer counts as `role`; a role has one question at most.
    pub fn question_for(&self, role: Role) -> Option<&Question> {
        self.questions().find(|question| question.counts_as.contains(&role))
    }

    /// The sections of one call about `requests` requests of a household, in speaking order, each
    /// with the number of the request it is worked for: opening and closing once (absent), each run
    /// of looped sections once for every request (scripts-zh.md 1.6: 合并成一个电话，逐件问、逐件记).
    pub fn rounds(&self, requests: u32) -> Vec<(&Section, Option<u32>)> {
        let mut rounds = Vec::new();
        for run in self.sections.chunk_by(|a, b| a.repeats == b.repeats) {
            match run.first().and_then(|section| section.repeats) {
                None => rounds.extend(run.iter().map(|section| (section, None))),
                Some(Loop::Requests) => {
                    for request in 1..=requests {
                        rounds.extend(run.iter().map(|section| (section, Some(request))));
                    }
                }
            }
        }
        rounds
    }
}

impl Item {
    /// The question, when this line is one.
    pub fn question(&self) -> Option<&Question> {
        match &self.content {
            ItemContent::Question(question) => Some(question),
            ItemContent::Say { .. } | ItemContent::Note { .. } | ItemContent::Menu { .. } => None,
        }
    }

    /// The must-say phrase this line is, whether said or asked.
    pub fn phrase(&self) -> Option<Phrase> {
        match &self.content {
            ItemContent::Say { phrase, .. } => *phrase,
            ItemContent::Note { .. } | ItemContent::Menu { .. } => None,
            ItemContent::Question(question) => question.phrase,
        }
    }

    /// The words of this line.
    pub fn text(&self) -> &Text {
        match &self.content {
            ItemContent::Say { text, .. }
            | ItemContent::Note { text }
            | ItemContent::Menu { text, .. } => text,
            ItemContent::Question(question) => &question.text,
        }
    }
}

impl Question {
    /// The choice with that code.
    pub fn choice(&self, code: &str) -> Option<&Choice> {
        self.choices.iter().find(|choice| choice.code == code)
    }
}

impl NumberRange {
    /// Whether the number may be answered.
    pub fn contains(&self, number: i64) -> bool {
        (self.from..=self.to).contains(&number)
    }
}
