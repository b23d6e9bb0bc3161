//! What the company is told before and while it calls: centers, households, requests, agents.

use chrono::{Days, NaiveDate, NaiveTime};
use huifang::domain::calendar::Calendar;
use huifang::domain::chance::{self, Chance, SeededChance};
use huifang::domain::pii::Pii;
use huifang::domain::timestamp::{BusinessZone, Timestamp};
use huifang::store::people::NewAccount;
use huifang::store::{self, Database, StoreError, Transaction, Value};
use uuid::Uuid;

/// How many households there are; some have several requests.
const HOUSEHOLDS: u64 = 7;
/// How many completions are known when the first batch is made.
const COMPLETIONS: u64 = 9;

/// A seeded world.
pub struct World {
    chance: SeededChance,
    households: Vec<String>,
    requests: u64,
    /// The day of the first batch, a working day.
    pub first_day: NaiveDate,
}

impl World {
    /// A world that begins on some working day of 2026, holidays near or far.
    pub fn new(seed: u64) -> Self {
        let mut chance = SeededChance::new(seed, "world");
        let offset = chance.below(300);
        let day = NaiveDate::from_ymd_opt(2026, 1, 5).expect("a date") + Days::new(offset);
        let first_day = Calendar::built_in().next_workday(day).value;
        Self { chance, households: Vec::new(), requests: 0, first_day }
    }

    /// The working days on which a batch is made, from the first.
    pub fn batch_days(&self, count: u32) -> Vec<NaiveDate> {
        let calendar = Calendar::built_in();
        (1..=count).map(|nth| calendar.nth_workday_from(self.first_day, nth).value).collect()
    }

    /// Stores everything that is there at the beginning.
    pub async fn found(&mut self, database: &Database, now: Timestamp) -> Result<(), StoreError> {
        let mut transaction = database.begin().await?;
        self.centers(&mut transaction).await?;
        for number in 0..HOUSEHOLDS {
            self.household(&mut transaction, number, now).await?;
        }
        self.agents(&mut transaction, now).await?;
        self.import(&mut transaction, now).await?;
        let day = Calendar::built_in().previous_workday(self.first_day).value;
        for _ in 0..COMPLETIONS {
            self.completion(&mut transaction, day, now).await?;
        }
        transaction.commit().await
    }

    /// Stores some more completions of a day, as an import of the work-order system would.
    pub async fn more(
        &mut self,
        database: &Database,
        day: NaiveDate,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut transaction = database.begin().await?;
        for _ in 0..self.chance.below(4) {
            self.completion(&mut transaction, day, now).await?;
        }
        transaction.commit().await
    }

    async fn centers(&mut self, transaction: &mut Transaction) -> Result<(), StoreError> {
        for (code, name) in [("SH01", "金桂园服务中心"), ("SH02", "银杏里服务中心")] {
            let sql = "insert into service_center (code, name, service_level, revision) \
                       values ($1, $2, 'standard', 1)";
            transaction.execute(sql, values([code.into(), name.into()])).await?;
        }
        Ok(())
    }

    async fn household(
        &mut self,
        transaction: &mut Transaction,
        number: u64,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let (id, dwelling) = (self.id(now), self.id(now));
        let (center, room) = (center_of(number), format!("{}-{:02}01", number / 2 + 1, number));
        let sql = "insert into dwelling (id, center_code, room) values ($1, $2, $3)";
        let row = values([dwelling.into(), center.into(), (&room).into()]);
        transaction.execute(sql, row).await?;
        let residency = self.one_of(&["owner", "owner", "owner", "tenant", "organization"]);
        let preferred = self.one_of(&[None, None, Some("上午"), Some("下午"), Some("18:30后")]);
        let sql = "insert into household (id, unit_id, dwelling_id, center_code, room, tenancy, \
                   is_current, phase, residency_kind, occupancy, preferred_time, \
                   is_key_household, created_at, revision) values ($1, $2, $3, $4, $5, 1, $6, \
                   'one', $7, 'moved_in', $8, $9, $10, 1)";
        let unit = format!("{center}/{room}#1");
        let row = values([
            id.into(),
            unit.into(),
            dwelling.into(),
            center.into(),
            room.into(),
            true.into(),
            residency.into(),
            preferred.into(),
            false.into(),
            now.into(),
        ]);
        transaction.execute(sql, row).await?;
        // Two households share a number: the owner of both.
        let first = phone(number.min(HOUSEHOLDS - 2));
        let second = if self.chance.below(3) == 0 { phone(100 + number) } else { String::new() };
        let sql = "insert into household_private (household_id, name, first_phone, second_phone) \
                   values ($1, '住户', $2, $3)";
        transaction.execute(sql, values([id.into(), first.into(), second.into()])).await?;
        self.households.push(id.to_string());
        Ok(())
    }

    /// One to four ordinary agents, and one of each higher role.
    async fn agents(
        &mut self,
        transaction: &mut Transaction,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let ordinary = 1 + usize::try_from(self.chance.below(4)).unwrap_or(0);
        let higher = ["quality_supervisor", "quality_manager"];
        let roles = std::iter::repeat_n("agent", ordinary).chain(higher);
        for (index, role) in roles.enumerate() {
            let (id, role_id, number) = (self.id(now), self.id(now), format!("80{index:02}"));
            let account = NewAccount {
                id,
                login_name: &format!("agent{index}"),
                display_name: &Pii::new(format!("坐席{index}")),
                password_hash: "none",
                role,
                role_id,
            };
            let today = BusinessZone::default().date(now);
            store::people::insert(transaction, &account, now, today).await?;
            let id = id.to_string();
            store::agent::insert(transaction, &id, role, &number, "simulated", now).await?;
        }
        Ok(())
    }

    /// The work-order system is known far beyond the days of the simulation.
    async fn import(
        &mut self,
        transaction: &mut Transaction,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let sql = "insert into import_run (id, kind, file_name, file_hash, encoding, row_count, \
                   inserted_count, updated_count, unchanged_count, finding_count, covers_through, \
                   imported_by, imported_at) values ($1, 'service_requests', 'a.csv', 'hash', \
                   'utf-8', 0, 0, 0, 0, 0, $2, 'simulation', $3)";
        let through = self.first_day + Days::new(60);
        transaction.execute(sql, values([self.id(now).into(), through.into(), now.into()])).await?;
        Ok(())
    }

    async fn completion(
        &mut self,
        transaction: &mut Transaction,
        day: NaiveDate,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.requests += 1;
        let request_no = format!("BX{:06}", self.requests);
        let minute = u32::try_from(self.chance.below(600)).unwrap_or(0);
        let time = NaiveTime::from_hms_opt(8 + minute / 60, minute % 60, 0).expect("a time");
        let completed_at = BusinessZone::default().at(day, time);
        let household = self.chance.below(HOUSEHOLDS);
        let facts = Facts {
            kind: self.one_of(&["repair", "repair", "repair", "complaint"]),
            severity: self.one_of(&["ordinary", "ordinary", "ordinary", "important", "severe"]),
            status: self.one_of(&["resolved", "closed", "cannot_be_resolved"]),
            paid: self.chance.below(4) == 0,
            // Some rooms are not known, and some requests bring a number of their own.
            household,
            is_room_known: self.chance.below(10) > 0,
            phone: match self.chance.below(6) {
                0 => phone(200 + self.requests),
                1 => "看备注".to_owned(),
                _ => String::new(),
            },
        };
        self.request(transaction, &request_no, &facts, completed_at).await?;
        let sql = "insert into completion (id, request_no, completed_at, completed_on, \
                   center_code, kind, status, recorded_at, revision) \
                   values ($1, $2, $3, $4, $5, $6, $7, $8, 1)";
        let row = values([
            self.id(now).into(),
            request_no.into(),
            completed_at.into(),
            day.into(),
            center_of(household).into(),
            facts.kind.into(),
            facts.status.into(),
            now.into(),
        ]);
        transaction.execute(sql, row).await?;
        Ok(())
    }

    async fn request(
        &mut self,
        transaction: &mut Transaction,
        request_no: &str,
        facts: &Facts,
        completed_at: Timestamp,
    ) -> Result<(), StoreError> {
        let index = usize::try_from(facts.household).unwrap_or(0);
        let household = self.households.get(index).filter(|_| facts.is_room_known).cloned();
        let sql = "insert into service_request (request_no, center_code, kind, severity, is_paid, \
                   room, household_id, channel, taken_in_at, completed_at, department, status, \
                   against_manager, is_reply_only, has_reporter_name, has_reporter_phone, \
                   imported_at, revision) values ($1, $2, $3, $4, $5, '', $6, 'phone', $7, $8, \
                   '工程', $9, $10, $10, $11, $11, $7, 1)";
        let row = values([
            request_no.into(),
            center_of(facts.household).into(),
            facts.kind.into(),
            facts.severity.into(),
            facts.paid.into(),
            household.into(),
            completed_at.plus_secs(-7200).into(),
            completed_at.into(),
            facts.status.into(),
            false.into(),
            true.into(),
        ]);
        transaction.execute(sql, row).await?;
        let matter = self.one_of(&["水管漏水", "电梯异响", "门禁失灵", "噪音扰民"]);
        let sql = "insert into service_request_private (request_no, reporter_name, \
                   reporter_phone, matter, handler_name, result) \
                   values ($1, '住户', $2, $3, '师傅', '已处理')";
        let row = values([request_no.into(), (&facts.phone).into(), matter.into()]);
        transaction.execute(sql, row).await?;
        Ok(())
    }

    fn one_of<T: Copy>(&mut self, choices: &[T]) -> T {
        let drawn = self.chance.below(u64::try_from(choices.len()).unwrap_or(1));
        choices[usize::try_from(drawn).unwrap_or(0)]
    }

    fn id(&mut self, now: Timestamp) -> Uuid {
        chance::new_id(now, &mut self.chance)
    }
}

struct Facts {
    kind: &'static str,
    severity: &'static str,
    status: &'static str,
    paid: bool,
    household: u64,
    is_room_known: bool,
    phone: String,
}

fn values<const N: usize>(values: [Value; N]) -> Vec<Value> {
    values.into()
}

fn center_of(household: u64) -> &'static str {
    if household.is_multiple_of(2) { "SH01" } else { "SH02" }
}

fn phone(number: u64) -> String {
    format!("1390000{number:04}")
}
