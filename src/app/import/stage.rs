//! Requests on their way in: compared with what is stored while the file is read, a thousand a
//! transaction; what is new and what differs waits in a stage for the merge.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::completions::CompletionPlan;
use super::order::ImportOrder;
use super::reading::Chunk;
use super::requests::{Known, Tenancies, apply, count, household_of, without_erased};
use super::{Applied, Stamp, households};
use crate::app::App;
use crate::app::error::AppError;
use crate::domain::coded::Coded;
use crate::domain::intake::kind::ImportKind;
use crate::domain::intake::reading::{Drafted, SeenKeys};
use crate::domain::intake::reason::RowRemark;
use crate::domain::intake::service_request::ServiceRequestDraft;
use crate::domain::timestamp::Timestamp;
use crate::store::import_stage::StagedRequest;
use crate::store::service_request::RequestRecord;
use crate::store::{self, Transaction};

/// Known requests that the merge compares at once.
const MERGED_AT_ONCE: i64 = 500;

/// How old a stage must be to be a leftover of a process that is gone, in milliseconds.
const LEFTOVER_MS: i64 = 24 * 60 * 60 * 1_000;

/// A request file between reading and merging.
pub(super) struct Staging<'a> {
    app: &'a App,
    stamp: &'a Stamp,
    dry_run: bool,
    staged: usize,
    tenancies: Tenancies,
    centers: BTreeSet<String>,
    /// How many imports of households there were when the staging began.
    household_imports: i64,
    applied: Applied,
    covered: Covered,
    unknown_relations: Vec<RowRemark>,
}

impl<'a> Staging<'a> {
    pub(super) async fn begin(
        app: &'a App,
        order: &ImportOrder,
        stamp: &'a Stamp,
    ) -> Result<Self, AppError> {
        let mut transaction = app.database.begin().await?;
        let household_imports = household_imports(&mut transaction).await?;
        drop(transaction);
        let yesterday = app.new_id(Timestamp(order.now.0 - LEFTOVER_MS)).to_string();
        for leftover in store::import_stage::older_than(&app.database, &yesterday).await? {
            store::import_stage::remove(&app.database, &leftover).await?;
        }
        Ok(Self {
            app,
            stamp,
            dry_run: order.dry_run,
            staged: 0,
            tenancies: BTreeMap::new(),
            centers: BTreeSet::new(),
            household_imports,
            applied: Applied::default(),
            covered: Covered::new(app.zone.date(order.now)),
            unknown_relations: Vec::new(),
        })
    }

    /// Compares some rows with what is stored, and stages those that say something new.
    pub(super) async fn add(&mut self, chunk: Chunk<ServiceRequestDraft>) -> Result<(), AppError> {
        let mut transaction = self.app.database.begin().await?;
        self.keep_unknown(chunk.relations).await?;
        self.load_tenancies(&mut transaction, &chunk.drafts).await?;
        let numbers: Vec<&str> =
            chunk.drafts.iter().map(|drafted| drafted.draft.request_no.as_str()).collect();
        let known = Known::load(&mut transaction, &numbers).await?;
        let lasting = |Drafted { row, draft }: &Drafted<ServiceRequestDraft>| Drafted {
            row: *row,
            draft: without_erased(draft, known.request(&draft.request_no)),
        };
        let drafts: Vec<_> = chunk.drafts.iter().map(lasting).collect();
        let staged: Vec<_> =
            drafts.iter().filter_map(|drafted| self.stage(&known, drafted)).collect();
        if !self.dry_run && !staged.is_empty() {
            self.staged += staged.len();
            let stage_id = &self.stamp.run_id;
            store::import_stage::add(&mut transaction, stage_id, &staged).await?;
            transaction.commit().await?;
        }
        Ok(())
    }

    /// The row as it is staged; nothing when it says what is stored.
    fn stage<'d>(
        &mut self,
        known: &Known,
        Drafted { row, draft }: &'d Drafted<ServiceRequestDraft>,
    ) -> Option<StagedRequest<'d>> {
        self.covered.take(self.app, draft);
        let request = known.request(&draft.request_no);
        let household_id = household_of(request, draft, &self.tenancies, self.app.zone);
        let differs = count(&mut self.applied, request, draft, household_id.as_ref()).is_some();
        let mut plan = CompletionPlan::default();
        plan.add(self.app, known.completions(&draft.request_no), draft, self.stamp.now);
        if !differs && plan.is_empty() {
            return None;
        }
        let is_new = request.is_none();
        let completion = plan.save.pop().filter(|_| is_new);
        Some(StagedRequest {
            row: *row,
            is_new,
            record: RequestRecord { draft, household_id, imported_at: self.stamp.now },
            completion: completion.map(|completion| (completion.id, completion.completed_on)),
        })
    }

    async fn load_tenancies(
        &mut self,
        transaction: &mut Transaction,
        drafts: &[Drafted<ServiceRequestDraft>],
    ) -> Result<(), AppError> {
        let centers = drafts.iter().map(|drafted| &drafted.draft.center_code);
        let fresh: BTreeSet<String> =
            centers.filter(|code| !self.centers.contains(*code)).cloned().collect();
        if !fresh.is_empty() {
            self.tenancies.extend(store::household::tenancies(transaction, &fresh).await?);
            self.centers.extend(fresh);
        }
        Ok(())
    }

    /// Keeps the relations that the store does not know either.
    async fn keep_unknown(&mut self, relations: Vec<RowRemark>) -> Result<(), AppError> {
        let numbers: BTreeSet<String> = relations.iter().map(related).collect();
        let known = store::service_request::known_numbers(&self.app.database, &numbers).await?;
        let unknown = relations.into_iter().filter(|remark| !known.contains(&related(remark)));
        self.unknown_relations.extend(unknown);
        Ok(())
    }

    /// The relations that no row of the file knows either.
    pub(super) fn unknown_relations(&mut self, seen: &SeenKeys) -> Vec<RowRemark> {
        let relations = std::mem::take(&mut self.unknown_relations);
        relations.into_iter().filter(|remark| !seen.contains(&related(remark))).collect()
    }

    /// What a merge would do.
    pub(super) fn foreseen(&mut self) -> Applied {
        let mut applied = std::mem::take(&mut self.applied);
        applied.covers_through = self.covered.through();
        applied
    }

    /// Merges the stage. What somebody else stored meanwhile is compared again.
    pub(super) async fn merge(
        &mut self,
        transaction: &mut Transaction,
    ) -> Result<Applied, AppError> {
        let (stage_id, now) = (&self.stamp.run_id, self.stamp.now);
        let mut applied = Applied {
            unchanged: self.applied.unchanged,
            covers_through: self.covered.through(),
            ..Applied::default()
        };
        store::import_stage::mark_known(transaction, stage_id).await?;
        let inserted = store::import_stage::merge_new(transaction, stage_id, now).await?;
        let applied_new = usize::try_from(inserted).unwrap_or(usize::MAX);
        applied.inserted = applied_new;
        let merged = self.merge_known(transaction, &mut applied).await? + applied_new;
        if merged != self.staged {
            let sentence = format!("{merged} of {} staged rows are left", self.staged);
            return Err(AppError::internal(sentence));
        }
        if household_imports(transaction).await? != self.household_imports {
            let linked = households::link_requests(self.app, transaction, &self.centers).await?;
            applied.changed_beside += linked;
        }
        Ok(applied)
    }

    /// Compares the requests again that are known; how many there were.
    async fn merge_known(
        &self,
        transaction: &mut Transaction,
        applied: &mut Applied,
    ) -> Result<usize, AppError> {
        let (mut after, mut merged) = (String::new(), 0);
        loop {
            let staged = store::import_stage::known_after(
                transaction,
                &self.stamp.run_id,
                &after,
                MERGED_AT_ONCE,
            )
            .await?;
            let Some(last) = staged.last() else { return Ok(merged) };
            merged += staged.len();
            after.clone_from(&last.draft.request_no);
            let drafts: Vec<_> = staged.into_iter().map(|staged| staged.draft).collect();
            let part = apply(self.app, transaction, &drafts, &self.tenancies, self.stamp).await?;
            applied.inserted += part.inserted;
            applied.updated += part.updated;
            applied.unchanged += part.unchanged;
            applied.changed_beside += part.changed_beside;
            for (field, rows) in part.changed_fields {
                *applied.changed_fields.entry(field).or_default() += rows;
            }
        }
    }

    /// Removes what was staged.
    pub(super) async fn clear(self) -> Result<(), AppError> {
        if self.staged > 0 {
            store::import_stage::remove(&self.app.database, &self.stamp.run_id).await?;
        }
        Ok(())
    }
}

async fn household_imports(transaction: &mut Transaction) -> Result<i64, AppError> {
    let kind = ImportKind::Households.code();
    Ok(store::import_run::count_of(transaction, kind).await?)
}

fn related(remark: &RowRemark) -> String {
    remark.value.reveal().trim().to_owned()
}

/// Up to which date a file shows that the work-order system is known.
struct Covered {
    today: NaiveDate,
    /// The latest date on which anything was taken in, dispatched, or completed until today.
    certain: Option<NaiveDate>,
    /// The latest date of a completion after today: a typing error, unless nothing else is there.
    doubtful: Option<NaiveDate>,
}

impl Covered {
    fn new(today: NaiveDate) -> Self {
        Self { today, certain: None, doubtful: None }
    }

    fn take(&mut self, app: &App, draft: &ServiceRequestDraft) {
        let dates = [Some(draft.taken_in_at), draft.dispatched_at];
        let latest = dates.into_iter().flatten().map(|at| app.zone.date(at)).max();
        self.certain = self.certain.max(latest);
        match draft.completed_at.map(|at| app.zone.date(at)) {
            Some(date) if date > self.today => self.doubtful = self.doubtful.max(Some(date)),
            date => self.certain = self.certain.max(date),
        }
    }

    /// A completion after today counts up to today: the file was exported today at the latest.
    fn through(&self) -> Option<NaiveDate> {
        let doubtful = self.doubtful.map(|date| date.min(self.today));
        self.certain.max(doubtful)
    }
}
