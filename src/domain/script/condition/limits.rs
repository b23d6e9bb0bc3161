//! What is looked at before a condition is parsed, and where its parser says something is wrong.

use super::compile::{BadCondition, Read};

/// Longer conditions are refused before they are parsed. The longest of the manual has 1,200.
const LENGTH_MAX: usize = 2_000;
/// Brackets one inside the other; counted before the parser sees them.
const BRACKETS_MAX: usize = 12;

/// What the parser must not even see: it builds a tree for whatever it is given.
pub(super) fn guard_size(source: &str) -> Read<()> {
    let mut depth: usize = 0;
    let mut deepest = 0;
    for c in source.chars() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    if source.trim().is_empty() {
        return Err(BadCondition {
            at: 0,
            code: "condition.empty",
            sentence: "the condition asks for nothing".to_owned(),
            hint: "give it an expression, or remove it: what has no condition always applies"
                .to_owned(),
        });
    }
    if source.chars().count() > LENGTH_MAX || deepest > BRACKETS_MAX {
        return Err(BadCondition {
            at: 0,
            code: "condition.too_large",
            sentence: "the condition is too long or nested too deeply".to_owned(),
            hint: format!("at most {LENGTH_MAX} characters and {BRACKETS_MAX} brackets deep"),
        });
    }
    Ok(())
}

/// Line and column of the parser, both from 1, as an offset in characters.
pub(super) fn offset(source: &str, line: isize, column: isize) -> usize {
    let before = usize::try_from(line - 1).unwrap_or(0);
    let skipped: usize = source.split('\n').take(before).map(|l| l.chars().count() + 1).sum();
    let column = usize::try_from(column - 1).unwrap_or(0);
    (skipped + column).min(source.chars().count())
}
