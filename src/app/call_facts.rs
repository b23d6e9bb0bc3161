//! Deciding about stored facts: load the call, ask the machine, commit what it says.

use serde::Deserialize;

use super::App;
use super::call_effects;
use super::error::AppError;
use crate::domain::call::{CallEffect, CallEvent, CallMachine, CallState, TimerId};
use crate::domain::timestamp::Timestamp;
use crate::store;
use crate::store::call::CallRow;
use crate::store::inbox::{NewFact, StoredFact};

#[derive(Deserialize)]
struct FactBody {
    at: Timestamp,
    event: CallEvent,
}

/// How many facts are decided about before others get their turn.
const FACTS_MAX: i64 = 200;

impl App {
    /// Decides about every stored fact; how many there were.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn decide_facts(&self, now: Timestamp) -> Result<usize, AppError> {
        let facts = store::inbox::unsettled(&self.database, FACTS_MAX).await?;
        let count = facts.len();
        for fact in facts {
            self.decide_fact(&fact, now).await?;
        }
        Ok(count)
    }

    /// Turns due timers into facts; how many there were.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn fire_timers(&self, now: Timestamp) -> Result<usize, AppError> {
        let due = store::timer::due(&self.database, now).await?;
        let count = due.len();
        for (id, subject_id, due_at) in due {
            let mut transaction = self.database.begin().await?;
            if store::timer::settle(&mut transaction, &id, now).await?
                && let Some(fact) = timer_fact(&id, &subject_id, due_at, now)
            {
                store::inbox::insert(&mut transaction, vec![fact], now).await?;
            }
            self.commit(transaction).await?;
        }
        Ok(count)
    }

    async fn decide_fact(&self, fact: &StoredFact, now: Timestamp) -> Result<(), AppError> {
        let mut transaction = self.database.begin().await?;
        if !store::inbox::hold(&mut transaction, fact.sequence).await? {
            return Ok(());
        }
        let body: Result<FactBody, _> = serde_json::from_str(&fact.body);
        let call = store::call::hold(&mut transaction, &fact.subject_id).await?;
        // What cannot be read is set aside and seen in the log; it must not hold up what follows.
        let decision = match (body, call) {
            (Ok(body), Some(mut call)) => match serde_json::from_str(&call.snapshot) {
                Ok(machine) => {
                    let effects = hand_to_machine(&mut call, machine, &body, now)?;
                    call_effects::apply(self, &mut transaction, &mut call, effects, now).await?;
                    "applied"
                }
                Err(_) => "unreadable_call",
            },
            (Ok(_), None) => "unknown_call",
            (Err(_), _) => "unreadable",
        };
        if decision != "applied" {
            tracing::warn!(sequence = fact.sequence, kind = fact.kind, decision, "fact set aside");
        }
        store::inbox::settle(&mut transaction, fact.sequence, decision, now).await?;
        self.commit(transaction).await
    }
}

/// Lets the call's machine handle a fact; its new state is in the row, its wishes are returned.
fn hand_to_machine(
    call: &mut CallRow,
    mut machine: CallMachine,
    body: &FactBody,
    now: Timestamp,
) -> Result<Vec<CallEffect>, AppError> {
    let effects = machine.handle(now, body.at, &body.event);
    call.snapshot = call_effects::snapshot(&machine)?;
    call.state = machine.state().code().to_owned();
    if machine.state() == CallState::Talking && call.answered_at.is_none() {
        call.answered_at = Some(body.at.0);
    }
    Ok(effects)
}

/// A timer's name is its call's id, what it is for, and its round.
fn timer_fact(name: &str, call_id: &str, due_at: i64, now: Timestamp) -> Option<NewFact> {
    let id = TimerId::read(name.strip_prefix(call_id)?.strip_prefix('-')?)?;
    let event = CallEvent::TimerFired { id };
    Some(NewFact {
        source: "timer".to_owned(),
        external_key: format!("{name}:{due_at}"),
        kind: call_effects::CALL_EVENT,
        subject_id: call_id.to_owned(),
        body: serde_json::json!({ "at": now, "event": event }).to_string(),
    })
}
