//! One callback task as its page shows it.

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::revealed::{maybe_revealed, revealed};
use super::rules::Sentence;
use super::script_view::ScriptView;
use crate::domain::pii::Pii;

/// The page of one task.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct CallbackDetail {
    pub id: String,
    pub request_no: String,
    pub kind: String,
    pub severity: String,
    pub paid: bool,
    pub center: CallbackCenter,
    pub batch_date: NaiveDate,
    pub late: bool,
    pub role: String,
    pub state: String,
    #[serde(serialize_with = "revealed")]
    #[schema(value_type = String)]
    pub matter: Pii<String>,
    #[serde(serialize_with = "revealed")]
    #[schema(value_type = String)]
    pub matter_result: Pii<String>,
    pub channel: String,
    #[serde(serialize_with = "revealed")]
    #[schema(value_type = String)]
    pub room: Pii<String>,
    #[serde(serialize_with = "revealed")]
    #[schema(value_type = String)]
    pub resident_name: Pii<String>,
    /// The number that is, was last or would be dialled; empty when there is none.
    pub phone_masked: String,
    pub taken_in_at_ms: i64,
    pub completed_at_ms: i64,
    pub due_at_ms: i64,
    /// Why it is due then, in one sentence.
    pub due_reason: Sentence,
    /// The paragraph the callback follows.
    pub rule_title: Sentence,
    pub rule_pack: String,
    pub rule_pack_version: i64,
    pub closes_at_ms: i64,
    pub next_attempt_at_ms: Option<i64>,
    pub attempt_count: i64,
    pub attempt_limit: u32,
    pub provisional: bool,
    /// Days between the batch and the closing limit on which the center is quiet, so that nobody
    /// calls; only while the task is open.
    pub quiet: Option<CallbackQuiet>,
    /// The agent who holds the task.
    pub agent: Option<CallbackAgent>,
    /// Whether the reader has taken over the agent who holds the task, or one who may call it.
    pub may_work: bool,
    /// Wordings nobody has prepared, so that the script shows the request's own text: `matter`,
    /// `result`, `reason`.
    pub raw_wording: Vec<String>,
    pub household_tasks: Vec<HouseholdTask>,
    pub calls: Vec<CallView>,
    pub script: ScriptView,
    pub result: Option<CallbackOutcome>,
}

/// A service center by code and name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CallbackCenter {
    pub code: String,
    pub name: String,
}

/// A quiet period of the center.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CallbackQuiet {
    /// Its first day.
    pub from: NaiveDate,
    /// Its last day.
    pub until: NaiveDate,
    /// `exam`, `mourning`, `power_cut`, `festivity` or `other`.
    pub reason: String,
}

/// An agent by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CallbackAgent {
    pub id: String,
    #[serde(serialize_with = "revealed")]
    #[schema(value_type = String)]
    pub display_name: Pii<String>,
}

/// Another task of the household.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct HouseholdTask {
    pub id: String,
    pub request_no: String,
    pub kind: String,
    #[serde(serialize_with = "revealed")]
    #[schema(value_type = String)]
    pub matter: Pii<String>,
    pub state: String,
}

/// One call of the task.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct CallView {
    pub id: String,
    /// Which attempt of the task it is, from 1.
    pub number: i64,
    #[serde(serialize_with = "revealed")]
    #[schema(value_type = String)]
    pub agent_name: Pii<String>,
    pub state: String,
    pub ordered_at_ms: i64,
    pub answered_at_ms: Option<i64>,
    pub ended_at_ms: Option<i64>,
    pub outcome: Option<String>,
    /// `agent`, `resident` or `system`.
    pub ended_by: Option<String>,
    pub talk_ms: Option<i64>,
    pub timeline: Vec<TimelineEntry>,
    pub recording: Option<CallRecording>,
}

/// Something that happened in a call.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct TimelineEntry {
    pub at_ms: i64,
    pub kind: String,
    #[schema(value_type = Object)]
    pub params: Value,
}

/// The recording of a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CallRecording {
    pub id: String,
    /// `awaited`, `stored`, `missing`, `unplayable` or `erased`.
    pub state: String,
    pub duration_ms: Option<i64>,
    /// How long the conversation was.
    pub expected_ms: i64,
    pub bytes: Option<i64>,
    pub sha256: Option<String>,
}

/// What came of a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CallbackOutcome {
    pub disposition: String,
    pub satisfaction: Option<String>,
    pub resolved: Option<String>,
    pub quality: Option<String>,
    #[serde(serialize_with = "maybe_revealed")]
    #[schema(value_type = Option<String>)]
    pub reason: Option<Pii<String>>,
    #[serde(serialize_with = "maybe_revealed")]
    #[schema(value_type = Option<String>)]
    pub suggestion: Option<Pii<String>>,
    pub next_callback_on: Option<NaiveDate>,
    pub flags: Vec<String>,
}
