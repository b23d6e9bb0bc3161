//! Operations on stratified samples.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};

use super::input::{CalcError, Label, Number, level, read, same_length};
use crate::domain::estimation::poststratify as weights;
use crate::domain::estimation::{
    Estimate, Lonely, Respondent, Sample, SampleError, difference, mean,
};

/// What every operation on a sample reads.
#[derive(Deserialize)]
struct SampleInput {
    /// None: no answer to this question, so no respondent.
    y: Vec<Option<Number>>,
    stratum: Vec<Label>,
    /// Without weights, each answer stands for its stratum's households over its answers.
    weight: Option<Vec<Number>>,
    population: BTreeMap<String, Number>,
    fpc: Option<bool>,
    level: Option<Number>,
    lonely: Option<LonelyInput>,
    domain: Option<Vec<Label>>,
    value: Option<Label>,
    a: Option<Label>,
    b: Option<Label>,
    post: Option<Vec<Label>>,
    totals: Option<BTreeMap<String, Number>>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum LonelyInput {
    Adjust,
    Collapse,
}

impl From<Option<LonelyInput>> for Lonely {
    fn from(input: Option<LonelyInput>) -> Self {
        match input {
            Some(LonelyInput::Collapse) => Self::Collapse,
            Some(LonelyInput::Adjust) | None => Self::Adjust,
        }
    }
}

impl SampleInput {
    fn read(input: Value) -> Result<Self, CalcError> {
        let input: Self = read(input)?;
        let count = input.y.len();
        let length = |list: &Option<Vec<Label>>| list.as_ref().map_or(count, Vec::len);
        same_length(&[
            ("y", count),
            ("stratum", input.stratum.len()),
            ("weight", input.weight.as_ref().map_or(count, Vec::len)),
            ("domain", length(&input.domain)),
            ("post", length(&input.post)),
        ])?;
        Ok(input)
    }

    /// Which entries are respondents.
    fn answered<'a, T>(&'a self, list: &'a [T]) -> impl Iterator<Item = &'a T> {
        list.iter().zip(&self.y).filter(|(_, y)| y.is_some()).map(|(entry, _)| entry)
    }

    fn sample(&self) -> Result<Sample<'_>, CalcError> {
        let population: BTreeMap<String, f64> =
            self.population.iter().map(|(key, number)| (key.clone(), number.0)).collect();
        let mut answers: BTreeMap<&str, f64> = BTreeMap::new();
        for stratum in self.answered(&self.stratum) {
            *answers.entry(&stratum.0).or_default() += 1.0;
        }
        let weight = |index: usize, stratum: &str| match &self.weight {
            Some(weights) => weights[index].0,
            None => population.get(stratum).copied().unwrap_or(1.0) / answers[stratum],
        };
        let respondent = |(index, y): (usize, &Option<Number>)| {
            let stratum = self.stratum[index].0.as_str();
            y.map(|y| Respondent { stratum, weight: weight(index, stratum), y: y.0 })
        };
        let respondents: Vec<Respondent> =
            self.y.iter().enumerate().filter_map(respondent).collect();
        Sample::new(respondents, &population, self.fpc.unwrap_or(true), self.lonely.into())
            .map_err(|error: SampleError| CalcError::new(error.code(), error))
    }

    /// Who of the respondents belongs to a domain; everybody without one.
    fn inside(&self, value: Option<&Label>) -> Result<Vec<bool>, CalcError> {
        match (&self.domain, value) {
            (Some(domain), Some(value)) => {
                Ok(self.answered(domain).map(|label| label == value).collect())
            }
            (None, None) => Ok(self.answered(&self.stratum).map(|_| true).collect()),
            _ => Err(CalcError::invalid("domain and its value belong together")),
        }
    }

    fn estimate(&self) -> Result<Estimate, CalcError> {
        Ok(mean(&self.sample()?, &self.inside(self.value.as_ref())?))
    }
}

/// A mean, of everybody or of a domain.
pub fn stratified_mean(input: Value) -> Result<Value, CalcError> {
    let input = SampleInput::read(input)?;
    let estimate = input.estimate()?;
    Ok(described(&estimate, "mean", Value::Null, Value::Null))
}

/// A share, of everybody or of a domain.
pub fn stratified_proportion(input: Value) -> Result<Value, CalcError> {
    let input = SampleInput::read(input)?;
    if input.y.iter().flatten().any(|y| y.0 != 0.0 && y.0 != 1.0) {
        return Err(CalcError::invalid("y of a proportion is 0 or 1, or null without an answer"));
    }
    let estimate = input.estimate()?;
    let intervals = estimate.share_intervals(level(input.level)?);
    Ok(described(&estimate, "p", json!(intervals.wilson_t), json!(intervals.beta)))
}

fn described(estimate: &Estimate, mean: &str, wilson_t: Value, beta: Value) -> Value {
    let some = estimate.mean.is_some();
    json!({
        "n": estimate.respondents,
        mean: estimate.mean,
        "se": estimate.error(),
        "var": estimate.variance,
        "df": estimate.degrees,
        "total": some.then_some(estimate.total),
        "total_se": some.then_some(estimate.total_error),
        "deff": estimate.design_effect,
        "n_eff": estimate.effective_size,
        "ci_wilson_t": wilson_t,
        "ci_beta": beta,
    })
}

/// Weights brought to known totals.
pub fn poststratify(input: Value) -> Result<Value, CalcError> {
    let input = SampleInput::read(input)?;
    let (Some(post), Some(totals)) = (&input.post, &input.totals) else {
        return Err(CalcError::invalid("post and totals are needed"));
    };
    let totals = totals.iter().map(|(group, total)| (group.clone(), total.0)).collect();
    let groups: Vec<String> = input.answered(post).map(|group| group.0.clone()).collect();
    let sample = input.sample()?;
    let result = weights::poststratify(&sample, &groups, &totals)
        .map_err(|error| CalcError::new("unknown_group", error))?;
    Ok(json!({
        "mean": result.mean,
        "se": result.variance.map(f64::sqrt),
        "sum_w": result.weight_sum,
        "weights": result.weights,
    }))
}

/// The difference of two domains, a less b.
pub fn domain_difference(input: Value) -> Result<Value, CalcError> {
    let input = SampleInput::read(input)?;
    let (Some(a), Some(b)) = (&input.a, &input.b) else {
        return Err(CalcError::invalid("a and b, the two domains, are needed"));
    };
    let (first, second) = (input.inside(Some(a))?, input.inside(Some(b))?);
    let result = difference(&input.sample()?, &first, &second);
    Ok(json!({
        "diff": result.map(|(difference, _)| difference),
        "se": result.map(|(_, variance)| variance.sqrt()),
    }))
}
