//! Backups: database and recordings in one folder, consistent with each other, made while the
//! service runs.
//!
//! The database is copied as it was at one moment, then the recordings that this copy names. A
//! recording is in the vault before the database names it, and is never written again: so every
//! one is there, and is what the copy says it is, however much was added meanwhile.

mod create;
mod files;
mod manifest;
mod restore;
mod verify;

use std::path::PathBuf;

pub use create::create_backup;
pub use files::FileEntry;
pub use manifest::{DatabaseKind, Manifest};
pub use restore::{Restored, restore_backup};
pub use verify::verify_backup;

use crate::config::{Config, DatabaseLocation};

/// The file that names the simulated exchange. Calls that were up are looked for under this name.
const EXCHANGE_FILE: &str = "exchange-id";

/// What a backup is made of, and what is made of a backup.
#[derive(Clone, Debug)]
pub struct BackupPlaces {
    pub database: DatabaseLocation,
    pub recordings: PathBuf,
    pub simulator: PathBuf,
}

impl BackupPlaces {
    /// The places of a configuration.
    pub fn of(config: &Config) -> Self {
        Self {
            database: config.database_location(),
            recordings: config.storage.recordings_dir.clone(),
            simulator: config.storage.simulator_dir(),
        }
    }

    fn kind(&self) -> DatabaseKind {
        match self.database {
            DatabaseLocation::Sqlite(_) => DatabaseKind::Sqlite,
            DatabaseLocation::Postgres(_) => DatabaseKind::Postgres,
        }
    }
}

/// Something about a single file that a person should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileFault {
    /// Which file, below the backup's folder.
    pub path: String,
    pub problem: String,
}

impl FileFault {
    fn new(path: &str, problem: impl ToString) -> Self {
        Self { path: path.to_owned(), problem: problem.to_string() }
    }
}
