//! Why a callback is due when it is: every line of the pack with how it stands to the matter.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::App;
use super::error::AppError;
use super::rules::Sentence;
use super::rules_packs::{CallerView, RuleLineView};
use super::stored;
use crate::domain::calendar::Slot;
use crate::domain::callback::deadlines::Deadlines;
use crate::domain::callback::task::{TaskFacts, TaskRules};
use crate::domain::coded::Coded;
use crate::domain::household::ResidencyKind;
use crate::domain::rules::{
    CallbackRule, CallingClass, DueNote, DueReason, Matter, Mismatch, RuleBook, RulePack, Standing,
};
use crate::domain::timestamp::Timestamp;
use crate::store::{self, rule::CompletionRow};

/// How the rules see a request. Holds no personal data.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct RuleExplanation {
    pub request_no: String,
    pub kind: String,
    pub status: String,
    /// One for each time it was completed, the latest first; empty while it is not finished.
    pub completions: Vec<Explanation>,
}

/// How the rules see one completion.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Explanation {
    pub completed_at_ms: i64,
    pub kind: String,
    pub severity: String,
    pub status: String,
    pub paid: bool,
    pub against_manager: bool,
    pub center_code: String,
    pub center_name: String,
    /// Of the batch that has it, or would have it.
    pub batch_date: NaiveDate,
    /// Whether it arrived after the batch of its own day was made, so that a later one has it.
    pub late: bool,
    /// `task`, `excluded`, or null while no batch has it.
    pub place: Option<String>,
    pub role: Option<String>,
    /// Why no task was made.
    pub reason: Option<String>,
    pub merged_into: Option<String>,
    pub task_id: Option<String>,
    pub pack: String,
    pub pack_version: u32,
    pub pack_title: Sentence,
    /// The first moment it may be called; null, as what follows, when no line applies or its batch
    /// left it out.
    pub earliest_at_ms: Option<i64>,
    pub due_at_ms: Option<i64>,
    pub closes_at_ms: Option<i64>,
    pub due_reason: Option<Sentence>,
    pub lines: Vec<LineVerdictView>,
    pub callers: Vec<CallerVerdictView>,
}

/// A line with how it stands to the matter.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct LineVerdictView {
    pub line: RuleLineView,
    /// `applies`, `applies_elsewhere`, `taken_before` or `not`.
    pub standing: &'static str,
    /// Why not: `kind`, `severity`, `paid`, `status`.
    pub against: Vec<&'static str>,
    /// The number of the line that was taken before it.
    pub taken_by: Option<String>,
}

/// A line of the table of callers with how it stands.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct CallerVerdictView {
    pub caller: CallerView,
    pub fits: bool,
    /// Whether it is the first that fits, so that it holds.
    pub holds: bool,
}

impl App {
    /// How the rules see a request: by the version its place was given by, else by the one its
    /// center uses for its batch.
    ///
    /// # Errors
    /// `rules.no_such_request`.
    pub async fn explain_rules(&self, request_no: &str) -> Result<RuleExplanation, AppError> {
        let request = store::rule::request(&self.database, request_no).await?.ok_or_else(|| {
            let sentence = format!("there is no request {request_no}");
            AppError::not_found("rules.no_such_request", sentence)
                .with("request_no", request_no)
                .hint("write the number as the work-order system has it")
        })?;
        let book = self.refresh_rules().await?;
        let rows = store::rule::completions_of(&self.database, request_no).await?;
        let made = self.batches_made().await?;
        let completions = rows.into_iter().map(|row| self.explain(&book, made, row));
        Ok(RuleExplanation {
            request_no: request_no.to_owned(),
            kind: request.kind,
            status: request.status,
            completions: completions.collect::<Result<_, _>>()?,
        })
    }

    async fn batches_made(&self) -> Result<Option<BatchesMade>, AppError> {
        let mut transaction = self.database.begin().await?;
        let history_start = store::batch::history_start(&mut transaction).await?;
        let newest = store::rule::newest_batch(&mut transaction).await?;
        let (Some(history_start), Some(newest)) = (history_start, newest) else { return Ok(None) };
        let history_start = stored::date(&history_start)?;
        Ok(Some(BatchesMade { history_start, newest: stored::date(&newest)? }))
    }

    /// The batch that has a completion or would have it, and whether it arrived late for its own.
    fn batch_of(
        &self,
        book: &RuleBook,
        made: Option<BatchesMade>,
        row: &CompletionRow,
        matter: &Matter,
    ) -> Result<(NaiveDate, bool), AppError> {
        if let Some(date) = &row.batch_date {
            return Ok((stored::date(date)?, row.is_late == Some(true)));
        }
        let completed_on = self.zone.date(Timestamp(row.completed_at));
        let own = self.calendar().next_workday(completed_on).value;
        // As the batch has it: what is history, was opened again or was passed over never comes.
        let is_late = |made: &BatchesMade| {
            let was_called = book.pack_of(&row.center_code, own).rule_for(matter).is_some();
            let is_history = completed_on < made.history_start;
            own <= made.newest && !is_history && row.reopened_at.is_none() && was_called
        };
        Ok(match made.filter(is_late) {
            Some(made) => (self.calendar().next_workday(made.newest).value, true),
            None => (own, false),
        })
    }

    fn explain(
        &self,
        book: &RuleBook,
        made: Option<BatchesMade>,
        row: CompletionRow,
    ) -> Result<Explanation, AppError> {
        let matter = matter_of(&row)?;
        let (batch_date, late) = self.batch_of(book, made, &row, &matter)?;
        let pack =
            used_pack(book, &row).unwrap_or_else(|| book.pack_of(&row.center_code, batch_date));
        let verdicts = pack.verdicts(&matter);
        let applies = |wanted: Standing| {
            verdicts.iter().find(|verdict| verdict.standing == wanted).map(|verdict| verdict.line)
        };
        let line = applies(Standing::Applies).or_else(|| applies(Standing::AppliesElsewhere));
        let is_excluded = row.place.as_deref() == Some("excluded");
        let due_line = line.filter(|_| !is_excluded);
        let due = due_line.map(|line| self.due(pack, line, batch_date, &row)).transpose()?;
        let holding = pack.callers.iter().position(|caller| caller.covers(&matter));
        let callers = pack.callers.iter().enumerate().map(|(index, caller)| CallerVerdictView {
            caller: CallerView::of(caller),
            fits: caller.covers(&matter),
            holds: holding == Some(index),
        });
        let role = line.filter(|line| line.by_batch).map(|_| pack.caller_for(&matter).code());
        Ok(Explanation {
            completed_at_ms: row.completed_at,
            batch_date,
            late,
            pack: pack.id.clone(),
            pack_version: pack.version,
            pack_title: pack.title.clone().into(),
            earliest_at_ms: due.as_ref().map(|due| due.earliest_at.0),
            due_at_ms: due.as_ref().map(|due| due.due_at.0),
            closes_at_ms: due.as_ref().map(|due| due.closes_at.0),
            due_reason: due.map(|due| due.sentence),
            lines: verdicts.into_iter().map(verdict).collect(),
            callers: callers.collect(),
            role: row.role.or_else(|| role.map(str::to_owned)),
            kind: row.kind,
            severity: row.severity,
            status: row.status,
            paid: row.is_paid,
            against_manager: row.against_manager,
            center_code: row.center_code,
            center_name: row.center_name,
            place: row.place,
            reason: row.reason,
            merged_into: row.merged_into,
            task_id: row.task_id,
        })
    }

    /// The due time: as stored with the task, else as the line has it.
    fn due(
        &self,
        pack: &RulePack,
        line: &CallbackRule,
        batch_date: NaiveDate,
        row: &CompletionRow,
    ) -> Result<ExplainedDue, AppError> {
        let completed_at = Timestamp(row.completed_at);
        let calendar = self.calendar();
        let quiet = calendar.quiet_of(&row.center_code);
        let zone = self.zone;
        let rules = TaskRules { pack, rule: line, calendar: &calendar, quiet, zone };
        let facts = task_facts(pack, batch_date, row)?;
        let mut deadlines: Deadlines = rules.deadlines(&facts);
        if let (Some(due_at), Some(closes_at)) = (row.due_at, row.closes_at) {
            deadlines.due_at = Timestamp(due_at);
            deadlines.closes_at = Timestamp(closes_at);
            if let Some(due_on) = &row.due_on {
                deadlines.due_on = stored::date(due_on)?;
                deadlines.notes = DueNote::split(row.due_notes.as_deref().unwrap_or_default());
            }
        }
        let hours = pack.calling_hours(facts.class, &calendar, self.zone);
        let earliest_at = hours.next_opening(deadlines.not_before);
        let reason = DueReason {
            line,
            completed_at: Some(completed_at),
            due_at: deadlines.due_at,
            due_on: deadlines.due_on,
            notes: &deadlines.notes,
            zone: self.zone,
        };
        Ok(ExplainedDue {
            earliest_at: earliest_at.unwrap_or(deadlines.not_before),
            due_at: deadlines.due_at,
            closes_at: deadlines.closes_at,
            sentence: reason.sentence().into(),
        })
    }
}

/// Which batches there are.
#[derive(Clone, Copy)]
struct BatchesMade {
    /// What was completed before is in none.
    history_start: NaiveDate,
    newest: NaiveDate,
}

struct ExplainedDue {
    earliest_at: Timestamp,
    due_at: Timestamp,
    closes_at: Timestamp,
    sentence: Sentence,
}

fn used_pack<'a>(book: &'a RuleBook, row: &CompletionRow) -> Option<&'a RulePack> {
    let version = u32::try_from(row.rule_pack_version?).ok()?;
    book.version(row.rule_pack.as_deref()?, version)
}

fn matter_of(row: &CompletionRow) -> Result<Matter, AppError> {
    Ok(Matter {
        kind: stored::code("kind", &row.kind)?,
        severity: stored::code("severity", &row.severity)?,
        status: stored::code("status", &row.status)?,
        paid: row.is_paid,
        against_manager: row.against_manager,
    })
}

fn task_facts(
    pack: &RulePack,
    batch_date: NaiveDate,
    row: &CompletionRow,
) -> Result<TaskFacts, AppError> {
    let residency: Option<ResidencyKind> =
        stored::maybe_code("residency kind", row.residency_kind.as_deref())?;
    let class = CallingClass {
        kind: stored::code("kind", &row.kind)?,
        severity: stored::code("severity", &row.severity)?,
        safety: pack.is_safety_matter(row.matter.reveal()),
        residency: residency.filter(|kind| *kind == ResidencyKind::Organization),
    };
    Ok(TaskFacts {
        class,
        batch_date,
        completed_at: Some(Timestamp(row.completed_at)),
        preferred: row.preferred_time.as_deref().and_then(Slot::read),
        phone_count: 1,
        center_on_duty: false,
        household_spoken_on: None,
        appointment: None,
    })
}

fn verdict(verdict: crate::domain::rules::LineVerdict<'_>) -> LineVerdictView {
    let line = RuleLineView::of(verdict.line);
    let (standing, against, taken_by) = match verdict.standing {
        Standing::Applies => ("applies", Vec::new(), None),
        Standing::AppliesElsewhere => ("applies_elsewhere", Vec::new(), None),
        Standing::TakenBefore { by } => ("taken_before", Vec::new(), Some(by)),
        Standing::Not(against) => ("not", against, None),
    };
    let against = against.into_iter().map(Mismatch::code).collect();
    LineVerdictView { line, standing, against, taken_by }
}
