//! Files that another system put into the watched folder: known by their names or their headers,
//! imported as a whole or refused, and put aside with a report beside them.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::jobs::{ImportJobOrder, insert_ended};
use super::outcome::ImportOutcome;
use super::stored_name;
use crate::app::App;
use crate::app::error::AppError;
use crate::domain::coded::Coded;
use crate::domain::intake::header::Header;
use crate::domain::intake::kind::ImportKind;
use crate::domain::intake::table::{Encoding, Row};
use crate::domain::timestamp::Timestamp;
use crate::intake::{RowVisitor, read_rows};
use crate::store;
use crate::store::import_job::ImportJobRow;

/// Who imports from the watched folder, in audit records.
const ACTOR: &str = "inbox";

/// How names of files begin, by what the files hold.
const PREFIXES: [(&str, ImportKind); 7] = [
    ("centers", ImportKind::Centers),
    ("\u{670d}\u{52a1}\u{4e2d}\u{5fc3}", ImportKind::Centers),
    ("households", ImportKind::Households),
    ("\u{4f4f}\u{6237}", ImportKind::Households),
    ("\u{4e1a}\u{6237}", ImportKind::Households),
    ("requests", ImportKind::Requests),
    ("\u{62a5}\u{4e8b}", ImportKind::Requests),
];

/// What a file holds, by its name.
pub fn kind_of_name(name: &str) -> Option<ImportKind> {
    let name = name.to_lowercase();
    PREFIXES.iter().find(|(prefix, _)| name.starts_with(prefix)).map(|(_, kind)| *kind)
}

/// A file of the watched folder that is no longer growing.
#[derive(Clone, Debug)]
pub struct InboxFile {
    pub path: PathBuf,
    /// Where it goes when it was taken in.
    pub done: PathBuf,
    /// Where it goes when it was not.
    pub refused: PathBuf,
}

impl App {
    /// Takes in a file of the watched folder and puts it aside; whether it was taken in. The same
    /// bytes are not taken in twice.
    ///
    /// # Errors
    /// When the database refuses, or the file cannot be read or put aside.
    pub async fn import_watched(&self, file: &InboxFile, now: Timestamp) -> Result<bool, AppError> {
        let name = file.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let path = file.path.clone();
        let looked = tokio::task::spawn_blocking(move || (hash(&path), kind_of_header(&path)));
        let (hash, by_header) =
            looked.await.map_err(|error| AppError::internal(error.to_string()))?;
        let hash = hash.map_err(|error| AppError::internal(error.to_string()))?;
        let outcome = match kind_of_name(&name).or(by_header) {
            None => self.refuse_watched(&name, &hash, now).await?,
            Some(kind) => self.import_known(kind, &name, &hash, file, now).await?,
        };
        let is_done = outcome.code.as_deref().is_none_or(|code| code == ALREADY_DONE);
        let folder = if is_done { &file.done } else { &file.refused };
        put_aside(&file.path, folder, &report_of(&name, &outcome))
            .map_err(|error| AppError::internal(format!("{name} cannot be put aside: {error}")))?;
        Ok(is_done)
    }

    async fn import_known(
        &self,
        kind: ImportKind,
        name: &str,
        hash: &str,
        file: &InboxFile,
        now: Timestamp,
    ) -> Result<ImportOutcome, AppError> {
        if store::import_job::is_done(&self.database, kind.code(), hash).await? {
            return self.note_ended(kind.code(), name, hash, "done", ALREADY_DONE, now).await;
        }
        let id = self.new_id(now).to_string();
        let order = ImportJobOrder {
            kind,
            is_partial: false,
            dry_run: false,
            origin: "inbox",
            file_name: name.to_owned(),
            path: file.path.clone(),
            actor: ACTOR.to_owned(),
        };
        self.queue_import(&id, &order, now).await?;
        let outcome = self.run_import(&id, order, || now).await?;
        Ok(outcome.unwrap_or_else(|| ImportOutcome::of_code("import.cancelled")))
    }

    async fn refuse_watched(
        &self,
        name: &str,
        hash: &str,
        now: Timestamp,
    ) -> Result<ImportOutcome, AppError> {
        self.note_ended("unknown", name, hash, "refused", "import.unknown_kind", now).await
    }

    async fn note_ended(
        &self,
        kind: &str,
        name: &str,
        hash: &str,
        state: &str,
        code: &str,
        now: Timestamp,
    ) -> Result<ImportOutcome, AppError> {
        let outcome = ImportOutcome::of_code(code);
        let row = ImportJobRow {
            id: self.new_id(now).to_string(),
            kind: kind.to_owned(),
            mode: "all".to_owned(),
            is_dry_run: false,
            origin: "inbox".to_owned(),
            file_name: stored_name(kind, Some(hash), name),
            file_hash: Some(hash.to_owned()),
            state: state.to_owned(),
            bytes_total: 0,
            bytes_read: 0,
            row_count: 0,
            error_row_count: 0,
            is_cancel_requested: false,
            exchange: self.exchange.clone(),
            requested_by: ACTOR.to_owned(),
            requested_at: now.0,
            finished_at: Some(now.0),
        };
        let mut transaction = self.database.begin().await?;
        insert_ended(&mut transaction, &row, &outcome, now).await?;
        self.commit(transaction).await?;
        Ok(outcome)
    }
}

/// The outcome of a file whose bytes were taken in before.
const ALREADY_DONE: &str = "import.already_done";

/// The SHA-256 of a file, as hexadecimal digits.
pub(super) fn hash(path: &Path) -> std::io::Result<String> {
    use std::io::Read as _;
    let mut file = std::fs::File::open(path)?;
    let (mut digest, mut buffer) = (Sha256::new(), vec![0; 64 * 1024]);
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(hex::encode(digest.finalize())),
            count => digest.update(&buffer[..count]),
        }
    }
}

/// What a file holds, by its header: the three kinds share no complete set of columns.
fn kind_of_header(path: &Path) -> Option<ImportKind> {
    struct HeaderOnly(Vec<String>);
    impl RowVisitor for HeaderOnly {
        fn header(&mut self, headers: Vec<String>, _: Encoding) -> ControlFlow<()> {
            self.0 = headers;
            ControlFlow::Break(())
        }

        fn row(&mut self, _: Row) -> ControlFlow<()> {
            ControlFlow::Break(())
        }
    }
    let mut found = HeaderOnly(Vec::new());
    let mut file = std::io::BufReader::new(std::fs::File::open(path).ok()?);
    read_rows(&mut file, &mut found).ok()?;
    let fits = |kind: &&ImportKind| Header::of(&found.0, kind.columns()).is_ok();
    ImportKind::ALL.iter().find(fits).copied()
}

fn put_aside(path: &Path, folder: &Path, report: &str) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let free = |name: &String| !folder.join(name).exists();
    let numbered = (2..).map(|number: u32| format!("{number}-{name}"));
    let name = std::iter::once(name.clone()).chain(numbered).find(free).unwrap_or(name);
    std::fs::rename(path, folder.join(&name))?;
    std::fs::write(folder.join(format!("{name}.report.txt")), report)
}

/// What stands beside a file that was put aside. It quotes no cell: the file itself has them.
fn report_of(name: &str, outcome: &ImportOutcome) -> String {
    let mut lines = vec![name.to_owned()];
    match &outcome.code {
        None => lines.push(format!(
            "imported: {} rows, {} new, {} changed, {} unchanged, {} findings",
            outcome.rows,
            outcome.inserted,
            outcome.updated,
            outcome.unchanged,
            outcome.finding_count
        )),
        Some(code) if code == ALREADY_DONE => {
            lines.push("these bytes were imported before; nothing was done".to_owned());
        }
        Some(code) => {
            let params = outcome.params.values().cloned().collect::<Vec<_>>().join(", ");
            lines.push(format!("refused: {code} {params}").trim_end().to_owned());
        }
    }
    let remark = |kind: &str, remark: &super::outcome::ImportRemark| {
        let (row, column) = (remark.row, remark.column.escape_debug());
        format!("{kind}: row {row}, column {column}: {} ({})", remark.reason_en, remark.reason_zh)
    };
    lines.extend(outcome.errors.iter().map(|error| remark("error", error)));
    lines.extend(outcome.findings.iter().map(|finding| remark("finding", finding)));
    lines.join("\n") + "\n"
}
