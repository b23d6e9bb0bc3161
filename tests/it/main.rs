//! Tests of the whole house below its edges: the store, the use cases and the commands, each on
//! SQLite and on PostgreSQL.

mod support;

mod batch;
mod batch_view;
mod cli_import;
mod demo_world;
mod http_contract;
mod import;
mod import_completions;
mod import_households;
mod kill;
mod rules;
mod simulate;
mod store_centers_and_households;
mod store_database;
mod store_service_requests;
mod task_view;
mod workplace;
