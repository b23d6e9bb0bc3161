//! The schema's versions.

use huifang::store::{Database, StoreError, Value};

use crate::support::both_databases;
use crate::support::database::alone;
use crate::support::rows::{count, texts};

both_databases!(alone:
    a_database_that_is_up_to_date_stays_as_it_is,
    a_newer_schema_is_refused,
    what_an_administrator_asks_of_a_database_is_answered,
);

async fn a_database_that_is_up_to_date_stays_as_it_is(database: Database) {
    let before = count(&database, "_sqlx_migrations").await;
    database.migrate().await.expect("nothing to do");
    assert_eq!(count(&database, "_sqlx_migrations").await, before);
    assert!(before >= 7, "{before} migrations");
}

async fn a_newer_schema_is_refused(database: Database) {
    let highest = "select cast(max(version) as bigint) from _sqlx_migrations";
    let (known,): (i64,) = database.one(highest, vec![]).await.expect("a version");
    let mut transaction = database.begin().await.expect("a transaction");
    let sql = "insert into _sqlx_migrations (version, description, success, checksum, \
               execution_time) select $1, 'from the future', true, checksum, execution_time \
               from _sqlx_migrations where version = 1";
    transaction.execute(sql, vec![Value::from(9_999_i64)]).await.expect("a newer version");
    transaction.commit().await.expect("kept");
    match database.migrate().await {
        Err(StoreError::SchemaTooNew { found, known: highest }) => {
            assert_eq!((found, highest), (9_999, known));
        }
        other => panic!("refused as too new, not {other:?}"),
    }
    let newest = "select description from _sqlx_migrations order by version desc limit 1";
    assert_eq!(texts(&database, newest).await, ["from the future"]);
}

async fn what_an_administrator_asks_of_a_database_is_answered(database: Database) {
    let known = Database::known_schema_version(matches!(database, Database::Sqlite { .. }));
    assert_eq!(database.schema_version().await.expect("migrated"), known);
    assert!(!database.is_empty().await.expect("an answer"), "it has tables");
    assert_eq!(database.damage().await.expect("an answer"), None);
    let (open, idle) = database.connections();
    assert!(open >= 1 && idle <= open, "{open} open, {idle} idle");
}
