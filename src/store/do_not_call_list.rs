//! The do-not-call list as people see and keep it.

use sqlx::FromRow;

use super::database::{Database, StoreError};
use super::service_request_view::{ending, like};
use super::sql::Query;
use super::transaction::Transaction;
use super::value::values;
use crate::domain::pii::Pii;
use crate::domain::timestamp::Timestamp;

/// Which entries to list; what is absent does not narrow the list.
#[derive(Clone, Debug, Default)]
pub struct ListFilter {
    pub scope: Option<String>,
    /// Made by `import` or by a `person`.
    pub source: Option<String>,
    pub household_id: Option<String>,
    /// Part of the household's room.
    pub room: Option<Pii<String>>,
    /// The last digits of the number.
    pub phone_tail: Option<Pii<String>>,
    /// Whether those that no longer hold are listed too.
    pub with_past: bool,
}

/// An entry of the list.
#[derive(Clone, Debug, FromRow)]
pub struct ListLine {
    pub id: String,
    pub household_id: Option<String>,
    #[sqlx(try_from = "String")]
    pub room: Pii<String>,
    pub center_name: String,
    #[sqlx(try_from = "String")]
    pub resident_name: Pii<String>,
    #[sqlx(try_from = "String")]
    pub phone: Pii<String>,
    /// Stands for a number that was erased; empty otherwise.
    pub number_key: String,
    pub scope: String,
    pub source: String,
    pub valid_from: i64,
    pub valid_until: Option<i64>,
    pub withdrawn_at: Option<i64>,
    #[sqlx(try_from = "String")]
    pub reason: Pii<String>,
    #[sqlx(try_from = "String")]
    pub made_by: Pii<String>,
    #[sqlx(try_from = "String")]
    pub withdrawn_by: Pii<String>,
}

/// An entry a person makes.
pub struct NewEntry<'a> {
    pub id: &'a str,
    pub household_id: Option<&'a str>,
    pub phone: Option<&'a str>,
    pub scope: &'a str,
    pub valid_from: Timestamp,
    pub valid_until: Option<Timestamp>,
    pub made_by: &'a str,
    pub reason: &'a str,
}

const LINE: &str = "select d.id, d.household_id, coalesce(h.room, '') as room, \
     coalesce(sc.name, '') as center_name, coalesce(hp.name, '') as resident_name, \
     coalesce(d.phone, '') as phone, \
     coalesce(d.number_key, '') as number_key, d.scope, d.source, d.valid_from, d.valid_until, \
     d.withdrawn_at, coalesce(dp.reason, '') as reason, \
     coalesce(m.display_name, '') as made_by, coalesce(w.display_name, '') as withdrawn_by";

const TABLES: &str = " from do_not_call d \
     left join do_not_call_private dp on dp.entry_id = d.id \
     left join household h on h.id = d.household_id \
     left join household_private hp on hp.household_id = d.household_id \
     left join service_center sc on sc.code = h.center_code \
     left join user_private m on m.user_id = d.made_by \
     left join user_private w on w.user_id = d.withdrawn_by where 1 = 1";

/// How many entries fit the filter at `now`.
///
/// # Errors
/// When the database refuses.
pub async fn count(
    database: &Database,
    filter: &ListFilter,
    now: Timestamp,
) -> Result<i64, StoreError> {
    let query = fitting(Query::new("select cast(count(*) as bigint)"), filter, now);
    let rows: Vec<(i64,)> = database.query(query).await?;
    Ok(rows.first().map_or(0, |(count,)| *count))
}

/// The entries that fit the filter at `now`, the newest first.
///
/// # Errors
/// When the database refuses.
pub async fn lines(
    database: &Database,
    filter: &ListFilter,
    now: Timestamp,
    offset: i64,
    limit: i64,
) -> Result<Vec<ListLine>, StoreError> {
    let query = fitting(Query::new(LINE), filter, now)
        .push(" order by d.valid_from desc, d.id desc limit ")
        .bind(limit)
        .push(" offset ")
        .bind(offset);
    database.query(query).await
}

fn fitting(query: Query, filter: &ListFilter, now: Timestamp) -> Query {
    let query = query
        .push(TABLES)
        .filter(" and d.scope = ", filter.scope.as_ref())
        .filter(" and d.source = ", filter.source.as_ref())
        .filter(" and d.household_id = ", filter.household_id.as_ref());
    let room = filter.room.as_ref().map(|room| room.reveal().as_str());
    let query = like(query, " and lower(h.room) like ", room);
    let tail = filter.phone_tail.as_ref().map(|tail| ending(tail.reveal()));
    let query = query.filter(" and d.phone like ", tail);
    if filter.with_past {
        return query;
    }
    query
        .push(" and d.withdrawn_at is null and (d.valid_until is null or d.valid_until > ")
        .bind(now)
        .push(")")
}

/// Puts somebody on the list.
///
/// # Errors
/// When the database refuses.
pub async fn insert(transaction: &mut Transaction, entry: &NewEntry<'_>) -> Result<(), StoreError> {
    let sql = "insert into do_not_call (id, household_id, phone, scope, source, valid_from, \
               valid_until, made_by) values ($1, $2, $3, $4, 'person', $5, $6, $7)";
    let row = values![
        entry.id,
        entry.household_id,
        entry.phone,
        entry.scope,
        entry.valid_from,
        entry.valid_until,
        entry.made_by
    ];
    transaction.execute(sql, row).await?;
    let sql = "insert into do_not_call_private (entry_id, reason) values ($1, $2)";
    transaction.execute(sql, values![entry.id, entry.reason]).await?;
    Ok(())
}

/// Ends an entry now, which stays as history; false when there is none that stands.
///
/// # Errors
/// When the database refuses.
pub async fn withdraw(
    transaction: &mut Transaction,
    id: &str,
    by: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let sql = "update do_not_call set withdrawn_at = $1, withdrawn_by = $2 \
               where id = $3 and withdrawn_at is null";
    Ok(transaction.execute(sql, values![now, by, id]).await? == 1)
}

/// The entries that show a number of a household's people: its own, and those of a number alone
/// that the household, its requests or its calls name: (entry, number, whether it was withdrawn).
///
/// # Errors
/// When the database refuses.
pub async fn shown_numbers(
    transaction: &mut Transaction,
    household_id: &str,
) -> Result<Vec<(String, String, bool)>, StoreError> {
    let sql = "select d.id, d.phone, d.withdrawn_at is not null from do_not_call d \
               where d.phone is not null and (d.household_id = $1 or (d.household_id is null \
               and d.phone in (select first_phone from household_private where household_id = $1 \
               union select second_phone from household_private where household_id = $1 \
               union select p.reporter_phone from service_request_private p \
               join service_request r on r.request_no = p.request_no where r.household_id = $1 \
               union select c.number from call_private c \
               join callback_attempt a on a.call_id = c.call_id \
               join callback_task t on t.id = a.task_id where t.household_id = $1))) \
               order by d.id";
    transaction.all(sql, values![household_id]).await
}

/// Takes the number out of an entry. With a key it goes on protecting the number.
///
/// # Errors
/// When the database refuses.
pub async fn erase_number(
    transaction: &mut Transaction,
    id: &str,
    number_key: Option<&str>,
) -> Result<u64, StoreError> {
    let sql = "update do_not_call set phone = null, number_key = $1 where id = $2";
    let entries = transaction.execute(sql, values![number_key, id]).await?;
    let sql = "update do_not_call_private set reason = '' where reason <> '' and entry_id = $1";
    transaction.execute(sql, values![id]).await?;
    Ok(entries)
}

/// Empties what the entries of a household say about its people; how many.
///
/// # Errors
/// When the database refuses.
pub async fn erase_reasons(
    transaction: &mut Transaction,
    household_id: &str,
) -> Result<u64, StoreError> {
    let sql = "update do_not_call_private set reason = '' where reason <> '' and entry_id in \
               (select id from do_not_call where household_id = $1)";
    transaction.execute(sql, values![household_id]).await
}
