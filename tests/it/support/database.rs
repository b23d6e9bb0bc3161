//! A new database for every test, gone when the test is over.

use std::panic::{AssertUnwindSafe, resume_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use futures_util::FutureExt;
use huifang::config::{Config, DatabaseLocation, Options};
use huifang::store::Database;
use tokio::sync::OnceCell;

/// Runs a test on a migrated SQLite file of its own.
pub async fn on_sqlite(test: impl AsyncFnOnce(Database)) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("huifang.db");
    let database = Database::open_sqlite(&path).await.expect("a new SQLite file");
    database.migrate().await.expect("a new schema");
    run(test, &database).await;
}

/// Runs a test on a PostgreSQL database of its own, a copy of one that is migrated once a run.
pub async fn on_postgres(test: impl AsyncFnOnce(Database)) {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let server = server_url();
    let template = template(&server).await;
    let name = format!("huifang_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    administer(&server, format!("create database {name} template {template}")).await;
    let url = with_database(&server, &name);
    let database = Database::open_postgres(&url).await.expect("the copied database");
    // The copy goes whatever comes of the test.
    let outcome = AssertUnwindSafe(run(test, &database)).catch_unwind().await;
    administer(&server, format!("drop database {name} with (force)")).await;
    outcome.unwrap_or_else(|panic| resume_unwind(panic));
}

/// The database itself, for tests of the store alone.
pub async fn alone(database: Database) -> Database {
    database
}

async fn run(test: impl AsyncFnOnce(Database), database: &Database) {
    let outcome = AssertUnwindSafe(test(database.clone())).catch_unwind().await;
    database.close().await;
    outcome.unwrap_or_else(|panic| resume_unwind(panic));
}

/// The name of the migrated database that others are copied from. It stays until the server goes:
/// nothing tells a test that it is the last.
async fn template(server: &str) -> String {
    static TEMPLATE: OnceCell<String> = OnceCell::const_new();
    let make = async || {
        let name = format!("huifang_template_{}", std::process::id());
        administer(server, format!("drop database if exists {name}")).await;
        administer(server, format!("create database {name}")).await;
        let url = with_database(server, &name);
        let database = Database::open_postgres(&url).await.expect("the new database");
        database.migrate().await.expect("a new schema");
        // A database that somebody is connected to cannot be copied.
        database.close().await;
        name
    };
    TEMPLATE.get_or_init(make).await.clone()
}

/// Where an open test database is, as a configuration says it.
pub async fn location(database: &Database) -> DatabaseLocation {
    match database {
        Database::Sqlite { .. } => {
            let sql = "select file from pragma_database_list where name = 'main'";
            let (path,): (String,) = database.one(sql, vec![]).await.expect("its file");
            DatabaseLocation::Sqlite(path.into())
        }
        Database::Postgres(_) => {
            let (name,): (String,) =
                database.one("select current_database()", vec![]).await.expect("its name");
            postgres(&with_database(&server_url(), &name))
        }
    }
}

/// An empty place of the same kind: a file in `folder`, or a new database, which goes with the
/// server.
pub async fn empty_location(database: &Database, folder: &Path) -> DatabaseLocation {
    let DatabaseLocation::Postgres(_) = location(database).await else {
        return DatabaseLocation::Sqlite(folder.join("huifang.db"));
    };
    let (name,): (String,) =
        database.one("select current_database() || '_restored'", vec![]).await.expect("a name");
    let server = server_url();
    administer(&server, format!("create database {name}")).await;
    postgres(&with_database(&server, &name))
}

fn postgres(url: &str) -> DatabaseLocation {
    let variable = ("HUIFANG_DATABASE__URL".to_owned(), url.to_owned());
    let config = Config::load(&Options::default(), std::iter::once(variable));
    config.expect("a valid address").database_location()
}

/// Opens what [`location`] describes.
pub async fn open(location: &DatabaseLocation) -> Database {
    let opened = match location {
        DatabaseLocation::Sqlite(path) => Database::open_sqlite(path).await,
        DatabaseLocation::Postgres(url) => Database::open_postgres(url.reveal()).await,
    };
    opened.expect("it opens")
}

/// Runs one statement outside a transaction, which making and dropping databases wants.
async fn administer(server: &str, statement: String) {
    let database = Database::open_postgres(server).await.expect("the test server answers");
    database.all::<(i64,)>(statement, vec![]).await.expect("the test server obeys");
    database.close().await;
}

#[expect(clippy::disallowed_methods, reason = "tests are told where the server is, not settings")]
fn server_url() -> String {
    std::env::var("HUIFANG_TEST_POSTGRES").expect(
        "tests on PostgreSQL find their server in HUIFANG_TEST_POSTGRES: run `make test`, or \
         `scripts/postgres.sh fast cargo test --test it`",
    )
}

/// The URL of another database on the same server.
fn with_database(server: &str, name: &str) -> String {
    let (start, _) = server.rsplit_once('/').expect("a URL ends in the name of a database");
    format!("{start}/{name}")
}
