//! `huifang doctor`: what is wrong or will be, one line each, with what to do about it.
//!
//! Nothing is changed, and nothing it needs has to work: a database that is down is a finding.

mod database;
mod files;
mod programs;
mod reach;
mod time;

use std::process::ExitCode;

use clap::Args;
use serde::Serialize;

use super::{EXIT_WARNINGS, print_json, say};
use crate::app::AppError;
use crate::clock::Clock;
use crate::config::Config;

/// Exit status when something is wrong.
const EXIT_ERRORS: u8 = 1;

#[derive(Args)]
pub struct DoctorArguments {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
enum Gravity {
    /// As it should be.
    Ok,
    /// The service works, but not everything will.
    Warning,
    /// The service does not work, or data is at risk.
    Error,
}

/// One line.
#[derive(Clone, Debug, Serialize)]
struct Finding {
    /// What was looked at, a stable word.
    check: &'static str,
    gravity: Gravity,
    /// What is so.
    finding: String,
    /// What to do; absent when there is nothing to do.
    remedy: Option<String>,
}

fn ok(check: &'static str, finding: impl Into<String>) -> Finding {
    Finding { check, gravity: Gravity::Ok, finding: finding.into(), remedy: None }
}

fn warning(check: &'static str, finding: impl Into<String>, remedy: impl Into<String>) -> Finding {
    let remedy = Some(remedy.into());
    Finding { check, gravity: Gravity::Warning, finding: finding.into(), remedy }
}

fn error(check: &'static str, finding: impl Into<String>, remedy: impl Into<String>) -> Finding {
    let remedy = Some(remedy.into());
    Finding { check, gravity: Gravity::Error, finding: finding.into(), remedy }
}

pub async fn run(config: &Config, arguments: &DoctorArguments) -> Result<ExitCode, AppError> {
    let findings = examine(config, &Clock::system()).await;
    if arguments.json {
        print_json(&findings)?;
    } else {
        print(&findings);
    }
    Ok(status(&findings))
}

async fn examine(config: &Config, clock: &Clock) -> Vec<Finding> {
    let (mut findings, known) = database::examine(config).await;
    findings.extend(files::examine(config));
    findings.extend(time::examine(config, clock.now(), &known));
    findings.extend(reach::examine(config).await);
    findings.extend(programs::examine(config));
    findings
}

fn print(findings: &[Finding]) {
    let width = findings.iter().map(|finding| finding.check.len()).max().unwrap_or(0);
    for Finding { check, gravity, finding, remedy } in findings {
        let word = match gravity {
            Gravity::Ok => "ok",
            Gravity::Warning => "warning",
            Gravity::Error => "error",
        };
        let remedy = remedy.as_ref().map(|remedy| format!(" -> {remedy}")).unwrap_or_default();
        say(format!("{word:<7}  {check:<width$}  {finding}{remedy}"));
    }
}

fn status(findings: &[Finding]) -> ExitCode {
    match findings.iter().map(|finding| finding.gravity).max() {
        Some(Gravity::Error) => ExitCode::from(EXIT_ERRORS),
        Some(Gravity::Warning) => ExitCode::from(EXIT_WARNINGS),
        _ => ExitCode::SUCCESS,
    }
}
