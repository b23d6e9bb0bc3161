//! A client of the running service: signs in, and follows its live events.

use reqwest::{Client, Response};
use serde_json::json;

/// One live event.
pub struct LiveEvent {
    pub kind: String,
}

/// Signs in and keeps the cookie.
pub async fn sign_in(address: &str, login_name: &str, password: &str) -> Client {
    huifang::tls::provide_cryptography();
    let client = Client::builder().cookie_store(true).build().expect("a client");
    let answer = client
        .post(format!("{address}/api/v1/session"))
        .json(&json!({ "login_name": login_name, "password": password }))
        .send()
        .await
        .expect("the service answers");
    assert_eq!(answer.status(), 200, "the sign-in is accepted");
    client
}

/// The stream of events after a position.
pub struct EventStream {
    response: Response,
    unread: String,
    position: i64,
}

impl EventStream {
    pub async fn open(client: &Client, address: &str, after: i64) -> Self {
        let url = format!("{address}/api/v1/events?after={after}");
        let response = client.get(url).send().await.expect("the stream opens");
        assert_eq!(response.status(), 200, "the stream is open to who is signed in");
        Self { response, unread: String::new(), position: after }
    }

    /// The position of the last event taken.
    pub fn position(&self) -> i64 {
        self.position
    }

    /// The next event; none when the service ends the stream.
    pub async fn next(&mut self) -> Option<LiveEvent> {
        loop {
            if let Some(end) = self.unread.find("\n\n") {
                let block: String = self.unread.drain(..end + 2).collect();
                if let Some(event) = self.read(&block) {
                    return Some(event);
                }
                continue;
            }
            let chunk = self.response.chunk().await.ok()??;
            self.unread.push_str(&String::from_utf8_lossy(&chunk));
        }
    }

    fn read(&mut self, block: &str) -> Option<LiveEvent> {
        let field = |name: &str| {
            let line = block.lines().find_map(|line| line.strip_prefix(name));
            line.map(|value| value.trim_start().to_owned())
        };
        self.position = field("id:")?.parse().ok()?;
        Some(LiveEvent { kind: field("event:")? })
    }
}
