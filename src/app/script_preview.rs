//! A script tried out without a resident: as an agent would ask it, and as it is heard.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::App;
use super::answering;
use super::error::AppError;
use super::script_view::{ScriptView, Showing};
use super::seat::{SpokenAnswer, answer_to};
use crate::domain::coded::Coded;
use crate::domain::script::circumstances::Circumstances;
use crate::domain::script::difference::conditions;
use crate::domain::script::forbidden::{ForbiddenPhrase, forbidden_phrases};
use crate::domain::script::{
    self, Answers, Fact, Facts, Interview, Mode, Script, ScriptValues, Text, Variable, spoken_date,
};
use crate::recording::SpeechError;

/// What a preview assumes.
#[derive(Clone, Debug, Default)]
pub struct PreviewInput {
    /// Codes of the facts that are true of the request.
    pub facts: Vec<String>,
    /// The answers in the order they were given.
    pub answers: Vec<SpokenAnswer>,
}

/// A script as an agent would see it after these answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AgentPreview {
    pub script: ScriptView,
    /// Questions whose given answers no longer apply.
    pub dropped: Vec<String>,
    /// Whether every required question has an answer.
    pub complete: bool,
    /// Whether the task could not be finished without a next callback.
    pub needs_next_callback: bool,
    /// Marks of the result, such as `price_dispute`.
    pub flags: Vec<String>,
    /// The must-say phrases of this conversation: B1 to B10.
    pub phrases: Vec<String>,
    /// What is not said in it.
    pub forbidden: Vec<Forbidden>,
    /// The facts the script's conditions look at.
    pub facts: Vec<KnownFact>,
}

/// Words that are not said, and what is said instead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Forbidden {
    pub say_not: Vec<String>,
    pub say: Option<String>,
}

/// A fact that a preview can assume.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct KnownFact {
    pub code: String,
    /// The word of the manual.
    pub label: String,
}

impl App {
    /// A version as an agent would see it after these answers. Nothing is stored.
    ///
    /// # Errors
    /// `script.not_found`; `script.unknown_fact`; those of an answer that does not suit.
    pub async fn preview_as_agent(
        &self,
        id: &str,
        version: u32,
        input: PreviewInput,
    ) -> Result<AgentPreview, AppError> {
        let script = self.script_version(id, i64::from(version)).await?;
        let facts = facts_of(&input.facts)?;
        let (answers, dropped) = given(&script, &facts, input.answers)?;
        let interview =
            Interview::new(&script, Circumstances::new(Mode::Agent, facts.clone()), &answers);
        let values = self.sample_values(interview.next_callback_on());
        let answered_at: BTreeMap<String, i64> = BTreeMap::new();
        let showing = Showing {
            script: &script,
            interview: &interview,
            answers: &answers,
            answered_at: &answered_at,
            values: &values,
            is_live: true,
            is_talking: true,
        };
        Ok(AgentPreview {
            script: showing.view()?,
            dropped,
            complete: interview.is_complete(),
            needs_next_callback: interview.needs_next_callback(),
            flags: interview.flags().into_iter().map(str::to_owned).collect(),
            phrases: interview.phrases().into_iter().map(|each| each.code().to_owned()).collect(),
            forbidden: forbidden(&script, &values)?,
            facts: known_facts(&script),
        })
    }

    /// The sound of a prompt of a version, with sample values in its blanks.
    ///
    /// # Errors
    /// `script.not_found`, `script.no_prompt`, `script.speech_not_installed`.
    pub async fn prompt_audio(
        &self,
        id: &str,
        version: u32,
        prompt: &str,
    ) -> Result<Vec<u8>, AppError> {
        let script = self.script_version(id, i64::from(version)).await?;
        let text = prompt_text(&script, prompt).ok_or_else(|| {
            AppError::not_found("script.no_prompt", "the script has no such prompt")
        })?;
        let words = filled(text, &self.sample_values(None))?;
        self.speech.say(&words).await.map_err(unspoken)
    }

    /// Words of an invented request: previews show no resident's.
    pub(super) fn sample_values(&self, next_on: Option<NaiveDate>) -> ScriptValues {
        let company = match self.company.name.as_str() {
            "" => "\u{6d77}\u{664f}\u{7269}\u{4e1a}",
            name => name,
        };
        let samples = [
            (Variable::EstateName, "滨江花园"),
            (Variable::ServiceCenterName, "滨江花园服务中心"),
            (Variable::ServiceCenterPhone, "0755-8600 1234"),
            (Variable::AgentNumber, "8001"),
            (Variable::AgentSurname, "陈"),
            (Variable::ResidentName, "周敏"),
            (Variable::RequestNumber, "BX20261119001"),
            (Variable::RequestMatterSpoken, "厨房水龙头滴水"),
            (Variable::RequestTakenInOn, "11月18日"),
            (Variable::RequestCompletedOn, "11月19日"),
            (Variable::RequestResultSpoken, "更换了水龙头阀芯"),
            (Variable::RequestReasonSpoken, "配件已经停产"),
        ];
        let values = ScriptValues::default()
            .with(Variable::CompanyName, company)
            .with(Variable::CompanySupervisionPhone, &self.company.supervision_phone)
            .with(Variable::NextCallbackWhenSpoken, next_on.map(spoken_date).unwrap_or_default());
        samples.into_iter().fold(values, |values, (variable, text)| values.with(variable, text))
    }
}

/// The words of a prompt, wherever it stands in the script.
pub(super) fn prompt_text<'a>(script: &'a Script, prompt: &str) -> Option<&'a Text> {
    let of_items = script.items().filter_map(|item| item.ivr.as_ref());
    let others = script.ivr.iter().flat_map(|ivr| ivr.prompts.values());
    of_items.chain(others).find(|each| each.id == prompt).map(|each| &each.text)
}

/// The facts with these codes.
pub(super) fn facts_of(codes: &[String]) -> Result<Facts, AppError> {
    let fact = |code: &String| {
        Fact::ALL.iter().copied().find(|fact| fact.code() == code).ok_or_else(|| {
            AppError::invalid("script.unknown_fact", format!("there is no fact {code}"))
        })
    };
    codes.iter().map(fact).collect()
}

/// A text with its blanks filled by samples, which are nobody's personal data.
pub(super) fn filled(text: &Text, values: &ScriptValues) -> Result<String, AppError> {
    let filled = text.render(values).map_err(|error| AppError::internal(error.to_string()))?;
    Ok(filled.reveal().clone())
}

/// The answers one after the other, as in a conversation; what no longer applies falls away.
fn given(
    script: &Script,
    facts: &Facts,
    spoken: Vec<SpokenAnswer>,
) -> Result<(Answers, Vec<String>), AppError> {
    let (mut answers, mut dropped) = (Answers::default(), Vec::new());
    for spoken in spoken {
        let question = spoken.question.clone();
        let value = answer_to(script, spoken)?;
        match script::answer(script, facts, &answers, &question, value) {
            Ok(change) => {
                answers = change.answers;
                dropped.extend(change.dropped);
            }
            // An answer from before a fact was assumed or an answer changed.
            Err(script::AnswerError::NotAsked { question }) => dropped.push(question),
            Err(error) => return Err(answering::refused(error)),
        }
    }
    Ok((answers, dropped))
}

fn forbidden(script: &Script, values: &ScriptValues) -> Result<Vec<Forbidden>, AppError> {
    let phrase = |phrase: &ForbiddenPhrase| {
        let say = phrase.say.as_ref().map(|say| filled(say, values)).transpose()?;
        Ok(Forbidden { say_not: phrase.say_not.clone(), say })
    };
    script.forbidden.iter().chain(forbidden_phrases()).map(phrase).collect()
}

/// The facts that a condition of the script names.
pub(super) fn known_facts(script: &Script) -> Vec<KnownFact> {
    let conditions = conditions(script);
    let known = Fact::ALL.iter().filter(|fact| {
        let name = format!("facts.{}", fact.code());
        conditions.iter().any(|condition| names(condition.source(), &name))
    });
    known
        .map(|fact| KnownFact { code: fact.code().to_owned(), label: fact.chinese().to_owned() })
        .collect()
}

/// Whether a condition names a fact, and not one whose name only begins like it.
fn names(source: &str, name: &str) -> bool {
    source.match_indices(name).any(|(at, _)| {
        let next = source[at + name.len()..].chars().next();
        next.is_none_or(|next| !next.is_ascii_alphanumeric() && next != '_')
    })
}

fn unspoken(error: SpeechError) -> AppError {
    match error {
        SpeechError::NotInstalled => {
            AppError::conflict("script.speech_not_installed", error.to_string())
                .hint("install it: apt-get install espeak-ng")
        }
        SpeechError::Unspeakable => AppError::invalid("script.unspeakable", error.to_string()),
        other => AppError::internal(other.to_string()),
    }
}
