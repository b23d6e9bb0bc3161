//! Makes notices of what happened: the event log is read by cursor, so nobody has to call this,
//! nothing is skipped, and nothing is told twice.

use std::collections::BTreeSet;

use serde_json::json;

use super::causes::Matter;
use super::desk::NoticeDesk;
use crate::app::App;
use crate::app::error::AppError;
use crate::domain::coded::Coded;
use crate::domain::notice::{Cause, Channel, Gather, NoticeRule};
use crate::domain::timestamp::Timestamp;
use crate::store::event_log::StoredEvent;
use crate::store::notice::NewNotice;
use crate::store::{self, Event, Transaction};

/// The setting that keeps the position up to which the event log was read.
const CURSOR: &str = "notices_position";
/// Events read at once.
const EVENTS_MAX: i64 = 1_000;
/// Events older than this are history to a service that starts to give notices, in seconds.
const HISTORY_SECS: i64 = 24 * 3600;

impl App {
    /// Makes the notices that what happened since the last time calls for; how many matters
    /// people are told of.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn derive_notices(
        &self,
        desk: &NoticeDesk,
        now: Timestamp,
    ) -> Result<usize, AppError> {
        let mut told = 0;
        loop {
            let position = self.notices_position(now).await?;
            let read = store::event_log::after(&self.database, position, EVENTS_MAX).await?;
            let is_last = (read.len() as i64) < EVENTS_MAX;
            told += self.tell(desk, position, &read, now).await?;
            if is_last {
                return Ok(told);
            }
        }
    }

    async fn notices_position(&self, now: Timestamp) -> Result<i64, AppError> {
        let known = match store::setting::get(&self.database, CURSOR).await? {
            Some(known) => known,
            None => {
                let mut transaction = self.database.begin().await?;
                let kept =
                    store::setting::get_or_insert(&mut transaction, CURSOR, "0", now).await?;
                self.commit(transaction).await?;
                kept
            }
        };
        known.parse().map_err(|_| crate::app::error::unreadable(CURSOR, &known))
    }

    /// Tells of what these events and the present state call for, and moves on, in one transaction.
    async fn tell(
        &self,
        desk: &NoticeDesk,
        position: i64,
        events: &[StoredEvent],
        now: Timestamp,
    ) -> Result<usize, AppError> {
        let news_from = now.plus_secs(-HISTORY_SECS).0;
        let news: Vec<StoredEvent> =
            events.iter().filter(|event| event.at >= news_from).cloned().collect();
        let mut matters = Vec::new();
        for rule in &desk.table.notices {
            matters.push((rule, self.matters(rule, &news, now).await?));
        }
        if events.is_empty() && matters.iter().all(|(_, found)| found.is_empty()) {
            return Ok(0);
        }
        let mut transaction = self.database.begin().await?;
        if let Some(last) = events.last() {
            let (from, to) = (position.to_string(), last.position.to_string());
            if !store::notice::advance(&mut transaction, CURSOR, &from, &to, now).await? {
                // Another node was faster, and tells of them.
                return Ok(0);
            }
        }
        let mut told = 0;
        for (rule, found) in matters {
            told += self.tell_of(desk, &mut transaction, rule, found, now).await?;
        }
        let settled = self.settle_made_batches(desk, &mut transaction, events, now).await?;
        if told + settled > 0 {
            transaction.note(Event {
                at: now,
                kind: "notices_changed",
                subject_kind: "notice",
                subject_id: self.zone.date(now).to_string(),
                body: json!({ "told": told, "settled": settled }),
            });
        }
        self.commit(transaction).await?;
        Ok(told)
    }

    async fn tell_of(
        &self,
        desk: &NoticeDesk,
        transaction: &mut Transaction,
        rule: &NoticeRule,
        found: Vec<Matter>,
        now: Timestamp,
    ) -> Result<usize, AppError> {
        let subjects: Vec<String> = found.iter().map(|one| one.subject_id.clone()).collect();
        let known: BTreeSet<String> =
            store::notice::told(transaction, &rule.kind, &subjects).await?.into_iter().collect();
        let mut told = 0;
        for matter in found.iter().filter(|matter| !known.contains(&matter.subject_id)) {
            let notice_id = self.notice_for(desk, transaction, rule, matter, now).await?;
            let subject = (matter.subject_kind.as_str(), matter.subject_id.as_str());
            let added =
                store::notice::add_case(transaction, &notice_id, &rule.kind, subject, now).await?;
            told += usize::from(added);
        }
        Ok(told)
    }

    /// The notice a matter goes into: its own, or the one of the next digest.
    async fn notice_for(
        &self,
        desk: &NoticeDesk,
        transaction: &mut Transaction,
        rule: &NoticeRule,
        matter: &Matter,
        now: Timestamp,
    ) -> Result<String, AppError> {
        let (key, send_at) = match rule.gather {
            Gather::Each => (format!("{}:{}", rule.kind, matter.subject_id), now),
            Gather::Digest => {
                let digest = desk.table.next_digest(now, self.zone);
                (format!("{}:{}", rule.kind, digest.0), digest)
            }
        };
        let notice = NewNotice {
            id: self.new_id(now).to_string(),
            key: &key,
            kind: &rule.kind,
            template_version: i64::from(desk.table.version),
            params: serde_json::to_string(&matter.params).unwrap_or_default(),
            is_urgent: rule.urgent,
            due_at: desk.table.due_at(now, &self.calendar(), self.zone),
        };
        let (id, is_new) = store::notice::find_or_insert(transaction, &notice, now).await?;
        if is_new {
            self.address(desk, transaction, rule, matter, (&id, send_at), now).await?;
        }
        Ok(id)
    }

    async fn address(
        &self,
        desk: &NoticeDesk,
        transaction: &mut Transaction,
        rule: &NoticeRule,
        matter: &Matter,
        (notice_id, send_at): (&str, Timestamp),
        now: Timestamp,
    ) -> Result<(), AppError> {
        for role in &rule.roles {
            store::notice::address(transaction, notice_id, role, None).await?;
        }
        let mut roles: Vec<&str> = rule.roles.iter().map(String::as_str).collect();
        if let Some(center) = &matter.center_code {
            for role in &rule.center_roles {
                store::notice::address(transaction, notice_id, role, Some(center)).await?;
                roles.push(role);
            }
        }
        for channel in rule.channels.iter().filter(|one| desk.outlets.reaches(**one, &roles)) {
            let id = self.new_id(now).to_string();
            let (due_at, settled_at) = match channel {
                Channel::InApp => (now, Some(now)),
                _ => (desk.open_from(*channel, rule.urgent, send_at, self.zone), None),
            };
            let code = channel.code();
            store::notice_delivery::insert(transaction, &id, notice_id, code, due_at, settled_at)
                .await?;
        }
        Ok(())
    }

    /// A batch that was made waits no more: what was not sent yet of its notices never is.
    async fn settle_made_batches(
        &self,
        desk: &NoticeDesk,
        transaction: &mut Transaction,
        events: &[StoredEvent],
        now: Timestamp,
    ) -> Result<usize, AppError> {
        let is_waiting =
            |cause: &Cause| matches!(cause, Cause::WaitingForData | Cause::StillWaiting(_));
        let rules = desk.table.notices.iter().filter(|rule| is_waiting(&rule.cause));
        let kinds: Vec<&str> = rules.map(|rule| rule.kind.as_str()).collect();
        let mut settled = 0;
        for event in events.iter().filter(|event| event.kind == "batch_made") {
            let ids = store::notice::settle(transaction, &kinds, &event.subject_id, now).await?;
            store::notice_delivery::withdraw(transaction, &ids, now).await?;
            settled += ids.len();
        }
        Ok(settled)
    }
}
