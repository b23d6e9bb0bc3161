//! Static checks of a script file.
//!
//! - [`references`] looks at the file as written: names exist once, fields belong where they stand,
//!   the five points and the must-say phrases are there;
//! - [`voice`] at what it says about the voice menu;
//! - [`meaning`] at the script that was built from it: conditions look back and can hold, every
//!   question can be reached.

mod meaning;
mod questions;
mod references;
mod voice;

pub(super) use meaning::meaning;
pub(super) use references::references;
