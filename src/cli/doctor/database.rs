//! The database: reachable, current, set as it must be.

use std::path::Path;
use std::time::Duration;

use super::{Finding, error, ok, warning};
use crate::app::stored_calendar;
use crate::config::{Config, DatabaseLocation};
use crate::domain::calendar::Calendar;
use crate::domain::timestamp::Timestamp;
use crate::store::{self, Database, StoreError};

/// A server that takes longer is as good as none.
const SERVER_ANSWERS: Duration = Duration::from_secs(5);
/// The oldest PostgreSQL the tests run on.
const POSTGRES_MIN: i64 = 15;

/// What other checks need to know of the database.
#[derive(Default)]
pub struct Known {
    /// When its newest event happened.
    pub newest_fact: Option<Timestamp>,
    /// The company's calendar, when there is one and it can be read.
    pub calendar: Option<Calendar>,
}

/// The findings, and what the database says.
pub async fn examine(config: &Config) -> (Vec<Finding>, Known) {
    let opened = match config.database_location() {
        DatabaseLocation::Sqlite(path) if !path.exists() => {
            return (vec![not_made(&path)], Known::default());
        }
        DatabaseLocation::Sqlite(path) => {
            Database::open_sqlite(&path).await.map_err(|problem| unreachable(&problem))
        }
        DatabaseLocation::Postgres(url) => open_postgres(url.reveal()).await,
    };
    let database = match opened {
        Ok(database) => database,
        Err(finding) => return (vec![finding], Known::default()),
    };
    let mut findings = vec![schema(&database).await];
    let settings = match database {
        Database::Sqlite { .. } => sqlite(&database).await,
        Database::Postgres(_) => postgres(&database).await,
    };
    findings.push(settings.unwrap_or_else(|problem| unreachable(&problem)));
    let known = Known {
        newest_fact: store::event_log::newest_at(&database).await.ok().flatten(),
        calendar: stored_calendar(&database).await.ok().flatten(),
    };
    database.close().await;
    (findings, known)
}

async fn open_postgres(url: &str) -> Result<Database, Finding> {
    match tokio::time::timeout(SERVER_ANSWERS, Database::try_postgres(url)).await {
        Ok(Ok(())) => {}
        Ok(Err(problem)) => return Err(unreachable(&problem)),
        Err(_) => return Err(unreachable(&"the server does not answer")),
    }
    Database::open_postgres(url).await.map_err(|problem| unreachable(&problem))
}

fn not_made(path: &Path) -> Finding {
    warning(
        "database",
        format!("there is no database {} yet", path.display()),
        "start the service once, which makes it; or check --data-dir and storage.data_dir",
    )
}

fn unreachable(problem: &dyn std::fmt::Display) -> Finding {
    error(
        "database",
        format!("the database cannot be used: {problem}"),
        "check that its server runs, that database.url is right, and that this user may read and \
         write its files",
    )
}

async fn schema(database: &Database) -> Finding {
    let known = Database::known_schema_version(matches!(database, Database::Sqlite { .. }));
    match database.schema_version().await {
        Ok(found) if found > known => error(
            "schema",
            format!("the schema is version {found}, this program knows up to {known}"),
            "install the program that made it, or a newer one",
        ),
        Ok(found) if found < known => warning(
            "schema",
            format!("the schema is version {found}, this program's is {known}"),
            "make a backup, then start the service: it brings the schema up to date",
        ),
        Ok(found) => ok("schema", format!("version {found}, as this program has it")),
        Err(_) => warning(
            "schema",
            "the database is empty",
            "start the service once, which makes its tables",
        ),
    }
}

async fn sqlite(database: &Database) -> Result<Finding, StoreError> {
    let (journal,): (String,) = database.one("pragma journal_mode", vec![]).await?;
    let (foreign_keys,): (i64,) = database.one("pragma foreign_keys", vec![]).await?;
    let (version,): (String,) = database.one("select sqlite_version()", vec![]).await?;
    if let Some(damage) = database.damage().await? {
        let remedy = "stop the service and restore the newest backup";
        return Ok(error("database", format!("the file is damaged: {damage}"), remedy));
    }
    if journal != "wal" || foreign_keys != 1 {
        return Ok(error(
            "database",
            format!("SQLite {version} with journal {journal}, foreign keys {foreign_keys}"),
            "put the file on a local disk: WAL does not work on network file systems",
        ));
    }
    Ok(ok("database", format!("SQLite {version}, undamaged, WAL, one node")))
}

async fn postgres(database: &Database) -> Result<Finding, StoreError> {
    let sql = "select cast(current_setting('server_version_num') as bigint), \
               current_setting('fsync'), current_setting('synchronous_commit'), \
               current_setting('server_encoding')";
    let (number, fsync, synchronous, encoding): (i64, String, String, String) =
        database.one(sql, vec![]).await?;
    let major = number / 10_000;
    let shown = format!("PostgreSQL {major}, fsync {fsync}, synchronous_commit {synchronous}");
    Ok(if encoding != "UTF8" {
        let remedy = "create the database anew with encoding UTF8";
        error("database", format!("its encoding is {encoding}"), remedy)
    } else if fsync != "on" || synchronous == "off" {
        let remedy = "set both to on: what was acknowledged must survive a power failure";
        error("database", shown, remedy)
    } else if major < POSTGRES_MIN {
        warning("database", shown, format!("use PostgreSQL {POSTGRES_MIN} or newer"))
    } else {
        ok("database", shown)
    })
}
