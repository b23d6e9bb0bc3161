//! The callback satisfaction rate of each center and month (R-003; decisions.md, "The figures").
//!
//! A callback belongs to the month in which its matter was completed, so appointments cannot move
//! a bad mark. Whatever happens after the month's cut-off is kept and shown as a later addition.

use std::collections::BTreeMap;
use std::fmt;

use chrono::{Datelike, NaiveDate, NaiveTime};

use super::calendar::Calendar;
use super::callback::result::Satisfaction;
use super::timestamp::{BusinessZone, Timestamp};

/// The working day of the next month on which a month is cut off.
const CUT_OFF_WORKDAY: u32 = 3;
/// The local hour of the cut-off.
const CUT_OFF_HOUR: u32 = 18;

/// A calendar month, `2026-11`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    first: NaiveDate,
}

/// A text that is no month.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a month of the form 2026-11")]
pub struct MonthError(String);

impl Month {
    /// The month a date lies in.
    pub fn of(date: NaiveDate) -> Self {
        Self { first: date.with_day(1).unwrap_or(date) }
    }

    /// Reads `2026-11`.
    ///
    /// # Errors
    /// [`MonthError`] for anything else.
    pub fn parse(text: &str) -> Result<Self, MonthError> {
        let first = NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d");
        let month = first.map(Self::of).map_err(|_| MonthError(text.to_owned()))?;
        if month.to_string() == text { Ok(month) } else { Err(MonthError(text.to_owned())) }
    }

    /// Its first day.
    pub fn first_day(self) -> NaiveDate {
        self.first
    }

    /// Its last day.
    pub fn last_day(self) -> NaiveDate {
        self.first
            .checked_add_months(chrono::Months::new(1))
            .and_then(|next| next.pred_opt())
            .unwrap_or(NaiveDate::MAX)
    }

    /// The month's cut-off: 18:00 of the 3rd working day of the next month.
    pub fn cut_off(self, calendar: &Calendar, zone: BusinessZone) -> CutOff {
        let day = calendar.nth_workday_after(self.last_day(), CUT_OFF_WORKDAY);
        let time = NaiveTime::from_hms_opt(CUT_OFF_HOUR, 0, 0)
            .expect("invariant: the hour of the cut-off is a constant below 24");
        CutOff { at: zone.at(day.value, time), provisional: day.provisional }
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.first.year(), self.first.month())
    }
}

/// When a month's figures stop changing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CutOff {
    /// What is known at this instant still counts; later it does not.
    pub at: Timestamp,
    /// Whether it was counted over days whose holidays are not known.
    pub provisional: bool,
}

/// What was answered in one conversation to the question that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SatisfactionAnswer {
    /// When.
    pub answered_at: Timestamp,
    /// What.
    pub satisfaction: Satisfaction,
    /// Whether somebody of the handled department took part; such an answer is kept but
    /// counts in no rate.
    pub department_present: bool,
}

impl SatisfactionAnswer {
    fn is_valid(&self) -> bool {
        !self.department_present && self.satisfaction.in_denominator()
    }
}

/// One completion of the month that got a task, with all that was tried and said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallbackFacts {
    /// The center, as it was at completion.
    pub center_code: String,
    /// When the resident's number was first dialled.
    pub first_attempt_at: Option<Timestamp>,
    /// When a person first answered.
    pub reached_at: Option<Timestamp>,
    /// Every answer given, first callback and later ones, in any order.
    pub answers: Vec<SatisfactionAnswer>,
}

impl CallbackFacts {
    /// Which of the answers counts: the first valid one. None while there is none.
    pub fn counted_answer(&self) -> Option<usize> {
        let valid = self.answers.iter().enumerate().filter(|(_, answer)| answer.is_valid());
        valid.min_by_key(|(_, answer)| answer.answered_at).map(|(index, _)| index)
    }
}

/// Unreduced counts: attempted ⊇ reached ⊇ completed ⊇ answered ⊇ satisfied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CallbackFigure {
    /// Dialled at least once.
    pub attempted: u64,
    /// A person answered.
    pub reached: u64,
    /// The satisfaction question was answered in any way, 6, 8 and 9 included.
    pub completed: u64,
    /// The first valid answer is 非常满意 or 满意.
    pub satisfied: u64,
    /// There is a valid answer: one of the five, without the handled department.
    pub answered: u64,
    /// Completions whose first valid answer came after the cut-off; in none of the counts above
    /// for it.
    pub later_additions: u64,
}

impl CallbackFigure {
    /// The rate as counted, `37/41`; none where nothing was answered, which is never 0 %.
    pub fn rate(&self) -> Option<String> {
        (self.answered > 0).then(|| format!("{}/{}", self.satisfied, self.answered))
    }

    fn add(&mut self, facts: &CallbackFacts, cut_off: Timestamp) {
        let in_time = |at: &Timestamp| *at <= cut_off;
        let completed = facts.answers.iter().any(|answer| in_time(&answer.answered_at));
        let reached = completed || facts.reached_at.as_ref().is_some_and(in_time);
        let attempted = reached || facts.first_attempt_at.as_ref().is_some_and(in_time);
        self.attempted += u64::from(attempted);
        self.reached += u64::from(reached);
        self.completed += u64::from(completed);
        let counted = facts.counted_answer().and_then(|index| facts.answers.get(index));
        let Some(first) = counted else { return };
        if in_time(&first.answered_at) {
            self.answered += 1;
            self.satisfied += u64::from(first.satisfaction.is_satisfied());
        } else {
            self.later_additions += 1;
        }
    }
}

/// The figures of a month: every center, and the company as the sum of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MonthFigures {
    /// By center code; a center with nothing to count is there with zeros.
    pub centers: BTreeMap<String, CallbackFigure>,
    /// All callbacks of the company.
    pub company: CallbackFigure,
}

/// Counts a month's callbacks, given all of them and the codes of all centers.
pub fn callback_figures<'a>(
    center_codes: impl IntoIterator<Item = &'a str>,
    callbacks: impl IntoIterator<Item = &'a CallbackFacts>,
    cut_off: Timestamp,
) -> MonthFigures {
    let mut figures = MonthFigures::default();
    for code in center_codes {
        figures.centers.entry(code.to_owned()).or_default();
    }
    for facts in callbacks {
        figures.centers.entry(facts.center_code.clone()).or_default().add(facts, cut_off);
        figures.company.add(facts, cut_off);
    }
    figures
}
