//! A service at work: seats, a batch, an exchange whose residents all talk, a clock moved by hand.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use chrono::{NaiveDate, NaiveTime};
use huifang::app::{
    App, BatchRun, CallbackDetail, Company, Current, Engine, Parts, SimulatedStaff,
};
use huifang::clock::Clock;
use huifang::domain::calendar::Calendar;
use huifang::domain::chance::SeededChance;
use huifang::domain::intake::kind::ImportKind;
use huifang::domain::rules::RuleBook;
use huifang::domain::script::ScriptLibrary;
use huifang::domain::timestamp::{BusinessZone, Timestamp};
use huifang::pbx::simulator::{Behaviour, BehaviourShares, SimulatorPbx, SimulatorSettings};
use huifang::recording::Vault;
use huifang::store::ingest::InboxWriter;
use huifang::store::people::NewAccount;
use huifang::store::{self, Database};
use tempfile::TempDir;
use tokio::sync::Notify;

use crate::support::data::{self, HOUSEHOLD_HEADER, REQUEST_HEADER, csv};

/// One seed for residents' behaviour and opinions.
const SEED: u64 = 7;
/// More instants than any test has.
const INSTANTS_MAX: usize = 10_000;

/// Who reported BX1 and TS1 lives in the first.
const HOUSEHOLDS: [&str; 2] = [
    "SC01,A区-6栋-8层-01,1期,业主,李涛,15000007740,,已入住,2021-04-05,否,,否",
    "SC02,B区-2栋-15层-04,2期,业主,周_敏,13900007847,,已入住,2024-01-26,否,,否",
];

/// Every kind of place, and one request without a completion time.
const REQUESTS: [&str; 7] = [
    "BX1,SC01,报修,一般,是,A区-6栋-8层-01,李太太,13900008763,厨房水龙头滴水,来电,\
     2026-11-18 09:00:00,,2026-11-19 10:00:00,工程部,吴军,已更换阀芯,已完成,否,,否,",
    "BX2,SC02,报修,一般,否,B区-2栋-15层-04,,13900007847,客厅灯不亮,线上,\
     2026-11-18 10:00:00,,2026-11-19 09:00:00,工程部,吴刚,已处理,已完成,否,,否,",
    "BX3,SC02,报修,一般,否,C区-1栋-1层-01,何艳,12345,走廊漏水,线上,\
     2026-11-18 11:00:00,,2026-11-19 11:00:00,工程部,赵刚,已处理,已完成,否,,否,",
    "BX4,SC02,报修,一般,否,C区-1栋-1层-02,,,路灯不亮,线上,\
     2026-11-18 12:00:00,,2026-11-19 12:00:00,工程部,赵刚,已处理,已关闭,否,,否,",
    "TS1,SC01,投诉,重要,否,A区-6栋-8层-01,李太太,13900008763,师傅迟到两次,来电,\
     2026-11-18 13:00:00,,2026-11-19 13:00:00,客服部,吴军,已致歉,已完成,否,是,否,",
    "TS2,SC01,投诉,一般,否,A区-7栋-6层-02,林敏,13900007848,噪音,函件,\
     2026-11-18 14:00:00,,2026-11-19 14:00:00,客服部,吴军,已复函,已完成,否,是,是,",
    "BX9,SC01,报修,一般,否,A区-7栋-6层-02,林敏,13900007848,门锁,来电,\
     2026-11-18 15:00:00,,,工程部,吴军,,已关闭,否,,否,",
];

pub struct Workplace {
    pub app: App,
    pub clock: Clock,
    engine: Engine,
    /// Holds the exchange's folder and the recordings until the test is over.
    _folder: TempDir,
}

impl Workplace {
    /// A service at 10:00 of Friday 2026-11-20 with the day's batch and three seats: `agent`,
    /// `supervisor` and `spare`, the last one an agent's too.
    pub async fn on_friday(database: Database) -> Self {
        let place = Self::new(database);
        for (login_name, name, role, number) in [
            ("agent", "陈静", "agent", "8001"),
            ("supervisor", "赵敏", "quality_supervisor", "8002"),
            ("spare", "何平", "agent", "8003"),
        ] {
            place.seat(login_name, name, role, number).await;
        }
        place.import(ImportKind::Centers, data::CENTERS).await;
        place.import(ImportKind::Households, &csv(HOUSEHOLD_HEADER, &HOUSEHOLDS)).await;
        place.import(ImportKind::Requests, &csv(REQUEST_HEADER, &REQUESTS)).await;
        let run = place.app.run_batch(friday(), "tester", place.now()).await.expect("a batch");
        assert_eq!(run, BatchRun::Made);
        place
    }

    fn new(database: Database) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let clock = Clock::manual(data::at("2026-11-20 10:00"));
        let time = clock.clone();
        let settings = SimulatorSettings {
            seed: SEED,
            behaviour: BehaviourShares::only(Behaviour::Talks),
            ..SimulatorSettings::default()
        };
        let exchange = folder.path().join("exchange");
        let simulator = SimulatorPbx::open(settings, &exchange, Box::new(move || time.now()));
        let simulator = Arc::new(simulator.expect("the simulated exchange"));
        let app = App::new(Parts {
            inbox: InboxWriter::start(database.clone()),
            database,
            zone: BusinessZone::default(),
            calendar: Current::new(Calendar::built_in()),
            rules: Current::new(RuleBook::shipped()),
            scripts: ScriptLibrary::shipped(),
            pbx: simulator.clone(),
            vault: Vault::open(&folder.path().join("recordings")).expect("a vault"),
            chance: Mutex::new(Box::new(SeededChance::new(SEED, "test"))),
            exchange: "simulator".to_owned(),
            node: "test".to_owned(),
            company: Company {
                name: "测试物业".to_owned(),
                supervision_phone: "4008000000".to_owned(),
                caller_number: "075512345678".to_owned(),
            },
            batch_at: NaiveTime::from_hms_opt(8, 20, 0).expect("a time"),
            secret: b"test".to_vec(),
            imports: huifang::app::import::ImportDesk::new(folder.path().join("imports")),
            wake: Notify::new(),
        });
        let staff = Some(SimulatedStaff::new(SEED, None));
        let engine = Engine { app: app.clone(), simulator: Some(simulator), staff };
        Self { app, clock, engine, _folder: folder }
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The vault's folder.
    pub fn recordings(&self) -> PathBuf {
        self._folder.path().join("recordings")
    }

    pub fn database(&self) -> &Database {
        &self.app.database
    }

    pub async fn import(&self, kind: ImportKind, bytes: &[u8]) {
        let report = self.app.import(kind, "test.csv", bytes, false, "tester", self.now()).await;
        report.expect("a file in order");
    }

    async fn seat(&self, login_name: &str, name: &str, role: &str, number: &str) {
        let now = self.now();
        let (id, role_id) = (self.app.new_id(now), self.app.new_id(now));
        let display_name = name.into();
        let account = NewAccount {
            id,
            login_name,
            display_name: &display_name,
            password_hash: "",
            role,
            role_id,
        };
        let today = self.app.zone.date(now);
        let mut transaction = self.database().begin().await.expect("a transaction");
        store::people::insert(&mut transaction, &account, now, today).await.expect("an account");
        let id = id.to_string();
        store::agent::insert(&mut transaction, &id, role, number, "simulated", now)
            .await
            .expect("a seat");
        transaction.commit().await.expect("a commit");
    }

    /// The user who has this login name.
    pub async fn user(&self, login_name: &str) -> String {
        let account = store::people::by_login_name(self.database(), login_name).await;
        account.expect("an answer").expect("an account").id
    }

    /// Has a seat's own user take it over. The simulation lets go of it.
    pub async fn take_over(&self, login_name: &str) -> String {
        let user_id = self.user(login_name).await;
        let mut transaction = self.database().begin().await.expect("a transaction");
        let (seat, person) = (&user_id, Some(user_id.as_str()));
        let taken = store::agent::hand_over(&mut transaction, seat, person, seat).await;
        assert!(taken.expect("an answer"));
        transaction.commit().await.expect("a commit");
        user_id
    }

    /// The first task about a request.
    pub async fn task(&self, request_no: &str) -> String {
        let sql = format!(
            "select id from callback_task where request_no = '{request_no}' and ordinal = 1"
        );
        let (id,): (String,) = self.database().one(sql, vec![]).await.expect("a task");
        id
    }

    /// The page of a task as `viewer` sees it.
    pub async fn detail(&self, task_id: &str, viewer: Option<&str>) -> CallbackDetail {
        self.app.callback_detail(task_id, viewer).await.expect("a task's page")
    }

    /// Lets time pass, from one thing that is due to the next, until `done`.
    pub async fn run_until(&self, done: impl AsyncFn() -> bool) {
        for _ in 0..INSTANTS_MAX {
            self.engine.settle(self.now()).await.expect("work that is due");
            if done().await {
                return;
            }
            let next = self.engine.next_due(self.now()).await.expect("an answer");
            let next = next.expect("something is due before the end");
            self.clock.jump_to(next.max(self.now().plus_ms(1))).expect("time goes forward");
        }
        panic!("it never happens");
    }
}

/// The batch's date.
pub fn friday() -> NaiveDate {
    date("2026-11-20")
}

/// `2026-11-20`
pub fn date(text: &str) -> NaiveDate {
    text.parse().unwrap_or_else(|_| panic!("no date: {text}"))
}
