//! The operation on a whole survey round.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::input::{CalcError, Count, Label, Number, read};
use super::samples::LonelyInput;
use crate::domain::estimation::round::{
    self, Case, DomainFigure, DomainRates, FinalDisposition, Period, RoundOptions, StratumKey,
};

#[derive(Deserialize)]
struct RoundInput {
    frame: Vec<FrameInput>,
    cases: Vec<CaseInput>,
    #[serde(default)]
    options: OptionsInput,
}

#[derive(Deserialize)]
struct FrameInput {
    center: Label,
    phase: Label,
    owner: Label,
    stratum: Label,
    #[serde(rename = "N")]
    households: Number,
}

#[derive(Deserialize)]
struct CaseInput {
    case: Label,
    month: Count,
    center: Label,
    phase: Label,
    owner: Label,
    stratum: Label,
    disposition: FinalDisposition,
    satisfied: Option<Number>,
}

#[derive(Default, Deserialize)]
struct OptionsInput {
    month: Option<Count>,
    ytd: Option<Count>,
    cell_min: Option<Count>,
    lonely: Option<LonelyInput>,
}

/// Respondents an adjustment cell needs, unless told otherwise.
const CELL_MIN: u64 = 5;

fn month(count: Count) -> Result<u32, CalcError> {
    let month = u32::try_from(count.0).ok().filter(|month| (1..=12).contains(month));
    month.ok_or_else(|| CalcError::invalid(format!("{} is no month from 1 to 12", count.0)))
}

impl OptionsInput {
    fn read(self) -> Result<RoundOptions, CalcError> {
        let period = match (self.month, self.ytd) {
            (Some(only), None) => Period::Month(month(only)?),
            (None, Some(last)) => Period::YearToDate(month(last)?),
            (None, None) => Period::YearToDate(12),
            (Some(_), Some(_)) => {
                return Err(CalcError::invalid("month and ytd exclude each other"));
            }
        };
        let cell_min = self.cell_min.map_or(CELL_MIN, |least| least.0);
        Ok(RoundOptions {
            period,
            cell_min: usize::try_from(cell_min).unwrap_or(usize::MAX),
            lonely: self.lonely.into(),
        })
    }
}

impl CaseInput {
    fn read(self) -> Result<Case, CalcError> {
        let is_satisfied = match self.satisfied {
            None => None,
            Some(Number(answer)) if answer == 0.0 || answer == 1.0 => Some(answer == 1.0),
            Some(Number(answer)) => {
                let message = format!(
                    "case `{}`: satisfied is true, false or null, not {answer}",
                    self.case.0
                );
                return Err(CalcError::invalid(message));
            }
        };
        Ok(Case {
            id: self.case.0,
            month: month(self.month)?,
            stratum: key(self.center, self.phase, self.owner, self.stratum),
            disposition: self.disposition,
            is_satisfied,
        })
    }
}

fn key(center: Label, phase: Label, owner: Label, stratum: Label) -> StratumKey {
    StratumKey { center: center.0, phase: phase.0, owner: owner.0, stratum: stratum.0 }
}

/// A round from frame and cases to figures.
pub fn estimate_round(input: Value) -> Result<Value, CalcError> {
    let input: RoundInput = read(input)?;
    let options = input.options.read()?;
    let mut frame: BTreeMap<StratumKey, f64> = BTreeMap::new();
    for row in input.frame {
        let key = key(row.center, row.phase, row.owner, row.stratum);
        if frame.contains_key(&key) {
            let message = format!("stratum `{}` stands twice in the frame", key.stratum);
            return Err(CalcError::new("duplicate_stratum", message));
        }
        frame.insert(key, row.households.0);
    }
    let cases = input.cases.into_iter().map(CaseInput::read).collect::<Result<Vec<_>, _>>()?;
    let mut ids: Vec<&str> = cases.iter().map(|case| case.id.as_str()).collect();
    ids.sort_unstable();
    if let Some(pair) = ids.windows(2).find(|pair| pair[0] == pair[1]) {
        return Err(CalcError::new("duplicate_case", format!("case `{}` stands twice", pair[0])));
    }
    let estimate = round::estimate_round(&frame, &cases, options)
        .map_err(|error| CalcError::new(error.code(), error))?;
    let figures = |domains: &BTreeMap<String, DomainFigure>| {
        domains.iter().map(|(name, domain)| (name.clone(), figure(domain))).collect::<Map<_, _>>()
    };
    let rates = |domains: &BTreeMap<String, DomainRates>| {
        domains.iter().map(|(name, domain)| (name.clone(), rates(domain))).collect::<Map<_, _>>()
    };
    Ok(json!({
        "adjust": estimate.adjustments,
        "company": figure(&estimate.company),
        "centers": figures(&estimate.centers),
        "owner": figures(&estimate.owners),
        "aapor_unweighted": rates(&estimate.rates_unweighted),
        "aapor_weighted": rates(&estimate.rates_weighted),
    }))
}

fn figure(domain: &DomainFigure) -> Value {
    let estimate = &domain.estimate;
    json!({
        "n_resp": estimate.respondents,
        "n_satisfied": domain.satisfied,
        "p": estimate.mean,
        "se": estimate.error(),
        "df": estimate.degrees,
        "sum_w": estimate.weight_sum,
        "kish_deff": estimate.weight_effect,
        "n_eff": estimate.effective_size,
        "deff": estimate.design_effect,
        "ci_wilson_t": domain.intervals.wilson_t,
        "ci_beta": domain.intervals.beta,
        "nchs": domain.reliability,
    })
}

fn rates(domain: &DomainRates) -> Value {
    let mut rates = json!(domain.rates);
    if let Value::Object(fields) = &mut rates {
        fields.insert("n".to_owned(), json!(domain.cases));
        fields.insert("e".to_owned(), json!(domain.eligibility));
    }
    rates
}
