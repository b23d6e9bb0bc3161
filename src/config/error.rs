//! What a person reads when a setting is wrong: the place, the problem, and a next step.

use std::path::Path;

/// A configuration that cannot be used. `Display` is one sentence with the place in front
/// (`huifang.toml:3: unknown key server.listne`); [`ConfigError::hint`] says what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {problem}")]
pub struct ConfigError {
    place: String,
    problem: String,
    hint: String,
}

impl ConfigError {
    /// What is allowed there, or the key that was probably meant.
    pub fn hint(&self) -> &str {
        &self.hint
    }

    pub(super) fn unreadable(path: &Path, error: &std::io::Error) -> Self {
        Self {
            place: path.display().to_string(),
            problem: format!("the configuration file cannot be read: {error}"),
            hint: "name an existing file with --config, or leave the option out".to_owned(),
        }
    }

    pub(super) fn not_toml(place: String, problem: &str) -> Self {
        Self {
            place,
            problem: format!("not a TOML document: {}", problem.trim().replace('\n', "; ")),
            hint: "a line is `key = \"text\"`, `key = 1`, `[section]` or `# comment`".to_owned(),
        }
    }

    /// A key nobody knows. `known` are the full names (`server.listen`) there are; variables are
    /// answered with the variable they probably are, through `spell`.
    pub(super) fn unknown_key<'a>(
        place: String,
        key: &str,
        known: impl Iterator<Item = &'a str> + Clone,
        spell: fn(&str) -> String,
    ) -> Self {
        let section = key.rsplit_once('.').map_or("", |(section, _)| section);
        let nearest = known.clone().min_by_key(|name| (distance(key, name), *name));
        let siblings: Vec<String> = known
            .filter(|name| name.rsplit_once('.').is_some_and(|(parent, _)| parent == section))
            .map(spell)
            .collect();
        let mut hint =
            nearest.map(|name| format!("did you mean {}?", spell(name))).unwrap_or_default();
        if !siblings.is_empty() {
            hint += &format!(" [{section}] knows: {}", siblings.join(", "));
        }
        Self { place, problem: format!("unknown key {}", spell(key)), hint }
    }

    /// A value that is not allowed. `shown` is absent when the value may be a secret.
    pub(super) fn bad_value(place: String, key: &str, shown: Option<&str>, allowed: &str) -> Self {
        let value = shown.map_or_else(|| "this value".to_owned(), |text| format!("{text:?}"));
        Self {
            place,
            problem: format!("{value} is not allowed for {key}"),
            hint: format!("{key} must be {allowed}"),
        }
    }
}

/// Levenshtein distance in characters, for the nearest name.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (above, letter) in left.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = above + 1;
        for (index, other) in right.iter().enumerate() {
            let replaced = diagonal + usize::from(letter != *other);
            diagonal = row[index + 1];
            row[index + 1] = replaced.min(row[index] + 1).min(diagonal + 1);
        }
    }
    row[right.len()]
}
