//! Huifang (回访).
pub mod clock;
pub mod config;
pub mod domain;
pub mod entropy;
pub mod telemetry;
