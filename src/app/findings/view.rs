//! Findings as pages and commands show them, and dismissing one.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use crate::app::App;
use crate::app::error::AppError;
use crate::domain::coded::Coded;
use crate::domain::finding::{Dismissal, FindingKind, SubjectKind};
use crate::domain::pii::Pii;
use crate::domain::timestamp::Timestamp;
use crate::store::finding::{FindingQuery, FindingRow};
use crate::store::finding_facts::SubjectRow;
use crate::store::{self, Audit, Event};

/// Characters a reason in words may have.
const WORDS_MAX: usize = 500;
/// Requests of a household a finding leads to.
const REQUESTS_MAX: i64 = 50;

/// Which findings are wanted. Codes as they come; blank ones do not narrow the list.
#[derive(Clone, Debug, Default)]
pub struct FindingFilter {
    pub kind: Option<String>,
    pub center: Option<String>,
    /// `open`, `resolved`, `dismissed` or `all`.
    pub state: Option<String>,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub subject: Option<String>,
}

/// A finding in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Finding {
    pub id: String,
    pub kind: String,
    pub center_code: String,
    pub center_name: String,
    /// `service_request`, `household`, `phone` or `task`.
    pub subject_kind: String,
    /// The request's number, or what else names the subject to people; empty when nothing does.
    pub subject: String,
    /// How many households have the number, for `shared_phone`.
    pub households: Option<u64>,
    /// The day it happened.
    pub occurred_on: String,
    /// The day it was found.
    pub found_on: String,
    pub first_seen_at_ms: i64,
    /// `open`, `resolved` or `dismissed`.
    pub state: &'static str,
    pub resolved_at_ms: Option<i64>,
    pub dismissed_at_ms: Option<i64>,
    /// Why it was dismissed.
    pub dismissal: Option<String>,
    /// Why, in the person's own words.
    pub words: Option<String>,
}

/// A page of findings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FindingsPage {
    pub total: u64,
    pub findings: Vec<Finding>,
}

/// A finding with the very requests it leads to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FindingView {
    #[serde(flatten)]
    pub finding: Finding,
    pub requests: Vec<FindingSubject>,
    /// The rooms of the households it is about.
    pub rooms: Vec<String>,
    /// The number in 关联编号 that nobody knows.
    pub related_no: Option<String>,
}

/// A request a finding leads to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FindingSubject {
    pub request_no: String,
    pub kind: String,
    pub severity: String,
    pub status: String,
    pub room: String,
    pub taken_in_at_ms: i64,
    pub dispatched_at_ms: Option<i64>,
    pub completed_at_ms: Option<i64>,
    /// Its latest callback.
    pub task_id: Option<String>,
}

impl FindingFilter {
    pub(super) fn query(&self) -> Result<FindingQuery, AppError> {
        let blank = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
        let kind = blank(&self.kind);
        if let Some(code) = &kind
            && !FindingKind::ALL.iter().any(|kind| kind.code() == code)
        {
            return Err(bad_filter("kind", code));
        }
        let state = blank(&self.state).filter(|state| state != "all");
        if let Some(state) = &state
            && !["open", "resolved", "dismissed"].contains(&state.as_str())
        {
            return Err(bad_filter("state", state));
        }
        Ok(FindingQuery {
            kind,
            center: blank(&self.center),
            state,
            from: self.from.map(|date| date.to_string()),
            to: self.to.map(|date| date.to_string()),
            subject_id: blank(&self.subject),
        })
    }
}

fn bad_filter(name: &str, value: &str) -> AppError {
    AppError::invalid("finding.bad_filter", format!("there is no {name} `{value}`"))
        .with("name", name)
        .with("value", value)
}

impl App {
    /// Findings, the latest first.
    ///
    /// # Errors
    /// `finding.bad_filter` for an unknown code.
    pub async fn findings(
        &self,
        filter: &FindingFilter,
        limit: u32,
        offset: u32,
    ) -> Result<FindingsPage, AppError> {
        let wanted = filter.query()?;
        let (limit, offset) = (i64::from(limit), i64::from(offset));
        let rows = store::finding::list(&self.database, &wanted, limit, offset).await?;
        let total = store::finding::count(&self.database, &wanted).await?.unsigned_abs();
        Ok(FindingsPage { total, findings: self.named(rows).await? })
    }

    /// One finding and what it leads to.
    ///
    /// # Errors
    /// `finding.not_found`.
    pub async fn finding(&self, id: &str) -> Result<FindingView, AppError> {
        let row = store::finding::by_id(&self.database, id).await?.ok_or_else(not_found)?;
        let detail: serde_json::Value = serde_json::from_str(&row.detail).unwrap_or_default();
        let households: Vec<String> = match row.subject_kind.as_str() {
            "household" => vec![row.subject_id.clone()],
            _ => detail["household_ids"]
                .as_array()
                .map(|ids| ids.iter().filter_map(|id| id.as_str().map(str::to_owned)).collect())
                .unwrap_or_default(),
        };
        let numbers = match request_no(&row, &detail) {
            Some(number) => vec![number],
            None => {
                store::finding_facts::requests_of(&self.database, &households, REQUESTS_MAX).await?
            }
        };
        let requests = store::finding_facts::subjects(&self.database, &numbers).await?;
        let rooms = store::finding_facts::rooms(&self.database, &households).await?;
        let related_no = detail["related_no"].as_str().map(str::to_owned);
        let finding = self.named(vec![row]).await?.pop().ok_or_else(not_found)?;
        Ok(FindingView {
            finding,
            requests: requests.into_iter().map(subject).collect(),
            rooms: rooms.into_iter().map(|(_, _, room)| room).collect(),
            related_no,
        })
    }

    /// Dismisses an open finding, with a reason.
    ///
    /// # Errors
    /// `finding.not_found`, `finding.not_open`, `finding.words_required`, `finding.words_too_long`.
    pub async fn dismiss_finding(
        &self,
        id: &str,
        dismissal: Dismissal,
        words: Option<Pii<String>>,
        user_id: &str,
        now: Timestamp,
    ) -> Result<FindingView, AppError> {
        let words = words.filter(|words| !words.reveal().trim().is_empty());
        if words.is_none() && dismissal.needs_words() {
            let sentence = "this reason says nothing without words";
            return Err(AppError::invalid("finding.words_required", sentence));
        }
        if words.as_ref().is_some_and(|words| words.reveal().chars().count() > WORDS_MAX) {
            let sentence = "the reason is too long";
            return Err(
                AppError::invalid("finding.words_too_long", sentence).with("max", WORDS_MAX)
            );
        }
        let row = store::finding::by_id(&self.database, id).await?.ok_or_else(not_found)?;
        let mut transaction = self.database.begin().await?;
        let text = words.as_ref().map(|words| words.reveal().trim());
        let code = dismissal.code();
        if !store::finding::dismiss(&mut transaction, id, code, text, user_id, now).await? {
            return Err(not_open(&row));
        }
        self.record_change(transaction, &row, "finding_dismissed", Some(code), user_id, now)
            .await?;
        self.finding(id).await
    }

    /// Takes a dismissal back.
    ///
    /// # Errors
    /// `finding.not_found`, `finding.not_dismissed`.
    pub async fn restore_finding(
        &self,
        id: &str,
        user_id: &str,
        now: Timestamp,
    ) -> Result<FindingView, AppError> {
        let row = store::finding::by_id(&self.database, id).await?.ok_or_else(not_found)?;
        let mut transaction = self.database.begin().await?;
        if !store::finding::restore(&mut transaction, id).await? {
            let sentence = "the finding is not dismissed";
            return Err(AppError::conflict("finding.not_dismissed", sentence));
        }
        self.record_change(transaction, &row, "finding_restored", None, user_id, now).await?;
        self.finding(id).await
    }

    async fn record_change(
        &self,
        mut transaction: store::Transaction,
        row: &FindingRow,
        action: &'static str,
        reason: Option<&str>,
        user_id: &str,
        now: Timestamp,
    ) -> Result<(), AppError> {
        let body = json!({ "kind": row.kind, "center": row.center_code, "reason": reason });
        let subject_id = row.id.clone();
        transaction.audit(Audit {
            at: now,
            actor: user_id.to_owned(),
            action,
            subject_kind: "finding",
            subject_id: subject_id.clone(),
            body,
        });
        let body = json!({ "kind": row.kind });
        transaction.note(Event {
            at: now,
            kind: action,
            subject_kind: "finding",
            subject_id,
            body,
        });
        self.commit(transaction).await
    }

    /// Rows with what names their subjects to people.
    async fn named(&self, rows: Vec<FindingRow>) -> Result<Vec<Finding>, AppError> {
        let of_households =
            rows.iter().filter(|row| row.subject_kind == SubjectKind::Household.code());
        let ids: Vec<String> = of_households.map(|row| row.subject_id.clone()).collect();
        let rooms: BTreeMap<String, String> = store::finding_facts::rooms(&self.database, &ids)
            .await?
            .into_iter()
            .map(|(id, _, room)| (id, room))
            .collect();
        Ok(rows.into_iter().map(|row| finding(row, &rooms)).collect())
    }
}

fn not_found() -> AppError {
    AppError::not_found("finding.not_found", "there is no such finding")
}

fn not_open(row: &FindingRow) -> AppError {
    AppError::conflict("finding.not_open", "the finding is not open any more")
        .with("state", state(row))
}

fn state(row: &FindingRow) -> &'static str {
    match (row.resolved_at, row.dismissed_at) {
        (Some(_), _) => "resolved",
        (None, Some(_)) => "dismissed",
        (None, None) => "open",
    }
}

fn request_no(row: &FindingRow, detail: &serde_json::Value) -> Option<String> {
    match row.subject_kind.as_str() {
        "service_request" => Some(row.subject_id.clone()),
        _ => detail["request_no"].as_str().map(str::to_owned),
    }
}

fn finding(row: FindingRow, rooms: &BTreeMap<String, String>) -> Finding {
    let detail: serde_json::Value = serde_json::from_str(&row.detail).unwrap_or_default();
    let subject = request_no(&row, &detail).or_else(|| rooms.get(&row.subject_id).cloned());
    Finding {
        state: state(&row),
        subject: subject.unwrap_or_default(),
        households: detail["households"].as_u64(),
        id: row.id,
        kind: row.kind,
        center_code: row.center_code,
        center_name: row.center_name,
        subject_kind: row.subject_kind,
        occurred_on: row.occurred_on,
        found_on: row.found_on,
        first_seen_at_ms: row.first_seen_at,
        resolved_at_ms: row.resolved_at,
        dismissed_at_ms: row.dismissed_at,
        dismissal: row.dismissal,
        words: row.words,
    }
}

fn subject(row: SubjectRow) -> FindingSubject {
    FindingSubject {
        request_no: row.request_no,
        kind: row.kind,
        severity: row.severity,
        status: row.status,
        room: row.room,
        taken_in_at_ms: row.taken_in_at,
        dispatched_at_ms: row.dispatched_at,
        completed_at_ms: row.completed_at,
        task_id: row.task_id,
    }
}
