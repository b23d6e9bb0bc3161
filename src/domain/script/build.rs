//! Turns the raw script into the checked one. What is wrong is noted, and a harmless value put in
//! its place: the parser throws the result away when there is any mistake.

use std::collections::{BTreeMap, BTreeSet};

use serde_saphyr::Spanned;

use super::build_ivr;
use super::condition::{Condition, Known, KnownQuestion};
use super::error::Mistakes;
use super::forbidden::ForbiddenPhrase;
use super::model::{
    Choice, Item, ItemContent, Jump, NumberRange, Question, QuestionKind, Script, Section,
};
use super::raw::{RawChoice, RawItem, RawScript, RawSection, place};
use super::template::{BadText, Text};
use super::values::Variable;
use super::vocabulary::Mode;
use crate::domain::coded::Coded;

pub(super) struct Builder<'a, 'm> {
    raw: &'a RawScript,
    known: Known,
    pub(super) mistakes: &'m mut Mistakes<'a>,
    position: usize,
}

impl<'a, 'm> Builder<'a, 'm> {
    pub(super) fn new(raw: &'a RawScript, mistakes: &'m mut Mistakes<'a>) -> Self {
        Self { raw, known: known(raw), mistakes, position: 0 }
    }

    pub(super) fn script(mut self) -> Script {
        let raw = self.raw;
        Script {
            id: raw.id.value.clone(),
            version: raw.version.value,
            title: raw.title.clone(),
            purpose: raw.purpose,
            modes: raw.modes.value.iter().copied().collect(),
            sections: raw.sections.value.iter().map(|section| self.section(section)).collect(),
            next_callback_when: self.condition(raw.next_callback_when.as_ref()),
            flags: self.flags(),
            forbidden: self.forbidden(),
            ivr: raw.ivr.as_ref().map(|ivr| build_ivr::settings(&mut self, &ivr.value)),
        }
    }

    fn flags(&mut self) -> BTreeMap<String, Condition> {
        let raw = self.raw;
        let read =
            |(name, condition)| Some((String::clone(name), self.condition(Some(condition))?));
        raw.flags.iter().filter_map(read).collect()
    }

    fn forbidden(&mut self) -> Vec<ForbiddenPhrase> {
        let raw = self.raw;
        let mut read = Vec::with_capacity(raw.forbidden.len());
        for phrase in &raw.forbidden {
            let say = Some(self.text(&phrase.say));
            read.push(ForbiddenPhrase { say_not: phrase.say_not.clone(), say });
        }
        read
    }

    fn section(&mut self, raw: &RawSection) -> Section {
        Section {
            id: raw.id.value.clone(),
            title: raw.title.clone(),
            repeats: raw.repeats.as_ref().map(|repeats| repeats.value),
            modes: self.raw.section_modes(raw).into_iter().collect(),
            when: self.condition(raw.when.as_ref()),
            rotate: raw.rotate.as_ref().is_some_and(|rotate| rotate.value),
            at_most: raw.at_most.as_ref().map(|most| most.value),
            items: raw.items.value.iter().map(|item| self.item(raw, item)).collect(),
        }
    }

    fn item(&mut self, section: &RawSection, raw: &Spanned<RawItem>) -> Item {
        let position = self.position;
        self.position += 1;
        let item = &raw.value;
        let content = match (&item.say, &item.note, &item.question, &item.menu) {
            (Some(say), None, None, None) => ItemContent::Say {
                text: self.text(say),
                phrase: item.phrase.as_ref().map(|phrase| phrase.value),
            },
            (None, Some(note), None, None) => ItemContent::Note { text: self.text(note) },
            (None, None, Some(id), None) => {
                ItemContent::Question(Box::new(self.question(id, item)))
            }
            (None, None, None, Some(id)) => ItemContent::Menu {
                id: id.value.clone(),
                text: item.ivr.as_ref().map(|ivr| self.text(&ivr.value.text)).unwrap_or_default(),
            },
            _ => {
                self.mistakes.add(
                    "item.kind",
                    place(raw),
                    "this item is not exactly one of say, note, question and menu",
                    "begin the item with one of the four; a second one is an item of its own",
                );
                ItemContent::Note { text: Text::default() }
            }
        };
        let modes: BTreeSet<Mode> = self.raw.item_modes(section, item).into_iter().collect();
        let when = self.condition(item.when.as_ref());
        let question = match &content {
            ItemContent::Question(question) => Some(question.as_ref()),
            _ => None,
        };
        let ivr = item.ivr.as_ref().map(|ivr| build_ivr::prompt(self, &ivr.value, question));
        Item { position, modes, when, content, ivr }
    }

    fn question(&mut self, id: &Spanned<String>, item: &RawItem) -> Question {
        let text = match &item.text {
            Some(text) => self.text(text),
            None => {
                self.mistakes.add(
                    "question.text",
                    place(id),
                    format!("question {} has no text", id.value),
                    "add `text:` with the words that ask it",
                );
                Text::default()
            }
        };
        let kind = item.kind.unwrap_or_else(|| {
            self.mistakes.add(
                "question.kind",
                place(id),
                format!("question {} has no kind", id.value),
                "add `kind: single`, `multiple`, `text`, `number`, `scale` or `date`",
            );
            QuestionKind::Text
        });
        let roles = item.counts_as.iter().map(|role| role.value);
        let points = roles.clone().filter_map(|role| role.point());
        Question {
            id: id.value.clone(),
            kind,
            text,
            phrase: item.phrase.as_ref().map(|phrase| phrase.value),
            choices: item.choices().iter().map(|choice| self.choice(choice)).collect(),
            range: item.range.as_ref().map(|range| NumberRange {
                from: range.value.from,
                to: range.value.to,
                labels: range.value.labels.clone(),
            }),
            required: item.required.unwrap_or(true),
            optional_when: self.condition(item.optional_when.as_ref()),
            first_when: self.condition(item.first_when.as_ref()),
            covers: points.chain(item.covers.iter().copied()).collect(),
            counts_as: roles.collect(),
        }
    }

    fn choice(&mut self, raw: &RawChoice) -> Choice {
        let when = self.condition(raw.jump_when.as_ref());
        let jump = raw.jump.as_ref().map(|target| Jump {
            target: target.value.clone(),
            position: self.raw.position_of(&target.value).unwrap_or_default(),
            when,
        });
        Choice {
            code: raw.code.value.clone(),
            key: raw.key.value.clone(),
            label: raw.label.clone(),
            verbatim: raw.verbatim,
            exclusive: raw.exclusive,
            jump,
        }
    }

    pub(super) fn text(&mut self, raw: &Spanned<String>) -> Text {
        read_text(raw, self.mistakes)
    }

    fn condition(&mut self, raw: Option<&Spanned<String>>) -> Option<Condition> {
        let raw = raw?;
        match Condition::read(&raw.value, &self.known) {
            Ok(condition) => Some(condition),
            Err(bad) => {
                let at = self.mistakes.within(place(raw), &raw.value, bad.at);
                self.mistakes.add(bad.code, at, bad.sentence, bad.hint);
                None
            }
        }
    }
}

/// What conditions have to know of the questions.
fn known(raw: &RawScript) -> Known {
    let read = |question: super::raw::RawQuestion<'_>| {
        let item = question.item;
        let codes = item.choices().iter().map(|choice| choice.code.value.clone()).collect();
        let range = item.range.as_ref().map(|range| (range.value.from, range.value.to));
        let kind = item.kind.unwrap_or(QuestionKind::Text);
        (question.id.value.clone(), KnownQuestion { kind, codes, range })
    };
    let mut known = Known::default();
    for (id, question) in raw.questions().map(read) {
        known.0.entry(id).or_insert(question);
    }
    known
}

/// A text, or an empty one and what is wrong with it.
pub(super) fn read_text(raw: &Spanned<String>, mistakes: &mut Mistakes<'_>) -> Text {
    let (code, sentence, hint) = match Text::read(raw.value.trim()) {
        Ok(text) => return text,
        Err(BadText::UnknownVariable(name)) => {
            let known: Vec<_> = Variable::ALL.iter().map(|v| v.code()).collect();
            let hint = format!("the variables are {}", known.join(", "));
            let sentence = format!("the text uses an undefined variable: {name}");
            ("text.undefined_value", sentence, hint)
        }
        Err(BadText::Malformed(reason)) => (
            "text.template",
            format!("the text is not a template: {reason}"),
            "write a blank as {{ resident.name }} and nothing else in braces".to_owned(),
        ),
    };
    mistakes.add(code, place(raw), sentence, hint);
    Text::default()
}
