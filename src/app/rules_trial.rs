//! What another pack would have done to a period, beside what the packs in use would have.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use serde::Serialize;
use utoipa::ToSchema;

use super::App;
use super::batch::{DoNotCall, completion_facts};
use super::error::AppError;
use super::rules::Sentence;
use super::rules_packs::{newest_version, no_such_pack};
use super::stored;
use crate::domain::calendar::Slot;
use crate::domain::callback::trial::{TrialCompletion, TrialInput, TrialOutcome, try_pack};
use crate::domain::coded::Coded;
use crate::domain::rules::RulePack;
use crate::domain::timestamp::Timestamp;
use crate::store;

/// Seconds of talk a callback is reckoned at while no call has been measured.
const TALK_SECS_ASSUMED: i64 = 180;
/// The longest period, in days.
const DAYS_MAX: i64 = 400;

/// Which pack is tried on what.
#[derive(Clone, Debug)]
pub struct TrialQuery {
    pub pack: String,
    /// First day of completion.
    pub from: NaiveDate,
    /// Last day of completion.
    pub to: NaiveDate,
    /// One center only.
    pub center: Option<String>,
    /// Seconds of talk a callback; measured when absent.
    pub talk_secs: Option<u32>,
}

/// A pack tried on a period, beside what is used today.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct TrialView {
    pub pack: String,
    pub pack_version: u32,
    pub pack_title: Sentence,
    /// Callers it names who have no seat here.
    pub unworked: Vec<UnworkedRole>,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub center: Option<String>,
    /// Completions of the period, whatever their kind.
    pub completions: u64,
    /// Seconds of talk a callback is reckoned at.
    pub talk_secs: i64,
    /// How many calls that was measured on; 0 when it was told or assumed.
    pub talk_measured_on: i64,
    /// The pack tried.
    pub tried: Trial,
    /// The packs the centers used or use.
    pub in_use: Trial,
}

/// A caller a pack names who has no seat here, so that nobody would make these callbacks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct UnworkedRole {
    pub role: &'static str,
    /// The titles of the lines that would fall to it.
    pub lines: Vec<Sentence>,
}

/// What a pack does to the period.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Trial {
    /// Completions of the kinds it names.
    pub completed: u64,
    pub tasks: u64,
    pub excluded: BTreeMap<&'static str, u64>,
    /// By batch date.
    pub days: Vec<TrialDay>,
    /// By kind and by who calls.
    pub work: Vec<TrialWork>,
    /// Seconds of talk in all.
    pub talk_secs: i64,
    /// By kind, where a rate below 1 applies.
    pub rates: Vec<TrialRate>,
    /// First tried by the due time, of those tried in fact.
    pub in_time: u64,
    pub late: u64,
    pub never_tried: u64,
    /// Due before the batch that makes the task: nobody can be in time.
    pub due_before_batch: u64,
}

/// One batch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TrialDay {
    pub date: NaiveDate,
    pub completed: u64,
    pub tasks: u64,
}

/// The tasks of one kind for one role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TrialWork {
    pub kind: &'static str,
    pub role: &'static str,
    pub tasks: u64,
}

/// How many of a kind were eligible under a rate below 1, and how many of them it selects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TrialRate {
    pub kind: &'static str,
    pub eligible: u64,
    pub selected: u64,
}

impl App {
    /// Tries a pack's newest version on a period. Stores nothing.
    ///
    /// # Errors
    /// `rules.no_such_pack`; `rules.bad_period` with `days_max`.
    pub async fn try_rules(
        &self,
        query: &TrialQuery,
        now: Timestamp,
    ) -> Result<TrialView, AppError> {
        let days = (query.to - query.from).num_days();
        if !(0..=DAYS_MAX).contains(&days) {
            let sentence =
                format!("a period begins before it ends and has at most {DAYS_MAX} days");
            return Err(AppError::invalid("rules.bad_period", sentence).with("days_max", DAYS_MAX));
        }
        let book = self.refresh_rules().await?;
        let tried = newest_version(&book, &query.pack).ok_or_else(|| no_such_pack(&query.pack))?;
        let completions = self.trial_completions(query, now).await?;
        let (talk_secs, talk_measured_on) = self.talk_secs(query).await?;
        let calendar = self.calendar();
        let outcome = |tried| {
            try_pack(&TrialInput {
                book: &book,
                tried,
                calendar: &calendar,
                zone: self.zone,
                secret: &self.secret,
                completions: &completions,
            })
        };
        let trial = |outcome: TrialOutcome| Trial::of(&outcome, talk_secs);
        Ok(TrialView {
            pack: tried.id.clone(),
            pack_version: tried.version,
            pack_title: tried.title.clone().into(),
            unworked: UnworkedRole::of(tried),
            from: query.from,
            to: query.to,
            center: query.center.clone(),
            completions: completions.len() as u64,
            talk_secs,
            talk_measured_on,
            tried: trial(outcome(Some(tried))),
            in_use: trial(outcome(None)),
        })
    }

    async fn trial_completions(
        &self,
        query: &TrialQuery,
        now: Timestamp,
    ) -> Result<Vec<TrialCompletion>, AppError> {
        let (from, to) = (query.from.to_string(), query.to.to_string());
        let center = query.center.as_deref();
        let rows = store::rule_trial::completions(&self.database, &from, &to, center).await?;
        let tried = store::rule_trial::first_attempts(&self.database, &from, &to).await?;
        let tried: BTreeMap<String, i64> =
            tried.into_iter().map(|row| (row.completion_id, row.started_at)).collect();
        let mut transaction = self.database.begin().await?;
        let listed = DoNotCall::load(self, &mut transaction, now).await?;
        drop(transaction);
        let completion = |row: store::batch::UnplacedRow| {
            Ok(TrialCompletion {
                facts: completion_facts(&row, false, &listed)?,
                residency: stored::maybe_code("residency kind", row.residency_kind.as_deref())?,
                preferred: row.preferred_time.as_deref().and_then(Slot::read),
                tried_at: tried.get(&row.completion_id).copied().map(Timestamp),
                words: row.matter,
            })
        };
        rows.into_iter().map(completion).collect()
    }

    /// Seconds of talk a callback, and how many calls of the period that is measured on.
    async fn talk_secs(&self, query: &TrialQuery) -> Result<(i64, i64), AppError> {
        if let Some(told) = query.talk_secs {
            return Ok((i64::from(told), 0));
        }
        let after = query.to.checked_add_days(Days::new(31)).unwrap_or(query.to);
        let (from, until) = (self.zone.start_of(query.from), self.zone.start_of(after));
        let (talk_ms, calls) = store::rule_trial::talk(&self.database, from, until).await?;
        Ok(match calls {
            0 => (TALK_SECS_ASSUMED, 0),
            _ => (talk_ms / calls / 1000, calls),
        })
    }
}

impl UnworkedRole {
    /// Those of a pack, by role.
    pub(super) fn of(pack: &RulePack) -> Vec<Self> {
        let by_role = pack.lines_without_seat().into_iter().map(|(role, lines)| {
            let mut titles: Vec<Sentence> = Vec::new();
            for title in lines.into_iter().map(|line| Sentence::from(line.title.clone())) {
                if !titles.contains(&title) {
                    titles.push(title);
                }
            }
            Self { role: role.code(), lines: titles }
        });
        by_role.collect()
    }
}

impl Trial {
    fn of(outcome: &TrialOutcome, talk_secs: i64) -> Self {
        let tasks = outcome.task_count();
        let days = outcome.days.iter().map(|(date, (completed, tasks))| TrialDay {
            date: *date,
            completed: *completed,
            tasks: *tasks,
        });
        let work = outcome.tasks.iter().map(|((kind, role), tasks)| TrialWork {
            kind: kind.code(),
            role: role.code(),
            tasks: *tasks,
        });
        let rates = outcome.rates.iter().map(|(kind, (eligible, selected))| TrialRate {
            kind: kind.code(),
            eligible: *eligible,
            selected: *selected,
        });
        Self {
            completed: outcome.completed_count(),
            tasks,
            excluded: outcome.excluded.iter().map(|(why, n)| (why.code(), *n)).collect(),
            days: days.collect(),
            work: work.collect(),
            talk_secs: talk_secs.saturating_mul(i64::try_from(tasks).unwrap_or(i64::MAX)),
            rates: rates.collect(),
            in_time: outcome.due.in_time,
            late: outcome.due.late,
            never_tried: outcome.due.never_tried,
            due_before_batch: outcome.due.before_batch,
        }
    }
}
