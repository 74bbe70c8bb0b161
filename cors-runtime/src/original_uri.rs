//! The URI that a client asked for: inside of `nest`, axum shows the rest of its path.

use axum::extract::OriginalUri;
use http::{Request, Uri};

use crate::log::events;

/// The whole URI of a request, for the log; where nobody listens, what is at hand.
pub(crate) fn whole_uri<B>(request: &Request<B>) -> &Uri {
    if !events::debug_enabled() {
        return request.uri();
    }
    request.extensions().get::<OriginalUri>().map_or(request.uri(), |OriginalUri(whole)| whole)
}
