//! `huifang import`: takes in an exported file, or says row by row why not.

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use super::say;
use crate::app::import::{
    ImportMode, ImportOrder, ImportRefusal, ImportReport, ImportSource, ImportWatch, refusal_json,
    refusal_text, report_text,
};
use crate::app::{App, Refusal};
use crate::domain::intake::kind::ImportKind;
use crate::domain::timestamp::Timestamp;

/// Who imports by this command, in audit records.
const ACTOR: &str = "cli";

/// How often the progress bar moves.
const BAR_STEP: std::time::Duration = std::time::Duration::from_millis(100);

const REFUSED: u8 = 2;
const FAILED: u8 = 1;

/// What was asked for.
#[derive(Clone, Debug)]
pub struct ImportCommand<'a> {
    pub kind: ImportKind,
    pub file: &'a Path,
    /// Store the good rows and write the others to this file.
    pub partial: Option<PathBuf>,
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
    let ImportCommand { kind, file, partial, dry_run, json } = command;
    if let Err(error) = readable(file) {
        return unreadable(file, &error, json);
    }
    let name = file.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let mode = match &partial {
        Some(rejects) => ImportMode::Partial { rejects: Some(rejects.clone()) },
        None => ImportMode::All,
    };
    let watch = ImportWatch::default();
    let order = ImportOrder {
        kind,
        file_name: name.into_owned(),
        source: ImportSource::File(file.to_owned()),
        mode,
        dry_run,
        actor: ACTOR.to_owned(),
        now,
        watch: watch.clone(),
    };
    let outcome = watched(app.import_listed(order), &watch).await;
    match outcome {
        Ok(report) if json => printed(pretty(&report), String::new(), 0),
        Ok(report) => printed(imported(&report, partial.as_deref()), String::new(), 0),
        Err(refusal) if json => {
            let status = status_of(&refusal);
            printed(pretty(&refusal_json(&refusal)), String::new(), status)
        }
        Err(refusal) => printed(String::new(), refusal_text(&refusal), status_of(&refusal)),
    }
}

/// Shows on a terminal how far the import has come; elsewhere it is only waited for.
async fn watched<T>(import: impl Future<Output = T>, watch: &ImportWatch) -> T {
    if !std::io::stderr().is_terminal() {
        return import.await;
    }
    let bar = ProgressBar::new(0);
    let line = "{bar:32} {bytes}/{total_bytes} {msg}";
    bar.set_style(
        ProgressStyle::with_template(line).unwrap_or_else(|_| ProgressStyle::default_bar()),
    );
    let mut import = std::pin::pin!(import);
    loop {
        match tokio::time::timeout(BAR_STEP, &mut import).await {
            Ok(outcome) => {
                bar.finish_and_clear();
                return outcome;
            }
            Err(_) => {
                bar.set_length(watch.bytes_total());
                bar.set_position(watch.bytes_read());
                bar.set_message(format!("{} rows", watch.rows()));
            }
        }
    }
}

fn imported(report: &ImportReport, rejects: Option<&Path>) -> String {
    let mut text = report_text(report);
    if let Some(rejects) = rejects.filter(|_| report.is_partial()) {
        let file = rejects.display();
        text.push_str(&format!(
            "the rows that were left out are in {file}: correct and import it\n"
        ));
    }
    text
}

fn readable(file: &Path) -> std::io::Result<()> {
    use std::io::Read as _;
    // A folder opens like a file and fails only when it is read.
    std::fs::File::open(file)?.take(1).read_to_end(&mut Vec::new()).map(|_| ())
}

fn printed(stdout: String, stderr: String, status: u8) -> CommandOutput {
    CommandOutput { stdout, stderr, status }
}

fn pretty(value: &impl serde::Serialize) -> String {
    serde_json::to_string_pretty(value).map_or_else(|error| error.to_string(), |text| text + "\n")
}

fn status_of(refusal: &ImportRefusal) -> u8 {
    match refusal {
        ImportRefusal::File(_) | ImportRefusal::Rows { .. } | ImportRefusal::Cancelled => REFUSED,
        ImportRefusal::App(error) if error.refusal == Refusal::Invalid => REFUSED,
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
