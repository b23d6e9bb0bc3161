//! The description of the API (`openapi.json`), made from the routes themselves and the table of
//! who may use them.

use axum::http::Method;
use utoipa::OpenApi as _;
use utoipa::openapi::extensions::ExtensionsBuilder;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{Content, OpenApi, Ref, RefOr, ResponseBuilder};
use utoipa_axum::router::OpenApiRouter;

use super::access::{self, Access};
use super::problem::{MEDIA_TYPE, ProblemDocument};
use super::session_store::COOKIE;
use super::{API, api};

/// The name of the security scheme in the description.
const SCHEME: &str = "session";

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Huifang",
        description = "Times are epoch milliseconds UTC (`…_at_ms`), dates ISO text, codes English \
                       snake_case. `x-permission` names what a route asks of the signed-in person.",
    ),
    components(schemas(ProblemDocument))
)]
struct Base;

/// The description of every route of the API.
pub fn openapi() -> OpenApi {
    let base = OpenApiRouter::with_openapi(Base::openapi());
    let mut openapi = base.nest(API, api()).into_openapi();
    if let Some(components) = &mut openapi.components {
        let cookie = SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new(COOKIE)));
        components.add_security_scheme(SCHEME, cookie);
    }
    for (path, item) in &mut openapi.paths.paths {
        let path = path.strip_prefix(API).unwrap_or(path).to_owned();
        for (method, operation) in operations(item) {
            describe_access(operation, access::of(&method, &path));
            describe_problems(operation);
        }
    }
    openapi
}

/// The bytes of `openapi.json`.
///
/// # Errors
/// When the description cannot be written as JSON.
pub fn openapi_json() -> Result<String, serde_json::Error> {
    Ok(openapi().to_pretty_json()? + "\n")
}

/// The operations of a path; the API uses no other methods.
pub(super) fn operations(item: &mut PathItem) -> Vec<(Method, &mut Operation)> {
    let all = [
        (Method::GET, &mut item.get),
        (Method::PUT, &mut item.put),
        (Method::POST, &mut item.post),
        (Method::DELETE, &mut item.delete),
    ];
    let present = all
        .into_iter()
        .filter_map(|(method, operation)| operation.as_mut().map(|operation| (method, operation)));
    present.collect()
}

fn describe_access(operation: &mut Operation, access: Option<Access>) {
    let permission = match access {
        None | Some(Access::Everybody) => return,
        Some(Access::SignedIn) => None,
        Some(Access::Permission(permission)) => Some(permission),
    };
    operation.security = Some(vec![SecurityRequirement::new(SCHEME, Vec::<String>::new())]);
    if let Some(permission) = permission {
        let extensions = ExtensionsBuilder::new().add("x-permission", permission);
        operation.extensions.get_or_insert_default().merge(extensions.build());
    }
}

/// Whatever is not granted is answered with a problem document.
fn describe_problems(operation: &mut Operation) {
    let content = Content::new(Some(Ref::from_schema_name("Problem")));
    let problem = ResponseBuilder::new()
        .description("Why it was not granted; `code` says it to programs.")
        .content(MEDIA_TYPE, content)
        .build();
    operation.responses.responses.insert("default".to_owned(), RefOr::T(problem));
}
