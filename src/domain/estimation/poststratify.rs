//! Weights brought to known totals of groups (statistics.md 7 step 6, 8).

use std::collections::BTreeMap;

use super::sample::Sample;
use super::sum::{Sum, sum};

/// A poststratified mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Poststratified {
    /// The mean with the new weights.
    pub mean: Option<f64>,
    /// Its variance, from residuals about the groups' means.
    pub variance: Option<f64>,
    /// Sum of the new weights.
    pub weight_sum: f64,
    /// The new weights, in the order of the respondents.
    pub weights: Vec<f64>,
}

/// A group of respondents without a known total.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("group `{0}` has answers but no total")]
pub struct UnknownGroup(pub String);

/// Scales each respondent's weight so that every group's weights add up to its total.
///
/// # Errors
/// For a group whose total is not given.
pub fn poststratify(
    sample: &Sample,
    groups: &[String],
    totals: &BTreeMap<String, f64>,
) -> Result<Poststratified, UnknownGroup> {
    let mut before: BTreeMap<&str, Sum> = BTreeMap::new();
    for (respondent, group) in sample.respondents.iter().zip(groups) {
        before.entry(group).or_default().add(respondent.weight);
    }
    let unknown = before.keys().find(|group| !totals.contains_key(**group));
    if let Some(group) = unknown {
        return Err(UnknownGroup((*group).to_owned()));
    }
    let scale = |group: &str| totals[group] / before[group].value();
    let rows = || sample.respondents.iter().zip(groups);
    let weights: Vec<f64> = rows().map(|(r, group)| r.weight * scale(group)).collect();
    let weight_sum = sum(weights.iter().copied());
    let weighted = || sample.respondents.iter().zip(&weights);
    let mean =
        (weight_sum > 0.0).then(|| sum(weighted().map(|(r, weight)| weight * r.y)) / weight_sum);
    let mut of_group: BTreeMap<&str, Sum> = BTreeMap::new();
    for ((respondent, weight), group) in weighted().zip(groups) {
        of_group.entry(group).or_default().add(weight * respondent.y);
    }
    let group_mean = |group: &str| of_group[group].value() / totals[group];
    let scores: Vec<f64> = weighted()
        .zip(groups)
        .map(|((r, weight), group)| weight * (r.y - group_mean(group)) / weight_sum)
        .collect();
    let variance = mean.map(|_| sample.variance(&scores));
    Ok(Poststratified { mean, variance, weight_sum, weights })
}
