//! Whether a backup is what it was: every byte is read again.

use std::path::Path;

use super::FileFault;
use super::files::{self, FileEntry, unusable};
use super::manifest::{FILES, Manifest, entries};
use crate::app::AppError;

/// Recomputes the digest of every file. Each file that is missing or changed is told to `report`;
/// how many there were stands beside the manifest.
///
/// # Errors
/// When there is no complete backup in `folder`, or its list is not the one that was written.
pub async fn verify_backup(
    folder: &Path,
    mut report: impl FnMut(FileFault),
) -> Result<(Manifest, u64), AppError> {
    let manifest = Manifest::read(folder)?;
    if let Some(problem) = problem(folder, &manifest.files).await {
        let sentence = format!("{}: {problem}", folder.join(FILES).display());
        return Err(AppError::invalid("backup.damaged", sentence).hint("restore another backup"));
    }
    let (mut count, mut faults) = (0, 0);
    for entry in entries(folder)? {
        let entry = entry?;
        count += 1;
        if let Some(problem) = problem(folder, &entry).await {
            faults += 1;
            report(FileFault::new(&entry.path, problem));
        }
    }
    if count != manifest.file_count {
        let sentence = format!("{count} files are listed, {} were written", manifest.file_count);
        return Err(AppError::invalid("backup.damaged", sentence).hint("restore another backup"));
    }
    Ok((manifest, faults))
}

/// What is wrong with a file of the backup.
async fn problem(folder: &Path, entry: &FileEntry) -> Option<String> {
    let Some(path) = entry.below(folder) else {
        return Some("the name leads out of the backup".to_owned());
    };
    match files::measure(path.clone()).await {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Some("missing".to_owned()),
        Err(error) => Some(unusable(&path, &error).to_string()),
        Ok((bytes, _)) if bytes != entry.bytes => {
            Some(format!("{bytes} bytes instead of {}", entry.bytes))
        }
        Ok((_, sha256)) if sha256 != entry.sha256 => {
            Some("its content has changed (SHA-256)".to_owned())
        }
        Ok(_) => None,
    }
}
