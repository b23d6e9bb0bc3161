//! `huifang import`: takes in an exported file, or says row by row why not.

use std::fmt::Write as _;
use std::io::Read as _;
use std::path::Path;
use std::process::ExitCode;

use serde_json::json;

use super::say;
use crate::app::App;
use crate::app::import::{ImportRefusal, ImportReport, RowReport, rows_with_errors};
use crate::domain::coded::Coded;
use crate::domain::intake::file_error::FileError;
use crate::domain::intake::kind::ImportKind;
use crate::domain::timestamp::Timestamp;
use crate::intake::BYTE_LIMIT;

/// Lines about rows with errors that are printed; `--json` lists all of them.
const ERRORS_MAX: usize = 200;

/// Lines about findings that are printed.
const FINDINGS_MAX: usize = 20;

/// Characters of a value that a line quotes.
const QUOTED_MAX: usize = 40;

/// Who imports by this command, in audit records.
const ACTOR: &str = "cli";

const REFUSED: u8 = 2;
const FAILED: u8 = 1;

/// What was asked for.
#[derive(Clone, Copy, Debug)]
pub struct ImportCommand<'a> {
    pub kind: ImportKind,
    pub file: &'a Path,
    pub dry_run: bool,
    pub json: bool,
}

/// What a command prints, and how it ends.
#[derive(Clone, PartialEq, Eq)]
pub struct CommandOutput {
    pub stdout: String,
    pub stderr: String,
    pub status: u8,
}

/// Imports, prints what came of it, and gives the exit status: 0 imported, 2 refused, 1 failed.
pub async fn run(app: &App, command: ImportCommand<'_>, now: Timestamp) -> ExitCode {
    let output = import(app, command, now).await;
    if !output.stdout.is_empty() {
        say(output.stdout.trim_end());
    }
    eprint!("{}", output.stderr);
    ExitCode::from(output.status)
}

/// Imports, and says what to print.
pub async fn import(app: &App, command: ImportCommand<'_>, now: Timestamp) -> CommandOutput {
    let ImportCommand { kind, file, dry_run, json } = command;
    let bytes = match read(file) {
        Ok(bytes) => bytes,
        Err(error) => return unreadable(file, &error, json),
    };
    let name = file.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    match app.import(kind, &name, &bytes, dry_run, ACTOR, now).await {
        Ok(report) if json => printed(pretty(&report), String::new(), 0),
        Ok(report) => printed(report_text(&report), String::new(), 0),
        Err(refusal) if json => {
            let status = status_of(&refusal);
            printed(pretty(&refusal_json(&refusal)), String::new(), status)
        }
        Err(refusal) => printed(String::new(), refusal_text(&refusal), status_of(&refusal)),
    }
}

/// A file that is too large is not read to its end to find that out.
fn read(file: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::fs::File::open(file)?.take(BYTE_LIMIT as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn printed(stdout: String, stderr: String, status: u8) -> CommandOutput {
    CommandOutput { stdout, stderr, status }
}

fn pretty(value: &impl serde::Serialize) -> String {
    serde_json::to_string_pretty(value).map_or_else(|error| error.to_string(), |text| text + "\n")
}

fn status_of(refusal: &ImportRefusal) -> u8 {
    match refusal {
        ImportRefusal::File(_) | ImportRefusal::Rows { .. } => REFUSED,
        ImportRefusal::App(_) => FAILED,
    }
}

fn unreadable(file: &Path, error: &std::io::Error, json: bool) -> CommandOutput {
    let path = file.display();
    let sentence = format!("{path} cannot be read: {error}");
    let hint = "check the path and that you may read the file";
    if json {
        let body = json!({ "code": "file.unreadable", "sentence": sentence, "hint": hint });
        return printed(pretty(&body), String::new(), REFUSED);
    }
    printed(String::new(), format!("error: {sentence}\n\nhint: {hint}\n"), REFUSED)
}

fn report_text(report: &ImportReport) -> String {
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
    if !report.findings.is_empty() {
        put(&mut text, format_args!("{} findings, stored as they are:", report.findings.len()));
        put_rows(&mut text, &report.findings, FINDINGS_MAX);
    }
    text
}

fn refusal_text(refusal: &ImportRefusal) -> String {
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
        ImportRefusal::Rows { errors, .. } => {
            put_rows(&mut text, errors, ERRORS_MAX);
            let have = match rows_with_errors(errors) {
                1 => "1 row has errors".to_owned(),
                count => format!("{count} rows have errors"),
            };
            put(&mut text, format_args!("nothing was stored: {have}"));
            put(&mut text, format_args!("\nhint: {ROWS_HINT}"));
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

const ROWS_HINT: &str =
    "correct these rows and import the whole file again; --dry-run checks it without storing";

fn refusal_json(refusal: &ImportRefusal) -> serde_json::Value {
    match refusal {
        ImportRefusal::File(error) => file_error_json(error),
        ImportRefusal::Rows { errors, row_count } => json!({
            "code": "import.rows",
            "rows": row_count,
            "rows_with_errors": rows_with_errors(errors),
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

fn put_rows(text: &mut String, rows: &[RowReport], lines_max: usize) {
    for row in rows.iter().take(lines_max) {
        put(text, format_args!("{}", line(row)));
    }
    if rows.len() > lines_max {
        let left = rows.len() - lines_max;
        put(text, format_args!("… and {left} more; --json lists all"));
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
            let text = refusal_text(&ImportRefusal::Rows { errors, row_count: 300 });
            let lines: Vec<&str> = text.lines().collect();
            assert_eq!(lines[lines_before], summary);
            assert_eq!(lines[lines_before + 1], "");
            assert!(lines[lines_before + 2].starts_with("hint: "));
        }
        let many = (2..=252).map(|row| report(row, "a", "x")).collect();
        let text = refusal_text(&ImportRefusal::Rows { errors: many, row_count: 300 });
        assert_eq!(text.lines().nth(200), Some("… and 51 more; --json lists all"));
    }
}
