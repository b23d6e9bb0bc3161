//! A webhook: a JSON document posted to an address, such as a group robot has.

use std::time::Duration;

use reqwest::{Client, StatusCode};
use serde_json::{Value, json};

use super::{Message, SendError};
use crate::config::{WebhookConfig, WebhookFormat};
use crate::domain::notice::QuietHours;

/// How long the receiver may take.
const TIMEOUT: Duration = Duration::from_secs(10);

/// One receiver.
pub struct WebhookOutlet {
    pub quiet: Option<QuietHours>,
    client: Client,
    /// The address holds the robot's key: it stands in no message and no log.
    url: String,
    format: WebhookFormat,
}

impl WebhookOutlet {
    /// Prepares to post; nothing is connected to yet.
    ///
    /// # Errors
    /// When no client can be made.
    pub fn open(config: &WebhookConfig) -> Result<Self, String> {
        crate::tls::provide_cryptography();
        let client = Client::builder()
            .timeout(TIMEOUT)
            .build()
            .map_err(|_| "no HTTP client can be made".to_owned())?;
        let url = config.url.reveal().to_owned();
        Ok(Self { quiet: config.quiet, client, url, format: config.format })
    }

    /// Posts one message.
    ///
    /// # Errors
    /// When the receiver cannot be reached or does not take it.
    pub async fn send(&self, message: &Message) -> Result<String, SendError> {
        let sent = self
            .client
            .post(&self.url)
            .header("webhook-id", &message.id)
            .header("idempotency-key", &message.id)
            .json(&self.document(message))
            .send()
            .await;
        let answer = sent.map_err(|error| {
            let said =
                if error.is_timeout() { "did not answer in time" } else { "cannot be reached" };
            SendError::Transient(format!("the receiver {said}"))
        })?;
        let status = answer.status();
        if !status.is_success() {
            return Err(refused(status));
        }
        let body: Value = answer.json().await.unwrap_or_default();
        match body["errcode"].as_i64() {
            // Robots answer 200 whatever they think of a message.
            Some(code) if code != 0 => {
                Err(SendError::Transient(format!("the robot answered error {code}")))
            }
            _ => Ok(format!("HTTP {}", status.as_u16())),
        }
    }

    fn document(&self, message: &Message) -> Value {
        match self.format {
            WebhookFormat::Plain => json!({
                "id": message.id,
                "kind": message.kind,
                "title": message.title,
                "text": message.text,
                "link": message.link,
                "count": message.count,
                "roles": message.roles,
            }),
            // Both robots take the same document for a text.
            WebhookFormat::Wecom | WebhookFormat::Dingtalk => {
                let content = format!("{}\n{}\n{}", message.title, message.text, message.link);
                json!({ "msgtype": "text", "text": { "content": content } })
            }
        }
    }
}

fn refused(status: StatusCode) -> SendError {
    let said = format!("the receiver answered {}", status.as_u16());
    let passing = [StatusCode::REQUEST_TIMEOUT, StatusCode::TOO_MANY_REQUESTS];
    if status.is_client_error() && !passing.contains(&status) {
        return SendError::Permanent(said);
    }
    SendError::Transient(said)
}
