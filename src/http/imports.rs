//! Imports: upload a file, follow it, give it up, fetch the rows that were left out.

use std::path::Path;

use axum::Json;
use axum::body::{Body, HttpBody as _};
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use serde::{Deserialize, Serialize};
use tokio::io::AsyncWriteExt;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::{PathParams, QueryParams};
use super::problem::Problem;
use super::{HttpState, SignedIn};
use crate::app::import::{ImportJob, ImportJobOrder, ImportOutcome, create_private};
use crate::domain::coded::Coded;
use crate::domain::intake::kind::ImportKind;
use crate::domain::pii::Pii;
use crate::intake::BYTE_LIMIT;
use crate::store::import_job::ImportJobRow;

/// The most imports a list holds.
const IMPORTS_MAX: u32 = 200;

/// The routes of this file.
pub fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new()
        .routes(routes!(upload))
        .routes(routes!(list))
        .routes(routes!(show))
        .routes(routes!(cancel))
        .routes(routes!(rejects))
}

/// What the body holds, and what is wanted.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct UploadQuery {
    /// `centers`, `households` or `requests`.
    kind: String,
    /// `all`: the whole file or nothing; `partial`: the good rows. `all` unless told.
    mode: Option<String>,
    /// Whether everything is done but keeping it.
    #[serde(default)]
    dry_run: bool,
    /// The file's name; the list shows what it holds and the beginning of its hash instead.
    #[serde(default, deserialize_with = "personal")]
    #[param(value_type = Option<String>)]
    file_name: Option<Pii<String>>,
}

#[derive(Serialize, ToSchema)]
struct Queued {
    /// The import's id.
    id: String,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// How many, 50 unless told; at most 200.
    limit: Option<u32>,
}

#[derive(Serialize, ToSchema)]
struct Imports {
    /// Newest first.
    imports: Vec<ImportView>,
}

/// An import and how far it is.
#[derive(Serialize, ToSchema)]
#[schema(as = Import)]
struct ImportView {
    id: String,
    /// `centers`, `households`, `requests`, or `unknown` for a watched file nobody could tell.
    kind: String,
    /// `all` or `partial`.
    mode: String,
    dry_run: bool,
    /// `upload`, `inbox` or `cli`.
    origin: String,
    file_name: String,
    state: ImportState,
    bytes_total: i64,
    bytes_read: i64,
    rows: i64,
    error_rows: i64,
    requested_at_ms: i64,
    finished_at_ms: Option<i64>,
    /// Whether there is a file of rows that were left out; told by one import alone.
    has_rejects: bool,
    /// What came of it, once it is over; told by one import alone.
    outcome: Option<ImportOutcome>,
}

/// How far an import is.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum ImportState {
    Queued,
    Reading,
    Merging,
    Done,
    Refused,
    Cancelled,
    Failed,
}

impl ImportState {
    fn read(code: &str) -> Self {
        match code {
            "queued" => Self::Queued,
            "reading" => Self::Reading,
            "merging" => Self::Merging,
            "done" => Self::Done,
            "refused" => Self::Refused,
            "cancelled" => Self::Cancelled,
            _ => Self::Failed,
        }
    }
}

impl ImportView {
    fn of_row(row: ImportJobRow) -> Self {
        Self {
            state: ImportState::read(&row.state),
            id: row.id,
            kind: row.kind,
            mode: row.mode,
            dry_run: row.is_dry_run,
            origin: row.origin,
            file_name: row.file_name,
            bytes_total: row.bytes_total,
            bytes_read: row.bytes_read,
            rows: row.row_count,
            error_rows: row.error_row_count,
            requested_at_ms: row.requested_at,
            finished_at_ms: row.finished_at,
            has_rejects: false,
            outcome: None,
        }
    }

    fn of_job(job: ImportJob) -> Self {
        let view = Self::of_row(job.row);
        Self { has_rejects: job.has_rejects, outcome: job.outcome, ..view }
    }
}

/// Takes a file, CSV or XLSX, as the body, and imports it when it is its turn. 422
/// `import.bad_choice` with `name`, `value` and the `allowed` values; 413 `request.too_large`.
#[utoipa::path(
    post, path = "/imports", operation_id = "start_import", tag = "imports",
    params(UploadQuery),
    request_body(content = String, content_type = "application/octet-stream"),
    responses((status = ACCEPTED, body = Queued))
)]
async fn upload(
    State(state): State<HttpState>,
    signed_in: SignedIn,
    QueryParams(query): QueryParams<UploadQuery>,
    body: Body,
) -> Result<(StatusCode, Json<Queued>), Problem> {
    let kind = ImportKind::ALL.iter().find(|kind| kind.code() == query.kind);
    let kinds = ImportKind::ALL.iter().map(|kind| kind.code()).collect::<Vec<_>>();
    let kind = *kind.ok_or_else(|| bad_choice("kind", &query.kind, &kinds))?;
    let is_partial = match query.mode.as_deref() {
        None | Some("all") => false,
        Some("partial") => true,
        Some(other) => return Err(bad_choice("mode", other, &["all", "partial"])),
    };
    let (app, now) = (state.app.clone(), state.now());
    let id = app.new_id(now).to_string();
    let path = app.imports.upload(&id);
    if let Err(problem) = spool(body, &path, BYTE_LIMIT).await {
        app.forget_upload(&id);
        return Err(problem);
    }
    let order = ImportJobOrder {
        kind,
        is_partial,
        dry_run: query.dry_run,
        origin: "upload",
        file_name: query.file_name.map(|name| name.reveal().clone()).unwrap_or_default(),
        path,
        actor: signed_in.user_id.clone(),
    };
    app.queue_import(&id, &order, now).await?;
    let queued = Queued { id: id.clone() };
    tokio::spawn(async move {
        if let Err(error) = app.run_import(&id, order, || state.now()).await {
            tracing::error!(code = error.code, %error, import = id, "an import failed");
        }
        app.forget_upload(&id);
    });
    Ok((StatusCode::ACCEPTED, Json(queued)))
}

/// Writes the body to a file as it comes. One that says that it is larger than `limit` is not read.
async fn spool(body: Body, path: &Path, limit: u64) -> Result<(), Problem> {
    let too_large = || Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "request.too_large");
    if body.size_hint().lower() > limit {
        return Err(too_large());
    }
    if let Some(folder) = path.parent() {
        tokio::fs::create_dir_all(folder).await.map_err(|error| Problem::internal(&error))?;
    }
    let file = create_private(path).map_err(|error| Problem::internal(&error))?;
    let mut file = tokio::fs::File::from_std(file);
    let (mut stream, mut size) = (body.into_data_stream(), 0_u64);
    while let Some(part) = stream.next().await {
        let cut_off = |_| Problem::new(StatusCode::BAD_REQUEST, "request.malformed");
        let part = part.map_err(cut_off)?;
        size += part.len() as u64;
        if size > limit {
            return Err(too_large());
        }
        file.write_all(&part).await.map_err(|error| Problem::internal(&error))?;
    }
    file.flush().await.map_err(|error| Problem::internal(&error))
}

fn bad_choice(name: &str, value: &str, allowed: &[&str]) -> Problem {
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "import.bad_choice")
        .with("name", name)
        .with("value", value)
        .with("allowed", allowed.to_vec())
}

/// Imports of every origin.
#[utoipa::path(
    get, path = "/imports", operation_id = "imports", tag = "imports", params(ListQuery),
    responses((status = OK, body = Imports))
)]
async fn list(
    State(state): State<HttpState>,
    _: SignedIn,
    QueryParams(query): QueryParams<ListQuery>,
) -> Result<Json<Imports>, Problem> {
    let limit = query.limit.unwrap_or(50).min(IMPORTS_MAX);
    let rows = state.app.import_jobs(limit).await?;
    Ok(Json(Imports { imports: rows.into_iter().map(ImportView::of_row).collect() }))
}

/// One import with its report. 404 `import.unknown`.
#[utoipa::path(
    get, path = "/imports/{id}", operation_id = "import", tag = "imports",
    params(("id" = String, Path)),
    responses((status = OK, body = ImportView))
)]
async fn show(
    State(state): State<HttpState>,
    _: SignedIn,
    PathParams(id): PathParams<String>,
) -> Result<Json<ImportView>, Problem> {
    Ok(Json(ImportView::of_job(state.app.import_job(&id).await?)))
}

/// Gives an import up; nothing of it is stored. 409 `import.is_over`.
#[utoipa::path(
    post, path = "/imports/{id}/cancel", operation_id = "cancel_import", tag = "imports",
    params(("id" = String, Path)),
    responses((status = OK, body = ImportView))
)]
async fn cancel(
    State(state): State<HttpState>,
    signed_in: SignedIn,
    PathParams(id): PathParams<String>,
) -> Result<Json<ImportView>, Problem> {
    let job = state.app.cancel_import(&id, &signed_in.user_id, state.now()).await?;
    Ok(Json(ImportView::of_job(job)))
}

/// The rows that a partial import left out, with the reasons: CSV that can be corrected and
/// imported again. The download is recorded. 404 `import.no_rejects`.
#[utoipa::path(
    get, path = "/imports/{id}/rejects", operation_id = "import_rejects", tag = "imports",
    params(("id" = String, Path)),
    responses((status = OK, body = String, content_type = "text/csv"))
)]
async fn rejects(
    State(state): State<HttpState>,
    signed_in: SignedIn,
    PathParams(id): PathParams<String>,
) -> Result<Response, Problem> {
    let job = state.app.import_job(&id).await?;
    let none = || Problem::new(StatusCode::NOT_FOUND, "import.no_rejects");
    let file = tokio::fs::File::open(state.app.imports.rejects(&job.row.id)).await;
    let file = file.map_err(|_| none())?;
    state.app.record_rejects(&job.row, &signed_in.user_id, state.now()).await?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8")),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_static("attachment; filename=\"rejects.csv\""),
        ),
    ];
    let body = Body::from_stream(tokio_util::io::ReaderStream::new(file));
    Ok((headers, body).into_response())
}

/// A file's name may name a person.
fn personal<'de, D>(deserializer: D) -> Result<Option<Pii<String>>, D::Error>
where
    D: serde::Deserializer<'de>,
{
    Ok(Option::<String>::deserialize(deserializer)?.map(Pii::new))
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn spooled(body: Body) -> (Option<StatusCode>, Option<Vec<u8>>) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("new").join("upload");
        let problem = spool(body, &path, 6).await.err();
        let status = problem.map(|problem| problem.into_response().status());
        (status, std::fs::read(path).ok())
    }

    fn parts(parts: [&'static str; 2]) -> Body {
        Body::from_stream(futures_util::stream::iter(parts.map(Ok::<_, std::io::Error>)))
    }

    #[tokio::test]
    async fn a_body_is_written_up_to_the_limit() {
        let too_large = Some(StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(spooled(Body::from("123456")).await, (None, Some(b"123456".to_vec())));
        assert_eq!(spooled(parts(["123", "456"])).await, (None, Some(b"123456".to_vec())));
        // It says how long it is, so none of it is read.
        assert_eq!(spooled(Body::from("1234567")).await, (too_large, None));
        assert_eq!(spooled(parts(["123", "4567"])).await.0, too_large);
    }

    #[tokio::test]
    async fn a_body_that_is_cut_off_is_refused() {
        let cut_off = [Ok("123"), Err(std::io::Error::other("cut off"))];
        let body = Body::from_stream(futures_util::stream::iter(cut_off));
        assert_eq!(spooled(body).await.0, Some(StatusCode::BAD_REQUEST));
    }
}
