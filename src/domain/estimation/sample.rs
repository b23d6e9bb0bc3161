//! A stratified sample with its weights: what estimates are made of.

use std::collections::{BTreeMap, BTreeSet};

/// One who answered the question at hand.
#[derive(Clone, Debug, PartialEq)]
pub struct Respondent<'a> {
    /// The stratum drawn from.
    pub stratum: &'a str,
    /// Final weight: how many households the answer stands for.
    pub weight: f64,
    /// The answer: 1 satisfied, 0 not, or any measure.
    pub y: f64,
}

/// What is done with strata in which only one answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lonely {
    /// Their score is taken as it is, not less a mean it alone would make.
    #[default]
    Adjust,
    /// They are joined with the next stratum by key.
    Collapse,
}

/// Why a sample cannot be estimated from.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SampleError {
    /// Somebody answered from a stratum whose size is not known.
    #[error("stratum `{0}` has answers but no population")]
    UnknownStratum(String),
    /// More answered than there are.
    #[error("stratum `{0}` has more answers than households")]
    MoreAnswersThanHouseholds(String),
    /// A weight that is not above 0.
    #[error("answer {0} (counted from 1) has a weight that is not above 0")]
    BadWeight(usize),
}

impl SampleError {
    /// The stable code for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownStratum(_) => "unknown_stratum",
            Self::MoreAnswersThanHouseholds(_) => "more_answers_than_households",
            Self::BadWeight(_) => "bad_weight",
        }
    }
}

/// A stratum as the variance sees it.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Stratum {
    households: f64,
    respondents: usize,
}

/// Respondents and the strata they come from, checked.
#[derive(Clone, Debug)]
pub struct Sample<'a> {
    pub(super) respondents: Vec<Respondent<'a>>,
    /// Each respondent's stratum, by number.
    stratum_of: Vec<usize>,
    strata: Vec<Stratum>,
    finite: bool,
}

impl<'a> Sample<'a> {
    /// Puts a sample together; `population` is each stratum's households, `finite` whether the
    /// variance takes into account how large a part of them answered.
    ///
    /// # Errors
    /// For strata without a size, with more answers than households, and for weights not above 0.
    pub fn new(
        respondents: Vec<Respondent<'a>>,
        population: &BTreeMap<String, f64>,
        finite: bool,
        lonely: Lonely,
    ) -> Result<Self, SampleError> {
        if let Some(index) = respondents.iter().position(|r| r.weight.is_nan() || r.weight <= 0.0) {
            return Err(SampleError::BadWeight(index + 1));
        }
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for respondent in &respondents {
            *counts.entry(respondent.stratum).or_default() += 1;
        }
        for (key, count) in &counts {
            let Some(households) = population.get(*key) else {
                return Err(SampleError::UnknownStratum((*key).to_owned()));
            };
            if *count as f64 > *households {
                return Err(SampleError::MoreAnswersThanHouseholds((*key).to_owned()));
            }
        }
        let (places, strata) = match lonely {
            Lonely::Adjust => one_each(&counts, population),
            Lonely::Collapse => joined(&counts, population),
        };
        let stratum_of = respondents.iter().map(|r| places[r.stratum]).collect();
        Ok(Self { respondents, stratum_of, strata, finite })
    }

    /// The variance of a sum of scores, one a respondent in their order; scores outside a domain
    /// are 0, never left out.
    pub fn variance(&self, scores: &[f64]) -> f64 {
        let mut totals = vec![super::sum::Sum::default(); self.strata.len()];
        for (place, score) in self.stratum_of.iter().zip(scores) {
            totals[*place].add(*score);
        }
        let mean = |place: usize| totals[place].value() / self.strata[place].respondents as f64;
        let means: Vec<f64> = (0..self.strata.len()).map(mean).collect();
        let mut squares = vec![super::sum::Sum::default(); self.strata.len()];
        for (place, score) in self.stratum_of.iter().zip(scores) {
            let stratum = &self.strata[*place];
            let from = if stratum.respondents == 1 { 0.0 } else { means[*place] };
            squares[*place].add((score - from) * (score - from));
        }
        let part = |(stratum, squares): (&Stratum, &super::sum::Sum)| {
            let count = stratum.respondents as f64;
            let spread = if stratum.respondents == 1 { 1.0 } else { count / (count - 1.0) };
            self.unseen(stratum) * spread * squares.value()
        };
        super::sum::sum(self.strata.iter().zip(&squares).map(part))
    }

    /// Strata with a respondent for whom `inside` holds.
    pub fn strata_with(&self, inside: &[bool]) -> BTreeSet<usize> {
        let places = self.stratum_of.iter().zip(inside);
        places.filter(|(_, inside)| **inside).map(|(place, _)| *place).collect()
    }

    /// Whether everybody of these strata answered.
    pub fn is_complete(&self, strata: &BTreeSet<usize>) -> bool {
        !strata.is_empty() && strata.iter().all(|place| self.unseen(&self.strata[*place]) <= 0.0)
    }

    /// The part of a stratum that was not seen; all of it when size does not matter.
    fn unseen(&self, stratum: &Stratum) -> f64 {
        if self.finite { 1.0 - stratum.respondents as f64 / stratum.households } else { 1.0 }
    }
}

type Places<'k> = (BTreeMap<&'k str, usize>, Vec<Stratum>);

fn one_each<'k>(
    counts: &BTreeMap<&'k str, usize>,
    population: &BTreeMap<String, f64>,
) -> Places<'k> {
    let mut places = BTreeMap::new();
    let mut strata = Vec::new();
    for (key, respondents) in counts {
        places.insert(*key, strata.len());
        strata.push(Stratum { households: population[*key], respondents: *respondents });
    }
    (places, strata)
}

/// Strata in which fewer than two answered are joined with the next by key, the last with the one
/// before.
fn joined<'k>(counts: &BTreeMap<&'k str, usize>, population: &BTreeMap<String, f64>) -> Places<'k> {
    let mut places = BTreeMap::new();
    let mut strata: Vec<Stratum> = Vec::new();
    let mut open = false;
    for (key, respondents) in counts {
        let households = population[*key];
        match strata.last_mut().filter(|_| open) {
            Some(last) => {
                last.households += households;
                last.respondents += respondents;
            }
            None => strata.push(Stratum { households, respondents: *respondents }),
        }
        places.insert(*key, strata.len() - 1);
        open = strata.last().is_some_and(|last| last.respondents < 2);
    }
    if open && strata.len() > 1 {
        let last = strata.pop().expect("invariant: there are two");
        let kept = strata.len() - 1;
        strata[kept].households += last.households;
        strata[kept].respondents += last.respondents;
        for place in places.values_mut().filter(|place| **place > kept) {
            *place = kept;
        }
    }
    (places, strata)
}
