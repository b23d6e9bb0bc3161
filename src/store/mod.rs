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
pub mod audit_chain;
pub mod batch;
pub mod batch_view;
pub mod calendar;
pub mod call;
pub mod center;
pub mod completion;
pub mod coverage;
pub mod do_not_call;
pub mod do_not_call_list;
pub mod dump;
pub mod event_log;
pub mod finding;
pub mod finding_facts;
pub mod household;
pub mod housekeeping;
pub mod import_job;
pub mod import_run;
pub mod import_stage;
pub mod inbox;
mod inbox_group;
pub mod ingest;
pub mod job;
pub mod monitoring;
pub mod notice;
pub mod notice_causes;
pub mod notice_delivery;
pub mod outbox;
pub mod people;
pub mod personal_data;
pub mod personal_data_held;
pub mod recording;
pub mod resident;
pub mod result;
pub mod rule;
pub mod rule_trial;
pub mod script;
pub mod service_request;
pub mod service_request_view;
pub mod session;
pub mod setting;
pub mod task;
pub mod task_view;
pub mod timer;

pub use database::{Database, StoreError};
pub use dump::DumpError;
pub use sql::{Dual, Query};
pub use transaction::{Audit, Event, Transaction};
pub use value::{Record, Value};
