//! Huifang (回访).
pub mod domain;
pub mod pbx;
pub mod recording;
