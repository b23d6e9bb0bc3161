//! Jobs: what happens because a time has come. One file a job, each safe to run twice.
//!
//! The ticker is the runner's own loop, which asks the configured clock: a cron library counts real
//! seconds, and the demonstration clock runs at sixty times their speed. The truth is the
//! occurrences table, keyed by job and business date.

mod delete_rejects;
mod delete_settled;
mod feed_demo_world;
mod find_issues;
mod make_daily_batch;
mod runner;
mod send_notices;
mod watch_inbox;

pub use delete_rejects::delete_rejects;
pub use delete_settled::delete_settled;
pub use feed_demo_world::feed_demo_world;
pub use find_issues::find_issues;
pub use make_daily_batch::{make_daily_batches, next_batch_at};
pub use runner::{DEMO_TIME, Runner};
pub use send_notices::NoticeRunner;
pub use watch_inbox::{InboxWatch, watch_inbox};
