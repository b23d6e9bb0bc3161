//! Callback coverage of a month, per center and kind, against the rate of the rules.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::App;
use super::error::AppError;
use super::stored;
use crate::domain::callback::task::TaskState;
use crate::domain::coded::Coded;
use crate::domain::coverage::{Coverage, CoverageFacts, Standing, TaskProgress, coverage};
use crate::domain::figures::Month;
use crate::domain::rules::{Matter, Rate, RuleBook};
use crate::domain::service_request::ServiceRequestKind;
use crate::domain::timestamp::Timestamp;
use crate::store;
use crate::store::coverage::CoverageRow;

/// How a center stands to its rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CoverageState {
    /// There is nothing to call back.
    Nothing,
    /// The rate is kept.
    Met,
    /// More attempts are needed, and there is still time.
    Needed,
    /// The rate cannot be kept any more.
    Missed,
}

/// The coverage of one center and kind in a month; without a center, of the company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CoverageLine {
    pub center_code: Option<String>,
    pub center_name: String,
    pub kind: String,
    /// The rates the rules ask for, such as `1/1`; several where the rules tell matters of a kind
    /// apart.
    pub rates: Vec<String>,
    pub eligible: u64,
    /// How many the rates ask for.
    pub required: u64,
    pub selected: u64,
    pub attempted: u64,
    pub reached: u64,
    pub completed: u64,
    /// `attempted/eligible`, unreduced; null where nothing is eligible.
    pub coverage: Option<String>,
    /// `in time/due`, unreduced; null where nothing is due yet.
    pub timeliness: Option<String>,
    pub state: CoverageState,
    /// Attempts still needed, or missing for good.
    pub missing: u64,
    /// By when those that are still needed have to be made.
    pub by_ms: Option<i64>,
}

/// The coverage of a month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CoverageView {
    /// The month of completion, `2026-11`.
    pub month: String,
    /// What is known by then counts; a task that closes later counts until it does.
    pub cut_off_at_ms: i64,
    /// Whether nothing can change any more.
    pub closed: bool,
    pub provisional: bool,
    /// By kind and center; every center appears under every kind that was called back.
    pub lines: Vec<CoverageLine>,
    /// The company, by kind.
    pub company: Vec<CoverageLine>,
}

/// One batch's part of a center's coverage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CoverageDay {
    pub batch_date: NaiveDate,
    pub eligible: u64,
    pub selected: u64,
    pub attempted: u64,
    pub in_time: u64,
    pub due: u64,
    /// Nobody has tried them yet.
    pub open: u64,
}

/// A key of the lines: kind, then center.
type Key = (ServiceRequestKind, String);

impl App {
    /// Counts the coverage of a month.
    ///
    /// # Errors
    /// `figures.bad_month`.
    pub async fn callback_coverage(
        &self,
        month: &str,
        now: Timestamp,
    ) -> Result<CoverageView, AppError> {
        let month = coverage_month(month)?;
        let cut_off = month.cut_off(&self.calendar(), self.zone);
        let book = self.refresh_rules().await?;
        let rows =
            store::coverage::rows(&self.database, month.first_day(), month.last_day()).await?;
        let mut groups: BTreeMap<Key, Vec<CoverageFacts>> = BTreeMap::new();
        for row in &rows {
            let kind: ServiceRequestKind = stored::code("kind", &row.kind)?;
            let Some(facts) = self.coverage_facts(&book, row)? else { continue };
            groups.entry((kind, row.center_code.clone())).or_default().push(facts);
        }
        let kinds: BTreeSet<ServiceRequestKind> = groups.keys().map(|(kind, _)| *kind).collect();
        let centers = store::result::centers(&self.database).await?;
        let tasks = groups.values().flatten().filter_map(|facts| facts.task);
        let is_running = tasks.into_iter().any(|task| task.is_running(now, cut_off.at));
        let (mut lines, mut company) = (Vec::new(), Vec::new());
        for kind in kinds {
            let of_kind = centers.iter().map(|(code, name)| {
                let facts = groups.remove(&(kind, code.clone())).unwrap_or_default();
                line((Some(code.clone()), name.clone()), kind, &facts, now, cut_off.at)
            });
            let of_kind: Vec<CoverageLine> = of_kind.collect();
            company.push(sum(kind, &of_kind));
            lines.extend(of_kind);
        }
        Ok(CoverageView {
            month: month.to_string(),
            cut_off_at_ms: cut_off.at.0,
            closed: now > cut_off.at && !is_running,
            provisional: cut_off.provisional,
            lines,
            company,
        })
    }

    /// The batches a center's coverage of a month consists of, oldest first.
    ///
    /// # Errors
    /// `figures.bad_month`.
    pub async fn coverage_days(
        &self,
        month: &str,
        center_code: &str,
        kind: &str,
        now: Timestamp,
    ) -> Result<Vec<CoverageDay>, AppError> {
        let month = coverage_month(month)?;
        let cut_off = month.cut_off(&self.calendar(), self.zone);
        let book = self.refresh_rules().await?;
        let rows =
            store::coverage::rows(&self.database, month.first_day(), month.last_day()).await?;
        let own = rows.iter().filter(|row| row.center_code == center_code && row.kind == kind);
        let mut days: BTreeMap<NaiveDate, Vec<CoverageFacts>> = BTreeMap::new();
        for row in own {
            let Some(facts) = self.coverage_facts(&book, row)? else { continue };
            days.entry(stored::date(&row.batch_date)?).or_default().push(facts);
        }
        let day = |(batch_date, facts): (NaiveDate, Vec<CoverageFacts>)| {
            let counts = coverage(&facts, now, cut_off.at).counts;
            CoverageDay {
                batch_date,
                eligible: counts.eligible,
                selected: counts.selected,
                attempted: counts.attempted,
                in_time: counts.in_time,
                due: counts.due,
                open: counts.open,
            }
        };
        Ok(days.into_iter().map(day).collect())
    }

    fn coverage_facts(
        &self,
        book: &RuleBook,
        row: &CoverageRow,
    ) -> Result<Option<CoverageFacts>, AppError> {
        let Some(rate) = rate_that_applied(book, row)? else { return Ok(None) };
        let task = match (&row.task_state, row.due_at, row.closes_at) {
            (Some(state), Some(due_at), Some(closes_at)) => {
                let state: TaskState = stored::code("task state", state)?;
                Some(TaskProgress {
                    earliest_at: row.next_attempt_at.map(Timestamp),
                    due_at: Timestamp(due_at),
                    closes_at: Timestamp(closes_at),
                    first_attempt_at: row.first_attempt_at.map(Timestamp),
                    reached_at: row.reached_at.map(Timestamp),
                    completed_at: row.answered_at.map(Timestamp),
                    is_open: !state.is_closed(),
                })
            }
            _ => None,
        };
        Ok(Some(CoverageFacts { rate, task }))
    }
}

/// The rate that applied to a matter: that of the line its place was given by. Places made before
/// lines were kept go by the matter as it is today, in the pack and version of their batch.
fn rate_that_applied(book: &RuleBook, row: &CoverageRow) -> Result<Option<Rate>, AppError> {
    let matter = Matter {
        kind: stored::code("kind", &row.kind)?,
        severity: stored::code("severity", &row.severity)?,
        status: stored::code("status", &row.status)?,
        paid: row.is_paid,
        against_manager: false,
    };
    let version = u32::try_from(row.rule_pack_version).unwrap_or(0);
    let pack = book.version(&row.rule_pack, version);
    let line = pack.and_then(|pack| {
        let stored = row.rule_line.as_deref().and_then(|number| pack.line(number));
        stored.or_else(|| pack.rule_for(&matter))
    });
    Ok(line.map(|line| line.rate))
}

fn coverage_month(month: &str) -> Result<Month, AppError> {
    Month::parse(month).map_err(|error| {
        AppError::invalid("figures.bad_month", error.to_string()).hint("write it as 2026-11")
    })
}

fn line(
    (center_code, center_name): (Option<String>, String),
    kind: ServiceRequestKind,
    facts: &[CoverageFacts],
    now: Timestamp,
    cut_off: Timestamp,
) -> CoverageLine {
    let rates: BTreeSet<String> = facts.iter().map(|fact| fact.rate.to_string()).collect();
    let Coverage { counts, standing } = coverage(facts, now, cut_off);
    let (state, missing, by_ms) = match standing {
        Standing::Nothing => (CoverageState::Nothing, 0, None),
        Standing::Met => (CoverageState::Met, 0, None),
        Standing::Needed { count, by } => (CoverageState::Needed, count, Some(by.0)),
        Standing::Missed { short } => (CoverageState::Missed, short, None),
    };
    CoverageLine {
        center_code,
        center_name,
        kind: kind.code().to_owned(),
        rates: rates.into_iter().collect(),
        eligible: counts.eligible,
        required: counts.required,
        selected: counts.selected,
        attempted: counts.attempted,
        reached: counts.reached,
        completed: counts.completed,
        coverage: fraction(counts.attempted, counts.eligible),
        timeliness: fraction(counts.in_time, counts.due),
        state,
        missing,
        by_ms,
    }
}

fn fraction(numerator: u64, denominator: u64) -> Option<String> {
    (denominator > 0).then(|| format!("{numerator}/{denominator}"))
}

/// The centers' lines added up; the company stands as its worst center does.
fn sum(kind: ServiceRequestKind, lines: &[CoverageLine]) -> CoverageLine {
    let total = |count: fn(&CoverageLine) -> u64| lines.iter().map(count).sum::<u64>();
    let rates: BTreeSet<String> = lines.iter().flat_map(|line| line.rates.clone()).collect();
    let has = |state| lines.iter().any(|line| line.state == state);
    let worst = [CoverageState::Missed, CoverageState::Needed, CoverageState::Met];
    let state = worst.into_iter().find(|state| has(*state)).unwrap_or(CoverageState::Nothing);
    let of_state = lines.iter().filter(|line| line.state == state);
    let (in_time, due) = lines
        .iter()
        .filter_map(|line| parts(line.timeliness.as_deref()?))
        .fold((0, 0), |(numerator, denominator), (more, of)| (numerator + more, denominator + of));
    CoverageLine {
        center_code: None,
        center_name: String::new(),
        kind: kind.code().to_owned(),
        rates: rates.into_iter().collect(),
        eligible: total(|line| line.eligible),
        required: total(|line| line.required),
        selected: total(|line| line.selected),
        attempted: total(|line| line.attempted),
        reached: total(|line| line.reached),
        completed: total(|line| line.completed),
        coverage: fraction(total(|line| line.attempted), total(|line| line.eligible)),
        timeliness: fraction(in_time, due),
        state,
        missing: of_state.clone().map(|line| line.missing).sum(),
        by_ms: of_state.filter_map(|line| line.by_ms).max(),
    }
}

fn parts(fraction: &str) -> Option<(u64, u64)> {
    let (numerator, denominator) = fraction.split_once('/')?;
    Some((numerator.parse().ok()?, denominator.parse().ok()?))
}
