//! Service requests as people list, enter, complete and word them.

use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use super::App;
use super::batch_view::count;
use super::error::AppError;
use super::revealed::{maybe_revealed, revealed};
use super::service_request_intake::{Bringing, ItemOutcome, audit};
use super::service_request_item::{ItemRemark, ServiceRequestItem};
use crate::domain::coded::Coded;
use crate::domain::intake::service_request::ServiceRequestDraft;
use crate::domain::pii::Pii;
use crate::domain::timestamp::Timestamp;
use crate::store::service_request_view::{self as view, AddedRow, RequestFilter, RequestListLine};
use crate::store::{self, StoreError, Transaction};

/// Numbers of requests entered by hand begin like this: 手工. The work-order system's do not.
const BY_HAND_PREFIX: &str = "SG";

/// A request in the list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ServiceRequestEntry {
    pub request_no: String,
    pub center_name: String,
    pub kind: String,
    pub severity: String,
    pub status: String,
    #[serde(serialize_with = "revealed")]
    #[schema(value_type = String)]
    pub room: Pii<String>,
    #[serde(serialize_with = "revealed")]
    #[schema(value_type = String)]
    pub resident_name: Pii<String>,
    #[serde(serialize_with = "revealed")]
    #[schema(value_type = String)]
    pub matter: Pii<String>,
    pub taken_in_at_ms: i64,
    pub completed_at_ms: Option<i64>,
    pub report_source: String,
    pub by_hand: bool,
    /// Whether the matter has a wording.
    pub matter_worded: bool,
    /// Whether the result has a wording.
    pub result_worded: bool,
    /// Whether that wording was cleared.
    pub result_cleared: bool,
    /// Whether its people were erased at their request.
    pub erased: bool,
}

/// One request with everything about it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ServiceRequestDetail {
    pub request_no: String,
    pub center_code: String,
    pub kind: String,
    pub severity: String,
    pub paid: bool,
    #[serde(serialize_with = "maybe_revealed")]
    #[schema(value_type = Option<String>)]
    pub room: Option<Pii<String>>,
    #[serde(serialize_with = "maybe_revealed")]
    #[schema(value_type = Option<String>)]
    pub resident_name: Option<Pii<String>>,
    /// In full for a request entered by hand: whoever completes it must see a mistake.
    #[serde(serialize_with = "maybe_revealed")]
    #[schema(value_type = Option<String>)]
    pub phone: Option<Pii<String>>,
    pub phone_masked: String,
    #[serde(serialize_with = "maybe_revealed")]
    #[schema(value_type = Option<String>)]
    pub matter: Option<Pii<String>>,
    pub channel: String,
    pub taken_in_at_ms: i64,
    pub dispatched_at_ms: Option<i64>,
    pub completed_at_ms: Option<i64>,
    pub department: Option<String>,
    #[serde(serialize_with = "maybe_revealed")]
    #[schema(value_type = Option<String>)]
    pub handler: Option<Pii<String>>,
    #[serde(serialize_with = "maybe_revealed")]
    #[schema(value_type = Option<String>)]
    pub matter_result: Option<Pii<String>>,
    pub status: String,
    pub concerns_head: bool,
    pub valid_complaint: Option<bool>,
    pub reply_only: bool,
    pub related_request_no: Option<String>,
    pub household_id: Option<String>,
    pub report_source: String,
    #[serde(serialize_with = "revealed")]
    #[schema(value_type = String)]
    pub matter_spoken: Pii<String>,
    #[serde(serialize_with = "revealed")]
    #[schema(value_type = String)]
    pub result_spoken: Pii<String>,
    #[serde(serialize_with = "revealed")]
    #[schema(value_type = String)]
    pub reason_spoken: Pii<String>,
    pub result_cleared_at_ms: Option<i64>,
    #[serde(serialize_with = "maybe_revealed")]
    #[schema(value_type = Option<String>)]
    pub result_cleared_by: Option<Pii<String>>,
    /// Who entered it; null for what came from the work-order system.
    #[serde(serialize_with = "maybe_revealed")]
    #[schema(value_type = Option<String>)]
    pub entered_by: Option<Pii<String>>,
    pub by_hand: bool,
    pub erased: bool,
    /// To be sent back with a change, which is refused when somebody else was faster.
    pub revision: i64,
}

/// A service center with the blanks it fills in scripts.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ServiceCenter {
    pub code: String,
    pub name: String,
    /// The number residents ring.
    pub phone: String,
    pub estate_name: String,
    pub revision: i64,
}

impl App {
    /// How many requests fit, and a page of them, the newest first.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn service_requests(
        &self,
        filter: &RequestFilter,
        offset: u32,
        limit: u32,
    ) -> Result<(u64, Vec<ServiceRequestEntry>), AppError> {
        let total = view::count(&self.database, filter).await?;
        let lines = view::lines(&self.database, filter, offset.into(), limit.into()).await?;
        Ok((count(total), lines.into_iter().map(entry).collect()))
    }

    /// One request. The number is shown in full where `shows_phone`.
    ///
    /// # Errors
    /// `service_request.not_found`.
    pub async fn service_request(
        &self,
        request_no: &str,
        shows_phone: bool,
    ) -> Result<ServiceRequestDetail, AppError> {
        let mut transaction = self.database.begin().await?;
        let mut stored = store::service_request::stored(&mut transaction, &[request_no]).await?;
        let draft = stored.remove(request_no).ok_or_else(not_found)?.draft;
        let added = load(&mut transaction, request_no).await?;
        let entered_by = person(&mut transaction, added.entered_by.as_deref()).await?;
        let cleared_by = person(&mut transaction, added.result_cleared_by.as_deref()).await?;
        let mut detail = detail(draft, added);
        detail.phone = detail.phone.filter(|_| shows_phone && detail.by_hand);
        (detail.entered_by, detail.result_cleared_by) = (entered_by, cleared_by);
        Ok(detail)
    }

    /// Enters a request by hand; its number, which is made here: prefix, day, count of the day.
    ///
    /// # Errors
    /// `service_request.refused` with the `errors` of its fields.
    pub async fn enter_service_request(
        &self,
        mut item: ServiceRequestItem,
        actor: &str,
        now: Timestamp,
    ) -> Result<String, AppError> {
        let today = self.zone.date(now);
        let mut transaction = self.database.begin().await?;
        store::completion::lock(&mut transaction).await?;
        let number = view::next_number(&mut transaction, today).await?;
        let request_no = format!("{BY_HAND_PREFIX}{}-{number:03}", today.format("%Y%m%d"));
        item.request_no = Some(request_no.clone());
        let bringing = Bringing { actor, now, by_hand: true };
        self.store_one(&mut transaction, &item, bringing).await?;
        self.commit(transaction).await?;
        Ok(request_no)
    }

    /// Changes a request that was entered by hand, its completion among the rest.
    ///
    /// # Errors
    /// `service_request.not_found`, `service_request.from_system`, `service_request.erased`,
    /// `changed_meanwhile`, `service_request.refused` with the `errors` of its fields.
    pub async fn change_service_request(
        &self,
        request_no: &str,
        mut item: ServiceRequestItem,
        revision: i64,
        actor: &str,
        now: Timestamp,
    ) -> Result<(), AppError> {
        let mut transaction = self.database.begin().await?;
        store::completion::lock(&mut transaction).await?;
        let added = load_at(&mut transaction, request_no, revision).await?;
        if added.entered_by.is_none() {
            let sentence = "the work-order system keeps this request";
            return Err(AppError::conflict("service_request.from_system", sentence));
        }
        if added.erased_at.is_some() {
            return Err(erased());
        }
        item.request_no = Some(request_no.to_owned());
        let bringing = Bringing { actor, now, by_hand: true };
        self.store_one(&mut transaction, &item, bringing).await?;
        self.commit(transaction).await
    }

    async fn store_one(
        &self,
        transaction: &mut Transaction,
        item: &ServiceRequestItem,
        bringing: Bringing<'_>,
    ) -> Result<(), AppError> {
        let answers = self.store_items(transaction, &[(1, item)], bringing).await?;
        let refused = answers.into_values().find(|answer| answer.outcome == ItemOutcome::Refused);
        refused.map_or(Ok(()), |answer| Err(refusal(&answer.errors)))
    }

    /// Words a request for the script, and says who reported it. This is possible for those of
    /// the work-order system too, which knows nothing of it.
    ///
    /// # Errors
    /// `service_request.not_found`, `service_request.erased`, `changed_meanwhile`,
    /// `service_request.refused`.
    pub async fn word_service_request(
        &self,
        request_no: &str,
        item: &ServiceRequestItem,
        revision: i64,
        actor: &str,
        now: Timestamp,
    ) -> Result<(), AppError> {
        let errors = item.judge_added();
        if !errors.is_empty() {
            return Err(refusal(&errors));
        }
        let mut transaction = self.database.begin().await?;
        let mut added = load_at(&mut transaction, request_no, revision).await?;
        if added.erased_at.is_some() {
            return Err(erased());
        }
        let changed = item.change_added(&mut added);
        if changed.is_empty() {
            return Ok(());
        }
        view::save_added(&mut transaction, &added).await?;
        let bringing = Bringing { actor, now, by_hand: true };
        let body = json!({ "changed": changed });
        audit(&mut transaction, "service_request_worded", request_no, body, bringing);
        self.commit(transaction).await
    }

    /// Clears the wording of a result for the resident's ear.
    ///
    /// # Errors
    /// `service_request.not_found`, `service_request.no_wording`, `changed_meanwhile`.
    pub async fn clear_wording(
        &self,
        request_no: &str,
        revision: i64,
        actor: &str,
        now: Timestamp,
    ) -> Result<(), AppError> {
        let mut transaction = self.database.begin().await?;
        let mut added = load_at(&mut transaction, request_no, revision).await?;
        if added.result_spoken.reveal().is_empty() {
            let sentence = "there is no wording of the result to clear";
            return Err(AppError::conflict("service_request.no_wording", sentence));
        }
        added.result_cleared_by = Some(actor.to_owned());
        added.result_cleared_at = Some(now.0);
        view::save_added(&mut transaction, &added).await?;
        let bringing = Bringing { actor, now, by_hand: true };
        audit(&mut transaction, "wording_cleared", request_no, json!({}), bringing);
        self.commit(transaction).await
    }

    /// Every service center with what it fills in scripts.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn service_centers(&self) -> Result<Vec<ServiceCenter>, AppError> {
        let rows = view::centers(&self.database).await?;
        let center = |(code, name, phone, estate_name, revision)| ServiceCenter {
            code,
            name,
            phone,
            estate_name,
            revision,
        };
        Ok(rows.into_iter().map(center).collect())
    }

    /// Sets a center's service number and estate.
    ///
    /// # Errors
    /// `changed_meanwhile` when somebody else was faster or there is no such center.
    pub async fn set_service_center(
        &self,
        center: &ServiceCenter,
        actor: &str,
        now: Timestamp,
    ) -> Result<(), AppError> {
        let mut transaction = self.database.begin().await?;
        let (phone, estate) = (center.phone.trim(), center.estate_name.trim());
        let (code, revision) = (&center.code, center.revision);
        if !view::set_center(&mut transaction, code, phone, estate, revision).await? {
            return Err(StoreError::Conflict { what: "the service center" }.into());
        }
        transaction.audit(store::Audit {
            at: now,
            actor: actor.to_owned(),
            action: "service_center_changed",
            subject_kind: "service_center",
            subject_id: center.code.clone(),
            body: json!({ "changed": ["phone", "estate_name"] }),
        });
        self.commit(transaction).await
    }
}

/// The same line for the list and for a household's history.
pub(super) fn entry(line: RequestListLine) -> ServiceRequestEntry {
    ServiceRequestEntry {
        request_no: line.request_no,
        center_name: line.center_name,
        kind: line.kind,
        severity: line.severity,
        status: line.status,
        room: line.room,
        resident_name: line.resident_name,
        matter: line.matter,
        taken_in_at_ms: line.taken_in_at,
        completed_at_ms: line.completed_at,
        report_source: line.report_source,
        by_hand: line.is_by_hand,
        matter_worded: line.has_matter_spoken,
        result_worded: line.has_result_spoken,
        result_cleared: line.is_result_cleared,
        erased: line.is_erased,
    }
}

fn detail(draft: ServiceRequestDraft, added: AddedRow) -> ServiceRequestDetail {
    let masked = draft.phone.as_ref().map(|phone| crate::domain::phone::mask(phone.reveal()));
    ServiceRequestDetail {
        request_no: draft.request_no,
        center_code: draft.center_code,
        kind: draft.kind.code().to_owned(),
        severity: draft.severity.code().to_owned(),
        paid: draft.is_paid,
        room: draft.room.map(Pii::new),
        resident_name: draft.resident_name,
        phone_masked: masked.unwrap_or_default(),
        phone: draft.phone,
        matter: draft.matter,
        channel: draft.channel.code().to_owned(),
        taken_in_at_ms: draft.taken_in_at.0,
        dispatched_at_ms: draft.dispatched_at.map(|at| at.0),
        completed_at_ms: draft.completed_at.map(|at| at.0),
        department: draft.department,
        handler: draft.handler,
        matter_result: draft.matter_result,
        status: draft.status.code().to_owned(),
        concerns_head: draft.concerns_head,
        valid_complaint: draft.is_valid_complaint,
        reply_only: draft.is_reply_only,
        related_request_no: draft.related_request_no,
        household_id: added.household_id,
        report_source: added.report_source,
        matter_spoken: added.matter_spoken,
        result_spoken: added.result_spoken,
        reason_spoken: added.reason_spoken,
        result_cleared_at_ms: added.result_cleared_at,
        result_cleared_by: None,
        by_hand: added.entered_by.is_some(),
        entered_by: None,
        erased: added.erased_at.is_some(),
        revision: added.revision,
    }
}

async fn load(transaction: &mut Transaction, request_no: &str) -> Result<AddedRow, AppError> {
    view::added(transaction, &[request_no]).await?.into_iter().next().ok_or_else(not_found)
}

async fn load_at(
    transaction: &mut Transaction,
    request_no: &str,
    revision: i64,
) -> Result<AddedRow, AppError> {
    let added = load(transaction, request_no).await?;
    if added.revision != revision {
        return Err(StoreError::Conflict { what: "the service request" }.into());
    }
    Ok(added)
}

async fn person(
    transaction: &mut Transaction,
    id: Option<&str>,
) -> Result<Option<Pii<String>>, AppError> {
    match id {
        Some(id) => Ok(view::person(transaction, id).await?),
        None => Ok(None),
    }
}

fn not_found() -> AppError {
    AppError::not_found("service_request.not_found", "there is no such service request")
}

fn erased() -> AppError {
    let sentence = "the people of this request were erased at their request";
    AppError::conflict("service_request.erased", sentence)
}

fn refusal(errors: &[ItemRemark]) -> AppError {
    let sentence = format!("{} fields are wrong", errors.len());
    AppError::invalid("service_request.refused", sentence).with("errors", json!(errors))
}
