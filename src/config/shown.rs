//! The settings as `huifang config show` lists them: what won, where it was written, no secret.

use serde::Serialize;

use super::layers::{Entry, Place, Written};

/// One setting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Setting {
    /// Full name: `server.listen`.
    pub key: String,
    /// As written; absent when it is a secret that is set.
    pub value: Option<String>,
    /// Which layer it came from.
    pub source: SettingSource,
    /// Where exactly: `huifang.toml:3`, a variable, an option.
    pub place: String,
}

/// The layers, each winning over the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SettingSource {
    /// The embedded default.
    Default,
    /// The configuration file.
    File,
    /// A variable of the environment.
    Variable,
    /// An option of the command line.
    Option,
}

impl Setting {
    pub(super) fn new(entry: &Entry, is_secret: bool) -> Self {
        let text = match &entry.value {
            Written::Text(text) | Written::Bare(text) => text.clone(),
            Written::Whole(number) => number.to_string(),
            Written::Other(kind) => (*kind).to_owned(),
        };
        let source = match &entry.place {
            Place::File { name, .. } if name == super::DEFAULT_NAME => SettingSource::Default,
            Place::File { .. } => SettingSource::File,
            Place::Variable(_) => SettingSource::Variable,
            Place::Flag(_) => SettingSource::Option,
        };
        Self {
            key: entry.key.clone(),
            // That a secret is not set is no secret.
            value: (!is_secret || text.is_empty()).then_some(text),
            source,
            place: entry.place.to_string(),
        }
    }
}
