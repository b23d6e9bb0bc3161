//! A resident's request to see or to erase what is held about them: registered by one person,
//! decided by another, carried out, proven.

use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use super::App;
use super::error::AppError;
use super::revealed::revealed;
use super::stored;
use crate::domain::coded::Coded;
use crate::domain::personal_data::{DataRequestKind, DataRequestState, IdentityProof, may_decide};
use crate::domain::pii::Pii;
use crate::domain::timestamp::Timestamp;
use crate::store::personal_data::{self as rows, DataRequestRow};
use crate::store::{Audit, Event, StoreError, Transaction};

/// Characters a note or a reason may have.
const TEXT_MAX: usize = 500;

/// Requests a list holds at most.
const LIST_MAX: i64 = 500;

/// A request with how far it got.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DataRequest {
    pub id: String,
    /// `access` or `erasure`.
    pub kind: String,
    pub household_id: String,
    #[serde(serialize_with = "revealed")]
    #[schema(value_type = String)]
    pub unit_id: Pii<String>,
    pub center_name: String,
    /// Who asked.
    #[serde(serialize_with = "revealed")]
    #[schema(value_type = String)]
    pub asked_by: Pii<String>,
    pub identity_proof: String,
    #[serde(serialize_with = "revealed")]
    #[schema(value_type = String)]
    pub note: Pii<String>,
    /// Whether the household goes on the do-not-call list for any call when it is erased.
    pub wants_do_not_call: bool,
    /// `registered`, `approved`, `refused`, `erasing` or `completed`.
    pub state: String,
    #[serde(serialize_with = "revealed")]
    #[schema(value_type = String)]
    pub registered_by: Pii<String>,
    /// To tell whether the reader may decide: not what they registered themselves.
    pub registered_by_id: String,
    pub registered_at_ms: i64,
    #[serde(serialize_with = "revealed")]
    #[schema(value_type = String)]
    pub decided_by: Pii<String>,
    pub decided_at_ms: Option<i64>,
    #[serde(serialize_with = "revealed")]
    #[schema(value_type = String)]
    pub refusal: Pii<String>,
    #[serde(serialize_with = "revealed")]
    #[schema(value_type = String)]
    pub completed_by: Pii<String>,
    pub completed_at_ms: Option<i64>,
    /// What was erased: counts, and the hash of every recording.
    #[schema(value_type = Option<Object>)]
    pub proof: Option<serde_json::Value>,
    pub revision: i64,
}

/// What somebody registers.
#[derive(Clone, Debug)]
pub struct DataWish {
    pub kind: String,
    pub household_id: String,
    pub asked_by: Pii<String>,
    pub identity_proof: String,
    pub note: Pii<String>,
    pub wants_do_not_call: bool,
}

impl App {
    /// Requests, those that wait for somebody first.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn data_requests(&self) -> Result<Vec<DataRequest>, AppError> {
        let rows = rows::list(&self.database, LIST_MAX).await?;
        Ok(rows.into_iter().map(view).collect())
    }

    /// The requests of one household, the newest first.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn data_requests_of(&self, household: &str) -> Result<Vec<DataRequest>, AppError> {
        let rows = rows::of_household(&self.database, household).await?;
        Ok(rows.into_iter().map(view).collect())
    }

    /// One request.
    ///
    /// # Errors
    /// `personal_data.not_found`.
    pub async fn data_request(&self, id: &str) -> Result<DataRequest, AppError> {
        rows::by_id(&self.database, id).await?.map(view).ok_or_else(not_found)
    }

    /// Registers what a resident asks; its id.
    ///
    /// # Errors
    /// `resident.not_found`, `personal_data.bad_wish` with the `field`.
    pub async fn register_data_request(
        &self,
        wish: DataWish,
        actor: &str,
        now: Timestamp,
    ) -> Result<String, AppError> {
        let kind = known::<DataRequestKind>("kind", &wish.kind)?;
        let identity_proof = known::<IdentityProof>("identity_proof", &wish.identity_proof)?;
        let asked_by = checked("asked_by", &wish.asked_by, true)?;
        let note = checked("note", &wish.note, false)?;
        let line = self.resident_line(&wish.household_id).await?;
        let row = DataRequestRow {
            id: self.new_id(now).to_string(),
            kind: kind.code().to_owned(),
            household_id: line.id,
            identity_proof: identity_proof.code().to_owned(),
            wants_do_not_call: wish.wants_do_not_call && kind == DataRequestKind::Erasure,
            state: DataRequestState::Registered.code().to_owned(),
            registered_by: actor.to_owned(),
            registered_at: now.0,
            decided_by: None,
            decided_at: None,
            completed_by: None,
            completed_at: None,
            proof: None,
            revision: 1,
            asked_by,
            note,
            refusal: Pii::default(),
            unit_id: line.unit_id,
            center_name: line.center_name,
            registered_by_name: Pii::default(),
            decided_by_name: Pii::default(),
            completed_by_name: Pii::default(),
        };
        let mut transaction = self.database.begin().await?;
        rows::insert(&mut transaction, &row).await?;
        record(&mut transaction, "data_request_registered", &row, json!({}), actor, now);
        self.commit(transaction).await?;
        Ok(row.id)
    }

    /// Approves a request, or refuses it with a reason. Whoever registered it may not decide.
    ///
    /// # Errors
    /// `personal_data.not_found`, `personal_data.decided`, `personal_data.same_person`,
    /// `personal_data.bad_wish` when a refusal has no reason, `changed_meanwhile`.
    pub async fn decide_data_request(
        &self,
        id: &str,
        refusal: Option<Pii<String>>,
        actor: &str,
        now: Timestamp,
    ) -> Result<(), AppError> {
        let mut transaction = self.database.begin().await?;
        let mut row = load(&mut transaction, id).await?;
        if !state_of(&row)?.is_undecided() {
            let sentence = "somebody has decided about it already";
            return Err(AppError::conflict("personal_data.decided", sentence));
        }
        if !may_decide(&row.registered_by, actor) {
            let sentence = "whoever registered a request may not decide about it";
            return Err(AppError::forbidden("personal_data.same_person", sentence));
        }
        let (state, action) = match refusal {
            Some(reason) => {
                row.refusal = checked("refusal", &reason, true)?;
                (DataRequestState::Refused, "data_request_refused")
            }
            None => (DataRequestState::Approved, "data_request_approved"),
        };
        row.state = state.code().to_owned();
        row.decided_by = Some(actor.to_owned());
        row.decided_at = Some(now.0);
        rows::update(&mut transaction, &row).await?;
        record(&mut transaction, action, &row, json!({}), actor, now);
        self.commit(transaction).await
    }

    /// Keeps a household's data from being erased: a dispute or an investigation needs it.
    ///
    /// # Errors
    /// `resident.not_found`, `personal_data.held` when a hold stands already,
    /// `personal_data.bad_wish` without a reason.
    pub async fn hold_data(
        &self,
        household_id: &str,
        reason: &Pii<String>,
        actor: &str,
        now: Timestamp,
    ) -> Result<(), AppError> {
        let reason = checked("reason", reason, true)?;
        let line = self.resident_line(household_id).await?;
        let mut transaction = self.database.begin().await?;
        let id = self.new_id(now).to_string();
        rows::place_hold(&mut transaction, &id, &line.id, reason.reveal(), actor, now)
            .await
            .map_err(held_already)?;
        note_hold(&mut transaction, "legal_hold_placed", &line.id, actor, now);
        self.commit(transaction).await
    }

    /// Lets a household's data be erased again.
    ///
    /// # Errors
    /// `personal_data.not_held`.
    pub async fn lift_hold(
        &self,
        household_id: &str,
        actor: &str,
        now: Timestamp,
    ) -> Result<(), AppError> {
        let mut transaction = self.database.begin().await?;
        if !rows::lift_hold(&mut transaction, household_id, actor, now).await? {
            return Err(AppError::conflict("personal_data.not_held", "no hold stands"));
        }
        note_hold(&mut transaction, "legal_hold_lifted", household_id, actor, now);
        self.commit(transaction).await
    }
}

/// One request, inside a transaction.
pub(super) async fn load(
    transaction: &mut Transaction,
    id: &str,
) -> Result<DataRequestRow, AppError> {
    rows::load(transaction, id).await?.ok_or_else(not_found)
}

/// How far a request got.
pub(super) fn state_of(row: &DataRequestRow) -> Result<DataRequestState, AppError> {
    stored::code("state", &row.state)
}

/// Records a step of a request and wakes the pages that show it.
pub(super) fn record(
    transaction: &mut Transaction,
    action: &'static str,
    row: &DataRequestRow,
    mut body: serde_json::Value,
    actor: &str,
    now: Timestamp,
) {
    body["household_id"] = json!(row.household_id);
    body["kind"] = json!(row.kind);
    let (subject_kind, subject_id) = ("personal_data_request", row.id.clone());
    transaction.note(Event {
        at: now,
        kind: action,
        subject_kind,
        subject_id: subject_id.clone(),
        body: json!({}),
    });
    let actor = actor.to_owned();
    transaction.audit(Audit { at: now, actor, action, subject_kind, subject_id, body });
}

fn note_hold(
    transaction: &mut Transaction,
    action: &'static str,
    household_id: &str,
    actor: &str,
    now: Timestamp,
) {
    transaction.audit(Audit {
        at: now,
        actor: actor.to_owned(),
        action,
        subject_kind: "household",
        subject_id: household_id.to_owned(),
        body: json!({}),
    });
}

fn view(row: DataRequestRow) -> DataRequest {
    DataRequest {
        id: row.id,
        kind: row.kind,
        household_id: row.household_id,
        unit_id: row.unit_id,
        center_name: row.center_name,
        asked_by: row.asked_by,
        identity_proof: row.identity_proof,
        note: row.note,
        wants_do_not_call: row.wants_do_not_call,
        state: row.state,
        registered_by: row.registered_by_name,
        registered_by_id: row.registered_by,
        registered_at_ms: row.registered_at,
        decided_by: row.decided_by_name,
        decided_at_ms: row.decided_at,
        refusal: row.refusal,
        completed_by: row.completed_by_name,
        completed_at_ms: row.completed_at,
        proof: row.proof.as_deref().and_then(|proof| serde_json::from_str(proof).ok()),
        revision: row.revision,
    }
}

fn known<T: Coded>(field: &str, code: &str) -> Result<T, AppError> {
    let found = T::ALL.iter().copied().find(|value| value.code() == code);
    found.ok_or_else(|| bad_wish(field))
}

fn checked(field: &str, text: &Pii<String>, required: bool) -> Result<Pii<String>, AppError> {
    let text = text.reveal().trim();
    if (required && text.is_empty()) || text.chars().count() > TEXT_MAX {
        return Err(bad_wish(field).with("max", TEXT_MAX));
    }
    Ok(text.into())
}

fn bad_wish(field: &str) -> AppError {
    let sentence = format!("{field} is missing, too long or not known");
    AppError::invalid("personal_data.bad_wish", sentence).with("field", field)
}

fn not_found() -> AppError {
    AppError::not_found("personal_data.not_found", "there is no such request")
}

fn held_already(error: StoreError) -> AppError {
    if error.is_unique_violation() {
        return AppError::conflict("personal_data.held", "a hold stands already");
    }
    error.into()
}
