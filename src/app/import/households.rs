//! Dwellings, households, what an export says about calling them, and the requests that waited for
//! their household.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::{Applied, Stamp};
use crate::app::App;
use crate::app::error::AppError;
use crate::domain::intake::changes::do_not_call::{
    DoNotCallSubject, ImportedEntry, ImportedScope, plan_do_not_call,
};
use crate::domain::intake::changes::tenancy::{HouseholdChange, household_on, plan_household};
use crate::domain::intake::household::{DoNotCallMark, HouseholdDraft};
use crate::domain::intake::reading::Drafted;
use crate::domain::timestamp::Timestamp;
use crate::store::do_not_call::StoredEntry;
use crate::store::household::{CurrentHousehold, DwellingKey, HouseholdRecord};
use crate::store::{self, Audit, Transaction};

/// Stores what differs. Dwellings that the file does not name stay as they are.
pub(super) async fn apply(
    app: &App,
    transaction: &mut Transaction,
    drafts: &[Drafted<HouseholdDraft>],
    stamp: &Stamp,
) -> Result<Applied, AppError> {
    let now = stamp.now;
    let centers: BTreeSet<String> =
        drafts.iter().map(|drafted| drafted.draft.center_code.clone()).collect();
    let listed = Listed::load(transaction, &centers).await?;
    let current = store::household::current(transaction, &centers, &listed.marks).await?;
    let erased = store::personal_data_held::erased_pseudonyms(transaction).await?;
    let erased: BTreeMap<String, String> = erased.into_iter().collect();
    let drafts: Vec<HouseholdDraft> = drafts
        .iter()
        .map(|drafted| {
            let draft = &drafted.draft;
            let known = current.get(&(draft.center_code.clone(), draft.room.clone()));
            without_erased(app, draft, known, &erased)
        })
        .collect();
    let mut plan = Plan::default();
    for draft in &drafts {
        let key = (draft.center_code.clone(), draft.room.clone());
        plan.add(app, &listed, current.get(&key), key, draft, stamp);
    }
    store::household::retire(transaction, &plan.retire).await?;
    store::household::insert_dwellings(transaction, &plan.dwellings).await?;
    store::household::save(transaction, &plan.save).await?;
    store::do_not_call::withdraw(transaction, &plan.withdraw, now).await?;
    store::do_not_call::insert_imported(transaction, &plan.make, now).await?;
    plan.audits.into_iter().for_each(|audit| transaction.audit(audit));
    let mut applied = plan.applied;
    applied.changed_beside = link_requests(app, transaction, &centers).await?;
    Ok(applied)
}

/// What may be stored of a row: who was erased at their request stays erased, while others who
/// moved in begin a tenancy of their own.
fn without_erased(
    app: &App,
    draft: &HouseholdDraft,
    known: Option<&CurrentHousehold>,
    erased: &BTreeMap<String, String>,
) -> HouseholdDraft {
    let is_erased = |known: &&CurrentHousehold| {
        erased.get(&known.id).is_some_and(|pseudonym| {
            *pseudonym == app.people_pseudonym(draft)
                && known.stored.values.moved_in_on == draft.moved_in_on
        })
    };
    match known.filter(is_erased) {
        Some(known) => draft.clone().with_people_of(&known.stored.values),
        None => draft.clone(),
    }
}

/// Whom earlier imports put on the do-not-call list.
struct Listed {
    entries: BTreeMap<String, Vec<StoredEntry>>,
    marks: BTreeMap<String, DoNotCallMark>,
}

impl Listed {
    async fn load(
        transaction: &mut Transaction,
        centers: &BTreeSet<String>,
    ) -> Result<Self, AppError> {
        let mut listed = Self { entries: BTreeMap::new(), marks: BTreeMap::new() };
        for stored in store::do_not_call::imported(transaction, centers).await? {
            if stored.entry.subject == DoNotCallSubject::Household {
                let mark = match stored.entry.scope {
                    ImportedScope::Survey => DoNotCallMark::Survey,
                    ImportedScope::All => DoNotCallMark::All,
                };
                listed.marks.insert(stored.household_id.clone(), mark);
            }
            listed.entries.entry(stored.household_id.clone()).or_default().push(stored);
        }
        Ok(listed)
    }

    fn of(&self, household: Option<&CurrentHousehold>) -> &[StoredEntry] {
        household.and_then(|household| self.entries.get(&household.id)).map_or(&[], Vec::as_slice)
    }
}

/// Everything a file changes about households.
#[derive(Default)]
struct Plan<'a> {
    applied: Applied,
    retire: Vec<String>,
    dwellings: Vec<(Uuid, DwellingKey)>,
    save: Vec<HouseholdRecord<'a>>,
    withdraw: Vec<String>,
    make: Vec<(Uuid, String, ImportedEntry)>,
    audits: Vec<Audit>,
}

impl<'a> Plan<'a> {
    fn add(
        &mut self,
        app: &App,
        listed: &Listed,
        current: Option<&CurrentHousehold>,
        key: DwellingKey,
        draft: &'a HouseholdDraft,
        stamp: &Stamp,
    ) {
        let now = stamp.now;
        let entries = listed.of(current);
        let record = |id, dwelling_id, tenancy| HouseholdRecord {
            id,
            dwelling_id,
            tenancy,
            draft,
            created_at: now,
        };
        match (plan_household(current.map(|current| &current.stored), draft), current) {
            (HouseholdChange::Unchanged, _) => self.applied.unchanged += 1,
            (HouseholdChange::Update { changed }, Some(known)) => {
                self.applied.updated += 1;
                self.record(stamp, "household_changed", &known.id, &changed);
                let (id, tenancy) = (known.id.clone(), known.stored.tenancy);
                self.list(app, &id, entries, draft, now);
                self.save.push(record(id, known.dwelling_id.clone(), tenancy));
            }
            (HouseholdChange::NewTenancy { tenancy, changed }, Some(known)) => {
                self.applied.updated += 1;
                self.record(stamp, "household_succeeded", &known.id, &changed);
                self.retire.push(known.id.clone());
                // What was asked for by those who left, the export says no longer.
                self.withdraw.extend(entries.iter().map(|stored| stored.id.clone()));
                let id = app.new_id(now).to_string();
                self.list(app, &id, &[], draft, now);
                self.save.push(record(id, known.dwelling_id.clone(), tenancy));
            }
            (_, _) => {
                self.applied.inserted += 1;
                let (dwelling, id) = (app.new_id(now), app.new_id(now).to_string());
                self.dwellings.push((dwelling, key));
                self.list(app, &id, &[], draft, now);
                self.save.push(record(id, dwelling.to_string(), 1));
            }
        }
    }

    fn record(
        &mut self,
        stamp: &Stamp,
        action: &'static str,
        household_id: &str,
        changed: &[&'static str],
    ) {
        self.applied.count_fields(changed);
        self.audits.push(stamp.changed(action, "household", household_id, changed));
    }

    /// Makes and withdraws entries of the do-not-call list.
    fn list(
        &mut self,
        app: &App,
        household_id: &str,
        entries: &[StoredEntry],
        draft: &HouseholdDraft,
        now: Timestamp,
    ) {
        let made_by_import = entries.iter().map(|stored| stored.entry.clone()).collect();
        let plan = plan_do_not_call(&made_by_import, draft);
        let ended = entries.iter().filter(|stored| plan.withdraw.contains(&stored.entry));
        self.withdraw.extend(ended.map(|stored| stored.id.clone()));
        let made = |entry| (app.new_id(now), household_id.to_owned(), entry);
        self.make.extend(plan.make.into_iter().map(made));
    }
}

/// Gives requests their household that were imported before it was; how many.
pub(super) async fn link_requests(
    app: &App,
    transaction: &mut Transaction,
    centers: &BTreeSet<String>,
) -> Result<usize, AppError> {
    let unlinked = store::service_request::unlinked(transaction, centers).await?;
    if unlinked.is_empty() {
        return Ok(0);
    }
    let tenancies = store::household::tenancies(transaction, centers).await?;
    let mut links = Vec::new();
    for row in unlinked {
        let taken_in_on = app.zone.date(Timestamp(row.taken_in_at));
        let dwelling = tenancies.get(&(row.center_code, row.room));
        if let Some(id) = dwelling.and_then(|tenancies| household_on(tenancies, taken_in_on)) {
            links.push((row.request_no, id.clone()));
        }
    }
    store::service_request::link(transaction, &links).await?;
    Ok(links.len())
}
