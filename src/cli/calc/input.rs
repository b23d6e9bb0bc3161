//! What operations read: exact numbers, labels, bytes.

use num_rational::BigRational;
use num_traits::ToPrimitive;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::domain::sampling::exact;

/// Why a line has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalcError {
    /// Stable, for programs.
    pub code: &'static str,
    /// For people.
    pub message: String,
}

impl CalcError {
    /// An error with its code and its sentence.
    pub fn new(code: &'static str, message: impl std::fmt::Display) -> Self {
        Self { code, message: message.to_string() }
    }

    /// Input that does not fit the operation.
    pub fn invalid(message: impl std::fmt::Display) -> Self {
        Self::new("invalid_input", message)
    }
}

/// Reads the input of an operation.
pub fn read<T: DeserializeOwned>(input: Value) -> Result<T, CalcError> {
    serde_json::from_value(input).map_err(CalcError::invalid)
}

/// An exact number: a whole number, or a text holding one, a decimal or a fraction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exact(pub BigRational);

impl<'de> Deserialize<'de> for Exact {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = match Value::deserialize(deserializer)? {
            Value::String(text) => text,
            // A decimal of the input is read by its digits, not by its binary value.
            Value::Number(number) => number
                .as_f64()
                .filter(|_| number.is_f64())
                .map_or_else(|| number.to_string(), |number| number.to_string()),
            other => return Err(serde::de::Error::custom(format!("`{other}` is no number"))),
        };
        exact(&text).map(Self).map_err(serde::de::Error::custom)
    }
}

/// A number estimates are made from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number(pub f64);

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let number = match &value {
            Value::Number(number) => number.as_f64(),
            Value::String(text) => exact(text).ok().and_then(|number| number.to_f64()),
            Value::Bool(yes) => Some(f64::from(u8::from(*yes))),
            _ => None,
        };
        let number = number.filter(|number| number.is_finite());
        number.map(Self).ok_or_else(|| serde::de::Error::custom(format!("`{value}` is no number")))
    }
}

/// A whole number that is not negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count(pub u64);

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Exact(number) = Exact::deserialize(deserializer)?;
        let whole = number.is_integer().then(|| number.to_integer()).and_then(|n| n.to_u64());
        whole.map(Self).ok_or_else(|| {
            serde::de::Error::custom(format!("{number} is no whole number of 0 or more"))
        })
    }
}

/// A name of a stratum, group or domain; numbers and truth values are names as well.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label(pub String);

impl<'de> Deserialize<'de> for Label {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::String(text) => Ok(Self(text)),
            value @ (Value::Number(_) | Value::Bool(_)) => Ok(Self(value.to_string())),
            other => Err(serde::de::Error::custom(format!("`{other}` is no name"))),
        }
    }
}

/// Bytes written in hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hex(pub Vec<u8>);

impl<'de> Deserialize<'de> for Hex {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        hex::decode(text.trim())
            .map(Self)
            .map_err(|error| serde::de::Error::custom(format!("not hexadecimal: {error}")))
    }
}

impl Hex {
    /// Exactly `N` bytes.
    pub fn array<const N: usize>(&self, what: &str) -> Result<[u8; N], CalcError> {
        let length = self.0.len();
        <[u8; N]>::try_from(self.0.as_slice())
            .map_err(|_| CalcError::invalid(format!("{what} has {length} bytes instead of {N}")))
    }
}

/// Refuses lists that should be equally long and are not.
pub fn same_length(lists: &[(&str, usize)]) -> Result<(), CalcError> {
    match lists.windows(2).find(|pair| pair[0].1 != pair[1].1) {
        None => Ok(()),
        Some(pair) => {
            let ((a, length_a), (b, length_b)) = (pair[0], pair[1]);
            Err(CalcError::invalid(format!("{a} has {length_a} entries and {b} has {length_b}")))
        }
    }
}

/// A confidence level between 0 and 1.
pub fn level(level: Option<Number>) -> Result<f64, CalcError> {
    let level = level.map_or(0.95, |level| level.0);
    if level > 0.0 && level < 1.0 {
        Ok(level)
    } else {
        Err(CalcError::invalid(format!("level {level} does not lie between 0 and 1")))
    }
}
