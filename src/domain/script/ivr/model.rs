//! What a script says about the automated voice menu (IVR), beside the text of the screen.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::template::Text;
use crate::domain::coded::coded;

/// What holds for every prompt of a script (scripts-zh.md 7).
///
/// Three keys mean the same everywhere and are never in a key map: `*` plays again, `#` passes the
/// question over or ends the message, `0` asks for a person. `9` is only for a question that leads
/// to a prompt which asks again before nobody calls any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IvrSettings {
    /// How long a key is waited for after each playing, in seconds; the last holds for later ones.
    pub wait_seconds: Vec<u32>,
    /// How often a question is played at most when no key or a wrong one comes, first one included.
    pub plays: u32,
    /// How often `*` plays a question again; not counted in `plays`.
    pub repeats: u32,
    /// Longest call in seconds, messages included.
    pub call_seconds: u32,
    /// How long a resident may stay after the goodbye before the line is cut, in seconds.
    pub goodbye_seconds: u32,
    /// Longest silence within a message, in seconds, after which it ends.
    pub silence_seconds: u32,
    /// Prompts for what may happen at any time.
    pub on: IvrOccasions,
    /// Prompts outside the order of the script, by number.
    pub prompts: BTreeMap<String, IvrPrompt>,
}

/// Which prompt answers what may happen at any time; numbers of [`IvrSettings::prompts`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IvrOccasions {
    /// No key came (V90): played before the question once more.
    pub no_key: String,
    /// The key has no choice here (V91): played before the question once more.
    pub wrong_key: String,
    /// `0` was pressed (V92).
    pub transfer: String,
    /// No person was free in time (V93).
    pub nobody_free: String,
    /// The question was played as often as it may be (V94).
    pub given_up: String,
}

/// Words the line plays, and what follows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IvrPrompt {
    /// Its number in the manual (V11, RV3), also the name of its recording.
    pub id: String,
    /// The words; recorded by a person, or synthesised for a preview.
    pub text: Text,
    /// Whether a key may be pressed before the words are over (抢按).
    pub barge_in: bool,
    /// The keys with a meaning here, beside `*`, `#` and `0`.
    pub keys: BTreeMap<char, IvrKey>,
    /// What no key at all means, when it means more than playing again.
    pub no_key: Option<IvrKey>,
    /// What follows when there are no keys to wait for.
    pub then: IvrThen,
    /// What happens when this prompt is played.
    pub effect: Option<IvrEffect>,
    /// Longest message in seconds, when one is recorded after these words.
    pub record_seconds: Option<u32>,
}

/// What a key does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IvrKey {
    /// Where the call goes on.
    pub action: IvrAction,
    /// What happens beside that.
    pub effect: Option<IvrEffect>,
}

/// Where the call goes on after a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IvrAction {
    /// Keeps this choice of the question and goes on.
    Answer(String),
    /// Plays this prompt of [`IvrSettings::prompts`].
    Play(String),
    /// Goes on with what follows.
    Continue,
    /// Goes back to the question that the prompt interrupted.
    Back,
    /// Hands the call to a person.
    Transfer,
}

/// What follows a prompt that waits for no key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum IvrThen {
    /// The next line of the script.
    #[default]
    Continue,
    /// The question that was interrupted, once more.
    Repeat,
    /// A person takes over; when nobody is free in time, the prompt for that.
    Transfer,
    /// The call ends.
    End,
}

coded! {
    /// What the voice menu brings about beside answers; performed by whoever runs the call.
    #[derive(JsonSchema)]
    pub enum IvrEffect {
        /// Another time of day; no refusal (V81).
        CallLater = "call_later" | "换时段再打",
        /// The number may be wrong: a person looks, the menu does not dial it again (V82).
        VerifyNumber = "verify_number" | "号码待核",
        /// No surveys any more, at once; callbacks on matters are not touched (V84).
        StopSurveys = "stop_surveys" | "不再接调查电话",
        /// A task for an agent, due within two working days (RV4, V93).
        AgentCallback = "agent_callback" | "坐席两个工作日内回电",
        /// A person takes over; what was answered is kept (V92).
        Transfer = "transfer" | "转人工",
    }
}
