//! A script file as written, with the place of everything a check may complain about.
//!
//! Items are one flat struct rather than an enumeration: serde buffers untagged and internally
//! tagged variants, and the places would be lost.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_saphyr::{Location, Spanned};

use super::model::{Fact, Phrase, QuestionKind, Role, Scope};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawScript {
    pub id: Spanned<String>,
    pub version: Spanned<u32>,
    pub title: Spanned<String>,
    pub sections: Spanned<Vec<RawSection>>,
    #[serde(default)]
    pub next_callback_if: Vec<Spanned<RawCondition>>,
    #[serde(default)]
    pub flags: BTreeMap<String, Vec<Spanned<RawCondition>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSection {
    pub id: Spanned<String>,
    pub title: String,
    pub scope: Scope,
    #[serde(default)]
    pub only_if: Vec<Spanned<RawCondition>>,
    #[serde(default)]
    pub unless: Vec<Spanned<RawCondition>>,
    pub items: Spanned<Vec<Spanned<RawItem>>>,
}

/// Exactly one of `say`, `note` and `question`; the other fields belong to one or two of them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawItem {
    pub say: Option<Spanned<String>>,
    pub note: Option<Spanned<String>>,
    pub question: Option<Spanned<String>>,
    #[serde(default)]
    pub only_if: Vec<Spanned<RawCondition>>,
    #[serde(default)]
    pub unless: Vec<Spanned<RawCondition>>,
    pub phrase: Option<Phrase>,
    pub kind: Option<QuestionKind>,
    pub text: Option<Spanned<String>>,
    pub choices: Option<Spanned<Vec<RawChoice>>>,
    pub required: Option<bool>,
    #[serde(default)]
    pub optional_if: Vec<Spanned<RawCondition>>,
    #[serde(default)]
    pub counts_as: Vec<Spanned<Role>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawChoice {
    pub code: Spanned<String>,
    pub key: Spanned<String>,
    pub label: String,
    #[serde(default)]
    pub verbatim: bool,
    #[serde(default)]
    pub exclusive: bool,
    pub jump: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCondition {
    #[serde(default)]
    pub answers: BTreeMap<String, Spanned<Vec<Spanned<String>>>>,
    #[serde(default)]
    pub facts: Vec<Fact>,
}

/// A question of the file: the item that holds it, its name, and its place among all items.
pub(super) struct RawQuestion<'a> {
    pub position: usize,
    pub id: &'a Spanned<String>,
    pub item: &'a RawItem,
}

impl RawScript {
    /// Every item with its position in the whole script.
    pub fn items(&self) -> impl Iterator<Item = (usize, &Spanned<RawItem>)> {
        self.sections.value.iter().flat_map(|section| &section.items.value).enumerate()
    }

    /// Every item that names itself a question.
    pub fn questions(&self) -> impl Iterator<Item = RawQuestion<'_>> {
        self.items().filter_map(|(position, item)| {
            let id = item.value.question.as_ref()?;
            Some(RawQuestion { position, id, item: &item.value })
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
