//! The command line: one file a subcommand. Commands that give figures take `--json`.

mod batch;
mod demo;
mod figures;
mod import;
mod open;
mod openapi;
mod rules;
mod serve;
mod simulate;

use std::path::PathBuf;
use std::process::ExitCode;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand};

use crate::app::{AppError, Refusal};
use crate::clock::Clock;
use crate::config::{Config, Options};
use crate::domain::coded::Coded;
use crate::domain::intake::kind::ImportKind;
use crate::telemetry;

pub use open::{Opened, assemble};

/// Exit status of a command whose input was wrong.
const EXIT_WRONG_INPUT: u8 = 2;
/// Exit status of a batch that waits for data: nothing failed, but nothing was done.
const EXIT_WAITING: u8 = 3;

/// Telephone callbacks and satisfaction surveys for a property-management company.
#[derive(Parser)]
#[command(name = "huifang", version, about)]
struct CommandLine {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

#[derive(Args)]
struct Global {
    /// Everything the program writes lives below this folder
    #[arg(long, global = true, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// Read this configuration file instead of huifang.toml
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// error, warn, info, debug or trace
    #[arg(long, global = true, value_name = "LEVEL")]
    log_level: Option<String>,
}

#[derive(Subcommand)]
enum Command {
    /// Run the service
    Serve,
    /// Run the service with a demonstration world on a demonstration clock
    Demo(demo::DemoArguments),
    /// Import an exported file: all of it, or nothing
    Import(ImportArguments),
    /// Make or show the callback batch of a day
    #[command(subcommand)]
    Batch(batch::BatchCommand),
    /// Show figures
    #[command(subcommand)]
    Figures(figures::FiguresCommand),
    /// Show, try and explain the callback rules
    #[command(subcommand)]
    Rules(rules::RulesCommand),
    /// Work a batch in simulated time
    #[command(subcommand)]
    Simulate(simulate::SimulateCommand),
    /// Print the description of the HTTP API (OpenAPI)
    Openapi,
}

#[derive(Args)]
struct ImportArguments {
    /// What the file holds
    #[arg(value_parser = import_kind, value_name = "centers|households|requests")]
    kind: ImportKind,
    /// CSV (UTF-8 or GB18030) or XLSX
    file: PathBuf,
    /// Check the file and say what would change, without storing anything
    #[arg(long)]
    dry_run: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Runs the program with the process's own arguments.
pub async fn run() -> ExitCode {
    crate::tls::provide_cryptography();
    let command_line = CommandLine::parse();
    let options = options(&command_line.global);
    let config = match Config::load(&options, std::env::vars()) {
        Ok(config) => config,
        Err(error) => return refuse(&error, Some(error.hint()), EXIT_WRONG_INPUT),
    };
    telemetry::init(config.log);
    match execute(command_line.command, &config).await {
        Ok(code) => code,
        Err(error) => {
            let status = match error.refusal {
                Refusal::Internal => 1,
                _ => EXIT_WRONG_INPUT,
            };
            refuse(&error, error.hint.as_deref(), status)
        }
    }
}

async fn execute(command: Command, config: &Config) -> Result<ExitCode, AppError> {
    match command {
        Command::Serve => serve::run(config).await,
        Command::Demo(arguments) => demo::run(config, &arguments).await,
        Command::Import(arguments) => {
            let clock = Clock::system();
            let opened = open::open(config, &clock).await?;
            let command = import::ImportCommand {
                kind: arguments.kind,
                file: &arguments.file,
                dry_run: arguments.dry_run,
                json: arguments.json,
            };
            Ok(import::run(&opened.app, command, clock.now()).await)
        }
        Command::Batch(command) => batch::run(config, &command).await,
        Command::Figures(command) => figures::run(config, &command).await,
        Command::Rules(command) => rules::run(config, &command).await,
        Command::Simulate(command) => simulate::run(config, &command).await,
        Command::Openapi => openapi::run(),
    }
}

fn options(global: &Global) -> Options {
    let mut options = Options::default();
    options.config.clone_from(&global.config);
    options.data_dir.clone_from(&global.data_dir);
    match &global.log_level {
        Some(level) => options.set("--log-level", "log.level", level.clone()),
        None => options,
    }
}

/// Says what is wrong, and what to do about it.
fn refuse(error: &dyn std::fmt::Display, hint: Option<&str>, status: u8) -> ExitCode {
    eprintln!("error: {error}");
    if let Some(hint) = hint.filter(|hint| !hint.is_empty()) {
        eprintln!("\nhint: {hint}");
    }
    ExitCode::from(status)
}

/// Prints a line. A reader who has seen enough and gone is no failure.
fn say(line: impl std::fmt::Display) {
    use std::io::Write;
    if let Err(error) = writeln!(std::io::stdout(), "{line}") {
        tracing::debug!(%error, "nobody reads the output any more");
    }
}

/// Prints a value as one JSON document.
fn print_json(value: &impl serde::Serialize) -> Result<(), AppError> {
    let text = serde_json::to_string_pretty(value)
        .map_err(|error| AppError::internal(error.to_string()))?;
    say(text);
    Ok(())
}

/// What an imported file holds.
fn import_kind(text: &str) -> Result<ImportKind, String> {
    let known = || ImportKind::ALL.iter().map(|kind| kind.code()).collect::<Vec<_>>().join(", ");
    ImportKind::read(text).ok_or_else(|| format!("`{text}` is none of {}", known()))
}

/// A date of the command line.
fn date(text: &str) -> Result<NaiveDate, String> {
    text.parse().map_err(|_| format!("`{text}` is not a date of the form 2026-11-20"))
}
