//! Service requests.

use std::collections::{BTreeMap, BTreeSet};

use super::completions::CompletionPlan;
use super::order::ImportOrder;
use super::reading::FileReading;
use super::report::{ImportRefusal, ImportReport};
use super::stage::Staging;
use super::{Applied, Stamp, accept};
use crate::app::App;
use crate::app::error::AppError;
use crate::domain::intake::changes::tenancy::{Tenancy, household_on};
use crate::domain::intake::changes::{Change, plan_service_request};
use crate::domain::intake::reading::{SeenKeys, Sheet};
use crate::domain::intake::service_request::{
    RequestContext, ServiceRequestDraft, judge_service_request,
};
use crate::domain::intake::table::Row;
use crate::domain::timestamp::BusinessZone;
use crate::store::completion::CompletionRow;
use crate::store::household::DwellingKey;
use crate::store::service_request::{RequestRecord, StoredRequest};
use crate::store::{self, Transaction};

/// Takes in a request export: staged while it is read, merged at once.
pub(super) async fn import(app: &App, order: &ImportOrder) -> Result<ImportReport, ImportRefusal> {
    let stamp = app.stamp(order);
    let mut staging = Staging::begin(app, order, &stamp).await?;
    let outcome = stage_and_merge(app, order, &stamp, &mut staging).await;
    // Whatever came of it, nothing half done stays behind.
    staging.clear().await?;
    outcome
}

async fn stage_and_merge(
    app: &App,
    order: &ImportOrder,
    stamp: &Stamp,
    staging: &mut Staging<'_>,
) -> Result<ImportReport, ImportRefusal> {
    let known_centers = store::center::codes(&app.database).await?;
    let (now, zone) = (order.now, app.zone);
    let judge = move |sheet: &Sheet, row: &Row, seen: &mut SeenKeys| {
        let nothing = BTreeSet::new();
        let known_request_nos = &nothing;
        let context =
            RequestContext { known_centers: &known_centers, known_request_nos, now, zone };
        judge_service_request(sheet, row, seen, context)
    };
    let mut reading = FileReading::start(order, order.kind.columns(), judge);
    while let Some(chunk) = reading.next().await {
        staging.add(chunk).await?;
        app.note_progress(&order.watch).await?;
    }
    let mut read = reading.finish().await?;
    read.tally.take_late(staging.unknown_relations(&read.seen));
    accept(order, &read)?;
    app.begin_merge(&order.watch).await?;
    let mut transaction = app.begin_import().await?;
    let applied = match order.dry_run {
        true => staging.foreseen(),
        false => staging.merge(&mut transaction).await?,
    };
    app.finish_import(transaction, order, stamp, read, applied).await
}

/// What is stored of some requests, and of what they are compared by.
pub(super) struct Known {
    stored: BTreeMap<String, StoredRequest>,
    completions: BTreeMap<String, Vec<CompletionRow>>,
}

impl Known {
    pub(super) async fn load(
        transaction: &mut Transaction,
        numbers: &[&str],
    ) -> Result<Self, AppError> {
        let stored = store::service_request::stored(transaction, numbers).await?;
        let mut completions: BTreeMap<String, Vec<CompletionRow>> = BTreeMap::new();
        for row in store::completion::of_requests(transaction, numbers).await? {
            completions.entry(row.request_no.clone()).or_default().push(row);
        }
        Ok(Self { stored, completions })
    }

    pub(super) fn request(&self, number: &str) -> Option<&StoredRequest> {
        self.stored.get(number)
    }

    pub(super) fn completions(&self, number: &str) -> &[CompletionRow] {
        self.completions.get(number).map_or(&[], Vec::as_slice)
    }
}

/// Who has lived where, by dwelling.
pub(super) type Tenancies = BTreeMap<DwellingKey, Vec<Tenancy<String>>>;

/// Stores what differs. Requests that the file does not name stay as they are.
pub(in crate::app) async fn apply(
    app: &App,
    transaction: &mut Transaction,
    drafts: &[ServiceRequestDraft],
    tenancies: &Tenancies,
    stamp: &Stamp,
) -> Result<Applied, AppError> {
    let numbers: Vec<&str> = drafts.iter().map(|draft| draft.request_no.as_str()).collect();
    let known = Known::load(transaction, &numbers).await?;
    let mut applied = Applied::default();
    let (mut save, mut plan) = (Vec::new(), CompletionPlan::default());
    for draft in drafts {
        let request = known.request(&draft.request_no);
        let draft = &without_erased(draft, request);
        let household_id = household_of(request, draft, tenancies, app.zone);
        let before = applied.updated;
        if let Some(fields) = count(&mut applied, request, draft, household_id.as_ref()) {
            if stamp.audits_rows && applied.updated > before {
                let (action, number) = ("service_request_changed", &draft.request_no);
                transaction.audit(stamp.changed(action, "service_request", number, &fields));
            }
            save.push((draft.clone(), household_id));
        }
        plan.add(app, known.completions(&draft.request_no), draft, stamp.now);
    }
    let records: Vec<RequestRecord> = save
        .iter()
        .map(|(draft, household_id)| RequestRecord {
            draft,
            household_id: household_id.clone(),
            imported_at: stamp.now,
        })
        .collect();
    store::service_request::save(transaction, &records).await?;
    applied.changed_beside = plan.apply(transaction, stamp.now).await?;
    Ok(applied)
}

/// What may be stored of a row: who was erased at their request stays erased.
pub(in crate::app) fn without_erased(
    draft: &ServiceRequestDraft,
    known: Option<&StoredRequest>,
) -> ServiceRequestDraft {
    let erased = known.filter(|known| known.is_erased);
    erased.map_or_else(|| draft.clone(), |known| draft.clone().with_people_of(&known.draft))
}

/// Counts the row; the fields that differ when it has to be stored.
pub(super) fn count(
    applied: &mut Applied,
    known: Option<&StoredRequest>,
    draft: &ServiceRequestDraft,
    household_id: Option<&String>,
) -> Option<Vec<&'static str>> {
    let linked_anew = known.is_some_and(|known| known.household_id.as_ref() != household_id);
    match plan_service_request(known.map(|known| &known.draft), draft) {
        Change::Unchanged if !linked_anew => {
            applied.unchanged += 1;
            None
        }
        Change::Insert => {
            applied.inserted += 1;
            Some(Vec::new())
        }
        Change::Unchanged => {
            applied.updated += 1;
            Some(vec!["household"])
        }
        Change::Update { changed } => {
            applied.updated += 1;
            applied.count_fields(&changed);
            Some(changed)
        }
    }
}

/// A request keeps its household while it stays at its dwelling: who moves in later has nothing to
/// do with it.
pub(super) fn household_of(
    known: Option<&StoredRequest>,
    draft: &ServiceRequestDraft,
    tenancies: &Tenancies,
    zone: BusinessZone,
) -> Option<String> {
    let room = draft.room.clone()?;
    let same_dwelling = |known: &&StoredRequest| {
        known.draft.room == draft.room && known.draft.center_code == draft.center_code
    };
    if let Some(linked) = known.filter(same_dwelling).and_then(|known| known.household_id.clone()) {
        return Some(linked);
    }
    let dwelling = tenancies.get(&(draft.center_code.clone(), room))?;
    household_on(dwelling, zone.date(draft.taken_in_at)).cloned()
}
