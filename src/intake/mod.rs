//! Reading exported files: the only code that knows spreadsheets. Bytes go in, rows of texts come
//! out one by one; what the texts mean is `domain::intake`'s business.
//!
//! A file is known by its content, not by its name: people rename files, and browsers guess. It is
//! never in memory as a whole: a CSV file is read twice (once to tell its encoding) and a workbook
//! cell by cell, though the texts its cells share are kept.

mod container;
mod delimited;
mod encoding;
mod rejects;
mod workbook;

use std::io::{Cursor, Read, Seek, SeekFrom};
use std::ops::ControlFlow;

use crate::domain::intake::file_error::{FileError, TooLarge};
use crate::domain::intake::table::{Encoding, Row, Table};

pub use rejects::{REJECT_HEADERS, RejectsWriter};

/// Bytes a file may have. A year of requests is under 10 MB; it is read as a stream, so the limit
/// is there for the disk.
pub const BYTE_LIMIT: u64 = 2 << 30;

/// Bytes a workbook may have, which is packed and whose shared texts are in memory.
const WORKBOOK_LIMIT: u64 = 128 << 20;

/// Rows a sheet may have; what Excel itself can hold.
const ROW_LIMIT: u64 = 1 << 20;

/// Columns a sheet may have.
const COLUMN_LIMIT: usize = 256;

/// Characters a header may have before the file is taken for something else.
const HEADER_LIMIT: usize = 200;

/// Who is given the rows of a file. A break ends the reading, which is no error.
pub trait RowVisitor {
    /// The first row that is not blank, without empty cells at its end.
    fn header(&mut self, headers: Vec<String>, encoding: Encoding) -> ControlFlow<()>;

    /// Each row below it that is not blank.
    fn row(&mut self, row: Row) -> ControlFlow<()>;
}

/// Reads a CSV file (UTF-8 with or without byte order mark, GB18030) or an XLSX workbook. Of a
/// workbook the first visible sheet is read.
///
/// # Errors
/// The file is empty, has a header only, is damaged, too large or something else than a table.
pub fn read_rows(
    source: &mut (impl Read + Seek),
    visitor: &mut impl RowVisitor,
) -> Result<(), FileError> {
    let start = start_of(source)?;
    let mut sheet = Rows {
        visitor,
        width: None,
        is_rejects: false,
        count: 0,
        is_stopped: false,
        refusal: None,
    };
    if workbook::is_workbook(&start) {
        within(source, WORKBOOK_LIMIT)?;
        workbook::read(source, &mut |name, row| {
            sheet.take(row, || Encoding::Workbook { sheet: name.to_owned() })
        })?;
    } else if workbook::is_old_workbook(&start) {
        return Err(FileError::old_workbook());
    } else {
        within(source, BYTE_LIMIT)?;
        let encoding = encoding::detect(source)?;
        let decoding = encoding::Decoding::start(source, &encoding)?;
        delimited::read(decoding, &mut |row| sheet.take(row, || encoding.clone()))?;
    }
    sheet.end()
}

/// [`read_rows`] of bytes, into a table that is in memory as a whole: for small files and tests.
///
/// # Errors
/// As [`read_rows`].
pub fn read_table(bytes: &[u8]) -> Result<Table, FileError> {
    struct Whole(Option<Table>);
    impl RowVisitor for Whole {
        fn header(&mut self, headers: Vec<String>, encoding: Encoding) -> ControlFlow<()> {
            self.0 = Some(Table { headers, rows: Vec::new(), encoding });
            ControlFlow::Continue(())
        }

        fn row(&mut self, row: Row) -> ControlFlow<()> {
            if let Some(table) = &mut self.0 {
                table.rows.push(row);
            }
            ControlFlow::Continue(())
        }
    }
    let mut whole = Whole(None);
    read_rows(&mut Cursor::new(bytes), &mut whole)?;
    whole.0.ok_or_else(FileError::empty)
}

/// Reads a text that is no table, such as a calendar: UTF-8 or GB18030.
///
/// # Errors
/// The file is too large, or no text.
pub fn read_text(bytes: &[u8]) -> Result<String, FileError> {
    within(&mut Cursor::new(bytes), BYTE_LIMIT)?;
    encoding::decode(bytes).map(|(text, _)| text)
}

fn start_of(source: &mut (impl Read + Seek)) -> Result<Vec<u8>, FileError> {
    let mut start = Vec::new();
    source.seek(SeekFrom::Start(0)).map_err(|_| FileError::unreadable())?;
    source.take(8).read_to_end(&mut start).map_err(|_| FileError::unreadable())?;
    Ok(start)
}

fn within(source: &mut impl Seek, limit: u64) -> Result<(), FileError> {
    let size = source.seek(SeekFrom::End(0)).map_err(|_| FileError::unreadable())?;
    source.seek(SeekFrom::Start(0)).map_err(|_| FileError::unreadable())?;
    if size > limit { Err(FileError::too_large(TooLarge::Bytes, limit)) } else { Ok(()) }
}

/// The rows of a file on their way to the visitor: the first that is not blank is the header.
struct Rows<'a, V> {
    visitor: &'a mut V,
    width: Option<usize>,
    is_rejects: bool,
    count: u64,
    is_stopped: bool,
    refusal: Option<FileError>,
}

impl<V: RowVisitor> Rows<'_, V> {
    fn take(&mut self, mut row: Row, encoding: impl FnOnce() -> Encoding) -> ControlFlow<()> {
        if row.is_blank() {
            return ControlFlow::Continue(());
        }
        let Some(width) = self.width else {
            return match headers_of(row.cells) {
                Ok(headers) => {
                    self.width = Some(headers.len());
                    self.is_rejects = rejects::is_rejects(&headers);
                    let flow = self.visitor.header(headers, encoding());
                    self.is_stopped = flow.is_break();
                    flow
                }
                Err(error) => {
                    self.refusal = Some(error);
                    ControlFlow::Break(())
                }
            };
        };
        self.count += 1;
        if matches!(encoding(), Encoding::Workbook { .. }) && row.cells.len() < width {
            // A workbook leaves out empty cells at the end of a row; a CSV file does not.
            row.cells.resize(width, String::new());
        }
        if self.is_rejects {
            row.cells.iter_mut().for_each(rejects::unguard);
        }
        self.visitor.row(row)
    }

    fn end(self) -> Result<(), FileError> {
        match self.refusal {
            Some(error) => Err(error),
            None if self.width.is_none() => Err(FileError::empty()),
            None if self.count == 0 && !self.is_stopped => Err(FileError::header_only()),
            None => Ok(()),
        }
    }
}

fn headers_of(mut headers: Vec<String>) -> Result<Vec<String>, FileError> {
    while headers.last().is_some_and(|text| text.trim().is_empty()) {
        headers.pop();
    }
    if headers.len() > COLUMN_LIMIT {
        return Err(FileError::too_large(TooLarge::Columns, COLUMN_LIMIT as u64));
    }
    let longest = headers.iter().map(|text| text.chars().count()).max().unwrap_or(0);
    if longest > HEADER_LIMIT {
        return Err(FileError::not_a_table(longest));
    }
    Ok(headers)
}

#[cfg(test)]
mod tests;
