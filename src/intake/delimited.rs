//! CSV text to rows (RFC 4180).
//!
//! Our own reader, because the usual one forgives what must be an error here: it reads a quotation
//! mark that is never closed as one huge last cell, and it skips blank lines without counting them,
//! so its row numbers differ from the sheet's.

use std::iter::Peekable;
use std::str::Chars;

use super::{COLUMN_LIMIT, ROW_LIMIT};
use crate::domain::intake::file_error::{FileError, TooLarge};
use crate::domain::intake::table::Row;

/// Splits the text into rows, blank ones included. The number of a row is that of its record: line
/// breaks inside quotation marks do not count, just as the sheet shows it.
///
/// # Errors
/// Quotation marks do not match, or there are too many rows or columns.
pub(super) fn read(text: &str) -> Result<Vec<Row>, FileError> {
    let mut characters = text.chars().peekable();
    let mut rows = Vec::new();
    while characters.peek().is_some() {
        if rows.len() == ROW_LIMIT {
            return Err(FileError::too_large(TooLarge::Rows, ROW_LIMIT as u64));
        }
        let number = rows.len() as u64 + 1;
        rows.push(Row { number, cells: record(&mut characters, number)? });
    }
    Ok(rows)
}

fn record(characters: &mut Peekable<Chars<'_>>, number: u64) -> Result<Vec<String>, FileError> {
    let mut cells = Vec::new();
    loop {
        cells.push(if characters.next_if_eq(&'"').is_some() {
            quoted(characters).ok_or_else(|| FileError::quoting(number))?
        } else {
            plain(characters)
        });
        if cells.len() > COLUMN_LIMIT {
            return Err(FileError::too_large(TooLarge::Columns, COLUMN_LIMIT as u64));
        }
        match characters.next() {
            Some(',') => {}
            Some('\r') => {
                characters.next_if_eq(&'\n');
                return Ok(cells);
            }
            Some('\n') | None => return Ok(cells),
            // Only a quoted cell can end elsewhere: something follows its closing mark.
            Some(_) => return Err(FileError::quoting(number)),
        }
    }
}

/// A cell without quotation marks around it. One inside is a character like any other, as in Excel.
fn plain(characters: &mut Peekable<Chars<'_>>) -> String {
    let mut cell = String::new();
    while let Some(c) = characters.next_if(|c| !matches!(c, ',' | '\r' | '\n')) {
        cell.push(c);
    }
    cell
}

/// The rest of a cell after its opening mark, up to and with its closing one; `None` when there is
/// none. Two marks in a row are one character.
fn quoted(characters: &mut Peekable<Chars<'_>>) -> Option<String> {
    let mut cell = String::new();
    loop {
        match characters.next()? {
            '"' if characters.next_if_eq(&'"').is_some() => cell.push('"'),
            '"' => return Some(cell),
            c => cell.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Numbered = (u64, Vec<String>);

    fn rows(text: &str) -> Vec<Numbered> {
        let rows = read(text).expect("well-formed");
        rows.into_iter().map(|row| (row.number, row.cells)).collect()
    }

    fn row(number: u64, cells: &[&str]) -> Numbered {
        (number, cells.iter().map(|cell| (*cell).to_owned()).collect())
    }

    #[test]
    fn cells_are_told_apart_as_in_a_sheet() {
        let cases: [(&str, Vec<Numbered>); 7] = [
            ("a,b\r\nc,d\r\n", vec![row(1, &["a", "b"]), row(2, &["c", "d"])]),
            ("a,b\nc,d", vec![row(1, &["a", "b"]), row(2, &["c", "d"])]),
            ("a,b\rc,d", vec![row(1, &["a", "b"]), row(2, &["c", "d"])]),
            (",\n", vec![row(1, &["", ""])]),
            ("\"x, \"\"y\"\"\",\"\"", vec![row(1, &["x, \"y\"", ""])]),
            ("5\"水管,b", vec![row(1, &["5\"水管", "b"])]),
            ("", vec![]),
        ];
        for (text, expected) in cases {
            assert_eq!(rows(text), expected, "{text:?}");
        }
    }

    #[test]
    fn rows_are_numbered_as_the_sheet_shows_them() {
        let text = "h\n\"two\r\nlines\"\n\nlast";
        let numbered =
            [row(1, &["h"]), row(2, &["two\r\nlines"]), row(3, &[""]), row(4, &["last"])];
        assert_eq!(rows(text), numbered);
    }

    #[test]
    fn unbalanced_quotation_marks_name_the_row_they_open_in() {
        for text in ["a\nb\n\"open,c\nd\n", "a\nb\n\"x\"y,c\nd"] {
            assert_eq!(read(text), Err(FileError::quoting(3)), "{text:?}");
        }
    }

    #[test]
    fn too_many_columns_are_refused() {
        let error = read(&",".repeat(COLUMN_LIMIT)).expect_err("one column too many");
        assert_eq!(error.code(), "file.too_large");
        assert!(read(&",".repeat(COLUMN_LIMIT - 1)).is_ok());
    }
}
