//! The URI that a client asked for: inside of `nest`, axum shows the rest of its path.

use axum::extract::OriginalUri;
use http::{Request, Uri};

/// The whole URI of a request, for the log.
pub(crate) fn whole_uri<B>(request: &Request<B>) -> &Uri {
    request.extensions().get::<OriginalUri>().map_or(request.uri(), |OriginalUri(whole)| whole)
}
