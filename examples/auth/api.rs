//! The API: log in, be known again by a cookie, log out.

use axum::{
    Extension, Json,
    extract::Request,
    http::StatusCode,
    middleware::{Next, from_fn},
    response::{IntoResponse, Response},
};
use cors_runtime::{CorsRouter, Policy, cors, policy, routes};
use serde::{Deserialize, Serialize};
use tower_sessions::{MemoryStore, Session, SessionManagerLayer, session};

/// Whose pages may call with the user's cookie. `enforce` answers 403 to all others before the session is looked at:
/// what a page may not read it could still set off.
const APP: Policy = policy!(
    origins = "https://app.example.com",
    dev_origins = "http://localhost:*",
    credentials = true,
    enforce = true,
);

/// Layers run inside CORS: preflights, which never carry a cookie, are answered before them, and a page can read
/// the 401 of `require_login`.
pub fn api() -> CorsRouter {
    CorsRouter::new()
        .route("/account", routes!(show_account, rename_account))
        .route_layer(from_fn(require_login))
        .route("/session", routes!(log_in, log_out))
        .layer(sessions())
}

#[derive(Clone, Deserialize, Serialize)]
struct User {
    name: String,
}

/// The user's key in the session.
const USER: &str = "user";

/// Takes everyone's word for who they are: checking a password is a subject of its own.
#[cors(policy = APP, methods = POST)]
async fn log_in(session: Session, Json(user): Json<User>) -> Result<StatusCode, StoreFailed> {
    // A new identifier, so that one that somebody planted before the login is worth nothing after it.
    session.cycle_id().await?;
    session.insert(USER, user).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[cors(policy = APP, methods = DELETE)]
async fn log_out(session: Session) -> Result<StatusCode, StoreFailed> {
    session.flush().await?;
    Ok(StatusCode::NO_CONTENT)
}

#[cors(policy = APP, methods = GET)]
async fn show_account(Extension(user): Extension<User>) -> Json<User> {
    Json(user)
}

#[cors(policy = APP, methods = PUT)]
async fn rename_account(session: Session, Json(user): Json<User>) -> Result<StatusCode, StoreFailed> {
    session.insert(USER, user).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Hands the user on to the handler, or answers in its place.
async fn require_login(session: Session, mut request: Request, next: Next) -> Result<Response, StoreFailed> {
    let Some(user) = session.get::<User>(USER).await? else {
        return Ok(StatusCode::UNAUTHORIZED.into_response());
    };
    request.extensions_mut().insert(user);
    Ok(next.run(request).await)
}

/// The cookie is `HttpOnly` and `SameSite=Strict` unasked: another origin of the same site, as `app.example.com` is to
/// `api.example.com`, may send it, another site may not.
fn sessions() -> SessionManagerLayer<MemoryStore> {
    // Not every browser keeps a `Secure` cookie of http://localhost.
    SessionManagerLayer::new(MemoryStore::default()).with_secure(!cfg!(debug_assertions))
}

struct StoreFailed(session::Error);

impl From<session::Error> for StoreFailed {
    fn from(error: session::Error) -> Self {
        Self(error)
    }
}

impl IntoResponse for StoreFailed {
    fn into_response(self) -> Response {
        eprintln!("the session store failed: {}", self.0);
        StatusCode::INTERNAL_SERVER_ERROR.into_response()
    }
}
