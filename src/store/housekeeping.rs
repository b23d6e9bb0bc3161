//! Deleting what is done with. The audit log is never touched, nor anything a figure is made of.

use super::database::StoreError;
use super::transaction::Transaction;
use super::value::values;
use crate::domain::timestamp::Timestamp;

/// What may be deleted once it is old: settled facts and timers, performed effects, and events but
/// for the newest, whose position live pages go on from. Effects that were given up stay.
const STATEMENTS: [&str; 4] = [
    "delete from inbox where sequence in (select sequence from inbox \
     where settled_at < $1 order by sequence limit $2)",
    "delete from outbox where sequence in (select sequence from outbox \
     where state = 'done' and settled_at < $1 order by sequence limit $2)",
    "delete from timer where id in (select id from timer \
     where settled_at < $1 order by id limit $2)",
    "delete from event_log where position in (select position from event_log \
     where at < $1 and position < (select max(position) from event_log) \
     order by position limit $2)",
];

/// Deletes at most `limit` rows of each kind that were settled before an instant; how many.
///
/// # Errors
/// When the database refuses.
pub async fn delete_settled(
    transaction: &mut Transaction,
    before: Timestamp,
    limit: i64,
) -> Result<u64, StoreError> {
    let mut deleted = 0;
    for sql in STATEMENTS {
        deleted += transaction.execute(sql, values![before, limit]).await?;
    }
    Ok(deleted)
}
