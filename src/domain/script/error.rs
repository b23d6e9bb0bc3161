//! What is wrong in a script file, told to the person who edits it.

use serde::Serialize;

/// One mistake in a script file, with its place. Holds no personal data: scripts have none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize)]
#[error("{file}:{line}:{column}: {sentence}\n  hint: {hint}")]
pub struct ScriptError {
    /// The file's name as the caller gave it.
    pub file: String,
    /// Line, from 1; 0 when the place is not known.
    pub line: u64,
    /// Column in characters, from 1; 0 when the place is not known.
    pub column: u64,
    /// What kind of mistake it is, for programs: `jump.backwards`.
    pub code: &'static str,
    /// What is wrong.
    pub sentence: String,
    /// What to do about it.
    pub hint: String,
    /// The line as it stands in the file; empty when the place is not known.
    pub excerpt: String,
}

impl ScriptError {
    /// The mistake with its line and a caret below the place, as a terminal shows it. A full-width
    /// character takes two columns there.
    pub fn shown(&self) -> String {
        let Self { file, line, column, code, sentence, hint, excerpt } = self;
        if excerpt.is_empty() {
            return format!("{file}:{line}:{column}: {sentence} [{code}]\n  hint: {hint}");
        }
        let before = usize::try_from(*column).unwrap_or(1).saturating_sub(1);
        let indent: usize = excerpt.chars().take(before).map(width).sum();
        let (number, caret) = (line.to_string(), " ".repeat(indent));
        let margin = " ".repeat(number.len());
        format!(
            "{file}:{line}:{column}: {sentence} [{code}]\n{number} | {excerpt}\n{margin} | \
             {caret}^\n  hint: {hint}"
        )
    }
}

/// Columns of a terminal that a character takes.
fn width(c: char) -> usize {
    let wide = matches!(u32::from(c),
        0x1100..=0x115f | 0x2e80..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff
        | 0xfe30..=0xfe4f | 0xff00..=0xff60 | 0xffe0..=0xffe6 | 0x20000..=0x3fffd);
    if wide { 2 } else { 1 }
}

/// Collects the mistakes of one file, so that an editor sees all of them at once.
pub(super) struct Mistakes<'a> {
    file: &'a str,
    yaml: &'a str,
    found: Vec<ScriptError>,
}

/// A place of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub line: u64,
    pub column: u64,
}

impl From<serde_saphyr::Location> for Place {
    fn from(location: serde_saphyr::Location) -> Self {
        Self { line: location.line(), column: location.column() }
    }
}

impl<'a> Mistakes<'a> {
    pub(super) fn of(file: &'a str, yaml: &'a str) -> Self {
        Self { file, yaml, found: Vec::new() }
    }

    pub(super) fn add(
        &mut self,
        code: &'static str,
        place: impl Into<Place>,
        sentence: impl Into<String>,
        hint: impl Into<String>,
    ) {
        let Place { line, column } = place.into();
        self.found.push(ScriptError {
            file: self.file.to_owned(),
            line,
            column,
            code,
            sentence: sentence.into(),
            hint: hint.into(),
            excerpt: self.line(line),
        });
    }

    pub(super) fn len(&self) -> usize {
        self.found.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    fn line(&self, line: u64) -> String {
        let before = usize::try_from(line).unwrap_or(0).checked_sub(1);
        let text = before.and_then(|before| self.yaml.lines().nth(before));
        text.unwrap_or_default().trim_end().to_owned()
    }

    /// The place of the character `offset` of a scalar that begins at `start`. What stands between
    /// (an anchor, quotation marks, a fold) is passed over by comparing with the scalar's text; an
    /// alias stands elsewhere than its text, and keeps its own place.
    pub(super) fn within(&self, start: impl Into<Place>, text: &str, offset: usize) -> Place {
        let start = start.into();
        let lines = usize::try_from(start.line).unwrap_or(1).saturating_sub(1);
        let columns = usize::try_from(start.column).unwrap_or(1).saturating_sub(1);
        let mut written = Vec::new();
        for (number, line) in self.yaml.split('\n').enumerate().skip(lines) {
            let skipped = if number == lines { columns } else { 0 };
            let characters = line.chars().enumerate().skip(skipped);
            written.extend(
                characters.filter(|(_, c)| !c.is_whitespace()).map(|(at, c)| (number, at, c)),
            );
            if written.len() > text.len() + ANCHOR_MAX {
                break;
            }
        }
        let wanted: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
        let before = text.chars().take(offset).filter(|c| !c.is_whitespace()).count();
        let matches = |from: usize| {
            let end = (before + SAME_MIN).min(wanted.len());
            written.get(from..from + end).is_some_and(|found| {
                found.iter().zip(&wanted).all(|((_, _, found), wanted)| found == wanted)
            })
        };
        let found = (0..ANCHOR_MAX).find(|from| matches(*from));
        let last = before.min(wanted.len().saturating_sub(1));
        match found.and_then(|from| written.get(from + last)) {
            Some((line, column, _)) => Place { line: *line as u64 + 1, column: *column as u64 + 1 },
            None => start,
        }
    }

    /// The mistakes in the order of the file.
    pub(super) fn into_errors(mut self) -> Vec<ScriptError> {
        self.found.sort_by_key(|error| (error.line, error.column));
        self.found
    }
}

/// So many characters from the place on have to be the same, lest a single one be found by chance.
const SAME_MIN: usize = 24;

/// Longest anchor, tag or block mark looked for before a scalar, in characters.
const ANCHOR_MAX: usize = 60;
