//! Whether the audit log is whole: every record sealed over the one before it, none missing.

use super::error::AppError;
use crate::domain::audit::{self, AuditRecord};
use crate::domain::timestamp::Timestamp;
use crate::store::audit_chain::SealedRecord;
use crate::store::{self, Database};

/// Records looked at together.
const PAGE: i64 = 1_000;

/// What a check of the chain found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AuditCheck {
    /// Records up to the end, or to the first that is wrong.
    pub records: u64,
    /// The number of the first record that was changed, or stands where another is missing.
    pub broken_at: Option<i64>,
}

/// Recomputes the seal of every record.
///
/// # Errors
/// When the database refuses.
pub async fn check_audit_chain(database: &Database) -> Result<AuditCheck, AppError> {
    let mut check = AuditCheck { records: 0, broken_at: None };
    let (mut sequence, mut previous) = (0, audit::GENESIS_HASH.to_owned());
    loop {
        let page = store::audit_chain::after(database, sequence, PAGE).await?;
        if page.is_empty() {
            return Ok(check);
        }
        for record in page {
            if record.sequence != sequence + 1 || record.hash != seal(&record, &previous) {
                check.broken_at = Some(record.sequence);
                return Ok(check);
            }
            check.records += 1;
            (sequence, previous) = (record.sequence, record.hash);
        }
    }
}

fn seal(record: &SealedRecord, previous_hash: &str) -> String {
    audit::seal(&AuditRecord {
        sequence: record.sequence,
        at: Timestamp(record.at),
        actor: &record.actor,
        action: &record.action,
        subject_kind: &record.subject_kind,
        subject_id: &record.subject_id,
        body: &record.body,
        previous_hash,
    })
}
