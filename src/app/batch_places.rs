//! The place of each completion of a batch, as pages and commands list them.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::App;
use super::batch_view::count;
use super::error::AppError;
use super::revealed::revealed;
use super::rules::Sentence;
use super::stored;
use crate::domain::callback::batch::ExclusionReason;
use crate::domain::callback::task::TaskState;
use crate::domain::coded::Coded;
use crate::domain::pii::Pii;
use crate::domain::rules::{CallbackRule, CallerRole, DueNote, DueReason, RuleBook};
use crate::domain::timestamp::Timestamp;
use crate::store;
use crate::store::batch_view::PlaceLine;

/// Which places of a batch are asked for, by the codes of the API; blank counts as absent.
#[derive(Clone, Debug, Default)]
pub struct PlaceFilter {
    pub place: Option<String>,
    pub reason: Option<String>,
    pub role: Option<String>,
    pub state: Option<String>,
    pub center: Option<String>,
    /// Part of a request number, a room or a resident's name.
    pub text: Option<Pii<String>>,
    pub offset: u32,
    /// All of them when absent.
    pub limit: Option<u32>,
}

/// The place of one completion and what happened in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct BatchPlace {
    pub completion_id: String,
    pub request_no: String,
    pub center_code: String,
    pub center_name: String,
    pub kind: String,
    pub severity: String,
    #[serde(serialize_with = "revealed")]
    #[schema(value_type = String)]
    pub room: Pii<String>,
    #[serde(serialize_with = "revealed")]
    #[schema(value_type = String)]
    pub resident_name: Pii<String>,
    #[serde(serialize_with = "revealed")]
    #[schema(value_type = String)]
    pub matter: Pii<String>,
    pub completed_at_ms: i64,
    pub place: String,
    pub role: Option<String>,
    pub reason: Option<String>,
    pub late: bool,
    pub merged_into: Option<String>,
    pub task_id: Option<String>,
    pub task_state: Option<String>,
    pub attempt_count: Option<i64>,
    pub next_attempt_at_ms: Option<i64>,
    pub due_at_ms: Option<i64>,
    /// Why it is due then, in one sentence; of tasks only.
    pub due_reason: Option<Sentence>,
    /// The paragraph the place was given by; absent in batches made before it was kept.
    pub rule_title: Option<Sentence>,
    pub satisfaction: Option<String>,
    pub resolved: Option<String>,
    pub disposition: Option<String>,
}

impl PlaceFilter {
    /// Every place of a batch.
    pub fn everything() -> Self {
        Self::default()
    }
}

impl BatchPlace {
    /// The place as a command prints it, without the people.
    pub fn line(&self) -> String {
        let carrier = self.merged_into.as_deref().map(|into| format!(" into {into}"));
        let place = match (&self.role, &self.reason) {
            (Some(role), _) => {
                let state = self.task_state.as_deref().unwrap_or_default();
                format!("task for {role}, {state}")
            }
            (None, reason) => {
                let reason = reason.as_deref().unwrap_or_default();
                format!("excluded: {reason}{}", carrier.unwrap_or_default())
            }
        };
        let late = if self.late { " (late)" } else { "" };
        format!("{}  {}  {}  {place}{late}", self.request_no, self.center_code, self.kind)
    }
}

impl App {
    /// How many places of the batch of `date` are asked for in all, and those of the page: tasks
    /// before exclusions, each in the order of completion.
    ///
    /// # Errors
    /// `batch.bad_filter` with the name of the filter and the values it takes;
    /// `batch.not_a_workday`.
    pub async fn batch_places(
        &self,
        date: NaiveDate,
        asked: &PlaceFilter,
    ) -> Result<(u64, Vec<BatchPlace>), AppError> {
        let filter = codes_checked(asked)?;
        let (database, day) = (&self.database, date.to_string());
        if store::batch::by_date(database, &day).await?.is_none() {
            self.batch_range(date)?;
        }
        let total = store::batch_view::place_count(database, &day, &filter).await?;
        let limit = asked.limit.map_or(i64::MAX, i64::from);
        let offset = i64::from(asked.offset);
        let lines = store::batch_view::places(database, &day, &filter, offset, limit).await?;
        let book = self.refresh_rules().await?;
        let explained = |line: PlaceLine| {
            let rule = rule_of(&book, &line);
            let rule_title = rule.map(|rule| rule.title.clone().into());
            let due_reason = rule.map(|rule| self.due_reason(rule, &line)).transpose()?.flatten();
            Ok(BatchPlace { rule_title, due_reason, ..place(line) })
        };
        let places = lines.into_iter().map(explained).collect::<Result<_, AppError>>()?;
        Ok((count(total), places))
    }
}

impl App {
    /// Why the task of a place is due when it is, from what is stored of it.
    fn due_reason(
        &self,
        line: &CallbackRule,
        place: &PlaceLine,
    ) -> Result<Option<Sentence>, AppError> {
        let (Some(due_at), Some(due_on)) = (place.due_at, place.due_on.as_deref()) else {
            return Ok(None);
        };
        let notes = DueNote::split(place.due_notes.as_deref().unwrap_or_default());
        let reason = DueReason {
            line,
            completed_at: Some(Timestamp(place.completed_at)),
            due_at: Timestamp(due_at),
            due_on: stored::date(due_on)?,
            notes: &notes,
            zone: self.zone,
        };
        Ok(Some(reason.sentence().into()))
    }
}

/// The line a place was given by, where it is kept.
fn rule_of<'a>(book: &'a RuleBook, place: &PlaceLine) -> Option<&'a CallbackRule> {
    let version = u32::try_from(place.rule_pack_version?).ok()?;
    book.version(place.rule_pack.as_deref()?, version)?.line(place.rule_line.as_deref()?)
}

/// The filter of the store, once every code is known to be one.
fn codes_checked(asked: &PlaceFilter) -> Result<store::batch_view::PlaceFilter, AppError> {
    Ok(store::batch_view::PlaceFilter {
        place: known("place", &asked.place, &["task", "excluded"])?,
        reason: known("reason", &asked.reason, &codes::<ExclusionReason>())?,
        role: known("role", &asked.role, &codes::<CallerRole>())?,
        state: known("state", &asked.state, &codes::<TaskState>())?,
        center: present(&asked.center),
        text: asked.text.as_ref().and_then(|text| {
            let text = text.reveal().trim();
            (!text.is_empty()).then(|| Pii::from(text))
        }),
    })
}

fn codes<T: Coded>() -> Vec<&'static str> {
    T::ALL.iter().map(|value| value.code()).collect()
}

fn present(value: &Option<String>) -> Option<String> {
    value.as_deref().map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned)
}

fn known(name: &str, value: &Option<String>, allowed: &[&str]) -> Result<Option<String>, AppError> {
    let value = present(value);
    if let Some(value) = value.as_deref().filter(|value| !allowed.contains(value)) {
        let sentence = format!("`{value}` is no {name}; it is one of {}", allowed.join(", "));
        return Err(AppError::invalid("batch.bad_filter", sentence)
            .with("name", name)
            .with("value", value)
            .with("allowed", allowed.to_vec()));
    }
    Ok(value)
}

fn place(line: PlaceLine) -> BatchPlace {
    BatchPlace {
        completion_id: line.completion_id,
        request_no: line.request_no,
        center_code: line.center_code,
        center_name: line.center_name,
        kind: line.kind,
        severity: line.severity,
        room: line.room,
        resident_name: line.resident_name,
        matter: line.matter,
        completed_at_ms: line.completed_at,
        place: line.place,
        role: line.role,
        reason: line.reason,
        late: line.is_late,
        merged_into: line.merged_into,
        task_id: line.task_id,
        task_state: line.task_state,
        attempt_count: line.attempt_count,
        next_attempt_at_ms: line.next_attempt_at,
        due_at_ms: line.due_at,
        due_reason: None,
        rule_title: None,
        satisfaction: line.satisfaction,
        resolved: line.resolved,
        disposition: line.disposition,
    }
}
