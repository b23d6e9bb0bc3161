//! Audio: what is in a recording ([`mod@decode`]), where it rests ([`vault`]), and prompts spoken
//! from their text ([`speech`]).
//!
//! The bytes are kept as received, hashed on arrival and never rewritten; whether they are what
//! they should be is judged by `domain::recording`.

pub mod decode;
pub mod speech;
pub mod vault;

pub use decode::{DecodeError, decode, decode_blocking};
pub use speech::{Speech, SpeechError};
pub use vault::{StoredRecording, Vault, VaultError};
