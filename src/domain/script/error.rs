//! What is wrong in a script file, told to the person who edits it.

/// One mistake in a script file, with its place. Holds no personal data: scripts have none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}:{column}: {sentence}\n  hint: {hint}")]
pub struct ScriptError {
    /// The file's name as the caller gave it.
    pub file: String,
    /// Line, from 1; 0 when the place is not known.
    pub line: u64,
    /// Column in characters, from 1; 0 when the place is not known.
    pub column: u64,
    /// What is wrong.
    pub sentence: String,
    /// What to do about it.
    pub hint: String,
}

/// Collects the mistakes of one file, so that an editor sees all of them at once.
pub(super) struct Mistakes<'a> {
    file: &'a str,
    found: Vec<ScriptError>,
}

impl<'a> Mistakes<'a> {
    pub(super) fn of(file: &'a str) -> Self {
        Self { file, found: Vec::new() }
    }

    pub(super) fn add(
        &mut self,
        place: serde_saphyr::Location,
        sentence: impl Into<String>,
        hint: impl Into<String>,
    ) {
        self.found.push(ScriptError {
            file: self.file.to_owned(),
            line: place.line(),
            column: place.column(),
            sentence: sentence.into(),
            hint: hint.into(),
        });
    }

    /// The mistakes in the order of the file.
    pub(super) fn into_errors(mut self) -> Vec<ScriptError> {
        self.found.sort_by_key(|error| (error.line, error.column));
        self.found
    }
}
