//! The share of matters to call back, as a fraction of whole numbers.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A share between 0 and 1, kept as written: `3/10`. Never a percentage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Rate {
    numerator: u32,
    denominator: u32,
}

/// A text that is no share.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no share such as 3/10: whole numbers, at most 1, denominator above 0")]
pub struct RateError(String);

impl Rate {
    /// Whether every matter is called back.
    pub fn is_all(self) -> bool {
        self.numerator == self.denominator
    }

    /// How many of `count` must be called back: the rate times the count, rounded up.
    pub fn of(self, count: u64) -> u64 {
        let share = u128::from(count) * u128::from(self.numerator);
        let rounded_up = share.div_ceil(u128::from(self.denominator));
        u64::try_from(rounded_up).expect("invariant: a share of a count is at most the count")
    }
}

impl FromStr for Rate {
    type Err = RateError;

    fn from_str(text: &str) -> Result<Self, RateError> {
        let read = || {
            let (numerator, denominator) = text.split_once('/')?;
            let numerator = numerator.trim().parse().ok()?;
            let denominator = denominator.trim().parse().ok()?;
            (denominator > 0 && numerator <= denominator).then_some(Self { numerator, denominator })
        };
        read().ok_or_else(|| RateError(text.to_owned()))
    }
}

impl TryFrom<String> for Rate {
    type Error = RateError;

    fn try_from(text: String) -> Result<Self, RateError> {
        text.parse()
    }
}

impl From<Rate> for String {
    fn from(rate: Rate) -> Self {
        rate.to_string()
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.numerator, self.denominator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_rounded_up_and_never_exceeds_the_count() {
        let cases =
            [("1/1", 7, 7), ("3/10", 10, 3), ("3/10", 11, 4), ("3/10", 1, 1), ("0/1", 9, 0)];
        for (rate, count, expected) in cases {
            let rate: Rate = rate.parse().expect("a share");
            assert_eq!(rate.of(count), expected, "{rate} of {count}");
        }
    }

    #[test]
    fn what_is_no_share_is_refused() {
        for text in ["", "1", "30%", "2/1", "1/0", "-1/2", "a/b"] {
            assert_eq!(text.parse::<Rate>(), Err(RateError(text.to_owned())));
        }
    }
}
