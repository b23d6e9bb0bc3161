//! Placing a call and ending it by hand.

use hmac::{Hmac, KeyInit, Mac};
use serde_json::json;
use sha2::Sha256;
use uuid::Uuid;

use super::App;
use super::batch_tasks::{self, task_facts, task_rules};
use super::call_effects;
use super::error::AppError;
use crate::domain::call::{CallEvent, CallLimits, CallMachine, Requester};
use crate::domain::callback::attempts::NextStep;
use crate::domain::callback::task::TaskState;
use crate::domain::coded::Coded;
use crate::domain::phone::PhoneNumber;
use crate::domain::timestamp::Timestamp;
use crate::store::call::{AttemptRow, CallRow};
use crate::store::inbox::NewFact;
use crate::store::task::TaskRow;
use crate::store::{self, Audit, StoreError, Transaction};

impl App {
    /// Calls the resident of a task, and with it works every task of the household that is open.
    /// The agent's own telephone rings first.
    ///
    /// # Errors
    /// `agent.not_ready`, `callback.not_found`, `callback.closed`, `callback.no_phone`,
    /// `callback.outside_calling_window` with the next opening, `callback.do_not_call`,
    /// `call.already_live`.
    pub async fn place_call(
        &self,
        agent_id: &str,
        task_id: &str,
        actor: &str,
        now: Timestamp,
    ) -> Result<Uuid, AppError> {
        let mut transaction = self.database.begin().await?;
        let ready = &["ready"][..];
        if !store::agent::change_state(&mut transaction, agent_id, ready, "in_call", now).await? {
            return Err(AppError::conflict("agent.not_ready", "the agent is not ready"));
        }
        let task = open_task(&mut transaction, task_id).await?;
        let number = self.number_to_call(&mut transaction, &task, now).await?;
        let call_id = self.new_id(now);
        let book = self.rules_of(&task).await?;
        let resident_ring_secs = batch_tasks::pack_of(&book, &task)?.ring_secs;
        let limits = CallLimits { resident_ring_secs, ..CallLimits::default() };
        let (machine, effects) = CallMachine::order(call_id, limits, now);
        let mut call = CallRow {
            id: call_id.to_string(),
            household_key: task.household_key.clone(),
            number_key: self.pseudonym(number.digits()),
            agent_id: agent_id.to_owned(),
            exchange: self.exchange.clone(),
            snapshot: call_effects::snapshot(&machine)?,
            state: machine.state().code().to_owned(),
            ordered_at: now.0,
            answered_at: None,
            ended_at: None,
            outcome: None,
            ended_by: None,
            sip_status: None,
            q850_cause: None,
            talk_ms: None,
            is_reconciled: false,
            revision: 1,
        };
        store::call::insert(&mut transaction, &call, &number).await.map_err(already_live)?;
        self.join_tasks(&mut transaction, &task, &call, &number, now).await?;
        call_effects::apply(self, &mut transaction, &mut call, effects, now).await?;
        transaction.audit(Audit {
            at: now,
            actor: actor.to_owned(),
            action: "call_placed",
            subject_kind: "call",
            subject_id: call.id.clone(),
            body: json!({ "task_id": task.id, "agent_id": agent_id }),
        });
        self.commit(transaction).await?;
        Ok(call_id)
    }

    /// Ends a call: the agent has said goodbye, so the resident is given time to hang up first.
    ///
    /// # Errors
    /// `call.not_found`.
    pub async fn hang_up(&self, call_id: &str, now: Timestamp) -> Result<(), AppError> {
        if store::call::by_id(&self.database, call_id).await?.is_none() {
            return Err(AppError::not_found("call.not_found", "there is no such call"));
        }
        let event = CallEvent::HangUpRequested { by: Requester::Agent };
        let key = format!("{call_id}:{}", self.new_id(now));
        self.accept_event("workbench", key, call_id, now, &event).await
    }

    /// Stores one event of a call in the inbox; deciding about it comes later.
    ///
    /// # Errors
    /// When the database refuses.
    pub(super) async fn accept_event(
        &self,
        source: &str,
        external_key: String,
        call_id: &str,
        at: Timestamp,
        event: &CallEvent,
    ) -> Result<(), AppError> {
        let fact = NewFact {
            source: source.to_owned(),
            external_key,
            kind: call_effects::CALL_EVENT,
            subject_id: call_id.to_owned(),
            body: json!({ "at": at, "event": event }).to_string(),
        };
        self.inbox.accept(vec![fact], at).await?;
        self.wake.notify_waiters();
        Ok(())
    }

    /// The number to dial now, if the rules let the task be called now.
    async fn number_to_call(
        &self,
        transaction: &mut Transaction,
        task: &TaskRow,
        now: Timestamp,
    ) -> Result<PhoneNumber, AppError> {
        let phones = batch_tasks::phones(transaction, task).await?;
        let spoken_on = self.household_spoken_on(transaction, task).await?;
        let facts = task_facts(task, phones.len(), spoken_on)?;
        let (book, calendar) = (self.rules_of(task).await?, self.calendar());
        let rules = task_rules(self, &book, &calendar, task)?;
        let attempts = batch_tasks::attempts(transaction, task).await?;
        let next = rules.next_step(&facts, &attempts, now);
        let NextStep::Attempt { not_before, phone_index } = next else {
            return Err(AppError::conflict("callback.closed", "nothing is left to try"));
        };
        // After a first attempt, and before the day that was promised, its time is the rules' too.
        let too_soon = not_before > now
            && (!attempts.is_empty() || self.zone.date(not_before) > self.zone.date(now));
        let quiet = rules.quiet_for(&facts).on(self.zone.date(now));
        if let Some(period) = quiet.filter(|_| !rules.may_call(&facts, &attempts, now)) {
            let sentence = "the center's residents are left alone today";
            return Err(AppError::conflict("callback.quiet_day", sentence)
                .with("until", period.to.to_string())
                .with("quiet_reason", period.reason.code())
                .with("next_at_ms", not_before.0));
        }
        if too_soon || !rules.may_call(&facts, &attempts, now) {
            let sentence = "the task may not be called at this time";
            return Err(AppError::conflict("callback.outside_calling_window", sentence)
                .with("next_at_ms", not_before.0));
        }
        let number = phones.into_iter().nth(phone_index).ok_or_else(|| {
            AppError::conflict("callback.no_phone", "there is no number that can be dialled")
        })?;
        let (household, digits) = (task.household_id.as_deref(), number.digits());
        let key = self.pseudonym(digits);
        if store::do_not_call::holds(transaction, household, digits, &key, now).await? {
            let sentence = "the resident has asked not to be called";
            return Err(AppError::conflict("callback.do_not_call", sentence));
        }
        Ok(number)
    }

    /// The last day somebody of the task's household was spoken to.
    pub(super) async fn household_spoken_on(
        &self,
        transaction: &mut Transaction,
        task: &TaskRow,
    ) -> Result<Option<chrono::NaiveDate>, AppError> {
        let at = store::call::last_answered_at(transaction, &task.household_key).await?;
        Ok(at.map(|at| self.zone.date(at)))
    }

    /// Makes the call an attempt of the task and of the household's other open tasks for the same
    /// caller (a household is spoken to once: its matters are asked one by one in one call).
    async fn join_tasks(
        &self,
        transaction: &mut Transaction,
        first: &TaskRow,
        call: &CallRow,
        number: &PhoneNumber,
        now: Timestamp,
    ) -> Result<(), AppError> {
        let household = store::task::open_of_household(transaction, &first.household_key).await?;
        for mut task in household {
            let is_due = task.next_attempt_at.is_some_and(|at| at <= now.0);
            if task.id != first.id && (task.role != first.role || !is_due) {
                continue;
            }
            let phones = batch_tasks::phones(transaction, &task).await?;
            // A number that is not the task's own is none of its numbers: what the line says of it
            // must not give up another.
            let dialled = phones.iter().position(|other| other == number);
            let index = dialled.unwrap_or(phones.len());
            task.attempt_count += 1;
            task.phone_index = i64::try_from(index).unwrap_or(0);
            let attempt = AttemptRow {
                task_id: task.id.clone(),
                call_id: call.id.clone(),
                attempt_number: task.attempt_count,
                phone_index: task.phone_index,
                started_at: now.0,
                ended_at: None,
                outcome: None,
                is_answered: None,
                disposition: None,
            };
            store::call::insert_attempt(transaction, &attempt).await?;
            batch_tasks::move_to(&mut task, TaskState::InCall)?;
            task.agent_id = Some(call.agent_id.clone());
            task.call_id = Some(call.id.clone());
            task.next_attempt_at = None;
            self.bind_script(transaction, &mut task).await?;
            store::task::update(transaction, &task).await?;
        }
        Ok(())
    }

    /// A keyed pseudonym of personal data: equal for equal texts, meaningless without the secret.
    pub(super) fn pseudonym(&self, text: &str) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.secret)
            .expect("invariant: HMAC takes keys of any length");
        mac.update(text.as_bytes());
        hex::encode(mac.finalize().into_bytes())
    }
}

async fn open_task(transaction: &mut Transaction, id: &str) -> Result<TaskRow, AppError> {
    let task = store::task::hold(transaction, id)
        .await?
        .ok_or_else(|| AppError::not_found("callback.not_found", "there is no such task"))?;
    match task.state.as_str() {
        "waiting" | "scheduled" => Ok(task),
        "in_call" | "wrap_up" => {
            Err(AppError::conflict("call.already_live", "the task is in a call already"))
        }
        _ => Err(AppError::conflict("callback.closed", "the task is closed")),
    }
}

fn already_live(error: StoreError) -> AppError {
    if error.is_unique_violation() {
        let sentence = "the household, the number or the agent has a live call already";
        return AppError::conflict("call.already_live", sentence);
    }
    error.into()
}
