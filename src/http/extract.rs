//! Extractors that refuse with a problem document: 400 `request.malformed`.

use axum::Json;
use axum::extract::{FromRequest, FromRequestParts, Path, Query};

use super::problem::Problem;

/// A JSON body.
#[derive(FromRequest)]
#[from_request(via(Json), rejection(Problem))]
pub struct JsonBody<T>(pub T);

/// The query string.
#[derive(FromRequestParts)]
#[from_request(via(Query), rejection(Problem))]
pub struct QueryParams<T>(pub T);

/// The parameters of the path.
#[derive(FromRequestParts)]
#[from_request(via(Path), rejection(Problem))]
pub struct PathParams<T>(pub T);
