//! HTTPS by certificate files, which can be renewed while the service runs.

use std::io;
use std::net::SocketAddr;

use axum::Router;
use axum_server::Handle;
use axum_server::accept::NoDelayAcceptor;
use axum_server::tls_rustls::{RustlsAcceptor, RustlsConfig};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::serve::LAST_REQUESTS;
use crate::config::CertificateFiles;

/// A certificate in use. Cheap to clone; a renewal reaches every clone.
#[derive(Clone)]
pub struct Certificate {
    files: CertificateFiles,
    config: RustlsConfig,
}

impl Certificate {
    /// Reads the files.
    ///
    /// # Errors
    /// When they cannot be read or do not belong together; the sentence names them.
    pub async fn read(files: CertificateFiles) -> io::Result<Self> {
        crate::tls::provide_cryptography();
        let config = RustlsConfig::from_pem_file(&files.certificate, &files.key).await;
        Ok(Self { config: config.map_err(|error| unusable(&files, &error))?, files })
    }

    /// Reads the files anew: connections made from now on get what they hold. When they cannot be
    /// used, the certificate in use stays.
    ///
    /// # Errors
    /// As [`Certificate::read`].
    pub async fn renew(&self) -> io::Result<()> {
        let CertificateFiles { certificate, key } = &self.files;
        let renewed = self.config.reload_from_pem_file(certificate, key).await;
        renewed.map_err(|error| unusable(&self.files, &error))
    }
}

fn unusable(files: &CertificateFiles, error: &io::Error) -> io::Error {
    let CertificateFiles { certificate, key } = files;
    let names = format!("{} with the key {}", certificate.display(), key.display());
    io::Error::new(error.kind(), format!("the certificate {names} cannot be used: {error}"))
}

/// Serves HTTPS until `shutdown`.
pub(super) async fn serve(
    listener: TcpListener,
    router: Router,
    certificate: Certificate,
    shutdown: CancellationToken,
) -> io::Result<()> {
    let handle = Handle::new();
    // Live events are small and must not wait for company.
    let acceptor = RustlsAcceptor::new(certificate.config).acceptor(NoDelayAcceptor::new());
    let server = axum_server::from_tcp(listener.into_std()?)?.acceptor(acceptor);
    let server = server.handle(handle.clone());
    let stopping = async {
        shutdown.cancelled().await;
        handle.graceful_shutdown(Some(LAST_REQUESTS));
        std::future::pending::<()>().await;
    };
    tokio::select! {
        served = server.serve(router.into_make_service_with_connect_info::<SocketAddr>()) => served,
        () = stopping => Ok(()),
    }
}
