//! Agents and their seats.

use axum::Json;
use axum::extract::State;
use serde::de::value::{Error, StrDeserializer};
use serde::de::{DeserializeOwned, IntoDeserializer};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::HttpState;
use super::auth::SignedIn;
use super::extract::PathParams;
use super::problem::Problem;
use crate::app::Seat;

/// The routes of this file.
pub fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(take_over)).routes(routes!(release))
}

#[derive(Serialize, ToSchema)]
struct Agents {
    /// By number.
    agents: Vec<Agent>,
}

/// Somebody at a telephone.
#[derive(Serialize, ToSchema)]
struct Agent {
    id: String,
    display_name: String,
    role: AgentRole,
    state: AgentState,
    driver: AgentDriver,
    /// The task that is being called or written up.
    task_id: Option<String>,
    taken_over_by_me: bool,
}

/// Whose tasks an agent works.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum AgentRole {
    Agent,
    QualitySupervisor,
    QualityManager,
}

/// What an agent is doing.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum AgentState {
    Ready,
    InCall,
    WrapUp,
    Break,
    Offline,
}

/// Who works the seat.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum AgentDriver {
    Simulated,
    Person,
}

impl Agent {
    fn new(seat: Seat, signed_in: &SignedIn) -> Result<Self, Problem> {
        let agent = seat.agent;
        Ok(Self {
            role: code(&agent.role)?,
            state: code(&agent.state)?,
            driver: code(&agent.driver)?,
            task_id: seat.task_id,
            taken_over_by_me: agent.taken_over_by.as_ref() == Some(&signed_in.user_id),
            display_name: agent.display_name,
            id: agent.user_id,
        })
    }
}

/// Reads a stored code.
fn code<T: DeserializeOwned>(stored: &str) -> Result<T, Problem> {
    let stored: StrDeserializer<'_, Error> = stored.into_deserializer();
    T::deserialize(stored).map_err(|error| Problem::internal(&error))
}

/// Every agent.
#[utoipa::path(
    get, path = "/agents", operation_id = "agents", tag = "agents",
    responses((status = OK, body = Agents))
)]
async fn list(
    State(state): State<HttpState>,
    signed_in: SignedIn,
) -> Result<Json<Agents>, Problem> {
    let seats = state.app.seats().await?;
    let agents: Result<_, Problem> =
        seats.into_iter().map(|seat| Agent::new(seat, &signed_in)).collect();
    Ok(Json(Agents { agents: agents? }))
}

/// Takes over an agent's seat. 409 `agent.already_taken` by somebody else.
#[utoipa::path(
    post, path = "/agents/{id}/take-over", operation_id = "take_over_agent", tag = "agents",
    params(("id" = String, Path)),
    responses((status = OK, body = Agent))
)]
async fn take_over(
    State(state): State<HttpState>,
    signed_in: SignedIn,
    PathParams(id): PathParams<String>,
) -> Result<Json<Agent>, Problem> {
    let seat = state.app.take_over(&id, &signed_in.user_id, state.now()).await?;
    Ok(Json(Agent::new(seat, &signed_in)?))
}

/// Gives a seat back to the simulation. 409 `agent.already_taken` by somebody else.
#[utoipa::path(
    post, path = "/agents/{id}/release", operation_id = "release_agent", tag = "agents",
    params(("id" = String, Path)),
    responses((status = OK, body = Agent))
)]
async fn release(
    State(state): State<HttpState>,
    signed_in: SignedIn,
    PathParams(id): PathParams<String>,
) -> Result<Json<Agent>, Problem> {
    let seat = state.app.release(&id, &signed_in.user_id, state.now()).await?;
    Ok(Json(Agent::new(seat, &signed_in)?))
}
