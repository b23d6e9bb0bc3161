//! XLSX workbooks to rows.

use std::io::Cursor;
use std::panic::catch_unwind;

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use super::{COLUMN_LIMIT, ROW_LIMIT, container};
use crate::domain::intake::file_error::{FileError, TooLarge};
use crate::domain::intake::table::Row;

/// Whether the bytes begin as a zip container does, which a workbook is.
pub(super) fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// Whether the bytes begin as a file of Excel 97–2003 does (or a workbook with a password).
pub(super) fn is_old_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
}

/// The rows of the first visible sheet, and its name. Cells are read one after the other and never
/// as a rectangle: a stray cell in the last corner of a sheet would make one of 17 billion cells.
///
/// # Errors
/// The workbook is damaged, has no visible sheet, or more rows or columns than allowed.
pub(super) fn read(bytes: &[u8]) -> Result<(Vec<Row>, String), FileError> {
    // calamine 0.38 panics on some malformed cell references (`A99999999999`). A bad file must not
    // take the service down, whoever dropped it into the inbox.
    catch_unwind(|| read_sheet(bytes)).unwrap_or_else(|_| Err(FileError::broken_workbook()))
}

fn read_sheet(bytes: &[u8]) -> Result<(Vec<Row>, String), FileError> {
    container::check(bytes)?;
    let broken = |_| FileError::broken_workbook();
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let sheet = (workbook.sheets_metadata().iter())
        .find(|sheet| sheet.visible == SheetVisible::Visible && sheet.typ == SheetType::WorkSheet)
        .map(|sheet| sheet.name.clone())
        .ok_or_else(FileError::broken_workbook)?;
    let mut cells = workbook.worksheet_cells_reader(&sheet).map_err(broken)?;
    let mut rows: Vec<Row> = Vec::new();
    while let Some(cell) = cells.next_cell().map_err(broken)? {
        let text = text_of(cell.get_value());
        if !text.is_empty() {
            place(&mut rows, cell.get_position(), text)?;
        }
    }
    Ok((rows, sheet))
}

fn place(rows: &mut Vec<Row>, (row, column): (u32, u32), text: String) -> Result<(), FileError> {
    let (number, column) = (u64::from(row) + 1, column as usize);
    if column >= COLUMN_LIMIT {
        return Err(FileError::too_large(TooLarge::Columns, COLUMN_LIMIT as u64));
    }
    if rows.last().is_none_or(|last| last.number < number) {
        if rows.len() == ROW_LIMIT {
            return Err(FileError::too_large(TooLarge::Rows, ROW_LIMIT as u64));
        }
        rows.push(Row { number, cells: Vec::new() });
    }
    // Rows out of order are no workbook that Excel or WPS would write.
    let last = rows.last_mut().filter(|last| last.number == number);
    let cells = &mut last.ok_or_else(FileError::broken_workbook)?.cells;
    if cells.len() <= column {
        cells.resize(column + 1, String::new());
    }
    cells[column] = text;
    Ok(())
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
    use calamine::{ExcelDateTimeType, XlsxError};

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
        let mut rows = Vec::new();
        let right = place(&mut rows, (0, 16_383), "x".into()).expect_err("too far right");
        assert_eq!(right.code(), "file.too_large");
        place(&mut rows, (0, 0), "header".into()).expect("the first cell");
        place(&mut rows, (1_048_575, 1), "x".into()).expect("the last row");
        assert_eq!(rows.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 1_048_576]);
        assert_eq!(rows[1].cells, ["", "x"]);
        let back = place(&mut rows, (5, 0), "x".into()).expect_err("rows go down");
        assert_eq!(back.code(), "file.broken_workbook");
    }

    #[test]
    fn a_zip_without_a_workbook_is_refused() {
        let empty_zip = [b"PK\x05\x06".as_slice(), &[0; 18]].concat();
        assert!(is_workbook(&empty_zip));
        assert_eq!(read(&empty_zip), Err(FileError::broken_workbook()));
        assert!(matches!(Xlsx::new(Cursor::new(&empty_zip)), Err(XlsxError::FileNotFound(_))));
    }
}
