//! Chance as an argument: who needs randomness is handed a source, so a run can be repeated.

use chacha20::ChaCha20;
use chacha20::cipher::{KeyIvInit, StreamCipher};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::timestamp::Timestamp;

/// A source of random bytes.
pub trait Chance: Send {
    /// Fills `buffer` with the next bytes of the source.
    fn fill(&mut self, buffer: &mut [u8]);

    /// The next 64 random bits.
    fn next_u64(&mut self) -> u64 {
        let mut buffer = [0; 8];
        self.fill(&mut buffer);
        u64::from_le_bytes(buffer)
    }

    /// A whole number in `0..bound`, without modulo bias. `bound` must not be 0.
    fn below(&mut self, bound: u64) -> u64 {
        let zone = u64::MAX - (u64::MAX % bound);
        loop {
            let word = self.next_u64();
            if word < zone {
                return word % bound;
            }
        }
    }
}

/// The ChaCha20 key stream of a seed: the same seed gives the same bytes on every machine and in
/// every version. For simulations and identifiers, never for draws people are assessed by.
pub struct SeededChance(ChaCha20);

impl SeededChance {
    /// A stream for `label` under `seed`; different labels are independent of each other.
    pub fn new(seed: u64, label: &str) -> Self {
        let mut hash = Sha256::new();
        hash.update(b"huifang chance 1\n");
        hash.update(seed.to_be_bytes());
        hash.update(label.as_bytes());
        let key: [u8; 32] = hash.finalize().into();
        Self(ChaCha20::new(&key.into(), &[0; 12].into()))
    }
}

impl Chance for SeededChance {
    fn fill(&mut self, buffer: &mut [u8]) {
        buffer.fill(0);
        self.0.apply_keystream(buffer);
    }
}

/// A UUIDv7 (RFC 9562, section 5.7) of this instant and these random bits.
pub fn new_id(now: Timestamp, chance: &mut dyn Chance) -> Uuid {
    let mut random = [0; 10];
    chance.fill(&mut random);
    let millis = u64::try_from(now.0).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
}
