//! `huifang figures`: the callback satisfaction rate of a month, and callback coverage.

use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::{coverage, open, print_json, say};
use crate::app::{AppError, FiguresView};
use crate::clock::Clock;
use crate::config::Config;

#[derive(Subcommand)]
pub enum FiguresCommand {
    /// The callback satisfaction rate, per center and for the company
    Callback(CallbackArguments),
    /// Callback coverage per center and kind against the rate of the rules
    Coverage(CallbackArguments),
}

#[derive(Args)]
pub struct CallbackArguments {
    /// Month of completion, like 2026-11
    #[arg(long)]
    month: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub async fn run(config: &Config, command: &FiguresCommand) -> Result<ExitCode, AppError> {
    let (FiguresCommand::Callback(arguments) | FiguresCommand::Coverage(arguments)) = command;
    let clock = Clock::system();
    let app = open::open(config, &clock).await?.app;
    if matches!(command, FiguresCommand::Coverage(_)) {
        return coverage::run(&app, &arguments.month, arguments.json, clock.now()).await;
    }
    let figures = app.callback_figures(&arguments.month, clock.now()).await?;
    let view = FiguresView::from(&figures);
    if arguments.json {
        print_json(&view)?
    } else {
        print(&view)
    }
    Ok(ExitCode::SUCCESS)
}

fn print(view: &FiguresView) {
    say(&view.month);
    say(format!("{:<8} {:>9} {:>8} {:>9}  rate", "center", "attempted", "reached", "completed"));
    for center in &view.centers {
        say(line(&center.code, &center.counts));
    }
    say(line("company", &view.company));
    if view.mixed_versions {
        say("\nThese figures mix answers of script versions that ask differently; apart they are:");
        for script in &view.scripts {
            let versions: Vec<String> = script.versions.iter().map(u32::to_string).collect();
            let rate = script.rate.as_deref().unwrap_or("no answers");
            say(format!("{} version {}  {rate}", script.script_id, versions.join(", ")));
        }
    }
}

fn line(name: &str, counts: &crate::app::FigureCounts) -> String {
    let rate = counts.rate.as_deref().unwrap_or("no answers");
    format!(
        "{name:<8} {:>9} {:>8} {:>9}  {rate}",
        counts.attempted, counts.reached, counts.completed
    )
}
