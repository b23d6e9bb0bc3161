//! Call scripts: their versions, trying one out, and publishing a new one.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::{JsonBody, PathParams, QueryParams};
use super::problem::Problem;
use super::{HttpState, SignedIn};
use crate::app::{
    AgentPreview, IvrPreview, NewScriptVersion, PreviewInput, Published, ScriptCheck,
    ScriptDifference, ScriptList, ScriptSheet, SpokenAnswer,
};
use crate::domain::pii::Pii;

/// The routes of this file.
pub fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new()
        .routes(routes!(list, publish))
        .routes(routes!(check))
        .routes(routes!(difference))
        .routes(routes!(sheet))
        .routes(routes!(preview))
        .routes(routes!(preview_ivr))
        .routes(routes!(audio))
        .routes(routes!(comparable))
}

/// A script file to check.
#[derive(Deserialize, ToSchema)]
struct CheckBody {
    /// The text of the file.
    yaml: String,
}

/// A new version to publish.
#[derive(Deserialize, ToSchema)]
struct PublishBody {
    /// The text of the file.
    yaml: String,
    /// What changed.
    #[serde(default)]
    note: String,
    /// The answers may be counted together with those of the version before.
    #[serde(default)]
    comparable: bool,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct DifferenceQuery {
    /// The earlier version.
    before: u32,
    /// The later version.
    after: u32,
}

/// What a preview assumes.
#[derive(Deserialize, ToSchema)]
struct PreviewBody {
    /// Codes of the facts that are true of the request.
    #[serde(default)]
    facts: Vec<String>,
    /// The answers in the order they were given.
    #[serde(default)]
    answers: Vec<PreviewAnswer>,
}

/// An answer of a preview.
#[derive(Deserialize, ToSchema)]
struct PreviewAnswer {
    question: String,
    #[serde(default)]
    codes: Vec<String>,
    /// The resident's own words; of a date question, the date as ISO text.
    text: Option<String>,
}

/// What a preview of the voice menu assumes.
#[derive(Deserialize, ToSchema)]
struct IvrPreviewBody {
    /// Codes of the facts that are true of the request.
    #[serde(default)]
    facts: Vec<String>,
    /// Keys (`0` to `9`, `*`, `#`), `timeout`, `message`, `silence` and `nobody_free`, in order.
    #[serde(default)]
    inputs: Vec<String>,
}

/// Whether a version's answers may be counted together with those of the version before.
#[derive(Deserialize, ToSchema)]
struct ComparableBody {
    comparable: bool,
}

/// Every script with its versions.
#[utoipa::path(
    get, path = "/scripts", operation_id = "scripts", tag = "scripts",
    responses((status = OK, body = ScriptList))
)]
async fn list(State(state): State<HttpState>, _: SignedIn) -> Result<Json<ScriptList>, Problem> {
    Ok(Json(state.app.scripts().await?))
}

/// Publishes a version: calls that begin from now on are worked by it. 422 `script.mistakes` with
/// `mistakes`, `script.unknown_script` with `id`, `script.not_comparable` with `questions`; 409
/// `script.version_taken` with `version`, `script.version_not_newest` with `newest`.
#[utoipa::path(
    post, path = "/scripts", operation_id = "publish_script", tag = "scripts",
    request_body = PublishBody, responses((status = CREATED, body = Published))
)]
async fn publish(
    State(state): State<HttpState>,
    signed_in: SignedIn,
    JsonBody(body): JsonBody<PublishBody>,
) -> Result<(StatusCode, Json<Published>), Problem> {
    let PublishBody { yaml, note, comparable } = body;
    let new = NewScriptVersion { yaml, note, comparable };
    let published = state.app.publish_script(&new, &signed_in.user_id, state.now()).await?;
    Ok((StatusCode::CREATED, Json(published)))
}

/// What publishing a file would come to; nothing is stored.
#[utoipa::path(
    post, path = "/scripts/check", operation_id = "check_script", tag = "scripts",
    request_body = CheckBody, responses((status = OK, body = ScriptCheck))
)]
async fn check(
    State(state): State<HttpState>,
    _: SignedIn,
    JsonBody(body): JsonBody<CheckBody>,
) -> Result<Json<ScriptCheck>, Problem> {
    Ok(Json(state.app.check_script(&body.yaml).await?))
}

/// What differs between two versions. 404 `script.not_found`.
#[utoipa::path(
    get, path = "/scripts/{id}/difference", operation_id = "script_difference", tag = "scripts",
    params(("id" = String, Path), DifferenceQuery),
    responses((status = OK, body = ScriptDifference))
)]
async fn difference(
    State(state): State<HttpState>,
    _: SignedIn,
    PathParams(id): PathParams<String>,
    QueryParams(query): QueryParams<DifferenceQuery>,
) -> Result<Json<ScriptDifference>, Problem> {
    Ok(Json(state.app.script_difference(&id, query.before, query.after).await?))
}

/// A version line by line. 404 `script.not_found`.
#[utoipa::path(
    get, path = "/scripts/{id}/versions/{version}", operation_id = "script_sheet",
    tag = "scripts", params(("id" = String, Path), ("version" = u32, Path)),
    responses((status = OK, body = ScriptSheet))
)]
async fn sheet(
    State(state): State<HttpState>,
    _: SignedIn,
    PathParams((id, version)): PathParams<(String, u32)>,
) -> Result<Json<ScriptSheet>, Problem> {
    Ok(Json(state.app.script_sheet(&id, version).await?))
}

/// A version as an agent would see it after these answers; nothing is stored. 404
/// `script.not_found`, 422 `script.unknown_fact` and those of an answer.
#[utoipa::path(
    post, path = "/scripts/{id}/versions/{version}/preview", operation_id = "preview_script",
    tag = "scripts", params(("id" = String, Path), ("version" = u32, Path)),
    request_body = PreviewBody, responses((status = OK, body = AgentPreview))
)]
async fn preview(
    State(state): State<HttpState>,
    _: SignedIn,
    PathParams((id, version)): PathParams<(String, u32)>,
    JsonBody(body): JsonBody<PreviewBody>,
) -> Result<Json<AgentPreview>, Problem> {
    let spoken = |PreviewAnswer { question, codes, text }| SpokenAnswer {
        question,
        codes,
        text: text.map(Pii::new),
    };
    let answers = body.answers.into_iter().map(spoken).collect();
    let input = PreviewInput { facts: body.facts, answers };
    Ok(Json(state.app.preview_as_agent(&id, version, input).await?))
}

/// A version as a voice menu after these inputs; nothing is stored. 404 `script.not_found`, 422
/// `script.no_voice_menu`, `script.unknown_fact`, `script.unknown_input`.
#[utoipa::path(
    post, path = "/scripts/{id}/versions/{version}/ivr-preview",
    operation_id = "preview_script_ivr", tag = "scripts",
    params(("id" = String, Path), ("version" = u32, Path)),
    request_body = IvrPreviewBody, responses((status = OK, body = IvrPreview))
)]
async fn preview_ivr(
    State(state): State<HttpState>,
    _: SignedIn,
    PathParams((id, version)): PathParams<(String, u32)>,
    JsonBody(body): JsonBody<IvrPreviewBody>,
) -> Result<Json<IvrPreview>, Problem> {
    Ok(Json(state.app.preview_as_ivr(&id, version, &body.facts, &body.inputs).await?))
}

/// A prompt spoken by the service, with sample values in its blanks. 404 `script.not_found`,
/// `script.no_prompt`; 409 `script.speech_not_installed`.
#[utoipa::path(
    get, path = "/scripts/{id}/versions/{version}/prompts/{prompt}/audio",
    operation_id = "prompt_audio", tag = "scripts",
    params(("id" = String, Path), ("version" = u32, Path), ("prompt" = String, Path)),
    responses((status = OK, description = "8 kHz, 16 bits, one channel.", body = String,
        content_type = "audio/wav"))
)]
async fn audio(
    State(state): State<HttpState>,
    _: SignedIn,
    PathParams((id, version, prompt)): PathParams<(String, u32, String)>,
) -> Result<(HeaderMap, Vec<u8>), Problem> {
    let bytes = state.app.prompt_audio(&id, version, &prompt).await?;
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("audio/wav"));
    Ok((headers, bytes))
}

/// Decides whether a version's answers may be counted together with those of the version before.
/// 404 `script.not_found`, 422 `script.no_version_before`, `script.not_comparable`.
#[utoipa::path(
    put, path = "/scripts/{id}/versions/{version}/comparable",
    operation_id = "set_script_comparable", tag = "scripts",
    params(("id" = String, Path), ("version" = u32, Path)),
    request_body = ComparableBody, responses((status = OK, body = ScriptList))
)]
async fn comparable(
    State(state): State<HttpState>,
    signed_in: SignedIn,
    PathParams((id, version)): PathParams<(String, u32)>,
    JsonBody(body): JsonBody<ComparableBody>,
) -> Result<Json<ScriptList>, Problem> {
    let (actor, now) = (signed_in.user_id.as_str(), state.now());
    let (version, app) = (i64::from(version), &state.app);
    app.set_script_comparable(&id, version, body.comparable, actor, now).await?;
    Ok(Json(app.scripts().await?))
}
