//! Files of a backup: written for their owner only, hashed on the way, safe on the disk.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::app::AppError;

const CHUNK_BYTES: usize = 64 * 1024;

/// A file of a backup as its list describes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Below the backup's folder, with `/`.
    pub path: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 of the content, lower-case hexadecimal.
    pub sha256: String,
}

impl FileEntry {
    /// Where the file lies below `root`; nothing for a path that would lead out of it.
    pub fn below(&self, root: &Path) -> Option<PathBuf> {
        let relative = Path::new(&self.path);
        let plain = relative.components().all(|part| matches!(part, Component::Normal(_)));
        (plain && !self.path.is_empty()).then(|| root.join(relative))
    }
}

/// Makes a folder that only its owner may enter, and those above it.
pub fn make_folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// Makes a new file that only its owner may read.
pub fn make_file(path: &Path) -> io::Result<File> {
    if let Some(folder) = path.parent() {
        make_folder(folder)?;
    }
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

/// Size and digest of a file.
pub async fn measure(path: PathBuf) -> io::Result<(u64, String)> {
    blocking(move || copy_to(&path, &mut io::sink())).await
}

/// Copies a file to a new one and returns once it is on the disk: size and digest.
pub async fn copy(from: PathBuf, to: PathBuf) -> io::Result<(u64, String)> {
    blocking(move || {
        let mut source = File::open(&from)?;
        let mut target = make_file(&to)?;
        let copied = pump(&mut source, &mut target)?;
        target.sync_all()?;
        Ok(copied)
    })
    .await
}

fn copy_to(path: &Path, to: &mut impl Write) -> io::Result<(u64, String)> {
    pump(&mut File::open(path)?, to)
}

fn pump(from: &mut impl Read, to: &mut impl Write) -> io::Result<(u64, String)> {
    let (mut hash, mut bytes) = (Sha256::new(), 0);
    let mut chunk = vec![0; CHUNK_BYTES];
    loop {
        match from.read(&mut chunk)? {
            0 => return Ok((bytes, hex::encode(hash.finalize()))),
            count => {
                hash.update(&chunk[..count]);
                to.write_all(&chunk[..count])?;
                bytes += count as u64;
            }
        }
    }
}

/// Runs what reads and writes files off the threads that serve others.
pub async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(io::Error::other)?
}

/// An error that names its file.
pub fn unusable(path: &Path, error: &io::Error) -> AppError {
    AppError::internal(format!("{}: {error}", path.display()))
}
