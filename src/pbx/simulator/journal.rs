//! The simulated exchange's call-detail journal `cdr.jsonl`: one line for every resident dialled
//! and one for every leg ended. It is only ever appended to, across restarts, so it can prove that
//! nobody was dialled twice.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::call::{Leg, Party};
use crate::domain::timestamp::Timestamp;

/// Name of the journal in the simulator's folder.
pub const JOURNAL_FILE: &str = "cdr.jsonl";

/// A line of the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum JournalLine {
    /// A resident's number was dialled.
    Dialled {
        /// The call.
        call_id: Uuid,
        /// The resident's channel.
        channel: String,
        /// The number, masked.
        number: String,
        /// When.
        at: Timestamp,
    },
    /// A leg ended.
    Ended {
        /// The call.
        call_id: Uuid,
        /// Which leg.
        leg: Leg,
        /// Who ended it.
        by: Party,
        /// Final SIP status.
        sip_status: Option<u16>,
        /// Release cause.
        q850: Option<u16>,
        /// When.
        at: Timestamp,
    },
}

pub(super) struct Journal(File);

impl Journal {
    pub(super) fn open(folder: &Path) -> io::Result<Self> {
        let file = OpenOptions::new().create(true).append(true).open(folder.join(JOURNAL_FILE))?;
        Ok(Self(file))
    }

    /// Appends the line in one write, so that a killed process leaves whole lines.
    pub(super) fn append(&mut self, line: &JournalLine) -> io::Result<()> {
        let mut text = serde_json::to_string(line)?;
        text.push('\n');
        self.0.write_all(text.as_bytes())
    }
}

/// Reads the journal of a simulator's folder; a folder without one has no lines.
///
/// # Errors
/// When the file cannot be read or a line is none of ours.
pub fn read_journal(folder: &Path) -> io::Result<Vec<JournalLine>> {
    match std::fs::read_to_string(folder.join(JOURNAL_FILE)) {
        Ok(text) => text.lines().map(|line| Ok(serde_json::from_str(line)?)).collect(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}
