//! Listening.

use std::future::IntoFuture;
use std::io;
use std::pin::pin;
use std::time::Duration;

use axum::serve::ListenerExt;
use tokio::net::TcpListener;

use super::{HttpState, router};

/// How long requests that run at the end may take.
const LAST_REQUESTS: Duration = Duration::from_secs(10);

/// Serves until [`HttpState::shutdown`] is cancelled; then live connections end, and requests that
/// run are given a little time.
///
/// # Errors
/// When the listener fails.
pub async fn serve(listener: TcpListener, state: HttpState) -> io::Result<()> {
    let shutdown = state.shutdown.clone();
    // Live events are small and must not wait for company.
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "a connection cannot be set to send at once");
        }
    });
    let ended = shutdown.clone().cancelled_owned();
    let server = axum::serve(listener, router(state)).with_graceful_shutdown(ended);
    let mut server = pin!(server.into_future());
    tokio::select! {
        served = &mut server => served,
        () = shutdown.cancelled() => {
            tokio::time::timeout(LAST_REQUESTS, server).await.unwrap_or(Ok(()))
        }
    }
}
