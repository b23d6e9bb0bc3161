//! `huifang backup create|verify|restore DIR`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Subcommand;

use super::{EXIT_WARNINGS, print_json, say};
use crate::app::AppError;
use crate::app::backup::{
    BackupPlaces, FileFault, Manifest, create_backup, restore_backup, verify_backup,
};
use crate::clock::Clock;
use crate::config::Config;

#[derive(Subcommand)]
pub enum BackupCommand {
    /// Make a backup in a new or empty folder; the service may run meanwhile
    Create {
        /// The folder of this one backup
        folder: PathBuf,
        /// Print the manifest as JSON
        #[arg(long)]
        json: bool,
    },
    /// Read every byte of a backup again
    Verify {
        /// The folder of the backup
        folder: PathBuf,
        /// Print the manifest as JSON
        #[arg(long)]
        json: bool,
    },
    /// Make the data of a service that has none of a backup
    Restore {
        /// The folder of the backup
        folder: PathBuf,
    },
}

pub async fn run(config: &Config, command: &BackupCommand) -> Result<ExitCode, AppError> {
    let places = BackupPlaces::of(config);
    match command {
        BackupCommand::Create { folder, json } => {
            let now = Clock::system().now();
            let manifest = create_backup(&places, folder, now, complain).await?;
            show(&manifest, *json)?;
            Ok(ended(manifest.faulty_recordings, "recordings could not be kept"))
        }
        BackupCommand::Verify { folder, json } => {
            let (manifest, faults) = verify_backup(folder, complain).await?;
            if faults > 0 {
                let sentence = format!("{faults} files of the backup are missing or changed");
                return Err(AppError::invalid("backup.damaged", sentence)
                    .hint("keep another backup; `restore` refuses this one"));
            }
            show(&manifest, *json)?;
            Ok(ended(manifest.faulty_recordings, "recordings were missing when it was made"))
        }
        BackupCommand::Restore { folder } => {
            let restored = restore_backup(&places, folder, complain).await?;
            show(&restored.manifest, false)?;
            say(format!(
                "Restored: {} audit records in an unbroken chain, {} recordings",
                restored.audit.records, restored.recordings
            ));
            Ok(ended(restored.missing_recordings, "recordings are missing"))
        }
    }
}

fn complain(fault: FileFault) {
    eprintln!("warning: {}: {}", fault.path, fault.problem);
}

fn show(manifest: &Manifest, json: bool) -> Result<(), AppError> {
    if json {
        return print_json(manifest);
    }
    say(format!(
        "Whole: {} files, {} bytes, {} recordings, schema {}, made by {}",
        manifest.file_count,
        manifest.total_bytes,
        manifest.recordings,
        manifest.schema_version,
        manifest.program_version
    ));
    Ok(())
}

fn ended(faults: u64, what: &str) -> ExitCode {
    if faults == 0 {
        return ExitCode::SUCCESS;
    }
    eprintln!("warning: {faults} {what}; everything else is in order");
    ExitCode::from(EXIT_WARNINGS)
}
