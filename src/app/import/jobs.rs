//! Imports that are asked for, followed and given up by people: each a row whose state anybody may
//! look at, worked one after the other.

use std::path::PathBuf;

use super::order::{ImportMode, ImportOrder, ImportSource, ImportWatch};
use super::outcome::ImportOutcome;
use super::report::{ImportRefusal, ImportReport};
use super::stored_name;
use crate::app::App;
use crate::app::error::AppError;
use crate::domain::coded::Coded;
use crate::domain::intake::kind::ImportKind;
use crate::domain::timestamp::Timestamp;
use crate::store::import_job::ImportJobRow;
use crate::store::{self, Audit, Event, Transaction};

/// A file that somebody wants imported.
#[derive(Clone, Debug)]
pub struct ImportJobOrder {
    pub kind: ImportKind,
    /// Whether the good rows are stored without the others.
    pub is_partial: bool,
    pub dry_run: bool,
    /// `upload` or `inbox`.
    pub origin: &'static str,
    pub file_name: String,
    pub path: PathBuf,
    pub actor: String,
}

/// An import with what came of it.
#[derive(Clone, Debug)]
pub struct ImportJob {
    pub row: ImportJobRow,
    pub outcome: Option<ImportOutcome>,
    /// Whether there is a file of rows that were left out.
    pub has_rejects: bool,
}

impl App {
    /// Notes an import that is to be done, under an id of [`App::new_id`].
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn queue_import(
        &self,
        id: &str,
        order: &ImportJobOrder,
        now: Timestamp,
    ) -> Result<(), AppError> {
        let path = order.path.clone();
        let hashed = tokio::task::spawn_blocking(move || super::inbox::hash(&path)).await;
        // A file that cannot be read is refused when it is its turn.
        let hash = hashed.ok().and_then(Result::ok);
        let bytes = std::fs::metadata(&order.path).map_or(0, |metadata| metadata.len());
        let mode = if order.is_partial { "partial" } else { ImportMode::All.code() };
        let row = ImportJobRow {
            id: id.to_owned(),
            kind: order.kind.code().to_owned(),
            mode: mode.to_owned(),
            is_dry_run: order.dry_run,
            origin: order.origin.to_owned(),
            file_name: stored_name(order.kind.code(), hash.as_deref(), &order.file_name),
            file_hash: None,
            state: "queued".to_owned(),
            bytes_total: whole(bytes),
            bytes_read: 0,
            row_count: 0,
            error_row_count: 0,
            is_cancel_requested: false,
            exchange: self.exchange.clone(),
            requested_by: order.actor.clone(),
            requested_at: now.0,
            finished_at: None,
        };
        let mut transaction = self.database.begin().await?;
        store::import_job::insert(&mut transaction, &row).await?;
        transaction.audit(job_audit("import_requested", id, &order.actor, now));
        transaction.note(job_changed(id, "queued", now));
        self.commit(transaction).await
    }

    /// Does an import that was queued, when it is its turn; `time` tells the time whenever asked.
    ///
    /// # Errors
    /// When the database refuses; what is wrong with the file is in the import's outcome.
    pub async fn run_import(
        &self,
        id: &str,
        order: ImportJobOrder,
        time: impl Fn() -> Timestamp,
    ) -> Result<Option<ImportOutcome>, AppError> {
        let _turn = self.imports.turn().await;
        let now = time();
        if !self.set_import_state(id, "reading", now).await? {
            return Ok(None);
        }
        let mode = match order.is_partial {
            true => ImportMode::Partial { rejects: Some(self.imports.rejects(id)) },
            false => ImportMode::All,
        };
        let import = ImportOrder {
            kind: order.kind,
            file_name: order.file_name,
            source: ImportSource::File(order.path),
            mode,
            dry_run: order.dry_run,
            actor: order.actor,
            now,
            watch: ImportWatch::of_job(id),
        };
        let (app, watch) = (self.clone(), import.watch.clone());
        // In a task of its own: whatever happens in it, the import gets an end.
        let done = tokio::spawn(async move { app.import_file(import).await }).await;
        let done = done.unwrap_or_else(|error| {
            Err(AppError::internal(format!("the import ended early: {error}")).into())
        });
        if let Err(ImportRefusal::App(error)) = &done {
            tracing::error!(code = error.code, %error, import = id, "an import failed");
        }
        self.end_import(id, &watch, &done, time()).await.map(Some)
    }

    async fn end_import(
        &self,
        id: &str,
        watch: &ImportWatch,
        done: &Result<ImportReport, ImportRefusal>,
        now: Timestamp,
    ) -> Result<ImportOutcome, AppError> {
        let state = end_state(done);
        let outcome = ImportOutcome::new(done);
        let hash = done.as_ref().ok().map(|report| report.file_hash.as_str());
        let mut transaction = self.database.begin().await?;
        let (rows, bad) = (whole(watch.rows()), whole(watch.error_rows()));
        let bytes = whole(if state == "done" { watch.bytes_total() } else { watch.bytes_read() });
        store::import_job::set_progress(&mut transaction, id, bytes, rows, bad).await?;
        let report = outcome.to_json()?;
        store::import_job::finish(&mut transaction, id, state, hash, &report, now).await?;
        transaction.note(job_changed(id, state, now));
        self.commit(transaction).await?;
        Ok(outcome)
    }

    /// Shows how far an import has come, and learns whether it was given up.
    pub(super) async fn note_progress(&self, watch: &ImportWatch) -> Result<(), AppError> {
        let Some(id) = watch.job_id() else { return Ok(()) };
        let mut transaction = self.database.begin().await?;
        let (bytes, rows) = (whole(watch.bytes_read()), whole(watch.rows()));
        let bad = whole(watch.error_rows());
        store::import_job::set_progress(&mut transaction, id, bytes, rows, bad).await?;
        transaction.commit().await?;
        let row = store::import_job::find(&self.database, id).await?;
        if row.is_some_and(|row| row.is_cancel_requested) {
            watch.cancel();
        }
        Ok(())
    }

    /// The last moment at which an import can be given up.
    pub(super) async fn begin_merge(&self, watch: &ImportWatch) -> Result<(), ImportRefusal> {
        self.note_progress(watch).await?;
        if watch.is_cancelled() {
            return Err(ImportRefusal::Cancelled);
        }
        if let Some(id) = watch.job_id() {
            let mut transaction = self.database.begin().await?;
            store::import_job::set_state(&mut transaction, id, "merging").await?;
            self.commit(transaction).await?;
        }
        Ok(())
    }

    async fn set_import_state(
        &self,
        id: &str,
        state: &'static str,
        now: Timestamp,
    ) -> Result<bool, AppError> {
        let mut transaction = self.database.begin().await?;
        let is_moved = store::import_job::set_state(&mut transaction, id, state).await?;
        transaction.note(job_changed(id, state, now));
        self.commit(transaction).await?;
        Ok(is_moved)
    }

    /// Gives an import up. One that merges already is done before anybody could; one that is over
    /// stays as it is.
    ///
    /// # Errors
    /// There is no such import, or it is over.
    pub async fn cancel_import(
        &self,
        id: &str,
        actor: &str,
        now: Timestamp,
    ) -> Result<ImportJob, AppError> {
        let job = self.import_job(id).await?;
        let mut transaction = self.database.begin().await?;
        match job.row.state.as_str() {
            "queued" => {
                let outcome = ImportOutcome::new(&Err(ImportRefusal::Cancelled)).to_json()?;
                let state = "cancelled";
                store::import_job::finish(&mut transaction, id, state, None, &outcome, now).await?;
                transaction.note(job_changed(id, state, now));
            }
            "reading" | "merging" => {
                store::import_job::request_cancel(&mut transaction, id).await?;
            }
            _ => return Err(AppError::conflict("import.is_over", "the import is over")),
        }
        transaction.audit(job_audit("import_cancel_requested", id, actor, now));
        self.commit(transaction).await?;
        self.import_job(id).await
    }

    /// One import.
    ///
    /// # Errors
    /// There is no such import.
    pub async fn import_job(&self, id: &str) -> Result<ImportJob, AppError> {
        let row = store::import_job::find(&self.database, id).await?;
        let row = row.ok_or_else(|| AppError::not_found("import.unknown", "no such import"))?;
        let report = store::import_job::report(&self.database, id).await?;
        let outcome = report.map(|report| ImportOutcome::from_json(&report)).transpose()?;
        let has_rejects = self.imports.rejects(id).is_file();
        Ok(ImportJob { row, outcome, has_rejects })
    }

    /// Records that somebody takes the rows away that an import left out.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn record_rejects(
        &self,
        job: &ImportJobRow,
        actor: &str,
        now: Timestamp,
    ) -> Result<(), AppError> {
        let mut transaction = self.database.begin().await?;
        let audit = job_audit("rejects_downloaded", &job.id, actor, now);
        let body = serde_json::json!({ "rows": job.error_row_count });
        transaction.audit(Audit { body, ..audit });
        self.commit(transaction).await
    }

    /// Imports, newest first.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn import_jobs(&self, limit: u32) -> Result<Vec<ImportJobRow>, AppError> {
        Ok(store::import_job::newest(&self.database, limit.into()).await?)
    }

    /// Ends what this exchange's process left half done when it stopped; how many imports.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn fail_interrupted_imports(&self, now: Timestamp) -> Result<usize, AppError> {
        let mut transaction = self.database.begin().await?;
        let failed =
            store::import_job::fail_interrupted(&mut transaction, &self.exchange, now).await?;
        for id in &failed {
            transaction.note(job_changed(id, "failed", now));
        }
        self.commit(transaction).await?;
        failed.iter().for_each(|id| self.imports.forget_upload(id));
        Ok(failed.len())
    }

    /// Removes the bytes of an upload that is over.
    pub fn forget_upload(&self, id: &str) {
        self.imports.forget_upload(id);
    }
}

/// The state in which an import ends.
pub(super) fn end_state(done: &Result<ImportReport, ImportRefusal>) -> &'static str {
    match done {
        Ok(_) => "done",
        Err(ImportRefusal::File(_) | ImportRefusal::Rows { .. }) => "refused",
        Err(ImportRefusal::Cancelled) => "cancelled",
        Err(ImportRefusal::App(_)) => "failed",
    }
}

pub(super) fn whole(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn job_changed(id: &str, state: &str, now: Timestamp) -> Event {
    Event {
        at: now,
        kind: "import_changed",
        subject_kind: "import_job",
        subject_id: id.to_owned(),
        body: serde_json::json!({ "state": state }),
    }
}

fn job_audit(action: &'static str, id: &str, actor: &str, now: Timestamp) -> Audit {
    Audit {
        at: now,
        actor: actor.to_owned(),
        action,
        subject_kind: "import_job",
        subject_id: id.to_owned(),
        body: serde_json::json!({}),
    }
}

/// Stores an import that was refused before it could be queued, or needed no doing.
pub(super) async fn insert_ended(
    transaction: &mut Transaction,
    row: &ImportJobRow,
    outcome: &ImportOutcome,
    now: Timestamp,
) -> Result<(), AppError> {
    let open = ImportJobRow { state: "queued".to_owned(), finished_at: None, ..row.clone() };
    store::import_job::insert(transaction, &open).await?;
    let (report, hash) = (outcome.to_json()?, row.file_hash.as_deref());
    store::import_job::finish(transaction, &row.id, &row.state, hash, &report, now).await?;
    transaction.note(job_changed(&row.id, &row.state, now));
    Ok(())
}
