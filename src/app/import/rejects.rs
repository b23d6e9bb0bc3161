//! The file of the rows that a partial import leaves out: written beside its place, and put there
//! only once the import is over, so that a failed import leaves an earlier file as it was.

use std::fs::{File, OpenOptions};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use super::order::ImportMode;
use super::report::ImportRefusal;
use crate::app::error::AppError;

/// Rejected rows on their way to their file; what is not kept is removed.
pub(super) struct PendingRejects {
    target: PathBuf,
    written: PathBuf,
}

impl PendingRejects {
    /// Lets a partial import write beside the file it is asked for; `id` tells imports apart.
    ///
    /// # Errors
    /// `import.rejects_folder` when the file's folder does not exist.
    pub(super) fn of(
        mode: &mut ImportMode,
        id: impl FnOnce() -> uuid::Uuid,
    ) -> Result<Option<Self>, AppError> {
        let ImportMode::Partial { rejects: Some(path) } = mode else { return Ok(None) };
        let folder = match path.parent() {
            Some(folder) if folder != Path::new("") => folder.to_owned(),
            _ => PathBuf::from("."),
        };
        let Some(name) = path.file_name().filter(|_| folder.is_dir() && !path.is_dir()) else {
            let sentence = format!("no file of rejected rows can be made at {}", path.display());
            return Err(AppError::invalid("import.rejects_folder", sentence)
                .hint("name a file in a folder that exists"));
        };
        let written = folder.join(format!(".{}.{}", name.to_string_lossy(), id()));
        let target = std::mem::replace(path, written.clone());
        Ok(Some(Self { target, written }))
    }

    /// Puts the file in its place, if there is one.
    ///
    /// # Errors
    /// When the disk refuses.
    pub(super) fn keep(self) -> Result<(), ImportRefusal> {
        match std::fs::rename(&self.written, &self.target) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(unwritable(&error)),
            _ => Ok(()),
        }
    }
}

impl Drop for PendingRejects {
    fn drop(&mut self) {
        // Of a kept file nothing is left here, and of most imports there never was one.
        if let Err(error) = std::fs::remove_file(&self.written)
            && error.kind() != std::io::ErrorKind::NotFound
        {
            tracing::warn!(%error, "rejected rows of a failed import are left behind");
        }
    }
}

/// Makes a file of rejected rows: personal data, for its owner alone.
pub(super) fn create(path: &Path) -> std::io::Result<File> {
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

pub(super) fn unwritable(error: &std::io::Error) -> ImportRefusal {
    let sentence = format!("the file of rejected rows cannot be written: {error}");
    AppError::internal(sentence).hint("check the folder and the space on the disk").into()
}
