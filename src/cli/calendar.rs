//! `huifang import calendar`: takes in a calendar file, or says line by line why not.

use std::io::Read as _;
use std::path::Path;
use std::process::ExitCode;

use serde_json::json;

use super::{EXIT_WRONG_INPUT, print_json, say};
use crate::app::{App, AppError, CalendarImport};
use crate::domain::calendar::CalendarDayKind;
use crate::domain::coded::Coded;
use crate::domain::timestamp::Timestamp;

/// Bytes a calendar file may have; ten years of holidays are under 100 KB.
const BYTES_MAX: u64 = 2 << 20;
/// Days and problems that are printed one by one; `--json` lists all.
const LINES_MAX: usize = 200;
/// Who imports by this command, in audit records.
const ACTOR: &str = "cli";

/// Imports, prints what came of it, and gives the exit status: 0 imported, 2 refused.
pub async fn import(
    app: &App,
    (file, dry_run, json): (&Path, bool, bool),
    now: Timestamp,
) -> Result<ExitCode, AppError> {
    let bytes = read(file)?;
    let name = file.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    match app.import_calendar(&name, &bytes, dry_run, ACTOR, now).await {
        Ok(report) if json => print_json(&report)?,
        Ok(report) => report_lines(&report).iter().for_each(say),
        Err(error) if error.code == "calendar.file" => {
            refuse(&error, json)?;
            return Ok(ExitCode::from(EXIT_WRONG_INPUT));
        }
        Err(error) => return Err(error),
    }
    Ok(ExitCode::SUCCESS)
}

fn read(file: &Path) -> Result<Vec<u8>, AppError> {
    let path = file.display();
    let mut bytes = Vec::new();
    let read = std::fs::File::open(file)
        .and_then(|opened| opened.take(BYTES_MAX + 1).read_to_end(&mut bytes));
    read.map_err(|error| {
        AppError::invalid("file.unreadable", format!("{path} cannot be read: {error}"))
            .hint("check the path and that you may read the file")
    })?;
    if bytes.len() as u64 > BYTES_MAX {
        let sentence = format!("{path} is larger than {} MB", BYTES_MAX >> 20);
        return Err(AppError::invalid("file.too_large", sentence)
            .hint("a calendar file has one line a holiday; is it another file?"));
    }
    Ok(bytes)
}

fn report_lines(report: &CalendarImport) -> Vec<String> {
    let effect = &report.effect;
    let done = if report.dry_run { "dry run, nothing was stored:" } else { "imported:" };
    let (days, unchanged, changed) = (report.days, report.unchanged, effect.days.len());
    let mut lines = vec![
        format!("{done} {}", report.file_name),
        format!("{days} days: {changed} changed, {unchanged} unchanged"),
    ];
    let word = |kind: Option<CalendarDayKind>| kind.map_or("plain day", Coded::code);
    lines.extend(effect.days.iter().take(LINES_MAX).map(|day| {
        let (before, after) = (word(day.before), word(day.after));
        format!("  {}: {before} -> {after} {}", day.date, day.name.escape_debug())
    }));
    if !effect.years.is_empty() {
        let years: Vec<String> = effect.years.iter().map(ToString::to_string).collect();
        lines.push(format!("known from now on: {}", years.join(", ")));
    }
    lines.push(format!(
        "coming batches that differ: {}; open callbacks with other dates: {}",
        effect.batches.len(),
        effect.tasks_total
    ));
    if !report.passed_over.is_empty() {
        let count = report.passed_over.len();
        lines.push(format!("passed over, as the title says neither 休 nor 班: {count}"));
        lines.extend(
            report
                .passed_over
                .iter()
                .take(LINES_MAX)
                .map(|event| format!("  line {}: {}", event.line, event.title.escape_debug())),
        );
    }
    lines
}

fn refuse(error: &AppError, json: bool) -> Result<(), AppError> {
    if json {
        return print_json(&json!({
            "code": error.code,
            "params": error.params_json(),
            "sentence": error.sentence,
            "hint": error.hint,
        }));
    }
    let problems = error.params.get("errors").and_then(serde_json::Value::as_array);
    for problem in problems.into_iter().flatten().take(LINES_MAX) {
        let text = |name: &str| problem[name].as_str().unwrap_or_default().escape_debug();
        let line = problem["line"].as_u64().map(|line| format!("line {line}: "));
        eprintln!("{}{} ({})", line.unwrap_or_default(), text("reason"), text("reason_zh"));
    }
    eprintln!("{error}");
    if let Some(hint) = &error.hint {
        eprintln!("\nhint: {hint}");
    }
    Ok(())
}
