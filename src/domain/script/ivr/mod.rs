//! The automated voice menu (IVR) of a script: what it says about it, and how a call walks it.

mod model;

pub use model::{IvrAction, IvrEffect, IvrKey, IvrOccasions, IvrPrompt, IvrSettings, IvrThen};
