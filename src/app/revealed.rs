//! Puts personal data on a page, on purpose: a field of a page's type names this function, so that
//! every such place can be found. `Debug` of the same type still hides it.

use serde::Serializer;

use crate::domain::pii::Pii;

/// Serialises the words themselves.
pub fn revealed<S: Serializer>(words: &Pii<String>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(words.reveal())
}

/// Serialises the words themselves, or null.
pub fn maybe_revealed<S: Serializer>(
    words: &Option<Pii<String>>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match words {
        Some(words) => serializer.serialize_some(words.reveal()),
        None => serializer.serialize_none(),
    }
}
