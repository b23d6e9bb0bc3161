//! Performing committed effects: each carries its own key, is retried, and ends done or as a dead
//! letter where a person sees it.
//!
//! An order to ring a telephone is special: once it may have been performed, it is never repeated.
//! Whether it was is asked of the exchange; when the exchange does not know the call, the call is
//! lost, which the rules treat as an attempt that our own service interrupted.

use super::App;
use super::call_effects::{FETCH_RECORDING, PBX_COMMAND};
use super::error::AppError;
use super::stored;
use crate::domain::call::{CallEffect, CallEvent};
use crate::domain::pii::Pii;
use crate::domain::timestamp::Timestamp;
use crate::pbx::{CallParties, PbxCommand, PbxError};
use crate::store::alarm::NewAlarm;
use crate::store::outbox::ClaimedEffect;
use crate::store::{self, Transaction};

/// How many effects are claimed at a time.
const CLAIM_MAX: i64 = 50;
/// How long a claim holds, in milliseconds of the service's clock.
const CLAIM_MS: i64 = 10 * 60_000;
/// How often a failing effect is tried.
const TRIES_MAX: i64 = 6;

/// What performing an effect came to.
enum Performance {
    Done,
    TryAgain(String),
    GiveUp(String),
}

impl App {
    /// Performs due effects; how many there were.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn dispatch_effects(&self, now: Timestamp) -> Result<usize, AppError> {
        if store::outbox::next_due(&self.database, &self.exchange).await?.is_none_or(|at| at > now)
        {
            return Ok(0);
        }
        let until = now.plus_ms(CLAIM_MS);
        let mut transaction = self.database.begin().await?;
        let (lane, node) = (&self.exchange, &self.node);
        let claimed =
            store::outbox::claim(&mut transaction, lane, node, now, until, CLAIM_MAX).await?;
        self.commit(transaction).await?;
        let count = claimed.len();
        for effect in claimed {
            let performance = self.perform(&effect, now).await?;
            self.settle_effect(&effect, performance, now).await?;
        }
        Ok(count)
    }

    /// Takes back what a process before this one left behind on this exchange: claims are given
    /// back, and calls the exchange does not know are lost.
    ///
    /// # Errors
    /// When the database or the exchange refuses.
    pub async fn reconcile(&self, now: Timestamp) -> Result<usize, AppError> {
        let mut transaction = self.database.begin().await?;
        store::outbox::release_lane(&mut transaction, &self.exchange).await?;
        self.commit(transaction).await?;
        let known = self.pbx.live_calls().await.map_err(|e| AppError::internal(e.to_string()))?;
        let mut lost = 0;
        for call in store::call::live(&self.database, &self.exchange).await? {
            if !known.contains(&stored::id(&call.id)?) {
                self.report_lost(&call.id, now).await?;
                lost += 1;
            }
        }
        Ok(lost)
    }

    async fn report_lost(&self, call_id: &str, now: Timestamp) -> Result<(), AppError> {
        let key = format!("{call_id}:lost");
        self.accept_event("reconciliation", key, call_id, now, &CallEvent::LineLost).await
    }

    async fn perform(
        &self,
        effect: &ClaimedEffect,
        now: Timestamp,
    ) -> Result<Performance, AppError> {
        match effect.kind.as_str() {
            PBX_COMMAND => self.command_exchange(effect, now).await,
            FETCH_RECORDING => Ok(match self.fetch_recording(&effect.subject_id, now).await {
                Ok(()) => Performance::Done,
                Err(error) => Performance::TryAgain(error.to_string()),
            }),
            other => Ok(Performance::GiveUp(format!("effects of kind {other} are unknown"))),
        }
    }

    async fn command_exchange(
        &self,
        effect: &ClaimedEffect,
        now: Timestamp,
    ) -> Result<Performance, AppError> {
        let Ok(wanted) = serde_json::from_str::<CallEffect>(&effect.body) else {
            return Ok(Performance::GiveUp("the effect cannot be read".to_owned()));
        };
        if let CallEffect::OriginateAgent { not_after, .. }
        | CallEffect::OriginateResident { not_after, .. } = wanted
        {
            if self.is_over(effect).await? {
                return Ok(Performance::Done);
            }
            let may_have_rung = effect.attempt_count > 0;
            if may_have_rung || now > not_after {
                return self.settle_doubtful_order(effect, now).await;
            }
        }
        let Some(command) = self.command_of(effect, &wanted).await? else {
            return Ok(Performance::GiveUp("its call or its number is gone".to_owned()));
        };
        Ok(match self.pbx.perform(&effect.effect_key, command).await {
            Ok(_) => Performance::Done,
            Err(error) => after_failure(&error),
        })
    }

    /// Whether the call has ended since the effect was decided: nobody is rung for it any more.
    async fn is_over(&self, effect: &ClaimedEffect) -> Result<bool, AppError> {
        let call = store::call::by_id(&self.database, &effect.subject_id).await?;
        Ok(call.is_some_and(|call| call.ended_at.is_some()))
    }

    /// An order that may have been performed, or came too late, is not given again.
    async fn settle_doubtful_order(
        &self,
        effect: &ClaimedEffect,
        now: Timestamp,
    ) -> Result<Performance, AppError> {
        let call_id = stored::id(&effect.subject_id)?;
        match self.pbx.live_calls().await {
            Ok(known) if known.contains(&call_id) => Ok(Performance::Done),
            Ok(_) => {
                self.report_lost(&effect.subject_id, now).await?;
                Ok(Performance::Done)
            }
            Err(error) => Ok(Performance::TryAgain(error.to_string())),
        }
    }

    async fn command_of(
        &self,
        effect: &ClaimedEffect,
        wanted: &CallEffect,
    ) -> Result<Option<PbxCommand>, AppError> {
        let Some(call) = store::call::by_id(&self.database, &effect.subject_id).await? else {
            return Ok(None);
        };
        let Some(agent) = store::agent::by_id(&self.database, &call.agent_id).await? else {
            return Ok(None);
        };
        let Some(number) = store::call::number(&self.database, &call.id).await? else {
            return Ok(None);
        };
        let parties = CallParties {
            agent_extension: agent.extension,
            resident: Pii::new(number),
            caller_number: self.company.caller_number.clone(),
        };
        Ok(PbxCommand::of(stored::id(&call.id)?, wanted, &parties))
    }

    async fn settle_effect(
        &self,
        effect: &ClaimedEffect,
        performance: Performance,
        now: Timestamp,
    ) -> Result<(), AppError> {
        let mut transaction = self.database.begin().await?;
        let sequence = effect.sequence;
        match performance {
            Performance::Done => store::outbox::settle(&mut transaction, sequence, now).await?,
            Performance::TryAgain(error) if effect.attempt_count + 1 < TRIES_MAX => {
                let pause_ms = 2_000 << effect.attempt_count;
                let due_at = now.plus_ms(pause_ms);
                store::outbox::retry(&mut transaction, sequence, &error, due_at).await?;
            }
            Performance::TryAgain(error) | Performance::GiveUp(error) => {
                tracing::error!(effect = effect.effect_key, %error, "effect given up");
                store::outbox::bury(&mut transaction, sequence, &error, now).await?;
                if effect.kind == FETCH_RECORDING {
                    self.give_up_recording(&mut transaction, &effect.subject_id, now).await?;
                } else {
                    self.report_dead_command(&mut transaction, effect, now).await?;
                }
            }
        }
        self.commit(transaction).await
    }
}

impl App {
    /// A command that was given up is an alarm: the call it was for may hang on the line.
    async fn report_dead_command(
        &self,
        transaction: &mut Transaction,
        effect: &ClaimedEffect,
        now: Timestamp,
    ) -> Result<(), AppError> {
        let batch_date = store::recording::batch_date(transaction, &effect.subject_id).await?;
        let alarm = NewAlarm {
            id: self.new_id(now),
            kind: "command_given_up",
            subject_kind: "call",
            subject_id: &effect.subject_id,
            batch_date: batch_date.as_deref(),
            detail: &effect.effect_key,
        };
        store::alarm::raise(transaction, &alarm, now).await?;
        Ok(())
    }
}

fn after_failure(error: &PbxError) -> Performance {
    if error.is_transient() {
        Performance::TryAgain(error.to_string())
    } else {
        Performance::GiveUp(error.to_string())
    }
}
