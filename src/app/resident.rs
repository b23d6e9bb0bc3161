//! Households as the residents' page shows them, with their history.

use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use super::App;
use super::batch_view::count;
use super::do_not_call::DoNotCallEntry;
use super::error::AppError;
use super::personal_data::DataRequest;
use super::revealed::revealed;
use super::service_request_pages::{ServiceRequestEntry, entry};
use crate::domain::phone::mask;
use crate::domain::pii::Pii;
use crate::domain::timestamp::Timestamp;
use crate::store::do_not_call_list::ListFilter;
use crate::store::resident::{self as rows, CallbackLine, ResidentFilter, ResidentLine};
use crate::store::{self, Audit};

/// Entries of the do-not-call list that one household's page shows at most.
const ENTRIES_MAX: u32 = 200;

/// A household.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Resident {
    pub id: String,
    /// The sampling unit's name.
    #[serde(serialize_with = "revealed")]
    #[schema(value_type = String)]
    pub unit_id: Pii<String>,
    pub center_code: String,
    pub center_name: String,
    #[serde(serialize_with = "revealed")]
    #[schema(value_type = String)]
    pub room: Pii<String>,
    pub tenancy: i64,
    /// Whether it lives there now.
    pub current: bool,
    pub phase: String,
    pub residency_kind: String,
    pub occupancy: String,
    pub moved_in_on: Option<String>,
    pub convenient_time: Option<String>,
    pub key_household: bool,
    pub erased: bool,
    #[serde(serialize_with = "revealed")]
    #[schema(value_type = String)]
    pub name: Pii<String>,
    /// Both numbers as far as there are any, in their order.
    pub phones_masked: Vec<String>,
    pub request_count: i64,
}

/// A callback of a household.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ResidentCallback {
    pub task_id: String,
    pub request_no: String,
    pub kind: String,
    pub batch_date: String,
    pub state: String,
    pub disposition: Option<String>,
    pub satisfaction: Option<String>,
    pub resolved: Option<String>,
    pub attempt_count: i64,
    pub finished_at_ms: Option<i64>,
    /// The recording of its last call that has one.
    pub recording_id: Option<String>,
    /// `awaited`, `stored`, `missing`, `unplayable` or `erased`.
    pub recording_state: Option<String>,
}

/// A household with its history.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ResidentDetail {
    pub resident: Resident,
    /// Everybody who has lived in the dwelling, the present household first.
    pub tenancies: Vec<Resident>,
    pub requests: Vec<ServiceRequestEntry>,
    pub callbacks: Vec<ResidentCallback>,
    pub do_not_call: Vec<DoNotCallEntry>,
    pub data_requests: Vec<DataRequest>,
    /// Why nothing may be erased now.
    pub hold: Option<Hold>,
}

/// A hold over a household's data.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Hold {
    #[serde(serialize_with = "revealed")]
    #[schema(value_type = String)]
    pub reason: Pii<String>,
    #[serde(serialize_with = "revealed")]
    #[schema(value_type = String)]
    pub placed_by: Pii<String>,
    pub placed_at_ms: i64,
}

/// The numbers of a household in full.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RevealedPhones {
    #[schema(value_type = Vec<String>)]
    #[serde(serialize_with = "all_revealed")]
    pub phones: Vec<Pii<String>>,
}

impl App {
    /// How many households fit, and a page of them, by center and room.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn residents(
        &self,
        filter: &ResidentFilter,
        offset: u32,
        limit: u32,
    ) -> Result<(u64, Vec<Resident>), AppError> {
        let total = rows::count(&self.database, filter).await?;
        let lines = rows::lines(&self.database, filter, offset.into(), limit.into()).await?;
        Ok((count(total), lines.into_iter().map(resident).collect()))
    }

    /// One household with its history.
    ///
    /// # Errors
    /// `resident.not_found`.
    pub async fn resident(&self, id: &str, now: Timestamp) -> Result<ResidentDetail, AppError> {
        let line = self.resident_line(id).await?;
        let database = &self.database;
        let tenancies = rows::tenancies(database, &line.dwelling_id).await?;
        let requests = store::service_request_view::of_household(database, id).await?;
        let callbacks = rows::callbacks(database, id).await?;
        let filter = ListFilter {
            household_id: Some(id.to_owned()),
            with_past: true,
            ..ListFilter::default()
        };
        let (_, do_not_call) = self.do_not_call(&filter, 0, ENTRIES_MAX, now).await?;
        let hold = store::personal_data::hold_of(database, id).await?;
        Ok(ResidentDetail {
            resident: resident(line),
            tenancies: tenancies.into_iter().map(resident).collect(),
            requests: requests.into_iter().map(entry).collect(),
            callbacks: callbacks.into_iter().map(callback).collect(),
            do_not_call,
            data_requests: self.data_requests_of(id).await?,
            hold: hold.map(|hold| Hold {
                reason: hold.reason,
                placed_by: hold.placed_by_name,
                placed_at_ms: hold.placed_at,
            }),
        })
    }

    /// The numbers of a household in full, once it is recorded who saw them.
    ///
    /// # Errors
    /// `resident.not_found`.
    pub async fn reveal_phones(
        &self,
        id: &str,
        actor: &str,
        now: Timestamp,
    ) -> Result<RevealedPhones, AppError> {
        let line = self.resident_line(id).await?;
        let mut transaction = self.database.begin().await?;
        transaction.audit(Audit {
            at: now,
            actor: actor.to_owned(),
            action: "phones_revealed",
            subject_kind: "household",
            subject_id: id.to_owned(),
            body: json!({}),
        });
        self.commit(transaction).await?;
        let phones = [line.first_phone, line.second_phone].into_iter();
        Ok(RevealedPhones { phones: phones.filter(|phone| !phone.reveal().is_empty()).collect() })
    }

    pub(super) async fn resident_line(&self, id: &str) -> Result<ResidentLine, AppError> {
        rows::by_id(&self.database, id)
            .await?
            .ok_or_else(|| AppError::not_found("resident.not_found", "there is no such household"))
    }
}

fn resident(line: ResidentLine) -> Resident {
    let phones = [&line.first_phone, &line.second_phone];
    let phones = phones.into_iter().filter(|phone| !phone.reveal().is_empty());
    Resident {
        phones_masked: phones.map(|phone| mask(phone.reveal())).collect(),
        id: line.id,
        unit_id: line.unit_id,
        center_code: line.center_code,
        center_name: line.center_name,
        room: line.room,
        tenancy: line.tenancy,
        current: line.is_current,
        phase: line.phase,
        residency_kind: line.residency_kind,
        occupancy: line.occupancy,
        moved_in_on: line.moved_in_on,
        convenient_time: line.preferred_time,
        key_household: line.is_key_household,
        erased: line.erased_at.is_some(),
        name: line.name,
        request_count: line.request_count,
    }
}

fn callback(line: CallbackLine) -> ResidentCallback {
    ResidentCallback {
        task_id: line.task_id,
        request_no: line.request_no,
        kind: line.kind,
        batch_date: line.batch_date,
        state: line.state,
        disposition: line.disposition,
        satisfaction: line.satisfaction,
        resolved: line.resolved,
        attempt_count: line.attempt_count,
        finished_at_ms: line.finished_at,
        recording_id: line.recording_id,
        recording_state: line.recording_state,
    }
}

fn all_revealed<S: serde::Serializer>(
    phones: &[Pii<String>],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(phones.iter().map(Pii::reveal))
}
