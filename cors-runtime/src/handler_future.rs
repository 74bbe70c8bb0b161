//! The return type of a handler that is no `async fn`.

use std::future::Future;

/// A future, which is what axum wants of handlers.
#[diagnostic::on_unimplemented(
    message = "this handler is not async and `{Self}` is no future",
    label = "not a future",
    note = "axum calls handlers that return futures, so this one could not be mounted",
    note = "write `async fn`, or return `impl Future<Output = …> + Send`"
)]
pub trait HandlerFuture {}

impl<F: Future> HandlerFuture for F {}
