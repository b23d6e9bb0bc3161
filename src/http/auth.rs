//! Who asks, and whether they may.

use axum::extract::{FromRequestParts, MatchedPath, Request, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::Response;
use chrono::NaiveDate;
use tower_sessions::Session;

use super::access::{self, Access};
use super::problem::Problem;
use super::{API, HttpState};
use crate::app::{App, User};
use crate::store;

/// The name under which a session keeps its user's id.
const USER_ID: &str = "user_id";

/// The person whose session a request carries. Routes take it as an argument; [`authorize`] has
/// put it there.
#[derive(Clone, Debug)]
pub struct SignedIn {
    pub user_id: String,
    /// Held today.
    pub roles: Vec<String>,
    user: User,
}

impl SignedIn {
    /// Refuses unless one of the person's roles carries the permission today.
    ///
    /// # Errors
    /// 403 `permission.denied` with the `permission`.
    pub async fn require(
        &self,
        app: &App,
        permission: &str,
        today: NaiveDate,
    ) -> Result<(), Problem> {
        if store::people::may(&app.database, &self.user_id, permission, today).await? {
            return Ok(());
        }
        Err(Problem::new(StatusCode::FORBIDDEN, "permission.denied").with("permission", permission))
    }

    /// The person's account.
    pub fn user(&self) -> &User {
        &self.user
    }
}

impl<S: Sync> FromRequestParts<S> for SignedIn {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts.extensions.get::<Self>().cloned().ok_or_else(no_session)
    }
}

/// Asks the table of [`access`] before any handler runs.
pub async fn authorize(
    State(state): State<HttpState>,
    session: Session,
    matched: MatchedPath,
    mut request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let path = matched.as_str().strip_prefix(API).unwrap_or(matched.as_str());
    let Some(access) = access::of(request.method(), path) else {
        return Err(Problem::new(StatusCode::METHOD_NOT_ALLOWED, "request.method_not_allowed"));
    };
    if access == Access::Everybody {
        return Ok(next.run(request).await);
    }
    let signed_in = of_session(&state, &session).await?.ok_or_else(no_session)?;
    tracing::Span::current().record("user_id", signed_in.user_id.as_str());
    if let Access::Permission(permission) = access {
        signed_in.require(&state.app, permission, state.today()).await?;
    }
    request.extensions_mut().insert(signed_in);
    Ok(next.run(request).await)
}

/// Makes the session one of this user. It gets a new identifier, so that one planted before
/// sign-in is worth nothing.
pub async fn begin(session: &Session, user: &User) -> Result<(), Problem> {
    session.cycle_id().await?;
    session.insert(USER_ID, &user.id).await?;
    Ok(())
}

async fn of_session(state: &HttpState, session: &Session) -> Result<Option<SignedIn>, Problem> {
    let Some(user_id) = session.get::<String>(USER_ID).await? else { return Ok(None) };
    let user = state.app.user(&user_id, state.today()).await?;
    Ok(user.map(|user| SignedIn { user_id, roles: user.roles.clone(), user }))
}

fn no_session() -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, "session.required")
}
