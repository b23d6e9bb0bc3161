//! What came of an import, as it is kept and shown: personal values are masked, for the page is
//! looked at over shoulders; the file itself and the file of rejects have them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::report::{ImportRefusal, ImportReport, RowReport};
use crate::app::error::AppError;
use crate::domain::intake::columns::{
    CENTER_COLUMNS, Column, HOUSEHOLD_COLUMNS, SERVICE_REQUEST_COLUMNS,
};

/// What came of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ImportOutcome {
    /// Why nothing was stored, such as `file.header_only` or `import.rows`; absent when it was.
    pub code: Option<String>,
    /// Parameters of the sentence.
    pub params: BTreeMap<String, String>,
    /// `UTF-8`, `UTF-8 BOM`, `GB18030` or `XLSX`.
    pub encoding: Option<String>,
    pub rows: u64,
    pub inserted: u64,
    pub updated: u64,
    pub unchanged: u64,
    /// How many of the updated rows changed a field, by the field's English header.
    pub changed_fields: BTreeMap<String, u64>,
    pub error_rows: u64,
    pub error_count: u64,
    /// The first errors.
    pub errors: Vec<ImportRemark>,
    pub finding_count: u64,
    /// The first findings.
    pub findings: Vec<ImportRemark>,
    /// Headers of columns that were not read.
    pub unknown_columns: Vec<String>,
    pub covers_through: Option<chrono::NaiveDate>,
}

/// Something about one cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ImportRemark {
    /// The sheet's row number, header = 1.
    pub row: u64,
    /// The header of the column; empty when the row as a whole is meant.
    pub column: String,
    /// The cell; masked when it may name somebody.
    pub value: String,
    /// Stable, such as cell.not_a_time.
    pub code: String,
    pub reason_en: String,
    pub reason_zh: String,
}

impl ImportOutcome {
    pub(super) fn new(done: &Result<ImportReport, ImportRefusal>) -> Self {
        match done {
            Ok(report) => Self::of_report(report),
            Err(refusal) => Self::of_refusal(refusal),
        }
    }

    /// An outcome that is a code alone.
    pub(super) fn of_code(code: &str) -> Self {
        Self { code: Some(code.to_owned()), ..Self::default() }
    }

    fn of_report(report: &ImportReport) -> Self {
        let fields = report.changed_fields.iter();
        Self {
            code: None,
            params: BTreeMap::new(),
            encoding: Some(report.encoding.to_owned()),
            rows: report.rows as u64,
            inserted: report.inserted as u64,
            updated: report.updated as u64,
            unchanged: report.unchanged as u64,
            changed_fields: fields
                .map(|(field, rows)| ((*field).to_owned(), *rows as u64))
                .collect(),
            error_rows: report.error_rows as u64,
            error_count: report.error_count as u64,
            errors: report.errors.iter().map(ImportRemark::new).collect(),
            finding_count: report.finding_count as u64,
            findings: report.findings.iter().map(ImportRemark::new).collect(),
            unknown_columns: report.unknown_columns.clone(),
            covers_through: report.covers_through,
        }
    }

    fn of_refusal(refusal: &ImportRefusal) -> Self {
        match refusal {
            ImportRefusal::File(error) => Self {
                params: (error.params().iter())
                    .map(|(name, value)| ((*name).to_owned(), value.clone()))
                    .collect(),
                ..Self::of_code(error.code())
            },
            ImportRefusal::Rows { errors, error_count, error_rows, row_count } => Self {
                rows: *row_count as u64,
                error_rows: *error_rows as u64,
                error_count: *error_count as u64,
                errors: errors.iter().map(ImportRemark::new).collect(),
                ..Self::of_code("import.rows")
            },
            ImportRefusal::Cancelled => Self::of_code("import.cancelled"),
            ImportRefusal::App(error) => Self::of_code(error.code),
        }
    }

    pub(super) fn to_json(&self) -> Result<String, AppError> {
        serde_json::to_string(self).map_err(|error| AppError::internal(error.to_string()))
    }

    pub(super) fn from_json(text: &str) -> Result<Self, AppError> {
        serde_json::from_str(text).map_err(|error| AppError::internal(error.to_string()))
    }
}

impl ImportRemark {
    fn new(report: &RowReport) -> Self {
        let value = report.value.reveal();
        let value = if may_name_somebody(&report.column) { masked(value) } else { value.clone() };
        Self {
            row: report.row,
            column: report.column.clone(),
            value,
            code: report.code.to_owned(),
            reason_en: report.reason.clone(),
            reason_zh: report.reason_zh.clone(),
        }
    }
}

/// Fields whose cells are names, numbers or what somebody wrote.
const PERSONAL: [&str; 7] =
    ["manager", "resident_name", "phone", "second_phone", "matter", "handler", "matter_result"];

/// Whether cells under this header may be personal; so may be all that no column knows.
fn may_name_somebody(header: &str) -> bool {
    let is_header = |column: &&Column| {
        header == column.chinese || header.to_lowercase().replace([' ', '-'], "_") == column.field
    };
    let mut columns = CENTER_COLUMNS.iter().chain(HOUSEHOLD_COLUMNS).chain(SERVICE_REQUEST_COLUMNS);
    columns.find(is_header).is_none_or(|column| PERSONAL.contains(&column.field))
}

fn masked(value: &str) -> String {
    let mut characters = value.chars();
    match (characters.next(), characters.next()) {
        (Some(first), Some(_)) => format!("{first}\u{2022}\u{2022}\u{2022}"),
        (Some(_), None) => "\u{2022}".to_owned(),
        (None, _) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_name_somebody_is_masked() {
        let cases = [
            ("\u{8054}\u{7cfb}\u{7535}\u{8bdd}", "139x", "1\u{2022}\u{2022}\u{2022}"),
            ("phone", "139x", "1\u{2022}\u{2022}\u{2022}"),
            ("Resident name", "\u{5468}", "\u{2022}"),
            ("matter", "", ""),
            ("of no column", "secret", "s\u{2022}\u{2022}\u{2022}"),
            ("completed_at", "2026-02-30", "2026-02-30"),
            ("\u{7c7b}\u{578b}", "\u{7ef4}\u{4fee}", "\u{7ef4}\u{4fee}"),
        ];
        for (column, value, shown) in cases {
            let report = RowReport {
                row: 2,
                column: column.into(),
                value: value.into(),
                code: "cell.required",
                reason: "is wrong".into(),
                reason_zh: "is wrong".into(),
                sentence: "".into(),
            };
            assert_eq!(ImportRemark::new(&report).value, shown, "{column}");
        }
    }
}
