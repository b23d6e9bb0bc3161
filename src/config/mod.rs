//! Configuration: one struct per area, resolved once at the start and then passed.
//!
//! The defaults live in one commented file that the binary embeds ([`DEFAULT_FILE`]), so the
//! documentation cannot drift from them. Over it lie, each winning over the one before:
//! `huifang.toml` of the working directory (or `--config FILE`), `HUIFANG_…` variables, options of
//! the command line. Nothing unknown is ignored: [`ConfigError`] names the place, what is allowed
//! there and the nearest key. Nothing else in the program reads a setting from anywhere.

mod areas;
mod error;
mod layers;
mod notices;
mod reader;
mod server;
mod shown;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

pub use areas::{
    CallbackConfig, ClockChoice, ClockConfig, CompanyConfig, DatabaseConfig, DatabaseLocation,
    DatabaseUrl, DemoConfig, HousekeepingConfig, IntakeConfig, LogConfig, LogFormat, LogLevel,
    PbxConfig, PbxDriver, SimulatorConfig, StorageConfig,
};
pub use error::ConfigError;
pub use notices::{MailConfig, MailSecurity, NoticesConfig, Secret, WebhookConfig, WebhookFormat};
pub use server::{CertificateFiles, MetricsAccess, MetricsToken, ServerConfig, TrustedProxies};
pub use shown::{Setting, SettingSource};

use layers::Entry;
use reader::Reader;

use crate::domain::finding::FindingLimits;

/// The embedded default file: every setting with its meaning.
pub const DEFAULT_FILE: &str = include_str!("huifang.default.toml");

/// How the default file is called where a setting's place is named.
const DEFAULT_NAME: &str = "the default file";

/// The file that is read when it exists and no other is named.
const USUAL_FILE: &str = "huifang.toml";

/// What the command line says about the configuration.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// `--config FILE`: read this file, which must exist, instead of `huifang.toml`.
    pub config: Option<PathBuf>,
    /// `--data-dir DIR`: everything the program writes lives below it.
    pub data_dir: Option<PathBuf>,
    flags: Vec<Entry>,
}

impl Options {
    /// Sets `key` to `value` because of `flag`: `("--log-level", "log.level", "debug")`.
    #[must_use]
    pub fn set(mut self, flag: &str, key: &str, value: impl Into<String>) -> Self {
        self.flags.push(layers::flag(flag, key, value.into()));
        self
    }
}

/// Every setting of the program.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the service listens.
    pub server: ServerConfig,
    /// Where the facts are kept.
    pub database: DatabaseConfig,
    /// Where files are kept.
    pub storage: StorageConfig,
    /// Where exports come from.
    pub intake: IntakeConfig,
    /// Who calls.
    pub company: CompanyConfig,
    /// How much is logged, and how.
    pub log: LogConfig,
    /// The telephone exchange.
    pub pbx: PbxConfig,
    /// The daily callback batch.
    pub callback: CallbackConfig,
    /// From where on data counts as odd.
    pub findings: FindingLimits,
    /// How people are told what they must know.
    pub notices: NoticesConfig,
    /// Which clock the service lives by.
    pub clock: ClockConfig,
    /// The demonstration.
    pub demo: DemoConfig,
    /// Who may read `/metrics`.
    pub metrics: MetricsAccess,
    /// How long what is done with is kept.
    pub housekeeping: HousekeepingConfig,
    /// Every setting with the place it was written in, for people.
    pub settings: Vec<Setting>,
}

impl Config {
    /// Resolves the configuration. `environment` is `std::env::vars()` of the process.
    ///
    /// # Errors
    /// [`ConfigError`] for a file that cannot be read, an unknown key, or a value not allowed.
    pub fn load(
        options: &Options,
        environment: impl Iterator<Item = (String, String)>,
    ) -> Result<Self, ConfigError> {
        let file = read_file(options.config.as_deref())?;
        let file = file.as_ref().map(|(name, text)| (name.as_str(), text.as_str()));
        Self::resolve(file, environment, options)
    }

    /// The defaults, with everything that is written below `data_dir` and any free port.
    pub fn for_testing(data_dir: &Path) -> Self {
        let options = Options { data_dir: Some(data_dir.to_owned()), ..Options::default() };
        let options = options.set("for_testing", "server.listen", "127.0.0.1:0");
        Self::resolve(None, std::iter::empty(), &options).expect("the embedded defaults are valid")
    }

    /// The database this configuration means.
    pub fn database_location(&self) -> DatabaseLocation {
        match &self.database.url {
            Some(url) => DatabaseLocation::Postgres(url.clone()),
            None => DatabaseLocation::Sqlite(self.storage.database_file()),
        }
    }

    /// [`Config::load`] without reading any file: `file` is a name for messages, and the text.
    fn resolve(
        file: Option<(&str, &str)>,
        environment: impl Iterator<Item = (String, String)>,
        options: &Options,
    ) -> Result<Self, ConfigError> {
        let mut reader = Reader::new(layers::document(DEFAULT_NAME, DEFAULT_FILE)?);
        if let Some((name, text)) = file {
            reader.overlay(layers::document(name, text)?)?;
        }
        reader.overlay(layers::environment(environment))?;
        reader.overlay(options.flags.clone())?;
        areas::read_all(&reader, options.data_dir.as_deref())
    }
}

fn read_file(named: Option<&Path>) -> Result<Option<(String, String)>, ConfigError> {
    let path = named.unwrap_or(Path::new(USUAL_FILE));
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some((path.display().to_string(), text))),
        Err(error) if named.is_none() && error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(ConfigError::unreadable(path, &error)),
    }
}
