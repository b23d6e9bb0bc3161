//! Operations on counts: response rates, intervals, sizes, several tests at once.

use serde::Deserialize;
use serde_json::{Value, json};

use super::input::{CalcError, Count, Number, level, read};
use crate::domain::estimation::size::{self, SizeQuestion};
use crate::domain::estimation::{
    DispositionCounts, EligibilityMethod, clopper_pearson, holm as adjusted, hypergeometric, wilson,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CountsInput {
    #[serde(rename = "I")]
    i: Option<Number>,
    #[serde(rename = "P")]
    p: Option<Number>,
    #[serde(rename = "R")]
    r: Option<Number>,
    #[serde(rename = "NC")]
    nc: Option<Number>,
    #[serde(rename = "O")]
    o: Option<Number>,
    #[serde(rename = "UH")]
    uh: Option<Number>,
    #[serde(rename = "UO")]
    uo: Option<Number>,
    #[serde(rename = "NE")]
    ne: Option<Number>,
}

#[derive(Deserialize)]
struct RatesInput {
    counts: CountsInput,
    e: Option<Number>,
    e_method: Option<Method>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Method {
    Casro,
    Given,
}

/// AAPOR rates. Without a method, a given `e` is used, else it is computed.
pub fn aapor_rates(input: Value) -> Result<Value, CalcError> {
    let input: RatesInput = read(input)?;
    let number = |number: Option<Number>| number.map_or(0.0, |number| number.0);
    let counts = input.counts;
    let counts = DispositionCounts {
        i: number(counts.i),
        p: number(counts.p),
        r: number(counts.r),
        nc: number(counts.nc),
        o: number(counts.o),
        uh: number(counts.uh),
        uo: number(counts.uo),
        ne: number(counts.ne),
    };
    let all = [counts.i, counts.p, counts.r, counts.nc, counts.o, counts.uh, counts.uo, counts.ne];
    if all.iter().any(|count| *count < 0.0) {
        return Err(CalcError::invalid("a count is negative"));
    }
    let given = input.e.map(|e| e.0);
    if given.is_some_and(|e| !(0.0..=1.0).contains(&e)) {
        return Err(CalcError::invalid("e does not lie between 0 and 1"));
    }
    let method = match (input.e_method, given) {
        (Some(Method::Given), given) | (None, given @ Some(_)) => EligibilityMethod::Given(given),
        (Some(Method::Casro) | None, _) => EligibilityMethod::Casro,
    };
    let e = counts.eligibility(method);
    Ok(json!({ "e": e, "rates": counts.rates(e) }))
}

#[derive(Deserialize)]
struct BinomialInput {
    x: Number,
    n: Number,
    level: Option<Number>,
}

/// Wilson's and Clopper and Pearson's intervals.
pub fn binomial_ci(input: Value) -> Result<Value, CalcError> {
    let input: BinomialInput = read(input)?;
    let (hits, answers, level) = (input.x.0, input.n.0, level(input.level)?);
    if hits < 0.0 || hits > answers {
        return Err(CalcError::invalid("x does not lie between 0 and n"));
    }
    Ok(json!({
        "wilson": wilson(hits, answers, level),
        "clopper_pearson": clopper_pearson(hits, answers, level),
    }))
}

#[derive(Deserialize)]
struct HypergeometricInput {
    x: Count,
    n: Count,
    #[serde(rename = "N")]
    households: Count,
    level: Option<Number>,
}

/// The exact interval of a simple random sample from a finite number.
pub fn hypergeometric_ci(input: Value) -> Result<Value, CalcError> {
    let input: HypergeometricInput = read(input)?;
    let level = level(input.level)?;
    let households = input.households.0;
    let range = hypergeometric(input.x.0, input.n.0, households, level)
        .ok_or_else(|| CalcError::invalid("x must not exceed n, nor n exceed N"))?;
    let share = |marked: u64| (households > 0).then(|| marked as f64 / households as f64);
    Ok(json!({
        "K_lower": range.lower,
        "K_upper": range.upper,
        "p_lower": share(range.lower),
        "p_upper": share(range.upper),
    }))
}

#[derive(Deserialize)]
struct SizeInput {
    p: Number,
    moe: Number,
    level: Option<Number>,
    #[serde(rename = "N")]
    households: Option<Number>,
    deff: Option<Number>,
    response_rate: Option<Number>,
}

/// How many answers a margin needs, and how many households to call.
pub fn sample_size(input: Value) -> Result<Value, CalcError> {
    let input: SizeInput = read(input)?;
    if !(0.0..=1.0).contains(&input.p.0) {
        return Err(CalcError::invalid("p does not lie between 0 and 1"));
    }
    let positive = |name: &str, number: f64| {
        let message = || CalcError::invalid(format!("{name} must be above 0"));
        (number > 0.0).then_some(number).ok_or_else(message)
    };
    let response_rate = input.response_rate.map(|rate| positive("response_rate", rate.0));
    let question = SizeQuestion {
        share: input.p.0,
        margin: positive("moe", input.moe.0)?,
        level: level(input.level)?,
        households: input.households.map(|households| households.0),
        design_effect: positive("deff", input.deff.map_or(1.0, |deff| deff.0))?,
        response_rate: response_rate.transpose()?,
    };
    let (needed, calls) = question.answer();
    Ok(json!({ "n": needed as u64, "draw": calls.map(|calls| calls as u64) }))
}

#[derive(Deserialize)]
struct MarginInput {
    p: Number,
    n: Number,
    #[serde(rename = "N")]
    households: Option<Number>,
    level: Option<Number>,
}

/// The margin that so many answers give.
pub fn margin_of_error(input: Value) -> Result<Value, CalcError> {
    let input: MarginInput = read(input)?;
    let households = input.households.map(|households| households.0);
    if households.is_some_and(|households| input.n.0 > households) {
        return Err(CalcError::invalid("n exceeds N"));
    }
    let margin = size::margin_of_error(input.p.0, input.n.0, households, level(input.level)?);
    Ok(json!({ "se": margin.map(|(error, _)| error), "moe": margin.map(|(_, margin)| margin) }))
}

#[derive(Deserialize)]
struct HolmInput {
    p: Vec<Number>,
}

/// p-values of several tests, adjusted.
pub fn holm(input: Value) -> Result<Value, CalcError> {
    let input: HolmInput = read(input)?;
    let p_values: Vec<f64> = input.p.iter().map(|p| p.0).collect();
    if p_values.iter().any(|p| !(0.0..=1.0).contains(p)) {
        return Err(CalcError::invalid("a p-value does not lie between 0 and 1"));
    }
    Ok(json!({ "adjusted": adjusted(&p_values) }))
}
