//! SEED-1: a secret nobody can change, a public value nobody controls, and what follows from both
//! (statistics.md 4).

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// The digest of a secret, published before the year.
pub type Commitment = [u8; 32];

/// SHA-256 of `commit-1`, a line feed and the secret.
pub fn commitment(secret: &[u8]) -> Commitment {
    let mut hash = Sha256::new();
    hash.update(b"commit-1\n");
    hash.update(secret);
    hash.finalize().into()
}

/// The key all draws of a year follow from; sealed until the year ends.
#[derive(Clone, PartialEq, Eq)]
pub struct YearKey(pub [u8; 32]);

/// A unit's permanent random number of a year; compared as bytes.
pub type RandomNumber = [u8; 32];

impl YearKey {
    /// HMAC-SHA256 under the secret of `seed-1`, the year in four digits and the public value.
    pub fn derive(secret: &[u8], year: u16, public_value: &[u8]) -> Self {
        let mut hmac = Hmac::<Sha256>::new_from_slice(secret)
            .expect("invariant: HMAC takes keys of every length");
        hmac.update(format!("seed-1\n{year:04}\n").as_bytes());
        hmac.update(public_value);
        Self(hmac.finalize().into_bytes().into())
    }

    /// The permanent random number of a unit.
    pub fn random_number(&self, unit_id: &str) -> RandomNumber {
        let mut hash = Sha256::new();
        hash.update(self.0);
        hash.update(b"PRN1");
        hash.update(unit_id.as_bytes());
        hash.finalize().into()
    }
}

/// The key itself is never shown by accident.
impl std::fmt::Debug for YearKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[year key]")
    }
}
