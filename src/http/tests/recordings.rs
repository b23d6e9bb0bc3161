//! Playing recordings.

use axum::http::header;

use super::site::{Answer, Site, Visitor, request};
use crate::domain::phone;
use crate::store;
use crate::store::call::CallRow;

const RECORDING: &str = "01900000-0000-7000-8000-000000000001-recording";
const MISSING: &str = "01900000-0000-7000-8000-000000000002-recording";

/// Ends a call of this id whose recording has these bytes, or none.
async fn recorded(site: &Site, call_id: &str, recording: &str, bytes: Option<&[u8]>) {
    let agent_id = site.seat(call_id, call_id).await;
    let now = site.clock.now();
    let call = CallRow {
        id: call_id.to_owned(),
        household_key: call_id.to_owned(),
        number_key: call_id.to_owned(),
        agent_id,
        exchange: "simulator".to_owned(),
        snapshot: "{}".to_owned(),
        state: "ended".to_owned(),
        ordered_at: now.0,
        answered_at: Some(now.0),
        ended_at: Some(now.0),
        outcome: Some("answered".to_owned()),
        ended_by: None,
        sip_status: None,
        q850_cause: None,
        talk_ms: Some(1),
        is_reconciled: false,
        revision: 1,
    };
    let number = phone::PhoneNumber::parse("13900008763").expect("a mobile number");
    let mut transaction = site.app.database.begin().await.expect("open");
    store::call::insert(&mut transaction, &call, &number).await.expect("kept");
    store::recording::expect(&mut transaction, recording, call_id, 1, now).await.expect("kept");
    if let Some(bytes) = bytes {
        let day = site.app.zone.date(now);
        let kept = site.app.vault.put(day, recording, bytes).await.expect("kept");
        let row = store::recording::load_of_call(&mut transaction, call_id).await;
        let mut row = row.expect("readable").expect("there");
        row.state = "stored".to_owned();
        row.path = Some(kept.key);
        store::recording::update(&mut transaction, &row).await.expect("kept");
    }
    transaction.commit().await.expect("kept");
}

async fn play(visitor: &Visitor<'_>, range: Option<&str>) -> Answer {
    let path = format!("/api/v1/recordings/{RECORDING}/audio");
    let mut request = request("GET", &path, &visitor.cookie, None);
    if let Some(range) = range {
        request.headers_mut().insert(header::RANGE, range.parse().expect("text"));
    }
    visitor.site.send(request).await
}

#[tokio::test]
async fn a_recording_is_played_whole_and_in_parts() {
    let site = Site::open().await;
    let bytes: Vec<u8> = (0..1_000_u32).map(|value| (value % 251) as u8).collect();
    recorded(&site, "c1", RECORDING, Some(&bytes)).await;
    let admin = site.admin().await;
    // Range, status, Content-Range, the bytes, parts that were recorded as heard by then
    let cases: [(_, u16, _, &[u8], i64); 6] = [
        (None, 200, "", &bytes, 1),
        (Some("bytes=0-99"), 206, "bytes 0-99/1000", &bytes[..100], 2),
        (Some("bytes=100-"), 206, "bytes 100-999/1000", &bytes[100..], 3),
        (Some("bytes=-1"), 206, "bytes 999-999/1000", &bytes[999..], 4),
        (Some("bytes=0-1,5-6"), 200, "", &bytes, 5),
        (Some("bytes=0-"), 206, "bytes 0-999/1000", &bytes, 6),
    ];
    for (range, status, content_range, expected, opened) in cases {
        let answer = play(&admin, range).await;
        assert_eq!(answer.status.as_u16(), status, "{range:?}");
        assert_eq!(answer.header("content-range"), content_range, "{range:?}");
        assert_eq!(answer.header("content-type"), "audio/wav");
        assert_eq!(answer.header("accept-ranges"), "bytes");
        assert_eq!(answer.header("content-length"), expected.len().to_string(), "{range:?}");
        assert_eq!(answer.body, expected, "{range:?}");
        assert_eq!(site.audited("recording_opened").await, opened, "{range:?}");
    }
    let beyond = play(&admin, Some("bytes=1000-")).await;
    assert_eq!(beyond.header("content-range"), "bytes */1000");
    assert_eq!(beyond.problem(), (416, "request.range_not_satisfiable".into()));
    assert_eq!(site.audited("recording_opened").await, 6);
}

#[tokio::test]
async fn asking_for_the_size_opens_nothing() {
    let site = Site::open().await;
    recorded(&site, "c1", RECORDING, Some(b"RIFF")).await;
    let admin = site.admin().await;
    let path = format!("/api/v1/recordings/{RECORDING}/audio");
    let answer = admin.ask("HEAD", &path, None).await;
    assert_eq!((answer.status.as_u16(), answer.header("content-length")), (200, "4"));
    assert_eq!(answer.body, "");
    assert_eq!(site.audited("recording_opened").await, 0);
}

#[tokio::test]
async fn a_recording_without_bytes_says_where_it_stands() {
    let site = Site::open().await;
    recorded(&site, "c2", MISSING, None).await;
    let admin = site.admin().await;
    let answer = admin.ask("GET", &format!("/api/v1/recordings/{MISSING}/audio"), None).await;
    assert_eq!(answer.problem(), (404, "recording.not_stored".into()));
    assert_eq!(answer.json()["params"]["state"], "awaited");
    assert_eq!(site.audited("recording_opened").await, 0);
}
