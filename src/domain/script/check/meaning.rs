//! Conditions look back and can hold, every question can be reached.

use super::super::error::Mistakes;
use super::super::model::Script;
use super::super::raw::RawScript;

/// Notes what the script cannot mean.
pub(in crate::domain::script) fn meaning(
    _raw: &RawScript,
    _script: &Script,
    _mistakes: &mut Mistakes<'_>,
) {
}
