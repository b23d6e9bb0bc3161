//! The only SQL, and the only sqlx: one file an aggregate, on SQLite and on PostgreSQL.
//!
//! SQL never decides; `domain` never queries. Functions that must commit together take a
//! [`Transaction`]; the single SQLite writer must not be asked for twice, so a function that has
//! one never opens another. Every function here is called by the conformance tests on both
//! databases.

mod bulk;
mod copy;
mod database;
mod decode;
mod sql;
mod transaction;
mod value;

pub mod agent;
pub mod alarm;
pub mod batch;
pub mod batch_view;
pub mod call;
pub mod center;
pub mod completion;
pub mod do_not_call;
pub mod event_log;
pub mod household;
pub mod import_run;
pub mod inbox;
mod inbox_group;
pub mod ingest;
pub mod job;
pub mod outbox;
pub mod people;
pub mod recording;
pub mod result;
pub mod rule;
pub mod rule_trial;
pub mod service_request;
pub mod session;
pub mod setting;
pub mod task;
pub mod task_view;
pub mod timer;

pub use database::{Database, StoreError};
pub use sql::{Dual, Query};
pub use transaction::{Audit, Event, Transaction};
pub use value::{Record, Value};
