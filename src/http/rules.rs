//! Rule packs: what they say, who uses which, what another would have done, and why a callback is
//! due when it is.

use axum::Json;
use axum::extract::State;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::{JsonBody, PathParams, QueryParams};
use super::problem::Problem;
use super::{HttpState, SignedIn};
use crate::app::{PackView, PacksView, RuleExplanation, TrialQuery, TrialView, UnworkedRole};

/// The routes of this file.
pub fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new()
        .routes(routes!(packs, add))
        .routes(routes!(text))
        .routes(routes!(try_pack))
        .routes(routes!(explain))
        .routes(routes!(choose))
}

#[derive(Deserialize, ToSchema)]
struct NewPack {
    /// The pack's text.
    yaml: String,
    /// Only check it, and say what it would say.
    #[serde(default)]
    dry_run: bool,
}

#[derive(Serialize, ToSchema)]
struct PackText {
    yaml: String,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct TryQuery {
    /// The pack's id; its newest version is tried.
    pack: String,
    /// First day of completion.
    from: NaiveDate,
    /// Last day of completion.
    to: NaiveDate,
    /// One center only.
    center: Option<String>,
    /// Seconds of talk a callback; measured when absent.
    talk_secs: Option<u32>,
}

#[derive(Deserialize, ToSchema)]
struct Choice {
    /// The pack's id.
    pack: String,
    /// First batch date.
    from: NaiveDate,
}

#[derive(Serialize, ToSchema)]
struct Chosen {
    /// Callers the pack names who have no seat here.
    unworked: Vec<UnworkedRole>,
}

/// Every pack in its newest version, and which center uses which.
#[utoipa::path(
    get, path = "/rules/packs", operation_id = "rule_packs", tag = "rules",
    responses((status = OK, body = PacksView))
)]
async fn packs(State(state): State<HttpState>, _: SignedIn) -> Result<Json<PacksView>, Problem> {
    Ok(Json(state.app.rule_packs(state.now()).await?))
}

/// Checks a pack and keeps it as a new version. 422 `rules.pack_refused` with `faults`, each with
/// `line`, `field`, `reason` and `hint`; 409 `rules.too_early` with `from` and `newest`.
#[utoipa::path(
    post, path = "/rules/packs", operation_id = "add_rule_pack", tag = "rules",
    request_body = NewPack, responses((status = OK, body = PackView))
)]
async fn add(
    State(state): State<HttpState>,
    signed_in: SignedIn,
    JsonBody(body): JsonBody<NewPack>,
) -> Result<Json<PackView>, Problem> {
    let NewPack { yaml, dry_run } = body;
    let actor = &signed_in.user_id;
    Ok(Json(state.app.add_rule_pack(&yaml, dry_run, actor, state.now()).await?))
}

/// The text of a version. 404 `rules.no_such_pack`.
#[utoipa::path(
    get, path = "/rules/packs/{pack}/{version}", operation_id = "rule_pack_text", tag = "rules",
    params(("pack" = String, Path), ("version" = u32, Path)),
    responses((status = OK, body = PackText))
)]
async fn text(
    State(state): State<HttpState>,
    _: SignedIn,
    PathParams((pack, version)): PathParams<(String, u32)>,
) -> Result<Json<PackText>, Problem> {
    Ok(Json(PackText { yaml: state.app.rule_pack_text(&pack, version).await? }))
}

/// What a pack would have done to a period, beside the packs in use; stores nothing. 404
/// `rules.no_such_pack`, 422 `rules.bad_period` with `days_max`.
#[utoipa::path(
    get, path = "/rules/trial", operation_id = "try_rule_pack", tag = "rules", params(TryQuery),
    responses((status = OK, body = TrialView))
)]
async fn try_pack(
    State(state): State<HttpState>,
    _: SignedIn,
    QueryParams(query): QueryParams<TryQuery>,
) -> Result<Json<TrialView>, Problem> {
    let TryQuery { pack, from, to, center, talk_secs } = query;
    let center = center.filter(|code| !code.is_empty());
    let query = TrialQuery { pack, from, to, center, talk_secs };
    Ok(Json(state.app.try_rules(&query, state.now()).await?))
}

/// Which line applies to a request, when it is due, and why not the others. 404
/// `rules.no_such_request` with `request_no`.
#[utoipa::path(
    get, path = "/rules/explanations/{request_no}", operation_id = "rule_explanation",
    tag = "rules", params(("request_no" = String, Path)),
    responses((status = OK, body = RuleExplanation))
)]
async fn explain(
    State(state): State<HttpState>,
    _: SignedIn,
    PathParams(request_no): PathParams<String>,
) -> Result<Json<RuleExplanation>, Problem> {
    Ok(Json(state.app.explain_rules(&request_no).await?))
}

/// Has a center use a pack from a batch date on. 404 `rules.no_such_center`, `rules.no_such_pack`;
/// 409 `rules.too_early` with `from` and `newest`; 422 `rules.not_effective` with
/// `effective_from`.
#[utoipa::path(
    put, path = "/rules/centers/{code}", operation_id = "choose_rule_pack", tag = "rules",
    params(("code" = String, Path)), request_body = Choice,
    responses((status = OK, body = Chosen))
)]
async fn choose(
    State(state): State<HttpState>,
    signed_in: SignedIn,
    PathParams(code): PathParams<String>,
    JsonBody(body): JsonBody<Choice>,
) -> Result<Json<Chosen>, Problem> {
    let Choice { pack, from } = body;
    let actor = &signed_in.user_id;
    let unworked = state.app.choose_rule_pack(&code, &pack, from, actor, state.now()).await?;
    Ok(Json(Chosen { unworked }))
}
