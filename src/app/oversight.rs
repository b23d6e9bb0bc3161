//! What people looked at and set: recorded before they see it, so that nothing is seen unrecorded.

use serde_json::{Value, json};

use super::App;
use super::error::AppError;
use crate::domain::coded::Coded;
use crate::domain::recording::RecordingState;
use crate::domain::timestamp::Timestamp;
use crate::store::recording::RecordingRow;
use crate::store::{self, Audit};

impl App {
    /// A recording whose bytes are in the vault, with their key.
    ///
    /// # Errors
    /// `recording.not_found`; `recording.not_stored` with its `state` when there are no bytes.
    pub async fn stored_recording(&self, id: &str) -> Result<(RecordingRow, String), AppError> {
        let row = store::recording::by_id(&self.database, id).await?.ok_or_else(|| {
            AppError::not_found("recording.not_found", "there is no such recording")
        })?;
        match row.path.clone() {
            Some(key) => Ok((row, key)),
            None if row.state == RecordingState::Erased.code() => {
                let sentence = "the recording was erased at the resident's request";
                Err(AppError::not_found("recording.erased", sentence))
            }
            None => {
                let sentence = "the recording is not in the vault";
                Err(AppError::not_found("recording.not_stored", sentence).with("state", row.state))
            }
        }
    }

    /// Records that a person opened a recording.
    ///
    /// # Errors
    /// When the database refuses; then it must not be played.
    pub async fn record_listening(
        &self,
        recording: &RecordingRow,
        part: &std::ops::Range<u64>,
        user_id: &str,
        now: Timestamp,
    ) -> Result<(), AppError> {
        self.audit(Audit {
            at: now,
            actor: user_id.to_owned(),
            action: "recording_opened",
            subject_kind: "recording",
            subject_id: recording.id.clone(),
            body: json!({ "call_id": recording.call_id, "from": part.start, "to": part.end }),
        })
        .await
    }

    /// Records that a person set the demonstration's clock, and to what.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn record_clock_adjusted(
        &self,
        user_id: &str,
        change: Value,
        now: Timestamp,
    ) -> Result<(), AppError> {
        self.audit(Audit {
            at: now,
            actor: user_id.to_owned(),
            action: "clock_adjusted",
            subject_kind: "clock",
            subject_id: "demo".to_owned(),
            body: change,
        })
        .await
    }

    async fn audit(&self, audit: Audit) -> Result<(), AppError> {
        let mut transaction = self.database.begin().await?;
        transaction.audit(audit);
        self.commit(transaction).await
    }
}
