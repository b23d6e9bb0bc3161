//! Turns the effects of a call into rows: commands for the exchange, timers, time-line entries.

use serde_json::json;
use uuid::Uuid;

use super::App;
use super::call_outcome;
use super::error::AppError;
use super::recordings;
use super::stored;
use crate::domain::call::{CallEffect, CallMachine, Note, NoteKind};
use crate::domain::timestamp::Timestamp;
use crate::store::call::CallRow;
use crate::store::outbox::NewEffect;
use crate::store::{self, Event, Transaction};

/// The kind of inbox rows that are events of a call.
pub const CALL_EVENT: &str = "call_event";
/// The kind of outbox rows that are commands to the exchange.
pub const PBX_COMMAND: &str = "pbx_command";
/// The kind of outbox rows that fetch a recording into the vault.
pub const FETCH_RECORDING: &str = "fetch_recording";

/// The machine as it is kept between two events.
pub fn snapshot(machine: &CallMachine) -> Result<String, AppError> {
    serde_json::to_string(machine).map_err(|error| AppError::internal(error.to_string()))
}

/// Writes what the machine wants done, and the call's new state.
pub async fn apply(
    app: &App,
    transaction: &mut Transaction,
    call: &mut CallRow,
    effects: Vec<CallEffect>,
    now: Timestamp,
) -> Result<(), AppError> {
    let call_id = stored::id(&call.id)?;
    let mut outgoing = Vec::new();
    for effect in effects {
        match effect {
            CallEffect::SetTimer { id, due_at } => {
                store::timer::set(transaction, &id.name(call_id), &call.id, due_at).await?;
            }
            CallEffect::CancelTimer { id } => {
                store::timer::settle(transaction, &id.name(call_id), now).await?;
            }
            // Noted with its reason where the recording is marked missing.
            CallEffect::Note(note) if note.kind == NoteKind::RecordingMissing => {}
            CallEffect::Note(note) => transaction.note(time_line_entry(call_id, &note)),
            CallEffect::Concluded(conclusion) => {
                call_outcome::conclude(app, transaction, call, &conclusion, now).await?;
            }
            CallEffect::RecordingMissing { .. } => {
                recordings::mark_missing(app, transaction, &call.id, "never_arrived", now).await?;
            }
            CallEffect::FetchRecording { .. } => {
                outgoing.push(outbox_row(call, &effect, FETCH_RECORDING, now)?);
            }
            command => outgoing.push(outbox_row(call, &command, PBX_COMMAND, now)?),
        }
    }
    store::outbox::insert(transaction, outgoing, now).await?;
    store::call::update(transaction, call).await?;
    Ok(())
}

/// The effect goes to the exchange of the call, whichever node decided it.
fn outbox_row(
    call: &CallRow,
    effect: &CallEffect,
    kind: &'static str,
    now: Timestamp,
) -> Result<NewEffect, AppError> {
    let call_id = stored::id(&call.id)?;
    let key = effect.command_key(call_id).unwrap_or_else(|| format!("{call_id}:{kind}"));
    let body =
        serde_json::to_string(effect).map_err(|error| AppError::internal(error.to_string()))?;
    let (subject_id, lane) = (call.id.clone(), call.exchange.clone());
    Ok(NewEffect { key, kind, subject_id, lane, body, due_at: now })
}

fn time_line_entry(call_id: Uuid, note: &Note) -> Event {
    Event {
        at: note.at,
        kind: note.kind.code(),
        subject_kind: "call",
        subject_id: call_id.to_string(),
        body: json!(note.params),
    }
}
