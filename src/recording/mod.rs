//! Audio: what is in a recording ([`mod@decode`]) and where it rests ([`vault`]).
//!
//! The bytes are kept as received, hashed on arrival and never rewritten; whether they are what
//! they should be is judged by `domain::recording`.

pub mod decode;
pub mod vault;

pub use decode::{DecodeError, decode, decode_blocking};
pub use vault::{StoredRecording, Vault, VaultError};
