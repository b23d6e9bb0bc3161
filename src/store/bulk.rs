//! Statements about many rows at once.

/// How many values a list in a statement may have: with what else a statement binds, below the
/// parameter limits of both databases.
pub(super) const LIST_MAX: usize = 10_000;
