//! `huifang simulate day`: a batch worked in simulated time, on a copy unless told to keep it.

use std::path::PathBuf;
use std::process::ExitCode;

use chrono::NaiveDate;
use clap::{Args, Subcommand};

use super::open;
use super::{date, print_json, say};
use crate::app::{AppError, Engine, SimulatedDay, SimulatedStaff, simulate_day};
use crate::clock::Clock;
use crate::config::Config;
use crate::domain::chance::SeededChance;

#[derive(Subcommand)]
pub enum SimulateCommand {
    /// Work the batch of one day until every task of it has come to an end
    Day(DayArguments),
}

#[derive(Args)]
pub struct DayArguments {
    /// The batch's date, a working day
    #[arg(long, value_parser = date)]
    date: NaiveDate,
    /// Decides who answers, what they say and every identifier
    #[arg(long, default_value_t = 7)]
    seed: u64,
    /// Keep what happened in the database instead of working on a copy
    #[arg(long)]
    commit: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub async fn run(config: &Config, command: &SimulateCommand) -> Result<ExitCode, AppError> {
    let SimulateCommand::Day(arguments) = command;
    let (date, seed) = (arguments.date, arguments.seed);
    let original = open::database(config).await?;
    let workspace = tempfile::tempdir().map_err(|error| AppError::internal(error.to_string()))?;
    let database = if arguments.commit {
        original
    } else {
        original.copy_to_sqlite(&workspace.path().join("copy.db")).await?
    };
    let recordings = recordings_folder(config, arguments)?;
    let clock = Clock::manual(config.company.zone.at(date, config.callback.batch_at));
    let mut config = config.clone();
    config.pbx.simulator.seed = seed;
    let chance = Box::new(SeededChance::new(seed, &format!("simulate day {date}")));
    let exchange = workspace.path().join("exchange");
    let opened = open::assemble(&config, &clock, database, chance, &recordings, &exchange).await?;
    let engine = Engine {
        app: opened.app,
        simulator: Some(opened.simulator),
        staff: Some(SimulatedStaff::new(seed, Some(date))),
    };
    let day = simulate_day(&engine, &clock, date, seed).await?;
    if arguments.json {
        print_json(&day)?
    } else {
        print(&day, &recordings)
    }
    Ok(ExitCode::SUCCESS)
}

/// Where the audio goes: into the vault itself, or into a folder of this date and seed, which an
/// earlier run of the same may have left.
fn recordings_folder(config: &Config, arguments: &DayArguments) -> Result<PathBuf, AppError> {
    let vault = config.storage.recordings_dir.clone();
    if arguments.commit {
        return Ok(vault);
    }
    let folder = vault.join("simulated").join(format!("{}-{}", arguments.date, arguments.seed));
    match std::fs::remove_dir_all(&folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(AppError::internal(format!("{} cannot be emptied: {error}", folder.display())))
        }
        _ => Ok(folder),
    }
}

fn print(day: &SimulatedDay, recordings: &std::path::Path) {
    say(format!("{}: {} tasks worked in {} calls", day.date, day.tasks.len(), day.calls));
    for task in &day.tasks {
        let said = task.satisfaction.as_deref().unwrap_or("-");
        let end = task.disposition.as_deref().unwrap_or("-");
        say(format!("  {}  {:<11} {:<16} {said}", task.request_no, task.state, end));
    }
    say(format!("{} recordings in {}", day.recordings.len(), recordings.display()));
}
