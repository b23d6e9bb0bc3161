//! `huifang batch run` and `huifang batch show`.

use std::process::ExitCode;

use chrono::NaiveDate;
use clap::{Args, Subcommand};

use super::{EXIT_WAITING, date, open, print_json, say};
use crate::app::{App, AppError, BatchBalance, BatchRun, PlaceFilter};
use crate::clock::Clock;
use crate::config::Config;
use crate::domain::timestamp::Timestamp;

#[derive(Subcommand)]
pub enum BatchCommand {
    /// Make the batch of a day, unless it exists
    Run(BatchArguments),
    /// Show the batch of a day
    Show(ShowArguments),
}

#[derive(Args)]
pub struct BatchArguments {
    /// The batch's date, a working day
    #[arg(long, value_parser = date)]
    date: NaiveDate,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
pub struct ShowArguments {
    #[command(flatten)]
    batch: BatchArguments,
    /// List every completion with its place
    #[arg(long)]
    rows: bool,
}

/// The actor in the audit record of a batch made by hand.
const ACTOR: &str = "command line";

pub async fn run(config: &Config, command: &BatchCommand) -> Result<ExitCode, AppError> {
    let clock = Clock::system();
    let app = open::open(config, &clock).await?.app;
    let now = clock.now();
    match command {
        BatchCommand::Run(arguments) => make(&app, arguments, now).await,
        BatchCommand::Show(arguments) => show(&app, arguments, now).await,
    }
}

async fn make(app: &App, arguments: &BatchArguments, now: Timestamp) -> Result<ExitCode, AppError> {
    let run = app.run_batch(arguments.date, ACTOR, now).await?;
    let summary = app.batch_summary(arguments.date, now).await?;
    if arguments.json {
        print_json(&summary.balance)?
    } else {
        print(&summary.balance)
    }
    if run == BatchRun::WaitingForData {
        let from = &summary.balance.from;
        eprintln!("waiting for data: no import has covered {from} yet");
        eprintln!("\nhint: import the export of that day, then run this again");
        return Ok(ExitCode::from(EXIT_WAITING));
    }
    Ok(ExitCode::SUCCESS)
}

async fn show(app: &App, arguments: &ShowArguments, now: Timestamp) -> Result<ExitCode, AppError> {
    let date = arguments.batch.date;
    let summary = app.batch_summary(date, now).await?;
    if !arguments.rows {
        if arguments.batch.json {
            print_json(&summary.balance)?
        } else {
            print(&summary.balance)
        }
        return Ok(ExitCode::SUCCESS);
    }
    let (_, rows) = app.batch_places(date, &PlaceFilter::everything()).await?;
    if arguments.batch.json {
        let mut document = serde_json::to_value(&summary.balance)
            .map_err(|error| AppError::internal(error.to_string()))?;
        document["rows"] =
            serde_json::to_value(&rows).map_err(|error| AppError::internal(error.to_string()))?;
        print_json(&document)?;
    } else {
        print(&summary.balance);
        for row in &rows {
            say(format!("  {}", row.line()));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The balance as one line of arithmetic people can check, and its parts.
fn print(balance: &BatchBalance) {
    let tasks: u64 = balance.tasks.values().sum();
    let excluded: u64 = balance.excluded.values().sum();
    let sign = if balance.balanced { "=" } else { "≠" };
    say(format!(
        "{}  ({} to {}): {} completed {sign} {tasks} to call + {excluded} excluded",
        balance.date, balance.from, balance.to, balance.completed
    ));
    for (role, count) in balance.tasks.iter().filter(|(_, count)| **count > 0) {
        say(format!("  {count:>5}  {role}"));
    }
    for (reason, count) in balance.excluded.iter().filter(|(_, count)| **count > 0) {
        say(format!("  {count:>5}  excluded: {reason}"));
    }
    say(format!("  {:>5}  late, {} home visits", balance.late, balance.home_visits));
}
