//! The edge to people outside the pages: mail and webhooks. Everything sent carries the identifier
//! of its delivery, so that a receiver recognises a repetition, and nothing sent is personal.

mod mail;
mod webhook;

pub use mail::MailOutlet;
pub use webhook::WebhookOutlet;

use crate::config::NoticesConfig;
use crate::domain::notice::{Channel, QuietHours};

/// What is sent: numbers of matters and a link, never personal data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The delivery's identifier; the same when it is sent again.
    pub id: String,
    /// The kind of notice.
    pub kind: String,
    pub title: String,
    pub text: String,
    /// The page it leads to, with the company's own address before it.
    pub link: String,
    /// How many matters it is about.
    pub count: i64,
    /// Whom it is for.
    pub roles: Vec<String>,
}

/// Why something could not be sent. The text names neither addresses nor secrets.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// It may go another time.
    #[error("{0}")]
    Transient(String),
    /// It will not go until somebody changes something.
    #[error("{0}")]
    Permanent(String),
}

/// The channels that are switched on.
#[derive(Default)]
pub struct Outlets {
    pub mail: Option<MailOutlet>,
    pub webhook: Option<WebhookOutlet>,
}

impl Outlets {
    /// The channels the configuration switches on.
    ///
    /// # Errors
    /// What of the configuration cannot be used.
    pub fn open(config: &NoticesConfig) -> Result<Self, String> {
        let mail = config.mail.as_ref().map(MailOutlet::open).transpose()?;
        let webhook = config.webhook.as_ref().map(WebhookOutlet::open).transpose()?;
        Ok(Self { mail, webhook })
    }

    /// Whether a channel is switched on and reaches anybody of these roles.
    pub fn reaches(&self, channel: Channel, roles: &[&str]) -> bool {
        match channel {
            Channel::InApp => true,
            Channel::Mail => self.mail.as_ref().is_some_and(|mail| mail.reaches(roles)),
            Channel::Webhook => self.webhook.is_some(),
        }
    }

    /// The hours in which a channel keeps quiet.
    pub fn quiet(&self, channel: Channel) -> Option<QuietHours> {
        match channel {
            Channel::InApp => None,
            Channel::Mail => self.mail.as_ref().and_then(|mail| mail.quiet),
            Channel::Webhook => self.webhook.as_ref().and_then(|webhook| webhook.quiet),
        }
    }

    /// Sends; the receiver's receipt.
    ///
    /// # Errors
    /// When the channel is off, or its receiver does not take the message.
    pub async fn send(&self, channel: Channel, message: &Message) -> Result<String, SendError> {
        let off = || SendError::Permanent("the channel is switched off".to_owned());
        match channel {
            Channel::InApp => Ok("in the app".to_owned()),
            Channel::Mail => self.mail.as_ref().ok_or_else(off)?.send(message).await,
            Channel::Webhook => self.webhook.as_ref().ok_or_else(off)?.send(message).await,
        }
    }
}
