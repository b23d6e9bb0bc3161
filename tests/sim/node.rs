//! A process of the service, made of its parts as `serve` makes it.

use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use chrono::NaiveTime;
use huifang::app::{App, Company, Current, Engine, Parts, SimulatedStaff};
use huifang::domain::calendar::Calendar;
use huifang::domain::chance::SeededChance;
use huifang::domain::rules::RuleBook;
use huifang::domain::script::ScriptLibrary;
use huifang::domain::timestamp::{BusinessZone, Timestamp};
use huifang::pbx::simulator::{SimulatorPbx, SimulatorSettings};
use huifang::recording::Vault;
use huifang::store::Database;
use huifang::store::ingest::InboxWriter;
use tokio::sync::Notify;

use crate::exchange::{BadLine, Weather};

/// What outlives processes: the database, the folders, the weather and the time.
pub struct Ground {
    pub seed: u64,
    pub database: Database,
    pub folder: tempfile::TempDir,
    pub weather: Arc<Weather>,
    pub clock: Arc<AtomicI64>,
}

/// When the batch of a working day is made.
pub const BATCH_AT: NaiveTime = NaiveTime::from_hms_opt(8, 40, 0).expect("a time of day");

/// The exchange of the first node; the second serves another one.
pub const EXCHANGE: &str = "exchange-1";

impl Ground {
    pub fn now(&self) -> Timestamp {
        Timestamp(self.clock.load(Ordering::Relaxed))
    }

    /// Where the exchange keeps its journal.
    pub fn exchange_folder(&self) -> &Path {
        self.folder.path()
    }

    /// Starts a process.
    pub fn start(&self, name: &str, exchange: &str, with_staff: bool) -> Engine {
        let clock = Arc::clone(&self.clock);
        let time = Box::new(move || Timestamp(clock.load(Ordering::Relaxed)));
        // Residents lose patience early: short conversations make small audio files.
        let settings = SimulatorSettings {
            seed: self.seed,
            resident_patience_secs: 90,
            ..SimulatorSettings::default()
        };
        let folder = self.folder.path();
        let folder = if exchange == EXCHANGE { folder.to_owned() } else { folder.join(exchange) };
        std::fs::create_dir_all(&folder).expect("a folder for the exchange");
        let simulator = SimulatorPbx::open(settings, &folder, time).expect("the exchange opens");
        let simulator = Arc::new(simulator);
        let weather = Arc::clone(&self.weather);
        let line = BadLine { simulator: Arc::clone(&simulator), weather };
        let app = App::new(Parts {
            database: self.database.clone(),
            inbox: InboxWriter::start(self.database.clone()),
            zone: BusinessZone::default(),
            calendar: Current::new(Calendar::built_in()),
            rules: Current::new(RuleBook::shipped()),
            scripts: ScriptLibrary::shipped(),
            pbx: Arc::new(line),
            vault: Vault::open(&self.folder.path().join("vault")).expect("the vault opens"),
            chance: Mutex::new(Box::new(SeededChance::new(self.seed, "start"))),
            exchange: exchange.to_owned(),
            node: name.to_owned(),
            company: Company {
                name: "和润物业".to_owned(),
                supervision_phone: "400-800-1234".to_owned(),
                caller_number: "02161230000".to_owned(),
            },
            batch_at: BATCH_AT,
            secret: b"a secret of the simulation".to_vec(),
            imports: huifang::app::import::ImportDesk::new(std::path::PathBuf::from("imports")),
            wake: Notify::new(),
        });
        let staff = with_staff.then(|| SimulatedStaff::new(self.seed, None));
        Engine { app, simulator: Some(simulator), staff }
    }

    /// Gives a process the random numbers of one step, so that what one step draws does not depend
    /// on how many numbers the steps before it took.
    pub fn deal(&self, engine: &Engine, step: u64) {
        let chance = SeededChance::new(self.seed, &format!("step {step}"));
        *engine.app.chance.lock().expect("no holder panics") = Box::new(chance);
    }
}
