//! A script tried out as a voice menu: the walk so far, and what each key would do now.

use serde::Serialize;
use utoipa::ToSchema;

use super::App;
use super::error::AppError;
use super::script_preview::{facts_of, filled};
use crate::domain::coded::Coded;
use crate::domain::script::circumstances::Circumstances;
use crate::domain::script::ivr::{IvrCall, IvrHappening, IvrInput, IvrMeaning, IvrPrompt, IvrStep};
use crate::domain::script::{Mode, Script, ScriptValues};

/// The most inputs of one walk; a call of five minutes has far fewer.
const INPUTS_MAX: usize = 300;
/// Speech of a message that a preview pretends, in seconds.
const MESSAGE_SECONDS: u32 = 5;

/// A voice menu after some inputs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct IvrPreview {
    /// What was played and pressed so far, the beginning first; the last one is where it stands.
    pub turns: Vec<IvrTurn>,
    /// What each key does now; any other is a wrong one.
    pub keys: Vec<IvrKeyMeaning>,
    /// How long a key is waited for, in seconds; absent: not at all.
    pub wait_seconds: Option<u32>,
    /// Longest message in seconds, while one is recorded.
    pub record_seconds: Option<u32>,
    /// A person is being fetched.
    pub transferring: bool,
    /// The call ends after what is played now.
    pub over: bool,
}

/// One input and what followed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct IvrTurn {
    /// A key, `timeout`, `message`, `silence` or `nobody_free`; absent for the beginning.
    pub input: Option<String>,
    /// What it brought about.
    pub happened: Vec<IvrEvent>,
    /// What was played then.
    pub prompts: Vec<PlayedPrompt>,
}

/// A prompt that is played.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PlayedPrompt {
    /// Its number in the manual, such as V11.
    pub id: String,
    pub text: String,
}

/// Something an input brought about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct IvrEvent {
    /// `answered`, `passed_over`, `effect`, `given_up` or `ended`.
    pub kind: String,
    /// Of an answer: the question's words.
    pub question: Option<String>,
    /// Of an answer its words; of an effect its code.
    pub value: Option<String>,
}

/// What a key does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct IvrKeyMeaning {
    pub key: String,
    /// `answer`, `play`, `continue`, `back`, `transfer`, `repeat`, `pass_over` or `end_message`.
    pub meaning: String,
    /// Of an answer its words, of a prompt its number.
    pub label: Option<String>,
}

impl App {
    /// A version as a voice menu after these inputs. Nothing is stored.
    ///
    /// # Errors
    /// `script.not_found`, `script.no_voice_menu`, `script.unknown_fact`, `script.unknown_input`.
    pub async fn preview_as_ivr(
        &self,
        id: &str,
        version: u32,
        facts: &[String],
        inputs: &[String],
    ) -> Result<IvrPreview, AppError> {
        let script = self.script_version(id, i64::from(version)).await?;
        let circumstances = Circumstances::new(Mode::Ivr, facts_of(facts)?);
        let begun = IvrCall::begin(&script, circumstances);
        let (mut call, happened) = begun.ok_or_else(|| {
            AppError::invalid("script.no_voice_menu", "the script has no voice menu")
        })?;
        let walk = Walk { script: &script, values: &self.sample_values(None) };
        let mut turns = vec![walk.turn(None, &happened, &call.step())?];
        for input in inputs.iter().take(INPUTS_MAX) {
            let happened = call.take(read_input(input)?);
            turns.push(walk.turn(Some(input), &happened, &call.step())?);
        }
        let step = call.step();
        let key = |(key, meaning): (&char, &IvrMeaning)| {
            let (meaning, label) = meaning_of(meaning);
            IvrKeyMeaning { key: key.to_string(), meaning: meaning.to_owned(), label }
        };
        Ok(IvrPreview {
            turns,
            keys: step.keys.iter().map(key).collect(),
            wait_seconds: step.wait_seconds,
            record_seconds: step.record_seconds,
            transferring: step.is_transferring,
            over: step.is_over,
        })
    }
}

struct Walk<'a> {
    script: &'a Script,
    values: &'a ScriptValues,
}

impl Walk<'_> {
    fn turn(
        &self,
        input: Option<&String>,
        happened: &[IvrHappening],
        step: &IvrStep<'_>,
    ) -> Result<IvrTurn, AppError> {
        let play = |prompt: &&IvrPrompt| {
            let text = filled(&prompt.text, self.values)?;
            Ok(PlayedPrompt { id: prompt.id.clone(), text })
        };
        Ok(IvrTurn {
            input: input.cloned(),
            happened: happened.iter().map(|each| self.event(each)).collect(),
            prompts: step.prompts.iter().map(play).collect::<Result<_, AppError>>()?,
        })
    }

    fn event(&self, happened: &IvrHappening) -> IvrEvent {
        let (kind, question, value) = match happened {
            IvrHappening::Answered { question, answer } => {
                let asked = self.script.question(question);
                let label = |code: &String| {
                    let choice = asked.and_then(|asked| asked.choice(code));
                    choice.map_or_else(|| code.clone(), |choice| choice.label.clone())
                };
                let labels: Vec<String> = answer.codes.iter().map(label).collect();
                let words = answer.text.as_ref().map(|words| words.reveal().clone());
                let value = words.into_iter().chain(labels).collect::<Vec<_>>().join(" ");
                ("answered", Some(self.words_of(question)), Some(value))
            }
            IvrHappening::PassedOver { question } => {
                ("passed_over", Some(self.words_of(question)), None)
            }
            IvrHappening::Effect(effect) => ("effect", None, Some(effect.code().to_owned())),
            IvrHappening::GivenUp => ("given_up", None, None),
            IvrHappening::Ended => ("ended", None, None),
        };
        IvrEvent { kind: kind.to_owned(), question, value }
    }

    fn words_of(&self, question: &str) -> String {
        let asked = self.script.question(question);
        let words = asked.and_then(|asked| filled(&asked.text, self.values).ok());
        words.unwrap_or_else(|| question.to_owned())
    }
}

fn meaning_of(meaning: &IvrMeaning) -> (&'static str, Option<String>) {
    match meaning {
        IvrMeaning::Answer { label, .. } => ("answer", Some(label.clone())),
        IvrMeaning::Play(prompt) => ("play", Some(prompt.clone())),
        IvrMeaning::Continue => ("continue", None),
        IvrMeaning::Back => ("back", None),
        IvrMeaning::Transfer => ("transfer", None),
        IvrMeaning::Repeat => ("repeat", None),
        IvrMeaning::PassOver => ("pass_over", None),
        IvrMeaning::EndMessage => ("end_message", None),
    }
}

fn read_input(text: &str) -> Result<IvrInput, AppError> {
    let mut characters = text.chars();
    match (text, characters.next(), characters.next()) {
        ("timeout", ..) => Ok(IvrInput::Timeout),
        ("message", ..) => Ok(IvrInput::Message { seconds: MESSAGE_SECONDS }),
        ("silence", ..) => Ok(IvrInput::Message { seconds: 0 }),
        ("nobody_free", ..) => Ok(IvrInput::NobodyFree),
        (_, Some(key @ ('0'..='9' | '*' | '#')), None) => Ok(IvrInput::Key(key)),
        _ => Err(AppError::invalid("script.unknown_input", "there is no such key or happening")),
    }
}
