//! Tests of the whole house below its edges: the store, the use cases and the commands, each on
//! SQLite and on PostgreSQL.

mod support;

mod batch_view;
mod import;
mod import_completions;
mod import_households;
mod task_view;
mod workplace;
