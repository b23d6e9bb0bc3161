//! Tests of the whole house below its edges: the store, the use cases and the commands, each on
//! SQLite and on PostgreSQL.

mod support;

mod backup;
mod batch;
mod batch_view;
mod calendar;
mod cli_import;
mod coverage;
mod demo_world;
mod findings;
mod housekeeping;
mod http_contract;
mod import;
mod import_completions;
mod import_households;
mod import_jobs;
mod import_partial;
mod import_twice;
mod kill;
mod monitoring;
mod notices;
mod operations;
mod personal_data;
mod residents;
mod rules;
mod script_versions;
mod service_requests;
mod simulate;
mod store_centers_and_households;
mod store_database;
mod store_service_requests;
mod task_view;
mod workplace;
