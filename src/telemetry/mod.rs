//! Logs: where they go, how they look, what their fields are called; and what is counted for
//! `/metrics`.
//!
//! One name for one thing, so that a search finds every line about it: `request_id`, `user_id`,
//! `batch_date`, `task_id`, `call_id`, `recording_id`, `agent_id`, `service_request_no`, `job`,
//! `handled` and `total` (a job says how many of how many), `elapsed_ms`, `error`. Ids and codes
//! only: whatever a resident is called or said is a [`Pii`](crate::domain::pii::Pii) or a
//! [`PhoneNumber`](crate::domain::phone::PhoneNumber), which print a placeholder.

mod measurements;

use tracing::Subscriber;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, Registry, fmt};

use crate::config::{LogConfig, LogFormat, LogLevel};

pub use measurements::{
    METRICS, Measurement, Measurements, MetricKind, answered, job_failed, measurements,
    round_failed, step_taken,
};

/// Libraries whose chatter below a warning helps nobody who runs this program.
const QUIET: [&str; 3] = ["sqlx", "hyper_util", "tower_sessions"];

/// Sends the process's logs to standard error. A second call changes nothing.
pub fn init(config: LogConfig) {
    // It fails only when there is a subscriber already: an earlier call's, or a test's.
    let _ = subscriber(config, std::io::stderr).try_init();
}

/// The subscriber that [`init`] installs, writing to `writer`.
fn subscriber<W>(config: LogConfig, writer: W) -> impl Subscriber + Send + Sync
where
    W: for<'writer> MakeWriter<'writer> + Send + Sync + 'static,
{
    let level = level_filter(config.level);
    let quiet = QUIET.map(|target| (target, level.min(LevelFilter::WARN)));
    let filter = Targets::new().with_default(level).with_targets(quiet);
    let lines = fmt::layer().with_writer(writer).with_ansi(false);
    let lines: Box<dyn Layer<Registry> + Send + Sync> = match config.format {
        LogFormat::Text => lines.boxed(),
        LogFormat::Json => lines.json().flatten_event(true).boxed(),
    };
    tracing_subscriber::registry().with(lines.with_filter(filter))
}

fn level_filter(level: LogLevel) -> LevelFilter {
    match level {
        LogLevel::Error => LevelFilter::ERROR,
        LogLevel::Warn => LevelFilter::WARN,
        LogLevel::Info => LevelFilter::INFO,
        LogLevel::Debug => LevelFilter::DEBUG,
        LogLevel::Trace => LevelFilter::TRACE,
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, Write};
    use std::sync::{Arc, Mutex};

    use super::*;
    use crate::domain::phone::PhoneNumber;
    use crate::domain::pii::Pii;

    /// What was written, shared between the subscriber and the test.
    #[derive(Clone, Default)]
    struct Captured(Arc<Mutex<Vec<u8>>>);

    impl Write for Captured {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().expect("no test thread has failed").write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn captured(level: LogLevel, format: LogFormat, log: impl FnOnce()) -> String {
        let output = Captured::default();
        let writer = output.clone();
        let subscriber = subscriber(LogConfig { level, format }, move || writer.clone());
        tracing::subscriber::with_default(subscriber, log);
        let bytes = output.0.lock().expect("no test thread has failed").clone();
        String::from_utf8(bytes).expect("log lines are UTF-8")
    }

    #[derive(Debug)]
    #[expect(dead_code, reason = "only its Debug form is looked at")]
    struct Resident {
        name: Pii<String>,
        phone: Option<PhoneNumber>,
        rooms: Vec<Pii<String>>,
    }

    #[test]
    fn personal_data_never_reaches_a_log() {
        let written = Pii::from("13900008763");
        let phone = PhoneNumber::parse(written.reveal()).expect("a mobile number");
        let name = Pii::from("周敏");
        let resident = Resident {
            name: name.clone(),
            phone: Some(phone.clone()),
            rooms: vec![Pii::from("3-1201")],
        };
        for format in [LogFormat::Text, LogFormat::Json] {
            let output = captured(LogLevel::Trace, format, || {
                tracing::info!(?name, %written, ?phone, "captured by field");
                tracing::error!(resident = ?resident, "captured in a struct");
                tracing::debug!("captured in the text: {name} {written:?} {phone:?} {resident:#?}");
                let span = tracing::info_span!("captured in a span", ?resident, %name);
                span.in_scope(|| tracing::trace!("captured within"));
            });
            assert_eq!(output.matches("captured in a struct").count(), 1, "{output}");
            assert_eq!(output.matches("captured within").count(), 1, "{output}");
            assert!(output.contains("[personal]") && output.contains("[phone]"), "{output}");
            for secret in ["周敏", "13900008763", "8763", "3-1201"] {
                assert!(!output.contains(secret), "{secret} in {output}");
            }
        }
    }

    #[test]
    fn the_level_decides_and_libraries_are_kept_quiet() {
        let output = captured(LogLevel::Info, LogFormat::Json, || {
            tracing::info!(task_id = 7, "told");
            tracing::debug!("not told");
            tracing::info!(target: "sqlx::query", "chatter");
            tracing::warn!(target: "sqlx::query", "slow");
        });
        let lines: Vec<serde_json::Value> = output
            .lines()
            .map(|line| serde_json::from_str(line).expect("one JSON object a line"))
            .collect();
        let told: Vec<_> = lines.iter().map(|line| &line["message"]).collect();
        assert_eq!(told, ["told", "slow"]);
        assert_eq!(lines[0]["task_id"], 7);
    }
}
