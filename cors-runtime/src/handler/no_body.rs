//! The body of answers that have none.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use http_body::Frame;

/// A body of nothing that leaves it to the server to say so.
///
/// Where a body's length is known axum writes `content-length`, also on a 204, which must not have it (RFC 9110 section
/// 8.6); hyper writes it where it belongs.
struct NoBody;

impl http_body::Body for NoBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(None)
    }

    fn is_end_stream(&self) -> bool {
        true
    }
}

/// No body.
pub(crate) fn no_body() -> Body {
    Body::new(NoBody)
}
