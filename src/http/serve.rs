//! Listening.

use std::future::IntoFuture;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;

use axum::Extension;
use axum::serve::ListenerExt;
use tokio::net::TcpListener;

use super::proxy::Transport;
use super::tls::{self, Certificate};
use super::{HttpState, router};

/// How long requests that run at the end may take.
pub(super) const LAST_REQUESTS: Duration = Duration::from_secs(10);

/// Serves until [`HttpState::shutdown`] is cancelled; then live connections end, and requests that
/// run are given a little time. With a certificate it speaks HTTPS and nothing else.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    listener: TcpListener,
    state: HttpState,
    certificate: Option<Certificate>,
) -> io::Result<()> {
    let shutdown = state.shutdown.clone();
    let transport = Transport { is_encrypted: certificate.is_some() };
    let router = router(state).layer(Extension(transport));
    if let Some(certificate) = certificate {
        return tls::serve(listener, router, certificate, shutdown).await;
    }
    // Live events are small and must not wait for company.
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "a connection cannot be set to send at once");
        }
    });
    let ended = shutdown.clone().cancelled_owned();
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let server = axum::serve(listener, service).with_graceful_shutdown(ended);
    let mut server = pin!(server.into_future());
    tokio::select! {
        served = &mut server => served,
        () = shutdown.cancelled() => {
            tokio::time::timeout(LAST_REQUESTS, server).await.unwrap_or(Ok(()))
        }
    }
}
