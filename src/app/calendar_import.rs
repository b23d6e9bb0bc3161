//! A calendar file: read as a whole, checked against the batches that were made, then stored like
//! any change of the calendar. All or nothing.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::App;
use super::calendar::{CalendarEdit, DayEdit, new_years, years_listed};
use super::calendar_effect::CalendarEffect;
use super::error::AppError;
use crate::domain::calendar::{
    CalendarDay, CalendarFileError, ChangeRefusal, DayChange, FileContent, differences, read_file,
};
use crate::domain::timestamp::Timestamp;
use crate::intake;

/// What came of a calendar file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CalendarImport {
    pub file_name: String,
    pub dry_run: bool,
    /// Days the file lists.
    pub days: u64,
    /// Of them, listed so already.
    pub unchanged: u64,
    /// Titles of events that name neither a free day nor a worked one, with their lines.
    pub passed_over: Vec<PassedOver>,
    /// What differs and what that does.
    pub effect: CalendarEffect,
}

/// An event that was not taken for a day of the calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PassedOver {
    pub line: u64,
    pub title: String,
}

/// What is wrong with a line of a calendar file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CalendarProblem {
    /// The line, from 1; null when it is the whole file.
    pub line: Option<u64>,
    /// Stable, such as `calendar.twice`.
    pub code: &'static str,
    pub reason: String,
    pub reason_zh: String,
}

impl App {
    /// Takes in a calendar file, or only says what that would do.
    ///
    /// # Errors
    /// `calendar.file` with `errors`, a [`CalendarProblem`] each; then nothing was stored.
    pub async fn import_calendar(
        &self,
        file_name: &str,
        bytes: &[u8],
        dry_run: bool,
        actor: &str,
        now: Timestamp,
    ) -> Result<CalendarImport, AppError> {
        let text = intake::read_text(bytes).map_err(|error| {
            let (reason, reason_zh) = (error.english().to_owned(), error.chinese().to_owned());
            wrong(&[CalendarProblem { line: None, code: error.code(), reason, reason_zh }])
        })?;
        let content = read_file(&text)
            .map_err(|errors| wrong(&errors.iter().map(problem).collect::<Vec<_>>()))?;
        let days: Vec<CalendarDay> = content.days.iter().map(|day| day.day).collect();
        let changes: Vec<DayChange> = days.iter().map(change).collect();
        let held = self.hold_calendar(now).await?;
        let found = differences(&held.calendar, &changes, held.made_through)
            .map_err(|refusals| wrong(&refused(&refusals, &content)))?;
        let years = new_years(&held.calendar, &years_listed(&days));
        let unchanged = days.len() - found.len();
        let effect = if found.is_empty() && years.is_empty() {
            CalendarEffect::default()
        } else {
            let edit = edit(&content);
            self.apply(held, &edit, &found, &years, (dry_run, actor), now).await?
        };
        let passed_over = content.passed_over.into_iter();
        Ok(CalendarImport {
            file_name: file_name.to_owned(),
            dry_run,
            days: days.len() as u64,
            unchanged: unchanged as u64,
            passed_over: passed_over
                .map(|(line, title)| PassedOver { line: line as u64, title })
                .collect(),
            effect,
        })
    }
}

fn change(day: &CalendarDay) -> DayChange {
    DayChange { date: day.date, kind: Some(day.kind) }
}

fn edit(content: &FileContent) -> CalendarEdit {
    let days =
        content.days.iter().map(|day| DayEdit { change: change(&day.day), name: day.name.clone() });
    CalendarEdit { days: days.collect(), known_years: vec![], source: "import", reason: None }
}

fn wrong(problems: &[CalendarProblem]) -> AppError {
    let errors = serde_json::to_value(problems).unwrap_or_default();
    let count = problems.len();
    let sentence = format!("the calendar file has {count} errors; nothing was stored");
    AppError::invalid("calendar.file", sentence)
        .with("count", count)
        .with("errors", errors)
        .hint("correct these lines and import the whole file again; --dry-run only checks it")
}

fn problem(error: &CalendarFileError) -> CalendarProblem {
    let reason = error.to_string();
    let reason = match (error.line(), reason.split_once(": ")) {
        (Some(_), Some((_, reason))) => reason.to_owned(),
        _ => reason,
    };
    CalendarProblem {
        line: error.line().map(|line| line as u64),
        code: error.code(),
        reason,
        reason_zh: chinese(error),
    }
}

fn refused(refusals: &[ChangeRefusal], content: &FileContent) -> Vec<CalendarProblem> {
    let line_of = |date: NaiveDate| {
        content.days.iter().find(|day| day.day.date == date).map(|day| day.line as u64)
    };
    let of = |refusal: &ChangeRefusal| match *refusal {
        ChangeRefusal::BatchMade { date, made_through } => CalendarProblem {
            line: line_of(date),
            code: "calendar.batch_made",
            reason: refusal.to_string(),
            reason_zh: format!("{date} 不能改：截至 {made_through} 的批次已按原来的日历生成"),
        },
        ChangeRefusal::MakeUpOnWeekday { date } => CalendarProblem {
            line: line_of(date),
            code: "calendar.make_up_on_weekday",
            reason: refusal.to_string(),
            reason_zh: format!("{date} 不是周六或周日，不能作为调休工作日"),
        },
    };
    refusals.iter().map(of).collect()
}

fn chinese(error: &CalendarFileError) -> String {
    use CalendarFileError as E;
    match error {
        E::Header { found } => format!("表头应为 date,kind 或 date,kind,name，现为 {found}"),
        E::NoDays => "文件里没有节假日或调休工作日".to_owned(),
        E::Fields { found, .. } => format!("应有日期和类型，现有 {found} 列"),
        E::Date { value, .. } => format!("{value} 不是有效日期，应写成 2026-10-01"),
        E::Kind { value, .. } => format!("类型 {value} 既不是节假日也不是调休工作日"),
        E::Twice { date, .. } => format!("{date} 重复出现"),
        E::MakeUpOnWeekday { date, .. } => {
            format!("{date} 不是周六或周日，不能作为调休工作日")
        }
        E::NotACalendar => "文件开头像日历（ICS），但内容读不出来".to_owned(),
        E::Recurring { summary, .. } => {
            format!("「{summary}」按规则重复，放假安排逐年公布，请逐年列出日期")
        }
        E::NotAllDay { summary, .. } => format!("「{summary}」不是全天事件"),
        E::Length { summary, .. } => format!("「{summary}」结束早于开始，或超过 31 天"),
    }
}
