//! CSV text to rows (RFC 4180).
//!
//! Our own reader, because the usual one forgives what must be an error here: it reads a quotation
//! mark that is never closed as one huge last cell, and it skips blank lines without counting them,
//! so its row numbers differ from the sheet's.

use std::io::Read;
use std::iter::Peekable;
use std::ops::ControlFlow;

use super::encoding::Decoding;
use super::{COLUMN_LIMIT, ROW_LIMIT};
use crate::domain::intake::file_error::{FileError, TooLarge};
use crate::domain::intake::table::Row;

/// Bytes a record may have before the file is given up: whoever forgot a closing quotation mark
/// must not fill the memory.
const RECORD_LIMIT: usize = 8 << 20;

/// Gives `sink` one row after the other, blank ones included, until it breaks. The number of a row
/// is that of its record: line breaks inside quotation marks do not count, just as the sheet shows
/// it.
///
/// # Errors
/// Quotation marks do not match, there are too many rows or columns, or the text ends early.
pub(super) fn read<R: Read>(
    decoding: Decoding<R>,
    sink: &mut dyn FnMut(Row) -> ControlFlow<()>,
) -> Result<(), FileError> {
    let mut failure = None;
    let characters =
        Characters { decoding, piece: String::new(), position: 0, failure: &mut failure };
    let read = read_records(&mut characters.peekable(), sink);
    failure.map_or(read, Err)
}

fn read_records(
    characters: &mut Peekable<impl Iterator<Item = char>>,
    sink: &mut dyn FnMut(Row) -> ControlFlow<()>,
) -> Result<(), FileError> {
    let mut number = 0;
    while characters.peek().is_some() {
        if number == ROW_LIMIT {
            return Err(FileError::too_large(TooLarge::Rows, ROW_LIMIT));
        }
        number += 1;
        if sink(Row { number, cells: record(characters, number)? }).is_break() {
            break;
        }
    }
    Ok(())
}

/// The text of a source, character by character. A failure ends it and is left in `failure`.
struct Characters<'a, R> {
    decoding: Decoding<R>,
    piece: String,
    position: usize,
    failure: &'a mut Option<FileError>,
}

impl<R: Read> Iterator for Characters<'_, R> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        while self.position == self.piece.len() {
            self.position = 0;
            match self.decoding.next_piece(&mut self.piece) {
                Ok(true) => {}
                Ok(false) => return None,
                Err(error) => {
                    *self.failure = Some(error);
                    return None;
                }
            }
        }
        let next = self.piece[self.position..].chars().next()?;
        self.position += next.len_utf8();
        Some(next)
    }
}

fn record(
    characters: &mut Peekable<impl Iterator<Item = char>>,
    number: u64,
) -> Result<Vec<String>, FileError> {
    let (mut cells, mut left) = (Vec::new(), RECORD_LIMIT);
    loop {
        let cell = if characters.next_if_eq(&'"').is_some() {
            quoted(characters, left).ok_or_else(|| FileError::quoting(number))?
        } else {
            plain(characters, left)
                .ok_or_else(|| FileError::too_large(TooLarge::RowBytes, RECORD_LIMIT as u64))?
        };
        left -= cell.len();
        cells.push(cell);
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

/// A cell without quotation marks around it; `None` when it is too long. A mark inside is a
/// character like any other, as in Excel.
fn plain(characters: &mut Peekable<impl Iterator<Item = char>>, longest: usize) -> Option<String> {
    let mut cell = String::new();
    while let Some(c) = characters.next_if(|c| !matches!(c, ',' | '\r' | '\n')) {
        cell.push(c);
        if cell.len() > longest {
            return None;
        }
    }
    Some(cell)
}

/// The rest of a cell after its opening mark, up to and with its closing one; `None` when there is
/// none within reach. Two marks in a row are one character.
fn quoted(characters: &mut Peekable<impl Iterator<Item = char>>, longest: usize) -> Option<String> {
    let mut cell = String::new();
    loop {
        match characters.next()? {
            '"' if characters.next_if_eq(&'"').is_some() => cell.push('"'),
            '"' => return Some(cell),
            c => cell.push(c),
        }
        if cell.len() > longest {
            return None;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::domain::intake::table::Encoding;

    type Numbered = (u64, Vec<String>);

    fn read(text: &str) -> Result<Vec<Row>, FileError> {
        let decoding = Decoding::start(Cursor::new(text), &Encoding::Utf8)?;
        let mut rows = Vec::new();
        let read = super::read(decoding, &mut |row| {
            rows.push(row);
            ControlFlow::Continue(())
        });
        read.map(|()| rows)
    }

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

    #[test]
    fn a_record_without_end_is_refused_where_it_begins() {
        let endless = "x".repeat(RECORD_LIMIT + 1);
        assert_eq!(read(&format!("a\n\"{endless}")), Err(FileError::quoting(2)));
        let error = read(&format!("a\n{endless}\n")).expect_err("too long");
        assert_eq!(error.code(), "file.too_large");
    }

    #[test]
    fn reading_stops_when_told() {
        let mut seen = 0;
        let decoding = Decoding::start(Cursor::new("a\n\"open"), &Encoding::Utf8);
        let read = super::read(decoding.expect("text"), &mut |_| {
            seen += 1;
            ControlFlow::Break(())
        });
        assert_eq!((read, seen), (Ok(()), 1), "what follows is not looked at");
    }
}
