//! Reading exported files: the only code that knows spreadsheets. Bytes go in, a
//! [`Table`] of texts comes out; what the texts mean is `domain::intake`'s business.
//!
//! A file is known by its content, not by its name: people rename files, and browsers guess.

mod container;
mod delimited;
mod encoding;
mod workbook;

use crate::domain::intake::file_error::{FileError, TooLarge};
use crate::domain::intake::table::{Encoding, Row, Table};

/// Bytes a file may have. A year of requests is under 10 MB.
pub const BYTE_LIMIT: usize = 64 << 20;

/// Rows a sheet may have; what Excel itself can hold.
const ROW_LIMIT: usize = 1 << 20;

/// Columns a sheet may have.
const COLUMN_LIMIT: usize = 256;

/// Characters a header may have before the file is taken for something else.
const HEADER_LIMIT: usize = 200;

/// Reads a CSV file (UTF-8 with or without byte order mark, GB18030) or an XLSX workbook. Of a
/// workbook the first visible sheet is read.
///
/// # Errors
/// The file is empty, has a header only, is damaged, too large or something else than a table.
pub fn read_table(bytes: &[u8]) -> Result<Table, FileError> {
    if bytes.len() > BYTE_LIMIT {
        return Err(FileError::too_large(TooLarge::Bytes, BYTE_LIMIT as u64));
    }
    if workbook::is_workbook(bytes) {
        let (rows, sheet) = workbook::read(bytes)?;
        return table_of(rows, Encoding::Workbook { sheet });
    }
    if workbook::is_old_workbook(bytes) {
        return Err(FileError::old_workbook());
    }
    let (text, encoding) = encoding::decode(bytes)?;
    table_of(delimited::read(&text)?, encoding)
}

/// Reads a text that is no table, such as a calendar: UTF-8 or GB18030.
///
/// # Errors
/// The file is too large, or no text.
pub fn read_text(bytes: &[u8]) -> Result<String, FileError> {
    if bytes.len() > BYTE_LIMIT {
        return Err(FileError::too_large(TooLarge::Bytes, BYTE_LIMIT as u64));
    }
    encoding::decode(bytes).map(|(text, _)| text)
}

/// Takes the first row that is not blank for the header, and the others that are not for rows.
fn table_of(rows: Vec<Row>, encoding: Encoding) -> Result<Table, FileError> {
    let mut rows = rows.into_iter().filter(|row| !row.is_blank());
    let mut headers = rows.next().ok_or_else(FileError::empty)?.cells;
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
    let mut rows: Vec<Row> = rows.collect();
    if rows.is_empty() {
        return Err(FileError::header_only());
    }
    if matches!(encoding, Encoding::Workbook { .. }) {
        // A workbook leaves out empty cells at the end of a row; a CSV file does not.
        rows.iter_mut().for_each(|row| pad(row, headers.len()));
    }
    Ok(Table { headers, rows, encoding })
}

fn pad(row: &mut Row, width: usize) {
    if row.cells.len() < width {
        row.cells.resize(width, String::new());
    }
}

#[cfg(test)]
mod tests;
