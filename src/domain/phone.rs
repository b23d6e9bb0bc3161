//! Telephone numbers as exports write them, and what may be dialled.

use std::fmt;

use super::pii::Pii;

/// A dialable number: a mainland mobile or a landline with its area code, digits only
/// (`13900008763`, `075512345678`). `Debug` hides it: a number is personal data.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PhoneNumber(String);

/// Why a text is no dialable number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PhoneError {
    /// Something other than digits and separators: not a number at all.
    #[error("not a telephone number")]
    NotDigits,
    /// Digits, but neither a mainland mobile nor a landline with area code.
    #[error("wrong number of digits")]
    WrongLength,
}

impl PhoneNumber {
    /// Reads a number. Spaces, hyphens, brackets and a leading `+86` or `0086` are dropped.
    ///
    /// # Errors
    /// [`PhoneError::NotDigits`] for text, [`PhoneError::WrongLength`] for digits nobody can dial.
    pub fn parse(text: &str) -> Result<Self, PhoneError> {
        let plain: String = text
            .chars()
            .filter(|c| !matches!(c, ' ' | '-' | '(' | ')' | '\u{ff08}' | '\u{ff09}'))
            .collect();
        let digits = plain.strip_prefix("+86").unwrap_or(&plain);
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(PhoneError::NotDigits);
        }
        let digits = digits.strip_prefix("0086").unwrap_or(digits);
        if is_mobile(digits) || is_landline(digits) {
            Ok(Self(digits.to_owned()))
        } else {
            Err(PhoneError::WrongLength)
        }
    }

    /// The digits, for dialling and for storing.
    pub fn digits(&self) -> &str {
        &self.0
    }

    /// How a screen shows the number to people who may not see it: `139****8763`.
    pub fn masked(&self) -> String {
        mask(&self.0)
    }
}

/// Masks any text that may be a number: the last four characters stay, and the first three when
/// there are enough of them.
pub fn mask(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let tail: String = characters[characters.len().saturating_sub(4)..].iter().collect();
    match characters.len() {
        0 => String::new(),
        1..=7 => "****".to_owned(),
        _ => characters[..3].iter().collect::<String>() + "****" + &tail,
    }
}

fn is_mobile(digits: &str) -> bool {
    digits.len() == 11 && digits.starts_with('1') && !matches!(digits.as_bytes()[1], b'0'..=b'2')
}

fn is_landline(digits: &str) -> bool {
    (10..=12).contains(&digits.len())
        && digits.starts_with('0')
        && !matches!(digits.as_bytes()[1], b'0')
}

impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[phone]")
    }
}

/// The numbers that can be dialled, in order, each once. The first is the one to call: of the
/// request's own, the household's and the household's second (issue 2, "Calendar and the daily
/// batch").
pub fn dialable<'a>(texts: impl IntoIterator<Item = &'a Pii<String>>) -> Vec<PhoneNumber> {
    let mut numbers = Vec::new();
    for text in texts {
        if let Ok(number) = PhoneNumber::parse(text.reveal())
            && !numbers.contains(&number)
        {
            numbers.push(number);
        }
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_people_write_are_read_and_others_refused() {
        let cases = [
            ("13900008763", Ok("13900008763")),
            ("139 0000 8763", Ok("13900008763")),
            ("+8613900008763", Ok("13900008763")),
            ("0086 139-0000-8763", Ok("13900008763")),
            ("0755-12345678", Ok("075512345678")),
            ("(010)87654321", Ok("01087654321")),
            ("12345678", Err(PhoneError::WrongLength)),
            ("139000087", Err(PhoneError::WrongLength)),
            ("12900008763", Err(PhoneError::WrongLength)),
            ("not a phone", Err(PhoneError::NotDigits)),
            ("1390000876x", Err(PhoneError::NotDigits)),
            ("", Err(PhoneError::NotDigits)),
        ];
        for (text, expected) in cases {
            let read = PhoneNumber::parse(text);
            assert_eq!(read.as_ref().map(PhoneNumber::digits).map_err(|e| *e), expected, "{text}");
        }
    }

    #[test]
    fn masking_keeps_the_ends_only() {
        for (text, masked) in [("13900008763", "139****8763"), ("1234567", "****"), ("", "")] {
            assert_eq!(mask(text), masked);
        }
    }
}
