//! Reads a file in a thread of its own and hands over its drafts a few hundred at a time, so that
//! neither the file nor what it says is ever in memory as a whole.

use std::fs::File;
use std::io::{BufWriter, Read, Seek, SeekFrom};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::order::{ImportMode, ImportOrder, ImportWatch, Watched};
use super::rejects::{self, unwritable};
use super::report::ImportRefusal;
use super::tally::{Tally, shortened};
use crate::app::error::AppError;
use crate::domain::intake::columns::Column;
use crate::domain::intake::file_error::FileError;
use crate::domain::intake::header::Header;
use crate::domain::intake::reading::{Drafted, JudgedRow, SeenKeys, Sheet};
use crate::domain::intake::reason::{Reason, RowRemark};
use crate::domain::intake::table::{Encoding, Row};
use crate::intake::{RejectsWriter, RowVisitor, read_rows};

/// Drafts that are handed over at once.
const CHUNK_DRAFTS: usize = 1_000;
/// Rows after which something is handed over even when none of them is in order.
const CHUNK_ROWS: usize = 5_000;

/// Some of a file's rows.
#[derive(Debug)]
pub(super) struct Chunk<D> {
    pub drafts: Vec<Drafted<D>>,
    /// Findings that a relation is unknown; a later row or the store may know it.
    pub relations: Vec<RowRemark>,
}

/// What is known of a file once it was read to its end.
#[derive(Debug)]
pub(super) struct FileRead {
    pub file_hash: String,
    pub encoding: Encoding,
    pub unknown_columns: Vec<String>,
    pub row_count: usize,
    pub tally: Tally,
    pub seen: SeenKeys,
}

/// A file that is being read.
pub(super) struct FileReading<D> {
    receiver: mpsc::Receiver<Chunk<D>>,
    thread: JoinHandle<Result<FileRead, ImportRefusal>>,
}

impl<D: Send + 'static> FileReading<D> {
    /// Begins to read; `judge` says what each row means.
    pub(super) fn start(
        order: &ImportOrder,
        columns: &'static [Column],
        judge: impl FnMut(&Sheet, &Row, &mut SeenKeys) -> JudgedRow<D> + Send + 'static,
    ) -> Self {
        // Two chunks wait at most: a slow database slows the reading down.
        let (sender, receiver) = mpsc::channel(2);
        let (source, mode, watch) = (order.source.clone(), order.mode.clone(), order.watch.clone());
        let thread = tokio::task::spawn_blocking(move || {
            let mut source = source.open(&watch).map_err(|_| FileError::unreadable())?;
            let file_hash = hash(&mut source)?;
            let reader = Reader::new(columns, mode, watch, judge, sender);
            reader.read(&mut source, file_hash)
        });
        Self { receiver, thread }
    }

    /// The next rows; none at the end.
    pub(super) async fn next(&mut self) -> Option<Chunk<D>> {
        self.receiver.recv().await
    }

    /// What came of the reading.
    pub(super) async fn finish(self) -> Result<FileRead, ImportRefusal> {
        drop(self.receiver);
        self.thread.await.map_err(|error| AppError::internal(error.to_string()))?
    }
}

fn hash(source: &mut Watched) -> Result<String, FileError> {
    let mut digest = Sha256::new();
    let mut buffer = vec![0; 64 * 1024];
    loop {
        match source.read(&mut buffer).map_err(|_| FileError::unreadable())? {
            0 => break,
            count => digest.update(&buffer[..count]),
        }
    }
    source.seek(SeekFrom::Start(0)).map_err(|_| FileError::unreadable())?;
    Ok(hex::encode(digest.finalize()))
}

struct Reader<D, J> {
    columns: &'static [Column],
    is_partial: bool,
    rejects_path: Option<PathBuf>,
    rejects: Option<RejectsWriter<BufWriter<File>>>,
    watch: ImportWatch,
    judge: J,
    sender: mpsc::Sender<Chunk<D>>,
    chunk: Chunk<D>,
    sheet: Option<Sheet>,
    encoding: Encoding,
    seen: SeenKeys,
    tally: Tally,
    row_count: usize,
    failure: Option<ImportRefusal>,
}

impl<D, J: FnMut(&Sheet, &Row, &mut SeenKeys) -> JudgedRow<D>> Reader<D, J> {
    fn new(
        columns: &'static [Column],
        mode: ImportMode,
        watch: ImportWatch,
        judge: J,
        sender: mpsc::Sender<Chunk<D>>,
    ) -> Self {
        let (is_partial, rejects_path) = match mode {
            ImportMode::All => (false, None),
            ImportMode::Partial { rejects } => (true, rejects),
        };
        Self {
            columns,
            is_partial,
            rejects_path,
            rejects: None,
            watch,
            judge,
            sender,
            chunk: Chunk { drafts: Vec::new(), relations: Vec::new() },
            sheet: None,
            encoding: Encoding::Utf8,
            seen: SeenKeys::default(),
            tally: Tally::default(),
            row_count: 0,
            failure: None,
        }
    }

    fn read(mut self, source: &mut Watched, file_hash: String) -> Result<FileRead, ImportRefusal> {
        read_rows(source, &mut self)?;
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        if let Some(rejects) = self.rejects {
            rejects.finish().map_err(|error| unwritable(&error))?;
        }
        if !self.chunk.drafts.is_empty() || !self.chunk.relations.is_empty() {
            // Nobody receives it when the import was given up, and its error is said there.
            let _ = self.sender.blocking_send(self.chunk);
        }
        let unknown_columns = self.sheet.map(|sheet| sheet.header.unknown).unwrap_or_default();
        Ok(FileRead {
            file_hash,
            encoding: self.encoding,
            unknown_columns,
            row_count: self.row_count,
            tally: self.tally,
            seen: self.seen,
        })
    }

    fn stop(&mut self, failure: ImportRefusal) -> ControlFlow<()> {
        self.failure = Some(failure);
        ControlFlow::Break(())
    }

    fn reject(&mut self, row: &Row, remarks: &[RowRemark]) -> std::io::Result<()> {
        let (Some(path), Some(sheet)) = (&self.rejects_path, &self.sheet) else { return Ok(()) };
        let rejects = match &mut self.rejects {
            Some(rejects) => rejects,
            None => self.rejects.insert(start_rejects(path, &sheet.headers)?),
        };
        let is_chinese = sheet.headers.iter().any(|header| !header.is_ascii());
        let errors = || remarks.iter().filter(|remark| remark.reason.is_error());
        let columns: Vec<&str> = errors().map(|remark| remark.column.as_str()).collect();
        let reasons: Vec<String> = errors()
            .map(|remark| match is_chinese {
                true => remark.reason.chinese(),
                false => remark.reason.english(),
            })
            .collect();
        rejects.add(&sheet.headers, row, &columns.join("; "), &reasons.join("; "))
    }

    fn hand_over(&mut self) -> ControlFlow<()> {
        let empty = Chunk { drafts: Vec::new(), relations: Vec::new() };
        let chunk = std::mem::replace(&mut self.chunk, empty);
        match self.sender.blocking_send(chunk) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    }

    /// Errors and findings of a row, apart from relations that something later may know. Of a row
    /// that is left out nobody asks them: a file of garbage would have a million to remember.
    fn take_remarks(&mut self, remarks: Vec<RowRemark>, has_errors: bool) {
        let (relations, others): (Vec<_>, Vec<_>) =
            remarks.into_iter().partition(|remark| remark.reason == Reason::UnknownRelation);
        if !has_errors {
            self.chunk.relations.extend(relations.into_iter().map(shortened));
        }
        self.tally.take(others);
    }
}

/// Makes a file, or empties it, that nobody else on the machine may read: rows name people.
///
/// # Errors
/// When the file cannot be written.
pub fn create_private(path: &Path) -> std::io::Result<File> {
    use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
    let file = File::options().write(true).create(true).truncate(true).mode(0o600).open(path)?;
    // One that was there keeps its mode otherwise.
    file.set_permissions(std::fs::Permissions::from_mode(0o600))?;
    Ok(file)
}

fn start_rejects(
    path: &Path,
    headers: &[String],
) -> std::io::Result<RejectsWriter<BufWriter<File>>> {
    RejectsWriter::start(BufWriter::new(rejects::create(path)?), headers)
}

impl<D, J: FnMut(&Sheet, &Row, &mut SeenKeys) -> JudgedRow<D>> RowVisitor for Reader<D, J> {
    fn header(&mut self, headers: Vec<String>, encoding: Encoding) -> ControlFlow<()> {
        self.encoding = encoding;
        match Header::of(&headers, self.columns) {
            Ok(header) => {
                self.sheet = Some(Sheet { headers, header });
                ControlFlow::Continue(())
            }
            Err(error) => self.stop(error.into()),
        }
    }

    fn row(&mut self, row: Row) -> ControlFlow<()> {
        if self.watch.is_cancelled() {
            return self.stop(ImportRefusal::Cancelled);
        }
        let Some(sheet) = &self.sheet else { return ControlFlow::Break(()) };
        self.row_count += 1;
        let judged = (self.judge)(sheet, &row, &mut self.seen);
        let has_errors = judged.remarks.iter().any(|remark| remark.reason.is_error());
        self.watch.count_row(has_errors);
        if has_errors && let Err(error) = self.reject(&row, &judged.remarks) {
            return self.stop(unwritable(&error));
        }
        self.take_remarks(judged.remarks, has_errors);
        // Of a file that is refused anyway nothing need be staged.
        if self.is_partial || self.tally.error_count == 0 {
            self.chunk.drafts.extend(judged.draft);
        } else {
            self.chunk.drafts.clear();
        }
        let is_due = self.row_count.is_multiple_of(CHUNK_ROWS);
        if self.chunk.drafts.len() >= CHUNK_DRAFTS || is_due {
            return self.hand_over();
        }
        ControlFlow::Continue(())
    }
}
