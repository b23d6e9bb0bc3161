//! Removes the files of imports once they are old: the rows that were left out are personal data,
//! and are corrected within days or not at all.

use crate::app::{App, AppError};
use crate::domain::timestamp::Timestamp;

/// How long files are kept, in milliseconds: a month.
const KEEP_MS: i64 = 31 * 24 * 60 * 60_000;

/// Removes what imports of more than a month ago left in this node's folder; how many files. Each
/// node has a folder of its own, so this is no job of one node for all.
///
/// # Errors
/// When the folder cannot be read, or a file of it cannot be removed.
pub fn delete_rejects(app: &App, now: Timestamp) -> Result<usize, AppError> {
    let removed = app.imports.remove_older_than(now.plus_ms(-KEEP_MS)).map_err(|error| {
        AppError::internal(format!("old files of imports cannot be removed: {error}"))
    })?;
    if removed > 0 {
        tracing::info!(removed, "old files of imports were removed");
    }
    Ok(removed)
}
