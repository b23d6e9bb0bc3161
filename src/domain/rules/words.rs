//! One thing said in both languages of the screen.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A name or a sentence in Chinese and in English.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}
