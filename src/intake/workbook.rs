//! XLSX workbooks to rows.

use std::io::{Read, Seek};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use super::{COLUMN_LIMIT, ROW_LIMIT, container};
use crate::domain::intake::file_error::{FileError, TooLarge};
use crate::domain::intake::table::Row;

/// Whether the bytes begin as a zip container does, which a workbook is.
pub(super) fn is_workbook(start: &[u8]) -> bool {
    start.starts_with(b"PK\x03\x04") || start.starts_with(b"PK\x05\x06")
}

/// Whether the bytes begin as a file of Excel 97–2003 does (or a workbook with a password).
pub(super) fn is_old_workbook(start: &[u8]) -> bool {
    start.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
}

/// Gives `sink` the rows of the first visible sheet, whose name it is told first, until it breaks.
/// Cells are read one after the other and never as a rectangle: a stray cell in the last corner of
/// a sheet would make one of 17 billion cells.
///
/// # Errors
/// The workbook is damaged, has no visible sheet, or more rows or columns than allowed.
pub(super) fn read(
    source: &mut (impl Read + Seek),
    sink: &mut dyn FnMut(&str, Row) -> ControlFlow<()>,
) -> Result<(), FileError> {
    container::check(&mut *source)?;
    let mut workbook = careful(|| Xlsx::new(&mut *source))?;
    let sheet = (workbook.sheets_metadata().iter())
        .find(|sheet| sheet.visible == SheetVisible::Visible && sheet.typ == SheetType::WorkSheet)
        .map(|sheet| sheet.name.clone())
        .ok_or_else(FileError::broken_workbook)?;
    let mut cells = careful(|| workbook.worksheet_cells_reader(&sheet))?;
    let mut rows = Rows::default();
    loop {
        let cell = careful(|| {
            let cell = cells.next_cell()?;
            Ok::<_, XlsxError>(cell.map(|cell| (cell.get_position(), text_of(cell.get_value()))))
        })?;
        let Some((position, text)) = cell else { break };
        if text.is_empty() {
            continue;
        }
        if let Some(row) = rows.place(position, text)?
            && sink(&sheet, row).is_break()
        {
            return Ok(());
        }
    }
    if let Some(row) = rows.last.take() {
        // It was the last one: whether the sink wants more no longer matters.
        let _ = sink(&sheet, row);
    }
    Ok(())
}

/// calamine 0.38 panics on some malformed cell references (`A99999999999`). A bad file must not
/// take the service down, whoever dropped it into the inbox.
fn careful<T>(step: impl FnOnce() -> Result<T, XlsxError>) -> Result<T, FileError> {
    let done = catch_unwind(AssertUnwindSafe(step));
    done.ok().and_then(Result::ok).ok_or_else(FileError::broken_workbook)
}

/// Cells on their way to rows: a row is complete when the next one begins.
#[derive(Default)]
struct Rows {
    last: Option<Row>,
    count: u64,
}

impl Rows {
    /// Puts a cell into its row; the row before it, when that is thereby complete.
    fn place(&mut self, (row, column): (u32, u32), text: String) -> Result<Option<Row>, FileError> {
        let (number, column) = (u64::from(row) + 1, column as usize);
        if column >= COLUMN_LIMIT {
            return Err(FileError::too_large(TooLarge::Columns, COLUMN_LIMIT as u64));
        }
        let mut complete = None;
        if self.last.as_ref().is_none_or(|last| last.number < number) {
            if self.count == ROW_LIMIT {
                return Err(FileError::too_large(TooLarge::Rows, ROW_LIMIT));
            }
            self.count += 1;
            complete = self.last.replace(Row { number, cells: Vec::new() });
        }
        // Rows out of order are no workbook that Excel or WPS would write.
        let last = self.last.as_mut().filter(|last| last.number == number);
        let cells = &mut last.ok_or_else(FileError::broken_workbook)?.cells;
        if cells.len() <= column {
            cells.resize(column + 1, String::new());
        }
        cells[column] = text;
        Ok(complete)
    }
}

fn text_of(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::Int(number) => number.to_string(),
        // Never `1.39e10`: Rust writes a float out in full, and a whole one without a point.
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(value) => value.to_string(),
        DataRef::DateTime(value) => date_text(*value),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => error.to_string(),
    }
}

/// A date cell as text: `2026-09-14`, or `2026-09-14 09:29:11` when it has a time of day. Workbooks
/// keep fractions of days, so the second is the nearest one.
fn date_text(value: ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, milli) = value.to_ymd_hms_milli();
    let date = NaiveDate::from_ymd_opt(year.into(), month.into(), day.into());
    let time =
        NaiveTime::from_hms_milli_opt(hour.into(), minute.into(), second.into(), milli.into());
    let nearest = |at: NaiveDateTime| at.checked_add_signed(TimeDelta::milliseconds(500));
    match date.zip(time).and_then(|(date, time)| nearest(date.and_time(time))) {
        Some(at) if value.is_datetime() => {
            let whole_day = at.format("%H:%M:%S").to_string() == "00:00:00";
            at.format(if whole_day { "%Y-%m-%d" } else { "%Y-%m-%d %H:%M:%S" }).to_string()
        }
        // Durations, and the 29th of February 1900 that Excel knows and the calendar does not.
        _ => value.as_f64().to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::ExcelDateTimeType;

    use super::*;

    fn date(serial: f64, is_1904: bool) -> String {
        date_text(ExcelDateTime::new(serial, ExcelDateTimeType::DateTime, is_1904))
    }

    #[test]
    fn date_cells_become_the_nearest_second() {
        let cases = [
            (46_279.395_266_203_7, false, "2026-09-14 09:29:11"),
            (46_280.014_641_203_71, false, "2026-09-15 00:21:05"),
            (46_279.999_999_99, false, "2026-09-15"),
            (43_717.0, false, "2019-09-09"),
            (42_255.0, true, "2019-09-09"),
            (60.0, false, "60"),
        ];
        for (serial, is_1904, text) in cases {
            assert_eq!(date(serial, is_1904), text, "{serial}");
        }
        let hours = ExcelDateTime::new(1.5, ExcelDateTimeType::TimeDelta, false);
        assert_eq!(date_text(hours), "1.5");
    }

    #[test]
    fn numbers_are_written_in_full() {
        let cases = [
            (DataRef::Float(13_900_008_763.0), "13900008763"),
            (DataRef::Int(13_900_008_763), "13900008763"),
            (DataRef::Float(75_512_345_678.0), "75512345678"),
            (DataRef::Float(3.5), "3.5"),
            (DataRef::Bool(true), "true"),
        ];
        for (value, text) in cases {
            assert_eq!(text_of(&value), text);
        }
    }

    #[test]
    fn a_stray_cell_far_away_costs_no_memory() {
        let mut rows = Rows::default();
        let right = rows.place((0, 16_383), "x".into()).expect_err("too far right");
        assert_eq!(right.code(), "file.too_large");
        assert_eq!(rows.place((0, 0), "header".into()), Ok(None));
        let header = rows.place((1_048_575, 1), "x".into()).expect("the last row");
        assert_eq!(header, Some(Row { number: 1, cells: vec!["header".into()] }));
        let last = Row { number: 1_048_576, cells: vec![String::new(), "x".into()] };
        assert_eq!(rows.last, Some(last));
        let back = rows.place((5, 0), "x".into()).expect_err("rows go down");
        assert_eq!(back.code(), "file.broken_workbook");
    }

    #[test]
    fn a_zip_without_a_workbook_is_refused() {
        let empty_zip = [b"PK\x05\x06".as_slice(), &[0; 18]].concat();
        assert!(is_workbook(&empty_zip));
        let read = read(&mut Cursor::new(&empty_zip), &mut |_, _| ControlFlow::Continue(()));
        assert_eq!(read, Err(FileError::broken_workbook()));
        assert!(matches!(Xlsx::new(Cursor::new(&empty_zip)), Err(XlsxError::FileNotFound(_))));
    }
}
