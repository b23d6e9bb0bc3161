//! What the service centers of the demo world complete, day by day.
//!
//! A day is drawn from the seed and the date alone, so that days can be made in any order and one
//! of them again. Every workday has its odd cases (`cast`) among many ordinary ones.

mod cast;
mod hours;
mod row;

use chrono::NaiveDate;

use self::cast::{CAST, Case};
use self::row::Request;
use super::dice::between;
use super::households::{self, Household};
use super::sheet;
use crate::domain::calendar::Calendar;
use crate::domain::chance::{Chance, SeededChance};
use crate::domain::intake::columns::SERVICE_REQUEST_COLUMNS;

/// Completions of a workday, at least and at most.
const WORKDAY: (i64, i64) = (30, 45);
/// Completions of a free day.
const FREE_DAY: (i64, i64) = (8, 15);
/// Most requests one case of the cast consists of.
const CASE_SIZE_MAX: usize = 3;
/// The days of taking in a number tells apart: `lag` × this + rank.
const NUMBERS_A_DAY: usize = 100;

/// The export of the requests completed on `day`.
pub fn requests_of(seed: u64, day: NaiveDate) -> String {
    history(seed, day, day)
}

/// The export of the requests completed from `first` to `last`, both included.
pub fn history(seed: u64, first: NaiveDate, last: NaiveDate) -> String {
    let (households, calendar) = (households::all(seed), Calendar::built_in());
    let days = first.iter_days().take_while(|day| *day <= last);
    let lines = days.map(|date| {
        let is_workday = calendar.is_workday(date).value;
        Day::new(seed, date, is_workday, &households).lines()
    });
    sheet::header(SERVICE_REQUEST_COLUMNS) + &lines.collect::<String>()
}

/// A day in the making.
struct Day<'a> {
    seed: u64,
    date: NaiveDate,
    chance: SeededChance,
    households: &'a [Household],
    /// Households that reported something completed this day.
    told: Vec<usize>,
    requests: Vec<Request<'a>>,
}

impl<'a> Day<'a> {
    fn new(seed: u64, date: NaiveDate, is_workday: bool, households: &'a [Household]) -> Self {
        let chance = SeededChance::new(seed, &format!("demo requests {date}"));
        let (told, requests) = (Vec::new(), Vec::new());
        let mut day = Self { seed, date, chance, households, told, requests };
        day.fill(is_workday);
        day
    }

    fn fill(&mut self, is_workday: bool) {
        let (least, most) = if is_workday { WORKDAY } else { FREE_DAY };
        let target = usize::try_from(between(&mut self.chance, least, most)).unwrap_or(0);
        for (case, share) in CAST {
            // A free day has fewer of everything.
            let share = if is_workday { share } else { share / 3 };
            let has_room = self.requests.len() + CASE_SIZE_MAX <= target;
            if self.chance.below(100) < share && has_room {
                self.add(case);
            }
        }
        while self.requests.len() < target {
            self.add(Case::Ordinary);
        }
        if is_workday && self.chance.below(4) == 0 {
            self.add(Case::ClosedWithoutTime);
        }
    }

    /// The rows, in the order of their numbers.
    fn lines(&self) -> String {
        let mut order: Vec<usize> = (0..self.requests.len()).collect();
        order.sort_by_key(|index| (self.requests[*index].hours.taken_in_at, *index));
        let mut numbers = vec![String::new(); order.len()];
        for (rank, index) in order.iter().enumerate() {
            numbers[*index] = number(&self.requests[*index], rank + 1);
        }
        order.iter().map(|index| self.requests[*index].line(*index, &numbers)).collect()
    }
}

/// The request number: its day of taking in, and which day's completion it is of that day's. So
/// numbers are unique although each day of completion is drawn by itself.
fn number(request: &Request<'_>, rank: usize) -> String {
    let lag = usize::try_from(request.hours.lag_days()).unwrap_or(0);
    let taken_in_on = request.hours.taken_in_at.format("%Y%m%d");
    format!("BS{taken_in_on}{:05}", lag * NUMBERS_A_DAY + rank)
}
