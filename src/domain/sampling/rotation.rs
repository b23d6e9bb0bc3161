//! ROTATE-1: who is drawn in which month of a year, no unit twice (statistics.md 3).

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use num_bigint::BigInt;
use num_rational::BigRational;
use sha2::{Digest, Sha256};

use super::allocation::{Allocation, AllocationError, allocate};
use super::quota::due_by;
use super::seed::{RandomNumber, YearKey};

/// Months of a survey year.
pub const MONTHS: u32 = 12;

/// A frame: unit to stratum key, of the units that can be drawn.
pub type Frame = BTreeMap<String, String>;

/// What one month drew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthDraw {
    /// The month, from 1.
    pub month: u32,
    /// Units drawn in each stratum of the frame.
    pub allocation: BTreeMap<String, u64>,
    /// The units themselves, in the order drawn; a stratum without any is left out.
    pub selected: BTreeMap<String, Vec<String>>,
    /// Strata whose order began anew in this month.
    pub wrapped: BTreeSet<String>,
    /// Strata that had fewer units left than were due, and how many were missing.
    pub exhausted: BTreeMap<String, u64>,
    /// What was due in each center.
    pub centers: BTreeMap<String, CenterTarget>,
}

/// What was due in a center by the end of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CenterTarget {
    /// Households of the center in the month's frame.
    pub households: u64,
    /// Of these, drawn in earlier months.
    pub covered_before: u64,
    /// Drawn by the end of the month.
    pub target: u64,
}

/// A year's drawing, month by month.
#[derive(Debug)]
pub struct Rotation {
    year_key: YearKey,
    rate: BigRational,
    months_drawn: u32,
    drawn: HashSet<String>,
    /// Where the order of each stratum stands: the last unit taken.
    cursors: BTreeMap<String, (RandomNumber, String)>,
    /// Permanent random numbers, computed once a unit.
    numbers: HashMap<String, RandomNumber>,
}

/// The center of a stratum: its key up to the first `|`.
pub fn center_of(stratum_key: &str) -> &str {
    stratum_key.split('|').next().unwrap_or(stratum_key)
}

/// SHA-256 of `draw-1`, a line feed and the drawn units, one a line: strata in byte order of their
/// keys, units as drawn.
pub fn draw_digest(draw: &MonthDraw) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(b"draw-1\n");
    for unit in draw.selected.values().flatten() {
        hash.update(unit.as_bytes());
        hash.update(b"\n");
    }
    hash.finalize().into()
}

impl Rotation {
    /// A year before its first month, at `rate` of the households a year.
    pub fn new(year_key: YearKey, rate: BigRational) -> Self {
        Self {
            year_key,
            rate,
            months_drawn: 0,
            drawn: HashSet::new(),
            cursors: BTreeMap::new(),
            numbers: HashMap::new(),
        }
    }

    /// Draws the next month from its frame.
    ///
    /// # Errors
    /// When the bounds of the allocation cannot be kept, which they can unless the rate exceeds 1.
    pub fn draw_month(&mut self, frame: &Frame) -> Result<MonthDraw, AllocationError> {
        self.months_drawn += 1;
        let strata = by_stratum(frame);
        let mut draw = MonthDraw {
            month: self.months_drawn,
            allocation: BTreeMap::new(),
            selected: BTreeMap::new(),
            wrapped: BTreeSet::new(),
            exhausted: BTreeMap::new(),
            centers: BTreeMap::new(),
        };
        for (center, keys) in by_center(&strata) {
            self.allocate_center(center, &keys, &strata, &mut draw)?;
        }
        for (key, units) in &strata {
            let due = draw.allocation.get(*key).copied().unwrap_or(0);
            self.draw_stratum(key, units, due, &mut draw);
        }
        Ok(draw)
    }

    fn allocate_center(
        &self,
        center: &str,
        keys: &[&str],
        strata: &BTreeMap<&str, Vec<&str>>,
        draw: &mut MonthDraw,
    ) -> Result<(), AllocationError> {
        let part = |key: &&str| {
            let units = &strata[*key];
            let covered = units.iter().filter(|unit| self.drawn.contains(**unit)).count();
            (units.len() as u64, covered as u64)
        };
        let counts: Vec<(u64, u64)> = keys.iter().map(part).collect();
        let households: u64 = counts.iter().map(|(units, _)| units).sum();
        let covered_before: u64 = counts.iter().map(|(_, covered)| covered).sum();
        let due = due_by(households, &self.rate, self.months_drawn, MONTHS);
        let target = covered_before.max(due);
        let parts: Vec<Allocation> = keys
            .iter()
            .zip(&counts)
            .map(|(key, (units, covered))| Allocation {
                key,
                weight: BigRational::from(BigInt::from(*units)),
                min: *covered,
                cap: *units,
            })
            .collect();
        for ((key, (_, covered)), share) in keys.iter().zip(&counts).zip(allocate(target, &parts)?)
        {
            draw.allocation.insert((*key).to_owned(), share - covered);
        }
        let target = CenterTarget { households, covered_before, target };
        draw.centers.insert(center.to_owned(), target);
        Ok(())
    }

    /// Takes the next `due` units of a stratum in the order of their random numbers, from where the
    /// last month stopped, and begins anew when the end is reached.
    fn draw_stratum(&mut self, key: &str, units: &[&str], due: u64, draw: &mut MonthDraw) {
        if due == 0 {
            return;
        }
        let mut candidates: Vec<(RandomNumber, &str)> = units
            .iter()
            .filter(|unit| !self.drawn.contains(**unit))
            .map(|unit| (number_of(&mut self.numbers, &self.year_key, unit), *unit))
            .collect();
        candidates.sort_unstable();
        let after_cursor = match self.cursors.get(key) {
            Some((number, unit)) => {
                candidates.partition_point(|(n, u)| (n, *u) <= (number, unit.as_str()))
            }
            None => 0,
        };
        let wanted = usize::try_from(due).unwrap_or(usize::MAX);
        if wanted > candidates.len() - after_cursor && after_cursor > 0 {
            draw.wrapped.insert(key.to_owned());
        }
        if wanted > candidates.len() {
            draw.exhausted.insert(key.to_owned(), due - candidates.len() as u64);
        }
        candidates.rotate_left(after_cursor);
        candidates.truncate(wanted);
        if let Some((number, unit)) = candidates.last() {
            self.cursors.insert(key.to_owned(), (*number, (*unit).to_owned()));
        }
        let taken: Vec<String> = candidates.into_iter().map(|(_, unit)| unit.to_owned()).collect();
        self.drawn.extend(taken.iter().cloned());
        if !taken.is_empty() {
            draw.selected.insert(key.to_owned(), taken);
        }
    }
}

fn number_of(
    known: &mut HashMap<String, RandomNumber>,
    year_key: &YearKey,
    unit: &str,
) -> RandomNumber {
    if let Some(number) = known.get(unit) {
        return *number;
    }
    let number = year_key.random_number(unit);
    known.insert(unit.to_owned(), number);
    number
}

fn by_stratum(frame: &Frame) -> BTreeMap<&str, Vec<&str>> {
    let mut strata: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (unit, key) in frame {
        strata.entry(key).or_default().push(unit);
    }
    strata
}

fn by_center<'a>(strata: &BTreeMap<&'a str, Vec<&'a str>>) -> BTreeMap<&'a str, Vec<&'a str>> {
    let mut centers: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for key in strata.keys() {
        centers.entry(center_of(key)).or_default().push(key);
    }
    centers
}
