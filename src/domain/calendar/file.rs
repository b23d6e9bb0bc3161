//! Reading a calendar file, one line or one event a day that differs from the plain week: CSV
//! `date,kind[,name]`, or ICS with all-day events.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, Weekday};

use super::{CalendarDay, CalendarDayKind, ics};
use crate::domain::coded::Coded;

const HEADERS: [&str; 4] = ["date,kind", "date,kind,name", "日期,类型", "日期,类型,名称"];

/// Why a calendar file was refused. Line numbers are the file's own, from 1; of an event, the line
/// it begins on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarFileError {
    /// The first line is something else than the expected header.
    #[error("line 1: the header must be `date,kind` or `date,kind,name`, found `{found}`")]
    Header {
        /// The first line as it stands.
        found: String,
    },
    /// Nothing that names a holiday or a make-up workday.
    #[error("the file has no days")]
    NoDays,
    /// Not two or three fields.
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
    /// An ICS file that cannot be read at all.
    #[error("the file begins like a calendar (ICS) but cannot be read as one")]
    NotACalendar,
    /// A rule instead of dates: holidays are announced year by year, so a rule guesses.
    #[error("line {line}: `{summary}` repeats by a rule; list each year's dates instead")]
    Recurring {
        /// The line the event begins on.
        line: usize,
        /// The event's title.
        summary: String,
    },
    /// An event with a time of day, or without a beginning.
    #[error("line {line}: `{summary}` is not an all-day event")]
    NotAllDay {
        /// The line the event begins on.
        line: usize,
        /// The event's title.
        summary: String,
    },
    /// An event that ends before it begins, or lasts longer than any holiday.
    #[error("line {line}: `{summary}` ends before it begins or lasts more than 31 days")]
    Length {
        /// The line the event begins on.
        line: usize,
        /// The event's title.
        summary: String,
    },
}

impl CalendarFileError {
    /// Stable, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Header { .. } => "calendar.header",
            Self::NoDays => "calendar.no_days",
            Self::Fields { .. } => "calendar.fields",
            Self::Date { .. } => "calendar.date",
            Self::Kind { .. } => "calendar.kind",
            Self::Twice { .. } => "calendar.twice",
            Self::MakeUpOnWeekday { .. } => "calendar.make_up_on_weekday",
            Self::NotACalendar => "calendar.not_a_calendar",
            Self::Recurring { .. } => "calendar.recurring",
            Self::NotAllDay { .. } => "calendar.not_all_day",
            Self::Length { .. } => "calendar.length",
        }
    }

    /// The line it is about; none for the file as a whole.
    pub fn line(&self) -> Option<usize> {
        match self {
            Self::Header { .. } => Some(1),
            Self::NoDays | Self::NotACalendar => None,
            Self::Fields { line, .. }
            | Self::Date { line, .. }
            | Self::Kind { line, .. }
            | Self::Twice { line, .. }
            | Self::MakeUpOnWeekday { line, .. }
            | Self::Recurring { line, .. }
            | Self::NotAllDay { line, .. }
            | Self::Length { line, .. } => Some(*line),
        }
    }
}

/// A day as a file lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileDay {
    /// The line it stands on, or its event begins on.
    pub line: usize,
    /// The day itself.
    pub day: CalendarDay,
    /// What the file calls it, such as 国庆节; may be empty.
    pub name: String,
}

/// What a calendar file holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileContent {
    /// The days, in the file's order.
    pub days: Vec<FileDay>,
    /// Events that name neither a free day nor a worked one: line and title.
    pub passed_over: Vec<(usize, String)>,
}

/// Reads every day of a calendar file, CSV or ICS by its content; all or nothing.
///
/// # Errors
/// Everything that cannot be right, in the file's order.
pub fn read_file(text: &str) -> Result<FileContent, Vec<CalendarFileError>> {
    let text = text.trim_start_matches('\u{feff}');
    let is_ics = text
        .trim_start()
        .get(..15)
        .is_some_and(|start| start.eq_ignore_ascii_case("BEGIN:VCALENDAR"));
    let (mut content, mut errors) = if is_ics { ics::read(text) } else { read_csv(text) };
    check_days(&content.days, &mut errors);
    if content.days.is_empty() && errors.is_empty() {
        errors.push(CalendarFileError::NoDays);
    }
    if errors.is_empty() {
        content.days.sort_by_key(|day| day.day.date);
        return Ok(content);
    }
    errors.sort_by_key(CalendarFileError::line);
    Err(errors)
}

/// Reads every day of a `date,kind` file; all or nothing. Blank lines and a leading byte order mark
/// are ignored, kinds may be the code or the Chinese word.
///
/// # Errors
/// The first line that cannot be right, see [`CalendarFileError`].
pub fn parse_days(text: &str) -> Result<Vec<CalendarDay>, CalendarFileError> {
    let (content, mut errors) = read_csv(text.trim_start_matches('\u{feff}'));
    check_days(&content.days, &mut errors);
    errors.sort_by_key(CalendarFileError::line);
    match errors.into_iter().next() {
        Some(error) => Err(error),
        None if content.days.is_empty() => Err(CalendarFileError::NoDays),
        None => Ok(content.days.into_iter().map(|day| day.day).collect()),
    }
}

fn read_csv(text: &str) -> (FileContent, Vec<CalendarFileError>) {
    let (mut content, mut errors) = (FileContent::default(), Vec::new());
    let mut lines = text.lines().map(str::trim).zip(1..);
    let header = lines.next().map_or("", |(header, _)| header);
    if !HEADERS.contains(&header) {
        let found = header.chars().take(80).collect();
        return (content, vec![CalendarFileError::Header { found }]);
    }
    for (text, line) in lines.filter(|(text, _)| !text.is_empty()) {
        match parse_day(text, line) {
            Ok(day) => content.days.push(day),
            Err(error) => errors.push(error),
        }
    }
    (content, errors)
}

fn parse_day(text: &str, line: usize) -> Result<FileDay, CalendarFileError> {
    let fields: Vec<&str> = text.split(',').map(str::trim).collect();
    let (date, kind, name) = match fields[..] {
        [date, kind] => (date, kind, ""),
        [date, kind, name] => (date, kind, name.trim_matches('"')),
        _ => return Err(CalendarFileError::Fields { line, found: fields.len() }),
    };
    let date = NaiveDate::parse_from_str(date, "%Y-%m-%d")
        .map_err(|_| CalendarFileError::Date { line, value: date.to_owned() })?;
    let kind = CalendarDayKind::read(kind)
        .ok_or_else(|| CalendarFileError::Kind { line, value: kind.to_owned() })?;
    Ok(FileDay { line, day: CalendarDay { date, kind }, name: name.to_owned() })
}

/// What only all days together show, and what no file may say.
fn check_days(days: &[FileDay], errors: &mut Vec<CalendarFileError>) {
    let mut seen = BTreeSet::new();
    for FileDay { line, day, .. } in days {
        let (line, date) = (*line, day.date);
        let weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
        if day.kind == CalendarDayKind::MakeUpWorkday && !weekend {
            errors.push(CalendarFileError::MakeUpOnWeekday { line, date });
        }
        if !seen.insert(date) {
            errors.push(CalendarFileError::Twice { line, date });
        }
    }
}
