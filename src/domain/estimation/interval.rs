//! Confidence intervals (statistics.md 9). The default is Wilson's with the effective size; Wald's
//! is not offered.

use serde::Serialize;
use statrs::function::factorial::ln_binomial;

use super::quantile::{beta_quantile, normal_two_sided, student_two_sided};

/// Lower and upper bound.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Interval(pub f64, pub f64);

impl Interval {
    /// Upper less lower bound.
    pub fn width(self) -> f64 {
        self.1 - self.0
    }
}

/// Wilson's interval of `hits` in `answers`; none without answers.
pub fn wilson(hits: f64, answers: f64, level: f64) -> Option<Interval> {
    (answers > 0.0).then(|| around(hits / answers, answers, normal_two_sided(level)))
}

/// Wilson's interval of a share with an effective size and a multiplier.
fn around(share: f64, size: f64, k: f64) -> Interval {
    let square = k * k;
    let scale = 1.0 + square / size;
    let center = (share + square / (2.0 * size)) / scale;
    let spread = share * (1.0 - share) / size + square / (4.0 * size * size);
    let half = k * spread.sqrt() / scale;
    // At the ends the bound is the share itself; floating point would miss it by a hair.
    let low = if share <= 0.0 { 0.0 } else { (center - half).max(0.0) };
    let high = if share >= 1.0 { 1.0 } else { (center + half).min(1.0) };
    Interval(low, high)
}

/// Clopper and Pearson's exact interval of `hits` in `answers`; none without answers.
pub fn clopper_pearson(hits: f64, answers: f64, level: f64) -> Option<Interval> {
    (answers > 0.0).then(|| beta_interval(hits, answers, level))
}

/// The interval of beta quantiles for `hits` in `size`, neither of which need be whole.
fn beta_interval(hits: f64, size: f64, level: f64) -> Interval {
    let tail = (1.0 - level) / 2.0;
    let misses = size - hits;
    let low = if hits <= 0.0 { 0.0 } else { beta_quantile(tail, hits, misses + 1.0) };
    let high = if misses <= 0.0 { 1.0 } else { beta_quantile(1.0 - tail, hits + 1.0, misses) };
    Interval(low, high)
}

/// Wilson's interval with the effective size and Student's t; none below one degree of freedom.
pub fn effective_wilson(share: f64, size: f64, degrees: f64, level: f64) -> Option<Interval> {
    let usable = degrees >= 1.0 && size > 0.0 && size.is_finite();
    usable.then(|| around(share, size, student_two_sided(level, degrees)))
}

/// Korn and Graubard's interval; none below one degree of freedom.
pub fn korn_graubard(
    share: f64,
    size: f64,
    respondents: f64,
    degrees: f64,
    level: f64,
) -> Option<Interval> {
    if degrees < 1.0 || respondents < 2.0 || size <= 0.0 || !size.is_finite() {
        return None;
    }
    let ratio = student_two_sided(level, respondents - 1.0) / student_two_sided(level, degrees);
    let size = size * ratio * ratio;
    Some(beta_interval(size * share, size, level))
}

/// Bounds of how many of a finite number have a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KRange {
    /// The least number that is not too unlikely.
    pub lower: u64,
    /// The greatest.
    pub upper: u64,
}

/// The exact bounds of the marked ones among `households` when a simple random sample of `answers`
/// holds `hits` marked ones. None when the sample cannot be drawn.
pub fn hypergeometric(hits: u64, answers: u64, households: u64, level: f64) -> Option<KRange> {
    if answers > households || hits > answers {
        return None;
    }
    let tail = (1.0 - level) / 2.0;
    let (least, most) = (hits, households - (answers - hits));
    // Both tail probabilities change in one direction with the marked ones, so halving finds where
    // each stops being too small.
    let lower =
        first(least, most, |marked| tail_from(hits, answers, answers, households, marked) > tail);
    let beyond =
        first(least, most, |marked| tail_from(0, hits, answers, households, marked) <= tail);
    let beyond_most = tail_from(0, hits, answers, households, most) > tail;
    let upper = if beyond_most { most } else { beyond.saturating_sub(1) };
    Some(KRange { lower, upper: upper.max(lower) })
}

/// The least number of a range for which a condition that stays true holds; the last if none does.
fn first(mut low: u64, mut high: u64, holds: impl Fn(u64) -> bool) -> u64 {
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

/// The probability of `from` to `to` marked ones in a sample.
fn tail_from(from: u64, to: u64, answers: u64, households: u64, marked: u64) -> f64 {
    let all = ln_binomial(households, answers);
    let term = |hits: u64| {
        if hits > marked || answers - hits > households - marked {
            return 0.0;
        }
        (ln_binomial(marked, hits) + ln_binomial(households - marked, answers - hits) - all).exp()
    };
    super::sum::sum((from..=to).map(term))
}
