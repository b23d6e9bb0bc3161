//! The watched folder: exports that another system puts there are taken in once they are no longer
//! growing.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use tokio_util::sync::CancellationToken;

use crate::app::import::InboxFile;
use crate::app::{App, AppError};
use crate::clock::Clock;
use crate::domain::timestamp::Timestamp;

/// Real time between two looks at the folder.
const LOOK_AGAIN: Duration = Duration::from_secs(2);

/// Where files go that were taken in, and those that were not.
const DONE: &str = "done";
const REFUSED: &str = "refused";

/// Looks at the folder again and again until `stop` is cancelled. Failures are logged.
pub async fn watch_inbox(app: App, clock: Clock, folder: PathBuf, stop: CancellationToken) {
    let mut watch = InboxWatch::new(folder);
    while !stop.is_cancelled() {
        if let Err(error) = watch.look(&app, clock.now()).await {
            tracing::error!(code = error.code, %error, "the watched folder cannot be worked");
        }
        // That the pause ran out is not an error.
        let _ = tokio::time::timeout(LOOK_AGAIN, stop.cancelled()).await;
    }
}

/// What the folder held at the last look.
pub struct InboxWatch {
    folder: PathBuf,
    seen: BTreeMap<PathBuf, (u64, Option<SystemTime>)>,
}

impl InboxWatch {
    /// A watch of a folder, which is made when it is not there.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder, seen: BTreeMap::new() }
    }

    /// Takes in each file that is as it was at the last look; how many were worked.
    ///
    /// # Errors
    /// When the folder cannot be read, or the database refuses.
    pub async fn look(&mut self, app: &App, now: Timestamp) -> Result<usize, AppError> {
        let found = files(&self.folder).map_err(|error| {
            let folder = self.folder.display();
            AppError::internal(format!("{folder} cannot be read: {error}"))
                .hint("check intake.watch_dir")
        })?;
        let before = std::mem::replace(&mut self.seen, found.clone());
        let mut worked = 0;
        for (path, state) in found {
            if before.get(&path) != Some(&state) {
                continue;
            }
            let file = InboxFile {
                path,
                done: self.folder.join(DONE),
                refused: self.folder.join(REFUSED),
            };
            let is_done = app.import_watched(&file, now).await?;
            tracing::info!(is_done, "a file of the watched folder was worked");
            worked += 1;
        }
        Ok(worked)
    }
}

/// The files of the folder with size and time. Names that begin with a point or end in `.part` or
/// `.tmp` are on their way in.
fn files(folder: &Path) -> std::io::Result<BTreeMap<PathBuf, (u64, Option<SystemTime>)>> {
    std::fs::create_dir_all(folder)?;
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let metadata = entry.metadata()?;
        let name = entry.file_name().to_string_lossy().to_lowercase();
        let is_arriving =
            name.starts_with('.') || name.ends_with(".part") || name.ends_with(".tmp");
        if metadata.is_file() && !is_arriving {
            found.insert(entry.path(), (metadata.len(), metadata.modified().ok()));
        }
    }
    Ok(found)
}
