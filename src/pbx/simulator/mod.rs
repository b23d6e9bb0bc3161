//! The embedded exchange: seeded residents, real audio files, no telephone.
//!
//! [`World`] is the pure part; [`SimulatorPbx`] gives it a lock, a journal and a spool folder. It
//! has no clock loop of its own: who owns the clock calls [`SimulatorPbx::step`] on a manual one,
//! or [`SimulatorPbx::pump`] whenever [`SimulatorPbx::next_due`] has come or
//! [`SimulatorPbx::changed`] returns. A new process has forgotten its calls, like an exchange that
//! was restarted.

pub mod audio;
mod behaviour;
mod commands;
mod journal;
mod line;
pub mod persona;
mod plan;
mod settings;
mod spool;
mod timing;
mod world;

#[cfg(test)]
mod tests;

use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use tokio::sync::{Notify, mpsc};
use uuid::Uuid;

pub use behaviour::{Behaviour, BehaviourShares};
pub use journal::{JOURNAL_FILE, JournalLine, read_journal};
pub use settings::SimulatorSettings;
pub use world::{World, WorldOutput};

use super::{Pbx, PbxCommand, PbxError, PbxFact, PbxState, Performed, RecordingStream};
use crate::domain::call::CallEvent;
use crate::domain::timestamp::Timestamp;
use journal::Journal;
use spool::Spool;

/// Tells the time of the world: the service's clock, real, fast or manual.
pub type TimeSource = Box<dyn Fn() -> Timestamp + Send + Sync>;

/// The simulator as a driver of the port.
pub struct SimulatorPbx {
    inner: Mutex<Inner>,
    spool: Spool,
    time: TimeSource,
    changed: Notify,
}

struct Inner {
    world: World,
    journal: Journal,
    /// Outputs not yet handed over.
    pending: Vec<WorldOutput>,
}

impl SimulatorPbx {
    /// Opens the simulator on its folder (journal `cdr.jsonl`, recordings in `spool/`), which is
    /// made when it is missing.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn open(settings: SimulatorSettings, folder: &Path, time: TimeSource) -> io::Result<Self> {
        let spool = Spool::open(folder.join("spool"), settings.seed)?;
        let journal = Journal::open(folder)?;
        let world = World::new(settings, time());
        let inner = Mutex::new(Inner { world, journal, pending: Vec::new() });
        Ok(Self { inner, spool, time, changed: Notify::new() })
    }

    /// Lets everything happen that is due by `now`, writes finished recordings, and gives the
    /// facts in order. Blocks while it writes; on an async thread use [`Self::pump`].
    pub fn step(&self, now: Timestamp) -> Vec<PbxFact> {
        let outputs = {
            let mut inner = self.lock();
            let outputs = inner.world.advance_to(now);
            inner.absorb(outputs);
            std::mem::take(&mut inner.pending)
        };
        outputs.into_iter().filter_map(|output| self.fact(output)).collect()
    }

    /// As [`Self::step`], off the async threads and into a channel. Gives when something is due
    /// next; `None` until the next command.
    ///
    /// # Errors
    /// [`PbxError::Unreachable`] when nobody receives any more.
    pub async fn pump(
        self: &Arc<Self>,
        now: Timestamp,
        sink: &mpsc::Sender<PbxFact>,
    ) -> Result<Option<Timestamp>, PbxError> {
        let gone = |_| PbxError::Unreachable("nobody receives its facts".to_owned());
        let simulator = Arc::clone(self);
        let facts = tokio::task::spawn_blocking(move || simulator.step(now)).await;
        for fact in facts.map_err(io::Error::other)? {
            sink.send(fact).await.map_err(gone)?;
        }
        Ok(self.next_due())
    }

    /// When something is due next: now, when a command left facts that nobody took yet.
    pub fn next_due(&self) -> Option<Timestamp> {
        let inner = self.lock();
        if inner.pending.is_empty() { inner.world.next_due() } else { Some((self.time)()) }
    }

    /// Waits for a command that may have changed [`Self::next_due`].
    pub async fn changed(&self) {
        self.changed.notified().await;
    }

    /// The fact of an output; writing the recording is what makes it ready.
    fn fact(&self, output: WorldOutput) -> Option<PbxFact> {
        match output {
            WorldOutput::Fact(fact) => Some(fact),
            WorldOutput::Dialled { .. } => None,
            WorldOutput::Record { call_id, recording, talk_ms, mut ready } => {
                ready.event = match self.spool.write(call_id, &recording, talk_ms) {
                    Ok(bytes) => CallEvent::RecordingReady { bytes: Some(bytes) },
                    Err(error) => {
                        tracing::error!(%call_id, %error, "simulated recording not written");
                        CallEvent::RecordingFailed
                    }
                };
                Some(ready)
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    /// Writes the journal and keeps the outputs to be handed over.
    fn absorb(&mut self, outputs: Vec<WorldOutput>) {
        for output in outputs {
            if let Some(line) = journal_line(&output)
                && let Err(error) = self.journal.append(&line)
            {
                tracing::error!(%error, "journal of the simulated exchange not written");
            }
            self.pending.push(output);
        }
    }
}

fn journal_line(output: &WorldOutput) -> Option<JournalLine> {
    match output {
        WorldOutput::Dialled { call_id, channel, number, at } => {
            let (channel, number) = (channel.clone(), number.clone());
            Some(JournalLine::Dialled { call_id: *call_id, channel, number, at: *at })
        }
        WorldOutput::Fact(PbxFact { call_id, at, event, .. }) => match *event {
            CallEvent::LegEnded { leg, by, sip_status, q850 } => {
                let (call_id, at) = (*call_id, *at);
                Some(JournalLine::Ended { call_id, leg, by, sip_status, q850, at })
            }
            _ => None,
        },
        WorldOutput::Record { .. } => None,
    }
}

#[async_trait]
impl Pbx for SimulatorPbx {
    async fn perform(&self, key: &str, command: PbxCommand) -> Result<Performed, PbxError> {
        let now = (self.time)();
        let performed = {
            let mut inner = self.lock();
            let performed = inner.world.command(now, key, command);
            let outputs = inner.world.take_outputs();
            inner.absorb(outputs);
            performed
        };
        self.changed.notify_one();
        Ok(performed)
    }

    async fn live_calls(&self) -> Result<Vec<Uuid>, PbxError> {
        Ok(self.lock().world.live_calls())
    }

    async fn fetch_recording(&self, recording: &str) -> Result<RecordingStream, PbxError> {
        let unknown = || PbxError::UnknownRecording(recording.to_owned());
        let path = self.spool.path(recording).map_err(|_| unknown())?;
        match tokio::fs::File::open(path).await {
            Ok(file) => Ok(Box::pin(file)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(unknown()),
            Err(error) => Err(error.into()),
        }
    }

    async fn forget_recording(&self, recording: &str) -> Result<(), PbxError> {
        match tokio::fs::remove_file(self.spool.path(recording)?).await {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    fn state(&self) -> PbxState {
        PbxState::Up
    }

    fn driver(&self) -> &'static str {
        "simulator"
    }
}
