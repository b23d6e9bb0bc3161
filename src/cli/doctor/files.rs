//! Folders that are written to, and files that others must not read.

use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::{Finding, error, ok, warning};
use crate::config::{Config, SettingSource};

/// Free space below which recordings will soon fail, in bytes: about a week of a busy department.
const FREE_ENOUGH: u64 = 5 * 1024 * 1024 * 1024;
/// Free space below which they may fail today.
const FREE_MIN: u64 = 512 * 1024 * 1024;
/// Whom the mode of a file lets read it beside its owner and group.
const OTHERS: u32 = 0o004;

pub fn examine(config: &Config) -> Vec<Finding> {
    let storage = &config.storage;
    let mut findings = Vec::new();
    for (check, folder) in [("data", &storage.data_dir), ("vault", &storage.recordings_dir)] {
        findings.push(folder_finding(check, folder));
    }
    findings.extend(secrets(config));
    findings
}

fn folder_finding(check: &'static str, folder: &Path) -> Finding {
    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let shown = folder.display();
    // What is not there yet will be made where something is.
    let Some(there) = folder.ancestors().map(or_here).find(|folder| folder.exists()) else {
        return error(check, format!("{shown} cannot be reached"), "check the path");
    };
    if let Err(problem) = write_in(there) {
        let remedy = format!("give the service's user the folder: chown -R USER {shown}");
        return error(check, format!("{} cannot be written: {problem}", there.display()), remedy);
    }
    match rustix::fs::statvfs(there) {
        Ok(disk) => space(check, &folder, disk.f_bavail.saturating_mul(disk.f_frsize)),
        Err(problem) => {
            let remedy = "look with `df`";
            warning(check, format!("free space of {shown} is unknown: {problem}"), remedy)
        }
    }
}

fn space(check: &'static str, folder: &Path, free: u64) -> Finding {
    let shown = format!("{} can be written, {} MiB free", folder.display(), free / (1024 * 1024));
    let remedy = "make room or move it to a larger disk; an hour of talk takes about 110 MB";
    if free < FREE_MIN {
        error(check, shown, remedy)
    } else if free < FREE_ENOUGH {
        warning(check, shown, remedy)
    } else {
        ok(check, shown)
    }
}

/// The empty path is the working directory.
fn or_here(path: &Path) -> &Path {
    if path.as_os_str().is_empty() { Path::new(".") } else { path }
}

fn write_in(folder: &Path) -> io::Result<()> {
    tempfile::Builder::new().prefix(".huifang-doctor").tempfile_in(folder).map(drop)
}

/// Files with secrets: the key of the certificate, the configuration when it holds one, the
/// database, which is personal data throughout.
fn secrets(config: &Config) -> Vec<Finding> {
    let mut files = vec![config.storage.database_file()];
    files.extend(config.server.certificate.as_ref().map(|files| files.key.clone()));
    let secret = |setting: &&crate::config::Setting| {
        setting.value.is_none() && setting.source == SettingSource::File
    };
    let written = config.settings.iter().find(secret);
    files.extend(written.and_then(|s| s.place.rsplit_once(':')).map(|(file, _)| file.into()));
    let open: Vec<String> =
        files.iter().filter(|file| is_open(file)).map(|file| file.display().to_string()).collect();
    vec![if open.is_empty() {
        ok("secrets", "no file with secrets or personal data can be read by everybody")
    } else {
        let names = open.join(" ");
        let finding = format!("everybody on this machine may read {names}");
        warning("secrets", finding, format!("chmod o-rwx {names}"))
    }]
}

fn is_open(file: &Path) -> bool {
    // A folder that others may not enter protects what is in it.
    let mode = |path: &Path| std::fs::metadata(path).map(|found| found.permissions().mode()).ok();
    let folder = file.parent().map(or_here).and_then(mode);
    let entered = folder.is_some_and(|mode| mode & 0o001 != 0);
    entered && mode(file).is_some_and(|mode| mode & OTHERS != 0)
}
