//! Reading a calendar file: `date,kind`, one line a day that differs from the plain week.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, Weekday};

use super::{CalendarDay, CalendarDayKind};
use crate::domain::coded::Coded;

const HEADER: &str = "date,kind";

/// Why a calendar file was refused. Line numbers are the file's own, the header being line 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarFileError {
    /// The first line is something else than the expected header.
    #[error("line 1: the header must be `date,kind`, found `{found}`")]
    Header {
        /// The first line as it stands.
        found: String,
    },
    /// A header and nothing below it.
    #[error("the file has no days")]
    NoDays,
    /// Not exactly two fields.
    #[error("line {line}: expected a date and a kind, found {found} fields")]
    Fields {
        /// Line of the file.
        line: usize,
        /// How many fields there are.
        found: usize,
    },
    /// The date is no `YYYY-MM-DD` of the calendar.
    #[error("line {line}: `{value}` is not a date of the form 2026-10-01")]
    Date {
        /// Line of the file.
        line: usize,
        /// The field as it stands.
        value: String,
    },
    /// The kind is none of the known ones.
    #[error("line {line}: kind `{value}` is neither `holiday` nor `make_up_workday`")]
    Kind {
        /// Line of the file.
        line: usize,
        /// The field as it stands.
        value: String,
    },
    /// One date on two lines.
    #[error("line {line}: {date} is listed a second time")]
    Twice {
        /// Line of the file.
        line: usize,
        /// The repeated date.
        date: NaiveDate,
    },
    /// A make-up workday from Monday to Friday: that day is worked anyway, so a digit is wrong.
    #[error("line {line}: {date} is no Saturday or Sunday and cannot be a make-up workday")]
    MakeUpOnWeekday {
        /// Line of the file.
        line: usize,
        /// The date concerned.
        date: NaiveDate,
    },
}

/// Reads every day of a calendar file; all or nothing. Blank lines and a leading byte order mark
/// are ignored, kinds may be the code or the Chinese word.
///
/// # Errors
/// The first line that cannot be right, see [`CalendarFileError`].
pub fn parse_days(text: &str) -> Result<Vec<CalendarDay>, CalendarFileError> {
    let mut lines = text.trim_start_matches('\u{feff}').lines().map(str::trim).zip(1..);
    let header = lines.next().map_or("", |(header, _)| header);
    if header != HEADER {
        return Err(CalendarFileError::Header { found: header.to_owned() });
    }
    let mut seen = BTreeSet::new();
    let mut days = Vec::new();
    for (text, line) in lines.filter(|(text, _)| !text.is_empty()) {
        let day = parse_day(text, line)?;
        if !seen.insert(day.date) {
            return Err(CalendarFileError::Twice { line, date: day.date });
        }
        days.push(day);
    }
    if days.is_empty() { Err(CalendarFileError::NoDays) } else { Ok(days) }
}

fn parse_day(text: &str, line: usize) -> Result<CalendarDay, CalendarFileError> {
    let fields: Vec<&str> = text.split(',').map(str::trim).collect();
    let [date, kind] = fields[..] else {
        return Err(CalendarFileError::Fields { line, found: fields.len() });
    };
    let date = NaiveDate::parse_from_str(date, "%Y-%m-%d")
        .map_err(|_| CalendarFileError::Date { line, value: date.to_owned() })?;
    let kind = CalendarDayKind::read(kind)
        .ok_or_else(|| CalendarFileError::Kind { line, value: kind.to_owned() })?;
    let weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
    if kind == CalendarDayKind::MakeUpWorkday && !weekend {
        return Err(CalendarFileError::MakeUpOnWeekday { line, date });
    }
    Ok(CalendarDay { date, kind })
}
