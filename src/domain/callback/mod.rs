//! Callbacks (回访): the daily batch, the life of a task, its attempts, and what residents said.

pub mod attempts;
pub mod batch;
pub mod deadlines;
pub mod disposition;
pub mod outcome;
pub mod result;
pub mod task;
pub mod trial;
