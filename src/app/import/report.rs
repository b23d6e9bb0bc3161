//! What an import says to the person who started it.

use serde::{Serialize, Serializer};

use super::{Applied, Incoming};
use crate::app::error::AppError;
use crate::domain::intake::file_error::FileError;
use crate::domain::intake::kind::ImportKind;
use crate::domain::intake::reading::Reading;
use crate::domain::intake::reason::RowRemark;
use crate::domain::pii::Pii;
use crate::store::StoreError;

/// What a file contained and what it changed.
#[derive(Clone, Debug, Serialize)]
pub struct ImportReport {
    pub kind: ImportKind,
    pub file_name: String,
    /// `UTF-8`, `UTF-8 BOM`, `GB18030` or `XLSX`.
    pub encoding: &'static str,
    /// Rows of the file that are not blank.
    pub rows: usize,
    pub inserted: usize,
    pub updated: usize,
    pub unchanged: usize,
    /// What is odd but stored.
    pub findings: Vec<RowReport>,
    /// Headers of columns that were not read.
    pub unknown_columns: Vec<String>,
    /// For requests, the latest date of the file: the work-order system is known up to it.
    pub covers_through: Option<chrono::NaiveDate>,
    /// Whether it was only tried.
    pub dry_run: bool,
}

impl ImportReport {
    pub(super) fn new<D>(file: &Incoming<'_>, reading: &Reading<D>, applied: &Applied) -> Self {
        Self {
            kind: file.kind,
            file_name: file.file_name.clone(),
            encoding: file.table.encoding.label(),
            rows: reading.row_count,
            inserted: applied.inserted,
            updated: applied.updated,
            unchanged: applied.unchanged,
            findings: reading.findings.iter().map(RowReport::new).collect(),
            unknown_columns: reading.unknown_columns.clone(),
            covers_through: applied.covers_through,
            dry_run: file.dry_run,
        }
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
    #[error("{} of {row_count} rows have errors", rows_with_errors(.errors))]
    Rows { errors: Vec<RowReport>, row_count: usize },
    /// The service could not do it.
    #[error("{0}")]
    App(#[from] AppError),
}

impl From<StoreError> for ImportRefusal {
    fn from(error: StoreError) -> Self {
        Self::App(error.into())
    }
}

/// How many rows the errors are about; a row may have several.
pub fn rows_with_errors(errors: &[RowReport]) -> usize {
    errors.iter().map(|error| error.row).collect::<std::collections::BTreeSet<_>>().len()
}
