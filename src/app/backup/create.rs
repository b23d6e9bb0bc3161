//! Making a backup.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::files::{self, FileEntry, make_file, make_folder, unusable};
use super::manifest::{FILES, INCOMPLETE, Listed, Manifest};
use super::{BackupPlaces, EXCHANGE_FILE, FileFault};
use crate::app::AppError;
use crate::config::DatabaseLocation;
use crate::domain::timestamp::Timestamp;
use crate::store::dump::{KeptRecording, Moment};
use crate::store::{Database, DumpError};

/// Recordings asked for together.
const PAGE: i64 = 1_000;
/// The recordings to copy; it is gone when they are.
const TO_COPY: &str = "recordings.tmp";

/// Makes a backup in `folder`, which must be new or empty. What is wrong with a single recording
/// is told to `report`, and the others are kept all the same.
///
/// # Errors
/// When the database or the folder refuses. What is in the folder then is marked as incomplete.
pub async fn create_backup(
    places: &BackupPlaces,
    folder: &Path,
    now: Timestamp,
    mut report: impl FnMut(FileFault),
) -> Result<Manifest, AppError> {
    let database = open(places).await?;
    begin(folder)?;
    let mut list = List::begin(folder)?;
    let kind = places.kind();
    let file = folder.join(kind.file());
    make_file(&file).map_err(|error| unusable(&file, &error))?;
    let mut moment = database.dump(url(places), &file).await.map_err(refused)?;
    let schema_version = moment.schema_version().await?;
    note_recordings(folder, &mut moment).await?;
    moment.close().await;
    database.close().await;
    list.add_written(kind.file()).await?;
    let exchange = places.simulator.join(EXCHANGE_FILE);
    if exchange.exists() {
        list.copy(&exchange, &format!("simulator/{EXCHANGE_FILE}"), None).await?;
    }
    copy_recordings(places, folder, &mut list, &mut report).await?;
    let manifest = Manifest::new(now.0, schema_version, kind, list.end().await?);
    manifest.write(folder)?;
    Ok(manifest)
}

async fn open(places: &BackupPlaces) -> Result<Database, AppError> {
    let opened = match &places.database {
        DatabaseLocation::Sqlite(path) if !path.exists() => {
            let sentence = format!("there is no database {}", path.display());
            return Err(AppError::invalid("backup.no_database", sentence)
                .hint("name the service's folder with --data-dir, or its file with --config"));
        }
        DatabaseLocation::Sqlite(path) => Database::open_sqlite(path).await,
        DatabaseLocation::Postgres(url) => Database::open_postgres(url.reveal()).await,
    };
    Ok(opened?)
}

fn url(places: &BackupPlaces) -> Option<&str> {
    match &places.database {
        DatabaseLocation::Sqlite(_) => None,
        DatabaseLocation::Postgres(url) => Some(url.reveal()),
    }
}

pub(super) fn refused(error: DumpError) -> AppError {
    let hint = match &error {
        DumpError::Program { .. } => {
            "install PostgreSQL's client programs (Debian: postgresql-client), not older than the \
             server"
        }
        DumpError::Store(_) => "check that the disk has room",
    };
    AppError::internal(error.to_string()).hint(hint)
}

fn begin(folder: &Path) -> Result<(), AppError> {
    let start = || {
        make_folder(folder)?;
        if std::fs::read_dir(folder)?.next().is_some() {
            return Ok(false);
        }
        let mut mark = make_file(&folder.join(INCOMPLETE))?;
        mark.write_all(b"This backup is being made, or its making was interrupted.\n")?;
        Ok(true)
    };
    match start().map_err(|error: std::io::Error| unusable(folder, &error))? {
        true => Ok(()),
        false => {
            let sentence = format!("{} is not empty", folder.display());
            Err(AppError::invalid("backup.not_empty", sentence)
                .hint("each backup goes into a folder of its own: name a new one"))
        }
    }
}

/// Writes down what to copy, so that the moment need not be held while it is copied.
async fn note_recordings(folder: &Path, moment: &mut Moment) -> Result<(), AppError> {
    let path = folder.join(TO_COPY);
    let file = make_file(&path).map_err(|error| unusable(&path, &error))?;
    let mut file = BufWriter::new(file);
    let mut after = String::new();
    loop {
        let page = moment.recordings_after(&after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after.clone_from(&last.id);
        for KeptRecording { path: key, sha256, .. } in page {
            writeln!(file, "{sha256} {key}").map_err(|error| unusable(&path, &error))?;
        }
    }
    file.flush().map_err(|error| unusable(&path, &error))
}

async fn copy_recordings(
    places: &BackupPlaces,
    folder: &Path,
    list: &mut List,
    report: &mut impl FnMut(FileFault),
) -> Result<(), AppError> {
    let path = folder.join(TO_COPY);
    let file = File::open(&path).map_err(|error| unusable(&path, &error))?;
    for line in BufReader::new(file).lines() {
        let line = line.map_err(|error| unusable(&path, &error))?;
        let Some((sha256, key)) = line.split_once(' ') else { continue };
        let name = format!("recordings/{key}");
        match list.copy(&places.recordings.join(key), &name, Some(sha256)).await? {
            None => list.listed.recordings += 1,
            Some(problem) => {
                list.listed.faulty_recordings += 1;
                report(FileFault::new(&name, problem));
            }
        }
    }
    std::fs::remove_file(&path).map_err(|error| unusable(&path, &error))
}

/// The list of files as it grows.
struct List {
    folder: PathBuf,
    file: BufWriter<File>,
    listed: Listed,
}

impl List {
    fn begin(folder: &Path) -> Result<Self, AppError> {
        let path = folder.join(FILES);
        let file = make_file(&path).map_err(|error| unusable(&path, &error))?;
        let files = FileEntry { path: FILES.to_owned(), bytes: 0, sha256: String::new() };
        let listed =
            Listed { recordings: 0, faulty_recordings: 0, file_count: 0, total_bytes: 0, files };
        Ok(Self { folder: folder.to_owned(), file: BufWriter::new(file), listed })
    }

    /// Adds a file that is in the folder already.
    async fn add_written(&mut self, name: &str) -> Result<(), AppError> {
        let path = self.folder.join(name);
        File::open(&path).and_then(|file| file.sync_all()).map_err(|e| unusable(&path, &e))?;
        let (bytes, sha256) =
            files::measure(path.clone()).await.map_err(|error| unusable(&path, &error))?;
        self.add(name, bytes, sha256)
    }

    /// Copies a file into the folder. One that is not there, or is not what it should be, is left
    /// out, and why is the answer.
    async fn copy(
        &mut self,
        from: &Path,
        name: &str,
        expected: Option<&str>,
    ) -> Result<Option<String>, AppError> {
        if let Err(error) = File::open(from) {
            return Ok(Some(error.to_string()));
        }
        let to = self.folder.join(name);
        let copied = files::copy(from.to_owned(), to.clone()).await;
        let (bytes, sha256) = copied.map_err(|error| unusable(&to, &error))?;
        if expected.is_some_and(|expected| expected != sha256) {
            std::fs::remove_file(&to).map_err(|error| unusable(&to, &error))?;
            return Ok(Some("its content is not what was stored".to_owned()));
        }
        self.add(name, bytes, sha256)?;
        Ok(None)
    }

    fn add(&mut self, name: &str, bytes: u64, sha256: String) -> Result<(), AppError> {
        let entry = FileEntry { path: name.to_owned(), bytes, sha256 };
        let line =
            serde_json::to_string(&entry).map_err(|error| AppError::internal(error.to_string()))?;
        let path = self.folder.join(FILES);
        writeln!(self.file, "{line}").map_err(|error| unusable(&path, &error))?;
        self.listed.file_count += 1;
        self.listed.total_bytes += bytes;
        Ok(())
    }

    async fn end(mut self) -> Result<Listed, AppError> {
        let path = self.folder.join(FILES);
        let synced = self.file.flush().and_then(|()| self.file.get_ref().sync_all());
        synced.map_err(|error| unusable(&path, &error))?;
        let (bytes, sha256) =
            files::measure(path.clone()).await.map_err(|error| unusable(&path, &error))?;
        self.listed.files = FileEntry { path: FILES.to_owned(), bytes, sha256 };
        Ok(self.listed)
    }
}
