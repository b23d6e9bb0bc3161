//! Calendars as phones and office programs subscribe to them (ICS, RFC 5545): all-day events whose
//! titles say 休 or 班, 节假日 or 调休工作日.

use chrono::{Days, NaiveDate};
use icalendar::parser::{Component, read_calendar, unfold};

use super::file::{CalendarFileError, FileContent, FileDay};
use super::{CalendarDay, CalendarDayKind};

/// Longer than any holiday.
const LENGTH_DAYS_MAX: i64 = 31;

/// Words that make an event one of make-up workdays; looked for first, as 调休工作日 has 休 in it.
const WORKED: [&str; 4] = ["班", "工作日", "make_up_workday", "workday"];
/// Words that make an event one of free days.
const FREE: [&str; 4] = ["休", "节假日", "放假", "holiday"];

/// The days of every event that names free or worked ones.
pub(super) fn read(text: &str) -> (FileContent, Vec<CalendarFileError>) {
    let mut content = FileContent::default();
    let unfolded = unfold(text);
    let Ok(calendar) = read_calendar(&unfolded) else {
        return (content, vec![CalendarFileError::NotACalendar]);
    };
    let mut errors = Vec::new();
    let begins =
        text.lines().zip(1..).filter(|(text, _)| text.trim().eq_ignore_ascii_case("BEGIN:VEVENT"));
    let events = calendar.components.iter().filter(|component| component.name == "VEVENT");
    for (event, (_, line)) in events.zip(begins) {
        let summary = property(event, "SUMMARY").unwrap_or_default();
        let Some(kind) = kind_of(&summary) else {
            content.passed_over.push((line, summary));
            continue;
        };
        match dates(event, line, &summary) {
            Ok(dates) => content.days.extend(dates.into_iter().map(|date| FileDay {
                line,
                day: CalendarDay { date, kind },
                name: summary.clone(),
            })),
            Err(error) => errors.push(error),
        }
    }
    (content, errors)
}

fn kind_of(summary: &str) -> Option<CalendarDayKind> {
    let lower = summary.to_lowercase();
    if WORKED.iter().any(|word| lower.contains(word)) {
        Some(CalendarDayKind::MakeUpWorkday)
    } else if FREE.iter().any(|word| lower.contains(word)) {
        Some(CalendarDayKind::Holiday)
    } else {
        None
    }
}

/// The event's days; its end is the first day after it.
fn dates(
    event: &Component<'_>,
    line: usize,
    summary: &str,
) -> Result<Vec<NaiveDate>, CalendarFileError> {
    let summary = summary.to_owned();
    if ["RRULE", "RDATE", "EXRULE"].iter().any(|name| property(event, name).is_some()) {
        return Err(CalendarFileError::Recurring { line, summary });
    }
    let start = property(event, "DTSTART").and_then(|text| all_day(&text));
    let end = property(event, "DTEND").map(|text| all_day(&text));
    let (Some(start), None | Some(Some(_))) = (start, end) else {
        return Err(CalendarFileError::NotAllDay { line, summary });
    };
    let length = match end.flatten() {
        Some(end) => end.signed_duration_since(start).num_days(),
        None => 1,
    };
    match u64::try_from(length) {
        Ok(days) if (1..=LENGTH_DAYS_MAX).contains(&length) => {
            Ok((0..days).filter_map(|day| start.checked_add_days(Days::new(day))).collect())
        }
        _ => Err(CalendarFileError::Length { line, summary }),
    }
}

fn all_day(text: &str) -> Option<NaiveDate> {
    let is_date = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    is_date.then(|| NaiveDate::parse_from_str(text, "%Y%m%d").ok()).flatten()
}

fn property(event: &Component<'_>, name: &str) -> Option<String> {
    let found = event.properties.iter().find(|property| property.name == name)?;
    Some(found.val.as_str().trim().to_owned())
}
