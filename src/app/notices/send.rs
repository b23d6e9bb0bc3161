//! Sends what is due by mail and webhook: tried again after longer and longer pauses, and given up
//! where a person sees it. The identifier of a delivery is stored before it is sent and goes with
//! it each time, so a crash in between repeats it under the same one.

use serde_json::json;

use super::desk::NoticeDesk;
use crate::app::App;
use crate::app::error::AppError;
use crate::app::stored;
use crate::delivery::SendError;
use crate::domain::notice::Channel;
use crate::domain::timestamp::Timestamp;
use crate::store::notice_delivery::{self, ClaimedDelivery};
use crate::store::{Audit, Event};

/// Deliveries taken at a time.
const CLAIM_MAX: i64 = 20;
/// How long a claim holds, in milliseconds of the service's clock.
const CLAIM_MS: i64 = 30 * 60_000;

impl App {
    /// Sends what is due; how many deliveries there were.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn send_notices(&self, desk: &NoticeDesk, now: Timestamp) -> Result<usize, AppError> {
        if !notice_delivery::is_any_due(&self.database, now).await? {
            return Ok(0);
        }
        let claimed = self.claim_deliveries(now).await?;
        let count = claimed.len();
        for delivery in claimed {
            self.deliver(desk, &delivery, now).await?;
        }
        Ok(count)
    }

    /// Takes what is due, so that no other node sends it meanwhile.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn claim_deliveries(&self, now: Timestamp) -> Result<Vec<ClaimedDelivery>, AppError> {
        let mut transaction = self.database.begin().await?;
        let until = now.plus_ms(CLAIM_MS);
        let claimed = notice_delivery::claim(&mut transaction, now, until, CLAIM_MAX).await?;
        self.commit(transaction).await?;
        Ok(claimed)
    }

    async fn deliver(
        &self,
        desk: &NoticeDesk,
        delivery: &ClaimedDelivery,
        now: Timestamp,
    ) -> Result<(), AppError> {
        let channel: Channel = stored::code("channel", &delivery.channel)?;
        // A pause may have ended in the quiet hours.
        let open_from = desk.open_from(channel, delivery.is_urgent, now, self.zone);
        if open_from > now {
            let mut transaction = self.database.begin().await?;
            notice_delivery::put_off(&mut transaction, &delivery.id, None, open_from).await?;
            return self.commit(transaction).await;
        }
        let roles = notice_delivery::roles(&self.database, &delivery.notice_id).await?;
        let outcome = match desk.message(delivery, roles) {
            Some(message) => desk.outlets.send(channel, &message).await,
            None => Err(SendError::Permanent("there are no words for this kind".to_owned())),
        };
        self.settle_delivery(desk, delivery, outcome, now).await
    }

    async fn settle_delivery(
        &self,
        desk: &NoticeDesk,
        delivery: &ClaimedDelivery,
        outcome: Result<String, SendError>,
        now: Timestamp,
    ) -> Result<(), AppError> {
        let mut transaction = self.database.begin().await?;
        let id = &delivery.id;
        let tries = usize::try_from(delivery.attempt_count + 1).unwrap_or(usize::MAX);
        let retry_at = desk.table.retry_at(tries, now);
        match (outcome, retry_at) {
            (Ok(receipt), _) => {
                notice_delivery::set_sent(&mut transaction, id, &receipt, now).await?;
            }
            (Err(SendError::Transient(error)), Some(retry_at)) => {
                notice_delivery::put_off(&mut transaction, id, Some(&error), retry_at).await?;
            }
            (Err(SendError::Transient(error) | SendError::Permanent(error)), _) => {
                tracing::error!(delivery = id, channel = delivery.channel, error, "given up");
                notice_delivery::give_up(&mut transaction, id, &error, now).await?;
                transaction.note(Event {
                    at: now,
                    kind: "notice_delivery_given_up",
                    subject_kind: "notice_delivery",
                    subject_id: id.clone(),
                    body: json!({ "channel": delivery.channel }),
                });
            }
        }
        self.commit(transaction).await
    }

    /// A person has a delivery that was given up sent again.
    ///
    /// # Errors
    /// `notice.delivery_not_given_up`.
    pub async fn retry_delivery(
        &self,
        id: &str,
        user_id: &str,
        now: Timestamp,
    ) -> Result<(), AppError> {
        let mut transaction = self.database.begin().await?;
        if !notice_delivery::retry(&mut transaction, id, now).await? {
            let sentence = "the delivery is not one that was given up";
            return Err(AppError::conflict("notice.delivery_not_given_up", sentence));
        }
        transaction.audit(Audit {
            at: now,
            actor: user_id.to_owned(),
            action: "notice_delivery_retried",
            subject_kind: "notice_delivery",
            subject_id: id.to_owned(),
            body: json!({}),
        });
        self.commit(transaction).await
    }
}
