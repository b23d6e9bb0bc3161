//! The one error of the use cases: a stable code with parameters for programs, a sentence for the
//! log. What a client reads is made from the code, so no SQL and no path ever leaves.

use serde_json::{Map, Value, json};

use crate::store::StoreError;

/// What kind of refusal it is; the HTTP edge makes a status of it, the command line an exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such thing.
    NotFound,
    /// It cannot be done in the present state.
    Conflict,
    /// What was asked for is wrong in itself.
    Invalid,
    /// This person may not.
    Forbidden,
    /// Something failed that is not the caller's doing.
    Internal,
}

/// Why a use case did not do what was asked.
#[derive(Debug, thiserror::Error)]
#[error("{sentence}")]
pub struct AppError {
    /// What kind of refusal it is.
    pub refusal: Refusal,
    /// The stable code, such as `batch.not_a_workday`.
    pub code: &'static str,
    /// Parameters of the sentence.
    pub params: Map<String, Value>,
    /// The sentence in English, for the log and the command line.
    pub sentence: String,
    /// What to do about it, when there is something.
    pub hint: Option<String>,
}

impl AppError {
    fn new(refusal: Refusal, code: &'static str, sentence: impl Into<String>) -> Self {
        Self { refusal, code, params: Map::new(), sentence: sentence.into(), hint: None }
    }

    /// There is no such thing.
    pub fn not_found(code: &'static str, sentence: impl Into<String>) -> Self {
        Self::new(Refusal::NotFound, code, sentence)
    }

    /// It cannot be done in the present state.
    pub fn conflict(code: &'static str, sentence: impl Into<String>) -> Self {
        Self::new(Refusal::Conflict, code, sentence)
    }

    /// What was asked for is wrong in itself.
    pub fn invalid(code: &'static str, sentence: impl Into<String>) -> Self {
        Self::new(Refusal::Invalid, code, sentence)
    }

    /// This person may not.
    pub fn forbidden(code: &'static str, sentence: impl Into<String>) -> Self {
        Self::new(Refusal::Forbidden, code, sentence)
    }

    /// Something failed that is not the caller's doing.
    pub fn internal(sentence: impl Into<String>) -> Self {
        Self::new(Refusal::Internal, "internal", sentence)
    }

    /// Adds a parameter.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.params.insert(name.to_owned(), value.into());
        self
    }

    /// Adds a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The problem document's parameters.
    pub fn params_json(&self) -> Value {
        json!(self.params)
    }
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict { .. } => Self::conflict("changed_meanwhile", error.to_string())
                .hint("load it again and repeat the change"),
            other => Self::internal(other.to_string()),
        }
    }
}

/// A stored code that no version of this program wrote.
pub fn unreadable(what: &'static str, value: &str) -> AppError {
    StoreError::Unreadable { what, value: value.to_owned() }.into()
}
