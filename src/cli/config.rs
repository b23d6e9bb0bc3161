//! `huifang config show`: every setting, its value and where it was written.

use std::process::ExitCode;

use clap::Subcommand;

use super::{print_json, say};
use crate::app::AppError;
use crate::config::{Config, SettingSource};

#[derive(Subcommand)]
pub enum ConfigCommand {
    /// Show every setting with its value and its place; secrets are hidden
    Show {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

pub fn run(config: &Config, command: &ConfigCommand) -> Result<ExitCode, AppError> {
    let ConfigCommand::Show { json } = command;
    if *json {
        print_json(&config.settings)?;
        return Ok(ExitCode::SUCCESS);
    }
    let width = config.settings.iter().map(|setting| setting.key.len()).max().unwrap_or(0);
    for setting in &config.settings {
        let value = setting.value.as_ref().map_or("(hidden)".to_owned(), |v| format!("{v:?}"));
        let place = match setting.source {
            SettingSource::Default => "default",
            _ => &setting.place,
        };
        say(format!("{:<width$}  {value}  # {place}", setting.key));
    }
    Ok(ExitCode::SUCCESS)
}
