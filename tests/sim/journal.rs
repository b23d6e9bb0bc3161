//! What the exchange itself wrote down: whom it dialled, whatever the service believes.

use std::collections::BTreeSet;
use std::path::Path;

use huifang::domain::timestamp::Timestamp;
use huifang::pbx::simulator::{JournalLine, read_journal};
use uuid::Uuid;

/// One resident dialled.
pub struct Dial {
    pub call_id: Uuid,
    pub at: Timestamp,
}

/// Reads the journal again after every step.
#[derive(Default)]
pub struct Journal {
    dialled: BTreeSet<(Uuid, String)>,
    lines: usize,
}

impl Journal {
    /// The residents dialled since the last time.
    pub fn new_dials(&mut self, folder: &Path) -> Result<Vec<Dial>, String> {
        let lines = read_journal(folder).map_err(|error| error.to_string())?;
        let mut dials = Vec::new();
        for line in lines.iter().skip(self.lines) {
            let JournalLine::Dialled { call_id, channel, at, .. } = line else { continue };
            if !self.dialled.insert((*call_id, channel.clone())) {
                return Err(format!("channel {channel} was dialled twice"));
            }
            dials.push(Dial { call_id: *call_id, at: *at });
        }
        self.lines = lines.len();
        Ok(dials)
    }

    /// How many residents were dialled.
    pub fn count(&self) -> usize {
        self.dialled.len()
    }
}
