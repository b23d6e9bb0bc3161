//! What is known of a call beside the answers.

use std::collections::BTreeSet;

use super::vocabulary::{Fact, Mode};

/// The facts that are true of a request.
pub type Facts = BTreeSet<Fact>;

/// What a script's conditions may know of the call and of the request it is about.
///
/// Facts alone stand for an agent's call about one request: `Interview::new(script, &facts, …)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Circumstances {
    /// What is true of the request: `facts.paid`.
    pub facts: Facts,
    /// Who puts the questions: `call.mode`.
    pub mode: Mode,
    /// How many requests of the household the call is about, at least 1: `call.requests`.
    pub requests: u32,
    /// Which of them is being asked about, from 1: `call.request`.
    pub request: u32,
    /// Where sections that rotate begin. The survey takes it from the household's random number,
    /// so that neither agent nor resident chooses (scripts-zh.md 5); any value is good.
    pub rotation: u64,
}

impl Circumstances {
    /// One request in that mode, nothing rotated.
    pub fn new(mode: Mode, facts: Facts) -> Self {
        Self { facts, mode, requests: 1, request: 1, rotation: 0 }
    }
}

impl From<&Facts> for Circumstances {
    fn from(facts: &Facts) -> Self {
        Self::new(Mode::Agent, facts.clone())
    }
}

impl From<&Circumstances> for Circumstances {
    fn from(circumstances: &Circumstances) -> Self {
        circumstances.clone()
    }
}
