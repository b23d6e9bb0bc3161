//! Intake of exported files (导入): from a table of texts to typed drafts, from drafts to changes.
//!
//! Nothing here reads a file: `crate::intake` turns bytes into a [`table::Table`]. The way is
//! [`header::Header::read`] → [`center::read_centers`], [`household::read_households`] or
//! [`service_request::read_service_requests`] → [`changes`]. A file is taken in as a whole or not
//! at all, so every row is judged and every error listed before anything is stored (issue 2).

pub mod cells;
pub mod center;
pub mod changes;
pub mod columns;
pub mod file_error;
pub mod header;
pub mod household;
pub mod kind;
pub mod reading;
pub mod reason;
pub mod service_request;
pub mod table;

#[cfg(test)]
mod tests;
