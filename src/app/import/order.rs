//! What somebody wants imported, and how they follow it.

use std::io::{BufReader, Cursor, Read, Seek, SeekFrom};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use crate::domain::intake::kind::ImportKind;
use crate::domain::timestamp::Timestamp;

/// An import to be done.
#[derive(Clone, Debug)]
pub struct ImportOrder {
    pub kind: ImportKind,
    pub file_name: String,
    pub source: ImportSource,
    pub mode: ImportMode,
    /// Does everything but keep it.
    pub dry_run: bool,
    /// Who wants it, for the audit record.
    pub actor: String,
    pub now: Timestamp,
    pub watch: ImportWatch,
}

/// Where the bytes are.
#[derive(Clone, Debug)]
pub enum ImportSource {
    Bytes(Vec<u8>),
    File(PathBuf),
}

/// What becomes of a file with errors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportMode {
    /// Nothing of it is stored.
    All,
    /// The good rows are stored; the others are written to this file, if one is named.
    Partial { rejects: Option<PathBuf> },
}

impl ImportMode {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Partial { .. } => "partial",
        }
    }
}

/// How far an import has come, and the wish to end it. Clones are the same watch.
#[derive(Clone, Debug, Default)]
pub struct ImportWatch(Arc<Counters>);

#[derive(Debug, Default)]
struct Counters {
    bytes_total: AtomicU64,
    bytes_read: AtomicU64,
    rows: AtomicU64,
    error_rows: AtomicU64,
    cancelled: AtomicBool,
    /// The job whose row in the database shows this progress.
    job_id: std::sync::OnceLock<String>,
}

impl ImportWatch {
    /// The watch of a job.
    pub(super) fn of_job(id: &str) -> Self {
        let watch = Self::default();
        watch.0.job_id.get_or_init(|| id.to_owned());
        watch
    }

    pub(super) fn job_id(&self) -> Option<&str> {
        self.0.job_id.get().map(String::as_str)
    }

    /// Ends the import at the next row, unless it is merging already.
    pub fn cancel(&self) {
        self.0.cancelled.store(true, Ordering::Relaxed);
    }

    /// Whether the import is to end.
    pub fn is_cancelled(&self) -> bool {
        self.0.cancelled.load(Ordering::Relaxed)
    }

    /// Bytes of the file.
    pub fn bytes_total(&self) -> u64 {
        self.0.bytes_total.load(Ordering::Relaxed)
    }

    /// Bytes of the file that have become rows.
    pub fn bytes_read(&self) -> u64 {
        self.0.bytes_read.load(Ordering::Relaxed)
    }

    /// Rows read.
    pub fn rows(&self) -> u64 {
        self.0.rows.load(Ordering::Relaxed)
    }

    /// Rows with errors.
    pub fn error_rows(&self) -> u64 {
        self.0.error_rows.load(Ordering::Relaxed)
    }

    pub(super) fn set_bytes_total(&self, bytes: u64) {
        self.0.bytes_total.store(bytes, Ordering::Relaxed);
    }

    pub(super) fn count_row(&self, has_errors: bool) {
        self.0.rows.fetch_add(1, Ordering::Relaxed);
        self.0.error_rows.fetch_add(u64::from(has_errors), Ordering::Relaxed);
    }
}

/// Bytes that can be read again from the start.
pub(super) trait Bytes: Read + Seek + Send {}

impl<T: Read + Seek + Send> Bytes for T {}

impl ImportSource {
    /// Opens the source; where its reader stands shows on the watch.
    pub(super) fn open(self, watch: &ImportWatch) -> std::io::Result<Watched> {
        let mut inner: Box<dyn Bytes> = match self {
            Self::Bytes(bytes) => Box::new(Cursor::new(bytes)),
            Self::File(path) => Box::new(BufReader::new(std::fs::File::open(path)?)),
        };
        watch.set_bytes_total(inner.seek(SeekFrom::End(0))?);
        inner.seek(SeekFrom::Start(0))?;
        Ok(Watched { inner, watch: watch.clone() })
    }
}

/// A source whose position shows once rows come out of it: before, it is read to be judged.
pub(super) struct Watched {
    inner: Box<dyn Bytes>,
    watch: ImportWatch,
}

impl Read for Watched {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.inner.read(buffer)?;
        if self.watch.rows() > 0 {
            self.watch.0.bytes_read.fetch_add(count as u64, Ordering::Relaxed);
        }
        Ok(count)
    }
}

impl Seek for Watched {
    fn seek(&mut self, position: SeekFrom) -> std::io::Result<u64> {
        self.inner.seek(position)
    }
}
