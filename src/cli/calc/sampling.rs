//! Operations on draws: allocation, digests, keys, rotation, streams.

use std::collections::BTreeMap;

use num_traits::Signed;
use serde::Deserialize;
use serde_json::{Value, json};

use super::input::{CalcError, Count, Exact, Hex, Label, read, same_length};
use crate::domain::sampling::rotation::draw_digest;
use crate::domain::sampling::{self as draws, Allocation, FrameRow, Rotation, Stream, YearKey};

#[derive(Deserialize)]
struct AllocateInput {
    n: Count,
    weights: Vec<Exact>,
    min: Option<Vec<Count>>,
    cap: Option<Vec<Count>>,
    keys: Option<Vec<Label>>,
}

/// ALLOC-1. Without bounds a stratum may get anything from nothing to all.
pub fn allocate(input: Value) -> Result<Value, CalcError> {
    let input: AllocateInput = read(input)?;
    let count = input.weights.len();
    let all = |value: u64| (0..count).map(|_| Count(value)).collect();
    let min: Vec<Count> = input.min.unwrap_or_else(|| all(0));
    let cap: Vec<Count> = input.cap.unwrap_or_else(|| all(input.n.0));
    // Without keys the strata are told apart by their places.
    let places = || (0..count).map(|place| Label(format!("{place:020}"))).collect();
    let keys: Vec<Label> = input.keys.unwrap_or_else(places);
    let lengths =
        [("weights", count), ("min", min.len()), ("cap", cap.len()), ("keys", keys.len())];
    same_length(&lengths)?;
    let strata: Vec<Allocation> = input
        .weights
        .into_iter()
        .zip(min.iter().zip(&cap).zip(&keys))
        .map(|(weight, ((min, cap), key))| Allocation {
            key: &key.0,
            weight: weight.0,
            min: min.0,
            cap: cap.0,
        })
        .collect();
    let shares =
        draws::allocate(input.n.0, &strata).map_err(|error| CalcError::new(error.code(), error))?;
    Ok(json!({ "alloc": shares }))
}

#[derive(Deserialize)]
struct QuotaInput {
    #[serde(rename = "N")]
    households: Count,
    rate: Exact,
    months: Option<Count>,
}

/// What a yearly rate means month by month.
pub fn annual_quota(input: Value) -> Result<Value, CalcError> {
    let input: QuotaInput = read(input)?;
    let months = u32::try_from(input.months.map_or(12, |months| months.0))
        .ok()
        .filter(|months| (1..=1200).contains(months))
        .ok_or_else(|| CalcError::invalid("months must be between 1 and 1200"))?;
    let rate = checked_rate(&input.rate)?;
    let quota = draws::annual_quota(input.households.0, rate, months);
    let cumulative = quota.cumulative;
    Ok(json!({ "annual": quota.annual, "cumulative": cumulative, "monthly": quota.monthly }))
}

fn checked_rate(rate: &Exact) -> Result<&num_rational::BigRational, CalcError> {
    if rate.0.is_negative() {
        return Err(CalcError::invalid(format!("rate {} is negative", rate.0)));
    }
    Ok(&rate.0)
}

#[derive(Deserialize)]
struct FrameInput {
    rows: Vec<(String, String, String)>,
}

/// FRAME-1.
pub fn frame_digest(input: Value) -> Result<Value, CalcError> {
    let input: FrameInput = read(input)?;
    let rows: Vec<FrameRow> = input
        .rows
        .iter()
        .map(|(unit_id, stratum_key, status)| FrameRow { unit_id, stratum_key, status })
        .collect();
    Ok(json!({ "digest": hex::encode(digest(&rows)?) }))
}

fn digest(rows: &[FrameRow]) -> Result<[u8; 32], CalcError> {
    draws::frame_digest(rows).map_err(|error| CalcError::new(error.code(), error))
}

#[derive(Deserialize)]
struct SeedInput {
    secret: Hex,
    year: Count,
    beacon: Hex,
    #[serde(default)]
    unit_ids: Vec<String>,
}

/// SEED-1: commitment, year key, permanent random numbers.
pub fn seed_prn(input: Value) -> Result<Value, CalcError> {
    let input: SeedInput = read(input)?;
    let year = u16::try_from(input.year.0)
        .ok()
        .filter(|year| *year <= 9999)
        .ok_or_else(|| CalcError::invalid("year must have four digits"))?;
    let key = YearKey::derive(&input.secret.0, year, &input.beacon.0);
    let numbers: Vec<String> =
        input.unit_ids.iter().map(|unit| hex::encode(key.random_number(unit))).collect();
    Ok(json!({
        "commitment": hex::encode(draws::commitment(&input.secret.0)),
        "year_key": hex::encode(key.0),
        "prn": numbers,
    }))
}

#[derive(Deserialize)]
struct RotateInput {
    year_key: Hex,
    rate: Exact,
    frames: Vec<BTreeMap<String, String>>,
}

/// ROTATE-1 over the months of a year.
pub fn rotate_year(input: Value) -> Result<Value, CalcError> {
    let input: RotateInput = read(input)?;
    if input.frames.len() > 12 {
        return Err(CalcError::invalid("a year has twelve months, and so many frames at most"));
    }
    let key = YearKey(input.year_key.array("year_key")?);
    let mut rotation = Rotation::new(key, checked_rate(&input.rate)?.clone());
    let months = input
        .frames
        .iter()
        .map(|frame| {
            let draw =
                rotation.draw_month(frame).map_err(|error| CalcError::new(error.code(), error))?;
            let row = |(unit_id, stratum_key)| FrameRow { unit_id, stratum_key, status: "A" };
            let rows: Vec<FrameRow> =
                frame.iter().map(|(unit, key)| row((unit.as_str(), key.as_str()))).collect();
            let centers: BTreeMap<&String, Value> = draw
                .centers
                .iter()
                .map(|(center, target)| {
                    let target = json!({
                        "N": target.households,
                        "covered_before": target.covered_before,
                        "target_cum": target.target,
                    });
                    (center, target)
                })
                .collect();
            Ok(json!({
                "month": draw.month,
                "frame_digest": hex::encode(digest(&rows)?),
                "alloc": draw.allocation,
                "selected": draw.selected,
                "wrapped": draw.wrapped,
                "centers": centers,
                "draw_digest": hex::encode(draw_digest(&draw)),
            }))
        })
        .collect::<Result<Vec<Value>, CalcError>>()?;
    Ok(json!({ "months": months }))
}

/// The longest sequence answered.
const WORDS_MAX: u64 = 1_000_000;

#[derive(Deserialize)]
struct WordsInput {
    key: Hex,
    nonce: Hex,
    n: Count,
}

/// STREAM-1: its words.
pub fn stream_words(input: Value) -> Result<Value, CalcError> {
    let input: WordsInput = read(input)?;
    if input.n.0 > WORDS_MAX {
        return Err(CalcError::invalid(format!("n exceeds {WORDS_MAX}")));
    }
    let mut stream = Stream::new(&input.key.array("key")?, &input.nonce.array("nonce")?);
    let words: Vec<String> = (0..input.n.0).map(|_| stream.word().to_string()).collect();
    Ok(json!({ "u64": words }))
}

#[derive(Deserialize)]
struct BelowInput {
    key: Hex,
    nonce: Hex,
    n: Vec<Count>,
}

/// STREAM-1: whole numbers below bounds, one after the other.
pub fn stream_below(input: Value) -> Result<Value, CalcError> {
    let input: BelowInput = read(input)?;
    if input.n.iter().any(|bound| bound.0 == 0) {
        return Err(CalcError::invalid("no number is below 0"));
    }
    let mut stream = Stream::new(&input.key.array("key")?, &input.nonce.array("nonce")?);
    let values: Vec<String> = input.n.iter().map(|n| stream.below(n.0).to_string()).collect();
    Ok(json!({ "values": values }))
}

#[derive(Deserialize)]
struct ShuffleInput {
    key: Hex,
    label: String,
    items: Vec<String>,
}

/// STREAM-1: a random order.
pub fn stream_shuffle(input: Value) -> Result<Value, CalcError> {
    let mut input: ShuffleInput = read(input)?;
    let mut stream = Stream::labelled(&input.key.array("key")?, &input.label);
    stream.shuffle(&mut input.items);
    Ok(json!({ "order": input.items }))
}
