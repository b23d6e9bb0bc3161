//! The audit chain: each record is sealed with the hash of the one before it, so that a changed,
//! removed or inserted record shows.

use sha2::{Digest, Sha256};

use super::timestamp::Timestamp;

/// What stands in for the hash before the first record.
pub const GENESIS_HASH: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// A record as it is sealed. Ids, codes and counts only: erasing a person must not break the chain.
#[derive(Clone, Copy, Debug)]
pub struct AuditRecord<'a> {
    /// 1, 2, 3 … without gaps.
    pub sequence: i64,
    /// When it was done.
    pub at: Timestamp,
    /// The user's id, or the name of the job or command.
    pub actor: &'a str,
    /// What was done, a stable code.
    pub action: &'a str,
    /// The kind of thing it was done to.
    pub subject_kind: &'a str,
    /// Which one.
    pub subject_id: &'a str,
    /// Particulars, JSON text.
    pub body: &'a str,
    /// The hash of the record before, or [`GENESIS_HASH`].
    pub previous_hash: &'a str,
}

/// SHA-256 over the record's fields, each preceded by its length so that no two records read alike;
/// lower-case hexadecimal.
pub fn seal(record: &AuditRecord<'_>) -> String {
    let sequence = record.sequence.to_string();
    let at = record.at.0.to_string();
    let fields = [
        "huifang audit 1",
        &sequence,
        &at,
        record.actor,
        record.action,
        record.subject_kind,
        record.subject_id,
        record.body,
        record.previous_hash,
    ];
    let mut hash = Sha256::new();
    for field in fields {
        hash.update((field.len() as u64).to_be_bytes());
        hash.update(field.as_bytes());
    }
    hex::encode(hash.finalize())
}
