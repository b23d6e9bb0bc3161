//! `huifang figures coverage`: callback coverage of a month against the rate of the rules.

use std::process::ExitCode;

use super::{print_json, say};
use crate::app::{App, AppError, CoverageLine, CoverageState};
use crate::domain::timestamp::Timestamp;

pub async fn run(app: &App, month: &str, json: bool, now: Timestamp) -> Result<ExitCode, AppError> {
    let view = app.callback_coverage(month, now).await?;
    if json {
        print_json(&view)?;
        return Ok(ExitCode::SUCCESS);
    }
    say(&view.month);
    say(format!(
        "{:<8} {:<16} {:>8} {:>8} {:>9} {:>9} {:>11}  standing",
        "center", "kind", "eligible", "required", "attempted", "completed", "in time"
    ));
    for line in view.lines.iter().chain(&view.company) {
        say(text(app, line));
    }
    Ok(ExitCode::SUCCESS)
}

fn text(app: &App, line: &CoverageLine) -> String {
    let center = line.center_code.as_deref().unwrap_or("company");
    let CoverageLine { kind, eligible, required, attempted, completed, .. } = line;
    let in_time = line.timeliness.as_deref().unwrap_or("-");
    let standing = match (line.state, line.by_ms) {
        (CoverageState::Nothing, _) => "nothing to call back".to_owned(),
        (CoverageState::Met, _) => "met".to_owned(),
        (CoverageState::Missed, _) => format!("can no longer be met, {} short", line.missing),
        (CoverageState::Needed, by) => {
            let by = by.map(|at| app.zone.local(Timestamp(at)).format("%Y-%m-%d %H:%M"));
            let by = by.map_or_else(String::new, |by| format!(" by {by}"));
            format!("{} still needed{by}", line.missing)
        }
    };
    format!(
        "{center:<8} {kind:<16} {eligible:>8} {required:>8} {attempted:>9} {completed:>9} \
         {in_time:>11}  {standing}"
    )
}
