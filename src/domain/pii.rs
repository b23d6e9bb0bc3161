//! Personal data has a type of its own, and that type cannot reach a log.

use std::fmt;

/// Personal data: a name, a telephone number, an address, something a resident said.
///
/// `Debug` and `Display` print a placeholder and there is no `Serialize`, so a value can neither be
/// logged nor sent by accident. Whoever needs it says so with [`Pii::reveal`].
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Pii<T>(T);

impl<T> Pii<T> {
    /// Wraps a value on its way in.
    pub fn new(value: T) -> Self {
        Self(value)
    }

    /// The value itself: for the store, for dialling, and for screens whose reader may see it.
    pub fn reveal(&self) -> &T {
        &self.0
    }

    /// Unwraps the value.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> fmt::Debug for Pii<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[personal]")
    }
}

impl<T> fmt::Display for Pii<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[personal]")
    }
}

impl From<&str> for Pii<String> {
    fn from(value: &str) -> Self {
        Self(value.to_owned())
    }
}

impl From<String> for Pii<String> {
    fn from(value: String) -> Self {
        Self(value)
    }
}
