//! Sessions in our own table. What is stored is the hash of the cookie's secret: whoever reads the
//! database cannot take over a session.

use std::fmt;

use async_trait::async_trait;
use sha2::{Digest, Sha256};
use tower_sessions::cookie::SameSite;
use tower_sessions::cookie::time::{Duration, OffsetDateTime};
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result};
use tower_sessions::{Expiry, SessionManagerLayer, SessionStore};

use super::HttpState;
use crate::clock::Clock;
use crate::domain::timestamp::Timestamp;
use crate::store::{self, Database};

/// The cookie's name.
pub const COOKIE: &str = "huifang_session";

/// A session ends this long after sign-in: one shift.
const LIFETIME: Duration = Duration::hours(12);

/// Gives every request its session. Whether the cookie is `Secure` depends on how the request came,
/// which [`super::proxy`] knows and adds.
pub fn layer(state: &HttpState) -> SessionManagerLayer<DatabaseSessions> {
    let sessions = DatabaseSessions {
        database: state.app.database.clone(),
        real_clock: state.real_clock.clone(),
    };
    SessionManagerLayer::new(sessions)
        .with_name(COOKIE)
        .with_http_only(true)
        .with_same_site(SameSite::Strict)
        .with_secure(false)
        .with_path("/")
        .with_expiry(Expiry::OnInactivity(LIFETIME))
}

/// The table of sessions.
#[derive(Clone)]
pub struct DatabaseSessions {
    database: Database,
    real_clock: Clock,
}

impl fmt::Debug for DatabaseSessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DatabaseSessions")
    }
}

#[async_trait]
impl SessionStore for DatabaseSessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        while self.load(&record.id).await?.is_some() {
            record.id = Id::default();
        }
        self.save(record).await
    }

    async fn save(&self, record: &Record) -> Result<()> {
        // Not the record itself: it contains the secret.
        let body = serde_json::to_string(&record.data)
            .map_err(|error| Error::Encode(error.to_string()))?;
        let expires_at = Timestamp(record.expiry_date.unix_timestamp().saturating_mul(1000));
        store::session::save(
            &self.database,
            &key(&record.id),
            &body,
            expires_at,
            self.real_clock.now(),
        )
        .await
        .map_err(backend)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let now = self.real_clock.now();
        let row = store::session::load(&self.database, &key(id), now).await.map_err(backend)?;
        let Some((body, expires_at)) = row else { return Ok(None) };
        let data = serde_json::from_str(&body).map_err(|error| Error::Decode(error.to_string()))?;
        let expiry_date = OffsetDateTime::from_unix_timestamp(expires_at / 1000)
            .map_err(|error| Error::Decode(error.to_string()))?;
        Ok(Some(Record { id: *id, data, expiry_date }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        store::session::delete(&self.database, &key(id)).await.map_err(backend)
    }
}

fn key(id: &Id) -> String {
    hex::encode(Sha256::digest(id.to_string().as_bytes()))
}

fn backend(error: store::StoreError) -> Error {
    Error::Backend(error.to_string())
}
