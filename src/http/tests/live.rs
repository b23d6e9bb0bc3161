//! Live events: nothing is skipped, nothing repeated.

use axum::body::{Body, BodyDataStream};
use futures_util::StreamExt;
use serde_json::{Value, json};

use super::site::{Site, Visitor, request};
use crate::store::Event;

/// What arrived on an open connection and was not looked at yet.
struct Connection {
    stream: BodyDataStream,
    text: String,
}

impl Connection {
    async fn open(visitor: &Visitor<'_>, path: &str, last_event_id: Option<&str>) -> Self {
        let mut request = request("GET", path, &visitor.cookie, None);
        if let Some(id) = last_event_id {
            request.headers_mut().insert("last-event-id", id.parse().expect("digits"));
        }
        let response = visitor.site.respond(request).await;
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        let stream = Body::into_data_stream(response.into_body());
        Self { stream, text: String::new() }
    }

    /// The next event's id, kind and data; none when the connection has ended.
    async fn next(&mut self) -> Option<(String, String, Value)> {
        loop {
            if let Some((message, rest)) = self.text.split_once("\n\n") {
                let field = |name: &str| {
                    let value = message.lines().find_map(|line| line.strip_prefix(name));
                    value.map(|value| value.trim().to_owned()).unwrap_or_default()
                };
                let data = serde_json::from_str(&field("data:")).expect("JSON");
                let read = (field("id:"), field("event:"), data);
                self.text = rest.to_owned();
                return Some(read);
            }
            let piece = self.stream.next().await?.expect("readable");
            self.text.push_str(std::str::from_utf8(&piece).expect("text"));
        }
    }

    async fn kinds(&mut self, count: usize) -> Vec<String> {
        let mut kinds = Vec::new();
        while kinds.len() < count {
            kinds.push(self.next().await.expect("an event").1);
        }
        kinds
    }
}

async fn happen(site: &Site, kinds: &[&'static str]) {
    for kind in kinds {
        let mut transaction = site.app.database.begin().await.expect("open");
        transaction.note(Event {
            at: site.clock.now(),
            kind,
            subject_kind: "task",
            subject_id: "t1".to_owned(),
            body: json!({ "n": 1 }),
        });
        site.app.commit(transaction).await.expect("kept");
    }
}

#[tokio::test]
async fn a_reader_catches_up_and_goes_on_live() {
    let site = Site::open().await;
    let admin = site.admin().await;
    happen(&site, &["one", "two", "three"]).await;
    let mut all = Connection::open(&admin, "/api/v1/events?after=0", None).await;
    let (id, kind, data) = all.next().await.expect("an event");
    assert_eq!((id.as_str(), kind.as_str()), ("1", "one"));
    let at_ms = site.clock.now().0;
    let expected = json!({
        "position": 1, "at_ms": at_ms, "kind": "one",
        "subject_kind": "task", "subject_id": "t1", "body": { "n": 1 },
    });
    assert_eq!(data, expected);
    assert_eq!(all.kinds(2).await, ["two", "three"]);
    let mut later = Connection::open(&admin, "/api/v1/events?after=2", None).await;
    let mut returning = Connection::open(&admin, "/api/v1/events?after=0", Some("2")).await;
    let mut present = Connection::open(&admin, "/api/v1/events", None).await;
    happen(&site, &["four", "five"]).await;
    assert_eq!(all.kinds(2).await, ["four", "five"]);
    assert_eq!(later.kinds(3).await, ["three", "four", "five"]);
    assert_eq!(returning.kinds(3).await, ["three", "four", "five"], "the header wins");
    assert_eq!(present.kinds(2).await, ["four", "five"]);
}

#[tokio::test]
async fn more_than_one_page_of_events_arrives_in_order() {
    let site = Site::open().await;
    let admin = site.admin().await;
    happen(&site, &["again"; 450]).await;
    let mut reader = Connection::open(&admin, "/api/v1/events?after=0", None).await;
    for position in 1..=450 {
        assert_eq!(reader.next().await.expect("an event").0, position.to_string());
    }
}

#[tokio::test]
async fn connections_end_with_the_service() {
    let site = Site::open().await;
    let admin = site.admin().await;
    let mut reader = Connection::open(&admin, "/api/v1/events", None).await;
    site.shutdown.cancel();
    assert_eq!(reader.next().await, None);
}
