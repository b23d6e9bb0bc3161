//! Notices to people: who must know what the same day, as a table in data; when a message may be
//! sent, and what it says. Never personal data: numbers of matters, dates and links.

mod quiet;
mod table;
mod template;

pub use quiet::QuietHours;
pub use table::{Cause, Gather, NoticeRule, NoticeTable};
pub use template::{Language, NoticeParams, NoticeText, NoticeTexts};

use super::coded::coded;
use serde::{Deserialize, Serialize};

coded! {
    /// 通知渠道: how a notice reaches people.
    pub enum Channel {
        /// The bell and the page of notices.
        InApp = "in_app" | "站内",
        /// E-mail.
        Mail = "mail" | "邮件",
        /// A posted JSON document, such as a group robot takes.
        Webhook = "webhook" | "机器人",
    }
}

coded! {
    /// Where a delivery stands.
    pub enum DeliveryState {
        /// To be sent when it is due.
        Pending = "pending" | "待发送",
        /// The receiver took it.
        Sent = "sent" | "已发送",
        /// Tried so often in vain that a person has to look.
        GivenUp = "given_up" | "已放弃",
        /// Its cause was gone before it was sent.
        Withdrawn = "withdrawn" | "已撤回",
    }
}
