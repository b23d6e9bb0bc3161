//! The cryptography that encrypted connections use, chosen once for the whole process.

/// Makes it known to every client and server of this process. Repeating it changes nothing.
pub fn provide_cryptography() {
    // An error only says that one was installed before.
    let _ = rustls::crypto::ring::default_provider().install_default();
}
