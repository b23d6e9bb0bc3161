//! Huifang (回访): telephone callbacks and satisfaction surveys for a property-management company.
//!
//! Read in this order: [`domain`] holds the rules and nothing else; [`store`] keeps facts on SQLite
//! or PostgreSQL; [`intake`], [`pbx`], [`recording`] and [`delivery`] are the edges to files, the
//! exchange, audio and people; `app` is the use cases (load, decide, commit); `jobs`, `http` and
//! `cli` call them. [`clock`] and [`entropy`] are the only readers of time and chance. The plan of
//! the house is `docs/architecture.md`.

pub mod app;
pub mod cli;
pub mod clock;
pub mod config;
pub mod delivery;
pub mod domain;
pub mod entropy;
pub mod http;
pub mod intake;
pub mod jobs;
pub mod pbx;
pub mod recording;
pub mod store;
pub mod telemetry;
pub mod tls;
