//! A script from the text of its file.

use super::check;
use super::error::{Mistakes, ScriptError};
use super::model::{
    Choice, Condition, Conditions, Guard, Item, ItemContent, Jump, Question, QuestionKind, Script,
    Section,
};
use super::raw::{RawChoice, RawCondition, RawItem, RawScript, RawSection, place};
use super::template::{BadText, Text};
use super::values::Variable;
use crate::domain::coded::Coded;
use serde_saphyr::Spanned;

/// Reads and checks a script. `file` is only the name that errors carry.
///
/// # Errors
/// Every mistake of the file in its order, or the one place where its shape is not a script's.
pub fn parse(file: &str, yaml: &str) -> Result<Script, Vec<ScriptError>> {
    let raw: RawScript =
        serde_saphyr::from_str(yaml).map_err(|error| vec![shape_error(file, &error)])?;
    let mut mistakes = Mistakes::of(file);
    check::references(&raw, &mut mistakes);
    let script = Builder { raw: &raw, mistakes: &mut mistakes, position: 0 }.script();
    let errors = mistakes.into_errors();
    if errors.is_empty() { Ok(script) } else { Err(errors) }
}

/// Not YAML, an unknown field, a missing one or a value of the wrong type.
fn shape_error(file: &str, error: &serde_saphyr::Error) -> ScriptError {
    let location = error.location();
    let message = error.without_snippet().to_string();
    let sentence = message.lines().next().unwrap_or_default();
    ScriptError {
        file: file.to_owned(),
        line: location.map_or(0, |l| l.line()),
        column: location.map_or(0, |l| l.column()),
        // The library repeats the place at the end of its sentence.
        sentence: sentence.split(" at line ").next().unwrap_or(sentence).to_owned(),
        hint: "compare with call-scripts/repair-callback.yaml; field names and indentation count"
            .to_owned(),
    }
}

/// Turns the raw script into the checked one. What is wrong is noted, and a harmless value put in
/// its place: [`parse`] throws the result away when there is any mistake.
struct Builder<'a, 'm> {
    raw: &'a RawScript,
    mistakes: &'m mut Mistakes<'a>,
    position: usize,
}

impl Builder<'_, '_> {
    fn script(mut self) -> Script {
        let raw = self.raw;
        Script {
            id: raw.id.value.clone(),
            version: raw.version.value,
            title: raw.title.value.clone(),
            sections: raw.sections.value.iter().map(|section| self.section(section)).collect(),
            next_callback_if: conditions(&raw.next_callback_if),
            flags: raw.flags.iter().map(|(name, any)| (name.clone(), conditions(any))).collect(),
        }
    }

    fn section(&mut self, raw: &RawSection) -> Section {
        Section {
            id: raw.id.value.clone(),
            title: raw.title.clone(),
            scope: raw.scope,
            guard: guard(&raw.only_if, &raw.unless),
            items: raw.items.value.iter().map(|item| self.item(item)).collect(),
        }
    }

    fn item(&mut self, raw: &Spanned<RawItem>) -> Item {
        let position = self.position;
        self.position += 1;
        let item = &raw.value;
        let content = match (&item.say, &item.note, &item.question) {
            (Some(say), None, None) => {
                ItemContent::Say { text: self.text(say), phrase: item.phrase }
            }
            (None, Some(note), None) => ItemContent::Note { text: self.text(note) },
            (None, None, Some(id)) => ItemContent::Question(Box::new(self.question(id, item))),
            _ => {
                self.mistakes.add(
                    place(raw),
                    "this item is not exactly one of say, note and question",
                    "begin the item with one of the three; a second one is an item of its own",
                );
                ItemContent::Note { text: Text::default() }
            }
        };
        Item { position, guard: guard(&item.only_if, &item.unless), content }
    }

    fn question(&mut self, id: &Spanned<String>, item: &RawItem) -> Question {
        let text = match &item.text {
            Some(text) => self.text(text),
            None => {
                self.mistakes.add(
                    place(id),
                    format!("question {} has no text", id.value),
                    "add `text:` with the words that ask it",
                );
                Text::default()
            }
        };
        let kind = item.kind.unwrap_or_else(|| {
            self.mistakes.add(
                place(id),
                format!("question {} has no kind", id.value),
                "add `kind: single`, `multiple`, `text` or `date`",
            );
            QuestionKind::Text
        });
        Question {
            id: id.value.clone(),
            kind,
            text,
            phrase: item.phrase,
            choices: item.choices().iter().map(|choice| self.choice(choice)).collect(),
            required: item.required.unwrap_or(true),
            optional_if: conditions(&item.optional_if),
            counts_as: item.counts_as.iter().map(|role| role.value).collect(),
        }
    }

    fn choice(&self, raw: &RawChoice) -> Choice {
        let jump = raw.jump.as_ref().map(|target| Jump {
            target: target.value.clone(),
            position: self.raw.position_of(&target.value).unwrap_or_default(),
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

    fn text(&mut self, raw: &Spanned<String>) -> Text {
        let (sentence, hint) = match Text::read(raw.value.trim()) {
            Ok(text) => return text,
            Err(BadText::UnknownVariable(name)) => {
                let known: Vec<_> = Variable::ALL.iter().map(|v| v.code()).collect();
                let hint = format!("the variables are {}", known.join(", "));
                (format!("the text uses an undefined variable: {name}"), hint)
            }
            Err(BadText::Malformed(reason)) => (
                format!("the text is not a template: {reason}"),
                "write a blank as {{ resident.name }} and nothing else in braces".to_owned(),
            ),
        };
        self.mistakes.add(place(raw), sentence, hint);
        Text::default()
    }
}

fn guard(only_if: &[Spanned<RawCondition>], unless: &[Spanned<RawCondition>]) -> Guard {
    Guard { only_if: conditions(only_if), unless: conditions(unless) }
}

fn conditions(raw: &[Spanned<RawCondition>]) -> Conditions {
    Conditions(
        raw.iter()
            .map(|condition| &condition.value)
            .map(|condition| Condition {
                answers: condition
                    .answers
                    .iter()
                    .map(|(question, codes)| {
                        let codes = codes.value.iter().map(|code| code.value.clone()).collect();
                        (question.clone(), codes)
                    })
                    .collect(),
                facts: condition.facts.clone(),
            })
            .collect(),
    )
}
