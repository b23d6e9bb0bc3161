//! Two versions of a script side by side, and a version line by line, as pages show them.

use serde::Serialize;
use utoipa::ToSchema;

use super::App;
use super::error::AppError;
use super::script_preview::filled;
use crate::domain::coded::Coded;
use crate::domain::script::condition::Condition;
use crate::domain::script::difference::{Aspect, Line, differences, incomparable};
use crate::domain::script::plain::{PlainPart, PlainWord, plain};
use crate::domain::script::{
    Fact, ItemContent, Loop, Mode, Question, QuestionKind, Script, ScriptValues,
};

/// What differs between two versions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ScriptDifference {
    pub before: u32,
    pub after: u32,
    /// The questions because of which answers may not be counted together.
    pub incomparable: Vec<String>,
    /// The lines that differ, in the order of the later version.
    pub lines: Vec<ChangedLine>,
}

/// A line that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ChangedLine {
    /// Absent when the line was added.
    pub before: Option<ScriptLine>,
    /// Absent when the line was removed.
    pub after: Option<ScriptLine>,
    /// `wording`, `answers`, `conditions`, `modes`, `prompt`, `section`.
    pub aspects: Vec<String>,
}

/// A version line by line, whatever a call would be about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ScriptSheet {
    pub id: String,
    pub version: u32,
    pub title: String,
    pub modes: Vec<String>,
    pub sections: Vec<SheetSection>,
}

/// A section with all of its lines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SheetSection {
    pub id: String,
    pub title: String,
    /// Worked once for every request of the household.
    pub repeats: bool,
    pub when: Option<Vec<ConditionPart>>,
    pub lines: Vec<ScriptLine>,
}

/// A line with everything the file says of it, blanks filled with samples.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ScriptLine {
    /// `say`, `note`, `question` or `menu`.
    pub kind: String,
    /// The name of a question or menu.
    pub name: Option<String>,
    pub section: String,
    pub text: String,
    pub phrase: Option<String>,
    /// `single`, `multiple`, `text`, `number`, `scale` or `date`.
    pub answer_kind: Option<String>,
    pub required: bool,
    pub modes: Vec<String>,
    pub choices: Vec<LineChoice>,
    pub when: Option<Vec<ConditionPart>>,
    pub optional_when: Option<Vec<ConditionPart>>,
    /// How the voice menu says it.
    pub prompt: Option<LinePrompt>,
}

/// A choice of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct LineChoice {
    pub key: String,
    pub label: String,
    /// Whether the resident's own words belong to it.
    pub verbatim: bool,
    /// Where the call goes on after it: the text of the question or the title of the section.
    pub jump: Option<String>,
}

/// A line as the voice menu says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct LinePrompt {
    pub id: String,
    pub text: String,
    /// The keys with a meaning, in order.
    pub keys: String,
}

/// One word of a condition; the page says it in its language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ConditionPart {
    pub word: String,
    /// What it names: a question's words, a choice's label, a number; empty for other words.
    pub text: String,
}

impl App {
    /// What differs between two versions of a script.
    ///
    /// # Errors
    /// `script.not_found`.
    pub async fn script_difference(
        &self,
        id: &str,
        before: u32,
        after: u32,
    ) -> Result<ScriptDifference, AppError> {
        let old = self.script_version(id, i64::from(before)).await?;
        let new = self.script_version(id, i64::from(after)).await?;
        let values = self.sample_values(None);
        let (of_old, of_new) = (Reader::new(&old, &values), Reader::new(&new, &values));
        let mut lines = Vec::new();
        for difference in differences(&old, &new) {
            lines.push(ChangedLine {
                before: difference.before.map(|line| of_old.line(&line)).transpose()?,
                after: difference.after.map(|line| of_new.line(&line)).transpose()?,
                aspects: difference.aspects.into_iter().map(aspect).map(str::to_owned).collect(),
            });
        }
        let incomparable = incomparable(&old, &new);
        Ok(ScriptDifference { before, after, incomparable, lines })
    }

    /// A version line by line, for reading and for paper.
    ///
    /// # Errors
    /// `script.not_found`.
    pub async fn script_sheet(&self, id: &str, version: u32) -> Result<ScriptSheet, AppError> {
        let script = self.script_version(id, i64::from(version)).await?;
        let values = self.sample_values(None);
        let reader = Reader::new(&script, &values);
        let mut sections = Vec::new();
        for section in &script.sections {
            let lines = section.items.iter().map(|item| reader.line(&Line { section, item }));
            sections.push(SheetSection {
                id: section.id.clone(),
                title: section.title.clone(),
                repeats: section.repeats == Some(Loop::Requests),
                when: section.when.as_ref().map(|when| reader.condition(when)),
                lines: lines.collect::<Result<_, _>>()?,
            });
        }
        Ok(ScriptSheet {
            id: script.id.clone(),
            version: script.version,
            title: script.title.clone(),
            modes: codes(&script.modes),
            sections,
        })
    }
}

/// Puts the lines of one script into words.
struct Reader<'a> {
    script: &'a Script,
    values: &'a ScriptValues,
}

impl<'a> Reader<'a> {
    fn new(script: &'a Script, values: &'a ScriptValues) -> Self {
        Self { script, values }
    }

    fn line(&self, Line { section, item }: &Line<'_>) -> Result<ScriptLine, AppError> {
        let question = item.question();
        let (kind, name) = match &item.content {
            ItemContent::Say { .. } => ("say", None),
            ItemContent::Note { .. } => ("note", None),
            ItemContent::Question(question) => ("question", Some(question.id.clone())),
            ItemContent::Menu { id, .. } => ("menu", Some(id.clone())),
        };
        let prompt = item.ivr.as_ref().map(|prompt| -> Result<LinePrompt, AppError> {
            let keys = prompt.keys.keys().map(char::to_string).collect::<Vec<_>>().join(" ");
            Ok(LinePrompt { id: prompt.id.clone(), text: filled(&prompt.text, self.values)?, keys })
        });
        let optional = question.and_then(|question| question.optional_when.as_ref());
        Ok(ScriptLine {
            kind: kind.to_owned(),
            name,
            section: section.title.clone(),
            text: filled(item.text(), self.values)?,
            phrase: item.phrase().map(|phrase| phrase.code().to_owned()),
            answer_kind: question.map(|question| kind_code(question.kind).to_owned()),
            required: question.is_some_and(|question| question.required),
            modes: codes(&item.modes),
            choices: question.map(|question| self.choices(question)).unwrap_or_default(),
            when: item.when.as_ref().map(|when| self.condition(when)),
            optional_when: optional.map(|when| self.condition(when)),
            prompt: prompt.transpose()?,
        })
    }

    fn choices(&self, question: &Question) -> Vec<LineChoice> {
        let own = question.choices.iter().map(|choice| LineChoice {
            key: choice.key.clone(),
            label: choice.label.clone(),
            verbatim: choice.verbatim,
            jump: choice.jump.as_ref().map(|jump| self.place(&jump.target)),
        });
        let steps = question.range.iter().flat_map(|range| {
            range.labels.iter().map(|(number, label)| LineChoice {
                key: number.to_string(),
                label: label.clone(),
                verbatim: false,
                jump: None,
            })
        });
        own.chain(steps).collect()
    }

    /// A place of the script in words.
    fn place(&self, target: &str) -> String {
        let section = self.script.sections.iter().find(|section| section.id == target);
        section.map_or_else(|| self.question(target), |section| section.title.clone())
    }

    fn question(&self, id: &str) -> String {
        let question = self.script.question(id);
        let text = question.and_then(|question| filled(&question.text, self.values).ok());
        text.unwrap_or_else(|| id.to_owned())
    }

    fn condition(&self, condition: &Condition) -> Vec<ConditionPart> {
        let part = |part: PlainPart| ConditionPart {
            text: self.named(&part),
            word: word(part.word).to_owned(),
        };
        plain(condition).into_iter().map(part).collect()
    }

    fn named(&self, part: &PlainPart) -> String {
        match part.word {
            PlainWord::Question | PlainWord::Count => self.question(&part.name),
            PlainWord::Fact => {
                let fact = Fact::ALL.iter().find(|fact| fact.code() == part.name);
                fact.map_or(part.name.as_str(), |fact| fact.chinese()).to_owned()
            }
            PlainWord::Value => {
                let asked = part.question.as_ref().and_then(|id| self.script.question(id));
                let choice = asked.and_then(|question| question.choice(&part.name));
                let mode = Mode::ALL.iter().find(|mode| mode.code() == part.name);
                let label = choice.map(|choice| choice.label.clone());
                let label = label.or_else(|| mode.map(|mode| mode.chinese().to_owned()));
                label.unwrap_or_else(|| part.name.clone())
            }
            _ => String::new(),
        }
    }
}

fn codes<'a>(modes: impl IntoIterator<Item = &'a Mode>) -> Vec<String> {
    modes.into_iter().map(|mode| mode.code().to_owned()).collect()
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

fn aspect(aspect: Aspect) -> &'static str {
    match aspect {
        Aspect::Wording => "wording",
        Aspect::Answers => "answers",
        Aspect::Conditions => "conditions",
        Aspect::Modes => "modes",
        Aspect::Prompt => "prompt",
        Aspect::Section => "section",
    }
}

fn word(word: PlainWord) -> &'static str {
    match word {
        PlainWord::Open => "open",
        PlainWord::Close => "close",
        PlainWord::And => "and",
        PlainWord::Or => "or",
        PlainWord::Not => "not",
        PlainWord::Comma => "comma",
        PlainWord::Question => "question",
        PlainWord::Count => "count",
        PlainWord::Fact => "fact",
        PlainWord::Mode => "mode",
        PlainWord::Requests => "requests",
        PlainWord::Request => "request",
        PlainWord::Is => "is",
        PlainWord::IsNot => "is_not",
        PlainWord::OneOf => "one_of",
        PlainWord::Includes => "includes",
        PlainWord::Less => "less",
        PlainWord::AtMost => "at_most",
        PlainWord::More => "more",
        PlainWord::AtLeast => "at_least",
        PlainWord::Answered => "answered",
        PlainWord::NotAnswered => "not_answered",
        PlainWord::Value => "value",
        PlainWord::Always => "always",
        PlainWord::Never => "never",
    }
}
