//! What the process counts as it goes, and the list of everything that `/metrics` shows.
//!
//! Labels are of a few fixed values each: never an id, a name or a number somebody typed.

use std::sync::OnceLock;
use std::time::Duration;

use metrics::{
    Label, Unit, counter, describe_counter, describe_gauge, describe_histogram, histogram,
};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

/// How a value behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MetricKind {
    /// Only grows, from 0 at the start of the process.
    Counter,
    /// The value now.
    Gauge,
    /// How long something took, in seconds.
    Histogram,
}

use MetricKind::{Counter, Gauge, Histogram};

/// Everything there is: name, kind, meaning. `docs/operations.md` lists the same.
pub const METRICS: [(&str, MetricKind, &str); 24] = [
    ("huifang_http_requests_total", Counter, "Answered requests by method, route and status"),
    ("huifang_http_request_duration_seconds", Histogram, "Time to the answer's first byte"),
    ("huifang_engine_steps_total", Counter, "Rounds of the engine, each doing what is due"),
    ("huifang_engine_work_total", Counter, "Things the engine did in its rounds"),
    ("huifang_engine_failures_total", Counter, "Rounds that failed and were tried again"),
    ("huifang_job_failures_total", Counter, "Rounds of the jobs that failed"),
    ("huifang_database_up", Gauge, "1 when the database answered this scrape"),
    ("huifang_database_connections", Gauge, "Open connections of this node by state"),
    ("huifang_pbx_up", Gauge, "1 when the exchange can be commanded"),
    ("huifang_inbox_unsettled", Gauge, "Facts nothing has been decided about yet"),
    ("huifang_inbox_lag_seconds", Gauge, "Age of the oldest such fact"),
    ("huifang_outbox", Gauge, "Effects that are not done, by state; dead ones need a person"),
    ("huifang_outbox_lag_seconds", Gauge, "How long the effect due first has been due"),
    ("huifang_timers_due", Gauge, "Timers that should have fired"),
    ("huifang_calls_live", Gauge, "Calls that are going on"),
    ("huifang_tasks", Gauge, "Callback tasks of all time by state"),
    ("huifang_tasks_due", Gauge, "Waiting tasks whose next attempt is due"),
    ("huifang_tasks_overdue", Gauge, "Waiting tasks whose first attempt is too late"),
    ("huifang_batch_today", Gauge, "1 for the state today's batch is in"),
    ("huifang_recordings", Gauge, "Recordings of all time by state"),
    ("huifang_alarms_open", Gauge, "Alarms nobody has cleared"),
    ("huifang_job_occurrences", Gauge, "Occurrences of jobs by job and state"),
    ("huifang_imported_rows", Gauge, "Rows of all imports by what they hold"),
    ("huifang_build_info", Gauge, "1, with the program's version"),
];

const ENGINE_FAILURES: &str = "huifang_engine_failures_total";
const JOB_FAILURES: &str = "huifang_job_failures_total";

/// What is counted only when it goes wrong.
const FAILURES: [&str; 2] = [ENGINE_FAILURES, JOB_FAILURES];

/// Upper bounds of the histogram's buckets, in seconds.
const BUCKETS: [f64; 10] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

const METHODS: [&str; 6] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

/// One value at this moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Measurement {
    /// As in [`METRICS`].
    pub name: &'static str,
    /// Of a few fixed values each.
    pub labels: Vec<(&'static str, String)>,
    /// The value.
    pub value: f64,
}

/// The process's measurements.
pub struct Measurements(Option<PrometheusHandle>);

impl Measurements {
    /// What was counted so far, and what was measured just `now`, in the text format of Prometheus.
    pub fn text(&self, now: Vec<Measurement>) -> String {
        let Some(handle) = &self.0 else { return String::new() };
        handle.run_upkeep();
        handle.render() + &text_of(now)
    }
}

/// By a recorder of its own: what was measured at an earlier time must not be shown again.
fn text_of(measured: Vec<Measurement>) -> String {
    let recorder = PrometheusBuilder::new().build_recorder();
    metrics::with_local_recorder(&recorder, || {
        describe(|name| measured.iter().any(|measurement| measurement.name == name));
        for Measurement { name, labels, value } in measured {
            let labels: Vec<Label> =
                labels.into_iter().map(|(name, value)| Label::new(name, value)).collect();
            metrics::gauge!(name, labels).set(value);
        }
    });
    recorder.handle().render()
}

fn describe(is_wanted: impl Fn(&str) -> bool) {
    for (name, kind, meaning) in METRICS.into_iter().filter(|(name, ..)| is_wanted(name)) {
        match kind {
            Counter => describe_counter!(name, meaning),
            Gauge => describe_gauge!(name, meaning),
            Histogram => describe_histogram!(name, Unit::Seconds, meaning),
        }
    }
}

/// The measurements of this process; the first call starts them.
pub fn measurements() -> &'static Measurements {
    static STARTED: OnceLock<Measurements> = OnceLock::new();
    STARTED.get_or_init(start)
}

fn start() -> Measurements {
    let duration = Matcher::Full("huifang_http_request_duration_seconds".to_owned());
    let installed = PrometheusBuilder::new()
        .set_buckets_for_metric(duration, &BUCKETS)
        .and_then(PrometheusBuilder::install_recorder);
    let handle = match installed {
        Ok(handle) => handle,
        Err(error) => {
            tracing::error!(%error, "nothing is measured");
            return Measurements(None);
        }
    };
    // What is measured at a scrape describes itself there.
    describe(|name| METRICS.iter().any(|(other, kind, _)| *other == name && *kind != Gauge));
    // A failure that never happened is 0: a rate over a series that is absent tells nothing.
    for name in FAILURES {
        counter!(name).increment(0);
    }
    metrics::gauge!("huifang_build_info", "version" => env!("CARGO_PKG_VERSION")).set(1.0);
    Measurements(Some(handle))
}

/// A request was answered. `route` is the pattern of the route, not the address as typed.
pub fn answered(method: &str, route: &str, status: u16, elapsed: Duration) {
    measurements();
    // Anybody may invent methods.
    let method = METHODS.iter().find(|known| **known == method).copied().unwrap_or("other");
    let (route, status) = (route.to_owned(), status.to_string());
    counter!(
        "huifang_http_requests_total",
        "method" => method, "route" => route.clone(), "status" => status
    )
    .increment(1);
    histogram!("huifang_http_request_duration_seconds", "method" => method, "route" => route)
        .record(elapsed.as_secs_f64());
}

/// The engine made a round in which it did `done` things.
pub fn step_taken(done: usize) {
    measurements();
    counter!("huifang_engine_steps_total").increment(1);
    counter!("huifang_engine_work_total").increment(done as u64);
}

/// A round of the engine failed.
pub fn round_failed() {
    measurements();
    counter!(ENGINE_FAILURES).increment(1);
}

/// A round of the jobs failed.
pub fn job_failed() {
    measurements();
    counter!(JOB_FAILURES).increment(1);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_are_shown_before_the_first_of_them() {
        let text = measurements().text(Vec::new());
        for name in FAILURES {
            let shown = text.lines().any(|line| line.split(' ').next() == Some(name));
            assert!(shown, "{name} in {text}");
        }
    }
}
