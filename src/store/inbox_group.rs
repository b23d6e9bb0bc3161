//! Storing a group of facts in one commit, as fast as each database does it. The texts of the
//! statements are few, so that each connection prepares them once.

use std::sync::LazyLock;

use sqlx::PgPool;

use super::database::{Database, StoreError};
use super::inbox::NewFact;
use super::value::values;
use crate::domain::timestamp::Timestamp;

/// Rows of one statement on SQLite; a group is made up of these, largest first.
const SHAPES: [usize; 10] = [512, 256, 128, 64, 32, 16, 8, 4, 2, 1];

/// Columns of a row that differ between facts or are bound.
const WIDTH: usize = 7;

static STATEMENTS: LazyLock<[String; 10]> = LazyLock::new(|| SHAPES.map(statement));

/// On PostgreSQL a group of any size is one statement of five arrays, which commits by itself: one
/// round trip. `ordinality` keeps the order of the facts in the order of their sequence numbers.
const ARRAYS: &str = "insert into inbox (source, external_key, kind, version, subject_id, body, \
                      received_at) select source, external_key, kind, 1, subject_id, body, $6 \
                      from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) \
                      with ordinality as fact (source, external_key, kind, subject_id, body, \
                      place) order by place on conflict (source, external_key) do nothing";

/// Stores facts in one commit; repeated ones are left out silently.
///
/// # Errors
/// When the database refuses; then none of them is stored.
pub async fn store(
    database: &Database,
    facts: &[&NewFact],
    now: Timestamp,
) -> Result<(), StoreError> {
    if facts.is_empty() {
        return Ok(());
    }
    match database {
        Database::Sqlite { .. } => store_in_shapes(database, facts, now).await,
        Database::Postgres(pool) => store_as_arrays(pool, facts, now).await,
    }
}

async fn store_in_shapes(
    database: &Database,
    facts: &[&NewFact],
    now: Timestamp,
) -> Result<(), StoreError> {
    let mut transaction = database.begin().await?;
    let mut rest = facts;
    for (shape, statement) in SHAPES.iter().zip(STATEMENTS.iter()) {
        while let Some((chunk, left)) = rest.split_at_checked(*shape) {
            let mut values = Vec::with_capacity(shape * WIDTH);
            for fact in chunk {
                values.extend(values![
                    &fact.source,
                    &fact.external_key,
                    fact.kind,
                    1_i64,
                    &fact.subject_id,
                    &fact.body,
                    now
                ]);
            }
            transaction.execute(statement.as_str(), values).await?;
            rest = left;
        }
    }
    transaction.commit().await
}

async fn store_as_arrays(
    pool: &PgPool,
    facts: &[&NewFact],
    now: Timestamp,
) -> Result<(), StoreError> {
    fn column<'a>(facts: &[&'a NewFact], of: fn(&'a NewFact) -> &'a str) -> Vec<&'a str> {
        facts.iter().map(|fact| of(fact)).collect()
    }
    sqlx::query(ARRAYS)
        .bind(column(facts, |fact| &fact.source))
        .bind(column(facts, |fact| &fact.external_key))
        .bind(column(facts, |fact| fact.kind))
        .bind(column(facts, |fact| &fact.subject_id))
        .bind(column(facts, |fact| &fact.body))
        .bind(now.0)
        .execute(pool)
        .await?;
    Ok(())
}

fn statement(rows: usize) -> String {
    let row = |row: usize| {
        let places: Vec<String> =
            (1..=WIDTH).map(|column| format!("${}", row * WIDTH + column)).collect();
        format!("({})", places.join(", "))
    };
    let rows: Vec<String> = (0..rows).map(row).collect();
    format!(
        "insert into inbox (source, external_key, kind, version, subject_id, body, received_at) \
         values {} on conflict (source, external_key) do nothing",
        rows.join(", ")
    )
}
