//! Facts per second until durably stored, through the service's own writer, beside the floor of
//! the same database: the fastest plain way to store the same rows. `make bench` runs it.

mod floor;
mod producers;
mod report;
mod workload;

use std::error::Error;
use std::path::Path;

use huifang::store::Database;
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use report::Line;

/// How many senders are waiting for an answer at the same time.
const PRODUCERS: [usize; 3] = [1, 64, 256];

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    // `cargo test --benches` only wants to know that it builds and starts.
    if std::env::args().any(|argument| argument == "--test") {
        return Ok(());
    }
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(measure_all())
}

async fn measure_all() -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    report::head();
    let file = folder.path().join("bench.sqlite");
    let database = Database::open_sqlite(&file).await?;
    database.migrate().await?;
    measure("SQLite", &database, &Target::Sqlite(&file)).await?;
    database.close().await;
    match postgres_server() {
        Some(server) => {
            let url = new_postgres_database(&server).await?;
            let database = Database::open_postgres(&url).await?;
            database.migrate().await?;
            measure("PostgreSQL", &database, &Target::Postgres(&url)).await?;
            database.close().await;
        }
        None => println!("PostgreSQL: not measured, HUIFANG_TEST_POSTGRES is not set"),
    }
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "how a bench is told which server to use")]
fn postgres_server() -> Option<String> {
    std::env::var("HUIFANG_TEST_POSTGRES").ok()
}

/// Where the floor is measured: the same database, past the facade.
enum Target<'a> {
    Sqlite(&'a Path),
    Postgres(&'a str),
}

/// The floor is taken before and after, and the better one counts: a machine that is busy for a
/// while must not make the writer look good.
async fn measure(name: &str, database: &Database, target: &Target<'_>) -> Outcome<()> {
    let before = floor(target).await?;
    let mut lines = Vec::new();
    for count in PRODUCERS {
        lines.push((count, producers::run(database, count).await?));
    }
    let after = floor(target).await?;
    let floor = if after.per_second() > before.per_second() { after } else { before };
    report::print(name, &Line::floor(&floor), floor.per_second());
    for (count, measured) in &lines {
        report::print(name, &Line::producers(*count, measured), floor.per_second());
    }
    Ok(())
}

async fn floor(target: &Target<'_>) -> Outcome<producers::Measured> {
    match target {
        Target::Sqlite(file) => floor::sqlite(file).await,
        Target::Postgres(url) => floor::postgres(url).await,
    }
}

/// A database of its own on the server, which is thrown away as a whole.
async fn new_postgres_database(server: &str) -> Outcome<String> {
    let (base, _) = server.rsplit_once('/').ok_or("HUIFANG_TEST_POSTGRES names no database")?;
    let name = format!("bench_{}", std::process::id());
    let mut connection = PgConnection::connect(server).await?;
    let sql = format!("create database {name}");
    sqlx::query(AssertSqlSafe(sql)).execute(&mut connection).await?;
    connection.close().await?;
    Ok(format!("{base}/{name}"))
}
