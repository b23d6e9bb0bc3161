//! Importing exported files: all of a file or nothing of it, or its good rows with the others in a
//! file of their own.
//!
//! A file is read and judged row by row while requests are staged, a thousand a transaction; what
//! differs from what is stored is then merged in one. So the same file twice changes nothing, a
//! running service waits for the merge alone, and neither the file nor what it says is ever in
//! memory as a whole. Centers and households, which are few, are compared in memory.

mod centers;
mod columns;
mod completions;
mod desk;
mod households;
mod inbox;
mod jobs;
mod listed;
mod order;
mod outcome;
mod reading;
mod rejects;
mod report;
pub(super) mod requests;
mod stage;
mod tally;
mod text;

pub use columns::columns_text;
pub use desk::ImportDesk;
pub use inbox::{InboxFile, kind_of_name};
pub use jobs::{ImportJob, ImportJobOrder};
pub use order::{ImportMode, ImportOrder, ImportSource, ImportWatch};
pub use outcome::{ImportOutcome, ImportRemark};
pub use reading::create_private;
pub use report::{ImportRefusal, ImportReport, RowReport};
pub use tally::REMARKS_KEPT;
pub use text::{refusal_json, refusal_text, report_text};

use std::collections::BTreeMap;

use reading::{FileRead, FileReading};
use rejects::PendingRejects;

use super::App;
use crate::domain::coded::Coded;
use crate::domain::intake::center::judge_center;
use crate::domain::intake::household::judge_household;
use crate::domain::intake::kind::ImportKind;
use crate::domain::intake::reading::Drafted;
use crate::domain::timestamp::Timestamp;
use crate::store::import_run::ImportRunRow;
use crate::store::{self, Audit, Event, Transaction};

/// Characters of a file's name that are kept.
const FILE_NAME_MAX: usize = 200;

/// What a file changed.
#[derive(Debug, Default)]
pub(super) struct Applied {
    inserted: usize,
    updated: usize,
    unchanged: usize,
    /// Changes to what no row of the file is about, such as links of requests to new households.
    changed_beside: usize,
    covers_through: Option<chrono::NaiveDate>,
    /// How many rows changed a field, by field.
    changed_fields: BTreeMap<&'static str, usize>,
}

impl Applied {
    fn changed_nothing(&self) -> bool {
        self.inserted + self.updated + self.changed_beside == 0
    }

    fn count_fields(&mut self, fields: &[&'static str]) {
        for field in fields {
            *self.changed_fields.entry(field).or_default() += 1;
        }
    }
}

/// Which import it is that changes rows, and whose.
#[derive(Clone, Debug)]
pub(super) struct Stamp {
    pub(super) run_id: String,
    pub(super) actor: String,
    pub(super) now: Timestamp,
    /// Whether each changed row is recorded here; who brings single requests records more himself.
    pub(super) audits_rows: bool,
}

impl Stamp {
    /// The record that a row was changed: which fields, never what they hold.
    fn changed(
        &self,
        action: &'static str,
        subject_kind: &'static str,
        subject_id: &str,
        fields: &[&'static str],
    ) -> Audit {
        Audit {
            at: self.now,
            actor: self.actor.clone(),
            action,
            subject_kind,
            subject_id: subject_id.to_owned(),
            body: serde_json::json!({ "fields": fields, "import_run": self.run_id }),
        }
    }
}

impl App {
    /// Takes in the bytes of a file, all of it or nothing. `dry_run` does everything but keep it.
    ///
    /// # Errors
    /// The file cannot be read, or a row of it is wrong; then nothing is stored.
    pub async fn import(
        &self,
        kind: ImportKind,
        file_name: &str,
        bytes: &[u8],
        dry_run: bool,
        actor: &str,
        now: Timestamp,
    ) -> Result<ImportReport, ImportRefusal> {
        let order = ImportOrder {
            kind,
            file_name: file_name.to_owned(),
            source: ImportSource::Bytes(bytes.to_vec()),
            mode: ImportMode::All,
            dry_run,
            actor: actor.to_owned(),
            now,
            watch: ImportWatch::default(),
        };
        self.import_file(order).await
    }

    /// Does an import.
    ///
    /// # Errors
    /// The file cannot be read, was given up, or has wrong rows and may not be taken in without
    /// them; then nothing is stored.
    pub async fn import_file(&self, mut order: ImportOrder) -> Result<ImportReport, ImportRefusal> {
        let rejects = PendingRejects::of(&mut order.mode, || self.new_id(order.now))?;
        let report = self.read_and_store(order).await?;
        if let Some(rejects) = rejects {
            rejects.keep()?;
        }
        Ok(report)
    }

    async fn read_and_store(&self, order: ImportOrder) -> Result<ImportReport, ImportRefusal> {
        match order.kind {
            ImportKind::Centers => self.import_centers(&order).await,
            ImportKind::Households => self.import_households(&order).await,
            ImportKind::Requests => requests::import(self, &order).await,
        }
    }

    async fn import_centers(&self, order: &ImportOrder) -> Result<ImportReport, ImportRefusal> {
        let reading = FileReading::start(order, order.kind.columns(), judge_center);
        let (drafts, read) = self.collect(order, reading).await?;
        let stamp = self.stamp(order);
        let mut transaction = self.begin_import().await?;
        let applied = centers::apply(&mut transaction, &drafts, &stamp).await?;
        self.finish_import(transaction, order, &stamp, read, applied).await
    }

    async fn import_households(&self, order: &ImportOrder) -> Result<ImportReport, ImportRefusal> {
        let known_centers = store::center::codes(&self.database).await?;
        let reading = FileReading::start(order, order.kind.columns(), move |sheet, row, seen| {
            judge_household(sheet, row, seen, &known_centers)
        });
        let (drafts, read) = self.collect(order, reading).await?;
        let stamp = self.stamp(order);
        let mut transaction = self.begin_import().await?;
        let applied = households::apply(self, &mut transaction, &drafts, &stamp).await?;
        self.finish_import(transaction, order, &stamp, read, applied).await
    }

    /// All drafts of a file whose rows may be taken in.
    async fn collect<D: Send + 'static>(
        &self,
        order: &ImportOrder,
        mut reading: FileReading<D>,
    ) -> Result<(Vec<Drafted<D>>, FileRead), ImportRefusal> {
        let mut drafts = Vec::new();
        while let Some(mut chunk) = reading.next().await {
            drafts.append(&mut chunk.drafts);
            self.note_progress(&order.watch).await?;
        }
        let read = reading.finish().await?;
        accept(order, &read)?;
        self.begin_merge(&order.watch).await?;
        Ok((drafts, read))
    }

    fn stamp(&self, order: &ImportOrder) -> Stamp {
        let run_id = self.new_id(order.now).to_string();
        Stamp { run_id, actor: order.actor.clone(), now: order.now, audits_rows: true }
    }

    /// Two imports at once would both find a row new.
    async fn begin_import(&self) -> Result<Transaction, ImportRefusal> {
        let mut transaction = self.database.begin().await?;
        store::completion::lock(&mut transaction).await?;
        Ok(transaction)
    }

    async fn finish_import(
        &self,
        mut transaction: Transaction,
        order: &ImportOrder,
        stamp: &Stamp,
        read: FileRead,
        applied: Applied,
    ) -> Result<ImportReport, ImportRefusal> {
        let changed_nothing = applied.changed_nothing();
        let report = ImportReport::new(order, read, applied);
        // A transaction that is dropped never happened.
        if order.dry_run {
            return Ok(report);
        }
        let kind = order.kind.code();
        // A new file that says what is known already is kept: it may cover another day.
        if changed_nothing
            && store::import_run::is_known(&mut transaction, kind, &report.file_hash).await?
        {
            return Ok(report);
        }
        let run = import_run(order, stamp, &report);
        store::import_run::insert(&mut transaction, &run).await?;
        record(&mut transaction, order, &run);
        self.commit(transaction).await?;
        Ok(report)
    }
}

fn import_run(order: &ImportOrder, stamp: &Stamp, report: &ImportReport) -> ImportRunRow {
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    ImportRunRow {
        id: stamp.run_id.clone(),
        kind: order.kind.code().to_owned(),
        file_name: stored_name(order.kind.code(), Some(&report.file_hash), &report.file_name),
        file_hash: report.file_hash.clone(),
        encoding: report.encoding.to_owned(),
        row_count: count(report.rows),
        inserted_count: count(report.inserted),
        updated_count: count(report.updated),
        unchanged_count: count(report.unchanged),
        finding_count: count(report.finding_count),
        covers_through: report.covers_through.map(|date| date.to_string()),
        imported_by: order.actor.clone(),
        imported_at: order.now.0,
    }
}

/// A file's name as facts keep it, where a person's own words may name somebody: what it holds, the
/// beginning of its hash, and its ending when it is one that files of imports have.
fn stored_name(kind: &str, hash: Option<&str>, name: &str) -> String {
    let name = name.to_lowercase();
    let ending = [".csv", ".xlsx"].into_iter().find(|ending| name.ends_with(ending));
    let hash = hash.and_then(|hash| hash.get(..8)).map(|hash| format!("-{hash}"));
    format!("{kind}{}{}", hash.unwrap_or_default(), ending.unwrap_or_default())
}

/// A file's name without what would disturb a line, and not too long.
fn tidy_name(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(FILE_NAME_MAX).collect()
}

/// Refuses a file with errors, unless its good rows are wanted and it has some.
fn accept(order: &ImportOrder, read: &FileRead) -> Result<(), ImportRefusal> {
    let is_partial = matches!(order.mode, ImportMode::Partial { .. });
    let has_good_rows = read.tally.error_rows < read.row_count;
    if read.tally.error_count == 0 || (is_partial && has_good_rows) {
        return Ok(());
    }
    Err(ImportRefusal::Rows {
        errors: read.tally.errors.clone(),
        error_count: read.tally.error_count,
        error_rows: read.tally.error_rows,
        row_count: read.row_count,
    })
}

/// Names of files may name people, so neither the event nor the audit record has it.
fn record(transaction: &mut Transaction, order: &ImportOrder, run: &ImportRunRow) {
    let body = serde_json::json!({
        "kind": run.kind,
        "inserted": run.inserted_count,
        "updated": run.updated_count,
        "covers_through": run.covers_through,
    });
    transaction.note(Event {
        at: order.now,
        kind: "imported",
        subject_kind: "import_run",
        subject_id: run.id.clone(),
        body,
    });
    let body = serde_json::json!({
        "kind": run.kind,
        "file_hash": run.file_hash,
        "rows": run.row_count,
        "inserted": run.inserted_count,
        "updated": run.updated_count,
    });
    transaction.audit(Audit {
        at: order.now,
        actor: order.actor.clone(),
        action: "imported",
        subject_kind: "import_run",
        subject_id: run.id.clone(),
        body,
    });
}
