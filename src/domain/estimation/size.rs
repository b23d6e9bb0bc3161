//! How many must be asked for a margin, and the margin of how many were asked (statistics.md 11).

use super::quantile::normal_two_sided;

/// What a size is worked out from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SizeQuestion {
    /// Expected share; 0.5 is the worst case.
    pub share: f64,
    /// Half the width of the interval wanted.
    pub margin: f64,
    /// Confidence level, such as 0.95.
    pub level: f64,
    /// Households; none for a population without end.
    pub households: Option<f64>,
    /// Design effect.
    pub design_effect: f64,
    /// Expected share of those called who answer.
    pub response_rate: Option<f64>,
}

/// Room for rounding of floating point before a number is rounded up.
const SLACK: f64 = 1e-9;

impl SizeQuestion {
    /// Answers needed, and households to call for them when the response rate is known.
    pub fn answer(&self) -> (f64, Option<f64>) {
        let z = normal_two_sided(self.level);
        let simple = z * z * self.share * (1.0 - self.share) / (self.margin * self.margin);
        let wanted = simple * self.design_effect;
        let needed = match self.households {
            Some(households) if households > 0.0 => {
                let corrected = wanted / (1.0 + (wanted - 1.0) / households);
                round_up(corrected).min(households)
            }
            Some(_) => 0.0,
            None => round_up(wanted),
        };
        (needed, self.response_rate.map(|rate| round_up(needed / rate)))
    }
}

fn round_up(number: f64) -> f64 {
    (number - SLACK).ceil().max(0.0)
}

/// Standard error and margin of a share from a simple random sample of `answers`, corrected for a
/// finite number of households.
pub fn margin_of_error(
    share: f64,
    answers: f64,
    households: Option<f64>,
    level: f64,
) -> Option<(f64, f64)> {
    if answers <= 0.0 {
        return None;
    }
    let correction = match households {
        Some(households) if households > 1.0 => (households - answers) / (households - 1.0),
        Some(_) => 0.0,
        None => 1.0,
    };
    let error = (share * (1.0 - share) / answers * correction.max(0.0)).sqrt();
    Some((error, normal_two_sided(level) * error))
}
