//! Exact numbers: rates and weights as fractions of whole numbers. Floating point gives 8 for the
//! ceiling of 0.07 × 100 and 57 for the floor of 0.29 × 200 (statistics.md section 12).

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Zero};

/// The longest number read, in characters: longer ones are somebody's mistake.
const LENGTH_MAX: usize = 400;

/// A text that is no exact number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no whole number, decimal or fraction such as 12, 0.3 or 3/10")]
pub struct ExactError(String);

/// Reads a whole number, a decimal or a fraction: `12`, `0.3`, `3/10`. An exponent is not one.
///
/// # Errors
/// When it is none of these, or its denominator is 0.
pub fn exact(text: &str) -> Result<BigRational, ExactError> {
    let trimmed = text.trim();
    let read = || {
        if trimmed.len() > LENGTH_MAX {
            return None;
        }
        match trimmed.split_once('/') {
            Some((above, below)) => {
                let (above, below) = (decimal(above.trim())?, decimal(below.trim())?);
                (!below.is_zero()).then(|| above / below)
            }
            None => decimal(trimmed),
        }
    };
    read().ok_or_else(|| ExactError(text.chars().take(60).collect()))
}

fn decimal(text: &str) -> Option<BigRational> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-BigInt::one(), rest),
        None => (BigInt::one(), text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) {
        return None;
    }
    if digits.contains('.') && fraction.is_empty() {
        return None;
    }
    let number: BigInt = format!("{whole}{fraction}").parse().ok()?;
    let scale = BigInt::from(10).pow(u32::try_from(fraction.len()).ok()?);
    Some(BigRational::new(sign * number, scale))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_exactly() {
        let cases = [
            ("12", (12, 1)),
            ("-3", (-3, 1)),
            ("0.07", (7, 100)),
            ("3/10", (3, 10)),
            (" 6 / 20 ", (3, 10)),
            ("0.5/2", (1, 4)),
            ("9007199254740993", (9_007_199_254_740_993_i64, 1)),
        ];
        for (text, (above, below)) in cases {
            let expected = BigRational::new(BigInt::from(above), BigInt::from(below));
            assert_eq!(exact(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in ["", " ", "1e3", ".5", "5.", "1/0", "1/2/3", "0x10", "--1", "NaN", "1,000"] {
            assert!(exact(text).is_err(), "{text}");
        }
    }
}
