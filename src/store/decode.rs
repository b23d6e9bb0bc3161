//! Reads stored texts back into the types of the domain. An absent text is stored as an empty one
//! where the column is `not null`.

use chrono::NaiveDate;

use super::database::StoreError;
use crate::domain::coded::Coded;
use crate::domain::pii::Pii;

/// Reads a stored code.
pub(super) fn code<T: Coded>(what: &'static str, text: &str) -> Result<T, StoreError> {
    let found = T::ALL.iter().copied().find(|value| value.code() == text);
    found.ok_or_else(|| StoreError::Unreadable { what, value: text.to_owned() })
}

/// Reads a stored date that may be absent.
pub(super) fn date(text: Option<&str>) -> Result<Option<NaiveDate>, StoreError> {
    let read = |text: &str| {
        text.parse().map_err(|_| StoreError::Unreadable { what: "date", value: text.to_owned() })
    };
    text.map(read).transpose()
}

/// A text, unless it is the empty one that stands for none.
pub(super) fn filled(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

/// A personal text, unless it is the empty one that stands for none.
pub(super) fn personal(text: String) -> Option<Pii<String>> {
    filled(text).map(Pii::new)
}

/// What is stored for a personal text that may be absent.
pub(super) fn revealed(text: Option<&Pii<String>>) -> &str {
    text.map_or("", |text| text.reveal().as_str())
}
