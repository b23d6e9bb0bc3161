//! What notices are made with: the table, the words, and the channels that are switched on.

use crate::config::NoticesConfig;
use crate::delivery::{Message, Outlets};
use crate::domain::notice::{Channel, Language, NoticeParams, NoticeTable, NoticeTexts};
use crate::domain::timestamp::{BusinessZone, Timestamp};
use crate::store::notice_delivery::ClaimedDelivery;

/// Table, words and channels.
pub struct NoticeDesk {
    pub table: NoticeTable,
    pub texts: NoticeTexts,
    pub outlets: Outlets,
    pub language: Language,
    pub link_base: String,
}

impl NoticeDesk {
    /// The shipped table and words with the configured channels.
    ///
    /// # Errors
    /// What of the configuration cannot be used.
    pub fn open(config: &NoticesConfig) -> Result<Self, String> {
        Ok(Self {
            table: NoticeTable::built_in(),
            texts: NoticeTexts::built_in(),
            outlets: Outlets::open(config)?,
            language: config.language,
            link_base: config.link_base.clone(),
        })
    }

    /// What is sent for a delivery; none when there are no words for its kind.
    pub fn message(&self, delivery: &ClaimedDelivery, roles: Vec<String>) -> Option<Message> {
        let params: NoticeParams = serde_json::from_str(&delivery.params).ok()?;
        let params = NoticeParams { count: delivery.case_count, ..params };
        let words = self.texts.fill(&delivery.kind, self.language, &params)?;
        let path = link(&self.table, &delivery.kind, delivery.subject_id.as_deref());
        Some(Message {
            id: delivery.id.clone(),
            kind: delivery.kind.clone(),
            title: words.title,
            text: words.text,
            link: format!("{}{path}", self.link_base),
            count: delivery.case_count,
            roles,
        })
    }

    /// The first instant from `at` on at which a channel may send.
    pub(super) fn open_from(
        &self,
        channel: Channel,
        is_urgent: bool,
        at: Timestamp,
        zone: BusinessZone,
    ) -> Timestamp {
        match self.outlets.quiet(channel) {
            Some(quiet) if !is_urgent => quiet.end(at, zone),
            _ => at,
        }
    }
}

/// The page a notice leads to: the matter's own when there is one only.
pub(super) fn link(table: &NoticeTable, kind: &str, subject_id: Option<&str>) -> String {
    const ALL: &str = "/notices";
    let Some(rule) = table.rule(kind) else { return ALL.to_owned() };
    match subject_id {
        Some(subject) => rule.link.replace("{subject}", subject),
        None if rule.link.contains("{subject}") => ALL.to_owned(),
        None => rule.link.clone(),
    }
}
