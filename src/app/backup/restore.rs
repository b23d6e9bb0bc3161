//! Making a service's data of a backup: into nothing, and only what was verified.

use std::path::{Path, PathBuf};

use super::create::refused;
use super::files::{self, FileEntry, unusable};
use super::manifest::{DatabaseKind, Manifest, entries};
use super::{BackupPlaces, FileFault, verify_backup};
use crate::app::{AppError, AuditCheck, check_audit_chain};
use crate::config::DatabaseLocation;
use crate::store::{self, Database};

/// Recordings looked at together.
const PAGE: i64 = 1_000;

/// What may lie in an empty vault: its description.
const DESCRIPTION: &str = "README.md";

/// What was restored.
#[derive(Clone, Debug)]
pub struct Restored {
    pub manifest: Manifest,
    pub audit: AuditCheck,
    /// Recordings the database names that are in the vault.
    pub recordings: u64,
    /// Those that are not; they were not in the backup either.
    pub missing_recordings: u64,
}

/// Restores the backup of `folder` to `places`, which must be empty.
///
/// # Errors
/// When the backup is damaged, the places are not empty, or anything refuses.
pub async fn restore_backup(
    places: &BackupPlaces,
    folder: &Path,
    mut report: impl FnMut(FileFault),
) -> Result<Restored, AppError> {
    check_target(places, &Manifest::read(folder)?).await?;
    let (manifest, faults) = verify_backup(folder, &mut report).await?;
    if faults > 0 {
        let sentence = format!("{faults} files of the backup are missing or changed");
        return Err(AppError::invalid("backup.damaged", sentence)
            .hint("nothing was restored; restore another backup"));
    }
    for entry in entries(folder)? {
        restore_file(places, folder, &entry?).await?;
    }
    let database = restore_database(places, folder, &manifest).await?;
    let checked = check(places, &database, manifest, &mut report).await;
    database.close().await;
    checked
}

async fn check_target(places: &BackupPlaces, manifest: &Manifest) -> Result<(), AppError> {
    if places.kind() != manifest.database {
        let sentence = "the backup is of the other kind of database than the configuration names";
        let hint = match manifest.database {
            DatabaseKind::Sqlite => "leave database.url empty",
            DatabaseKind::Postgres => "set database.url to an empty PostgreSQL database",
        };
        return Err(AppError::invalid("backup.other_database", sentence).hint(hint));
    }
    let known = Database::known_schema_version(matches!(manifest.database, DatabaseKind::Sqlite));
    if manifest.schema_version > known {
        let found = manifest.schema_version;
        let error = crate::store::StoreError::SchemaTooNew { found, known };
        return Err(AppError::invalid("backup.too_new", error.to_string()));
    }
    match &places.database {
        DatabaseLocation::Sqlite(path) if path.exists() => {
            return Err(not_empty(&format!("the database {} exists", path.display())));
        }
        DatabaseLocation::Sqlite(_) => {}
        DatabaseLocation::Postgres(url) => {
            let database = Database::open_postgres(url.reveal()).await?;
            let is_empty = database.is_empty().await;
            database.close().await;
            if !is_empty? {
                return Err(not_empty("the PostgreSQL database has tables"));
            }
        }
    }
    let simulator = &places.simulator;
    for (folder, allowed) in [(&places.recordings, Some(DESCRIPTION)), (simulator, None)] {
        let Ok(mut found) = std::fs::read_dir(folder) else { continue };
        if found.any(|entry| entry.is_ok_and(|e| allowed.is_none_or(|name| e.file_name() != name)))
        {
            return Err(not_empty(&format!("{} is not empty", folder.display())));
        }
    }
    Ok(())
}

fn not_empty(what: &str) -> AppError {
    AppError::conflict("backup.target_not_empty", what)
        .hint("nothing was restored; move what is there away, or name another --data-dir")
}

/// Copies one file to its place; the database of PostgreSQL has none.
async fn restore_file(
    places: &BackupPlaces,
    folder: &Path,
    entry: &FileEntry,
) -> Result<(), AppError> {
    let (Some(from), Some(to)) = (entry.below(folder), target(places, entry)) else {
        return Ok(());
    };
    let copied = files::copy(from, to.clone()).await.map_err(|error| unusable(&to, &error))?;
    if copied != (entry.bytes, entry.sha256.clone()) {
        let sentence = format!("{} changed while it was restored", entry.path);
        return Err(AppError::internal(sentence).hint("what was restored so far is of no use"));
    }
    Ok(())
}

fn target(places: &BackupPlaces, entry: &FileEntry) -> Option<PathBuf> {
    if let Some(key) = entry.path.strip_prefix("recordings/") {
        return Some(places.recordings.join(key));
    }
    if let Some(name) = entry.path.strip_prefix("simulator/") {
        return Some(places.simulator.join(name));
    }
    match &places.database {
        DatabaseLocation::Sqlite(path) => Some(unfinished(path)),
        DatabaseLocation::Postgres(_) => None,
    }
}

/// The database under a name no service opens, until everything else is in its place.
fn unfinished(path: &Path) -> PathBuf {
    path.with_extension("restoring")
}

async fn restore_database(
    places: &BackupPlaces,
    folder: &Path,
    manifest: &Manifest,
) -> Result<Database, AppError> {
    let database = match &places.database {
        DatabaseLocation::Sqlite(path) => {
            std::fs::rename(unfinished(path), path).map_err(|error| unusable(path, &error))?;
            Database::open_sqlite(path).await?
        }
        DatabaseLocation::Postgres(url) => {
            let file = folder.join(manifest.database.file());
            Database::fill_postgres(url.reveal(), &file).await.map_err(refused)?;
            Database::open_postgres(url.reveal()).await?
        }
    };
    if let Some(damage) = database.damage().await? {
        return Err(AppError::internal(format!("the restored database is damaged: {damage}")));
    }
    database.migrate().await?;
    Ok(database)
}

/// Whether what was restored belongs together: the chain of the audit log, and each recording.
async fn check(
    places: &BackupPlaces,
    database: &Database,
    manifest: Manifest,
    report: &mut impl FnMut(FileFault),
) -> Result<Restored, AppError> {
    let audit = check_audit_chain(database).await?;
    if let Some(sequence) = audit.broken_at {
        let sentence = format!("the audit log was changed at record {sequence}");
        return Err(AppError::internal(sentence)
            .hint("the data is restored as it was; find out who changed it before it was saved"));
    }
    let (mut recordings, mut missing_recordings, mut after) = (0, 0, String::new());
    loop {
        let page = store::dump::recordings_after(database, &after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after.clone_from(&last.id);
        for recording in &page {
            if places.recordings.join(&recording.path).is_file() {
                recordings += 1;
            } else {
                missing_recordings += 1;
                report(FileFault::new(&recording.path, "not in the backup"));
            }
        }
    }
    Ok(Restored { manifest, audit, recordings, missing_recordings })
}
