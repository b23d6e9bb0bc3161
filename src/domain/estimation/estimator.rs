//! Estimates for a domain of a stratified sample, with linearised variance (statistics.md 8).

use super::interval::{Interval, effective_wilson, korn_graubard};
use super::sample::Sample;
use super::sum::sum;

/// A standard error below this is rounding, not spread: shares lie between 0 and 1.
const NO_SPREAD: f64 = 1e-12;

/// What a sample says of a domain. None stands for undefined.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Estimate {
    /// Respondents in the domain.
    pub respondents: usize,
    /// Weighted mean; of answers 0 and 1 the share.
    pub mean: Option<f64>,
    /// Its variance.
    pub variance: Option<f64>,
    /// Respondents less strata of the domain.
    pub degrees: i64,
    /// Weighted sum of the answers.
    pub total: f64,
    /// Its standard error.
    pub total_error: f64,
    /// Sum of the weights.
    pub weight_sum: f64,
    /// Kish's effect of unequal weights.
    pub weight_effect: Option<f64>,
    /// Variance against that of a simple random sample of the same size.
    pub design_effect: Option<f64>,
    /// The size of a simple random sample of the same precision.
    pub effective_size: Option<f64>,
    /// Everybody of its strata answered.
    pub is_complete: bool,
}

/// Both intervals of a share.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ShareIntervals {
    /// Wilson's with the effective size and Student's t.
    pub wilson_t: Option<Interval>,
    /// Korn and Graubard's, for the reliability rules.
    pub beta: Option<Interval>,
}

impl Estimate {
    /// The standard error.
    pub fn error(&self) -> Option<f64> {
        self.variance.map(f64::sqrt)
    }

    /// The size that intervals go by: the effective one, or where nothing spread, the respondents
    /// less the effect of unequal weights.
    pub fn interval_size(&self) -> Option<f64> {
        let fallback = || Some(self.respondents as f64 / self.weight_effect?);
        self.effective_size.or_else(fallback)
    }

    /// Intervals of a share; none below one degree of freedom.
    pub fn share_intervals(&self, level: f64) -> ShareIntervals {
        let (Some(share), Some(size)) = (self.mean, self.interval_size()) else {
            return ShareIntervals::default();
        };
        let degrees = self.degrees as f64;
        if self.is_complete && self.degrees >= 1 {
            let point = Some(Interval(share, share));
            return ShareIntervals { wilson_t: point, beta: point };
        }
        ShareIntervals {
            wilson_t: effective_wilson(share, size, degrees, level),
            beta: korn_graubard(share, size, self.respondents as f64, degrees, level),
        }
    }
}

/// The weighted mean over the respondents for whom `inside` holds.
pub fn mean(sample: &Sample, inside: &[bool]) -> Estimate {
    let members = || sample.respondents.iter().zip(inside).filter(|(_, inside)| **inside);
    let respondents = members().count();
    let weight_sum = sum(members().map(|(r, _)| r.weight));
    let total = sum(members().map(|(r, _)| r.weight * r.y));
    let strata = sample.strata_with(inside);
    let degrees = respondents as i64 - strata.len() as i64;
    let mut estimate = Estimate { respondents, degrees, total, weight_sum, ..Estimate::default() };
    if respondents == 0 {
        return estimate;
    }
    let mean = total / weight_sum;
    let scores = scores(sample, inside, mean, weight_sum);
    let totals = sample.respondents.iter().zip(inside);
    let totals: Vec<f64> =
        totals.map(|(r, inside)| if *inside { r.weight * r.y } else { 0.0 }).collect();
    let spread = sum(members().map(|(r, _)| r.weight * (r.y - mean) * (r.y - mean))) / weight_sum;
    let variance = sample.variance(&scores);
    let variance = if variance.sqrt() < NO_SPREAD * mean.abs().max(1.0) { 0.0 } else { variance };
    let count = respondents as f64;
    let squares = sum(members().map(|(r, _)| r.weight * r.weight));
    estimate.mean = Some(mean);
    estimate.variance = Some(variance);
    estimate.total_error = sample.variance(&totals).sqrt();
    estimate.weight_effect = Some(count * squares / (weight_sum * weight_sum));
    estimate.effective_size = (variance > 0.0).then(|| spread / variance);
    estimate.design_effect = design_effect(variance, spread, count, weight_sum);
    estimate.is_complete = sample.is_complete(&strata);
    estimate
}

/// Against a simple random sample drawn without replacement from as many as the weights stand for.
fn design_effect(variance: f64, spread: f64, count: f64, weight_sum: f64) -> Option<f64> {
    let simple = spread * count / (count - 1.0) / count * (1.0 - count / weight_sum);
    (count > 1.0 && simple > 0.0).then(|| variance / simple)
}

/// The linearised scores of a mean, 0 outside the domain.
fn scores(sample: &Sample, inside: &[bool], mean: f64, weight_sum: f64) -> Vec<f64> {
    let score = |(r, inside): (&super::Respondent, &bool)| {
        if *inside { r.weight * (r.y - mean) / weight_sum } else { 0.0 }
    };
    sample.respondents.iter().zip(inside).map(score).collect()
}

/// The difference of the means of two domains, the first less the second, and its variance. None
/// when one of them has no respondents.
pub fn difference(sample: &Sample, first: &[bool], second: &[bool]) -> Option<(f64, f64)> {
    let (a, b) = (mean(sample, first), mean(sample, second));
    let (mean_a, mean_b) = (a.mean?, b.mean?);
    let scores: Vec<f64> = scores(sample, first, mean_a, a.weight_sum)
        .iter()
        .zip(scores(sample, second, mean_b, b.weight_sum))
        .map(|(a, b)| a - b)
        .collect();
    Some((mean_a - mean_b, sample.variance(&scores)))
}
