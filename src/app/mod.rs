//! The use cases: load, decide, commit; one file a feature.
//!
//! Called by `http`, `jobs`, `cli` and the simulation. Nothing here reads the clock: every use case
//! is told `now`. Nothing here decides by itself what a rule could: `domain` does.

mod agents;
mod answering;
mod appointment;
mod batch;
mod batch_places;
mod batch_tasks;
mod batch_view;
mod call_effects;
mod call_facts;
mod call_outcome;
mod callback_detail;
mod calling;
pub mod demo_world;
mod dispatch;
mod engine;
mod error;
mod figures;
mod finishing;
mod follow_up;
pub mod import;
mod oversight;
mod password;
mod people;
pub mod permission;
mod recordings;
mod revealed;
mod script_difference;
mod script_ivr;
mod script_list;
mod script_preview;
mod script_versions;
mod script_view;
mod seat;
mod simulate;
mod simulated_agent;
mod simulated_talk;
mod stored;
mod task_view;

pub use agents::Seat;
pub use batch::BatchRun;
pub use batch_places::{BatchPlace, PlaceFilter};
pub use batch_view::{
    BatchAlarm, BatchBalance, BatchEntry, BatchState, BatchSummary, FinishedInHour,
};
pub use callback_detail::{
    CallRecording, CallView, CallbackAgent, CallbackCenter, CallbackDetail, CallbackOutcome,
    HouseholdTask, TimelineEntry,
};
pub use engine::Engine;
pub use error::{AppError, Refusal};
pub use figures::{
    CenterFigure, FigureCounts, FiguresView, MonthFigures, ScriptCenterFigure, ScriptFigure,
};
pub use finishing::Finish;
pub use people::{SignIn, User};
pub use script_difference::{
    ChangedLine, ConditionPart, LineChoice, LinePrompt, ScriptDifference, ScriptLine, ScriptSheet,
    SheetSection,
};
pub use script_ivr::{IvrEvent, IvrKeyMeaning, IvrPreview, IvrTurn, PlayedPrompt};
pub use script_list::{ListedScript, ListedVersion, ScriptCheck, ScriptList};
pub use script_preview::{AgentPreview, Forbidden, KnownFact, PreviewInput};
pub use script_versions::{NewScriptVersion, Published, ScriptMistake};
pub use script_view::{
    GivenAnswer, ScriptChoice, ScriptItem, ScriptRange, ScriptSection, ScriptView,
};
pub use seat::SpokenAnswer;
pub use simulate::{SimulatedDay, simulate_day};
pub use simulated_agent::SimulatedStaff;

use std::sync::{Arc, Mutex};

use tokio::sync::Notify;
use uuid::Uuid;

use crate::domain::calendar::Calendar;
use crate::domain::chance::{self, Chance};
use crate::domain::rules::RulePack;
use crate::domain::script::ScriptLibrary;
use crate::domain::timestamp::{BusinessZone, Timestamp};
use crate::pbx::Pbx;
use crate::recording::{Speech, Vault};
use crate::store::ingest::InboxWriter;
use crate::store::{Database, Transaction};

/// What use cases need of the world. Cheap to clone.
#[derive(Clone)]
pub struct App {
    parts: Arc<Parts>,
    shelf: Arc<script_versions::ScriptShelf>,
    speech: Speech,
}

/// The parts an [`App`] is made of.
pub struct Parts {
    pub database: Database,
    /// Where facts come in; it answers once they are durable.
    pub inbox: InboxWriter,
    pub zone: BusinessZone,
    pub calendar: Calendar,
    pub rules: RulePack,
    pub scripts: &'static ScriptLibrary,
    pub pbx: Arc<dyn Pbx>,
    pub vault: Vault,
    pub chance: Mutex<Box<dyn Chance>>,
    /// The exchange this node serves; effects for other exchanges are left to other nodes.
    pub exchange: String,
    /// This process, for claims.
    pub node: String,
    pub company: Company,
    /// Local time at which the daily batch is made.
    pub batch_at: chrono::NaiveTime,
    /// The key of draws and of pseudonyms; made once, kept in the database.
    pub secret: Vec<u8>,
    /// Rung after every commit that leaves something to do or to show.
    pub wake: Notify,
}

/// The company as scripts name it.
#[derive(Clone, Debug)]
pub struct Company {
    pub name: String,
    pub supervision_phone: String,
    /// The number residents see.
    pub caller_number: String,
}

impl std::ops::Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.parts
    }
}

impl App {
    /// Puts the parts together.
    pub fn new(parts: Parts) -> Self {
        Self { parts: Arc::new(parts), shelf: Arc::default(), speech: Speech::default() }
    }

    /// The same, speaking prompts with `speech`.
    #[must_use]
    pub fn speaking(self, speech: Speech) -> Self {
        Self { speech, ..self }
    }

    /// A new identifier of this instant.
    pub fn new_id(&self, now: Timestamp) -> Uuid {
        let mut chance = self.chance.lock().expect("invariant: no holder of the lock panics");
        chance::new_id(now, chance.as_mut())
    }

    /// Commits, and wakes whoever waits for something to do or to show.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn commit(&self, transaction: Transaction) -> Result<(), AppError> {
        transaction.commit().await?;
        self.wake.notify_waiters();
        Ok(())
    }
}
