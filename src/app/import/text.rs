//! What came of an import, in words: for the terminal, and for the reports beside watched files.

use std::fmt::Write as _;

use serde_json::json;

use super::report::{ImportRefusal, ImportReport, RowReport};
use super::tally::REMARKS_KEPT;
use crate::domain::coded::Coded;
use crate::domain::intake::file_error::FileError;

/// Lines about rows with errors that are written; `--json` has as many as are kept.
const ERRORS_MAX: usize = 200;

/// Lines about findings that are written.
const FINDINGS_MAX: usize = 20;

/// Characters of a value that a line quotes.
const QUOTED_MAX: usize = 40;

/// What an import did, in lines for people.
pub fn report_text(report: &ImportReport) -> String {
    let mut text = String::new();
    let ImportReport { rows, inserted, updated, unchanged, .. } = report;
    let done = if report.dry_run { "dry run, nothing was stored:" } else { "imported:" };
    put(&mut text, format_args!("{done} {} ({})", report.file_name, report.encoding));
    let counts = format!("{rows} {}: {inserted} new, {updated} changed, ", report.kind.code());
    put(&mut text, format_args!("{counts}{unchanged} unchanged"));
    if let Some(date) = report.covers_through {
        put(&mut text, format_args!("covers through {date}"));
    }
    if !report.unknown_columns.is_empty() {
        let columns = report.unknown_columns.join(", ");
        put(&mut text, format_args!("columns that were not read: {}", columns.escape_debug()));
    }
    if !report.changed_fields.is_empty() {
        let fields = report.changed_fields.iter().map(|(field, rows)| format!("{field} {rows}"));
        let fields = fields.collect::<Vec<_>>().join(", ");
        put(&mut text, format_args!("fields that changed, with the rows: {fields}"));
    }
    if report.finding_count > 0 {
        put(&mut text, format_args!("{} findings, stored as they are:", report.finding_count));
        put_rows(&mut text, &report.findings, report.finding_count, FINDINGS_MAX);
    }
    if report.error_rows > 0 {
        put(&mut text, format_args!("{} left out:", rows_have_errors(report.error_rows)));
        put_rows(&mut text, &report.errors, report.error_count, ERRORS_MAX);
    }
    text
}

/// Why nothing was stored, in lines for people.
pub fn refusal_text(refusal: &ImportRefusal) -> String {
    let mut text = String::new();
    match refusal {
        ImportRefusal::File(error) => {
            put(&mut text, format_args!("error: {} {}", error.english(), error.chinese()));
            put(&mut text, format_args!("nothing was stored"));
            put(
                &mut text,
                format_args!("\nhint: {} {}", error.hint_english(), error.hint_chinese()),
            );
        }
        ImportRefusal::Rows { errors, error_count, error_rows, .. } => {
            put_rows(&mut text, errors, *error_count, ERRORS_MAX);
            let have = rows_have_errors(*error_rows);
            put(&mut text, format_args!("nothing was stored: {have}"));
            put(&mut text, format_args!("\nhint: {ROWS_HINT}"));
        }
        ImportRefusal::Cancelled => {
            put(&mut text, format_args!("given up: nothing was stored"));
        }
        ImportRefusal::App(error) => {
            put(&mut text, format_args!("error: {error}"));
            if let Some(hint) = &error.hint {
                put(&mut text, format_args!("\nhint: {hint}"));
            }
        }
    }
    text
}

fn rows_have_errors(rows: usize) -> String {
    match rows {
        1 => "1 row has errors".to_owned(),
        count => format!("{count} rows have errors"),
    }
}

const ROWS_HINT: &str = "correct these rows and import the whole file again; --dry-run checks it \
                         without storing, --partial FILE stores the other rows";

/// Why nothing was stored, for programs.
pub fn refusal_json(refusal: &ImportRefusal) -> serde_json::Value {
    match refusal {
        ImportRefusal::File(error) => file_error_json(error),
        ImportRefusal::Cancelled => json!({
            "code": "import.cancelled",
            "sentence": "the import was given up; nothing was stored",
        }),
        ImportRefusal::Rows { errors, error_count, error_rows, row_count } => json!({
            "code": "import.rows",
            "rows": row_count,
            "rows_with_errors": error_rows,
            "error_count": error_count,
            "errors": errors,
            "hint": ROWS_HINT,
        }),
        ImportRefusal::App(error) => json!({
            "code": error.code,
            "params": error.params_json(),
            "sentence": error.sentence,
            "hint": error.hint,
        }),
    }
}

fn file_error_json(error: &FileError) -> serde_json::Value {
    let params: serde_json::Map<String, serde_json::Value> = (error.params().iter())
        .map(|(name, value)| ((*name).to_owned(), value.as_str().into()))
        .collect();
    json!({
        "code": error.code(),
        "params": params,
        "sentence": error.english(),
        "hint": error.hint_english(),
    })
}

fn put_rows(text: &mut String, rows: &[RowReport], count: usize, lines_max: usize) {
    for row in rows.iter().take(lines_max) {
        put(text, format_args!("{}", line(row)));
    }
    if count > lines_max {
        let left = count - lines_max;
        let lists = match count > REMARKS_KEPT {
            true => format!("--json lists the first {REMARKS_KEPT}"),
            false => "--json lists all".to_owned(),
        };
        put(text, format_args!("… and {left} more; {lists}"));
    }
}

/// `row 12, column 完成时间, value "2026-02-30": is not a valid date (不是有效日期)`. What a file
/// says cannot steer the terminal: signs that do not print are escaped.
fn line(report: &RowReport) -> String {
    let mut line = format!("row {}", report.row);
    if !report.column.is_empty() {
        line.push_str(&format!(", column {}", report.column.escape_debug()));
    }
    let value = report.value.reveal();
    if !value.is_empty() {
        let quoted: String = value.chars().take(QUOTED_MAX).collect();
        let more = if quoted.len() < value.len() { "…" } else { "" };
        line.push_str(&format!(", value \"{}{more}\"", quoted.escape_debug()));
    }
    format!("{line}: {} ({})", report.reason, report.reason_zh)
}

fn put(text: &mut String, line: std::fmt::Arguments<'_>) {
    writeln!(text, "{line}").expect("invariant: writing into a string cannot fail");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(row: u64, column: &str, value: &str) -> RowReport {
        RowReport {
            row,
            column: column.into(),
            value: value.into(),
            code: "cell.not_a_date",
            reason: "is not a valid date".into(),
            reason_zh: "不是有效日期".into(),
            sentence: "".into(),
        }
    }

    fn refusal(errors: Vec<RowReport>) -> ImportRefusal {
        let rows: std::collections::BTreeSet<u64> = errors.iter().map(|error| error.row).collect();
        let (error_count, error_rows) = (errors.len(), rows.len());
        ImportRefusal::Rows { errors, error_count, error_rows, row_count: 300 }
    }

    #[test]
    fn a_line_names_row_column_value_and_reason() {
        let reason = "is not a valid date (不是有效日期)";
        let long = "长".repeat(41);
        let cases = [
            ("完成时间", "2026-02-30", r#"row 12, column 完成时间, value "2026-02-30": "#),
            ("完成时间", "", "row 12, column 完成时间: "),
            ("", "", "row 12: "),
            ("a", "\u{1b}[2J\"", r#"row 12, column a, value "\u{1b}[2J\"": "#),
            ("a", &long, &format!("row 12, column a, value \"{}…\": ", "长".repeat(40))),
        ];
        for (column, value, start) in cases {
            assert_eq!(line(&report(12, column, value)), format!("{start}{reason}"));
        }
    }

    #[test]
    fn many_errors_are_cut_off_and_rows_are_counted_once() {
        let twice = [report(2, "a", "x"), report(2, "b", "x")];
        let many = (2..=252).map(|row| report(row, "a", "x")).collect();
        let cases = [
            (twice.to_vec(), 2, "nothing was stored: 1 row has errors"),
            (many, 201, "nothing was stored: 251 rows have errors"),
        ];
        for (errors, lines_before, summary) in cases {
            let text = refusal_text(&refusal(errors));
            let lines: Vec<&str> = text.lines().collect();
            assert_eq!(lines[lines_before], summary);
            assert_eq!(lines[lines_before + 1], "");
            assert!(lines[lines_before + 2].starts_with("hint: "));
        }
        let many = (2..=252).map(|row| report(row, "a", "x")).collect();
        let text = refusal_text(&refusal(many));
        assert_eq!(text.lines().nth(200), Some("… and 51 more; --json lists all"));
    }
}
