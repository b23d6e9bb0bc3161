//! STREAM-1: a sequence of chances that is the same on every machine and in every version
//! (statistics.md 4). Never a library's own shuffle: its values change between releases.

use chacha20::ChaCha20;
use chacha20::cipher::{KeyIvInit, StreamCipher};
use sha2::{Digest, Sha256};

/// The ChaCha20 key stream (RFC 8439) under a key and nonce, counter from 0, read as little-endian
/// words of 64 bits.
pub struct Stream(ChaCha20);

impl Stream {
    /// The stream of a key and nonce.
    pub fn new(key: &[u8; 32], nonce: &[u8; 12]) -> Self {
        Self(ChaCha20::new(&(*key).into(), &(*nonce).into()))
    }

    /// The stream of a key for one purpose: the nonce is the first 12 bytes of SHA-256 of
    /// `stream-1`, a line feed and the label.
    pub fn labelled(key: &[u8; 32], label: &str) -> Self {
        let mut hash = Sha256::new();
        hash.update(b"stream-1\n");
        hash.update(label.as_bytes());
        let digest: [u8; 32] = hash.finalize().into();
        let mut nonce = [0; 12];
        nonce.copy_from_slice(&digest[..12]);
        Self::new(key, &nonce)
    }

    /// The next word.
    pub fn word(&mut self) -> u64 {
        let mut bytes = [0; 8];
        self.0.apply_keystream(&mut bytes);
        u64::from_le_bytes(bytes)
    }

    /// A whole number in `0..bound`, each equally likely; `bound` must not be 0.
    pub fn below(&mut self, bound: u64) -> u64 {
        // 2^64 mod bound: the words of the last, incomplete round are drawn again.
        let incomplete = (u64::MAX % bound + 1) % bound;
        loop {
            let word = self.word();
            if word <= u64::MAX - incomplete {
                return word % bound;
            }
        }
    }

    /// Puts `items` into random order. They are sorted first, so the order they came in is nothing.
    pub fn shuffle<T: Ord>(&mut self, items: &mut [T]) {
        items.sort_unstable();
        for last in (1..items.len()).rev() {
            let chosen = self.below(last as u64 + 1);
            items.swap(last, usize::try_from(chosen).unwrap_or(last));
        }
    }
}
