//! Importing exported files: all of a file or nothing of it.
//!
//! The file is read and judged before the transaction begins; inside it, what is stored is compared
//! with what the file says and only the difference written. So the same file twice changes nothing,
//! and a running service waits for the writing alone.

mod centers;
mod households;
mod report;
pub(super) mod requests;

pub use report::{ImportRefusal, ImportReport, RowReport, rows_with_errors};

use sha2::{Digest, Sha256};

use super::App;
use crate::domain::coded::Coded;
use crate::domain::intake::center::read_centers;
use crate::domain::intake::header::Header;
use crate::domain::intake::household::read_households;
use crate::domain::intake::kind::ImportKind;
use crate::domain::intake::reading::{Drafted, Reading};
use crate::domain::intake::service_request::{
    RequestContext, read_service_requests, related_request_nos,
};
use crate::domain::intake::table::Table;
use crate::domain::timestamp::Timestamp;
use crate::intake::read_table;
use crate::store::import_run::ImportRunRow;
use crate::store::{self, Audit, Event, Transaction};

/// Characters of a file's name that are kept.
const FILE_NAME_MAX: usize = 200;

/// A file on its way in, and who brought it.
struct Incoming<'a> {
    kind: ImportKind,
    file_name: String,
    file_hash: String,
    table: Table,
    header: Header,
    dry_run: bool,
    actor: &'a str,
    now: Timestamp,
}

/// What a file changed.
#[derive(Debug, Default)]
pub(super) struct Applied {
    inserted: usize,
    updated: usize,
    unchanged: usize,
    /// Changes to what no row of the file is about, such as links of requests to new households.
    changed_beside: usize,
    covers_through: Option<chrono::NaiveDate>,
}

impl Applied {
    fn changed_nothing(&self) -> bool {
        self.inserted + self.updated + self.changed_beside == 0
    }
}

impl App {
    /// Takes in a file. `dry_run` does everything but keep it.
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
        let table = read_table(bytes)?;
        let header = Header::read(&table, kind.columns())?;
        let file_hash = hex::encode(Sha256::digest(bytes));
        let file_name = file_name.chars().filter(|c| !c.is_control()).take(FILE_NAME_MAX).collect();
        let file = Incoming { kind, file_name, file_hash, table, header, dry_run, actor, now };
        match kind {
            ImportKind::Centers => self.import_centers(&file).await,
            ImportKind::Households => self.import_households(&file).await,
            ImportKind::Requests => self.import_requests(&file).await,
        }
    }

    async fn import_centers(&self, file: &Incoming<'_>) -> Result<ImportReport, ImportRefusal> {
        let reading = read_centers(&file.table, &file.header);
        let drafts = accepted(&reading)?;
        let mut transaction = self.begin_import().await?;
        let applied = centers::apply(&mut transaction, drafts).await?;
        self.finish_import(transaction, file, &reading, applied).await
    }

    async fn import_households(&self, file: &Incoming<'_>) -> Result<ImportReport, ImportRefusal> {
        let known_centers = store::center::codes(&self.database).await?;
        let reading = read_households(&file.table, &file.header, &known_centers);
        let drafts = accepted(&reading)?;
        let mut transaction = self.begin_import().await?;
        let applied = households::apply(self, &mut transaction, drafts, file.now).await?;
        self.finish_import(transaction, file, &reading, applied).await
    }

    async fn import_requests(&self, file: &Incoming<'_>) -> Result<ImportReport, ImportRefusal> {
        let known_centers = store::center::codes(&self.database).await?;
        let related = related_request_nos(&file.table, &file.header);
        let context = RequestContext {
            known_centers: &known_centers,
            known_request_nos: &store::service_request::known_numbers(&self.database, &related)
                .await?,
            now: file.now,
            zone: self.zone,
        };
        let reading = read_service_requests(&file.table, &file.header, context);
        let drafts = accepted(&reading)?;
        let mut transaction = self.begin_import().await?;
        let applied = requests::apply(self, &mut transaction, drafts, file.now).await?;
        self.finish_import(transaction, file, &reading, applied).await
    }

    /// Two imports at once would both find a row new.
    async fn begin_import(&self) -> Result<Transaction, ImportRefusal> {
        let mut transaction = self.database.begin().await?;
        store::completion::lock(&mut transaction).await?;
        Ok(transaction)
    }

    async fn finish_import<D>(
        &self,
        mut transaction: Transaction,
        file: &Incoming<'_>,
        reading: &Reading<D>,
        applied: Applied,
    ) -> Result<ImportReport, ImportRefusal> {
        let report = ImportReport::new(file, reading, &applied);
        // A transaction that is dropped never happened.
        if file.dry_run {
            return Ok(report);
        }
        let kind = file.kind.code();
        // A new file that says what is known already is kept: it may cover another day.
        if applied.changed_nothing()
            && store::import_run::is_known(&mut transaction, kind, &file.file_hash).await?
        {
            return Ok(report);
        }
        let run = self.import_run(file, &report);
        store::import_run::insert(&mut transaction, &run).await?;
        record(&mut transaction, file, &run);
        self.commit(transaction).await?;
        Ok(report)
    }

    fn import_run(&self, file: &Incoming<'_>, report: &ImportReport) -> ImportRunRow {
        let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        ImportRunRow {
            id: self.new_id(file.now).to_string(),
            kind: file.kind.code().to_owned(),
            file_name: file.file_name.clone(),
            file_hash: file.file_hash.clone(),
            encoding: report.encoding.to_owned(),
            row_count: count(report.rows),
            inserted_count: count(report.inserted),
            updated_count: count(report.updated),
            unchanged_count: count(report.unchanged),
            finding_count: count(report.findings.len()),
            covers_through: report.covers_through.map(|date| date.to_string()),
            imported_by: file.actor.to_owned(),
            imported_at: file.now.0,
        }
    }
}

/// The drafts of a file without errors.
fn accepted<D>(reading: &Reading<D>) -> Result<&[Drafted<D>], ImportRefusal> {
    reading.accepted().ok_or_else(|| ImportRefusal::Rows {
        errors: reading.errors.iter().map(RowReport::new).collect(),
        row_count: reading.row_count,
    })
}

/// Names of files may name people, so neither the event nor the audit record has it.
fn record(transaction: &mut Transaction, file: &Incoming<'_>, run: &ImportRunRow) {
    let body = serde_json::json!({
        "kind": run.kind,
        "inserted": run.inserted_count,
        "updated": run.updated_count,
        "covers_through": run.covers_through,
    });
    transaction.note(Event {
        at: file.now,
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
        at: file.now,
        actor: file.actor.to_owned(),
        action: "imported",
        subject_kind: "import_run",
        subject_id: run.id.clone(),
        body,
    });
}
