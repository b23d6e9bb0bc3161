//! The matters each line of the table has to tell of now.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::app::App;
use crate::app::error::AppError;
use crate::app::stored;
use crate::domain::notice::{Cause, NoticeParams, NoticeRule};
use crate::domain::timestamp::Timestamp;
use crate::store::event_log::StoredEvent;
use crate::store::notice_causes::{self, CauseRow};

/// How long after its deadline, its finding or its mark a matter is still news, in seconds.
const NEWS_SECS: i64 = 2 * 24 * 3600;

/// A matter to tell of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Matter {
    pub subject_kind: String,
    pub subject_id: String,
    pub center_code: Option<String>,
    pub params: NoticeParams,
}

impl Matter {
    fn of(row: CauseRow) -> Self {
        Self {
            subject_kind: row.subject_kind,
            subject_id: row.subject_id,
            center_code: row.center_code,
            params: NoticeParams::default(),
        }
    }
}

impl App {
    /// What a line of the table has to tell of at `now`, given the events since the last look.
    pub(super) async fn matters(
        &self,
        rule: &NoticeRule,
        events: &[StoredEvent],
        now: Timestamp,
    ) -> Result<Vec<Matter>, AppError> {
        let (database, kind) = (&self.database, rule.kind.as_str());
        let since = now.plus_secs(-NEWS_SECS);
        let rows = match &rule.cause {
            Cause::WaitingForData => return self.waiting_days(None, now).await,
            Cause::StillWaiting(time) => return self.waiting_days(Some(*time), now).await,
            Cause::ResultFlag(flag) => return self.marked_results(flag, events).await,
            Cause::Event(wanted) => return Ok(noted(wanted, events)),
            Cause::Alarm(kinds) => notice_causes::alarms(database, kind, kinds).await?,
            Cause::TaskOverdue => notice_causes::untried(database, kind, since, now).await?,
            Cause::TaskAtRisk(minutes) => {
                let until = now.plus_secs(minutes * 60);
                notice_causes::untried(database, kind, now, until).await?
            }
            Cause::SevereComplaint(hours) => {
                let from = now.plus_secs(-hours * 3600);
                notice_causes::severe_complaints(database, kind, from).await?
            }
            Cause::NewFinding => notice_causes::findings(database, kind, since).await?,
        };
        Ok(rows.into_iter().map(Matter::of).collect())
    }

    /// Days whose batch waits; with a time, those for which it has come on that very day.
    async fn waiting_days(
        &self,
        time: Option<chrono::NaiveTime>,
        now: Timestamp,
    ) -> Result<Vec<Matter>, AppError> {
        let mut matters = Vec::new();
        for (day, _) in notice_causes::waiting(&self.database).await? {
            let date = stored::date(&day)?;
            if time.is_some_and(|time| now < self.zone.at(date, time)) {
                continue;
            }
            // A day that became a free one since has no batch to wait for.
            let Ok(range) = self.batch_range(date) else { continue };
            matters.push(Matter {
                subject_kind: "batch".to_owned(),
                subject_id: day.clone(),
                center_code: None,
                params: NoticeParams { count: 1, date: day, from: range.from.to_string() },
            });
        }
        Ok(matters)
    }

    async fn marked_results(
        &self,
        flag: &str,
        events: &[StoredEvent],
    ) -> Result<Vec<Matter>, AppError> {
        let tasks: BTreeSet<String> = events
            .iter()
            .filter(|event| event.subject_kind == "task" && event.kind == "task_changed")
            .map(|event| event.subject_id.clone())
            .collect();
        let tasks: Vec<String> = tasks.into_iter().collect();
        if tasks.is_empty() {
            return Ok(Vec::new());
        }
        let marked = notice_causes::marked(&self.database, &tasks).await?;
        let has_flag = |flags: &str| flags.split(',').any(|one| one.trim() == flag);
        Ok(marked
            .into_iter()
            .filter(|(_, flags, _)| has_flag(flags))
            .map(|(task, _, center)| Matter {
                subject_kind: "task".to_owned(),
                subject_id: task,
                center_code: Some(center),
                params: NoticeParams::default(),
            })
            .collect())
    }
}

fn noted(wanted: &str, events: &[StoredEvent]) -> Vec<Matter> {
    let center = |event: &StoredEvent| {
        let body: Value = serde_json::from_str(&event.body).unwrap_or_default();
        body["center"].as_str().map(str::to_owned)
    };
    let of_kind = events.iter().filter(|event| event.kind == wanted);
    of_kind
        .map(|event| Matter {
            subject_kind: event.subject_kind.clone(),
            subject_id: event.subject_id.clone(),
            center_code: center(event),
            params: NoticeParams::default(),
        })
        .collect()
}
