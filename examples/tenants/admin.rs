//! What the operators do: adding a tenant's domain, and seeing what they got wrong.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use cors_runtime::{Mistake, SharedOrigins};
use serde::{Deserialize, Serialize};

use super::asked::Known;
use super::store::{Refusal, Store};

#[derive(Deserialize)]
pub struct NewDomain {
    domain: String,
}

pub async fn add_domain(
    State(store): State<Store>,
    State(known): State<Known>,
    State(all): State<SharedOrigins>,
    Path(tenant): Path<String>,
    Json(NewDomain { domain }): Json<NewDomain>,
) -> Result<StatusCode, Refusal> {
    let changed = tenant.clone();
    // Both ways learn of it together with the database, even if whoever sent this hangs up before the answer.
    store
        .add(tenant, domain, move |origins| {
            all.store(origins);
            known.forget(&changed);
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

pub async fn lookups(State(known): State<Known>) -> String {
    known.lookups().to_string()
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        match self {
            Self::Mistakes(errors) => {
                let mistakes = errors.iter().map(Escaped::from).collect();
                (StatusCode::UNPROCESSABLE_ENTITY, Json(Form { mistakes })).into_response()
            }
            Self::Failure(error) => {
                tracing::error!(%error, "a domain could not be added");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }
}

/// What a form shows of a refusal.
#[derive(Serialize)]
struct Form<'a> {
    mistakes: Vec<Escaped<'a>>,
}

#[derive(Serialize)]
struct Escaped<'a> {
    kind: String,
    key: &'static str,
    text: &'a str,
    message: String,
}

impl<'a> From<&'a Mistake> for Escaped<'a> {
    fn from(mistake: &'a Mistake) -> Self {
        Self {
            kind: format!("{:?}", mistake.kind()),
            key: mistake.key().as_str(),
            text: mistake.text(),
            message: mistake.message(),
        }
    }
}
