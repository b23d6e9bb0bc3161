//! The only reader of the operating system's randomness.
//!
//! Rules never ask for it: they are handed a [`Chance`], this one in production and a seeded one in
//! tests and simulations.

use crate::domain::chance::Chance;

/// Randomness of the operating system.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemChance;

impl Chance for SystemChance {
    fn fill(&mut self, buffer: &mut [u8]) {
        getrandom::fill(buffer).expect("the operating system gives random bytes");
    }
}
