//! Where imports of this process wait for their turn and keep their files.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use tokio::sync::{Mutex, MutexGuard};
use uuid::Uuid;

use crate::domain::timestamp::Timestamp;

/// How names of files end; they begin with the import's id.
const UPLOAD: &str = ".upload";
const REJECTS: &str = ".rejects.csv";

/// The desk of a process: one import at a time, and a folder.
#[derive(Debug)]
pub struct ImportDesk {
    folder: PathBuf,
    turn: Mutex<()>,
}

impl ImportDesk {
    /// A desk that keeps files in `folder`, which is made when it is first needed.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder, turn: Mutex::new(()) }
    }

    /// Where the bytes of an upload wait.
    pub fn upload(&self, id: &str) -> PathBuf {
        self.folder.join(format!("{id}{UPLOAD}"))
    }

    /// Where the rows are that an import left out.
    pub fn rejects(&self, id: &str) -> PathBuf {
        self.folder.join(format!("{id}{REJECTS}"))
    }

    /// Removes the files of imports that were asked for before an instant; how many. Ids begin with
    /// their time, so no import need be looked up.
    ///
    /// # Errors
    /// When the folder cannot be read, or a file of it cannot be removed.
    pub fn remove_older_than(&self, before: Timestamp) -> std::io::Result<usize> {
        let entries = match std::fs::read_dir(&self.folder) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(0),
            entries => entries?,
        };
        let mut removed = 0;
        for entry in entries {
            let entry = entry?;
            let asked_at = asked_at(&entry.file_name().to_string_lossy());
            if asked_at.is_some_and(|at| at < before) {
                remove(&entry.path())?;
                removed += 1;
            }
        }
        Ok(removed)
    }

    pub(super) async fn turn(&self) -> MutexGuard<'_, ()> {
        self.turn.lock().await
    }

    pub(super) fn forget_upload(&self, id: &str) {
        if let Err(error) = remove(&self.upload(id)) {
            tracing::warn!(%error, "the bytes of an upload cannot be removed");
        }
    }
}

/// When the import of a file of the desk was asked for; nothing for other files.
fn asked_at(name: &str) -> Option<Timestamp> {
    let id = name.strip_suffix(UPLOAD).or_else(|| name.strip_suffix(REJECTS))?;
    let (seconds, nanos) = Uuid::parse_str(id).ok()?.get_timestamp()?.to_unix();
    let ms = seconds.checked_mul(1_000)?.checked_add(u64::from(nanos / 1_000_000))?;
    i64::try_from(ms).ok().map(Timestamp)
}

/// Removes a file; that it is gone already is no error.
fn remove(path: &Path) -> std::io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}
