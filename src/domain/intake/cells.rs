//! The cells of one row, read into values. What cannot be read is remarked on, never guessed.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike};

use super::header::Header;
use super::reason::{Reason, RowRemark};
use super::table::Row;
use crate::domain::coded::Coded;
use crate::domain::phone::{PhoneError, PhoneNumber};
use crate::domain::pii::Pii;
use crate::domain::timestamp::{BusinessZone, Timestamp};

/// Bytes a cell may hold. Texts are stored as they are, so there is an end to them (1 MB).
pub const CELL_LIMIT: usize = 1 << 20;

/// Characters a code or number that identifies something may have.
pub const KEY_LIMIT: usize = 64;

/// The cells of one row by field, and what was remarked on so far.
pub(super) struct Cells<'a> {
    headers: &'a [String],
    header: &'a Header,
    row: &'a Row,
    remarks: Vec<RowRemark>,
}

impl<'a> Cells<'a> {
    pub(super) fn new(headers: &'a [String], header: &'a Header, row: &'a Row) -> Self {
        Self { headers, header, row, remarks: Vec::new() }
    }

    pub(super) fn into_remarks(self) -> Vec<RowRemark> {
        self.remarks
    }

    /// Adds a remark on the cell of `field`.
    pub(super) fn remark(&mut self, field: &str, reason: Reason) {
        let position = self.header.find(field).map(|(_, position)| position);
        let text = |texts: &[String]| position.and_then(|at| texts.get(at)).cloned();
        let column = text(self.headers).unwrap_or_default().trim().to_owned();
        let value = Pii::new(text(&self.row.cells).unwrap_or_default());
        self.remarks.push(RowRemark { row: self.row.number, column, value, reason });
    }

    /// Whether the row has a cell for each header and no cell is beyond what can be stored. Cells
    /// beyond the header are harmless while they are empty.
    pub(super) fn check_shape(&mut self) -> bool {
        let (expected, found) = (self.headers.len(), self.row.cells.len());
        let surplus = self.row.cells.iter().skip(expected).any(|cell| !cell.trim().is_empty());
        if found < expected || surplus {
            self.remarks.push(RowRemark {
                row: self.row.number,
                column: String::new(),
                value: Pii::default(),
                reason: Reason::CellCount { expected, found },
            });
        }
        for (header, cell) in self.headers.iter().zip(&self.row.cells) {
            let reason = if cell.len() > CELL_LIMIT {
                Reason::CellTooLong
            } else if cell.contains('\0') {
                Reason::ControlCharacter
            } else {
                continue;
            };
            let (row, column) = (self.row.number, header.trim().to_owned());
            self.remarks.push(RowRemark { row, column, value: cell.as_str().into(), reason });
        }
        self.remarks.is_empty()
    }

    /// The cell of `field` as it is, or nothing when it is blank. Not remarked on.
    fn raw(&self, field: &str) -> Option<&'a str> {
        let (_, position) = self.header.find(field)?;
        self.row.cells.get(position).map(String::as_str).filter(|text| !text.trim().is_empty())
    }

    /// The cell of `field` without white space around it. A blank one is remarked on when the
    /// column requires a value.
    pub(super) fn text(&mut self, field: &str) -> Option<&'a str> {
        let text = self.raw(field).map(str::trim);
        let required = self.header.find(field).is_some_and(|(column, _)| column.required);
        if text.is_none() && required {
            self.remark(field, Reason::Required);
        }
        text
    }

    /// A personal text without white space around it: a name.
    pub(super) fn name(&mut self, field: &str) -> Option<Pii<String>> {
        self.text(field).map(Pii::from)
    }

    /// What somebody wrote, to the letter; hostile or long, it is only text.
    pub(super) fn free_text(&self, field: &str) -> Option<Pii<String>> {
        self.raw(field).map(Pii::from)
    }

    /// The text that identifies something, without remarks: for finding duplicates.
    pub(super) fn peek(&self, field: &str) -> Option<&'a str> {
        self.raw(field).map(str::trim)
    }

    /// A code or number that identifies something; `forbidden` are characters it must not have.
    pub(super) fn key(&mut self, field: &str, forbidden: &[char]) -> Option<String> {
        let text = self.text(field)?;
        let odd = |c: char| c.is_control() || forbidden.contains(&c);
        if text.chars().count() > KEY_LIMIT || text.contains(odd) {
            self.remark(field, Reason::NotAKey);
            return None;
        }
        Some(text.to_owned())
    }

    /// A word of an enumeration, in Chinese or by code.
    pub(super) fn coded<T: Coded>(&mut self, field: &str) -> Option<T> {
        let text = self.text(field)?;
        let value = T::read(text);
        if value.is_none() {
            let words = T::ALL.iter().map(|value| value.chinese()).collect();
            self.remark(field, Reason::NotOneOf(words));
        }
        value
    }

    /// 是 or 否; nothing when blank. Workbooks and English exports say it in other words.
    pub(super) fn yes_no(&mut self, field: &str) -> Option<bool> {
        let text = self.text(field)?;
        match text.to_ascii_lowercase().as_str() {
            "是" | "yes" | "true" | "1" => Some(true),
            "否" | "no" | "false" | "0" => Some(false),
            _ => {
                self.remark(field, Reason::NotOneOf(vec!["是", "否"]));
                None
            }
        }
    }

    /// A telephone number as the file has it. Letters are an error; digits nobody can dial are a
    /// finding, and kept: somebody may put them right.
    pub(super) fn phone(&mut self, field: &str) -> Option<Pii<String>> {
        let text = self.text(field)?;
        match PhoneNumber::parse(text) {
            Ok(_) => {}
            Err(PhoneError::NotDigits) => self.remark(field, Reason::PhoneNotDigits),
            Err(PhoneError::WrongLength) => self.remark(field, Reason::PhoneLength),
        }
        Some(text.into())
    }

    /// A date.
    pub(super) fn date(&mut self, field: &str) -> Option<NaiveDate> {
        let text = self.text(field)?;
        let date = read_local(text).filter(|at| at.time() == NaiveTime::MIN);
        if date.is_none() {
            self.remark(field, Reason::NotADate);
        }
        date.map(|at| at.date())
    }

    /// A local date and time as an instant. A date alone is its midnight, which is how workbooks
    /// give one.
    pub(super) fn instant(&mut self, field: &str, zone: BusinessZone) -> Option<Timestamp> {
        let text = self.text(field)?;
        let local = read_local(text);
        if local.is_none() {
            self.remark(field, Reason::NotATime);
        }
        local.map(|at| zone.instant(at))
    }
}

/// Reads `2026-09-14 09:29:11` as exports write it, and `2026/9/14 9:29` as it looks after a file
/// was opened and saved in Excel.
fn read_local(text: &str) -> Option<NaiveDateTime> {
    let text = text.replace('/', "-").replace('T', " ");
    let (date, time) = text.split_once(' ').unwrap_or((&text, "0:00"));
    let date = NaiveDate::parse_from_str(date, "%Y-%m-%d").ok()?;
    let time = time.trim();
    let time = NaiveTime::parse_from_str(time, "%H:%M:%S")
        .or_else(|_| NaiveTime::parse_from_str(time, "%H:%M"))
        .ok()?;
    // chrono reads second 60 as a leap second; exports have none. Years far off are typing errors.
    let plausible = (1900..=2199).contains(&date.year()) && time.nanosecond() < 1_000_000_000;
    plausible.then(|| date.and_time(time))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_times_are_read_as_people_and_programs_write_them() {
        let cases = [
            ("2026-09-14 09:29:11", Some("2026-09-14 09:29:11")),
            ("2026-09-14T09:29:11", Some("2026-09-14 09:29:11")),
            ("2026/9/14 9:29", Some("2026-09-14 09:29:00")),
            ("2026-09-14", Some("2026-09-14 00:00:00")),
            ("2024-02-29 23:59:59", Some("2024-02-29 23:59:59")),
            ("2026-02-30 10:00:00", None),
            ("2026-13-01", None),
            ("2026-09-14 24:00:00", None),
            ("2026-09-14 23:59:60", None),
            ("26-09-14", None),
            ("20260914", None),
            ("46279.39", None),
            ("明天", None),
            ("", None),
        ];
        for (text, expected) in cases {
            let read = read_local(text).map(|at| at.format("%Y-%m-%d %H:%M:%S").to_string());
            assert_eq!(read.as_deref(), expected, "{text}");
        }
    }
}
