//! Live pages: what happened, as it happens, as server-sent events (SSE).

use std::collections::VecDeque;
use std::convert::Infallible;
use std::pin::pin;
use std::time::Duration;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use futures_util::stream::{self, Stream};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::HttpState;
use super::auth::SignedIn;
use super::extract::QueryParams;
use super::problem::Problem;
use crate::clock::Stopwatch;
use crate::store::StoreError;
use crate::store::event_log::{self, StoredEvent};

/// How many events are read at once.
const READ_MAX: i64 = 200;
/// Events of other nodes ring no bell in this process.
const LOOK_AGAIN: Duration = Duration::from_secs(1);
/// A comment now and then shows proxies that the connection lives.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// A connection ends after this long and the browser opens a new one, for which the session is
/// asked again: nobody who has signed out goes on reading.
const CONNECTION_MAX: Duration = Duration::from_secs(15 * 60);
/// How soon the browser comes back.
const RETRY: Duration = Duration::from_secs(1);

/// The routes of this file.
pub fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new().routes(routes!(events))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Start {
    /// Begin after this position. A `Last-Event-ID` header wins; without either, begin now.
    after: Option<i64>,
}

/// The data of one event. Identifiers and codes only, no personal data.
#[derive(Serialize, ToSchema)]
#[schema(as = LiveEvent)]
struct EventView {
    /// Also the event's `id:`; rises, with gaps.
    position: i64,
    at_ms: i64,
    /// Also the event's `event:`.
    kind: String,
    subject_kind: String,
    subject_id: String,
    #[schema(value_type = Object)]
    body: Value,
}

/// Streams events as they are committed. The data of each is a `LiveEvent`.
#[utoipa::path(
    get, path = "/events", operation_id = "events", tag = "events",
    params(Start, ("Last-Event-ID" = Option<i64>, Header, description = "Where a browser left off.")),
    responses((status = OK, body = EventView, content_type = "text/event-stream"))
)]
async fn events(
    State(state): State<HttpState>,
    _: SignedIn,
    QueryParams(start): QueryParams<Start>,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    let position = match last_event_id(&headers).or(start.after) {
        Some(position) => position,
        None => event_log::newest(&state.app.database).await?,
    };
    let reader = Reader { state, position, read: VecDeque::new(), open: Stopwatch::start() };
    let stream = stream::unfold(reader, |mut reader| async move {
        let event = reader.next().await?;
        Some((Ok(sse_event(event)), reader))
    });
    Ok(Sse::new(stream).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)))
}

fn last_event_id(headers: &HeaderMap) -> Option<i64> {
    headers.get("last-event-id")?.to_str().ok()?.parse().ok()
}

fn sse_event(event: StoredEvent) -> Event {
    let (id, kind) = (event.position.to_string(), event.kind.clone());
    let view = EventView {
        position: event.position,
        at_ms: event.at,
        kind: event.kind,
        subject_kind: event.subject_kind,
        subject_id: event.subject_id,
        body: serde_json::from_str(&event.body).unwrap_or_default(),
    };
    let data = serde_json::to_string(&view).unwrap_or_default();
    Event::default().id(id).event(kind).retry(RETRY).data(data)
}

/// Reads the log by cursor.
struct Reader {
    state: HttpState,
    position: i64,
    /// Read and not yet sent.
    read: VecDeque<StoredEvent>,
    open: Stopwatch,
}

impl Reader {
    /// The next event, waited for; none when the connection should end.
    async fn next(&mut self) -> Option<StoredEvent> {
        loop {
            if let Some(event) = self.read.pop_front() {
                self.position = event.position;
                return Some(event);
            }
            if self.open.elapsed() > CONNECTION_MAX || self.state.shutdown.is_cancelled() {
                return None;
            }
            if let Err(error) = self.read_or_wait().await {
                tracing::error!(%error, "live events cannot be read");
                return None;
            }
        }
    }

    async fn read_or_wait(&mut self) -> Result<(), StoreError> {
        let app = &self.state.app;
        // Listening begins before reading, or a commit in between would go unnoticed.
        let mut bell = pin!(app.wake.notified());
        bell.as_mut().enable();
        self.read = event_log::after(&app.database, self.position, READ_MAX).await?.into();
        if self.read.is_empty() {
            tokio::select! {
                // Rung or not, the log is read again.
                _ = tokio::time::timeout(LOOK_AGAIN, bell) => {}
                () = self.state.shutdown.cancelled() => {}
            }
        }
        Ok(())
    }
}
