//! A survey round from final dispositions to figures (statistics.md 6 to 10): weights, adjustment
//! for unknown eligibility and nonresponse, estimates of company, centers and owner types, rates.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::collapse::{Merged, merge};
use super::estimator::{Estimate, ShareIntervals, mean};
use super::response_rates::{DispositionCounts, EligibilityMethod, ResponseRates};
use super::sample::{Lonely, Respondent, Sample, SampleError};
use super::sum::{Sum, sum};

/// Confidence level of published intervals.
pub const LEVEL: f64 = 0.95;

/// A final disposition (statistics.md 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum FinalDisposition {
    /// Complete interview.
    I,
    /// Partial interview.
    P,
    /// Refusal or break-off.
    R,
    /// Non-contact of a household known to live there.
    Nc,
    /// Other eligible without interview.
    O,
    /// Unknown whether the household still lives there.
    Uh,
    /// Otherwise unknown.
    Uo,
    /// Not eligible.
    Ne,
}

/// Where a stratum lies; sorted as the strata's keys are.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StratumKey {
    /// Service center.
    pub center: String,
    /// Phase of the estate.
    pub phase: String,
    /// Owner type.
    pub owner: String,
    /// The stratum itself.
    pub stratum: String,
}

/// A released case: a household that was put on the call list.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// Its name; cases are summed in the order of their names.
    pub id: String,
    /// The month it was released in, from 1.
    pub month: u32,
    /// Its stratum.
    pub stratum: StratumKey,
    /// How it ended.
    pub disposition: FinalDisposition,
    /// Whether satisfied; none when the question has no answer.
    pub is_satisfied: Option<bool>,
}

/// Which cases count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// Those of one month.
    Month(u32),
    /// Those of the year up to a month.
    YearToDate(u32),
}

impl Period {
    fn covers(self, month: u32) -> bool {
        match self {
            Self::Month(only) => month == only,
            Self::YearToDate(last) => month <= last,
        }
    }
}

/// How a round is estimated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoundOptions {
    /// Which cases count.
    pub period: Period,
    /// Respondents an adjustment cell needs at least.
    pub cell_min: usize,
    /// What is done with strata of one respondent.
    pub lonely: Lonely,
}

/// The factors of an adjustment cell; none where a denominator is 0.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CellAdjustment {
    /// `center|owner`, `center|*`, or `*|*` for the company's.
    pub cell: String,
    /// For cases of unknown eligibility.
    pub a1: Option<f64>,
    /// For eligible cases without an answer.
    pub a2: Option<f64>,
}

/// The reliability rules of NCHS (statistics.md 10).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Reliability {
    /// Too few answers or too wide an interval.
    pub suppress: bool,
    /// Fewer than eight degrees of freedom.
    pub review_df: bool,
    /// Nobody or everybody satisfied.
    pub review_extreme: bool,
}

/// The satisfaction rate of a domain.
#[derive(Clone, Debug, PartialEq)]
pub struct DomainFigure {
    /// Weighted estimate.
    pub estimate: Estimate,
    /// Satisfied respondents.
    pub satisfied: usize,
    /// Its intervals.
    pub intervals: ShareIntervals,
    /// Whether it can be relied on.
    pub reliability: Reliability,
}

/// Response rates of a domain.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DomainRates {
    /// Released cases.
    pub cases: usize,
    /// Share of the unknown taken for eligible.
    pub eligibility: Option<f64>,
    /// The rates.
    pub rates: ResponseRates,
}

/// Everything a round says.
#[derive(Clone, Debug, PartialEq)]
pub struct RoundEstimate {
    /// The factors of each cell, by its name.
    pub adjustments: Vec<CellAdjustment>,
    /// Of everybody.
    pub company: DomainFigure,
    /// By service center.
    pub centers: BTreeMap<String, DomainFigure>,
    /// By owner type.
    pub owners: BTreeMap<String, DomainFigure>,
    /// By center; the company's under `company`.
    pub rates_unweighted: BTreeMap<String, DomainRates>,
    /// The same with base weights.
    pub rates_weighted: BTreeMap<String, DomainRates>,
}

/// The name of the company among the rates.
pub const COMPANY: &str = "company";

/// A case with its base weight and its place.
struct Weighted<'a> {
    case: &'a Case,
    base: f64,
    /// The stratum of estimation.
    stratum: &'a str,
    cell: String,
}

impl Case {
    /// Complete or partial, with an answer to the question.
    pub(super) fn is_respondent(&self) -> bool {
        matches!(self.disposition, FinalDisposition::I | FinalDisposition::P)
            && self.is_satisfied.is_some()
    }

    fn is_unknown(&self) -> bool {
        matches!(self.disposition, FinalDisposition::Uh | FinalDisposition::Uo)
    }

    fn is_eligible(&self) -> bool {
        !self.is_unknown() && self.disposition != FinalDisposition::Ne
    }
}

/// Estimates a round from the frame's strata and the released cases.
///
/// # Errors
/// For cases from strata the frame does not have, and strata with more answers than households.
pub fn estimate_round(
    frame: &BTreeMap<StratumKey, f64>,
    cases: &[Case],
    options: RoundOptions,
) -> Result<RoundEstimate, SampleError> {
    let mut released: Vec<&Case> =
        cases.iter().filter(|case| options.period.covers(case.month)).collect();
    released.sort_by(|a, b| a.id.as_bytes().cmp(b.id.as_bytes()));
    if let Some(case) = released.iter().find(|case| !is_populated(frame, case)) {
        return Err(SampleError::UnknownStratum(case.stratum.stratum.clone()));
    }
    let merged = merge(frame, &released, options.lonely);
    let cells = cells(&released, options.cell_min);
    let weighted: Vec<Weighted> = released
        .iter()
        .zip(cells)
        .map(|(case, cell)| {
            let (stratum, base) = merged.of(&case.stratum);
            Weighted { case, base, stratum, cell }
        })
        .collect();
    let adjustments = adjustments(&weighted);
    let (sample, answered) = sample(&weighted, &adjustments, &merged)?;
    let figure = |inside: &dyn Fn(&Case) -> bool| figure(&sample, &answered, inside);
    let keys = |part: fn(&StratumKey) -> &String| {
        let mut keys: Vec<&String> = frame.keys().map(part).collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    };
    let centers = keys(|key| &key.center);
    let of_center =
        |code: &&String| ((*code).clone(), figure(&|case: &Case| case.stratum.center == **code));
    let of_owner =
        |owner: &String| (owner.clone(), figure(&|case: &Case| case.stratum.owner == *owner));
    Ok(RoundEstimate {
        company: figure(&|_: &Case| true),
        owners: keys(|key| &key.owner).into_iter().map(of_owner).collect(),
        rates_unweighted: rates(&weighted, &centers, |_| 1.0),
        rates_weighted: rates(&weighted, &centers, |case| case.base),
        centers: centers.iter().map(of_center).collect(),
        adjustments,
    })
}

fn is_populated(frame: &BTreeMap<StratumKey, f64>, case: &Case) -> bool {
    frame.get(&case.stratum).is_some_and(|households| *households > 0.0)
}

/// Each case's adjustment cell: center and owner; the center when one of its cells is too small;
/// the company when the center is too small as well.
fn cells(released: &[&Case], cell_min: usize) -> Vec<String> {
    let mut cells: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for case in released {
        let cell = cells.entry((&case.stratum.center, &case.stratum.owner)).or_default();
        *cell += usize::from(case.is_respondent());
    }
    let mut smallest: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for ((center, _), respondents) in &cells {
        let (least, all) = smallest.entry(center).or_insert((usize::MAX, 0));
        *least = (*least).min(*respondents);
        *all += respondents;
    }
    let cell = |case: &&Case| {
        let center = case.stratum.center.as_str();
        match smallest[center] {
            (least, _) if least >= cell_min => format!("{center}|{}", case.stratum.owner),
            (_, all) if all >= cell_min => format!("{center}|*"),
            _ => "*|*".to_owned(),
        }
    };
    released.iter().map(cell).collect()
}

fn adjustments(weighted: &[Weighted]) -> Vec<CellAdjustment> {
    #[derive(Default)]
    struct Sums {
        all: Sum,
        known: Sum,
        eligible: Sum,
        respondents: Sum,
    }
    let mut cells: BTreeMap<&str, Sums> = BTreeMap::new();
    for row in weighted {
        let sums = cells.entry(&row.cell).or_default();
        sums.all.add(row.base);
        if !row.case.is_unknown() {
            sums.known.add(row.base);
        }
        if row.case.is_eligible() {
            sums.eligible.add(row.base);
        }
        if row.case.is_respondent() {
            sums.respondents.add(row.base);
        }
    }
    let ratio =
        |above: Sum, below: Sum| (below.value() > 0.0).then(|| above.value() / below.value());
    cells
        .into_iter()
        .map(|(cell, sums)| CellAdjustment {
            cell: cell.to_owned(),
            a1: ratio(sums.all, sums.known),
            a2: ratio(sums.eligible, sums.respondents),
        })
        .collect()
}

/// The respondents with their final weights, and their cases in the same order.
fn sample<'a>(
    weighted: &'a [Weighted],
    adjustments: &[CellAdjustment],
    merged: &Merged,
) -> Result<(Sample<'a>, Vec<&'a Case>), SampleError> {
    let factor = |cell: &str| {
        let found = adjustments.iter().find(|adjustment| adjustment.cell == cell);
        found.and_then(|found| Some(found.a1? * found.a2?)).unwrap_or(1.0)
    };
    let factors: BTreeMap<&str, f64> =
        adjustments.iter().map(|a| (a.cell.as_str(), factor(&a.cell))).collect();
    let mut respondents = Vec::new();
    let mut answered = Vec::new();
    for row in weighted.iter().filter(|row| row.case.is_respondent()) {
        let y = f64::from(u8::from(row.case.is_satisfied == Some(true)));
        let weight = row.base * factors[row.cell.as_str()];
        respondents.push(Respondent { stratum: row.stratum, weight, y });
        answered.push(row.case);
    }
    // Strata of estimation are merged already, as far as they are.
    let sample = Sample::new(respondents, merged.households(), true, Lonely::Adjust)?;
    Ok((sample, answered))
}

fn figure(sample: &Sample, answered: &[&Case], inside: &dyn Fn(&Case) -> bool) -> DomainFigure {
    let mask: Vec<bool> = answered.iter().map(|case| inside(case)).collect();
    let estimate = mean(sample, &mask);
    let satisfied = answered
        .iter()
        .zip(&mask)
        .filter(|(case, inside)| **inside && case.is_satisfied == Some(true))
        .count();
    let intervals = estimate.share_intervals(LEVEL);
    let reliability = reliability(&estimate, &intervals);
    DomainFigure { estimate, satisfied, intervals, reliability }
}

fn reliability(estimate: &Estimate, intervals: &ShareIntervals) -> Reliability {
    const FEWEST: f64 = 30.0;
    const TOO_WIDE: f64 = 0.30;
    const NARROW: f64 = 0.05;
    const TOO_WIDE_RELATIVE: f64 = 1.30;
    let share = estimate.mean.unwrap_or(0.0);
    let size = estimate.interval_size().unwrap_or(0.0);
    let suppress = match intervals.beta {
        None => true,
        Some(interval) => {
            let width = interval.width();
            (estimate.respondents as f64) < FEWEST
                || size < FEWEST
                || width >= TOO_WIDE
                || (width > NARROW && width > TOO_WIDE_RELATIVE * share)
        }
    };
    Reliability {
        suppress,
        review_df: estimate.degrees < 8,
        review_extreme: estimate.mean.is_some_and(|mean| mean <= 0.0 || mean >= 1.0),
    }
}

fn rates(
    weighted: &[Weighted],
    centers: &[&String],
    weight: impl Fn(&Weighted) -> f64,
) -> BTreeMap<String, DomainRates> {
    let of = |rows: Vec<&Weighted>| {
        let total = |disposition: FinalDisposition| {
            let rows = rows.iter().filter(|row| row.case.disposition == disposition);
            sum(rows.map(|row| weight(row)))
        };
        let counts = DispositionCounts {
            i: total(FinalDisposition::I),
            p: total(FinalDisposition::P),
            r: total(FinalDisposition::R),
            nc: total(FinalDisposition::Nc),
            o: total(FinalDisposition::O),
            uh: total(FinalDisposition::Uh),
            uo: total(FinalDisposition::Uo),
            ne: total(FinalDisposition::Ne),
        };
        let eligibility = counts.eligibility(EligibilityMethod::Casro);
        DomainRates { cases: rows.len(), eligibility, rates: counts.rates(eligibility) }
    };
    let of_center = |code: &&String| {
        let rows = weighted.iter().filter(|row| row.case.stratum.center == **code);
        ((*code).clone(), of(rows.collect()))
    };
    let mut rates: BTreeMap<String, DomainRates> = centers.iter().map(of_center).collect();
    rates.insert(COMPANY.to_owned(), of(weighted.iter().collect()));
    rates
}
