//! Extractors of origin checks that reject a request.

use std::any::type_name;

use axum::extract::FromRequestParts;
use axum::response::IntoResponse as _;

use crate::log::events;

/// The verdict where an extractor of a check rejects the request; what it would have answered is only logged.
pub fn rejected<S, X: FromRequestParts<S>>(rejection: X::Rejection) -> bool {
    events::check_rejected(type_name::<X>(), rejection.into_response().status());
    false
}
