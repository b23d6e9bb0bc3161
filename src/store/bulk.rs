//! Statements about many rows at once.

/// How many values a list in a statement has at most. SQLite looks for each parameter's name in a
/// list of all of them, so longer lists take longer than several short ones.
pub(super) const LIST_MAX: usize = 500;
