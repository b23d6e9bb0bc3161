//! The vault: recordings at rest, one file each under `YYYY/MM/DD/`, bytes as received.
//!
//! A recording is written under a temporary name, hashed on the way, and gets its name only when
//! it is complete and on the disk. A name that is taken is never written again: the same bytes are
//! fine, different ones are an error a person has to look at.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use chrono::NaiveDate;
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Key;
use object_store::{GetOptions, ObjectStore, ObjectStoreExt, WriteMultipart};
use sha2::{Digest, Sha256};
use tokio::io::{AsyncRead, AsyncReadExt};

const CHUNK_BYTES: usize = 64 * 1024;
/// Folder of unfinished files, below the root.
const INCOMING: &str = ".incoming";

/// Recordings in a folder.
pub struct Vault {
    store: LocalFileSystem,
    /// Makes temporary names unique within this process.
    next: AtomicU64,
}

/// A recording that is safe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredRecording {
    /// Where: `2026/11/20/<recording id>.wav`, relative to the root.
    pub key: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 of the bytes, lower-case hexadecimal.
    pub sha256: String,
}

/// Why the vault refused.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// A recording of this name rests here already, with other bytes.
    #[error("{0} is in the vault with different content")]
    Conflict(String),
    /// Nothing of this name.
    #[error("{0} is not in the vault")]
    NotFound(String),
    /// Not a name we give.
    #[error("not a recording's name")]
    BadName,
    /// The source of the bytes failed.
    #[error("the recording could not be received: {0}")]
    Source(#[source] std::io::Error),
    /// The vault's own folder failed.
    #[error("the vault failed: {0}")]
    Store(object_store::Error),
    /// The root cannot be used.
    #[error("the vault's folder cannot be used: {0}")]
    Root(#[source] std::io::Error),
}

impl Vault {
    /// Opens the vault at `root`, which is made when it is missing.
    ///
    /// # Errors
    /// When the folder cannot be made or opened.
    pub fn open(root: &Path) -> Result<Self, VaultError> {
        std::fs::create_dir_all(root).map_err(VaultError::Root)?;
        let store = LocalFileSystem::new_with_prefix(root).map_err(VaultError::Store)?;
        Ok(Self { store: store.with_fsync(true), next: AtomicU64::new(0) })
    }

    /// Stores the bytes of a recording of this day. Storing the same bytes again is fine.
    ///
    /// # Errors
    /// [`VaultError::Conflict`] when the name is taken by other bytes; [`VaultError::Source`] when
    /// the bytes stop coming: nothing is stored then.
    pub async fn put(
        &self,
        on: NaiveDate,
        recording_id: &str,
        source: impl AsyncRead + Unpin,
    ) -> Result<StoredRecording, VaultError> {
        let key = key(on, recording_id)?;
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let name = format!("{recording_id}.{}.{number}", std::process::id());
        let incoming = Key::from_iter([INCOMING, name.as_str()]);
        let (bytes, sha256) = self.receive(&incoming, source).await?;
        let stored = StoredRecording { key: key.to_string(), bytes, sha256 };
        match self.store.rename_if_not_exists(&incoming, &key).await {
            Ok(()) => Ok(stored),
            Err(object_store::Error::AlreadyExists { .. }) => {
                self.store.delete(&incoming).await.map_err(VaultError::Store)?;
                self.same_as_before(stored).await
            }
            Err(error) => Err(VaultError::Store(error)),
        }
    }

    /// Size of a stored recording in bytes.
    ///
    /// # Errors
    /// [`VaultError::NotFound`] when there is none.
    pub async fn size(&self, key: &str) -> Result<u64, VaultError> {
        Ok(self.store.head(&parse(key)?).await.map_err(|error| failed(key, error))?.size)
    }

    /// The bytes of a range of it, all at once.
    ///
    /// # Errors
    /// [`VaultError::NotFound`] when there is no such recording.
    pub async fn read_range(&self, key: &str, range: Range<u64>) -> Result<Bytes, VaultError> {
        let path = parse(key)?;
        self.store.get_range(&path, range).await.map_err(|error| failed(key, error))
    }

    /// The bytes of a range of it, piece by piece; of all of it without a range.
    ///
    /// # Errors
    /// [`VaultError::NotFound`] when there is no such recording.
    pub async fn stream(
        &self,
        key: &str,
        range: Option<Range<u64>>,
    ) -> Result<BoxStream<'static, Result<Bytes, VaultError>>, VaultError> {
        let options = GetOptions { range: range.map(Into::into), ..GetOptions::default() };
        let found = self.store.get_opts(&parse(key)?, options).await;
        let stream = found.map_err(|error| failed(key, error))?.into_stream();
        Ok(stream.map(|piece| piece.map_err(VaultError::Store)).boxed())
    }

    /// The file of a stored recording, for decoding.
    ///
    /// # Errors
    /// [`VaultError::BadName`] when it is no key of ours.
    pub fn file(&self, key: &str) -> Result<PathBuf, VaultError> {
        self.store.path_to_filesystem(&parse(key)?).map_err(VaultError::Store)
    }

    /// Deletes a stored recording: its people asked for it.
    ///
    /// # Errors
    /// [`VaultError::NotFound`] when there is none.
    pub async fn delete(&self, key: &str) -> Result<(), VaultError> {
        let path = parse(key)?;
        // Deleting what is not there is no error to every kind of store; here it is told.
        self.store.head(&path).await.map_err(|error| failed(key, error))?;
        self.store.delete(&path).await.map_err(|error| failed(key, error))
    }

    async fn receive(
        &self,
        incoming: &Key,
        mut source: impl AsyncRead + Unpin,
    ) -> Result<(u64, String), VaultError> {
        let upload = self.store.put_multipart(incoming).await.map_err(VaultError::Store)?;
        let mut upload = WriteMultipart::new_with_chunk_size(upload, CHUNK_BYTES);
        let (mut hash, mut bytes) = (Sha256::new(), 0);
        let mut chunk = vec![0; CHUNK_BYTES];
        loop {
            let count = match source.read(&mut chunk).await {
                Ok(0) => break,
                Ok(count) => count,
                Err(error) => {
                    upload.abort().await.map_err(VaultError::Store)?;
                    return Err(VaultError::Source(error));
                }
            };
            hash.update(&chunk[..count]);
            bytes += u64::try_from(count).unwrap_or(0);
            upload.wait_for_capacity(4).await.map_err(VaultError::Store)?;
            upload.write(&chunk[..count]);
        }
        upload.finish().await.map_err(VaultError::Store)?;
        Ok((bytes, hex::encode(hash.finalize())))
    }

    async fn same_as_before(&self, stored: StoredRecording) -> Result<StoredRecording, VaultError> {
        let mut hash = Sha256::new();
        let mut pieces = self.stream(&stored.key, None).await?;
        while let Some(piece) = pieces.next().await {
            hash.update(&piece?);
        }
        if hex::encode(hash.finalize()) == stored.sha256 {
            Ok(stored)
        } else {
            Err(VaultError::Conflict(stored.key))
        }
    }
}

fn key(on: NaiveDate, recording_id: &str) -> Result<Key, VaultError> {
    let harmless = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if recording_id.is_empty() || !recording_id.chars().all(harmless) {
        return Err(VaultError::BadName);
    }
    parse(&format!("{}/{recording_id}.wav", on.format("%Y/%m/%d")))
}

fn parse(key: &str) -> Result<Key, VaultError> {
    Key::parse(key).map_err(|_| VaultError::BadName)
}

fn failed(key: &str, error: object_store::Error) -> VaultError {
    match error {
        object_store::Error::NotFound { .. } => VaultError::NotFound(key.to_owned()),
        other => VaultError::Store(other),
    }
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::pin::Pin;
    use std::task::{Context, Poll};

    use tokio::io::ReadBuf;

    use super::*;

    const ID: &str = "01900000-0000-7000-8000-000000000001-recording";

    fn day() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 3).expect("a date")
    }

    fn vault() -> (tempfile::TempDir, Vault) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let vault = Vault::open(&folder.path().join("recordings")).expect("writable");
        (folder, vault)
    }

    /// Everything below the root, folders left out.
    fn files(folder: &Path) -> Vec<PathBuf> {
        let mut found = Vec::new();
        for entry in std::fs::read_dir(folder).expect("readable") {
            let path = entry.expect("readable").path();
            if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
        }
        found
    }

    #[tokio::test]
    async fn a_recording_rests_under_its_day_with_its_digest() {
        let (folder, vault) = vault();
        let bytes: Vec<u8> = (0..200_000_u32).map(|value| (value % 251) as u8).collect();
        let stored = vault.put(day(), ID, bytes.as_slice()).await.expect("stored");
        assert_eq!(stored.key, format!("2026/11/03/{ID}.wav"));
        assert_eq!(stored.bytes, 200_000);
        assert_eq!(stored.sha256, hex::encode(Sha256::digest(&bytes)));
        assert_eq!(vault.size(&stored.key).await.expect("there"), 200_000);
        let range = vault.read_range(&stored.key, 1_000..70_000).await.expect("there");
        assert_eq!(range, bytes[1_000..70_000]);
        let mut pieces = vault.stream(&stored.key, Some(150_000..200_000)).await.expect("there");
        let mut streamed = Vec::new();
        while let Some(piece) = pieces.next().await {
            streamed.extend_from_slice(&piece.expect("readable"));
        }
        assert_eq!(streamed, bytes[150_000..]);
        let file = vault.file(&stored.key).expect("a key");
        assert_eq!(files(folder.path()), std::slice::from_ref(&file));
        assert_eq!(std::fs::read(file).expect("readable"), bytes);
    }

    #[tokio::test]
    async fn nothing_is_ever_overwritten() {
        let (folder, vault) = vault();
        let stored = vault.put(day(), ID, b"first".as_slice()).await.expect("stored");
        let again = vault.put(day(), ID, b"first".as_slice()).await.expect("the same bytes");
        assert_eq!(again, stored);
        let other = vault.put(day(), ID, b"other".as_slice()).await;
        assert!(matches!(other, Err(VaultError::Conflict(key)) if key == stored.key));
        let kept = vault.read_range(&stored.key, 0..5).await.expect("there");
        assert_eq!(kept, b"first".as_slice());
        assert_eq!(files(folder.path()).len(), 1);
    }

    #[tokio::test]
    async fn a_deleted_recording_is_gone_and_said_to_be() {
        let (folder, vault) = vault();
        let stored = vault.put(day(), ID, b"some".as_slice()).await.expect("stored");
        vault.delete(&stored.key).await.expect("there");
        assert_eq!(files(folder.path()), Vec::<PathBuf>::new());
        let again = vault.delete(&stored.key).await;
        assert!(matches!(again, Err(VaultError::NotFound(key)) if key == stored.key));
    }

    #[tokio::test]
    async fn an_empty_recording_is_kept_as_received() {
        let (_folder, vault) = vault();
        let stored = vault.put(day(), ID, b"".as_slice()).await.expect("stored");
        assert_eq!((stored.bytes, vault.size(&stored.key).await.expect("there")), (0, 0));
    }

    /// Gives a few bytes, then fails.
    struct Breaks(bool);

    impl AsyncRead for Breaks {
        fn poll_read(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
            buffer: &mut ReadBuf<'_>,
        ) -> Poll<io::Result<()>> {
            if std::mem::replace(&mut self.0, true) {
                return Poll::Ready(Err(io::Error::other("the line broke")));
            }
            buffer.put_slice(b"some");
            Poll::Ready(Ok(()))
        }
    }

    #[tokio::test]
    async fn a_source_that_breaks_leaves_nothing_behind() {
        let (folder, vault) = vault();
        let broken = vault.put(day(), ID, Breaks(false)).await;
        assert!(matches!(broken, Err(VaultError::Source(_))));
        assert_eq!(files(folder.path()), Vec::<PathBuf>::new());
        vault.put(day(), ID, b"whole".as_slice()).await.expect("the second try");
    }

    #[tokio::test]
    async fn only_names_of_ours_are_taken() {
        let (_folder, vault) = vault();
        for name in ["", "../up", "a/b", "a.b", "录音"] {
            let refused = vault.put(day(), name, b"x".as_slice()).await;
            assert!(matches!(refused, Err(VaultError::BadName)), "{name}");
        }
        for key in ["../up.wav", "2026//x.wav", "2026/11/03/../../../x.wav"] {
            assert!(matches!(vault.size(key).await, Err(VaultError::BadName)), "{key}");
        }
        let none = vault.size("2026/11/03/none.wav").await;
        assert!(matches!(none, Err(VaultError::NotFound(_))));
    }
}
