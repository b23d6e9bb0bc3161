//! Dwellings and their households, as imports write them.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::FromRow;
use uuid::Uuid;

use super::database::StoreError;
use super::decode;
use super::sql::Query;
use super::transaction::Transaction;
use super::value::values;
use crate::domain::coded::Coded;
use crate::domain::household::unit_id;
use crate::domain::intake::changes::tenancy::{StoredHousehold, Tenancy};
use crate::domain::intake::household::{DoNotCallMark, HouseholdDraft};
use crate::domain::timestamp::Timestamp;

/// A dwelling's key: center code and 房号.
pub type DwellingKey = (String, String);

/// The household that lives in a dwelling now.
#[derive(Clone, Debug)]
pub struct CurrentHousehold {
    pub id: String,
    pub dwelling_id: String,
    pub stored: StoredHousehold,
}

/// A household to be stored.
#[derive(Clone, Debug)]
pub struct HouseholdRecord<'a> {
    pub id: String,
    pub dwelling_id: String,
    pub tenancy: i64,
    pub draft: &'a HouseholdDraft,
    pub created_at: Timestamp,
}

#[derive(FromRow)]
struct HouseholdRow {
    id: String,
    dwelling_id: String,
    center_code: String,
    room: String,
    tenancy: i64,
    phase: String,
    residency_kind: String,
    occupancy: String,
    moved_in_on: Option<String>,
    preferred_time: Option<String>,
    is_key_household: bool,
    name: String,
    first_phone: String,
    second_phone: String,
}

/// The current households of these centers. `marks` says which of them an import put on the
/// do-not-call list, by household.
///
/// # Errors
/// When the database refuses.
pub async fn current(
    transaction: &mut Transaction,
    centers: &BTreeSet<String>,
    marks: &BTreeMap<String, DoNotCallMark>,
) -> Result<BTreeMap<DwellingKey, CurrentHousehold>, StoreError> {
    let query = Query::new(
        "select h.id, h.dwelling_id, h.center_code, h.room, h.tenancy, h.phase, \
         h.residency_kind, h.occupancy, h.moved_in_on, h.preferred_time, h.is_key_household, \
         coalesce(p.name, '') as name, coalesce(p.first_phone, '') as first_phone, \
         coalesce(p.second_phone, '') as second_phone \
         from household h left join household_private p on p.household_id = h.id \
         where h.is_current and h.center_code in ",
    )
    .list(centers);
    let rows: Vec<HouseholdRow> = transaction.query(query).await?;
    let read = |row: HouseholdRow| {
        let mark = marks.get(&row.id).copied().unwrap_or(DoNotCallMark::None);
        let key = (row.center_code.clone(), row.room.clone());
        Ok((key, household(row, mark)?))
    };
    rows.into_iter().map(read).collect()
}

fn household(
    row: HouseholdRow,
    do_not_call: DoNotCallMark,
) -> Result<CurrentHousehold, StoreError> {
    let values = HouseholdDraft {
        center_code: row.center_code,
        room: row.room,
        phase: decode::filled(row.phase),
        residency_kind: decode::code("residency kind", &row.residency_kind)?,
        resident_name: decode::personal(row.name),
        phone: decode::personal(row.first_phone),
        second_phone: decode::personal(row.second_phone),
        occupancy: decode::code("occupancy", &row.occupancy)?,
        moved_in_on: decode::date(row.moved_in_on.as_deref())?,
        do_not_call,
        convenient_time: row.preferred_time,
        is_key_household: row.is_key_household,
    };
    let stored = StoredHousehold { tenancy: row.tenancy, values };
    Ok(CurrentHousehold { id: row.id, dwelling_id: row.dwelling_id, stored })
}

/// Every tenancy of every dwelling of these centers.
///
/// # Errors
/// When the database refuses.
pub async fn tenancies(
    transaction: &mut Transaction,
    centers: &BTreeSet<String>,
) -> Result<BTreeMap<DwellingKey, Vec<Tenancy<String>>>, StoreError> {
    let query = Query::new(
        "select center_code, room, id, tenancy, moved_in_on from household where center_code in ",
    )
    .list(centers)
    .push(" order by center_code, room, tenancy");
    let rows: Vec<(String, String, String, i64, Option<String>)> = transaction.query(query).await?;
    let mut found: BTreeMap<DwellingKey, Vec<Tenancy<String>>> = BTreeMap::new();
    for (center, room, household_id, tenancy, moved_in_on) in rows {
        let moved_in_on = decode::date(moved_in_on.as_deref())?;
        let tenancy = Tenancy { household_id, tenancy, moved_in_on };
        found.entry((center, room)).or_default().push(tenancy);
    }
    Ok(found)
}

/// Stores new dwellings: (id, center code, 房号).
///
/// # Errors
/// When the database refuses.
pub async fn insert_dwellings(
    transaction: &mut Transaction,
    dwellings: &[(Uuid, DwellingKey)],
) -> Result<(), StoreError> {
    let row = |(id, (center, room)): &(Uuid, DwellingKey)| values![*id, center, room];
    let head = "insert into dwelling (id, center_code, room)";
    transaction.insert_many(head, dwellings.iter().map(row).collect(), "").await?;
    Ok(())
}

/// Makes households history: others live there now.
///
/// # Errors
/// When the database refuses.
pub async fn retire(transaction: &mut Transaction, ids: &[String]) -> Result<(), StoreError> {
    for chunk in ids.chunks(super::bulk::LIST_MAX) {
        let query = Query::new(
            "update household set is_current = false, revision = revision + 1 where id in ",
        );
        transaction.run(query.list(chunk)).await?;
    }
    Ok(())
}

/// Stores households, new ones and known ones.
///
/// # Errors
/// When the database refuses.
pub async fn save(
    transaction: &mut Transaction,
    households: &[HouseholdRecord<'_>],
) -> Result<(), StoreError> {
    let head = "insert into household (id, unit_id, dwelling_id, center_code, room, tenancy, \
                is_current, phase, residency_kind, occupancy, moved_in_on, preferred_time, \
                is_key_household, created_at, revision)";
    let tail = "on conflict (id) do update set phase = excluded.phase, \
                residency_kind = excluded.residency_kind, occupancy = excluded.occupancy, \
                moved_in_on = excluded.moved_in_on, preferred_time = excluded.preferred_time, \
                is_key_household = excluded.is_key_household, revision = household.revision + 1";
    transaction.insert_many(head, households.iter().map(row_values).collect(), tail).await?;
    let row = |household: &HouseholdRecord<'_>| {
        let draft = household.draft;
        let texts = [&draft.resident_name, &draft.phone, &draft.second_phone];
        let [name, first, second] = texts.map(|text| decode::revealed(text.as_ref()));
        values![&household.id, name, first, second]
    };
    let head = "insert into household_private (household_id, name, first_phone, second_phone)";
    let tail = "on conflict (household_id) do update set name = excluded.name, \
                first_phone = excluded.first_phone, second_phone = excluded.second_phone";
    transaction.insert_many(head, households.iter().map(row).collect(), tail).await?;
    Ok(())
}

fn row_values(household: &HouseholdRecord<'_>) -> Vec<super::Value> {
    let draft = household.draft;
    values![
        &household.id,
        unit_id(&draft.center_code, &draft.room, household.tenancy),
        &household.dwelling_id,
        &draft.center_code,
        &draft.room,
        household.tenancy,
        true,
        draft.phase.as_deref().unwrap_or_default(),
        draft.residency_kind.code(),
        draft.occupancy.code(),
        draft.moved_in_on,
        draft.convenient_time.as_deref(),
        draft.is_key_household,
        household.created_at,
        1_i64
    ]
}
