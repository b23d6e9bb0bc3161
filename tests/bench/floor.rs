//! The floor: the same rows into the same table by one connection, 256 a transaction and a
//! statement, prepared once, one transaction after another, with the service's durability.

use std::path::Path;

use huifang::store::inbox::NewFact;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};

use crate::Outcome;
use crate::producers::Measured;
use crate::workload::{NOW, SPAN, instant, new_fact};

/// Rows of one transaction.
pub const GROUP: usize = 256;

macro_rules! measure {
    ($connection:expr, $begin:expr) => {{
        let sql = statement();
        let (began, mut rows, mut waits) = (instant(), 0, Vec::new());
        while began.elapsed() < SPAN {
            let started = instant();
            sqlx::query($begin).execute(&mut $connection).await?;
            let mut query = sqlx::query(AssertSqlSafe(sql.clone()));
            for fact in facts() {
                query = query
                    .bind(fact.source)
                    .bind(fact.external_key)
                    .bind(fact.kind)
                    .bind(1_i64)
                    .bind(fact.subject_id)
                    .bind(fact.body)
                    .bind(NOW.0);
            }
            rows += query.execute(&mut $connection).await?.rows_affected() as usize;
            sqlx::query("commit").execute(&mut $connection).await?;
            waits.push(started.elapsed());
        }
        waits.sort_unstable();
        Measured { rows, span: began.elapsed(), waits }
    }};
}

pub async fn sqlite(file: &Path) -> Outcome<Measured> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let mut connection = SqliteConnection::connect_with(&options).await?;
    let measured = measure!(connection, "begin immediate");
    connection.close().await?;
    Ok(measured)
}

pub async fn postgres(url: &str) -> Outcome<Measured> {
    let mut connection = PgConnection::connect(url).await?;
    let measured = measure!(connection, "begin");
    connection.close().await?;
    Ok(measured)
}

fn facts() -> impl Iterator<Item = NewFact> {
    std::iter::repeat_with(new_fact).take(GROUP)
}

fn statement() -> String {
    let rows: Vec<String> = (0..GROUP)
        .map(|row| {
            let places: Vec<String> =
                (1..=7).map(|place| format!("${}", row * 7 + place)).collect();
            format!("({})", places.join(", "))
        })
        .collect();
    format!(
        "insert into inbox (source, external_key, kind, version, subject_id, body, received_at) \
         values {} on conflict (source, external_key) do nothing",
        rows.join(", ")
    )
}
