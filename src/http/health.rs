//! For whoever watches over the service: is it alive, can it work?

use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use serde::Serialize;

use super::HttpState;
use crate::pbx::PbxState;
use crate::store;

/// A database that takes longer is as good as none.
const DATABASE_ANSWERS: Duration = Duration::from_secs(2);

/// The routes of this file; they are no part of the API's description.
pub fn router() -> Router<HttpState> {
    Router::new().route("/healthz", get(alive)).route("/readyz", get(ready))
}

#[derive(Serialize)]
struct Readiness {
    database: &'static str,
    pbx: &'static str,
}

async fn alive() -> &'static str {
    "ok\n"
}

/// 200 when calls can be made and kept, 503 with what is down otherwise.
async fn ready(State(state): State<HttpState>) -> (StatusCode, Json<Readiness>) {
    let asked = store::event_log::newest(&state.app.database);
    let database = matches!(tokio::time::timeout(DATABASE_ANSWERS, asked).await, Ok(Ok(_)));
    let pbx = state.app.pbx.state() == PbxState::Up;
    let status = if database && pbx { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let word = |is_up| if is_up { "up" } else { "down" };
    (status, Json(Readiness { database: word(database), pbx: word(pbx) }))
}
