//! The simulated exchange behind a bad line: a command may fail before it arrives, or arrive and
//! its answer be lost, or the process may die around it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use huifang::domain::chance::{Chance, SeededChance};
use huifang::pbx::simulator::SimulatorPbx;
use huifang::pbx::{Pbx, PbxCommand, PbxError, PbxState, Performed, RecordingStream};
use tokio::sync::Notify;
use uuid::Uuid;

/// What happens around one command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    None,
    FailsBefore,
    FailsAfter,
    DiesBefore,
    DiesAfter,
}

/// How things go wrong; it outlives the processes.
pub struct Weather {
    chance: Mutex<SeededChance>,
    stormy: AtomicBool,
    death: Notify,
}

impl Weather {
    pub fn new(seed: u64) -> Self {
        let chance = Mutex::new(SeededChance::new(seed, "weather"));
        Self { chance, stormy: AtomicBool::new(true), death: Notify::new() }
    }

    /// From now on nothing goes wrong any more.
    pub fn clears_up(&self) {
        self.stormy.store(false, Ordering::Relaxed);
    }

    /// Completes when the process dies.
    pub async fn death(&self) {
        self.death.notified().await;
    }

    fn draw(&self) -> Fault {
        if !self.stormy.load(Ordering::Relaxed) {
            return Fault::None;
        }
        match self.chance.lock().expect("no holder panics").below(1000) {
            0..=14 => Fault::FailsBefore,
            15..=29 => Fault::FailsAfter,
            30..=41 => Fault::DiesBefore,
            42..=53 => Fault::DiesAfter,
            _ => Fault::None,
        }
    }

    /// The process dies here: whoever waits for this is dropped.
    async fn die(&self) {
        self.death.notify_one();
        std::future::pending::<()>().await;
    }

    async fn before(&self, fault: Fault) -> Result<(), PbxError> {
        match fault {
            Fault::FailsBefore => Err(PbxError::Unreachable("bad line".to_owned())),
            Fault::DiesBefore => {
                self.die().await;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    async fn after(&self, fault: Fault) -> Result<(), PbxError> {
        match fault {
            Fault::FailsAfter => Err(PbxError::Unreachable("bad line".to_owned())),
            Fault::DiesAfter => {
                self.die().await;
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

/// The driver a node is given.
pub struct BadLine {
    pub simulator: Arc<SimulatorPbx>,
    pub weather: Arc<Weather>,
}

#[async_trait]
impl Pbx for BadLine {
    async fn perform(&self, key: &str, command: PbxCommand) -> Result<Performed, PbxError> {
        let fault = self.weather.draw();
        self.weather.before(fault).await?;
        let performed = self.simulator.perform(key, command).await?;
        self.weather.after(fault).await?;
        Ok(performed)
    }

    async fn live_calls(&self) -> Result<Vec<Uuid>, PbxError> {
        self.simulator.live_calls().await
    }

    async fn fetch_recording(&self, recording: &str) -> Result<RecordingStream, PbxError> {
        self.weather.before(self.weather.draw()).await?;
        self.simulator.fetch_recording(recording).await
    }

    async fn forget_recording(&self, recording: &str) -> Result<(), PbxError> {
        let fault = self.weather.draw();
        self.weather.before(fault).await?;
        self.simulator.forget_recording(recording).await?;
        self.weather.after(fault).await
    }

    fn state(&self) -> PbxState {
        self.simulator.state()
    }

    fn driver(&self) -> &'static str {
        self.simulator.driver()
    }
}
