//! `huifang rules packs`, `explain`, `try`, `check` and `schema`.

use std::path::PathBuf;
use std::process::ExitCode;

use chrono::NaiveDate;
use clap::{Args, Subcommand};

use super::{EXIT_WRONG_INPUT, date, open, print_json, say};
use crate::app::{App, AppError, Explanation, RuleExplanation, Trial, TrialQuery, TrialView};
use crate::clock::Clock;
use crate::config::Config;
use crate::domain::rules::{RulePack, schema};
use crate::domain::timestamp::{BusinessZone, Timestamp};

#[derive(Subcommand)]
pub enum RulesCommand {
    /// List the rule packs and which center uses which
    Packs {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Say which line of the rules applies to a request, when it is due, and why not the others
    Explain(ExplainArguments),
    /// Say what a rule pack would have done to a period; stores nothing
    Try(TryArguments),
    /// Check the text of a rule pack
    Check {
        /// A YAML file
        file: PathBuf,
    },
    /// Print the JSON Schema of rule packs
    Schema,
}

#[derive(Args)]
pub struct ExplainArguments {
    /// 报事编号
    request_no: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
pub struct TryArguments {
    /// The pack's id, such as hengfu
    pack: String,
    /// First day of completion
    #[arg(long, value_parser = date)]
    from: NaiveDate,
    /// Last day of completion
    #[arg(long, value_parser = date)]
    to: NaiveDate,
    /// One center only, by its code
    #[arg(long)]
    center: Option<String>,
    /// Seconds of talk a callback; measured from the period's calls unless told
    #[arg(long)]
    talk_secs: Option<u32>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub async fn run(config: &Config, command: &RulesCommand) -> Result<ExitCode, AppError> {
    match command {
        RulesCommand::Schema => print_json(&schema::schema())?,
        RulesCommand::Check { file } => return check(file),
        RulesCommand::Packs { json } => {
            let (app, now) = opened(config).await?;
            packs(&app, *json, now).await?;
        }
        RulesCommand::Explain(arguments) => {
            let (app, _) = opened(config).await?;
            let explanation = app.explain_rules(&arguments.request_no).await?;
            match arguments.json {
                true => print_json(&explanation)?,
                false => explain(&explanation, app.zone),
            }
        }
        RulesCommand::Try(arguments) => {
            let (app, now) = opened(config).await?;
            let TryArguments { pack, from, to, center, talk_secs, json } = arguments;
            let (pack, center) = (pack.clone(), center.clone());
            let query = TrialQuery { pack, from: *from, to: *to, center, talk_secs: *talk_secs };
            let view = app.try_rules(&query, now).await?;
            match json {
                true => print_json(&view)?,
                false => show_trial(&view),
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn opened(config: &Config) -> Result<(App, Timestamp), AppError> {
    let clock = Clock::system();
    let app = open::open(config, &clock).await?.app;
    Ok((app, clock.now()))
}

fn check(file: &PathBuf) -> Result<ExitCode, AppError> {
    let yaml = std::fs::read_to_string(file).map_err(|error| {
        AppError::invalid("rules.unreadable", format!("{}: {error}", file.display()))
    })?;
    match RulePack::parse(&yaml) {
        Ok(pack) => {
            let (id, version, lines) = (&pack.id, pack.version, pack.rules.len());
            say(format!("{}: {id} version {version}, {lines} lines, no faults", file.display()));
            Ok(ExitCode::SUCCESS)
        }
        Err(error) => {
            eprintln!("{}:\n{error}", file.display());
            Ok(ExitCode::from(EXIT_WRONG_INPUT))
        }
    }
}

async fn packs(app: &App, json: bool, now: Timestamp) -> Result<(), AppError> {
    let view = app.rule_packs(now).await?;
    if json {
        return print_json(&view);
    }
    for pack in &view.packs {
        let default = if pack.is_default { " (default)" } else { "" };
        let (id, version, title) = (&pack.id, pack.version, &pack.title.zh);
        say(format!("{id} version {version}  {title}{default}, {} lines", pack.lines.len()));
    }
    for center in &view.centers {
        say(format!("  {}  {}: {}", center.code, center.name, center.pack));
    }
    Ok(())
}

fn explain(explanation: &RuleExplanation, zone: BusinessZone) {
    let RuleExplanation { request_no, kind, status, completions } = explanation;
    if completions.is_empty() {
        say(format!("{request_no}  {kind}: {status}, not finished, so no callback is due yet"));
    }
    for completion in completions {
        explain_completion(request_no, completion, zone);
    }
}

fn explain_completion(request_no: &str, completion: &Explanation, zone: BusinessZone) {
    let local = |ms: i64| zone.local(Timestamp(ms)).format("%Y-%m-%d %H:%M").to_string();
    let paid = if completion.paid { "paid" } else { "unpaid" };
    let Explanation { kind, severity, status, .. } = completion;
    let completed = local(completion.completed_at_ms);
    say(format!("{request_no}  {kind}, {severity}, {paid}, {status}, completed {completed}"));
    let (pack, version) = (&completion.pack, completion.pack_version);
    say(format!("  {} uses {pack} version {version}", completion.center_code));
    if let Some(reason) = &completion.due_reason {
        say(format!("  {}", reason.zh));
        say(format!("  {}", reason.en));
    }
    let place = match (&completion.place, &completion.reason, &completion.role) {
        (Some(_), Some(reason), _) => format!("no callback: {reason}"),
        (Some(_), None, Some(role)) => format!("task for {role}"),
        (None, _, Some(role)) => format!("no batch has it yet; a task for {role} would be made"),
        _ => "no batch takes it".to_owned(),
    };
    let late = if completion.late { " (arrived late for the batch of its own day)" } else { "" };
    say(format!("  batch of {}{late}: {place}", completion.batch_date));
    for verdict in &completion.lines {
        let line = &verdict.line;
        let standing = match (verdict.standing, &verdict.taken_by) {
            ("applies", _) => "APPLIES".to_owned(),
            ("applies_elsewhere", _) => format!("fits; done by {}, not by the batch", line.role),
            (_, Some(by)) => format!("fits, but {by} comes before it"),
            _ => format!("not: another {}", verdict.against.join(", another ")),
        };
        let sources = line.sources.join(", ");
        say(format!("    {} {} [{sources}]: {standing}", line.number, line.title.zh));
    }
    for verdict in completion.callers.iter().filter(|verdict| verdict.holds) {
        let caller = &verdict.caller;
        say(format!("    caller: {} [{}]", caller.role, caller.sources.join(", ")));
    }
}

fn show_trial(view: &TrialView) {
    let TrialView { pack, pack_version, from, to, completions, .. } = view;
    say(format!("{pack} version {pack_version} on {completions} completions, {from} to {to}"));
    let basis = match view.talk_measured_on {
        0 => "told or assumed".to_owned(),
        calls => format!("measured on {calls} calls"),
    };
    say(format!("talk a callback: {} s ({basis})", view.talk_secs));
    for (name, trial) in [("tried", &view.tried), ("in use", &view.in_use)] {
        show_side(name, trial);
    }
    for role in &view.unworked {
        let lines: Vec<&str> = role.lines.iter().map(|title| title.zh.as_str()).collect();
        let lines = lines.join("\u{3001}");
        say(format!("warning: {} has no seat here, nobody would call: {lines}", role.role));
    }
}

fn show_side(name: &str, trial: &Trial) {
    let days = trial.days.len().max(1) as u64;
    let (hours, minutes) = (trial.talk_secs / 3600, trial.talk_secs / 60 % 60);
    let Trial { completed, tasks, .. } = trial;
    let mean = tasks.div_ceil(days);
    say(format!("{name}: {completed} completed, {tasks} tasks, about {mean} a day"));
    say(format!("  talk {hours} h {minutes} min"));
    for work in &trial.work {
        say(format!("  {:>6}  {} by {}", work.tasks, work.kind, work.role));
    }
    for (reason, count) in &trial.excluded {
        say(format!("  {count:>6}  excluded: {reason}"));
    }
    for rate in &trial.rates {
        say(format!("  rate {}: {} of {} selected", rate.kind, rate.selected, rate.eligible));
    }
    say(format!(
        "  first tried in time {}, late {}, never {}; due before the batch {}",
        trial.in_time, trial.late, trial.never_tried, trial.due_before_batch
    ));
}
