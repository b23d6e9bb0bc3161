//! Puts the program together from its configuration: database, exchange, vault, use cases.

use std::path::Path;
use std::sync::{Arc, Mutex};

use crate::app::{App, AppError, Company, Current, Parts};
use crate::clock::Clock;
use crate::config::{Config, DatabaseLocation, PbxDriver};
use crate::domain::calendar::Calendar;
use crate::domain::chance::Chance;
use crate::domain::rules::RuleBook;
use crate::domain::script::ScriptLibrary;
use crate::entropy::SystemChance;
use crate::pbx::Pbx;
use crate::pbx::simulator::{SimulatorPbx, SimulatorSettings};
use crate::recording::{Speech, Vault};
use crate::store::ingest::InboxWriter;
use crate::store::{self, Database, StoreError};

/// The file in the simulator's folder that names this simulated exchange for ever.
const EXCHANGE_FILE: &str = "exchange-id";

/// The opened program.
pub struct Opened {
    pub app: App,
    /// The exchange inside this process.
    pub simulator: Arc<SimulatorPbx>,
}

/// Opens the configured database and brings its schema up to date.
///
/// # Errors
/// When it cannot be opened, or was written by a newer program.
pub async fn database(config: &Config) -> Result<Database, AppError> {
    let opened = match config.database_location() {
        DatabaseLocation::Sqlite(path) => Database::open_sqlite(&path).await,
        DatabaseLocation::Postgres(url) => Database::open_postgres(url.reveal()).await,
    };
    let database = opened.map_err(unusable)?;
    database.migrate().await.map_err(unusable)?;
    Ok(database)
}

/// Opens everything for a command or for the service.
///
/// # Errors
/// When the database, the vault or the simulator's folder cannot be used.
pub async fn open(config: &Config, clock: &Clock) -> Result<Opened, AppError> {
    let database = database(config).await?;
    let chance: Box<dyn Chance> = Box::new(SystemChance);
    let vault = &config.storage.recordings_dir;
    let folder = config.storage.simulator_dir();
    assemble(config, clock, database, chance, vault, &folder).await
}

/// Puts the use cases together around a database.
///
/// # Errors
/// When the vault or the simulator's folder cannot be used.
pub async fn assemble(
    config: &Config,
    clock: &Clock,
    database: Database,
    mut chance: Box<dyn Chance>,
    recordings: &Path,
    simulator_folder: &Path,
) -> Result<Opened, AppError> {
    let secret = company_secret(&database, clock, chance.as_mut()).await?;
    let simulator = Arc::new(simulator(config, clock, simulator_folder)?);
    let exchange = exchange_id(simulator_folder, chance.as_mut())?;
    let pbx: Arc<dyn Pbx> = match config.pbx.driver {
        PbxDriver::Simulator => Arc::clone(&simulator) as Arc<dyn Pbx>,
    };
    let vault = Vault::open(recordings).map_err(|error| {
        AppError::internal(error.to_string())
            .hint(format!("check that {} can be written", recordings.display()))
    })?;
    let node = format!("{exchange}/{:016x}", chance.next_u64());
    let app = App::new(Parts {
        inbox: InboxWriter::start(database.clone()),
        database,
        zone: config.company.zone,
        calendar: Current::new(Calendar::built_in()),
        rules: Current::new(RuleBook::shipped()),
        scripts: ScriptLibrary::shipped(),
        pbx,
        vault,
        chance: Mutex::new(chance),
        exchange,
        node,
        company: Company {
            name: config.company.name.clone(),
            supervision_phone: config.company.supervision_phone.clone().unwrap_or_default(),
            caller_number: config.pbx.caller_number.clone(),
        },
        batch_at: config.callback.batch_at,
        secret,
        imports: crate::app::import::ImportDesk::new(config.storage.imports_dir()),
        wake: tokio::sync::Notify::new(),
    });
    app.refresh_calendar(clock.now()).await?;
    let app = app.speaking(Speech::kept_in(config.storage.data_dir.join("prompts")));
    app.store_shipped_scripts(clock.now()).await?;
    app.keep_shipped_rules(clock.now()).await?;
    Ok(Opened { app, simulator })
}

fn simulator(config: &Config, clock: &Clock, folder: &Path) -> Result<SimulatorPbx, AppError> {
    let settings = SimulatorSettings { seed: config.pbx.simulator.seed, ..Default::default() };
    let time = clock.clone();
    SimulatorPbx::open(settings, folder, Box::new(move || time.now())).map_err(|error| {
        AppError::internal(format!("the simulated exchange cannot use its folder: {error}"))
            .hint(format!("check that {} can be written", folder.display()))
    })
}

/// The name of this simulated exchange; it survives a restart, so its calls can be reconciled.
fn exchange_id(folder: &Path, chance: &mut dyn Chance) -> Result<String, AppError> {
    let file = folder.join(EXCHANGE_FILE);
    if let Ok(text) = std::fs::read_to_string(&file)
        && !text.trim().is_empty()
    {
        return Ok(text.trim().to_owned());
    }
    let id = format!("simulator-{:016x}", chance.next_u64());
    std::fs::write(&file, &id).map_err(|error| AppError::internal(error.to_string()))?;
    Ok(id)
}

async fn company_secret(
    database: &Database,
    clock: &Clock,
    chance: &mut dyn Chance,
) -> Result<Vec<u8>, AppError> {
    const NAME: &str = "company_secret";
    let known = match store::setting::get(database, NAME).await? {
        Some(known) => known,
        None => {
            let mut fresh = [0; 32];
            chance.fill(&mut fresh);
            let mut transaction = database.begin().await?;
            let (fresh, now) = (hex::encode(fresh), clock.now());
            let kept = store::setting::get_or_insert(&mut transaction, NAME, &fresh, now).await?;
            transaction.commit().await?;
            kept
        }
    };
    hex::decode(known).map_err(|_| AppError::internal("the company secret cannot be read"))
}

fn unusable(error: StoreError) -> AppError {
    let hint = match error {
        StoreError::SchemaTooNew { .. } => "nothing was changed",
        _ => "check database.url, or the folder of --data-dir",
    };
    AppError::internal(error.to_string()).hint(hint)
}
