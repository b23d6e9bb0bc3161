//! The do-not-call list as people keep it. An entry holds from the moment it is committed: the
//! next dial asks the list.

use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use super::App;
use super::batch_view::count;
use super::error::AppError;
use super::revealed::revealed;
use crate::domain::coded::Coded;
use crate::domain::do_not_call::DoNotCallScope;
use crate::domain::personal_data::ERASED_NAME;
use crate::domain::phone::{self, PhoneNumber};
use crate::domain::pii::Pii;
use crate::domain::timestamp::Timestamp;
use crate::store::do_not_call_list::{self as list, ListFilter, ListLine, NewEntry};
use crate::store::{self, Audit, Event, Transaction};

/// Characters a reason may have.
const REASON_MAX: usize = 200;

/// An entry of the list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DoNotCallEntry {
    pub id: String,
    pub household_id: Option<String>,
    #[serde(serialize_with = "revealed")]
    #[schema(value_type = String)]
    pub room: Pii<String>,
    pub center_name: String,
    #[serde(serialize_with = "revealed")]
    #[schema(value_type = String)]
    pub resident_name: Pii<String>,
    /// Empty when the household is meant, with all its numbers.
    pub phone_masked: String,
    /// `survey`, `callback` or `all`.
    pub scope: String,
    /// `import` or `person`.
    pub source: String,
    pub from_ms: i64,
    pub until_ms: Option<i64>,
    pub withdrawn_at_ms: Option<i64>,
    #[serde(serialize_with = "revealed")]
    #[schema(value_type = String)]
    pub reason: Pii<String>,
    #[serde(serialize_with = "revealed")]
    #[schema(value_type = String)]
    pub made_by: Pii<String>,
    #[serde(serialize_with = "revealed")]
    #[schema(value_type = String)]
    pub withdrawn_by: Pii<String>,
    /// Whether it holds now.
    pub holds: bool,
}

/// An entry somebody wants to make: of a household or of a number.
#[derive(Clone, Debug)]
pub struct DoNotCallWish {
    pub household_id: Option<String>,
    pub phone: Option<Pii<String>>,
    pub scope: String,
    /// The last day it holds; for ever when absent.
    pub until: Option<chrono::NaiveDate>,
    pub reason: Pii<String>,
}

impl App {
    /// How many entries fit, and a page of them, the newest first.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn do_not_call(
        &self,
        filter: &ListFilter,
        offset: u32,
        limit: u32,
        now: Timestamp,
    ) -> Result<(u64, Vec<DoNotCallEntry>), AppError> {
        let total = list::count(&self.database, filter, now).await?;
        let lines = list::lines(&self.database, filter, now, offset.into(), limit.into()).await?;
        Ok((count(total), lines.into_iter().map(|line| entry(line, now)).collect()))
    }

    /// Puts a household or a number on the list; the entry's id.
    ///
    /// # Errors
    /// `do_not_call.nobody`, `do_not_call.bad_number`, `do_not_call.bad_scope`,
    /// `do_not_call.until_past`, `do_not_call.reason_length` with `max`, `resident.not_found`.
    pub async fn add_do_not_call(
        &self,
        wish: &DoNotCallWish,
        actor: &str,
        now: Timestamp,
    ) -> Result<String, AppError> {
        let mut transaction = self.database.begin().await?;
        if let Some(id) = &wish.household_id
            && store::resident::by_id(&self.database, id).await?.is_none()
        {
            return Err(AppError::not_found("resident.not_found", "there is no such household"));
        }
        let id =
            self.list_wish(&mut transaction, wish, actor, now)?.store(&mut transaction).await?;
        self.commit(transaction).await?;
        Ok(id)
    }

    /// Checks a wish and records it; what is then to be stored.
    pub(super) fn list_wish(
        &self,
        transaction: &mut Transaction,
        wish: &DoNotCallWish,
        actor: &str,
        now: Timestamp,
    ) -> Result<CheckedEntry, AppError> {
        let phone =
            match &wish.phone {
                Some(text) => Some(PhoneNumber::parse(text.reveal()).map_err(|error| {
                    AppError::invalid("do_not_call.bad_number", error.to_string())
                })?),
                None => None,
            };
        if wish.household_id.is_none() && phone.is_none() {
            let sentence = "an entry is of a household or of a number";
            return Err(AppError::invalid("do_not_call.nobody", sentence));
        }
        let scope = DoNotCallScope::ALL.iter().find(|scope| scope.code() == wish.scope);
        let scope = scope.ok_or_else(|| {
            AppError::invalid("do_not_call.bad_scope", "the scope is survey, callback or all")
        })?;
        let reason = wish.reason.reveal().trim();
        if reason.is_empty() || reason.chars().count() > REASON_MAX {
            let sentence = "a reason has to be given, in few words";
            let refusal = AppError::invalid("do_not_call.reason_length", sentence);
            return Err(refusal.with("max", REASON_MAX));
        }
        let until = wish.until.map(|day| day.succ_opt().unwrap_or(day));
        let until = until.map(|day| self.zone.start_of(day));
        if until.is_some_and(|until| until <= now) {
            let sentence = "the last day of the entry is over";
            return Err(AppError::invalid("do_not_call.until_past", sentence));
        }
        let id = self.new_id(now).to_string();
        let body = json!({ "scope": scope.code(), "household_id": wish.household_id });
        record(transaction, "do_not_call_added", &id, body, actor, now);
        Ok(CheckedEntry {
            id,
            household_id: wish.household_id.clone(),
            phone,
            scope: *scope,
            from: now,
            until,
            made_by: actor.to_owned(),
            reason: reason.into(),
        })
    }

    /// Takes an entry off the list; it stays as history.
    ///
    /// # Errors
    /// `do_not_call.not_standing`.
    pub async fn withdraw_do_not_call(
        &self,
        id: &str,
        actor: &str,
        now: Timestamp,
    ) -> Result<(), AppError> {
        let mut transaction = self.database.begin().await?;
        if !list::withdraw(&mut transaction, id, actor, now).await? {
            let sentence = "there is no such entry, or it was withdrawn already";
            return Err(AppError::conflict("do_not_call.not_standing", sentence));
        }
        record(&mut transaction, "do_not_call_withdrawn", id, json!({}), actor, now);
        self.commit(transaction).await
    }
}

/// An entry in order.
pub(super) struct CheckedEntry {
    id: String,
    household_id: Option<String>,
    phone: Option<PhoneNumber>,
    scope: DoNotCallScope,
    from: Timestamp,
    until: Option<Timestamp>,
    made_by: String,
    reason: Pii<String>,
}

impl CheckedEntry {
    pub(super) async fn store(self, transaction: &mut Transaction) -> Result<String, AppError> {
        let entry = NewEntry {
            id: &self.id,
            household_id: self.household_id.as_deref(),
            phone: self.phone.as_ref().map(PhoneNumber::digits),
            scope: self.scope.code(),
            valid_from: self.from,
            valid_until: self.until,
            made_by: &self.made_by,
            reason: self.reason.reveal(),
        };
        list::insert(transaction, &entry).await?;
        Ok(self.id)
    }
}

fn entry(line: ListLine, now: Timestamp) -> DoNotCallEntry {
    let holds = line.withdrawn_at.is_none()
        && line.valid_from <= now.0
        && line.valid_until.is_none_or(|until| until > now.0);
    DoNotCallEntry {
        id: line.id,
        household_id: line.household_id,
        room: line.room,
        center_name: line.center_name,
        resident_name: line.resident_name,
        phone_masked: match line.number_key.is_empty() {
            true => phone::mask(line.phone.reveal()),
            false => ERASED_NAME.to_owned(),
        },
        scope: line.scope,
        source: line.source,
        from_ms: line.valid_from,
        until_ms: line.valid_until,
        withdrawn_at_ms: line.withdrawn_at,
        reason: line.reason,
        made_by: line.made_by,
        withdrawn_by: line.withdrawn_by,
        holds,
    }
}

fn record(
    transaction: &mut Transaction,
    action: &'static str,
    id: &str,
    body: serde_json::Value,
    actor: &str,
    now: Timestamp,
) {
    let (subject_kind, subject_id) = ("do_not_call", id.to_owned());
    transaction.note(Event {
        at: now,
        kind: action,
        subject_kind,
        subject_id: subject_id.clone(),
        body: body.clone(),
    });
    let actor = actor.to_owned();
    transaction.audit(Audit { at: now, actor, action, subject_kind, subject_id, body });
}
