//! Programs and fonts that parts of the service want.

use std::path::Path;
use std::process::{Command, Stdio};

use super::{Finding, error, ok, warning};
use crate::config::{Config, DatabaseLocation};

/// Where Debian keeps Chinese fonts, when fc-list is not there to be asked.
const FONT_FOLDERS: [&str; 3] = [
    "/usr/share/fonts/opentype/noto",
    "/usr/share/fonts/truetype/wqy",
    "/usr/share/fonts/truetype/arphic",
];

pub fn examine(config: &Config) -> Vec<Finding> {
    let mut findings = vec![fonts()];
    for (program, option, what) in [
        ("ffmpeg", "-version", "recordings in other formats than WAV cannot be converted"),
        ("espeak-ng", "--version", "no announcement can be spoken without a person's recording"),
    ] {
        findings.push(match answer(program, &[option]) {
            Some(line) => ok(program, line),
            None => warning(program, format!("missing: {what}"), format!("apt install {program}")),
        });
    }
    if matches!(config.database_location(), DatabaseLocation::Postgres(_)) {
        for program in ["pg_dump", "pg_restore"] {
            findings.push(match answer(program, &["--version"]) {
                Some(line) => ok(program, line),
                None => {
                    let finding = "missing: backups of PostgreSQL cannot be made or restored";
                    error(program, finding, "apt install postgresql-client")
                }
            });
        }
    }
    findings
}

fn fonts() -> Finding {
    let listed = answer("fc-list", &[":lang=zh", "family"]);
    let found = listed.or_else(|| {
        let folder = FONT_FOLDERS.iter().find(|folder| Path::new(folder).is_dir())?;
        Some((*folder).to_owned())
    });
    match found {
        Some(font) => ok("fonts", format!("Chinese: {font}")),
        None => warning(
            "fonts",
            "no Chinese font: printed reports and pictures would show boxes",
            "apt install fonts-noto-cjk",
        ),
    }
}

/// The first line a program prints, when it is there and succeeds.
fn answer(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()
        .filter(|output| output.status.success())?;
    let text = String::from_utf8_lossy(&output.stdout);
    let line = text.lines().next()?.trim().to_owned();
    (!line.is_empty()).then_some(line)
}
