//! A service without its edges: use cases on a database, with a manual clock, seeded chance and the
//! simulated exchange.

use std::sync::{Arc, Mutex};

use huifang::app::import::{ImportRefusal, ImportReport};
use huifang::app::{App, Company, Current, Parts};
use huifang::clock::Clock;
use huifang::domain::calendar::Calendar;
use huifang::domain::chance::SeededChance;
use huifang::domain::intake::kind::ImportKind;
use huifang::domain::rules::RuleBook;
use huifang::domain::script::ScriptLibrary;
use huifang::domain::timestamp::{BusinessZone, Timestamp};
use huifang::pbx::simulator::{SimulatorPbx, SimulatorSettings};
use huifang::recording::Vault;
use huifang::store::Database;
use huifang::store::ingest::InboxWriter;
use tempfile::TempDir;
use tokio::sync::Notify;

use super::data;

/// A service at the morning of Friday 2026-11-20, with nothing imported yet.
pub struct TestApp {
    pub app: App,
    pub clock: Clock,
    /// Holds the exchange's folder and the recordings until the test is over.
    _folder: TempDir,
}

impl TestApp {
    /// A service on this database.
    pub async fn new(database: Database) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let clock = Clock::manual(data::at("2026-11-20 08:15"));
        let time = clock.clone();
        let simulator = SimulatorPbx::open(
            SimulatorSettings::default(),
            &folder.path().join("exchange"),
            Box::new(move || time.now()),
        );
        let app = App::new(Parts {
            inbox: InboxWriter::start(database.clone()),
            database,
            zone: BusinessZone::default(),
            calendar: Current::new(Calendar::built_in()),
            rules: Current::new(RuleBook::shipped()),
            scripts: ScriptLibrary::shipped(),
            pbx: Arc::new(simulator.expect("the simulated exchange")),
            vault: Vault::open(&folder.path().join("recordings")).expect("a vault"),
            chance: Mutex::new(Box::new(SeededChance::new(7, "test"))),
            exchange: "simulator".to_owned(),
            node: "test".to_owned(),
            company: Company {
                name: "测试物业".to_owned(),
                supervision_phone: "4008000000".to_owned(),
                caller_number: "075512345678".to_owned(),
            },
            batch_at: chrono::NaiveTime::from_hms_opt(8, 20, 0).expect("a time"),
            secret: b"test".to_vec(),
            imports: huifang::app::import::ImportDesk::new(folder.path().join("imports")),
            wake: Notify::new(),
        });
        Self { app, clock, _folder: folder }
    }

    /// A service that knows the sample's centers.
    pub async fn with_centers(database: Database) -> Self {
        let test = Self::new(database).await;
        test.import(ImportKind::Centers, data::CENTERS).await;
        test
    }

    /// A service that knows the whole sample.
    pub async fn with_samples(database: Database) -> Self {
        let test = Self::new(database).await;
        test.import_samples().await;
        test
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub fn database(&self) -> &Database {
        &self.app.database
    }

    /// Takes in a file that is in order.
    pub async fn import(&self, kind: ImportKind, bytes: &[u8]) -> ImportReport {
        self.try_import(kind, bytes).await.expect("a file in order")
    }

    /// Takes in a file.
    pub async fn try_import(
        &self,
        kind: ImportKind,
        bytes: &[u8],
    ) -> Result<ImportReport, ImportRefusal> {
        self.app.import(kind, "test.csv", bytes, false, "tester", self.now()).await
    }

    /// Takes in the sample's centers, households and requests.
    pub async fn import_samples(&self) {
        self.import(ImportKind::Centers, data::CENTERS).await;
        self.import(ImportKind::Households, data::HOUSEHOLDS).await;
        self.import(ImportKind::Requests, data::REQUESTS).await;
    }

    /// Lets an hour pass.
    pub fn next_hour(&self) {
        self.clock.advance_ms(3_600_000).expect("a manual clock goes forward");
    }
}
