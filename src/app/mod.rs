//! The use cases: load, decide, commit; one file a feature.
//!
//! Called by `http`, `jobs`, `cli` and the simulation. Nothing here reads the clock: every use case
//! is told `now`. Nothing here decides by itself what a rule could: `domain` does.

mod accounts;
mod agents;
mod answering;
mod appointment;
mod audit_chain;
pub mod backup;
mod batch;
mod batch_places;
mod batch_tasks;
mod batch_view;
mod calendar;
mod calendar_effect;
mod calendar_import;
mod calendar_view;
mod call_effects;
mod call_facts;
mod call_outcome;
mod callback_detail;
mod calling;
mod coverage;
mod coverage_file;
mod current;
pub mod demo_world;
mod dispatch;
mod do_not_call;
mod engine;
mod error;
mod figures;
mod findings;
mod finishing;
mod follow_up;
pub mod import;
mod monitoring;
mod notices;
mod oversight;
mod password;
mod password_reset;
mod people;
pub mod permission;
mod personal_data;
mod personal_data_copy;
mod personal_data_erasure;
mod quiet_day;
mod recordings;
mod resident;
mod revealed;
mod rules;
mod rules_explain;
mod rules_packs;
mod rules_trial;
mod script_difference;
mod script_ivr;
mod script_list;
mod script_preview;
mod script_versions;
mod script_view;
mod seat;
mod service_request_intake;
mod service_request_item;
mod service_request_pages;
mod simulate;
mod simulated_agent;
mod simulated_talk;
mod stored;
mod task_view;

pub use agents::Seat;
pub use audit_chain::{AuditCheck, check_audit_chain};
pub use batch::BatchRun;
pub use batch_places::{BatchPlace, PlaceFilter};
pub use batch_view::{
    BatchAlarm, BatchBalance, BatchEntry, BatchState, BatchSummary, FinishedInHour, WaitingBatch,
};
pub use calendar::{CalendarEdit, DayEdit, stored_calendar};
pub use calendar_effect::{BatchEffect, CalendarEffect, DayEffect, TaskEffect};
pub use calendar_import::{CalendarImport, CalendarProblem, PassedOver};
pub use calendar_view::{CalendarChange, CalendarView, ListedDay, QuietDay};
pub use callback_detail::{
    CallRecording, CallView, CallbackAgent, CallbackCenter, CallbackDetail, CallbackOutcome,
    CallbackQuiet, HouseholdTask, TimelineEntry,
};
pub use coverage::{CoverageDay, CoverageLine, CoverageState, CoverageView};
pub use current::Current;
pub use do_not_call::{DoNotCallEntry, DoNotCallWish};
pub use engine::Engine;
pub use error::{AppError, Refusal};
pub use figures::{
    CenterFigure, FigureCounts, FiguresView, MonthFigures, ScriptCenterFigure, ScriptFigure,
};
pub use findings::{
    CenterFindings, Finding, FindingFilter, FindingRun, FindingSubject, FindingView, FindingWeek,
    FindingsPage, FindingsSummary, KindFindings,
};
pub use finishing::Finish;
pub use notices::{
    Deliveries, Delivery, DeliveryCount, Notice, NoticeCase, NoticeDesk, NoticeFilter, NoticeWords,
    Notices,
};
pub use people::{SignIn, User};
pub use personal_data::{DataRequest, DataWish};
pub use quiet_day::NewQuietDay;
pub use resident::{Hold, Resident, ResidentCallback, ResidentDetail, RevealedPhones};
pub use rules::Sentence;
pub use rules_explain::{CallerVerdictView, Explanation, LineVerdictView, RuleExplanation};
pub use rules_packs::{
    CallerView, CenterPack, CenterPackChange, DutyView, PackRevision, PackView, PacksView,
    RuleLineView, TermView,
};
pub use rules_trial::{Trial, TrialDay, TrialQuery, TrialRate, TrialView, TrialWork, UnworkedRole};
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
pub use service_request_intake::{ItemOutcome, TakenIn, TakenInItem};
pub use service_request_item::{ItemRemark, ServiceRequestItem};
pub use service_request_pages::{ServiceCenter, ServiceRequestDetail, ServiceRequestEntry};
pub use simulate::{SimulatedDay, simulate_day};
pub use simulated_agent::SimulatedStaff;

use std::sync::{Arc, Mutex};

use tokio::sync::Notify;
use uuid::Uuid;

use crate::domain::calendar::Calendar;
use crate::domain::chance::{self, Chance};
use crate::domain::rules::RuleBook;
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
    pub calendar: Current<Calendar>,
    /// The packs and who uses which; read by [`App::rules`].
    pub rules: Current<RuleBook>,
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
    /// Where imports wait for their turn and keep their files.
    pub imports: import::ImportDesk,
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

    /// The company's calendar as it holds now.
    pub fn calendar(&self) -> Arc<Calendar> {
        self.calendar.get()
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
