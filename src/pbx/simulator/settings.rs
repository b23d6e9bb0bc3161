//! What can be set about the simulated world.

use serde::{Deserialize, Serialize};

use super::behaviour::BehaviourShares;

/// Settings of the simulator; the same settings and the same commands at the same instants give
/// the same facts and the same audio.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SimulatorSettings {
    /// The world's seed.
    pub seed: u64,
    /// How residents behave on the line.
    pub behaviour: BehaviourShares,
    /// Of 1000 conversations, how many residents hang up first after the goodbye.
    pub resident_hangs_up_first_permille: u32,
    /// After this many seconds of conversation a resident hangs up, goodbye or not.
    pub resident_patience_secs: u32,
}

impl Default for SimulatorSettings {
    fn default() -> Self {
        Self {
            seed: 1,
            behaviour: BehaviourShares::default(),
            resident_hangs_up_first_permille: 900,
            resident_patience_secs: 1200,
        }
    }
}
