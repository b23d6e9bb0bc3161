//! What a script says about the voice menu is complete, can be pressed and can be listened to.

use super::super::error::Mistakes;
use super::super::raw::RawScript;

/// Notes every mistake of the voice menu.
pub(super) fn voice(_raw: &RawScript, _mistakes: &mut Mistakes<'_>) {}
