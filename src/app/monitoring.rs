//! What the service measures of itself, for a monitor: counts by code, never who or what was said.

use super::App;
use super::error::AppError;
use crate::domain::callback::task::TaskState;
use crate::domain::coded::Coded;
use crate::domain::intake::kind::ImportKind;
use crate::domain::recording::RecordingState;
use crate::domain::timestamp::Timestamp;
use crate::pbx::PbxState;
use crate::store::monitoring::{self, CountByCode};
use crate::telemetry::Measurement;

const OUTBOX_STATES: [&str; 3] = ["pending", "claimed", "dead"];
const JOB_STATES: [&str; 3] = ["running", "done", "failed"];

impl App {
    /// Everything the database knows, and the exchange.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn measure(&self, now: Timestamp) -> Result<Vec<Measurement>, AppError> {
        let mut found = self.measure_queues(now).await?;
        found.extend(self.measure_work(now).await?);
        let database = &self.database;
        let recordings = monitoring::recordings(database).await?;
        let states = codes::<RecordingState>(RecordingState::ALL);
        found.extend(by_code("huifang_recordings", "state", &states, &recordings));
        let rows = monitoring::imported_rows(database).await?;
        let kinds = codes::<ImportKind>(ImportKind::ALL);
        found.extend(by_code("huifang_imported_rows", "kind", &kinds, &rows));
        found.push(plain("huifang_alarms_open", monitoring::open_alarms(database).await?));
        let (open, idle) = database.connections();
        let connection = |state: &str, count: u32| {
            labelled("huifang_database_connections", "state", state, f64::from(count))
        };
        found.push(connection("used", open.saturating_sub(idle)));
        found.push(connection("idle", idle));
        let up = i64::from(self.pbx.state() == PbxState::Up);
        found.push(plain("huifang_pbx_up", up));
        Ok(found)
    }

    async fn measure_queues(&self, now: Timestamp) -> Result<Vec<Measurement>, AppError> {
        let database = &self.database;
        let (unsettled, oldest) = monitoring::inbox(database).await?;
        let outbox = monitoring::outbox(database).await?;
        let due_since = monitoring::outbox_due_since(database).await?;
        let mut found = vec![
            plain("huifang_inbox_unsettled", unsettled),
            seconds("huifang_inbox_lag_seconds", oldest, now),
            seconds("huifang_outbox_lag_seconds", due_since, now),
            plain("huifang_timers_due", monitoring::timers_due(database, now).await?),
        ];
        found.extend(by_code("huifang_outbox", "state", &OUTBOX_STATES, &outbox));
        let jobs = monitoring::jobs(database).await?;
        // A state that no occurrence is in any more has to fall back to 0.
        for (job, _, _) in &jobs {
            for state in JOB_STATES {
                let same = |row: &&(String, String, i64)| row.0 == *job && row.1 == state;
                let count = jobs.iter().find(same).map_or(0, |row| row.2);
                let labels = vec![("job", job.clone()), ("state", state.to_owned())];
                let name = "huifang_job_occurrences";
                found.push(Measurement { name, labels, value: number(count) });
            }
        }
        Ok(found)
    }

    async fn measure_work(&self, now: Timestamp) -> Result<Vec<Measurement>, AppError> {
        let database = &self.database;
        let (due, overdue) = monitoring::tasks_due(database, now).await?;
        let mut found = vec![
            plain("huifang_calls_live", monitoring::live_calls(database).await?),
            plain("huifang_tasks_due", due),
            plain("huifang_tasks_overdue", overdue),
        ];
        let tasks = monitoring::tasks(database).await?;
        let states = codes::<TaskState>(TaskState::ALL);
        found.extend(by_code("huifang_tasks", "state", &states, &tasks));
        let today = self.zone.date(now).to_string();
        let (made, waiting) = monitoring::batch(database, &today).await?;
        let state = match (made, waiting) {
            (true, _) => "made",
            (false, true) => "waiting_for_data",
            (false, false) => "none",
        };
        for word in ["made", "waiting_for_data", "none"] {
            let is = f64::from(u8::from(word == state));
            found.push(labelled("huifang_batch_today", "state", word, is));
        }
        Ok(found)
    }
}

fn codes<C: Coded>(all: &[C]) -> Vec<&'static str> {
    all.iter().map(|code| code.code()).collect()
}

/// One value for each known code; those that were not found are 0.
fn by_code<'a>(
    name: &'static str,
    label: &'static str,
    codes: &'a [&'static str],
    found: &'a CountByCode,
) -> impl Iterator<Item = Measurement> + 'a {
    codes.iter().map(move |code| {
        let count = found.iter().find(|(other, _)| other == code).map_or(0, |(_, count)| *count);
        labelled(name, label, code, number(count))
    })
}

fn labelled(name: &'static str, label: &'static str, code: &str, value: f64) -> Measurement {
    Measurement { name, labels: vec![(label, code.to_owned())], value }
}

fn plain(name: &'static str, count: i64) -> Measurement {
    Measurement { name, labels: Vec::new(), value: number(count) }
}

/// Seconds since an instant; 0 before it and without it.
fn seconds(name: &'static str, since: Option<i64>, now: Timestamp) -> Measurement {
    let ms = since.map_or(0, |since| (now.0 - since).max(0));
    Measurement { name, labels: Vec::new(), value: number(ms) / 1000.0 }
}

#[expect(clippy::cast_precision_loss, reason = "a monitor shows no more than 53 bits of a count")]
fn number(count: i64) -> f64 {
    count as f64
}
