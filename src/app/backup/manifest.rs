//! What a backup says of itself. `manifest.json` is written last: a folder without it is no backup.
//!
//! It names `files.jsonl`, one line a file, by its digest, so that it stands for every byte and
//! neither has to be held in memory however many recordings there are.

use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::files::{FileEntry, make_file, unusable};
use crate::app::AppError;

/// The manifest's name in the backup's folder.
pub const MANIFEST: &str = "manifest.json";
/// The list's name.
pub const FILES: &str = "files.jsonl";
/// Stands in the folder until the backup is whole, for people who look.
pub const INCOMPLETE: &str = "INCOMPLETE";

const FORMAT: &str = "huifang backup 1";

/// The kinds of database a backup can be of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DatabaseKind {
    Sqlite,
    Postgres,
}

impl DatabaseKind {
    /// The name of the database's file in a backup.
    pub fn file(self) -> &'static str {
        match self {
            Self::Sqlite => "database.sqlite",
            Self::Postgres => "database.pgdump",
        }
    }
}

/// A whole backup.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Manifest {
    format: String,
    /// When it was begun, milliseconds since 1970 UTC: nothing later than the moment it shows.
    pub created_at_ms: i64,
    /// The program that made it.
    pub program_version: String,
    /// The version of the database's schema.
    pub schema_version: i64,
    pub database: DatabaseKind,
    /// Recordings in it.
    pub recordings: u64,
    /// Recordings the database names and the vault did not have, or not as they were stored.
    pub faulty_recordings: u64,
    /// Files in the list, and their bytes.
    pub file_count: u64,
    pub total_bytes: u64,
    /// The list of them, `files.jsonl`.
    pub files: FileEntry,
}

impl Manifest {
    /// A manifest of this program for what `list` counted.
    pub fn new(created_at_ms: i64, schema_version: i64, kind: DatabaseKind, list: Listed) -> Self {
        Self {
            format: FORMAT.to_owned(),
            created_at_ms,
            program_version: env!("CARGO_PKG_VERSION").to_owned(),
            schema_version,
            database: kind,
            recordings: list.recordings,
            faulty_recordings: list.faulty_recordings,
            file_count: list.file_count,
            total_bytes: list.total_bytes,
            files: list.files,
        }
    }

    /// Reads the manifest of a backup.
    ///
    /// # Errors
    /// When there is none, because the backup was interrupted, or it is of another format.
    pub fn read(folder: &Path) -> Result<Self, AppError> {
        let path = folder.join(MANIFEST);
        let text = match std::fs::read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(AppError::invalid(
                    "backup.incomplete",
                    format!("{} holds no complete backup: it has no {MANIFEST}", folder.display()),
                )
                .hint("the backup was interrupted, or this is another folder; make a new one"));
            }
            Err(error) => return Err(unusable(&path, &error)),
        };
        let manifest: Self =
            serde_json::from_slice(&text).map_err(|error| damaged(&path, &error))?;
        if manifest.format != FORMAT {
            let sentence = format!("{}: format {:?} is unknown", path.display(), manifest.format);
            return Err(AppError::invalid("backup.unknown_format", sentence)
                .hint("restore it with the program that made it, or a newer one"));
        }
        Ok(manifest)
    }

    /// Writes it, which makes the backup whole.
    pub fn write(&self, folder: &Path) -> Result<(), AppError> {
        let path = folder.join(MANIFEST);
        let write = || {
            let mut file = make_file(&folder.join("manifest.json.new"))?;
            file.write_all(serde_json::to_string_pretty(self)?.as_bytes())?;
            file.write_all(b"\n")?;
            file.sync_all()?;
            std::fs::rename(folder.join("manifest.json.new"), &path)?;
            std::fs::remove_file(folder.join(INCOMPLETE))?;
            File::open(folder)?.sync_all()
        };
        write().map_err(|error| unusable(&path, &error))
    }
}

/// What a list of files came to.
#[derive(Clone, Debug)]
pub struct Listed {
    pub recordings: u64,
    pub faulty_recordings: u64,
    pub file_count: u64,
    pub total_bytes: u64,
    pub files: FileEntry,
}

/// Every entry of the list, one at a time.
pub fn entries(
    folder: &Path,
) -> Result<impl Iterator<Item = Result<FileEntry, AppError>>, AppError> {
    let path = folder.join(FILES);
    let file = File::open(&path).map_err(|error| unusable(&path, &error))?;
    Ok(BufReader::new(file).lines().map(move |line| {
        let line = line.map_err(|error| unusable(&path, &error))?;
        serde_json::from_str(&line).map_err(|error| damaged(&path, &error))
    }))
}

fn damaged(path: &Path, error: &serde_json::Error) -> AppError {
    AppError::invalid("backup.damaged", format!("{} cannot be read: {error}", path.display()))
        .hint("restore another backup")
}
