//! Service requests: taken in from other programs, entered and worded by people.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::{JsonBody, PathParams, QueryParams};
use super::problem::Problem;
use super::{HttpState, SignedIn};
use crate::app::permission::SERVICE_REQUEST_WRITE;
use crate::app::{
    ServiceCenter, ServiceRequestDetail, ServiceRequestEntry, ServiceRequestItem, TakenIn,
};
use crate::domain::pii::Pii;
use crate::store;
use crate::store::service_request_view::RequestFilter;

/// The most requests one call brings.
const ITEMS_MAX: usize = 1_000;
/// The most requests a page holds.
const PAGE_MAX: u32 = 500;

/// The routes of this file.
pub fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new()
        .routes(routes!(list, take_in))
        .routes(routes!(enter))
        .routes(routes!(show, change))
        .routes(routes!(word))
        .routes(routes!(clear_wording))
        .routes(routes!(centers))
        .routes(routes!(set_center))
}

/// Which requests, and which page of them. Blank filters do not narrow the list.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// The center's code.
    center: Option<String>,
    kind: Option<String>,
    status: Option<String>,
    /// `resident` or `patrolling_staff`.
    source: Option<String>,
    /// Part of the number.
    number: Option<String>,
    /// Part of the room.
    room: Option<String>,
    /// Last digits of a telephone number.
    phone_tail: Option<String>,
    /// Only those entered by hand.
    #[serde(default)]
    by_hand: bool,
    #[serde(default)]
    offset: u32,
    /// 50 unless told; at most 500.
    limit: Option<u32>,
}

#[derive(Serialize, ToSchema)]
struct ServiceRequests {
    /// How many there are in all.
    total: u64,
    /// The newest first.
    requests: Vec<ServiceRequestEntry>,
}

/// One request, a list of them, or a list with the day it covers.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "describes the body, which is read item by item")]
enum TakeInBody {
    Batch { covers_through: Option<NaiveDate>, requests: Vec<ServiceRequestItem> },
    Several(Vec<ServiceRequestItem>),
    One(Box<ServiceRequestItem>),
}

/// A change of a request seen at `revision`.
#[derive(Deserialize, ToSchema)]
struct ChangeBody {
    revision: i64,
    request: ServiceRequestItem,
}

/// What a request is called when it is spoken about; what is left out stays.
#[derive(Deserialize, ToSchema)]
struct WordingBody {
    revision: i64,
    report_source: Option<String>,
    matter_spoken: Option<String>,
    result_spoken: Option<String>,
    reason_spoken: Option<String>,
}

#[derive(Deserialize, ToSchema)]
struct RevisionBody {
    revision: i64,
}

#[derive(Serialize, ToSchema)]
struct ServiceCenters {
    /// By code.
    centers: Vec<ServiceCenter>,
}

#[derive(Deserialize, ToSchema)]
struct CenterBody {
    phone: String,
    estate_name: String,
    revision: i64,
}

/// Requests, the newest first.
#[utoipa::path(
    get, path = "/service-requests", operation_id = "service_requests", tag = "service requests",
    params(ListQuery), responses((status = OK, body = ServiceRequests))
)]
async fn list(
    State(state): State<HttpState>,
    _: SignedIn,
    QueryParams(query): QueryParams<ListQuery>,
) -> Result<Json<ServiceRequests>, Problem> {
    let limit = query.limit.unwrap_or(50).min(PAGE_MAX);
    let filter = RequestFilter {
        center: filled(query.center),
        kind: filled(query.kind),
        status: filled(query.status),
        source: filled(query.source),
        number: filled(query.number),
        room: filled(query.room).map(Pii::new),
        phone_tail: filled(query.phone_tail).map(Pii::new),
        by_hand: query.by_hand,
    };
    let (total, requests) = state.app.service_requests(&filter, query.offset, limit).await?;
    Ok(Json(ServiceRequests { total, requests }))
}

/// Takes in requests from another program: at most 1,000, each as a whole or not at all. One known
/// by its number is brought up to date; the same content again changes nothing. Only
/// `covers_through` makes days count as covered. 422 `service_request.too_many` with `max`,
/// `service_request.covers_future` with `today`.
#[utoipa::path(
    post, path = "/service-requests", operation_id = "take_in_service_requests",
    tag = "service requests", request_body = TakeInBody,
    responses((status = OK, body = TakenIn))
)]
async fn take_in(
    State(state): State<HttpState>,
    signed_in: SignedIn,
    JsonBody(body): JsonBody<Value>,
) -> Result<Json<TakenIn>, Problem> {
    let (covers_through, items) = read_body(body)?;
    if items.len() > ITEMS_MAX {
        let problem = Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "service_request.too_many");
        return Err(problem.with("max", ITEMS_MAX));
    }
    let items = items.into_iter().map(|item| {
        serde_json::from_value::<ServiceRequestItem>(item).map_err(|error| error.to_string())
    });
    let (app, actor) = (&state.app, &signed_in.user_id);
    let items = items.collect();
    Ok(Json(app.take_in_requests(items, covers_through, actor, state.now()).await?))
}

/// The requests of a body in any of its three forms, and the day it covers.
fn read_body(body: Value) -> Result<(Option<NaiveDate>, Vec<Value>), Problem> {
    let malformed = || Problem::new(StatusCode::BAD_REQUEST, "request.malformed");
    match body {
        Value::Array(items) => Ok((None, items)),
        Value::Object(mut fields) => match fields.remove("requests") {
            Some(Value::Array(items)) => {
                let covers_through = fields.remove("covers_through").unwrap_or_default();
                let day = serde_json::from_value(covers_through).map_err(|_| malformed())?;
                Ok((day, items))
            }
            Some(_) => Err(malformed()),
            None => Ok((None, vec![Value::Object(fields)])),
        },
        _ => Err(malformed()),
    }
}

/// Enters a request by hand; the service makes its number. 422 `service_request.refused` with the
/// `errors` of its fields.
#[utoipa::path(
    post, path = "/service-requests/by-hand", operation_id = "enter_service_request",
    tag = "service requests", request_body = ServiceRequestItem,
    responses((status = CREATED, body = ServiceRequestDetail))
)]
async fn enter(
    State(state): State<HttpState>,
    signed_in: SignedIn,
    JsonBody(item): JsonBody<ServiceRequestItem>,
) -> Result<(StatusCode, Json<ServiceRequestDetail>), Problem> {
    let number = state.app.enter_service_request(item, &signed_in.user_id, state.now()).await?;
    Ok((StatusCode::CREATED, detail(&state, &signed_in, &number).await?))
}

/// One request. 404 `service_request.not_found`.
#[utoipa::path(
    get, path = "/service-requests/{request_no}", operation_id = "service_request",
    tag = "service requests", params(("request_no" = String, Path)),
    responses((status = OK, body = ServiceRequestDetail))
)]
async fn show(
    State(state): State<HttpState>,
    signed_in: SignedIn,
    PathParams(request_no): PathParams<String>,
) -> Result<Json<ServiceRequestDetail>, Problem> {
    detail(&state, &signed_in, &request_no).await
}

/// Changes or completes a request that was entered by hand. 409 `service_request.from_system`,
/// `service_request.erased`, `changed_meanwhile`; 422 `service_request.refused` with `errors`.
#[utoipa::path(
    put, path = "/service-requests/{request_no}", operation_id = "change_service_request",
    tag = "service requests", params(("request_no" = String, Path)), request_body = ChangeBody,
    responses((status = OK, body = ServiceRequestDetail))
)]
async fn change(
    State(state): State<HttpState>,
    signed_in: SignedIn,
    PathParams(request_no): PathParams<String>,
    JsonBody(ChangeBody { revision, request }): JsonBody<ChangeBody>,
) -> Result<Json<ServiceRequestDetail>, Problem> {
    let (app, actor, now) = (&state.app, &signed_in.user_id, state.now());
    app.change_service_request(&request_no, request, revision, actor, now).await?;
    detail(&state, &signed_in, &request_no).await
}

/// Words a request for the script. 409 `service_request.erased`, `changed_meanwhile`; 422
/// `service_request.refused` with `errors`.
#[utoipa::path(
    put, path = "/service-requests/{request_no}/wording", operation_id = "word_service_request",
    tag = "service requests", params(("request_no" = String, Path)), request_body = WordingBody,
    responses((status = OK, body = ServiceRequestDetail))
)]
async fn word(
    State(state): State<HttpState>,
    signed_in: SignedIn,
    PathParams(request_no): PathParams<String>,
    JsonBody(body): JsonBody<WordingBody>,
) -> Result<Json<ServiceRequestDetail>, Problem> {
    let item = ServiceRequestItem {
        report_source: body.report_source,
        matter_spoken: body.matter_spoken,
        result_spoken: body.result_spoken,
        reason_spoken: body.reason_spoken,
        ..ServiceRequestItem::default()
    };
    let (app, actor, now) = (&state.app, &signed_in.user_id, state.now());
    app.word_service_request(&request_no, &item, body.revision, actor, now).await?;
    detail(&state, &signed_in, &request_no).await
}

/// Clears the wording of the result for the resident's ear. 409 `service_request.no_wording`,
/// `changed_meanwhile`.
#[utoipa::path(
    post, path = "/service-requests/{request_no}/wording/clear", operation_id = "clear_wording",
    tag = "service requests", params(("request_no" = String, Path)), request_body = RevisionBody,
    responses((status = OK, body = ServiceRequestDetail))
)]
async fn clear_wording(
    State(state): State<HttpState>,
    signed_in: SignedIn,
    PathParams(request_no): PathParams<String>,
    JsonBody(RevisionBody { revision }): JsonBody<RevisionBody>,
) -> Result<Json<ServiceRequestDetail>, Problem> {
    let actor = &signed_in.user_id;
    state.app.clear_wording(&request_no, revision, actor, state.now()).await?;
    detail(&state, &signed_in, &request_no).await
}

async fn detail(
    state: &HttpState,
    signed_in: &SignedIn,
    request_no: &str,
) -> Result<Json<ServiceRequestDetail>, Problem> {
    let (database, user_id) = (&state.app.database, &signed_in.user_id);
    let today = state.today();
    let may_write = store::people::may(database, user_id, SERVICE_REQUEST_WRITE, today).await?;
    Ok(Json(state.app.service_request(request_no, may_write).await?))
}

/// Service centers with what they fill in scripts.
#[utoipa::path(
    get, path = "/service-centers", operation_id = "service_centers", tag = "service requests",
    responses((status = OK, body = ServiceCenters))
)]
async fn centers(
    State(state): State<HttpState>,
    _: SignedIn,
) -> Result<Json<ServiceCenters>, Problem> {
    Ok(Json(ServiceCenters { centers: state.app.service_centers().await? }))
}

/// Sets a center's service number and estate. 409 `changed_meanwhile`.
#[utoipa::path(
    put, path = "/service-centers/{code}", operation_id = "set_service_center",
    tag = "service requests", params(("code" = String, Path)), request_body = CenterBody,
    responses((status = NO_CONTENT))
)]
async fn set_center(
    State(state): State<HttpState>,
    signed_in: SignedIn,
    PathParams(code): PathParams<String>,
    JsonBody(body): JsonBody<CenterBody>,
) -> Result<StatusCode, Problem> {
    let CenterBody { phone, estate_name, revision } = body;
    let center = ServiceCenter { code, name: String::new(), phone, estate_name, revision };
    state.app.set_service_center(&center, &signed_in.user_id, state.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A filter that narrows something.
pub(super) fn filled(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}
