//! The folder in which the simulated exchange keeps finished recordings until they are fetched.

use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::PathBuf;

use uuid::Uuid;

use super::audio;

pub(super) struct Spool {
    folder: PathBuf,
    seed: u64,
}

impl Spool {
    pub(super) fn open(folder: PathBuf, seed: u64) -> io::Result<Self> {
        fs::create_dir_all(&folder)?;
        Ok(Self { folder, seed })
    }

    /// Writes the conversation and gives its size in bytes. The file has its name only when it is
    /// complete.
    pub(super) fn write(&self, call_id: Uuid, recording: &str, talk_ms: i64) -> io::Result<u64> {
        let path = self.path(recording)?;
        let unfinished = path.with_extension("part");
        let target = BufWriter::new(File::create(&unfinished)?);
        audio::write_conversation(target, self.seed, call_id, talk_ms).map_err(
            |error| match error {
                hound::Error::IoError(error) => error,
                other => io::Error::other(other),
            },
        )?;
        fs::rename(&unfinished, &path)?;
        Ok(fs::metadata(&path)?.len())
    }

    /// Where a recording of this name is kept. Names are ours; one that could leave the folder is
    /// refused.
    pub(super) fn path(&self, recording: &str) -> io::Result<PathBuf> {
        let harmless = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if recording.is_empty() || !recording.chars().all(harmless) {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "no name of a recording"));
        }
        Ok(self.folder.join(format!("{recording}.wav")))
    }
}
