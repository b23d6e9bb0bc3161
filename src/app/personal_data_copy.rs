//! The copy of everything held about a household: a ZIP with a page people can read, the same as
//! JSON, and the audio of every call.

use std::io::{Cursor, Write};

use serde_json::{Value, json};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::App;
use super::error::AppError;
use super::personal_data::state_of;
use super::resident::ResidentDetail;
use crate::domain::coded::Coded;
use crate::domain::personal_data::{DataRequestKind, DataRequestState};
use crate::domain::timestamp::Timestamp;
use crate::store::personal_data_held::{self as held, HeldAnswer, HeldCall, HeldRequest};
use crate::store::resident::ResidentLine;

/// Bytes of audio a copy holds at most; what is beyond it is listed and handed over apart.
const AUDIO_BYTES_MAX: u64 = 200 * 1024 * 1024;

/// Everything held, loaded.
struct Held {
    line: ResidentLine,
    detail: ResidentDetail,
    requests: Vec<HeldRequest>,
    calls: Vec<HeldCall>,
    answers: Vec<HeldAnswer>,
}

impl App {
    /// The copy for an approved request, as the bytes of a ZIP file. Recorded before it leaves.
    ///
    /// # Errors
    /// `personal_data.not_found`, `personal_data.not_approved` for one that is not approved or
    /// asks for erasure.
    pub async fn copy_of_data(
        &self,
        id: &str,
        actor: &str,
        now: Timestamp,
    ) -> Result<Vec<u8>, AppError> {
        let mut transaction = self.database.begin().await?;
        let row = super::personal_data::load(&mut transaction, id).await?;
        let may =
            matches!(state_of(&row)?, DataRequestState::Approved | DataRequestState::Completed);
        if !may || row.kind != DataRequestKind::Access.code() {
            let sentence = "the request to see the data is not approved";
            return Err(AppError::conflict("personal_data.not_approved", sentence));
        }
        super::personal_data::record(&mut transaction, "data_copied", &row, json!({}), actor, now);
        self.commit(transaction).await?;
        let held = self.held(&row.household_id, now).await?;
        self.pack(&held, now).await
    }

    async fn held(&self, household_id: &str, now: Timestamp) -> Result<Held, AppError> {
        let database = &self.database;
        Ok(Held {
            line: self.resident_line(household_id).await?,
            detail: self.resident(household_id, now).await?,
            requests: held::requests(database, household_id).await?,
            calls: held::calls(database, household_id).await?,
            answers: held::answers(database, household_id).await?,
        })
    }

    async fn pack(&self, held: &Held, now: Timestamp) -> Result<Vec<u8>, AppError> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let document = self.document(held, now)?;
        let text = serde_json::to_vec_pretty(&document).map_err(failed)?;
        let packed = SimpleFileOptions::default();
        zip.start_file("data.json", packed).map_err(failed)?;
        zip.write_all(&text).map_err(failed)?;
        zip.start_file("data.html", packed).map_err(failed)?;
        zip.write_all(page(&document).as_bytes()).map_err(failed)?;
        // Audio does not shrink; packing it would only take time.
        let stored = packed.compression_method(CompressionMethod::Stored);
        let mut total = 0;
        for call in &held.calls {
            let (Some(key), Some(id)) = (&call.path, &call.recording_id) else { continue };
            let size = self.vault.size(key).await.map_err(failed)?;
            total += size;
            if total > AUDIO_BYTES_MAX {
                break;
            }
            let bytes = self.vault.read_range(key, 0..size).await.map_err(failed)?;
            zip.start_file(format!("recordings/{id}.wav"), stored).map_err(failed)?;
            zip.write_all(&bytes).map_err(failed)?;
        }
        Ok(zip.finish().map_err(failed)?.into_inner())
    }

    fn document(&self, held: &Held, now: Timestamp) -> Result<Value, AppError> {
        let time = |at: i64| self.zone.local(Timestamp(at)).format("%Y-%m-%d %H:%M").to_string();
        let maybe = |at: Option<i64>| at.map(time);
        let phones = [&held.line.first_phone, &held.line.second_phone].map(|phone| phone.reveal());
        let requests = held.requests.iter().map(|request| {
            json!({
                "request_no": request.request_no, "kind": request.kind,
                "severity": request.severity, "status": request.status,
                "channel": request.channel, "taken_in_at": time(request.taken_in_at),
                "completed_at": maybe(request.completed_at),
                "resident_name": request.reporter_name.reveal(),
                "phone": request.reporter_phone.reveal(), "matter": request.matter.reveal(),
                "matter_result": request.result.reveal(),
                "matter_spoken": request.matter_spoken.reveal(),
                "result_spoken": request.result_spoken.reveal(),
                "reason_spoken": request.reason_spoken.reveal(),
            })
        });
        let calls = held.calls.iter().map(|call| {
            json!({
                "at": time(call.ordered_at), "number": call.number.reveal(),
                "answered_at": maybe(call.answered_at), "ended_at": maybe(call.ended_at),
                "outcome": call.outcome, "recording": call.recording_id,
                "recording_state": call.recording_state, "sha256": call.sha256,
            })
        });
        let answers = held.answers.iter().map(|answer| {
            json!({
                "request_no": answer.request_no, "script": answer.script_id,
                "version": answer.script_version, "question": answer.question,
                "answers": answer.codes, "words": answer.words.reveal(),
                "answered_at": time(answer.answered_at),
            })
        });
        Ok(json!({
            "made_at": time(now.0),
            "household": {
                "unit_id": held.line.unit_id.reveal(), "service_center": held.line.center_name,
                "room": held.line.room.reveal(), "name": held.line.name.reveal(),
                "phones": phones, "residency_kind": held.line.residency_kind,
                "occupancy": held.line.occupancy, "moved_in_on": held.line.moved_in_on,
                "convenient_time": held.line.preferred_time,
            },
            "requests": requests.collect::<Vec<_>>(),
            "calls": calls.collect::<Vec<_>>(),
            "answers": answers.collect::<Vec<_>>(),
            "callbacks": serde_json::to_value(&held.detail.callbacks).map_err(failed)?,
            "do_not_call": serde_json::to_value(&held.detail.do_not_call).map_err(failed)?,
            "data_requests": serde_json::to_value(&held.detail.data_requests).map_err(failed)?,
        }))
    }
}

/// The headings of the readable page, in the order of the document.
const HEADINGS: [(&str, &str); 7] = [
    ("household", "住户资料"),
    ("requests", "报事"),
    ("calls", "通话与录音"),
    ("answers", "回访中的回答"),
    ("callbacks", "回访"),
    ("do_not_call", "勿扰登记"),
    ("data_requests", "查阅与删除申请"),
];

/// The document as a page: every value in it is text, whatever it holds.
fn page(document: &Value) -> String {
    let mut page = String::from(
        "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\">\
         <title>个人信息副本</title><style>body{font:14px/1.6 sans-serif;margin:2em}\
         table{border-collapse:collapse;margin-bottom:1em}\
         td,th{border:1px solid #bbb;padding:2px 8px;text-align:left;vertical-align:top}</style>\
         <h1>个人信息副本</h1>",
    );
    page += &format!("<p>{}</p>", escaped(&document["made_at"]));
    for (name, heading) in HEADINGS {
        page += &format!("<h2>{heading}</h2>");
        match &document[name] {
            Value::Array(rows) if rows.is_empty() => page += "<p>无</p>",
            Value::Array(rows) => rows.iter().for_each(|row| page += &table(row)),
            one => page += &table(one),
        }
    }
    page + "</html>\n"
}

fn table(row: &Value) -> String {
    let Some(fields) = row.as_object() else { return String::new() };
    let rows = fields.iter().filter(|(_, value)| !value.is_null());
    let rows =
        rows.map(|(name, value)| format!("<tr><th>{name}</th><td>{}</td></tr>", escaped(value)));
    format!("<table>{}</table>", rows.collect::<String>())
}

fn escaped(value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn failed(error: impl std::fmt::Display) -> AppError {
    AppError::internal(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_shows_what_people_wrote_as_text() {
        let document = json!({
            "made_at": "2026-11-20 10:00", "household": { "name": "<b>&" }, "requests": [],
        });
        let page = page(&document);
        assert!(page.contains("&lt;b&gt;&amp;") && !page.contains("<b>&"));
        assert!(page.contains("<h2>报事</h2><p>无</p>"));
    }
}
