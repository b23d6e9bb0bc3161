//! The whole database in one file, as it was at one moment, while others go on writing; and back.

use std::path::Path;
use std::process::{Output, Stdio};

use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use tokio::process::Command;

use super::database::{Database, StoreError};
use super::transaction::Transaction;
use super::value::{Record, Value, values};

/// Why a database could not be put into a file or taken out of it.
#[derive(Debug, thiserror::Error)]
pub enum DumpError {
    /// The database said no.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A program of PostgreSQL said no, or is not there.
    #[error("{program}: {problem}")]
    Program { program: &'static str, problem: String },
}

impl From<sqlx::Error> for DumpError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

/// The moment a dump shows, for asking what was true at it.
pub enum Moment {
    /// The dump itself, opened for reading.
    Sqlite(Database),
    /// The transaction whose view was dumped.
    Postgres(Transaction),
}

/// A recording that the vault holds.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct KeptRecording {
    pub id: String,
    pub path: String,
    pub sha256: String,
}

impl Database {
    /// Writes everything to `file`, which must not exist or be empty. `url` is that of PostgreSQL.
    ///
    /// # Errors
    /// When the database, its `pg_dump` or the file refuses.
    pub async fn dump(&self, url: Option<&str>, file: &Path) -> Result<Moment, DumpError> {
        match self {
            Self::Sqlite { writer, .. } => {
                let name = file.to_string_lossy().into_owned();
                sqlx::query("vacuum into $1").bind(name).execute(writer).await?;
                Ok(Moment::Sqlite(Self::open_dump(file).await?))
            }
            Self::Postgres(pool) => {
                let begin = "begin isolation level repeatable read read only";
                let mut view = Transaction::postgres(pool.begin_with(begin).await?);
                let exported: Option<(String,)> =
                    view.optional("select pg_export_snapshot()", vec![]).await?;
                let snapshot = exported.map(|(name,)| name).unwrap_or_default();
                let arguments = ["--format=custom", "--no-owner", "--no-privileges"];
                let mut command = postgres_program("pg_dump", url.unwrap_or_default());
                command.args(arguments).arg(format!("--snapshot={snapshot}"));
                run("pg_dump", command.arg("--file").arg(file)).await?;
                Ok(Moment::Postgres(view))
            }
        }
    }

    /// Opens a dump of SQLite without changing a byte of it.
    async fn open_dump(file: &Path) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::new().filename(file).read_only(true).immutable(true);
        let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
        Ok(Self::Sqlite { writer: pool.clone(), reader: pool })
    }

    /// Fills this empty PostgreSQL database from a dump: all of it, or nothing.
    ///
    /// # Errors
    /// When `pg_restore` refuses.
    pub async fn fill_postgres(url: &str, file: &Path) -> Result<(), DumpError> {
        let arguments =
            ["--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges"];
        let mut command = postgres_program("pg_restore", url);
        run("pg_restore", command.args(arguments).arg(file)).await?;
        Ok(())
    }

    /// Whether nobody has made a table in it yet.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn is_empty(&self) -> Result<bool, StoreError> {
        let sql = super::sql::Dual {
            sqlite: "select count(*) from sqlite_master",
            postgres: "select count(*) from information_schema.tables \
                       where table_schema = current_schema()",
        };
        Ok(self.one::<(i64,)>(sql, vec![]).await?.0 == 0)
    }

    /// What SQLite finds wrong with its file; PostgreSQL checks its pages itself.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn damage(&self) -> Result<Option<String>, StoreError> {
        if matches!(self, Self::Postgres(_)) {
            return Ok(None);
        }
        let (word,): (String,) = self.one("pragma quick_check(1)", vec![]).await?;
        Ok((word != "ok").then_some(word))
    }
}

impl Moment {
    /// Recordings in the vault whose id follows `after`, in order.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn recordings_after(
        &mut self,
        after: &str,
        limit: i64,
    ) -> Result<Vec<KeptRecording>, StoreError> {
        self.all(KEPT_AFTER, values![after, limit]).await
    }

    /// The version of the schema.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn schema_version(&mut self) -> Result<i64, StoreError> {
        let sql = "select cast(coalesce(max(version), 0) as bigint) from _sqlx_migrations";
        let rows: Vec<(i64,)> = self.all(sql, vec![]).await?;
        Ok(rows.first().map_or(0, |(version,)| *version))
    }

    /// Lets go of it.
    pub async fn close(self) {
        match self {
            Self::Sqlite(database) => database.close().await,
            // Dropping it ends it: it has changed nothing.
            Self::Postgres(_) => {}
        }
    }

    async fn all<T: Record>(
        &mut self,
        sql: &'static str,
        values: Vec<Value>,
    ) -> Result<Vec<T>, StoreError> {
        match self {
            Self::Sqlite(database) => database.all(sql, values).await,
            Self::Postgres(view) => view.all(sql, values).await,
        }
    }
}

const KEPT_AFTER: &str = "select id, path, sha256 from recording where path is not null \
                          and sha256 is not null and id > $1 order by id limit $2";

/// Recordings in the vault whose id follows `after`, in order.
///
/// # Errors
/// When the database refuses.
pub async fn recordings_after(
    database: &Database,
    after: &str,
    limit: i64,
) -> Result<Vec<KeptRecording>, StoreError> {
    database.all(KEPT_AFTER, values![after, limit]).await
}

/// A program of PostgreSQL on this database. The password goes through the environment: everybody
/// on the machine can read the arguments of a process.
fn postgres_program(program: &'static str, url: &str) -> Command {
    let (url, password) = split_password(url);
    let mut command = Command::new(program);
    command.arg("--no-password").arg("--dbname").arg(url);
    if let Some(password) = password {
        command.env("PGPASSWORD", password);
    }
    command
}

async fn run(program: &'static str, command: &mut Command) -> Result<Output, DumpError> {
    let refused = |problem: String| DumpError::Program { program, problem };
    let output = command
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output()
        .await
        .map_err(|error| refused(format!("cannot be started: {error}")))?;
    if output.status.success() {
        return Ok(output);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let last = said.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or_default();
    Err(refused(format!("{} ({})", last.trim(), output.status)))
}

/// The URL without its password, and the password as it is meant.
fn split_password(url: &str) -> (String, Option<String>) {
    let whole = (url.to_owned(), None);
    let Some(start) = url.find("://").map(|at| at + 3) else { return whole };
    let end = url[start..].find(['/', '?']).map_or(url.len(), |at| start + at);
    let Some(at) = url[start..end].rfind('@').map(|at| start + at) else { return whole };
    let Some(colon) = url[start..at].find(':').map(|colon| start + colon) else { return whole };
    let bare = format!("{}{}", &url[..colon], &url[at..]);
    (bare, Some(percent_decoded(&url[colon + 1..at])))
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, others)) = rest.split_first() {
        let code = others.get(..2).filter(|_| *first == b'%');
        let byte =
            code.and_then(|code| hex::decode(code).ok()).and_then(|byte| byte.first().copied());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &others[2..] } else { others };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_leaves_the_url() {
        let cases = [
            ("postgres://db/huifang", "postgres://db/huifang", None),
            ("postgres://me@db/huifang", "postgres://me@db/huifang", None),
            ("postgres://me:secret@db:5432/h", "postgres://me@db:5432/h", Some("secret")),
            ("postgres://me:p%40s%2fs%3A%@db/h", "postgres://me@db/h", Some("p@s/s:%")),
            (
                "postgres://me:a@b@db?sslmode=require",
                "postgres://me@db?sslmode=require",
                Some("a@b"),
            ),
            ("postgres://db/h?options=a:b@c", "postgres://db/h?options=a:b@c", None),
        ];
        for (url, bare, password) in cases {
            let expected = (bare.to_owned(), password.map(str::to_owned));
            assert_eq!(split_password(url), expected, "{url}");
        }
    }
}
