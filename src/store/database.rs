//! The two databases behind one face.

use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{AssertSqlSafe, Connection, PgConnection, PgPool, SqlitePool};

use super::sql::{Query, Sql};
use super::transaction::Transaction;
use super::value::{Record, Value};

static SQLITE_MIGRATIONS: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES_MIGRATIONS: Migrator = sqlx::migrate!("migrations/postgres");

/// Why the store could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database said no. The text is for the log, never for a client.
    #[error("database: {0}")]
    Sql(#[from] sqlx::Error),
    /// The schema could not be brought up to date.
    #[error("migration: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// The database was written by a newer program.
    #[error(
        "the database schema is version {found}, this program knows up to {known}; \
         install the newer program, or open a database of this version"
    )]
    SchemaTooNew { found: i64, known: i64 },
    /// Somebody else changed the row meanwhile (optimistic lock on `revision`).
    #[error("{what} was changed by somebody else meanwhile")]
    Conflict { what: &'static str },
    /// A stored value no version of this program wrote.
    #[error("stored {what} cannot be read: {value}")]
    Unreadable { what: &'static str, value: String },
}

impl StoreError {
    /// Whether a uniqueness rule of the schema was violated.
    pub fn is_unique_violation(&self) -> bool {
        matches!(self, Self::Sql(sqlx::Error::Database(error)) if error.is_unique_violation())
    }
}

/// A connection to SQLite (one writer, several readers) or to PostgreSQL. Cheap to clone.
#[derive(Clone)]
pub enum Database {
    Sqlite { writer: SqlitePool, reader: SqlitePool },
    Postgres(PgPool),
}

macro_rules! bind_all {
    ($query:expr, $values:expr) => {{
        let mut query = $query;
        for value in $values {
            query = match value {
                Value::Bool(value) => query.bind(value),
                Value::Integer(value) => query.bind(value),
                Value::Text(value) => query.bind(value),
            };
        }
        query
    }};
}

pub(super) use bind_all;

impl Database {
    /// Opens the SQLite file, creating it and its folder when missing.
    ///
    /// # Errors
    /// When the folder cannot be made or the file is no database.
    pub async fn open_sqlite(path: &Path) -> Result<Self, StoreError> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(sqlx::Error::Io)?;
        }
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            // FULL: an acknowledgement is a promise (docs/reliability.md).
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(10))
            .foreign_keys(true)
            // What is erased is overwritten, not only forgotten.
            .pragma("secure_delete", "on");
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(Duration::from_secs(60))
            .connect_with(options.clone())
            .await?;
        let reader = SqlitePoolOptions::new()
            .max_connections(4)
            .connect_with(options.read_only(true))
            .await?;
        Ok(Self::Sqlite { writer, reader })
    }

    /// Connects to PostgreSQL by URL.
    ///
    /// # Errors
    /// When the URL is malformed or the server cannot be reached.
    pub async fn open_postgres(url: &str) -> Result<Self, StoreError> {
        let options = PgConnectOptions::from_str(url)?;
        let pool = PgPoolOptions::new().max_connections(8).connect_with(options).await?;
        Ok(Self::Postgres(pool))
    }

    /// Whether a PostgreSQL server lets us in. The pool would try again for half a minute and then
    /// not say why.
    ///
    /// # Errors
    /// What the server or the network said.
    pub async fn try_postgres(url: &str) -> Result<(), StoreError> {
        let options = PgConnectOptions::from_str(url)?;
        let connection = PgConnection::connect_with(&options).await?;
        Ok(connection.close().await?)
    }

    /// Brings the schema up to date.
    ///
    /// # Errors
    /// [`StoreError::SchemaTooNew`] when a newer program has been here.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        let migrator = self.migrator();
        self.refuse_newer_schema(migrator).await?;
        match self {
            Self::Sqlite { writer, .. } => migrator.run(writer).await?,
            Self::Postgres(pool) => migrator.run(pool).await?,
        }
        Ok(())
    }

    /// The newest schema this program knows, on SQLite or on PostgreSQL.
    pub fn known_schema_version(is_sqlite: bool) -> i64 {
        let migrator = if is_sqlite { &SQLITE_MIGRATIONS } else { &POSTGRES_MIGRATIONS };
        newest(migrator)
    }

    /// The schema the database has; 0 before the first migration.
    ///
    /// # Errors
    /// When the database refuses, also because nobody has migrated it yet.
    pub async fn schema_version(&self) -> Result<i64, StoreError> {
        let sql = "select cast(coalesce(max(version), 0) as bigint) from _sqlx_migrations";
        Ok(self.one::<(i64,)>(sql, vec![]).await?.0)
    }

    fn migrator(&self) -> &'static Migrator {
        match self {
            Self::Sqlite { .. } => &SQLITE_MIGRATIONS,
            Self::Postgres(_) => &POSTGRES_MIGRATIONS,
        }
    }

    async fn refuse_newer_schema(&self, migrator: &Migrator) -> Result<(), StoreError> {
        let known = newest(migrator);
        let applied = "select cast(max(version) as bigint) from _sqlx_migrations";
        match self.one::<(Option<i64>,)>(applied, vec![]).await {
            Ok((Some(found),)) if found > known => Err(StoreError::SchemaTooNew { found, known }),
            // Also taken when the table does not exist yet: a new database.
            _ => Ok(()),
        }
    }

    /// Every row of a query, read outside any transaction.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn all<T: Record>(
        &self,
        sql: impl Into<Sql>,
        values: Vec<Value>,
    ) -> Result<Vec<T>, StoreError> {
        let sql = sql.into();
        Ok(match self {
            Self::Sqlite { reader, .. } => {
                bind_all!(sqlx::query_as(AssertSqlSafe(sql.sqlite.into_owned())), values)
                    .fetch_all(reader)
                    .await?
            }
            Self::Postgres(pool) => {
                bind_all!(sqlx::query_as(AssertSqlSafe(sql.postgres.into_owned())), values)
                    .fetch_all(pool)
                    .await?
            }
        })
    }

    /// The first row, if there is one.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn optional<T: Record>(
        &self,
        sql: impl Into<Sql>,
        values: Vec<Value>,
    ) -> Result<Option<T>, StoreError> {
        Ok(self.all(sql, values).await?.into_iter().next())
    }

    /// The only row of a query that always has one.
    ///
    /// # Errors
    /// When the database refuses, or there is no row.
    pub async fn one<T: Record>(
        &self,
        sql: impl Into<Sql>,
        values: Vec<Value>,
    ) -> Result<T, StoreError> {
        self.optional(sql, values).await?.ok_or(StoreError::Sql(sqlx::Error::RowNotFound))
    }

    /// Every row of a built query.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn query<T: Record>(&self, query: Query) -> Result<Vec<T>, StoreError> {
        let (sql, values) = query.into_parts();
        self.all(sql, values).await
    }

    /// Opens a transaction that may write. On PostgreSQL the opening runs in a task of its own:
    /// sqlx 0.9 leaves a pooled connection inside an open transaction when `begin` is cancelled.
    ///
    /// # Errors
    /// When no connection can be had.
    pub async fn begin(&self) -> Result<Transaction, StoreError> {
        match self {
            Self::Sqlite { writer, .. } => {
                Ok(Transaction::sqlite(writer.begin_with("BEGIN IMMEDIATE").await?))
            }
            Self::Postgres(pool) => {
                let pool = pool.clone();
                let begun = tokio::spawn(async move { pool.begin().await }).await;
                let inner =
                    begun.map_err(|error| sqlx::Error::Io(std::io::Error::other(error)))??;
                Ok(Transaction::postgres(inner))
            }
        }
    }

    /// Empties SQLite's write-ahead log into the file, so that no copy of overwritten pages stays
    /// in it. One who reads at this moment keeps part of it until the next time. PostgreSQL looks
    /// after its own log.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn forget_old_pages(&self) -> Result<(), StoreError> {
        if let Self::Sqlite { writer, .. } = self {
            sqlx::query("pragma wal_checkpoint(truncate)").fetch_all(writer).await?;
        }
        Ok(())
    }

    /// How many connections are open, and how many of them nobody uses.
    pub fn connections(&self) -> (u32, u32) {
        let idle = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        match self {
            Self::Sqlite { writer, reader } => {
                (writer.size() + reader.size(), idle(writer.num_idle() + reader.num_idle()))
            }
            Self::Postgres(pool) => (pool.size(), idle(pool.num_idle())),
        }
    }

    /// Closes every connection.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { writer, reader } => {
                reader.close().await;
                writer.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

fn newest(migrator: &Migrator) -> i64 {
    migrator.iter().map(|step| step.version).max().unwrap_or(0)
}
