//! Service requests taken in one by one or many at once over the API, as other programs send them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::json;
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use super::App;
use super::error::AppError;
use super::import::{Stamp, requests};
use super::service_request_item::{ItemRemark, ServiceRequestItem, sheet};
use crate::domain::intake::changes::{Change, plan_service_request};
use crate::domain::intake::reading::{Drafted, Reading};
use crate::domain::intake::service_request::{
    RequestContext, ServiceRequestDraft, read_service_requests, related_request_nos,
};
use crate::domain::timestamp::Timestamp;
use crate::store::import_run::ImportRunRow;
use crate::store::service_request_view as view;
use crate::store::{self, Audit, Event, Transaction};

/// What became of one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ItemOutcome {
    Inserted,
    Updated,
    Unchanged,
    /// Nothing of it was stored.
    Refused,
}

/// The answer about one request, in the order they were sent.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TakenInItem {
    pub request_no: Option<String>,
    pub outcome: ItemOutcome,
    /// Why it was refused.
    pub errors: Vec<ItemRemark>,
    /// What is odd but stored.
    pub findings: Vec<ItemRemark>,
}

/// The answer about all of them.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TakenIn {
    pub inserted: usize,
    pub updated: usize,
    pub unchanged: usize,
    pub refused: usize,
    pub items: Vec<TakenInItem>,
}

impl TakenIn {
    fn new(items: Vec<TakenInItem>) -> Self {
        let count = |outcome| items.iter().filter(|item| item.outcome == outcome).count();
        Self {
            inserted: count(ItemOutcome::Inserted),
            updated: count(ItemOutcome::Updated),
            unchanged: count(ItemOutcome::Unchanged),
            refused: count(ItemOutcome::Refused),
            items,
        }
    }
}

/// Who brings requests, when.
#[derive(Clone, Copy)]
pub(super) struct Bringing<'a> {
    pub actor: &'a str,
    pub now: Timestamp,
    /// Whether the person enters them by hand.
    pub by_hand: bool,
}

impl App {
    /// Takes in requests: each as a whole or not at all, and one that is known by its number is
    /// brought up to date. Days count as covered only when `covers_through` says so.
    ///
    /// # Errors
    /// `service_request.covers_future` with `today`; a wrong request is no error of the call.
    pub async fn take_in_requests(
        &self,
        items: Vec<Result<ServiceRequestItem, String>>,
        covers_through: Option<NaiveDate>,
        actor: &str,
        now: Timestamp,
    ) -> Result<TakenIn, AppError> {
        let today = self.zone.date(now);
        if covers_through.is_some_and(|day| day >= today) {
            let sentence = "a day that is not over cannot be covered";
            return Err(AppError::invalid("service_request.covers_future", sentence)
                .with("today", today.to_string()));
        }
        let readable: Vec<(u64, &ServiceRequestItem)> =
            (1..).zip(&items).filter_map(|(row, item)| Some((row, item.as_ref().ok()?))).collect();
        let mut transaction = self.database.begin().await?;
        store::completion::lock(&mut transaction).await?;
        let bringing = Bringing { actor, now, by_hand: false };
        let mut judged = self.store_items(&mut transaction, &readable, bringing).await?;
        let answers = (1..).zip(&items).map(|(row, item)| match item {
            Ok(item) => judged.remove(&row).unwrap_or_else(|| refused(item, Vec::new())),
            Err(reason) => {
                refused(&ServiceRequestItem::default(), vec![ItemRemark::malformed(reason)])
            }
        });
        let taken_in = TakenIn::new(answers.collect());
        if taken_in.inserted + taken_in.updated > 0 || covers_through.is_some() {
            let run = self.run_of(&items, &taken_in, covers_through, bringing)?;
            store::import_run::insert(&mut transaction, &run).await?;
            record(&mut transaction, &run, bringing);
        }
        self.commit(transaction).await?;
        Ok(taken_in)
    }

    /// Judges and stores requests, by their row; the caller holds the lock on completions.
    pub(super) async fn store_items(
        &self,
        transaction: &mut Transaction,
        items: &[(u64, &ServiceRequestItem)],
        bringing: Bringing<'_>,
    ) -> Result<BTreeMap<u64, TakenInItem>, AppError> {
        let reading = self.read_items(items, bringing.now).await?;
        let by_row: BTreeMap<u64, &ServiceRequestItem> = items.iter().copied().collect();
        let mut answers: BTreeMap<u64, TakenInItem> = BTreeMap::new();
        for (row, item) in items {
            let mut errors = remarks_of(&reading.errors, *row);
            errors.extend(item.judge_added());
            let findings = remarks_of(&reading.findings, *row);
            answers.insert(*row, TakenInItem { findings, ..refused(item, errors) });
        }
        let is_fine = |drafted: &&Drafted<ServiceRequestDraft>| {
            answers.get(&drafted.row).is_some_and(|answer| answer.errors.is_empty())
        };
        let drafts: Vec<Drafted<ServiceRequestDraft>> =
            reading.drafts.iter().filter(is_fine).cloned().collect();
        let numbers: Vec<&str> = drafts.iter().map(|d| d.draft.request_no.as_str()).collect();
        let stored = store::service_request::stored(transaction, &numbers).await?;
        let centers = drafts.iter().map(|drafted| drafted.draft.center_code.clone()).collect();
        let tenancies = store::household::tenancies(transaction, &centers).await?;
        let judged: Vec<ServiceRequestDraft> =
            drafts.iter().map(|drafted| drafted.draft.clone()).collect();
        let stamp = Stamp {
            run_id: self.new_id(bringing.now).to_string(),
            actor: bringing.actor.to_owned(),
            now: bringing.now,
            audits_rows: false,
        };
        requests::apply(self, transaction, &judged, &tenancies, &stamp).await?;
        let mut added: BTreeMap<String, view::AddedRow> = BTreeMap::new();
        for row in view::added(transaction, &numbers).await? {
            added.insert(row.request_no.clone(), row);
        }
        for Drafted { row, draft } in &drafts {
            let draft = requests::without_erased(draft, stored.get(&draft.request_no));
            let known = stored.get(&draft.request_no).map(|known| &known.draft);
            let plan = plan_service_request(known, &draft);
            let (Some(item), Some(more)) = (by_row.get(row), added.get_mut(&draft.request_no))
            else {
                continue;
            };
            let change = Changed { item, plan, more };
            let outcome = change.store(transaction, bringing).await?;
            if let Some(answer) = answers.get_mut(row) {
                answer.outcome = outcome;
            }
        }
        Ok(answers)
    }

    async fn read_items(
        &self,
        items: &[(u64, &ServiceRequestItem)],
        now: Timestamp,
    ) -> Result<Reading<ServiceRequestDraft>, AppError> {
        let (table, header) = sheet(items.iter().copied())?;
        let related: BTreeSet<String> = related_request_nos(&table, &header);
        let context = RequestContext {
            known_centers: &store::center::codes(&self.database).await?,
            known_request_nos: &store::service_request::known_numbers(&self.database, &related)
                .await?,
            now,
            zone: self.zone,
        };
        Ok(read_service_requests(&table, &header, context))
    }

    fn run_of(
        &self,
        items: &[Result<ServiceRequestItem, String>],
        taken_in: &TakenIn,
        covers_through: Option<NaiveDate>,
        bringing: Bringing<'_>,
    ) -> Result<ImportRunRow, AppError> {
        let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let mut hash = Sha256::new();
        for item in items.iter().flatten() {
            let bytes = serde_json::to_vec(item);
            hash.update(bytes.map_err(|error| AppError::internal(error.to_string()))?);
        }
        let findings = taken_in.items.iter().map(|item| item.findings.len()).sum();
        Ok(ImportRunRow {
            id: self.new_id(bringing.now).to_string(),
            kind: "requests".to_owned(),
            file_name: "API".to_owned(),
            file_hash: hex::encode(hash.finalize()),
            encoding: "JSON".to_owned(),
            row_count: count(items.len()),
            inserted_count: count(taken_in.inserted),
            updated_count: count(taken_in.updated),
            unchanged_count: count(taken_in.unchanged),
            finding_count: count(findings),
            covers_through: covers_through.map(|day| day.to_string()),
            imported_by: bringing.actor.to_owned(),
            imported_at: bringing.now.0,
        })
    }
}

/// One request that is in order, with what it changes.
struct Changed<'a> {
    item: &'a ServiceRequestItem,
    plan: Change,
    more: &'a mut view::AddedRow,
}

impl Changed<'_> {
    /// Stores what no export says, and records what changed.
    async fn store(
        self,
        transaction: &mut Transaction,
        bringing: Bringing<'_>,
    ) -> Result<ItemOutcome, AppError> {
        let mut changed = self.item.change_added(self.more);
        let is_new = self.plan == Change::Insert;
        if bringing.by_hand && is_new {
            self.more.entered_by = Some(bringing.actor.to_owned());
        }
        if !changed.is_empty() || (bringing.by_hand && is_new) {
            view::save_added(transaction, self.more).await?;
        }
        let outcome = match self.plan {
            Change::Insert => ItemOutcome::Inserted,
            Change::Unchanged if changed.is_empty() => return Ok(ItemOutcome::Unchanged),
            Change::Unchanged => ItemOutcome::Updated,
            Change::Update { changed: fields } => {
                changed.extend(fields);
                ItemOutcome::Updated
            }
        };
        let action = if is_new { "service_request_entered" } else { "service_request_changed" };
        audit(transaction, action, &self.more.request_no, json!({ "changed": changed }), bringing);
        Ok(outcome)
    }
}

/// Records a person's or a program's change to a request, and wakes the pages that show it.
pub(super) fn audit(
    transaction: &mut Transaction,
    action: &'static str,
    request_no: &str,
    body: serde_json::Value,
    bringing: Bringing<'_>,
) {
    transaction.audit(Audit {
        at: bringing.now,
        actor: bringing.actor.to_owned(),
        action,
        subject_kind: "service_request",
        subject_id: request_no.to_owned(),
        body,
    });
    transaction.note(Event {
        at: bringing.now,
        kind: action,
        subject_kind: "service_request",
        subject_id: request_no.to_owned(),
        body: json!({}),
    });
}

fn record(transaction: &mut Transaction, run: &ImportRunRow, bringing: Bringing<'_>) {
    let body = json!({
        "kind": run.kind,
        "rows": run.row_count,
        "inserted": run.inserted_count,
        "updated": run.updated_count,
        "covers_through": run.covers_through,
    });
    transaction.note(Event {
        at: bringing.now,
        kind: "imported",
        subject_kind: "import_run",
        subject_id: run.id.clone(),
        body: body.clone(),
    });
    transaction.audit(Audit {
        at: bringing.now,
        actor: bringing.actor.to_owned(),
        action: "imported",
        subject_kind: "import_run",
        subject_id: run.id.clone(),
        body,
    });
}

fn remarks_of(remarks: &[crate::domain::intake::reason::RowRemark], row: u64) -> Vec<ItemRemark> {
    remarks.iter().filter(|remark| remark.row == row).map(ItemRemark::from).collect()
}

fn refused(item: &ServiceRequestItem, errors: Vec<ItemRemark>) -> TakenInItem {
    TakenInItem {
        request_no: item.request_no.clone(),
        outcome: ItemOutcome::Refused,
        errors,
        findings: Vec::new(),
    }
}
