//! The table.

use std::time::Duration;

use crate::floor::GROUP;
use crate::producers::Measured;

pub struct Line<'a> {
    what: String,
    measured: &'a Measured,
}

impl<'a> Line<'a> {
    pub fn floor(measured: &'a Measured) -> Self {
        Self { what: format!("floor: {GROUP} rows a commit"), measured }
    }

    pub fn producers(count: usize, measured: &'a Measured) -> Self {
        Self { what: format!("inbox, {count} waiting"), measured }
    }
}

pub fn head() {
    println!(
        "Facts per second until durably stored; p50 and p99 in milliseconds until the answer."
    );
    println!(
        "{:<11} {:<24} {:>9} {:>8} {:>8} {:>9}",
        "database", "load", "facts/s", "p50 ms", "p99 ms", "of floor"
    );
}

pub fn print(database: &str, line: &Line<'_>, floor: f64) {
    let measured = line.measured;
    println!(
        "{:<11} {:<24} {:>9.0} {:>8.2} {:>8.2} {:>8.0}%",
        database,
        line.what,
        measured.per_second(),
        millis(measured.percentile(0.50)),
        millis(measured.percentile(0.99)),
        measured.per_second() / floor * 100.0
    );
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
