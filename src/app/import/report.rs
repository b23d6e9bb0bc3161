//! What an import says to the person who started it.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use super::order::{ImportMode, ImportOrder};
use super::reading::FileRead;
use super::{Applied, tidy_name};
use crate::app::error::AppError;
use crate::domain::intake::file_error::FileError;
use crate::domain::intake::kind::ImportKind;
use crate::domain::intake::reason::RowRemark;
use crate::domain::pii::Pii;
use crate::store::StoreError;

/// What a file contained and what it changed.
#[derive(Clone, Debug, Serialize)]
pub struct ImportReport {
    pub kind: ImportKind,
    pub file_name: String,
    /// SHA-256 of its bytes, as hexadecimal digits.
    pub file_hash: String,
    /// `UTF-8`, `UTF-8 BOM`, `GB18030` or `XLSX`.
    pub encoding: &'static str,
    /// `all` or `partial`.
    pub mode: &'static str,
    /// Rows of the file that are not blank.
    pub rows: usize,
    pub inserted: usize,
    pub updated: usize,
    pub unchanged: usize,
    /// How many of the updated rows changed a field, by the field's English header.
    pub changed_fields: BTreeMap<&'static str, usize>,
    /// Rows that were left out, in a partial import.
    pub error_rows: usize,
    /// Errors of these rows; `errors` holds the first of them.
    pub error_count: usize,
    pub errors: Vec<RowReport>,
    /// What is odd but stored; `findings` holds the first of it.
    pub finding_count: usize,
    pub findings: Vec<RowReport>,
    /// Headers of columns that were not read.
    pub unknown_columns: Vec<String>,
    /// For requests, the latest date of the file: the work-order system is known up to it.
    pub covers_through: Option<chrono::NaiveDate>,
    /// Whether it was only tried.
    pub dry_run: bool,
}

impl ImportReport {
    pub(super) fn new(order: &ImportOrder, read: FileRead, applied: Applied) -> Self {
        Self {
            kind: order.kind,
            file_name: tidy_name(&order.file_name),
            file_hash: read.file_hash,
            encoding: read.encoding.label(),
            mode: order.mode.code(),
            rows: read.row_count,
            inserted: applied.inserted,
            updated: applied.updated,
            unchanged: applied.unchanged,
            changed_fields: applied.changed_fields,
            error_rows: read.tally.error_rows,
            error_count: read.tally.error_count,
            errors: read.tally.errors,
            finding_count: read.tally.finding_count,
            findings: read.tally.findings,
            unknown_columns: read.unknown_columns,
            covers_through: applied.covers_through,
            dry_run: order.dry_run,
        }
    }

    /// Whether rows were left out, which their file holds.
    pub fn is_partial(&self) -> bool {
        self.mode != ImportMode::All.code() && self.error_rows > 0
    }
}

/// Something about one cell. Serialised it shows the value, which may be a name or a number: it is
/// for the person who imports and has the file anyway, and never for a log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RowReport {
    /// The sheet's row number, header = 1.
    pub row: u64,
    /// The header of the column; empty when the row as a whole is meant.
    pub column: String,
    #[serde(serialize_with = "revealed")]
    pub value: Pii<String>,
    /// The stable code, such as `cell.not_a_time`.
    pub code: &'static str,
    /// The reason alone, in English: `is not a valid date`.
    pub reason: String,
    /// The reason alone, in Chinese.
    pub reason_zh: String,
    /// The whole sentence, in Chinese.
    #[serde(serialize_with = "revealed")]
    pub sentence: Pii<String>,
}

impl RowReport {
    pub(super) fn new(remark: &RowRemark) -> Self {
        Self {
            row: remark.row,
            column: remark.column.clone(),
            value: remark.value.clone(),
            code: remark.reason.code(),
            reason: remark.reason.english(),
            reason_zh: remark.reason.chinese(),
            sentence: remark.sentence_chinese(),
        }
    }
}

fn revealed<S: Serializer>(value: &Pii<String>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(value.reveal())
}

/// Why nothing of a file was stored.
#[derive(Debug, thiserror::Error)]
pub enum ImportRefusal {
    /// The file as a whole cannot be read.
    #[error("{0}")]
    File(#[from] FileError),
    /// Rows are wrong.
    #[error("{error_rows} of {row_count} rows have errors")]
    Rows {
        /// The first of them.
        errors: Vec<RowReport>,
        error_count: usize,
        error_rows: usize,
        row_count: usize,
    },
    /// Somebody gave it up.
    #[error("the import was given up")]
    Cancelled,
    /// The service could not do it.
    #[error("{0}")]
    App(#[from] AppError),
}

impl From<StoreError> for ImportRefusal {
    fn from(error: StoreError) -> Self {
        Self::App(error.into())
    }
}
