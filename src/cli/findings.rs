//! `huifang findings list` and `huifang findings look`.

use std::process::ExitCode;

use chrono::NaiveDate;
use clap::{Args, Subcommand};

use super::{date, open, print_json, say};
use crate::app::{App, AppError, FindingFilter};
use crate::clock::Clock;
use crate::config::Config;
use crate::domain::coded::Coded;
use crate::domain::finding::FindingKind;

/// Findings printed at once; narrower filters give the rest.
const FINDINGS_MAX: u32 = 10_000;

#[derive(Subcommand)]
pub enum FindingsCommand {
    /// List what is odd in the data, the latest first
    List(ListArguments),
    /// Look at all data now, as the service does after each import
    Look {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

#[derive(Args)]
pub struct ListArguments {
    /// Only this kind, like late_dispatch
    #[arg(long)]
    kind: Option<String>,
    /// Only this center
    #[arg(long)]
    center: Option<String>,
    /// open, resolved, dismissed or all
    #[arg(long, default_value = "open")]
    state: String,
    /// Happened on this day or later
    #[arg(long, value_parser = date)]
    from: Option<NaiveDate>,
    /// Happened on this day or earlier
    #[arg(long, value_parser = date)]
    to: Option<NaiveDate>,
    /// Print JSON
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// Print CSV, as the page exports it
    #[arg(long)]
    csv: bool,
}

pub async fn run(config: &Config, command: &FindingsCommand) -> Result<ExitCode, AppError> {
    let clock = Clock::system();
    let app = open::open(config, &clock).await?.app;
    match command {
        FindingsCommand::List(arguments) => list(&app, arguments).await?,
        FindingsCommand::Look { json } => {
            let run = app.look_for_findings(config.findings, clock.now()).await?;
            if *json {
                print_json(&run)?;
            } else {
                let (holding, new, resolved) = (run.holding, run.new, run.resolved);
                say(format!("{holding} findings, {new} of them new; {resolved} are gone"));
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn list(app: &App, arguments: &ListArguments) -> Result<(), AppError> {
    let filter = FindingFilter {
        kind: arguments.kind.clone(),
        center: arguments.center.clone(),
        state: Some(arguments.state.clone()),
        from: arguments.from,
        to: arguments.to,
        subject: None,
    };
    if arguments.csv {
        say(app.findings_csv(&filter).await?.trim_end());
        return Ok(());
    }
    let page = app.findings(&filter, FINDINGS_MAX, 0).await?;
    if arguments.json {
        return print_json(&page);
    }
    for finding in &page.findings {
        let kind = FindingKind::read(&finding.kind).map_or("", Coded::chinese);
        let (day, center, subject) = (&finding.occurred_on, &finding.center_code, &finding.subject);
        say(format!("{day}  {center:<6} {subject:<18} {kind}"));
    }
    say(format!("{} findings", page.total));
    Ok(())
}
