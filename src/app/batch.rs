//! The daily batch: made once, however often and on however many nodes it is asked for.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde_json::json;

use super::App;
use super::batch_tasks;
use super::error::AppError;
use super::stored;
use crate::domain::callback::batch::{
    self, BatchInput, BatchPlan, BatchRange, CompletionFacts, EarlierPlace, Membership, Placement,
    Selected, SelectionCounts, SelectionKey,
};
use crate::domain::coded::Coded;
use crate::domain::phone;
use crate::domain::pii::Pii;
use crate::domain::rules::{CallbackRule, Matter, RuleBook, RulePack};
use crate::domain::service_request::{ServiceRequestKind, ServiceRequestStatus, is_staff_reported};
use crate::domain::timestamp::Timestamp;
use crate::store::batch::{BatchRow, NewPlace, UnplacedRow};
use crate::store::{self, Audit, Event, Transaction};

/// What asking for a batch came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BatchRun {
    /// It was made now.
    Made,
    /// It had been made before; nothing changed.
    AlreadyMade,
    /// No import has covered the working day before it yet.
    WaitingForData,
}

/// How often a batch is tried again when another node placed a completion at the same moment.
const ATTEMPTS_MAX: u32 = 5;

impl App {
    /// Makes the batch of `date`, unless it exists.
    ///
    /// # Errors
    /// `batch.not_a_workday` with the next working day; `batch.in_future` with `today`.
    pub async fn run_batch(
        &self,
        date: NaiveDate,
        actor: &str,
        now: Timestamp,
    ) -> Result<BatchRun, AppError> {
        let range = self.batch_range(date)?;
        let today = self.zone.date(now);
        if date > today {
            // Made before its day, it would miss what is finished until then, for ever.
            let sentence = format!("the batch of {date} cannot be made before its day");
            return Err(AppError::invalid("batch.in_future", sentence)
                .with("date", date.to_string())
                .with("today", today.to_string())
                .hint(format!("today is {today}: ask for today or an earlier working day")));
        }
        let mut attempt = 1;
        loop {
            match self.try_batch(&range, actor, now).await {
                // Another node took one of the completions: look again at what is left.
                Err(TryAgain::Taken) if attempt < ATTEMPTS_MAX => attempt += 1,
                Err(TryAgain::Taken) => {
                    return Err(AppError::conflict(
                        "batch.busy",
                        "other nodes keep changing the batch",
                    ));
                }
                Err(TryAgain::Failed(error)) => return Err(error),
                Ok(run) => return Ok(run),
            }
        }
    }

    /// The days whose completions the batch of `date` takes.
    ///
    /// # Errors
    /// `batch.not_a_workday` with the next working day.
    pub fn batch_range(&self, date: NaiveDate) -> Result<BatchRange, AppError> {
        batch::batch_range(&self.calendar(), date).map_err(|refusal| {
            AppError::invalid("batch.not_a_workday", refusal.to_string())
                .with("date", refusal.date.to_string())
                .with("next", refusal.next.to_string())
                .hint(format!("ask for {}", refusal.next))
        })
    }

    async fn try_batch(
        &self,
        range: &BatchRange,
        actor: &str,
        now: Timestamp,
    ) -> Result<BatchRun, TryAgain> {
        let date = range.date.to_string();
        let mut transaction = self.database.begin().await?;
        // An import must not correct a completion while it is being placed.
        store::completion::lock(&mut transaction).await?;
        if store::batch::load(&mut transaction, &date).await?.is_some() {
            return Ok(BatchRun::AlreadyMade);
        }
        if !self.is_covered(&mut transaction, range.from).await? {
            if store::batch::set_waiting(&mut transaction, &date, true, now).await? {
                transaction.note(event(now, "batch_waiting_for_data", &date, json!({})));
            }
            self.commit(transaction).await?;
            return Ok(BatchRun::WaitingForData);
        }
        // Nobody chooses another pack while the lock is held.
        let book = self.refresh_rules().await?;
        let history_start = store::batch::history_start(&mut transaction).await?;
        let batch = self.empty_batch(range, book.default_pack(range.date), now);
        if !store::batch::insert(&mut transaction, &batch).await? {
            return Ok(BatchRun::AlreadyMade);
        }
        let start = history_start.as_deref();
        let rows = self.universe(&mut transaction, &book, range, start).await?;
        let plan = self.plan(&mut transaction, &book, range.date, &rows, now).await?;
        self.store_plan(&mut transaction, &book, range, &rows, &plan, now).await?;
        store::batch::set_waiting(&mut transaction, &date, false, now).await?;
        let counts = serde_json::to_value(&plan.counts).unwrap_or_default();
        transaction.note(event(now, "batch_made", &date, counts.clone()));
        transaction.audit(Audit {
            at: now,
            actor: actor.to_owned(),
            action: "batch_made",
            subject_kind: "batch",
            subject_id: date,
            body: counts,
        });
        self.commit(transaction).await?;
        Ok(BatchRun::Made)
    }

    async fn is_covered(
        &self,
        transaction: &mut Transaction,
        day: NaiveDate,
    ) -> Result<bool, AppError> {
        let covered = store::batch::covered_through(transaction).await?;
        Ok(covered.as_deref().map(stored::date).transpose()?.is_some_and(|through| through >= day))
    }

    fn empty_batch(&self, range: &BatchRange, pack: &RulePack, now: Timestamp) -> BatchRow {
        BatchRow {
            batch_date: range.date.to_string(),
            from_date: range.from.to_string(),
            to_date: range.to.to_string(),
            rule_pack: pack.id.clone(),
            rule_pack_version: i64::from(pack.version),
            completed_count: 0,
            late_count: 0,
            is_provisional: range.provisional,
            made_at: now.0,
        }
    }

    /// Everything the batch has to place: the completions of its days and the late arrivals.
    async fn universe(
        &self,
        transaction: &mut Transaction,
        book: &RuleBook,
        range: &BatchRange,
        history_start: Option<&str>,
    ) -> Result<Vec<(UnplacedRow, bool)>, AppError> {
        let history_start = history_start.map(stored::date).transpose()?;
        let first_day = history_start.map_or(range.from, |start| start.min(range.from));
        let rows = store::batch::unplaced(
            transaction,
            &first_day.to_string(),
            &range.to.to_string(),
            &called_kinds(book, range.date),
            &called_statuses(book, range.date),
        )
        .await?;
        let mut universe = Vec::with_capacity(rows.len());
        for row in rows {
            match batch::membership(stored::date(&row.completed_on)?, range, history_start) {
                Membership::InRange => universe.push((row, false)),
                Membership::Late if self.was_called(book, &row)? => universe.push((row, true)),
                Membership::Late => {}
                Membership::History | Membership::Later => {}
            }
        }
        Ok(universe)
    }

    /// Whether the rules its center used at its own batch would have called a completion back:
    /// what they passed over then does not arrive late when the center chooses others.
    fn was_called(&self, book: &RuleBook, row: &UnplacedRow) -> Result<bool, AppError> {
        let own_batch = self.calendar().next_workday(stored::date(&row.completed_on)?).value;
        let pack = book.pack_of(&row.center_code, own_batch);
        Ok(pack.rule_for(&matter_of(row)?).is_some())
    }

    async fn plan(
        &self,
        transaction: &mut Transaction,
        book: &RuleBook,
        date: NaiveDate,
        rows: &[(UnplacedRow, bool)],
        now: Timestamp,
    ) -> Result<BatchPlan, AppError> {
        let listed = DoNotCall::load(self, transaction, now).await?;
        let completions = rows
            .iter()
            .map(|(row, late)| completion_facts(row, *late, &listed))
            .collect::<Result<Vec<_>, _>>()?;
        let related: Vec<String> =
            completions.iter().filter_map(|facts| facts.related_no.clone()).collect();
        let earlier = earlier_places(transaction, &related).await?;
        let so_far = selection_counts(transaction).await?;
        Ok(batch::plan_batch(&BatchInput {
            pack: book.default_pack(date),
            chosen: &book.chosen_packs(date),
            zone: self.zone,
            secret: &self.secret,
            completions: &completions,
            earlier: &earlier,
            so_far: &so_far,
        }))
    }

    async fn store_plan(
        &self,
        transaction: &mut Transaction,
        book: &RuleBook,
        range: &BatchRange,
        rows: &[(UnplacedRow, bool)],
        plan: &BatchPlan,
        now: Timestamp,
    ) -> Result<(), TryAgain> {
        let date = range.date.to_string();
        let places = plan.places.iter().map(new_place).collect();
        store::batch::insert_places(transaction, &date, places).await.map_err(taken)?;
        let by_completion: BTreeMap<&str, &UnplacedRow> =
            rows.iter().map(|(row, _)| (row.completion_id.as_str(), row)).collect();
        let mut tasks = Vec::new();
        for place in &plan.places {
            let Placement::Task { role } = place.placement else { continue };
            let completion_id = place.completion_id.to_string();
            let Some(row) = by_completion.get(completion_id.as_str()) else { continue };
            tasks.push(batch_tasks::new_task(self, book, row, role, range, place, now)?);
        }
        store::task::insert(transaction, tasks).await?;
        let no_phone = plan.home_visits.iter().map(|completion| (completion, "no_phone"));
        let by_rule = plan.visits_by_rule.iter().map(|completion| (completion, "by_rule"));
        for (completion, cause) in no_phone.chain(by_rule) {
            let (id, completion) = (self.new_id(now), completion.to_string());
            store::batch::insert_home_visit(transaction, id, &completion, &date, cause, now)
                .await?;
        }
        let added = plan.selection.iter().map(|(key, counts)| {
            let month = key.month.to_string();
            let (eligible, selected) = (counts.eligible as i64, counts.selected as i64);
            (key.center_code.clone(), key.kind.code(), month, eligible, selected)
        });
        store::batch::insert_selection(transaction, &date, added.collect()).await?;
        let (completed, late) = (plan.counts.completed as i64, plan.counts.late as i64);
        store::batch::set_counts(transaction, &date, completed, late).await?;
        Ok(())
    }
}

/// The lines by which the batch of `date` calls back, of every pack some center uses.
fn called(book: &RuleBook, date: NaiveDate) -> impl Iterator<Item = &CallbackRule> {
    let packs = book.packs_in_use(date).into_iter();
    packs.flat_map(|pack| pack.rules.iter()).filter(|rule| rule.by_batch)
}

/// The kinds of matters the rules call back at all.
pub(super) fn called_kinds(book: &RuleBook, date: NaiveDate) -> Vec<&'static str> {
    let kinds: BTreeSet<ServiceRequestKind> = called(book, date).map(|rule| rule.kind).collect();
    kinds.into_iter().map(Coded::code).collect()
}

/// The statuses in which the rules count a matter as finished.
pub(super) fn called_statuses(book: &RuleBook, date: NaiveDate) -> Vec<&'static str> {
    let statuses: BTreeSet<ServiceRequestStatus> =
        called(book, date).flat_map(|rule| rule.statuses.iter().copied()).collect();
    statuses.into_iter().map(Coded::code).collect()
}

/// Why a batch could not be made in this go.
enum TryAgain {
    /// A completion got its place from another node meanwhile.
    Taken,
    /// Something else.
    Failed(AppError),
}

impl From<AppError> for TryAgain {
    fn from(error: AppError) -> Self {
        Self::Failed(error)
    }
}

impl From<store::StoreError> for TryAgain {
    fn from(error: store::StoreError) -> Self {
        Self::Failed(error.into())
    }
}

fn taken(error: store::StoreError) -> TryAgain {
    if error.is_unique_violation() { TryAgain::Taken } else { error.into() }
}

fn event(at: Timestamp, kind: &'static str, date: &str, body: serde_json::Value) -> Event {
    Event { at, kind, subject_kind: "batch", subject_id: date.to_owned(), body }
}

/// The do-not-call entries that hold for callbacks now.
pub(super) struct DoNotCall {
    households: BTreeSet<String>,
    numbers: BTreeSet<String>,
    /// Keyed pseudonyms of numbers that were erased.
    number_keys: BTreeSet<String>,
    app: App,
}

impl DoNotCall {
    /// The entries that hold at `now`.
    pub(super) async fn load(
        app: &App,
        transaction: &mut Transaction,
        now: Timestamp,
    ) -> Result<Self, AppError> {
        let mut listed = Self {
            households: BTreeSet::new(),
            numbers: BTreeSet::new(),
            number_keys: BTreeSet::new(),
            app: app.clone(),
        };
        for (household, number, key) in store::batch::do_not_call(transaction, now).await? {
            listed.households.extend(household);
            listed.numbers.extend(number);
            listed.number_keys.extend(key);
        }
        Ok(listed)
    }

    fn holds_for(&self, household_id: Option<&str>, number: Option<&phone::PhoneNumber>) -> bool {
        household_id.is_some_and(|id| self.households.contains(id))
            || number.is_some_and(|number| self.holds_number(number.digits()))
    }

    fn holds_number(&self, digits: &str) -> bool {
        self.numbers.contains(digits)
            || (!self.number_keys.is_empty()
                && self.number_keys.contains(&self.app.pseudonym(digits)))
    }
}

/// What the rules look at in a completion, from its row.
pub(super) fn matter_of(row: &UnplacedRow) -> Result<Matter, AppError> {
    Ok(Matter {
        kind: stored::code("kind", &row.kind)?,
        severity: stored::code("severity", &row.severity)?,
        status: stored::code("status", &row.status)?,
        paid: row.is_paid,
        against_manager: row.against_manager,
    })
}

pub(super) fn completion_facts(
    row: &UnplacedRow,
    late: bool,
    listed: &DoNotCall,
) -> Result<CompletionFacts, AppError> {
    let number = first_number(row);
    Ok(CompletionFacts {
        completion_id: stored::id(&row.completion_id)?,
        request_no: row.request_no.clone(),
        completed_at: Timestamp(row.completed_at),
        taken_in_at: Timestamp(row.taken_in_at),
        center_code: row.center_code.clone(),
        matter: matter_of(row)?,
        household_id: row.household_id.as_deref().map(stored::id).transpose()?,
        reply_only: row.is_reply_only,
        anonymous: !row.has_reporter_name && !row.has_reporter_phone,
        staff_reported: is_staff_reported(
            stored::code("kind", &row.kind)?,
            !row.room.is_empty(),
            stored::code("report source", &row.report_source)?,
        ),
        related_no: row.related_no.clone(),
        has_valid_phone: number.is_some(),
        do_not_call: listed.holds_for(row.household_id.as_deref(), number.as_ref()),
        late,
    })
}

/// The number to call: the request's own, the household's, the household's second; first valid one.
fn first_number(row: &UnplacedRow) -> Option<phone::PhoneNumber> {
    let texts = [Some(&row.reporter_phone), row.first_phone.as_ref(), row.second_phone.as_ref()];
    let texts: Vec<Pii<String>> = texts.into_iter().flatten().cloned().map(Pii::new).collect();
    phone::dialable(&texts).into_iter().next()
}

fn new_place(place: &batch::Place) -> NewPlace {
    let (role, reason, merged_into) = match &place.placement {
        Placement::Task { role } => (Some(role.code()), None, None),
        Placement::Excluded { reason, carrier } => (None, Some(reason.code()), carrier.clone()),
    };
    NewPlace {
        completion_id: place.completion_id.to_string(),
        request_no: place.request_no.clone(),
        role,
        reason,
        merged_into,
        is_late: place.late,
        rule_pack: place.rule.pack.clone(),
        rule_pack_version: i64::from(place.rule.version),
        rule_line: place.rule.line.clone(),
    }
}

async fn earlier_places(
    transaction: &mut Transaction,
    related: &[String],
) -> Result<BTreeMap<String, EarlierPlace>, AppError> {
    let mut earlier = BTreeMap::new();
    if related.is_empty() {
        return Ok(earlier);
    }
    for row in store::batch::carriers(transaction, related).await? {
        let place = EarlierPlace {
            household_id: row.household_id.as_deref().map(stored::id).transpose()?,
            completed_at: Timestamp(row.completed_at),
            has_task: row.place == "task",
            merged_into: row.merged_into,
        };
        earlier.insert(row.request_no, place);
    }
    Ok(earlier)
}

async fn selection_counts(transaction: &mut Transaction) -> Result<SelectionCounts, AppError> {
    let mut counts = SelectionCounts::new();
    for (center_code, kind, month, eligible, selected) in
        store::batch::selection_counts(transaction).await?
    {
        let key = SelectionKey {
            center_code,
            kind: stored::code("kind", &kind)?,
            month: stored::date(&month)?,
        };
        let (eligible, selected) = (eligible.unsigned_abs(), selected.unsigned_abs());
        counts.insert(key, Selected { eligible, selected });
    }
    Ok(counts)
}
