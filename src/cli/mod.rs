//! The command line: one file a subcommand. Commands that give figures take `--json`.

mod backup;
mod batch;
pub mod calc;
mod calendar;
mod config;
mod coverage;
mod demo;
mod doctor;
mod figures;
mod findings;
mod import;
mod open;
mod openapi;
mod rules;
mod script;
mod script_keys;
mod script_walk;
mod serve;
mod simulate;
mod user;

use std::path::PathBuf;
use std::process::ExitCode;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand};

use crate::app::import::columns_text;
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
/// Exit status when everything works but a person should look at something.
const EXIT_WARNINGS: u8 = 4;

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
    /// Import an exported file: all of it or nothing, or its good rows
    Import(ImportArguments),
    /// Make, verify or restore a backup of database and recordings
    #[command(subcommand)]
    Backup(backup::BackupCommand),
    /// Make or show the callback batch of a day
    #[command(subcommand)]
    Batch(batch::BatchCommand),
    /// Show figures
    #[command(subcommand)]
    Figures(figures::FiguresCommand),
    /// Recompute figures: JSON lines {"op":…,"input":{…}} on standard input, answers on output
    Calc {
        /// Print one line for each operation instead, ready to be fed back
        #[arg(long)]
        examples: bool,
    },
    /// Show what is odd in the data
    #[command(subcommand)]
    Findings(findings::FindingsCommand),
    /// Show, try and explain the callback rules
    #[command(subcommand)]
    Rules(rules::RulesCommand),
    /// Work a batch in simulated time
    #[command(subcommand)]
    Simulate(simulate::SimulateCommand),
    /// Show the settings in force
    #[command(subcommand)]
    Config(config::ConfigCommand),
    /// Look for what is wrong or will be; exits with 1 for errors, 4 for warnings only
    Doctor(doctor::DoctorArguments),
    /// Help somebody who cannot sign in
    #[command(subcommand)]
    User(user::UserCommand),
    /// Check and preview call scripts
    #[command(subcommand)]
    Script(script::ScriptCommand),
    /// Print the description of the HTTP API (OpenAPI)
    Openapi,
}

#[derive(Args)]
struct ImportArguments {
    /// What the file holds
    #[arg(
        value_parser = import_kind,
        value_name = "centers|households|requests|calendar",
        required_unless_present = "help_columns"
    )]
    kind: Option<ImportFile>,
    /// CSV (UTF-8 or GB18030) or XLSX; a calendar: CSV or ICS
    #[arg(required_unless_present = "help_columns")]
    file: Option<PathBuf>,
    /// Store the rows without errors, and write the others with the reasons to this CSV file
    #[arg(long, value_name = "REJECTS.csv")]
    partial: Option<PathBuf>,
    /// Explain every column of the files, in both languages of their headers
    #[arg(long)]
    help_columns: bool,
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
    if let Command::Calc { examples } = command_line.command {
        return calc::run(examples);
    }
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
        Command::Backup(command) => backup::run(config, &command).await,
        Command::Import(arguments) => import_file(config, arguments).await,
        Command::Batch(command) => batch::run(config, &command).await,
        Command::Figures(command) => figures::run(config, &command).await,
        Command::Calc { examples } => Ok(calc::run(examples)),
        Command::Findings(command) => findings::run(config, &command).await,
        Command::Rules(command) => rules::run(config, &command).await,
        Command::Simulate(command) => simulate::run(config, &command).await,
        Command::Config(command) => config::run(config, &command),
        Command::Doctor(arguments) => doctor::run(config, &arguments).await,
        Command::User(command) => user::run(config, &command).await,
        Command::Script(command) => script::run(&command),
        Command::Openapi => openapi::run(),
    }
}

async fn import_file(config: &Config, arguments: ImportArguments) -> Result<ExitCode, AppError> {
    let rows = match arguments.kind {
        Some(ImportFile::Rows(kind)) => Some(kind),
        Some(ImportFile::Calendar) | None => None,
    };
    let (Some(chosen), Some(file), false) =
        (arguments.kind, &arguments.file, arguments.help_columns)
    else {
        say(columns_text(rows).trim_end());
        return Ok(ExitCode::SUCCESS);
    };
    if matches!(chosen, ImportFile::Calendar) && arguments.partial.is_some() {
        let sentence = "a calendar is taken in whole or not at all: --partial is for rows";
        return Err(AppError::invalid("import.calendar_partial", sentence)
            .hint("leave --partial out; --dry-run says what is wrong without storing anything"));
    }
    let clock = Clock::system();
    let opened = open::open(config, &clock).await?;
    let ImportFile::Rows(kind) = chosen else {
        let asked = (file.as_path(), arguments.dry_run, arguments.json);
        return calendar::import(&opened.app, asked, clock.now()).await;
    };
    let command = import::ImportCommand {
        kind,
        file,
        partial: arguments.partial,
        dry_run: arguments.dry_run,
        json: arguments.json,
    };
    Ok(import::run(&opened.app, command, clock.now()).await)
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
#[derive(Clone, Copy)]
enum ImportFile {
    /// Rows of an export.
    Rows(ImportKind),
    /// Holidays and make-up workdays.
    Calendar,
}

fn import_kind(text: &str) -> Result<ImportFile, String> {
    let known = || ImportKind::ALL.iter().map(|kind| kind.code()).collect::<Vec<_>>().join(", ");
    match ImportKind::read(text) {
        Some(kind) => Ok(ImportFile::Rows(kind)),
        None if text == "calendar" => Ok(ImportFile::Calendar),
        None => Err(format!("`{text}` is none of {}, calendar", known())),
    }
}

/// A date of the command line.
fn date(text: &str) -> Result<NaiveDate, String> {
    text.parse().map_err(|_| format!("`{text}` is not a date of the form 2026-11-20"))
}
