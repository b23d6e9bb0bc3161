//! Data-quality findings: the list, the counts, the file, one finding, and dismissing it.

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use serde::{Deserialize, Deserializer};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::{JsonBody, PathParams, QueryParams};
use super::problem::Problem;
use super::{HttpState, SignedIn};
use crate::app::{AppError, FindingFilter, FindingView, FindingsPage, FindingsSummary};
use crate::domain::coded::Coded;
use crate::domain::finding::Dismissal;
use crate::domain::pii::Pii;

/// The most findings a page holds.
const FINDINGS_MAX: u32 = 500;

/// The routes of this file.
pub fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(summary))
        .routes(routes!(export))
        .routes(routes!(show))
        .routes(routes!(dismiss))
        .routes(routes!(restore))
}

/// Which findings. Blank filters do not narrow the list.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct FindingsQuery {
    /// What is odd.
    kind: Option<String>,
    /// The center's code.
    center: Option<String>,
    /// `open`, `resolved`, `dismissed`, or `all`.
    state: Option<String>,
    /// The first day it happened.
    from: Option<NaiveDate>,
    /// The last day it happened.
    to: Option<NaiveDate>,
    /// What it is about: a request's number or an identifier.
    subject: Option<String>,
    #[serde(default)]
    offset: u32,
    /// 50 unless told; at most 500.
    limit: Option<u32>,
}

impl FindingsQuery {
    fn filter(self) -> (FindingFilter, u32, u32) {
        let filter = FindingFilter {
            kind: self.kind,
            center: self.center,
            state: self.state,
            from: self.from,
            to: self.to,
            subject: self.subject,
        };
        (filter, self.limit.unwrap_or(50).min(FINDINGS_MAX), self.offset)
    }
}

/// Why a finding needs no correction.
#[derive(Deserialize, ToSchema)]
struct DismissalBody {
    /// `is_correct`, `corrected_elsewhere`, `approved` or `other`, which needs words.
    reason: String,
    /// In one's own words; kept apart, where they can be erased.
    #[serde(default, deserialize_with = "personal")]
    #[schema(value_type = Option<String>)]
    words: Option<Pii<String>>,
}

/// Findings, the latest first. 422 `finding.bad_filter` with `name` and `value`.
#[utoipa::path(
    get, path = "/findings", operation_id = "findings", tag = "findings", params(FindingsQuery),
    responses((status = OK, body = FindingsPage))
)]
async fn list(
    State(state): State<HttpState>,
    _: SignedIn,
    QueryParams(query): QueryParams<FindingsQuery>,
) -> Result<Json<FindingsPage>, Problem> {
    let (filter, limit, offset) = query.filter();
    Ok(Json(state.app.findings(&filter, limit, offset).await?))
}

/// Counts of the last thirteen weeks, by center, kind and week. Only `kind` and `center` narrow it.
#[utoipa::path(
    get, path = "/findings/summary", operation_id = "findings_summary", tag = "findings",
    params(FindingsQuery), responses((status = OK, body = FindingsSummary))
)]
async fn summary(
    State(state): State<HttpState>,
    _: SignedIn,
    QueryParams(query): QueryParams<FindingsQuery>,
) -> Result<Json<FindingsSummary>, Problem> {
    let (filter, _, _) = query.filter();
    Ok(Json(state.app.findings_summary(&filter, state.today()).await?))
}

/// The findings as a CSV file; recorded in the audit log.
#[utoipa::path(
    get, path = "/findings/export", operation_id = "findings_export", tag = "findings",
    params(FindingsQuery), responses((status = OK, body = String, content_type = "text/csv"))
)]
async fn export(
    State(state): State<HttpState>,
    signed_in: SignedIn,
    QueryParams(query): QueryParams<FindingsQuery>,
) -> Result<Response, Problem> {
    let (filter, _, _) = query.filter();
    state.app.record_findings_export(&signed_in.user_id, &filter, state.now()).await?;
    let csv = state.app.findings_csv(&filter).await?;
    let name = format!("attachment; filename=\"findings-{}.csv\"", state.today());
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((headers, csv).into_response())
}

/// One finding and the requests it leads to. 404 `finding.not_found`.
#[utoipa::path(
    get, path = "/findings/{id}", operation_id = "finding", tag = "findings",
    params(("id" = String, Path)), responses((status = OK, body = FindingView))
)]
async fn show(
    State(state): State<HttpState>,
    _: SignedIn,
    PathParams(id): PathParams<String>,
) -> Result<Json<FindingView>, Problem> {
    Ok(Json(state.app.finding(&id).await?))
}

/// Dismisses an open finding. 404 `finding.not_found`; 409 `finding.not_open`; 422
/// `finding.bad_reason`, `finding.words_required`, `finding.words_too_long` with `max`.
#[utoipa::path(
    post, path = "/findings/{id}/dismiss", operation_id = "dismiss_finding", tag = "findings",
    params(("id" = String, Path)), request_body = DismissalBody,
    responses((status = OK, body = FindingView))
)]
async fn dismiss(
    State(state): State<HttpState>,
    signed_in: SignedIn,
    PathParams(id): PathParams<String>,
    JsonBody(body): JsonBody<DismissalBody>,
) -> Result<Json<FindingView>, Problem> {
    let known = Dismissal::ALL.iter().copied().find(|known| known.code() == body.reason);
    let dismissal =
        known.ok_or_else(|| AppError::invalid("finding.bad_reason", "there is no such reason"))?;
    let (user_id, now) = (&signed_in.user_id, state.now());
    Ok(Json(state.app.dismiss_finding(&id, dismissal, body.words, user_id, now).await?))
}

/// Takes a dismissal back. 404 `finding.not_found`; 409 `finding.not_dismissed`.
#[utoipa::path(
    post, path = "/findings/{id}/restore", operation_id = "restore_finding", tag = "findings",
    params(("id" = String, Path)), responses((status = OK, body = FindingView))
)]
async fn restore(
    State(state): State<HttpState>,
    signed_in: SignedIn,
    PathParams(id): PathParams<String>,
) -> Result<Json<FindingView>, Problem> {
    Ok(Json(state.app.restore_finding(&id, &signed_in.user_id, state.now()).await?))
}

/// What a person writes may name somebody.
fn personal<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Pii<String>>, D::Error> {
    Ok(Option::<String>::deserialize(deserializer)?.map(Pii::new))
}
