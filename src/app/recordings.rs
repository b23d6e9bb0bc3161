//! Recordings: expected when a call was answered, fetched into the vault, compared with the call.
//! An answered call without a playable recording is an alarm, not a silence.

use serde_json::json;

use super::App;
use super::error::AppError;
use super::stored;
use crate::domain::call::names;
use crate::domain::coded::Coded;
use crate::domain::recording::{
    self, DEFAULT_TOLERANCE_MS, DecodedAudio, RecordingState, RecordingVerdict,
};
use crate::domain::timestamp::Timestamp;
use crate::recording::{DecodeError, StoredRecording, decode};
use crate::store::alarm::NewAlarm;
use crate::store::call::CallRow;
use crate::store::recording::RecordingRow;
use crate::store::{self, Event, Transaction};

/// Expects the recording of an answered call.
pub async fn expect(
    transaction: &mut Transaction,
    call: &CallRow,
    talk_ms: i64,
    now: Timestamp,
) -> Result<(), AppError> {
    let name = names::recording(stored::id(&call.id)?);
    store::recording::expect(transaction, &name, &call.id, talk_ms, now).await?;
    Ok(())
}

/// Gives up on the recording of a call, if it was expected and is not there.
pub async fn mark_missing(
    app: &App,
    transaction: &mut Transaction,
    call_id: &str,
    problem: &'static str,
    now: Timestamp,
) -> Result<(), AppError> {
    // An answer may be known to be unrecorded before the call has ended.
    let name = names::recording(stored::id(call_id)?);
    store::recording::expect(transaction, &name, call_id, 0, now).await?;
    let Some(mut row) = store::recording::load_of_call(transaction, call_id).await? else {
        return Ok(());
    };
    if row.state != RecordingState::Awaited.code() {
        return Ok(());
    }
    row.state = RecordingState::Missing.code().to_owned();
    row.problem = Some(problem.to_owned());
    store::recording::update(transaction, &row).await?;
    transaction.note(recording_event(&row, "recording_missing", now));
    raise(app, transaction, &row, "recording_missing", now).await
}

impl App {
    /// Fetches the recording of a call from the exchange into the vault and judges it.
    ///
    /// # Errors
    /// When the exchange or the vault failed; trying again may help.
    pub(super) async fn fetch_recording(
        &self,
        call_id: &str,
        now: Timestamp,
    ) -> Result<(), AppError> {
        let Some(row) = store::recording::of_call(&self.database, call_id).await? else {
            // The file was ready before the end of the call was known: its length is judged by
            // the conversation, so it waits for that.
            return Err(failed("the call is not over yet"));
        };
        if row.state == RecordingState::Stored.code() {
            return Ok(());
        }
        let call = store::call::by_id(&self.database, call_id).await?;
        let ordered_at = call.map_or(now, |call| Timestamp(call.ordered_at));
        let source = self.pbx.fetch_recording(&row.id).await.map_err(failed)?;
        let kept =
            self.vault.put(self.zone.date(ordered_at), &row.id, source).await.map_err(failed)?;
        let path = self.vault.file(&kept.key).map_err(failed)?;
        let decoded = match decode(path).await {
            Ok(audio) => Ok(audio),
            Err(DecodeError::Fault(fault)) => Err(fault),
            Err(DecodeError::Io(error)) => return Err(failed(error)),
        };
        let verdict = recording::judge(decoded, row.expected_ms, DEFAULT_TOLERANCE_MS);
        self.keep(row, &kept, decoded.ok(), &verdict, now).await
    }

    async fn keep(
        &self,
        mut row: RecordingRow,
        kept: &StoredRecording,
        decoded: Option<DecodedAudio>,
        verdict: &RecordingVerdict,
        now: Timestamp,
    ) -> Result<(), AppError> {
        row.state = verdict.state.code().to_owned();
        row.path = Some(kept.key.clone());
        row.sha256 = Some(kept.sha256.clone());
        row.byte_count = i64::try_from(kept.bytes).ok();
        row.duration_ms = decoded.map(|audio| audio.duration_ms);
        row.problem = problem(verdict);
        row.stored_at = Some(now.0);
        let mut transaction = self.database.begin().await?;
        store::recording::update(&mut transaction, &row).await?;
        transaction.note(recording_event(&row, "recording_stored", now));
        store::alarm::clear(&mut transaction, "recording_missing", &row.call_id, now).await?;
        if verdict.is_alarm() {
            raise(self, &mut transaction, &row, "recording_faulty", now).await?;
        }
        self.commit(transaction).await?;
        // Safe in the vault: the exchange may delete its copy. When it cannot be told, the copy
        // stays there, which harms nobody.
        if let Err(error) = self.pbx.forget_recording(&row.id).await {
            tracing::warn!(recording = row.id, %error, "the exchange keeps its copy");
        }
        Ok(())
    }

    /// Gives up fetching a recording.
    pub(super) async fn give_up_recording(
        &self,
        transaction: &mut Transaction,
        call_id: &str,
        now: Timestamp,
    ) -> Result<(), AppError> {
        mark_missing(self, transaction, call_id, "could_not_be_fetched", now).await
    }
}

fn failed(error: impl std::fmt::Display) -> AppError {
    AppError::internal(error.to_string())
}

fn problem(verdict: &RecordingVerdict) -> Option<String> {
    let codes: Vec<&str> = verdict.faults.iter().map(|fault| fault.code()).collect();
    (!codes.is_empty()).then(|| codes.join(","))
}

async fn raise(
    app: &App,
    transaction: &mut Transaction,
    row: &RecordingRow,
    kind: &'static str,
    now: Timestamp,
) -> Result<(), AppError> {
    let batch_date = store::recording::batch_date(transaction, &row.call_id).await?;
    let alarm = NewAlarm {
        id: app.new_id(now),
        kind,
        subject_kind: "call",
        subject_id: &row.call_id,
        batch_date: batch_date.as_deref(),
        detail: row.problem.as_deref().unwrap_or_default(),
    };
    if store::alarm::raise(transaction, &alarm, now).await? {
        tracing::warn!(call = row.call_id, kind, problem = row.problem, "recording alarm");
    }
    Ok(())
}

fn recording_event(row: &RecordingRow, kind: &'static str, at: Timestamp) -> Event {
    let body = json!({ "recording_id": row.id, "state": row.state, "problem": row.problem });
    Event { at, kind, subject_kind: "call", subject_id: row.call_id.clone(), body }
}
