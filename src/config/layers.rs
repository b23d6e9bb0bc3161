//! Where settings come from. Each source becomes a list of entries that know their place, so that
//! an error can name it; what the values mean is decided in [`super::reader`].

use std::fmt;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::error::ConfigError;

/// The prefix of every variable this program reads.
const PREFIX: &str = "HUIFANG_";

/// Variables of the test suites (the database they may use). They configure tests and not this
/// program, which inherits them when a test starts it.
const TEST_PREFIX: &str = "HUIFANG_TEST_";

/// One setting as it was written somewhere.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Full name: `server.listen`.
    pub key: String,
    pub value: Written,
    pub place: Place,
}

/// A value as written.
#[derive(Clone, Debug)]
pub(super) enum Written {
    /// A quoted text of a file.
    Text(String),
    /// A whole number of a file.
    Whole(i64),
    /// A variable or an option: text or number, as the setting needs it.
    Bare(String),
    /// Anything else a file can hold, by its TOML name. No setting wants it.
    Other(&'static str),
}

/// Where a setting was written.
#[derive(Clone, Debug)]
pub(super) enum Place {
    File { name: String, line: usize },
    Variable(String),
    Flag(String),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { name, line } => write!(f, "{name}:{line}"),
            Self::Variable(name) => write!(f, "environment variable {name}"),
            Self::Flag(name) => write!(f, "option {name}"),
        }
    }
}

impl Place {
    /// How this kind of place spells a key.
    pub fn spelling(&self) -> fn(&str) -> String {
        match self {
            Self::Variable(_) => variable_name,
            Self::File { .. } | Self::Flag(_) => str::to_owned,
        }
    }
}

/// The entries of a TOML document, in the order they stand.
pub(super) fn document(name: &str, text: &str) -> Result<Vec<Entry>, ConfigError> {
    let table = DeTable::parse(text).map_err(|error| {
        let line = line_of(text, error.span().unwrap_or_default());
        ConfigError::not_toml(format!("{name}:{line}"), error.message())
    })?;
    let mut found = Vec::new();
    flatten("", table.get_ref(), &mut found);
    found.sort_by_key(|(_, _, span)| span.start);
    let place = |span| Place::File { name: name.to_owned(), line: line_of(text, span) };
    Ok(found
        .into_iter()
        .map(|(key, value, span)| Entry { key, value, place: place(span) })
        .collect())
}

/// The entries of the environment: `HUIFANG_SERVER__LISTEN` is `server.listen`. Sorted, so that the
/// same environment always gives the same first error.
pub(super) fn environment(variables: impl Iterator<Item = (String, String)>) -> Vec<Entry> {
    let mut ours: Vec<_> = variables
        .filter(|(name, _)| name.starts_with(PREFIX) && !name.starts_with(TEST_PREFIX))
        .collect();
    ours.sort();
    ours.into_iter()
        .map(|(name, value)| Entry {
            key: name[PREFIX.len()..].to_lowercase().replace("__", "."),
            value: Written::Bare(value),
            place: Place::Variable(name),
        })
        .collect()
}

/// The entry of a command-line option.
pub(super) fn flag(flag: &str, key: &str, value: String) -> Entry {
    let place = Place::Flag(flag.to_owned());
    Entry { key: key.to_owned(), value: Written::Bare(value), place }
}

fn variable_name(key: &str) -> String {
    format!("{PREFIX}{}", key.replace('.', "__").to_uppercase())
}

type Found = (String, Written, Range<usize>);

fn flatten(section: &str, table: &DeTable<'_>, found: &mut Vec<Found>) {
    for (key, value) in table {
        let name = match section {
            "" => key.get_ref().to_string(),
            _ => format!("{section}.{}", key.get_ref()),
        };
        match value.get_ref() {
            // An empty section sets nothing; a section nobody knows is found by its keys.
            DeValue::Table(inner) => flatten(&name, inner, found),
            _ => found.push((name, written(value), key.span())),
        }
    }
}

fn written(value: &Spanned<DeValue<'_>>) -> Written {
    match value.get_ref() {
        DeValue::String(text) => Written::Text(text.to_string()),
        DeValue::Integer(digits) => i64::from_str_radix(digits.as_str(), digits.radix())
            .map_or(Written::Other("a number out of range"), Written::Whole),
        other => Written::Other(other.type_str()),
    }
}

fn line_of(text: &str, span: Range<usize>) -> usize {
    text.bytes().take(span.start).filter(|byte| *byte == b'\n').count() + 1
}
