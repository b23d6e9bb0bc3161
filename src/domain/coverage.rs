//! Callback coverage (回访覆盖率): how many of a month's matters were called back against the rate
//! the rules ask for, and what is still needed.
//!
//! The rate governs attempts: 100 % attempted, with reached and completed shown apart.
//! Whether the first attempt was made within its limit is a second number. Like the figures, a
//! month counts what is known at its cut-off.

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
    /// By when the first attempt is due.
    pub due_at: Timestamp,
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
        /// The limit of the last of them, or the month's cut-off if that has passed or is earlier.
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

/// Counts the eligible completions of a center, kind and month at `now`. Matters with different
/// rates (paid ones, others) each have their own share, rounded up, and the shares are added.
pub fn coverage(facts: &[CoverageFacts], now: Timestamp, cut_off: Timestamp) -> Coverage {
    let counted_until = now.min(cut_off);
    let (mut counts, mut open_dues) = (CoverageCounts::default(), Vec::new());
    let mut by_rate: BTreeMap<String, (Rate, u64)> = BTreeMap::new();
    for fact in facts {
        counts.eligible += 1;
        by_rate.entry(fact.rate.to_string()).or_insert((fact.rate, 0)).1 += 1;
        let Some(task) = &fact.task else { continue };
        counts.add(task, counted_until);
        if task.first_attempt_at.is_none() && task.is_open {
            open_dues.push(task.due_at);
        }
    }
    counts.required = by_rate.values().map(|(rate, eligible)| rate.of(*eligible)).sum();
    counts.open = open_dues.len() as u64;
    Coverage { standing: standing(&counts, open_dues, now, cut_off), counts }
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

fn standing(
    counts: &CoverageCounts,
    mut open_dues: Vec<Timestamp>,
    now: Timestamp,
    cut_off: Timestamp,
) -> Standing {
    if counts.eligible == 0 {
        return Standing::Nothing;
    }
    let missing = counts.required.saturating_sub(counts.attempted);
    if missing == 0 {
        return Standing::Met;
    }
    let callable = if now > cut_off { 0 } else { counts.open };
    if callable < missing {
        return Standing::Missed { short: missing - callable };
    }
    open_dues.sort_unstable();
    let last = usize::try_from(missing - 1).ok().and_then(|index| open_dues.get(index).copied());
    let by = last.filter(|due| *due >= now).map_or(cut_off, |due| due.min(cut_off));
    Standing::Needed { count: missing, by }
}
