//! One seed from the first batch until nothing is left to do.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{NaiveDate, NaiveTime};
use huifang::app::{AppError, BatchRun, Engine};
use huifang::domain::chance::{Chance, SeededChance};
use huifang::domain::timestamp::{BusinessZone, Timestamp};
use huifang::pbx::PbxFact;
use huifang::store::Database;
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use crate::exchange::Weather;
use crate::invariants::{self, Invariants};
use crate::node::{BATCH_AT, EXCHANGE, Ground};
use crate::world::World;

/// Steps during which things go wrong.
const STORM_STEPS: u64 = 700;
/// More steps than any world needs.
const STEPS_MAX: u64 = 6_000;
/// Every task has come to an end by then.
const DAYS_MAX: i64 = 40;
/// Working days on which a batch is made.
const BATCHES: u32 = 3;
const DAY_MS: i64 = 86_400_000;

/// What a step of the first process is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    TakeFacts,
    Deliver,
    Decide,
    Timers,
    Dispatch,
    Close,
    Staff,
}

const PARTS: [Part; 7] = [
    Part::TakeFacts,
    Part::Deliver,
    Part::Decide,
    Part::Timers,
    Part::Dispatch,
    Part::Close,
    Part::Staff,
];

/// Runs the world of a seed; the error names the seed and how to run it again.
pub fn world(seed: u64, postgres: Option<&str>) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    let name = if postgres.is_some() { "PostgreSQL" } else { "SQLite" };
    runtime.block_on(run(seed, postgres)).map_err(|problem| {
        let again = format!("HUIFANG_TEST_SEED={seed} cargo test --test sim");
        format!("seed {seed} on {name}: {problem}\n  again: {again}")
    })
}

async fn run(seed: u64, postgres: Option<&str>) -> Result<(), String> {
    let folder = fast_folder().map_err(text)?;
    let database = match postgres {
        None => Database::open_sqlite(&folder.path().join("sim.sqlite")).await,
        Some(server) => Database::open_postgres(&new_database(server, seed).await?).await,
    };
    let database = database.map_err(text)?;
    database.migrate().await.map_err(text)?;
    let world = World::new(seed);
    let opening = NaiveTime::from_hms_opt(7, 30, 0).expect("a time");
    let start = BusinessZone::default().at(world.first_day, opening);
    let ground = Ground {
        seed,
        database,
        folder,
        weather: Arc::new(Weather::new(seed)),
        clock: Arc::new(AtomicI64::new(start.0)),
    };
    let mut run = Run::new(ground, world, start);
    let ended = run.until_over().await;
    let told = format!("step {}, {}", run.step, BusinessZone::default().local(run.ground.now()));
    if ended.is_err() {
        invariants::tell(&run.ground.database).await;
    }
    run.ground.database.close().await;
    ended.map_err(|problem| format!("{problem} ({told})"))
}

/// Processes die here, machines do not: memory is safe enough, and much faster.
fn fast_folder() -> std::io::Result<tempfile::TempDir> {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir())
}

/// A database of its own on the server.
async fn new_database(server: &str, seed: u64) -> Result<String, String> {
    let (base, _) = server.rsplit_once('/').ok_or("HUIFANG_TEST_POSTGRES names no database")?;
    let name = format!("sim_{}_{seed}", std::process::id());
    let mut connection = PgConnection::connect(server).await.map_err(text)?;
    let sql = AssertSqlSafe(format!("create database {name}"));
    sqlx::query(sql).execute(&mut connection).await.map_err(text)?;
    Ok(format!("{base}/{name}"))
}

struct Run {
    ground: Ground,
    world: World,
    /// The process that serves the exchange; another one after each crash.
    engine: Engine,
    /// A node of another exchange on the same database.
    second: Engine,
    chance: SeededChance,
    /// Facts on their way, and when they arrive.
    in_flight: Vec<(Timestamp, PbxFact)>,
    batches: Vec<(Timestamp, NaiveDate)>,
    invariants: Invariants,
    start: Timestamp,
    step: u64,
    crashes: u32,
}

impl Run {
    fn new(ground: Ground, world: World, start: Timestamp) -> Self {
        let at = |day| (BusinessZone::default().at(day, BATCH_AT), day);
        let batches = world.batch_days(BATCHES).into_iter().map(at).collect();
        Self {
            engine: ground.start("node-1", EXCHANGE, true),
            second: ground.start("node-2", "exchange-2", false),
            chance: SeededChance::new(ground.seed, "run"),
            in_flight: Vec::new(),
            batches,
            invariants: Invariants::default(),
            start,
            step: 0,
            crashes: 0,
            ground,
            world,
        }
    }

    async fn until_over(&mut self) -> Result<(), String> {
        self.world.found(&self.ground.database, self.start).await.map_err(text)?;
        while self.step < STEPS_MAX {
            self.step += 1;
            self.ground.deal(&self.engine, self.step);
            self.ground.deal(&self.second, self.step);
            self.make_due_batch().await?;
            let done = if self.step < STORM_STEPS {
                self.stormy_step().await?
            } else {
                self.calm_step().await?
            };
            self.invariants.after_step(&self.ground).await?;
            if done == 0 && self.nothing_is_due().await? {
                if self.batches.is_empty() && invariants::is_over(&self.ground.database).await? {
                    return self.finish().await;
                }
                self.pass_time().await?;
            }
        }
        Err("there is no end to it".to_owned())
    }

    async fn finish(&mut self) -> Result<(), String> {
        self.invariants.at_the_end(&self.ground).await?;
        println!(
            "seed {}: {} steps, {} crashes, {} dials",
            self.ground.seed,
            self.step,
            self.crashes,
            self.invariants.journal.count()
        );
        Ok(())
    }

    /// Both nodes make the batch of the day at the same moment; later batches find more rows.
    async fn make_due_batch(&mut self) -> Result<(), String> {
        let now = self.ground.now();
        let Some((at, date)) = self.batches.first().copied().filter(|(at, _)| *at <= now) else {
            return Ok(());
        };
        self.batches.remove(0);
        let (first, second) = (&self.engine.app, &self.second.app);
        let (first, second) =
            tokio::join!(first.run_batch(date, "job", now), second.run_batch(date, "job", now));
        let made = [first.map_err(text)?, second.map_err(text)?];
        if made.iter().filter(|run| **run == BatchRun::Made).count() != 1 {
            return Err(format!("the batch of {date}, due {at:?}, was made as {made:?}"));
        }
        // What is finished today, and one that was forgotten, belong to the next batch.
        if let Some((_, next)) = self.batches.first() {
            let days = [date, *next - chrono::Days::new(1), date - chrono::Days::new(1)];
            let index = usize::try_from(self.chance.below(3)).unwrap_or(0);
            self.world.more(&self.ground.database, days[index], now).await.map_err(text)?;
        }
        Ok(())
    }

    /// Everything that is due, and nothing goes wrong. Afterwards nothing is due any more.
    async fn calm_step(&mut self) -> Result<usize, String> {
        self.ground.weather.clears_up();
        let now = self.ground.now();
        let facts = self.in_flight.drain(..).map(|(_, fact)| fact).collect();
        self.engine.app.accept_facts(facts, now).await.map_err(text)?;
        let done = self.engine.settle(now).await.map_err(text)?;
        match self.engine.next_due(now).await.map_err(text)? {
            Some(due) if due <= now => Err("something stays due for ever".to_owned()),
            _ => Ok(done),
        }
    }

    async fn stormy_step(&mut self) -> Result<usize, String> {
        let now = self.ground.now();
        match self.chance.below(100) {
            0..=34 => {
                let step = survive(&self.ground.weather, self.engine.step(now)).await?;
                self.lived_through(step).await
            }
            35..=84 => self.parts_in_disorder().await,
            85..=94 => {
                let (first, second) = (&self.engine.app, &self.second.app);
                let (first, second) =
                    tokio::join!(first.decide_facts(now), second.decide_facts(now));
                Ok(first.map_err(text)? + second.map_err(text)?)
            }
            95..=96 => {
                self.crash().await?;
                Ok(1)
            }
            _ => {
                // Nobody does anything for a while.
                let pause_ms = i64::try_from(self.chance.below(8_000)).unwrap_or(0);
                self.set_clock(now.plus_ms(pause_ms));
                Ok(1)
            }
        }
    }

    /// Some parts of a step, some of them twice, in any order.
    async fn parts_in_disorder(&mut self) -> Result<usize, String> {
        let mut done = 0;
        for _ in 0..1 + self.chance.below(5) {
            let index = usize::try_from(self.chance.below(PARTS.len() as u64)).unwrap_or(0);
            done += self.part(PARTS[index]).await?;
        }
        Ok(done)
    }

    async fn part(&mut self, part: Part) -> Result<usize, String> {
        let now = self.ground.now();
        let app = &self.engine.app;
        let done = match part {
            Part::TakeFacts => return Ok(self.take_facts(now)),
            Part::Deliver => return self.deliver(now).await,
            Part::Decide => app.decide_facts(now).await,
            Part::Timers => app.fire_timers(now).await,
            Part::Close => app.close_overdue(now).await,
            Part::Staff => match &self.engine.staff {
                Some(staff) => staff.work(app, now).await,
                None => Ok(0),
            },
            Part::Dispatch => {
                let dispatched = survive(&self.ground.weather, app.dispatch_effects(now)).await?;
                return self.lived_through(dispatched).await;
            }
        };
        done.map_err(text)
    }

    /// Facts leave the exchange: most at once, some twice, some late and so out of order.
    fn take_facts(&mut self, now: Timestamp) -> usize {
        let facts = self.engine.simulator.as_ref().map(|simulator| simulator.step(now));
        let facts = facts.unwrap_or_default();
        let count = facts.len();
        for fact in facts {
            let copies = if self.chance.below(8) == 0 { 2 } else { 1 };
            for _ in 0..copies {
                let late = self.chance.below(5) == 0;
                let bound = if late { 20_000 } else { 1 };
                let delay_ms = i64::try_from(self.chance.below(bound)).unwrap_or(0);
                self.in_flight.push((now.plus_ms(delay_ms), fact.clone()));
            }
        }
        count
    }

    async fn deliver(&mut self, now: Timestamp) -> Result<usize, String> {
        let (mut arrived, waiting): (Vec<_>, Vec<_>) =
            self.in_flight.drain(..).partition(|(at, _)| *at <= now);
        self.in_flight = waiting;
        if self.chance.below(3) == 0 {
            arrived.reverse();
        }
        let count = arrived.len();
        let facts = arrived.into_iter().map(|(_, fact)| fact).collect();
        self.engine.app.accept_facts(facts, now).await.map_err(text)?;
        Ok(count)
    }

    async fn lived_through(&mut self, done: Option<usize>) -> Result<usize, String> {
        match done {
            Some(done) => Ok(done),
            // The task died, and the process goes on without having learnt of it.
            None if self.chance.below(4) == 0 => Ok(1),
            None => {
                self.crash().await?;
                Ok(1)
            }
        }
    }

    /// The process dies with the exchange inside it, is away for a while, and starts again.
    async fn crash(&mut self) -> Result<(), String> {
        self.crashes += 1;
        self.in_flight.clear();
        if self.chance.below(3) == 0 {
            let away_ms = i64::try_from(self.chance.below(40 * 60_000)).unwrap_or(0);
            self.set_clock(self.ground.now().plus_ms(away_ms));
        }
        self.engine = self.ground.start("node-1", EXCHANGE, true);
        self.ground.deal(&self.engine, STEPS_MAX + self.step);
        self.engine.app.reconcile(self.ground.now()).await.map_err(text)?;
        Ok(())
    }

    /// Whether a whole step finds nothing to do either: time passes only then.
    async fn nothing_is_due(&mut self) -> Result<bool, String> {
        let now = self.ground.now();
        let step = survive(&self.ground.weather, self.engine.step(now)).await?;
        let done = self.lived_through(step).await? + self.deliver(now).await?;
        Ok(done == 0)
    }

    /// Moves the clock to what is due next.
    async fn pass_time(&mut self) -> Result<(), String> {
        let now = self.ground.now();
        let due = self.engine.next_due(now).await.map_err(text)?;
        let arrival = self.in_flight.iter().map(|(at, _)| *at).min();
        let batch = self.batches.first().map(|(at, _)| *at);
        let Some(next) = [due, arrival, batch].into_iter().flatten().min() else {
            return Err("nothing is due, and not everything is over".to_owned());
        };
        // What is due already was left undone in this step only.
        let next = next.max(now.plus_ms(1));
        if next.ms_since(self.start) > DAYS_MAX * DAY_MS {
            return Err(format!("something is still due after {DAYS_MAX} days"));
        }
        self.set_clock(next);
        Ok(())
    }

    fn set_clock(&self, now: Timestamp) {
        self.ground.clock.store(now.0, Ordering::Relaxed);
    }
}

/// Runs the work until it is done or the process dies in it.
async fn survive<T>(
    weather: &Weather,
    work: impl Future<Output = Result<T, AppError>>,
) -> Result<Option<T>, String> {
    tokio::select! {
        biased;
        () = weather.death() => Ok(None),
        done = work => done.map(Some).map_err(text),
    }
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}
