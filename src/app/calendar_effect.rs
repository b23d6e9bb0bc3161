//! What a change of the calendar does: which coming batches take other days, which open tasks get
//! other dates. Closed tasks and batches that were made stay as they are.

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use super::App;
use super::batch_tasks::{self, task_facts, task_rules};
use super::calendar::Held;
use super::error::AppError;
use crate::domain::calendar::{
    BatchDifference, Calendar, CalendarDayKind, DayDifference, batch_differences,
};
use crate::domain::callback::attempts::NextStep;
use crate::domain::rules::DueNote;
use crate::domain::timestamp::Timestamp;
use crate::store::calendar::TaskDates;
use crate::store::task::TaskRow;
use crate::store::{self, Event, Transaction};

/// Tasks that are named one by one; the number of all of them stands beside.
const TASKS_MAX: usize = 200;

/// What a change of the calendar does.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct CalendarEffect {
    /// The days that are listed otherwise.
    pub days: Vec<DayEffect>,
    /// Years whose holidays become known.
    pub years: Vec<i32>,
    /// Coming batches that take other days, appear or disappear.
    pub batches: Vec<BatchEffect>,
    /// Open tasks with other dates, the first 200.
    pub tasks: Vec<TaskEffect>,
    /// How many open tasks get other dates.
    pub tasks_total: u64,
}

/// A day that is listed otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct DayEffect {
    pub date: NaiveDate,
    /// `holiday`, `make_up_workday`, or null for a day of the plain week.
    #[schema(value_type = Option<String>)]
    pub before: Option<CalendarDayKind>,
    #[schema(value_type = Option<String>)]
    pub after: Option<CalendarDayKind>,
    pub name: String,
}

/// A coming batch that differs; null where there is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct BatchEffect {
    pub date: NaiveDate,
    pub before_from: Option<NaiveDate>,
    pub before_to: Option<NaiveDate>,
    pub after_from: Option<NaiveDate>,
    pub after_to: Option<NaiveDate>,
}

/// An open task with other dates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TaskEffect {
    pub task_id: String,
    pub request_no: String,
    pub center_code: String,
    pub due_before_ms: i64,
    pub due_after_ms: i64,
    pub closes_before_ms: i64,
    pub closes_after_ms: i64,
    pub next_before_ms: Option<i64>,
    pub next_after_ms: Option<i64>,
}

impl From<&BatchDifference> for BatchEffect {
    fn from(difference: &BatchDifference) -> Self {
        let BatchDifference { date, before, after } = *difference;
        Self {
            date,
            before_from: before.map(|days| days.from),
            before_to: before.map(|days| days.to),
            after_from: after.map(|days| days.from),
            after_to: after.map(|days| days.to),
        }
    }
}

impl App {
    /// What the change from the held calendar to `after` does; the tasks' new dates are written
    /// into the held transaction.
    pub(super) async fn effect_of(
        &self,
        held: &mut Held,
        after: &Calendar,
        days: &[DayDifference],
        now: Timestamp,
    ) -> Result<CalendarEffect, AppError> {
        let mut effect = CalendarEffect::default();
        effect.days.extend(days.iter().map(|day| DayEffect {
            date: day.date,
            before: day.before,
            after: day.after,
            name: String::new(),
        }));
        if let (Some(first), Some(last)) = (days.first(), days.last()) {
            let today = self.zone.date(now);
            let after_made = held.made_through.and_then(|made| made.succ_opt()).unwrap_or(today);
            let from = first.date.max(after_made).max(today);
            let batches = batch_differences(&held.calendar, after, from, last.date);
            effect.batches = batches.iter().map(BatchEffect::from).collect();
        }
        for id in store::calendar::open_tasks(&mut held.transaction).await? {
            let Some(task) = store::task::hold(&mut held.transaction, &id).await? else { continue };
            let calendars = [&held.calendar, after];
            let moved = self.move_task(&mut held.transaction, &task, calendars, now).await?;
            effect.tasks_total += u64::from(moved.is_some());
            effect.tasks.extend(moved.filter(|_| effect.tasks.len() < TASKS_MAX));
        }
        Ok(effect)
    }

    /// Gives a task the dates of the second calendar where they differ from those of the first.
    async fn move_task(
        &self,
        transaction: &mut Transaction,
        task: &TaskRow,
        [before, after]: [&Calendar; 2],
        now: Timestamp,
    ) -> Result<Option<TaskEffect>, AppError> {
        let phone_count = batch_tasks::phones(transaction, task).await?.len().max(1);
        let spoken_on = self.household_spoken_on(transaction, task).await?;
        let facts = task_facts(task, phone_count, spoken_on)?;
        let attempts = batch_tasks::attempts(transaction, task).await?;
        let book = self.rules_of(task).await?;
        let dates_by = |calendar| -> Result<TaskDates, AppError> {
            let rules = task_rules(self, &book, calendar, task)?;
            let deadlines = rules.deadlines(&facts);
            // A call that is on plans its next attempt when it ends.
            let is_waiting = matches!(task.state.as_str(), "waiting" | "scheduled");
            let next = is_waiting.then(|| rules.next_step(&facts, &attempts, now));
            let next_attempt_at = match next {
                Some(NextStep::Attempt { not_before, .. }) => Some(not_before),
                _ => None,
            };
            let is_provisional = deadlines.provisional;
            let (due_at, closes_at) = (deadlines.due_at, deadlines.closes_at);
            let due_on = deadlines.due_on;
            let due_notes = DueNote::join(&deadlines.notes);
            Ok(TaskDates { due_at, closes_at, next_attempt_at, is_provisional, due_on, due_notes })
        };
        let (old, new) = (dates_by(before)?, dates_by(after)?);
        if old == new {
            return Ok(None);
        }
        let kept = |same: bool, stored: i64, new: Timestamp| if same { stored } else { new.0 };
        let next_is_same = old.next_attempt_at == new.next_attempt_at;
        let next = new.next_attempt_at.map(|at| at.0);
        let effect = TaskEffect {
            task_id: task.id.clone(),
            request_no: task.request_no.clone(),
            center_code: task.center_code.clone(),
            due_before_ms: task.due_at,
            due_after_ms: kept(old.due_at == new.due_at, task.due_at, new.due_at),
            closes_before_ms: task.closes_at,
            closes_after_ms: kept(old.closes_at == new.closes_at, task.closes_at, new.closes_at),
            next_before_ms: task.next_attempt_at,
            next_after_ms: if next_is_same { task.next_attempt_at } else { next },
        };
        let dates = TaskDates {
            due_at: Timestamp(effect.due_after_ms),
            closes_at: Timestamp(effect.closes_after_ms),
            next_attempt_at: effect.next_after_ms.map(Timestamp),
            is_provisional: new.is_provisional,
            due_on: new.due_on,
            due_notes: new.due_notes,
        };
        store::calendar::move_task(transaction, &task.id, task.revision, dates).await?;
        transaction.note(moved(&effect, now));
        let is_same = effect.due_before_ms == effect.due_after_ms
            && effect.closes_before_ms == effect.closes_after_ms
            && effect.next_before_ms == effect.next_after_ms;
        Ok((!is_same).then_some(effect))
    }
}

/// That a task got other dates, for its page.
fn moved(effect: &TaskEffect, at: Timestamp) -> Event {
    let body = json!({
        "due_before_ms": effect.due_before_ms,
        "due_after_ms": effect.due_after_ms,
        "closes_before_ms": effect.closes_before_ms,
        "closes_after_ms": effect.closes_after_ms,
        "next_before_ms": effect.next_before_ms,
        "next_after_ms": effect.next_after_ms,
    });
    let (kind, subject_kind) = ("task_rescheduled", "task");
    Event { at, kind, subject_kind, subject_id: effect.task_id.clone(), body }
}
