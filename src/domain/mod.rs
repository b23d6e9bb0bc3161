//! The rules of the house, and nothing else.
//!
//! Everything here is a pure function of its arguments: no async, SQL, files, network, environment,
//! clock or ambient randomness. Time arrives as a [`timestamp::Timestamp`], chance as a
//! [`chance::Chance`], and what should happen next leaves as data. `tests/tidy.rs` fails when a
//! file below this folder imports anything but `std` and value crates.

pub mod audit;
pub mod calendar;
pub mod call;
pub mod callback;
pub mod chance;
pub mod coded;
pub mod comparable;
pub mod coverage;
pub mod do_not_call;
pub mod estimation;
pub mod figures;
pub mod finding;
pub mod household;
pub mod intake;
pub mod notice;
pub mod personal_data;
pub mod phone;
pub mod pii;
pub mod recording;
pub mod rules;
pub mod sampling;
pub mod script;
pub mod service_request;
pub mod timestamp;
