//! A script file as written, with the place of everything a check may complain about.
//!
//! Items are one flat struct rather than an enumeration: serde buffers untagged and internally
//! tagged variants, and the places would be lost. The same types give `call-scripts/schema.json`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_saphyr::{Location, Spanned};

use super::ivr::{IvrEffect, IvrThen};
use super::model::{Loop, QuestionKind};
use super::vocabulary::{Mode, Phrase, Point, Purpose, Role};

/// A call script of Huifang (话术). Conditions are CEL over answers.<question>, facts.<fact>,
/// call.mode, call.requests and call.request; blanks of texts are written {{ resident.name }}.
#[derive(Deserialize, JsonSchema)]
#[schemars(title = "Call script")]
#[serde(deny_unknown_fields)]
pub(super) struct RawScript {
    /// Stable name, the name of the file.
    #[schemars(with = "String")]
    pub id: Spanned<String>,
    /// Number of this wording, from 1; rises with every change.
    #[schemars(with = "u32", range(min = 1))]
    pub version: Spanned<u32>,
    /// The name people use.
    pub title: String,
    /// What the script is for; callbacks and surveys cover the five points.
    pub purpose: Purpose,
    /// The modes it serves.
    #[schemars(with = "Vec<Mode>")]
    pub modes: Spanned<Vec<Mode>>,
    /// The sections in speaking order.
    #[schemars(with = "Vec<RawSection>")]
    pub sections: Spanned<Vec<RawSection>>,
    /// Condition: a next callback has to be agreed.
    #[schemars(with = "Option<String>")]
    pub next_callback_when: Option<Spanned<String>>,
    /// Marks of the result, each with its condition.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, String>")]
    pub flags: BTreeMap<String, Spanned<String>>,
    /// What is not said in this kind of call, and what is said instead.
    #[serde(default)]
    pub forbidden: Vec<RawForbidden>,
    /// What holds for the voice menu.
    #[schemars(with = "Option<RawIvrSettings>")]
    pub ivr: Option<Spanned<RawIvrSettings>>,
}

/// Words that are not said (禁语), and what is said instead.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RawForbidden {
    /// The words, in all their wordings.
    pub say_not: Vec<String>,
    /// What is said instead.
    #[schemars(with = "String")]
    pub say: Spanned<String>,
}

/// A part of a script under one heading.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSection {
    /// Stable name, unique among sections and questions.
    #[schemars(with = "String")]
    pub id: Spanned<String>,
    /// Heading on the screen.
    pub title: String,
    /// Worked once for each of these; absent: once in the call.
    #[serde(rename = "loop")]
    #[schemars(with = "Option<Loop>")]
    pub repeats: Option<Spanned<Loop>>,
    /// The modes it is worked in; absent: all of the script's.
    #[schemars(with = "Option<Vec<Mode>>")]
    pub modes: Option<Spanned<Vec<Mode>>>,
    /// Condition; absent: always.
    #[schemars(with = "Option<String>")]
    pub when: Option<Spanned<String>>,
    /// Whether an agent asks its questions from a changing first one on.
    #[schemars(with = "Option<bool>")]
    pub rotate: Option<Spanned<bool>>,
    /// How many of its questions are asked at most.
    #[schemars(with = "Option<usize>")]
    pub at_most: Option<Spanned<usize>>,
    /// The lines in speaking order.
    #[schemars(with = "Vec<RawItem>")]
    pub items: Spanned<Vec<Spanned<RawItem>>>,
}

/// Exactly one of `say`, `note`, `question` and `menu`; the other fields belong to some of them.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RawItem {
    /// Words the agent speaks.
    #[schemars(with = "Option<String>")]
    pub say: Option<Spanned<String>>,
    /// A hint for the agent, not spoken.
    #[schemars(with = "Option<String>")]
    pub note: Option<Spanned<String>>,
    /// The name of a question.
    #[schemars(with = "Option<String>")]
    pub question: Option<Spanned<String>>,
    /// The name of a choice of the voice menu that is no answer.
    #[schemars(with = "Option<String>")]
    pub menu: Option<Spanned<String>>,
    /// Condition; absent: always.
    #[schemars(with = "Option<String>")]
    pub when: Option<Spanned<String>>,
    /// The modes it appears in; absent: questions in all, spoken lines with the agent, menus with
    /// the voice menu.
    #[schemars(with = "Option<Vec<Mode>>")]
    pub modes: Option<Spanned<Vec<Mode>>>,
    /// Loops are of sections; here only to say so.
    #[serde(rename = "loop")]
    #[schemars(skip)]
    pub repeats: Option<Spanned<String>>,
    /// The must-say phrase, B1 to B10.
    #[schemars(with = "Option<Phrase>")]
    pub phrase: Option<Spanned<Phrase>>,
    /// How the question is answered.
    pub kind: Option<QuestionKind>,
    /// The words that ask it.
    #[schemars(with = "Option<String>")]
    pub text: Option<Spanned<String>>,
    /// The answers of a single or multiple question.
    #[schemars(with = "Option<Vec<RawChoice>>")]
    pub choices: Option<Spanned<Vec<RawChoice>>>,
    /// The numbers of a number or scale question.
    #[schemars(with = "Option<RawRange>")]
    pub range: Option<Spanned<RawRange>>,
    /// Whether the form needs it; absent: yes.
    pub required: Option<bool>,
    /// Condition: it may be passed over although it is required.
    #[schemars(with = "Option<String>")]
    pub optional_when: Option<Spanned<String>>,
    /// Condition: in a section with at_most, it is asked before the others.
    #[schemars(with = "Option<String>")]
    pub first_when: Option<Spanned<String>>,
    /// What the answer counts as in the result.
    #[serde(default)]
    #[schemars(with = "Vec<Role>")]
    pub counts_as: Vec<Spanned<Role>>,
    /// Points of R-035 it covers beside those of counts_as.
    #[serde(default)]
    pub covers: Vec<Point>,
    /// How the voice menu says or asks it.
    #[schemars(with = "Option<RawPrompt>")]
    pub ivr: Option<Spanned<RawPrompt>>,
}

/// The numbers a number or scale question takes.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRange {
    /// The smallest.
    pub from: i64,
    /// The largest.
    pub to: i64,
    /// What some of the numbers mean.
    #[serde(default)]
    pub labels: BTreeMap<i64, String>,
}

/// An answer to choose.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RawChoice {
    /// Stable English word, stored and counted.
    #[schemars(with = "String")]
    pub code: Spanned<String>,
    /// The agent's digit key.
    #[schemars(with = "String")]
    pub key: Spanned<String>,
    /// The words on the screen.
    pub label: String,
    /// The resident's own words have to be written beside it.
    #[serde(default)]
    pub verbatim: bool,
    /// It excludes every other choice.
    #[serde(default)]
    pub exclusive: bool,
    /// A later question or section the call goes on with.
    #[schemars(with = "Option<String>")]
    pub jump: Option<Spanned<String>>,
    /// Condition of the jump; absent: always.
    #[schemars(with = "Option<String>")]
    pub jump_when: Option<Spanned<String>>,
}

/// What holds for every prompt of the voice menu.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RawIvrSettings {
    /// Seconds a key is waited for after the first playing, the second, and so on.
    pub wait_seconds: Vec<u32>,
    /// How often a question is played at most.
    pub plays: u32,
    /// How often * plays it again.
    pub repeats: u32,
    /// Longest call in seconds.
    pub call_seconds: u32,
    /// Seconds between the goodbye and cutting the line.
    pub goodbye_seconds: u32,
    /// Seconds of silence that end a message.
    pub silence_seconds: u32,
    /// Prompts for what may happen at any time.
    pub on: RawOccasions,
    /// Prompts outside the order of the script.
    #[schemars(with = "Vec<RawPrompt>")]
    pub prompts: Vec<Spanned<RawPrompt>>,
}

/// Which prompt answers what may happen at any time.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RawOccasions {
    /// No key came.
    #[schemars(with = "String")]
    pub no_key: Spanned<String>,
    /// The key has no choice.
    #[schemars(with = "String")]
    pub wrong_key: Spanned<String>,
    /// A person was asked for.
    #[schemars(with = "String")]
    pub transfer: Spanned<String>,
    /// No person was free in time.
    #[schemars(with = "String")]
    pub nobody_free: Spanned<String>,
    /// The question was played as often as it may be.
    #[schemars(with = "String")]
    pub given_up: Spanned<String>,
}

/// Words the line plays, and what its keys do.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPrompt {
    /// Its number in the manual, such as V11.
    #[schemars(with = "String")]
    pub prompt: Spanned<String>,
    /// The words.
    #[schemars(with = "String")]
    pub text: Spanned<String>,
    /// Whether a key may come before the words are over; absent: yes.
    pub barge_in: Option<bool>,
    /// What the keys 1 to 9 do; absent: each choice has its key from 1 to 6.
    #[schemars(with = "Option<BTreeMap<String, RawKey>>")]
    pub keys: Option<BTreeMap<String, Spanned<RawKey>>>,
    /// What no key does, when it is more than playing again.
    #[schemars(with = "Option<RawKey>")]
    pub no_key: Option<Spanned<RawKey>>,
    /// What follows when no key is waited for.
    pub then: Option<IvrThen>,
    /// What happens when it is played.
    pub effect: Option<IvrEffect>,
    /// Longest message that is recorded after the words.
    pub record_seconds: Option<u32>,
}

/// Exactly one of answer, play and go.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RawKey {
    /// A code of the question.
    #[schemars(with = "Option<String>")]
    pub answer: Option<Spanned<String>>,
    /// A prompt of ivr.prompts.
    #[schemars(with = "Option<String>")]
    pub play: Option<Spanned<String>>,
    /// On, back or to a person.
    pub go: Option<RawGo>,
    /// What happens beside that.
    pub effect: Option<IvrEffect>,
}

#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum RawGo {
    /// To what follows.
    On,
    /// To the question that was interrupted.
    Back,
    /// To a person.
    Transfer,
}

/// A question of the file: the item that holds it, its name, and its place among all items.
pub(super) struct RawQuestion<'a> {
    pub position: usize,
    pub id: &'a Spanned<String>,
    pub item: &'a RawItem,
    pub section: &'a RawSection,
}

impl RawScript {
    /// Every item with its section and its position in the whole script.
    pub fn items(&self) -> impl Iterator<Item = (usize, &RawSection, &Spanned<RawItem>)> {
        let all = self.sections.value.iter();
        all.flat_map(|section| section.items.value.iter().map(move |item| (section, item)))
            .enumerate()
            .map(|(position, (section, item))| (position, section, item))
    }

    /// Every item that names itself a question.
    pub fn questions(&self) -> impl Iterator<Item = RawQuestion<'_>> {
        self.items().filter_map(|(position, section, item)| {
            let id = item.value.question.as_ref()?;
            Some(RawQuestion { position, id, item: &item.value, section })
        })
    }

    /// Every section with the position of its first item.
    pub fn section_starts(&self) -> impl Iterator<Item = (usize, &RawSection)> {
        let mut position = 0;
        self.sections.value.iter().map(move |section| {
            let start = position;
            position += section.items.value.len();
            (start, section)
        })
    }

    /// The position of the question or section of that name.
    pub fn position_of(&self, name: &str) -> Option<usize> {
        let question = self.questions().find(|q| q.id.value == name).map(|q| q.position);
        question.or_else(|| {
            self.section_starts().find(|(_, s)| s.id.value == name).map(|(start, _)| start)
        })
    }

    /// The modes a section is worked in.
    pub fn section_modes(&self, section: &RawSection) -> Vec<Mode> {
        section.modes.as_ref().unwrap_or(&self.modes).value.clone()
    }

    /// The modes a line appears in: those it names, or those of its section that suit its kind.
    pub fn item_modes(&self, section: &RawSection, item: &RawItem) -> Vec<Mode> {
        if let Some(modes) = &item.modes {
            return modes.value.clone();
        }
        let suits = |mode: &Mode| match mode {
            Mode::Agent => item.menu.is_none(),
            Mode::Ivr => item.question.is_some() || item.menu.is_some() || item.ivr.is_some(),
            Mode::Paper => item.question.is_some() || item.note.is_some(),
        };
        self.section_modes(section).into_iter().filter(suits).collect()
    }
}

impl RawItem {
    /// The choices, none when the field is absent.
    pub fn choices(&self) -> &[RawChoice] {
        self.choices.as_ref().map_or(&[], |choices| &choices.value)
    }
}

/// Where a value stands in the file: an alias counts where it is used.
pub(super) fn place<T>(spanned: &Spanned<T>) -> Location {
    spanned.referenced
}
