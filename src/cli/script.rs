//! `huifang script`: checks call scripts, walks them in the terminal, prints their schema.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::{EXIT_WRONG_INPUT, print_json, say, script_walk};
use crate::app::AppError;
use crate::domain::coded::Coded;
use crate::domain::script::{self, Mode, ScriptError};

#[derive(Subcommand)]
pub enum ScriptCommand {
    /// Say everything that is wrong in script files, each with its line and what to do
    Check(CheckArguments),
    /// Walk through a script in the terminal
    Preview(PreviewArguments),
    /// Print the JSON Schema of script files, as committed in call-scripts/schema.json
    Schema,
}

#[derive(Args)]
pub struct CheckArguments {
    /// Script files
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
pub struct PreviewArguments {
    /// The script file
    file: PathBuf,
    /// Walk it as an agent, as the voice menu or on paper
    #[arg(long, value_name = "agent|ivr|paper", value_parser = mode, default_value = "agent")]
    mode: Mode,
    /// Answers by question instead of asking for them: `resolved=no,reason=还在漏`; in the voice menu
    /// the keys in order: `keys=1,2,timeout,#`
    #[arg(long, value_name = "A=B,…")]
    answers: Option<String>,
    /// Facts that are true of the request: `paid,rework`
    #[arg(long, value_name = "FACT,…", value_delimiter = ',')]
    facts: Vec<String>,
    /// How many requests of the household the call is about
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=9))]
    requests: u32,
}

pub fn run(command: &ScriptCommand) -> Result<ExitCode, AppError> {
    match command {
        ScriptCommand::Check(arguments) => check(arguments),
        ScriptCommand::Preview(arguments) => preview(arguments),
        ScriptCommand::Schema => {
            say(script::schema_json().trim_end());
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn check(arguments: &CheckArguments) -> Result<ExitCode, AppError> {
    let mut mistakes: Vec<ScriptError> = Vec::new();
    for file in &arguments.files {
        let (name, yaml) = read(file)?;
        mistakes.extend(script::parse::check_file(&name, &yaml));
    }
    if arguments.json {
        print_json(&mistakes)?;
    } else {
        for mistake in &mistakes {
            say(mistake.shown());
            say("");
        }
        say(summary(arguments.files.len(), mistakes.len()));
    }
    let is_good = mistakes.is_empty();
    Ok(if is_good { ExitCode::SUCCESS } else { ExitCode::from(EXIT_WRONG_INPUT) })
}

fn summary(files: usize, mistakes: usize) -> String {
    let plural = |count: usize, one: &str| match count {
        1 => format!("1 {one}"),
        _ => format!("{count} {one}s"),
    };
    match mistakes {
        0 => format!("{} without a mistake", plural(files, "file")),
        _ => format!("{} in {}", plural(mistakes, "mistake"), plural(files, "file")),
    }
}

fn preview(arguments: &PreviewArguments) -> Result<ExitCode, AppError> {
    let (name, yaml) = read(&arguments.file)?;
    let script = match script::parse::parse(&name, &yaml) {
        Ok(script) => script,
        Err(mistakes) => {
            for mistake in &mistakes {
                eprintln!("{}\n", mistake.shown());
            }
            return Ok(ExitCode::from(EXIT_WRONG_INPUT));
        }
    };
    if !script.modes.contains(&arguments.mode) {
        let modes: Vec<&str> = script.modes.iter().map(|mode| mode.code()).collect();
        let sentence = format!("{} does not serve the mode {}", script.id, arguments.mode.code());
        let hint = format!("it serves {}", modes.join(", "));
        return Err(AppError::invalid("script.mode_not_served", sentence).hint(hint));
    }
    script_walk::run(
        &script,
        &script_walk::Walk {
            mode: arguments.mode,
            facts: facts(&arguments.facts)?,
            requests: arguments.requests,
            answers: arguments.answers.as_deref(),
        },
    )?;
    Ok(ExitCode::SUCCESS)
}

/// The name and the text of a file.
fn read(file: &Path) -> Result<(String, String), AppError> {
    let name = file.display().to_string();
    let text = std::fs::read(file).map_err(|error| {
        let sentence = format!("{name} cannot be read: {error}");
        AppError::invalid("script.file", sentence).hint("check the path of the file")
    })?;
    let text = String::from_utf8(text).map_err(|_| {
        AppError::invalid("script.encoding", format!("{name} is not UTF-8"))
            .hint("save the file as UTF-8")
    })?;
    Ok((name, text))
}

fn facts(names: &[String]) -> Result<script::Facts, AppError> {
    let read = |name: &String| {
        let known = || script::Fact::ALL.iter().map(|fact| fact.code()).collect::<Vec<_>>();
        script::Fact::read(name).ok_or_else(|| {
            let hint = format!("the facts are {}", known().join(", "));
            AppError::invalid("script.unknown_fact", format!("there is no fact {name}")).hint(hint)
        })
    };
    names.iter().map(read).collect()
}

fn mode(text: &str) -> Result<Mode, String> {
    Mode::read(text).ok_or_else(|| format!("`{text}` is none of agent, ivr, paper"))
}
