//! Callback coverage (回访覆盖率): how many of a month's matters were called back against the rate
//! the rules ask for, and what is still needed.
//!
//! The rate governs attempts: 100 % attempted, with reached and completed shown apart.
//! Whether the first attempt was made within its limit is a second number. Like the figures, a
//! month counts what is known at its cut-off; a task whose term runs past it
//! is counted until it closes.

use std::collections::BTreeMap;

use super::rules::Rate;
use super::timestamp::Timestamp;

/// One completion of the month that is eligible: it has a task, or was left out only because the
/// rate was kept without it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverageFacts {
    /// The share the rules in force for its batch ask for.
    pub rate: Rate,
    /// Its task; none when the rate left it out.
    pub task: Option<TaskProgress>,
}

/// How far a task has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TaskProgress {
    /// Nobody calls before; none when it may be called at once.
    pub earliest_at: Option<Timestamp>,
    /// By when the first attempt is due.
    pub due_at: Timestamp,
    /// When it closes.
    pub closes_at: Timestamp,
    /// When the resident's number was first dialled.
    pub first_attempt_at: Option<Timestamp>,
    /// When a person first answered.
    pub reached_at: Option<Timestamp>,
    /// When the satisfaction question was answered.
    pub completed_at: Option<Timestamp>,
    /// Whether it can still be called.
    pub is_open: bool,
}

/// Unreduced counts: eligible ⊇ selected ⊇ attempted ⊇ reached ⊇ completed; due ⊇ in time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CoverageCounts {
    /// Matters the rate is taken of.
    pub eligible: u64,
    /// How many of them the rate asks for, rounded up.
    pub required: u64,
    /// Given a task.
    pub selected: u64,
    /// Dialled at least once.
    pub attempted: u64,
    /// A person answered.
    pub reached: u64,
    /// The satisfaction question was answered.
    pub completed: u64,
    /// Tasks whose first attempt was made or is past its limit.
    pub due: u64,
    /// Of them, first attempted within the limit.
    pub in_time: u64,
    /// Tasks nobody has tried and that can still be called.
    pub open: u64,
}

/// How the counts stand to the rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// There is nothing to call back.
    Nothing,
    /// The rate is kept.
    Met,
    /// So many attempts more are needed by then.
    Needed {
        /// How many.
        count: u64,
        /// The limit of the last of them; if that has passed, until when its call still counts.
        by: Timestamp,
    },
    /// The rate cannot be kept any more.
    Missed {
        /// How many attempts are missing for good.
        short: u64,
    },
}

/// Counts and standing of one center, kind and month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// The counts.
    pub counts: CoverageCounts,
    /// How they stand.
    pub standing: Standing,
}

impl TaskProgress {
    /// Until when it is counted: its month's cut-off, or its closing time where that is later.
    fn counted_until(&self, cut_off: Timestamp) -> Timestamp {
        cut_off.max(self.closes_at)
    }

    /// Whether a call made later than `now` may still count.
    pub fn is_running(&self, now: Timestamp, cut_off: Timestamp) -> bool {
        self.is_open && now <= self.counted_until(cut_off)
    }

    /// By when its first call is needed.
    fn needed_by(&self, now: Timestamp, cut_off: Timestamp) -> Timestamp {
        let until = self.counted_until(cut_off);
        let by = if self.due_at >= now { self.due_at.min(until) } else { until };
        self.earliest_at.map_or(by, |earliest| by.max(earliest))
    }
}

/// Counts the eligible completions of a center, kind and month at `now`. Matters with different
/// rates (paid ones, others) each have their own share, rounded up, and the shares are added.
pub fn coverage(facts: &[CoverageFacts], now: Timestamp, cut_off: Timestamp) -> Coverage {
    let (mut counts, mut callable) = (CoverageCounts::default(), Vec::new());
    let mut by_rate: BTreeMap<String, (Rate, u64)> = BTreeMap::new();
    for fact in facts {
        counts.eligible += 1;
        by_rate.entry(fact.rate.to_string()).or_insert((fact.rate, 0)).1 += 1;
        let Some(task) = &fact.task else { continue };
        counts.add(task, now.min(task.counted_until(cut_off)));
        if task.first_attempt_at.is_none() && task.is_open {
            counts.open += 1;
            callable.extend(task.is_running(now, cut_off).then_some(*task));
        }
    }
    counts.required = by_rate.values().map(|(rate, eligible)| rate.of(*eligible)).sum();
    callable.sort_unstable_by_key(|task| task.due_at);
    let dues = callable.iter().map(|task| task.needed_by(now, cut_off)).collect::<Vec<_>>();
    Coverage { standing: standing(&counts, &dues), counts }
}

impl CoverageCounts {
    fn add(&mut self, task: &TaskProgress, counted_until: Timestamp) {
        let known = |at: Option<Timestamp>| at.is_some_and(|at| at <= counted_until);
        let completed = known(task.completed_at);
        let reached = completed || known(task.reached_at);
        let attempted = reached || known(task.first_attempt_at);
        self.selected += 1;
        self.attempted += u64::from(attempted);
        self.reached += u64::from(reached);
        self.completed += u64::from(completed);
        if attempted || task.due_at < counted_until {
            self.due += 1;
            let in_time = task.first_attempt_at.is_some_and(|at| at <= task.due_at);
            self.in_time += u64::from(attempted && in_time);
        }
    }
}

/// How the counts stand, where those that can still be called are needed by these times.
fn standing(counts: &CoverageCounts, needed_by: &[Timestamp]) -> Standing {
    if counts.eligible == 0 {
        return Standing::Nothing;
    }
    let missing = counts.required.saturating_sub(counts.attempted);
    if missing == 0 {
        return Standing::Met;
    }
    let callable = needed_by.len() as u64;
    let last = usize::try_from(missing - 1).ok().and_then(|index| needed_by.get(index));
    match last {
        Some(by) => Standing::Needed { count: missing, by: *by },
        None => Standing::Missed { short: missing.saturating_sub(callable) },
    }
}
