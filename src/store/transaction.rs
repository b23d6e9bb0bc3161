//! A transaction, and what is sealed into it at commit: events and audit records.

use serde_json::Value as Json;
use sqlx::{AssertSqlSafe, Postgres, Sqlite};

use super::database::{StoreError, bind_all};
use super::sql::{Dual, Query, Sql};
use super::value::{Record, Value, values};
use crate::domain::audit::{self, AuditRecord};
use crate::domain::timestamp::Timestamp;

/// Something that happened, for live pages and time lines. Ids and codes only, no personal data.
#[derive(Clone, Debug)]
pub struct Event {
    pub at: Timestamp,
    pub kind: &'static str,
    pub subject_kind: &'static str,
    pub subject_id: String,
    pub body: Json,
}

/// Who did what, for the audit chain. Ids and codes only, no personal data.
#[derive(Clone, Debug)]
pub struct Audit {
    pub at: Timestamp,
    pub actor: String,
    pub action: &'static str,
    pub subject_kind: &'static str,
    pub subject_id: String,
    pub body: Json,
}

enum Inner {
    Sqlite(sqlx::Transaction<'static, Sqlite>),
    Postgres(sqlx::Transaction<'static, Postgres>),
}

/// An open transaction; dropped without [`Transaction::commit`], it never happened.
pub struct Transaction {
    inner: Inner,
    events: Vec<Event>,
    audits: Vec<Audit>,
}

/// Parameters of one statement on PostgreSQL, whose limit is 65,535.
const PARAMETERS_MAX: usize = 30_000;

/// Parameters of one statement on SQLite. It would take 32,766, but larger ones are no faster.
const SQLITE_PARAMETERS_MAX: usize = 1_000;

impl Transaction {
    pub(super) fn sqlite(inner: sqlx::Transaction<'static, Sqlite>) -> Self {
        Self { inner: Inner::Sqlite(inner), events: Vec::new(), audits: Vec::new() }
    }

    pub(super) fn postgres(inner: sqlx::Transaction<'static, Postgres>) -> Self {
        Self { inner: Inner::Postgres(inner), events: Vec::new(), audits: Vec::new() }
    }

    /// Whether this is PostgreSQL, where rows are locked one by one.
    pub fn is_postgres(&self) -> bool {
        matches!(self.inner, Inner::Postgres(_))
    }

    /// Runs a statement; the number of rows it touched.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn execute(
        &mut self,
        sql: impl Into<Sql>,
        values: Vec<Value>,
    ) -> Result<u64, StoreError> {
        let sql = sql.into();
        Ok(match &mut self.inner {
            Inner::Sqlite(inner) => {
                bind_all!(sqlx::query(AssertSqlSafe(sql.sqlite.into_owned())), values)
                    .execute(&mut **inner)
                    .await?
                    .rows_affected()
            }
            Inner::Postgres(inner) => {
                bind_all!(sqlx::query(AssertSqlSafe(sql.postgres.into_owned())), values)
                    .execute(&mut **inner)
                    .await?
                    .rows_affected()
            }
        })
    }

    /// Every row of a query or of a `returning` clause.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn all<T: Record>(
        &mut self,
        sql: impl Into<Sql>,
        values: Vec<Value>,
    ) -> Result<Vec<T>, StoreError> {
        let sql = sql.into();
        Ok(match &mut self.inner {
            Inner::Sqlite(inner) => {
                bind_all!(sqlx::query_as(AssertSqlSafe(sql.sqlite.into_owned())), values)
                    .fetch_all(&mut **inner)
                    .await?
            }
            Inner::Postgres(inner) => {
                bind_all!(sqlx::query_as(AssertSqlSafe(sql.postgres.into_owned())), values)
                    .fetch_all(&mut **inner)
                    .await?
            }
        })
    }

    /// The first row, if there is one.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn optional<T: Record>(
        &mut self,
        sql: impl Into<Sql>,
        values: Vec<Value>,
    ) -> Result<Option<T>, StoreError> {
        Ok(self.all(sql, values).await?.into_iter().next())
    }

    /// Every row of a built query.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn query<T: Record>(&mut self, query: Query) -> Result<Vec<T>, StoreError> {
        let (sql, values) = query.into_parts();
        self.all(sql, values).await
    }

    /// Runs a built statement; the number of rows it touched.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn run(&mut self, query: Query) -> Result<u64, StoreError> {
        let (sql, values) = query.into_parts();
        self.execute(sql, values).await
    }

    /// Inserts many rows by multi-row `values`, in chunks. `head` is `insert into t (a, b)`, `tail`
    /// what follows the values, such as `on conflict … do update …` or nothing.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn insert_many(
        &mut self,
        head: &'static str,
        rows: Vec<Vec<Value>>,
        tail: &'static str,
    ) -> Result<u64, StoreError> {
        let Some(width) = rows.first().map(Vec::len) else { return Ok(0) };
        let parameters_max =
            if self.is_postgres() { PARAMETERS_MAX } else { SQLITE_PARAMETERS_MAX };
        let mut written = 0;
        let mut rows = rows.into_iter();
        loop {
            let chunk: Vec<Vec<Value>> = rows.by_ref().take(parameters_max / width).collect();
            if chunk.is_empty() {
                return Ok(written);
            }
            let query = Query::new(head).push(" values ").rows(chunk, self.is_postgres());
            written += self.run(query.push(" ").push(tail)).await?;
        }
    }

    /// Records something that happened; written at commit, in commit order.
    pub fn note(&mut self, event: Event) {
        self.events.push(event);
    }

    /// Records who did what; sealed into the chain at commit.
    pub fn audit(&mut self, audit: Audit) {
        self.audits.push(audit);
    }

    /// Whether anything was noted, so that live readers have something to be woken for.
    pub fn has_events(&self) -> bool {
        !self.events.is_empty()
    }

    /// Makes everything permanent, or nothing.
    ///
    /// # Errors
    /// When the database refuses; then nothing happened.
    pub async fn commit(mut self) -> Result<(), StoreError> {
        if !self.events.is_empty() || !self.audits.is_empty() {
            self.lock_log().await?;
            self.write_events().await?;
            self.write_audits().await?;
        }
        match self.inner {
            Inner::Sqlite(inner) => inner.commit().await?,
            Inner::Postgres(inner) => inner.commit().await?,
        }
        Ok(())
    }

    /// Positions must follow commit order: on PostgreSQL whoever holds this lock commits next. On
    /// SQLite the single writer sees to it.
    async fn lock_log(&mut self) -> Result<(), StoreError> {
        let lock = Dual {
            sqlite: "select 1",
            postgres: "select 1 from pg_advisory_xact_lock(7238461001)",
        };
        self.execute(lock, vec![]).await?;
        Ok(())
    }

    async fn write_events(&mut self) -> Result<(), StoreError> {
        let rows = std::mem::take(&mut self.events)
            .into_iter()
            .map(|event| {
                values![
                    event.at,
                    event.kind,
                    1_i64,
                    event.subject_kind,
                    event.subject_id,
                    event.body.to_string()
                ]
            })
            .collect();
        let head = "insert into event_log (at, kind, version, subject_kind, subject_id, body)";
        self.insert_many(head, rows, "").await?;
        Ok(())
    }

    async fn write_audits(&mut self) -> Result<(), StoreError> {
        if self.audits.is_empty() {
            return Ok(());
        }
        let last: Option<(i64, String)> = self
            .optional("select sequence, hash from audit_log order by sequence desc limit 1", vec![])
            .await?;
        let (mut sequence, mut previous_hash) =
            last.unwrap_or_else(|| (0, audit::GENESIS_HASH.to_owned()));
        let mut rows = Vec::with_capacity(self.audits.len());
        for entry in std::mem::take(&mut self.audits) {
            sequence += 1;
            let body = entry.body.to_string();
            let hash = audit::seal(&AuditRecord {
                sequence,
                at: entry.at,
                actor: &entry.actor,
                action: entry.action,
                subject_kind: entry.subject_kind,
                subject_id: &entry.subject_id,
                body: &body,
                previous_hash: &previous_hash,
            });
            rows.push(values![
                sequence,
                entry.at,
                entry.actor,
                entry.action,
                1_i64,
                entry.subject_kind,
                entry.subject_id,
                body,
                previous_hash,
                &hash
            ]);
            previous_hash = hash;
        }
        let head = "insert into audit_log (sequence, at, actor, action, version, subject_kind, \
                    subject_id, body, previous_hash, hash)";
        self.insert_many(head, rows, "").await?;
        Ok(())
    }
}
