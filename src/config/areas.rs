//! One struct per area. What each setting means stands beside its default in the default file.

use std::fmt;
use std::path::{Path, PathBuf};

use chrono::{NaiveDateTime, NaiveTime};
use chrono_tz::Tz;

use super::Config;
use super::error::ConfigError;
use super::notices;
use super::reader::Reader;
use super::server;
use crate::domain::timestamp::BusinessZone;

/// `[database]`
#[derive(Clone, Debug)]
pub struct DatabaseConfig {
    /// The PostgreSQL to use; absent means SQLite in [`StorageConfig::database_file`].
    pub url: Option<DatabaseUrl>,
}

/// A database address. It may hold a password, so `Debug` hides all of it.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(String);

impl DatabaseUrl {
    /// The address itself, for connecting.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[database address]")
    }
}

/// The database a configuration means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DatabaseLocation {
    /// This file, made when it does not exist.
    Sqlite(PathBuf),
    /// This server's database.
    Postgres(DatabaseUrl),
}

/// `[storage]`
#[derive(Clone, Debug)]
pub struct StorageConfig {
    /// The folder of the database file and the simulator's audio.
    pub data_dir: PathBuf,
    /// The folder of the recordings vault.
    pub recordings_dir: PathBuf,
}

impl StorageConfig {
    /// The SQLite database, when no other database is configured.
    pub fn database_file(&self) -> PathBuf {
        self.data_dir.join("huifang.db")
    }

    /// Where uploads wait to be imported, and the rows are that imports left out.
    pub fn imports_dir(&self) -> PathBuf {
        self.data_dir.join("imports")
    }

    /// Where the simulator leaves the audio of its calls until the vault fetches it.
    pub fn simulator_dir(&self) -> PathBuf {
        self.data_dir.join("simulator")
    }
}

/// `[intake]`
#[derive(Clone, Debug)]
pub struct IntakeConfig {
    /// The watched folder; absent when none is watched.
    pub watch_dir: Option<PathBuf>,
}

/// `[company]`
#[derive(Clone, Debug)]
pub struct CompanyConfig {
    /// As residents hear it.
    pub name: String,
    /// 监督电话; absent when the company names none.
    pub supervision_phone: Option<String>,
    /// The company's wall clock.
    pub zone: BusinessZone,
}

/// `[log]`
#[derive(Clone, Copy, Debug)]
pub struct LogConfig {
    /// The least grave line that is written.
    pub level: LogLevel,
    /// For people or for machines.
    pub format: LogFormat,
}

/// How grave a log line must be to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogLevel {
    /// Something failed and somebody must look.
    Error,
    /// Something is wrong but was dealt with.
    Warn,
    /// What happened, a line per event of the day.
    Info,
    /// Why it happened.
    Debug,
    /// Everything.
    Trace,
}

/// The shape of a log line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// `[pbx]`
#[derive(Clone, Debug)]
pub struct PbxConfig {
    /// Which exchange is used.
    pub driver: PbxDriver,
    /// `[pbx.simulator]`
    pub simulator: SimulatorConfig,
    /// The number both telephones of a call see.
    pub caller_number: String,
}

/// The exchanges this program can use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PbxDriver {
    /// Residents and calls that exist only in this program.
    Simulator,
}

/// `[pbx.simulator]`
#[derive(Clone, Copy, Debug)]
pub struct SimulatorConfig {
    /// Decides the residents' habits.
    pub seed: u64,
}

/// `[callback]`
#[derive(Clone, Copy, Debug)]
pub struct CallbackConfig {
    /// Local time of the daily batch.
    pub batch_at: NaiveTime,
}

/// `[clock]`
#[derive(Clone, Copy, Debug)]
pub struct ClockConfig {
    /// Which clock the service lives by.
    pub kind: ClockChoice,
}

/// The clocks a service can live by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockChoice {
    /// The real one.
    System,
    /// One that starts and runs as `[demo]` says.
    Demo,
}

/// `[demo]`
#[derive(Clone, Copy, Debug)]
pub struct DemoConfig {
    /// Local date and time at which the demo clock starts.
    pub starts_at: NaiveDateTime,
    /// How many times faster than the real clock it runs, 1 to 3600.
    pub speed: u32,
    /// The seed of the demo world.
    pub seed: u64,
}

/// `[housekeeping]`
#[derive(Clone, Copy, Debug)]
pub struct HousekeepingConfig {
    /// Days that settled facts, effects, timers and events are kept; 0 keeps them for ever.
    pub keep_settled_days: u32,
}

const LEVELS: [(&str, LogLevel); 5] = [
    ("error", LogLevel::Error),
    ("warn", LogLevel::Warn),
    ("info", LogLevel::Info),
    ("debug", LogLevel::Debug),
    ("trace", LogLevel::Trace),
];

const CLOCKS: [(&str, ClockChoice); 2] =
    [("system", ClockChoice::System), ("demo", ClockChoice::Demo)];

const FORMATS: [(&str, LogFormat); 2] = [("text", LogFormat::Text), ("json", LogFormat::Json)];

/// Reads every area. `data_dir` is the command line's, which moves everything that is written.
pub(super) fn read_all(reader: &Reader, data_dir: Option<&Path>) -> Result<Config, ConfigError> {
    let storage = storage(reader, data_dir)?;
    Ok(Config {
        server: server::server(reader)?,
        metrics: server::metrics(reader)?,
        intake: intake(reader, &storage)?,
        database: DatabaseConfig { url: database_url(reader)? },
        storage,
        company: company(reader)?,
        log: LogConfig {
            level: reader.choice("log.level", &LEVELS)?,
            format: reader.choice("log.format", &FORMATS)?,
        },
        pbx: pbx(reader)?,
        callback: CallbackConfig {
            batch_at: reader.parsed("callback.batch_at", "a time, like 08:20", |text| {
                NaiveTime::parse_from_str(text, "%H:%M").ok()
            })?,
        },
        findings: notices::findings(reader)?,
        notices: notices::notices(reader)?,
        clock: ClockConfig { kind: reader.choice("clock.kind", &CLOCKS)? },
        demo: DemoConfig {
            starts_at: reader.parsed(
                "demo.starts_at",
                "date and time, like 2026-11-20 08:15",
                |text| NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").ok(),
            )?,
            speed: reader.whole("demo.speed", 1..=3600)?,
            seed: reader.whole("demo.seed", 0..=i64::MAX)?,
        },
        housekeeping: HousekeepingConfig {
            keep_settled_days: reader.whole("housekeeping.keep_settled_days", 0..=36_500)?,
        },
        settings: reader.shown(data_dir),
    })
}

fn database_url(reader: &Reader) -> Result<Option<DatabaseUrl>, ConfigError> {
    let allowed = "empty for SQLite, or postgres://user:password@host:5432/name";
    reader.secret("database.url", allowed, |text| match text {
        "" => Some(None),
        _ if text.starts_with("postgres://") || text.starts_with("postgresql://") => {
            Some(Some(DatabaseUrl(text.to_owned())))
        }
        _ => None,
    })
}

fn storage(reader: &Reader, data_dir: Option<&Path>) -> Result<StorageConfig, ConfigError> {
    let folder = |key| {
        reader.parsed(key, "the path of a folder", |text| {
            (!text.is_empty()).then(|| PathBuf::from(text))
        })
    };
    let configured = StorageConfig {
        data_dir: folder("storage.data_dir")?,
        recordings_dir: folder("storage.recordings_dir")?,
    };
    Ok(match data_dir {
        Some(folder) => {
            StorageConfig { data_dir: folder.to_owned(), recordings_dir: folder.join("recordings") }
        }
        None => configured,
    })
}

fn intake(reader: &Reader, storage: &StorageConfig) -> Result<IntakeConfig, ConfigError> {
    let folder = reader.text("intake.watch_dir")?;
    let watch_dir = (!folder.trim().is_empty()).then(|| storage.data_dir.join(folder.trim()));
    Ok(IntakeConfig { watch_dir })
}

fn company(reader: &Reader) -> Result<CompanyConfig, ConfigError> {
    let phone = reader.text("company.supervision_phone")?;
    let zone = reader.parsed("company.zone", "an IANA zone, like Asia/Shanghai", |text| {
        text.parse::<Tz>().ok()
    })?;
    Ok(CompanyConfig {
        name: reader.parsed("company.name", "a name that is not empty", |text| {
            (!text.trim().is_empty()).then(|| text.to_owned())
        })?,
        supervision_phone: (!phone.is_empty()).then_some(phone),
        zone: BusinessZone(zone),
    })
}

fn pbx(reader: &Reader) -> Result<PbxConfig, ConfigError> {
    Ok(PbxConfig {
        driver: reader.choice("pbx.driver", &[("simulator", PbxDriver::Simulator)])?,
        simulator: SimulatorConfig { seed: reader.whole("pbx.simulator.seed", 0..=i64::MAX)? },
        caller_number: reader.text("pbx.caller_number")?,
    })
}
