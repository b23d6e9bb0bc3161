//! The automated voice menu (IVR) of a script: what it says about it, and how a call walks it
//! (scripts-zh.md 3, 6 and 7).

mod call;
mod model;

pub use call::{IvrCall, IvrHappening, IvrInput, IvrMeaning, IvrStep, RECORDED_WORDS};
pub use model::{IvrAction, IvrEffect, IvrKey, IvrOccasions, IvrPrompt, IvrSettings, IvrThen};

/// Spoken characters a second, as the manual estimates (scripts-zh.md 6).
const CHARACTERS_PER_SECOND: usize = 4;

/// How long a text takes to read aloud, in whole seconds, rounded up. Punctuation counts for
/// nothing, a blank as the words that stand for it: 〔小区〕.
pub fn spoken_seconds(text: &str) -> u32 {
    let spoken = text.chars().filter(|c| c.is_alphanumeric()).count();
    u32::try_from(spoken.div_ceil(CHARACTERS_PER_SECOND)).unwrap_or(u32::MAX)
}
