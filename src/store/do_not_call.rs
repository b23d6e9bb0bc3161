//! The entries of the do-not-call list that imports made. Those a person made are not seen here, so
//! no import touches them.

use std::collections::BTreeSet;

use sqlx::FromRow;
use uuid::Uuid;

use super::bulk::LIST_MAX;
use super::database::StoreError;
use super::sql::Query;
use super::transaction::Transaction;
use super::value::values;
use crate::domain::intake::changes::do_not_call::{DoNotCallSubject, ImportedEntry, ImportedScope};
use crate::domain::phone::PhoneNumber;
use crate::domain::timestamp::Timestamp;

/// Who made an entry that an import made.
const BY_IMPORT: &str = "import";

/// An entry in force that an import made. That of a number also names the household whose row it
/// comes from: only that row may withdraw it.
#[derive(Clone, Debug)]
pub struct StoredEntry {
    pub id: String,
    pub household_id: String,
    pub entry: ImportedEntry,
}

#[derive(FromRow)]
struct EntryRow {
    id: String,
    household_id: String,
    phone: Option<String>,
    scope: String,
}

/// The entries in force that imports made for current households of these centers. One whose number
/// was erased no export can be compared with: only a person takes it off the list.
///
/// # Errors
/// When the database refuses.
pub async fn imported(
    transaction: &mut Transaction,
    centers: &BTreeSet<String>,
) -> Result<Vec<StoredEntry>, StoreError> {
    let query = Query::new(
        "select d.id, d.household_id, d.phone, d.scope from do_not_call d \
         join household h on h.id = d.household_id \
         where d.withdrawn_at is null and d.number_key is null and h.is_current \
         and d.source = ",
    )
    .bind(BY_IMPORT)
    .push(" and h.center_code in ")
    .list(centers)
    .push(" order by d.id");
    let rows: Vec<EntryRow> = transaction.query(query).await?;
    rows.into_iter().map(stored_entry).collect()
}

fn stored_entry(row: EntryRow) -> Result<StoredEntry, StoreError> {
    let scope = imported_scope(&row.scope)?;
    let number = row.phone.as_deref().map(PhoneNumber::parse).transpose();
    // The number itself is personal and stays out of the error.
    let unreadable =
        |_| StoreError::Unreadable { what: "number to protect", value: row.id.clone() };
    let subject = match number.map_err(unreadable)? {
        Some(number) => DoNotCallSubject::Number(number),
        None => DoNotCallSubject::Household,
    };
    let entry = ImportedEntry { subject, scope };
    Ok(StoredEntry { id: row.id, household_id: row.household_id, entry })
}

/// Adds entries: (id, household, what).
///
/// # Errors
/// When the database refuses.
pub async fn insert_imported(
    transaction: &mut Transaction,
    entries: &[(Uuid, String, ImportedEntry)],
    now: Timestamp,
) -> Result<(), StoreError> {
    let row = |(id, household_id, entry): &(Uuid, String, ImportedEntry)| {
        let phone = match &entry.subject {
            DoNotCallSubject::Household => None,
            DoNotCallSubject::Number(number) => Some(number.digits()),
        };
        values![*id, household_id, phone, scope_code(entry.scope), BY_IMPORT, now]
    };
    let head = "insert into do_not_call (id, household_id, phone, scope, source, valid_from)";
    transaction.insert_many(head, entries.iter().map(row).collect(), "").await?;
    Ok(())
}

/// Ends entries; they stay as history.
///
/// # Errors
/// When the database refuses.
pub async fn withdraw(
    transaction: &mut Transaction,
    ids: &[String],
    now: Timestamp,
) -> Result<(), StoreError> {
    for chunk in ids.chunks(LIST_MAX) {
        let query = Query::new("update do_not_call set withdrawn_at = ")
            .bind(now)
            .push(" where withdrawn_at is null and id in ")
            .list(chunk);
        transaction.run(query).await?;
    }
    Ok(())
}

fn scope_code(scope: ImportedScope) -> &'static str {
    match scope {
        ImportedScope::Survey => "survey",
        ImportedScope::All => "all",
    }
}

fn imported_scope(code: &str) -> Result<ImportedScope, StoreError> {
    let scopes = [ImportedScope::Survey, ImportedScope::All];
    let found = scopes.into_iter().find(|scope| scope_code(*scope) == code);
    found.ok_or_else(|| StoreError::Unreadable { what: "scope", value: code.to_owned() })
}

/// Whether a household or a number must not be called back now. `number_key` is the number's keyed
/// pseudonym: the list knows numbers that were erased by it.
///
/// # Errors
/// When the database refuses.
pub async fn holds(
    transaction: &mut Transaction,
    household_id: Option<&str>,
    phone: &str,
    number_key: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let sql = "select id from do_not_call where scope in ('callback', 'all') \
               and withdrawn_at is null and valid_from <= $3 \
               and (valid_until is null or valid_until > $3) \
               and (phone = $2 or number_key = $4 \
               or (household_id is not null and household_id = $1)) limit 1";
    let row: Option<(String,)> =
        transaction.optional(sql, values![household_id, phone, now, number_key]).await?;
    Ok(row.is_some())
}
