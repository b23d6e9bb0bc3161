//! Sign-in and sign-out.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use tower_sessions::Session;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::HttpState;
use super::auth::{self, SignedIn};
use super::extract::JsonBody;
use super::problem::{Problem, ProblemDocument};
use crate::app::{SignIn, User};
use crate::domain::pii::Pii;

/// The routes of this file.
pub fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new().routes(routes!(sign_in, current, sign_out))
}

/// A name and a password.
#[derive(Deserialize, ToSchema)]
struct Credentials {
    login_name: String,
    #[schema(format = Password)]
    password: String,
}

/// Who is signed in.
#[derive(Serialize, ToSchema)]
#[schema(as = Session)]
struct SessionView {
    user: UserView,
    /// Whether this is the demonstration.
    demo: bool,
}

#[derive(Serialize, ToSchema)]
#[schema(as = User)]
struct UserView {
    id: String,
    login_name: String,
    display_name: String,
    /// Held today.
    roles: Vec<String>,
    /// What these roles may do, by name; pages show what their reader may use.
    permissions: Vec<String>,
}

impl SessionView {
    fn new(state: &HttpState, user: &User) -> Self {
        let user = UserView {
            id: user.id.clone(),
            login_name: user.login_name.clone(),
            display_name: user.display_name.reveal().clone(),
            roles: user.roles.clone(),
            permissions: user.permissions.clone(),
        };
        Self { user, demo: state.is_demo }
    }
}

/// Signs in and sets the session cookie.
#[utoipa::path(
    post, path = "/session", operation_id = "sign_in", tag = "session",
    request_body = Credentials,
    responses(
        (status = OK, body = SessionView),
        (status = UNAUTHORIZED, description = "session.wrong_credentials",
            body = ProblemDocument, content_type = "application/problem+json"),
        (status = TOO_MANY_REQUESTS, description = "session.locked with for_secs",
            body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
async fn sign_in(
    State(state): State<HttpState>,
    session: Session,
    JsonBody(credentials): JsonBody<Credentials>,
) -> Result<Json<SessionView>, Problem> {
    let turn = state.sign_in.lock().await;
    let password = Pii::new(credentials.password);
    let (now, real_now) = (state.now(), state.real_clock.now());
    let outcome = state.app.sign_in(&credentials.login_name, password, now, real_now).await?;
    drop(turn);
    match outcome {
        SignIn::Accepted(user) => {
            auth::begin(&session, &user).await?;
            Ok(Json(SessionView::new(&state, &user)))
        }
        SignIn::Refused => Err(Problem::new(StatusCode::UNAUTHORIZED, "session.wrong_credentials")),
        SignIn::Locked { for_secs } => {
            let problem = Problem::new(StatusCode::TOO_MANY_REQUESTS, "session.locked");
            Err(problem.with("for_secs", for_secs))
        }
    }
}

/// Who is signed in.
#[utoipa::path(
    get, path = "/session", operation_id = "session", tag = "session",
    responses((status = OK, body = SessionView))
)]
async fn current(State(state): State<HttpState>, signed_in: SignedIn) -> Json<SessionView> {
    Json(SessionView::new(&state, signed_in.user()))
}

/// Signs out. Without a session it does nothing.
#[utoipa::path(
    delete, path = "/session", operation_id = "sign_out", tag = "session",
    responses((status = NO_CONTENT))
)]
async fn sign_out(session: Session) -> Result<StatusCode, Problem> {
    session.flush().await?;
    Ok(StatusCode::NO_CONTENT)
}
