//! The batch as pages and commands show it: its balance and its progress.

use std::collections::BTreeMap;

use chrono::{NaiveDate, Timelike};
use serde::Serialize;
use utoipa::ToSchema;

use super::App;
use super::batch::{called_kinds, called_statuses};
use super::error::AppError;
use super::stored;
use crate::domain::callback::batch::ExclusionReason;
use crate::domain::callback::result::Satisfaction;
use crate::domain::callback::task::TaskState;
use crate::domain::coded::Coded;
use crate::domain::rules::CallerRole;
use crate::domain::timestamp::Timestamp;
use crate::store;
use crate::store::batch::BatchRow;
use crate::store::batch_view::{AlarmLine, BatchLine};

/// Whether a working day has its batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BatchState {
    /// It was made.
    Ready,
    /// It was asked for, but no import has covered the working day before it.
    WaitingForData,
    /// It has not been asked for yet.
    Planned,
}

/// The balance of a batch, as commands print it: every role and every reason has its number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct BatchBalance {
    pub date: NaiveDate,
    /// The working day before it.
    pub from: NaiveDate,
    /// The day before it.
    pub to: NaiveDate,
    pub completed: u64,
    /// Tasks by who calls.
    #[schema(value_type = BTreeMap<String, u64>)]
    pub tasks: BTreeMap<&'static str, u64>,
    /// Exclusions by reason.
    #[schema(value_type = BTreeMap<String, u64>)]
    pub excluded: BTreeMap<&'static str, u64>,
    /// Late arrivals among the completions.
    pub late: u64,
    /// Home visits opened for want of a number; outside the equation.
    pub home_visits: u64,
    /// Whether the completions counted when it was made equal the places stored; never for a batch
    /// that was not made.
    pub balanced: bool,
    pub state: BatchState,
    /// Whether a date was derived without its year's holidays being known.
    pub provisional: bool,
}

/// The page of one batch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct BatchSummary {
    #[serde(flatten)]
    pub balance: BatchBalance,
    /// When the batch of that day is due to be made.
    pub planned_at_ms: i64,
    pub made_at_ms: Option<i64>,
    /// What it waits for, when it does.
    pub waiting: Option<WaitingBatch>,
    /// Closed without a completion time and so never in a batch.
    pub without_completion_time: u64,
    /// Tasks by state; every state has its number.
    #[schema(value_type = BTreeMap<String, u64>)]
    pub states: BTreeMap<&'static str, u64>,
    /// Tasks finished on the batch's own day, by local hour; hours without any are left out.
    pub finished_by_hour: Vec<FinishedInHour>,
    /// Finished tasks whose resident is satisfied: the first two of five.
    pub satisfied: u64,
    /// Finished tasks whose resident is dissatisfied: the last two of five.
    pub dissatisfied: u64,
    /// Tasks not tried in time.
    pub overdue: u64,
    pub alarms: Vec<BatchAlarm>,
}

/// What a batch that waits for data waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct WaitingBatch {
    pub since_ms: i64,
    /// The last day an import has covered; absent before the first import.
    pub covered_through: Option<NaiveDate>,
    /// The first day of the batch that is missing.
    pub missing_from: NaiveDate,
    /// The last day of the batch.
    pub missing_to: NaiveDate,
}

/// How many tasks were finished in an hour of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FinishedInHour {
    pub hour: u32,
    pub finished: u64,
}

/// Something of the batch a person has to look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct BatchAlarm {
    pub id: String,
    pub kind: String,
    pub call_id: Option<String>,
    pub task_id: Option<String>,
    pub raised_at_ms: i64,
}

/// One line of the list of batches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct BatchEntry {
    pub date: NaiveDate,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub state: BatchState,
    pub completed: u64,
    pub tasks_total: u64,
    pub excluded_total: u64,
    /// Tasks nothing more happens with.
    pub finished_total: u64,
    pub late: u64,
    pub provisional: bool,
}

impl App {
    /// The balance of the batch of `date`, counted from what is stored.
    ///
    /// # Errors
    /// `batch.not_a_workday` with the next working day.
    pub async fn batch_balance(&self, date: NaiveDate) -> Result<BatchBalance, AppError> {
        Ok(self.stored_balance(date).await?.0)
    }

    /// The page of the batch of `date` at `now`.
    ///
    /// # Errors
    /// `batch.not_a_workday` with the next working day.
    pub async fn batch_summary(
        &self,
        date: NaiveDate,
        now: Timestamp,
    ) -> Result<BatchSummary, AppError> {
        let (balance, batch) = self.stored_balance(date).await?;
        let (database, day) = (&self.database, date.to_string());
        let book = self.rules();
        let (kinds, statuses) = (called_kinds(&book, date), called_statuses(&book, date));
        let start = self.zone.start_of(date);
        let untimed = store::batch::without_completion_time(database, &kinds, &statuses, start);
        let answers = store::batch_view::satisfaction_counts(database, &day).await?;
        let alarms = store::batch_view::alarms(database, &day).await?;
        Ok(BatchSummary {
            planned_at_ms: self.zone.at(date, self.batch_at).0,
            made_at_ms: batch.map(|batch| batch.made_at),
            waiting: self.waiting_batch(&balance).await?,
            without_completion_time: count(untimed.await?),
            states: states(store::task::state_counts(database, &day).await?)?,
            finished_by_hour: self
                .finished_by_hour(date, &store::task::finished_times(database, &day).await?),
            satisfied: answered(&answers, Satisfaction::is_satisfied)?,
            dissatisfied: answered(&answers, Satisfaction::is_dissatisfied)?,
            overdue: count(store::task::overdue_count(database, &day, now).await?),
            alarms: alarms.into_iter().map(alarm).collect(),
            balance,
        })
    }

    /// Batches and days that wait for data, newest first.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn batches(&self, limit: u32) -> Result<Vec<BatchEntry>, AppError> {
        let lines = store::batch_view::newest(&self.database, i64::from(limit)).await?;
        let entries = lines.into_iter().map(|line| self.entry(line));
        entries.filter_map(Result::transpose).collect()
    }

    async fn stored_balance(
        &self,
        date: NaiveDate,
    ) -> Result<(BatchBalance, Option<BatchRow>), AppError> {
        let day = date.to_string();
        let Some(batch) = store::batch::by_date(&self.database, &day).await? else {
            return Ok((self.unmade_balance(date).await?, None));
        };
        let mut balance = BatchBalance {
            date,
            from: stored::date(&batch.from_date)?,
            to: stored::date(&batch.to_date)?,
            completed: count(batch.completed_count),
            tasks: no_tasks(),
            excluded: nothing_excluded(),
            late: count(batch.late_count),
            home_visits: count(store::batch::home_visit_count(&self.database, &day).await?),
            balanced: false,
            state: BatchState::Ready,
            provisional: batch.is_provisional,
        };
        let mut placed = 0;
        for (_, role, reason, places) in store::batch::place_counts(&self.database, &day).await? {
            placed += count(places);
            if let Some(role) = stored::maybe_code::<CallerRole>("role", role.as_deref())? {
                *balance.tasks.entry(role.code()).or_default() += count(places);
            }
            let reason = stored::maybe_code::<ExclusionReason>("reason", reason.as_deref())?;
            if let Some(reason) = reason {
                *balance.excluded.entry(reason.code()).or_default() += count(places);
            }
        }
        balance.balanced = balance.completed == placed;
        Ok((balance, Some(batch)))
    }

    async fn waiting_batch(
        &self,
        balance: &BatchBalance,
    ) -> Result<Option<WaitingBatch>, AppError> {
        if balance.state != BatchState::WaitingForData {
            return Ok(None);
        }
        let day = balance.date.to_string();
        let since = store::batch::waiting_since(&self.database, &day).await?;
        let covered = store::import_run::covered_through(&self.database).await?;
        let covered_through = covered.as_deref().map(stored::date).transpose()?;
        let after = covered_through.and_then(|date| date.succ_opt());
        Ok(since.map(|since| WaitingBatch {
            since_ms: since.0,
            covered_through,
            missing_from: after.map_or(balance.from, |date| date.max(balance.from)),
            missing_to: balance.to,
        }))
    }

    async fn unmade_balance(&self, date: NaiveDate) -> Result<BatchBalance, AppError> {
        let range = self.batch_range(date)?;
        let waiting = store::batch::waiting_since(&self.database, &date.to_string()).await?;
        let state =
            if waiting.is_some() { BatchState::WaitingForData } else { BatchState::Planned };
        Ok(BatchBalance {
            date,
            from: range.from,
            to: range.to,
            completed: 0,
            tasks: no_tasks(),
            excluded: nothing_excluded(),
            late: 0,
            home_visits: 0,
            balanced: false,
            state,
            provisional: range.provisional,
        })
    }

    /// A line of the list; none for a waiting day that has since become a free one.
    fn entry(&self, line: BatchLine) -> Result<Option<BatchEntry>, AppError> {
        let date = stored::date(&line.batch_date)?;
        let (from, to, state, provisional) = match (&line.from_date, &line.to_date) {
            (Some(from), Some(to)) => {
                let provisional = line.is_provisional.unwrap_or(false);
                (stored::date(from)?, stored::date(to)?, BatchState::Ready, provisional)
            }
            _ => {
                let Ok(range) = self.batch_range(date) else { return Ok(None) };
                (range.from, range.to, BatchState::WaitingForData, range.provisional)
            }
        };
        Ok(Some(BatchEntry {
            date,
            from,
            to,
            state,
            completed: count(line.completed_count),
            tasks_total: count(line.task_count),
            excluded_total: count(line.excluded_count),
            finished_total: count(line.finished_count),
            late: count(line.late_count),
            provisional,
        }))
    }

    fn finished_by_hour(&self, date: NaiveDate, times: &[i64]) -> Vec<FinishedInHour> {
        let mut hours: BTreeMap<u32, u64> = BTreeMap::new();
        let local = times.iter().map(|at| self.zone.local(Timestamp(*at)));
        for at in local.filter(|at| at.date() == date) {
            *hours.entry(at.hour()).or_default() += 1;
        }
        hours.into_iter().map(|(hour, finished)| FinishedInHour { hour, finished }).collect()
    }
}

/// A count of rows; the database has signed numbers only.
pub(super) fn count(rows: i64) -> u64 {
    rows.unsigned_abs()
}

fn zeros<T: Coded>() -> BTreeMap<&'static str, u64> {
    T::ALL.iter().map(|key| (key.code(), 0)).collect()
}

/// Every role of the department with no task yet.
fn no_tasks() -> BTreeMap<&'static str, u64> {
    CallerRole::OF_THE_DEPARTMENT.iter().map(|role| (role.code(), 0)).collect()
}

fn nothing_excluded() -> BTreeMap<&'static str, u64> {
    ExclusionReason::always_counted().map(|reason| (reason.code(), 0)).collect()
}

fn states(rows: Vec<(String, i64)>) -> Result<BTreeMap<&'static str, u64>, AppError> {
    let mut states = zeros::<TaskState>();
    for (state, tasks) in rows {
        states.insert(stored::code::<TaskState>("task state", &state)?.code(), count(tasks));
    }
    Ok(states)
}

fn answered(
    rows: &[(String, i64)],
    counts: impl Fn(Satisfaction) -> bool,
) -> Result<u64, AppError> {
    let mut sum = 0;
    for (code, answers) in rows {
        if counts(stored::code("satisfaction", code)?) {
            sum += count(*answers);
        }
    }
    Ok(sum)
}

fn alarm(line: AlarmLine) -> BatchAlarm {
    BatchAlarm {
        id: line.id,
        kind: line.kind,
        call_id: line.call_id,
        task_id: line.task_id,
        raised_at_ms: line.raised_at,
    }
}
