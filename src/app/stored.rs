//! Reads what the store keeps as codes and numbers back into the types of the domain.

use chrono::NaiveDate;
use uuid::Uuid;

use super::error::{AppError, unreadable};
use crate::domain::coded::Coded;

/// Reads a stored code.
pub fn code<T: Coded>(what: &'static str, value: &str) -> Result<T, AppError> {
    T::ALL
        .iter()
        .copied()
        .find(|candidate| candidate.code() == value)
        .ok_or_else(|| unreadable(what, value))
}

/// Reads a stored code that may be absent.
pub fn maybe_code<T: Coded>(
    what: &'static str,
    value: Option<&str>,
) -> Result<Option<T>, AppError> {
    value.map(|value| code(what, value)).transpose()
}

/// Reads a stored date.
pub fn date(value: &str) -> Result<NaiveDate, AppError> {
    value.parse().map_err(|_| unreadable("date", value))
}

/// Reads a stored identifier.
pub fn id(value: &str) -> Result<Uuid, AppError> {
    value.parse().map_err(|_| unreadable("identifier", value))
}
