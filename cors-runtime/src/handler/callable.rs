//! Functions that axum cannot call: they are reported at the attribute, and then not once more where they are mounted.

use std::future::{Future, Ready, ready};
use std::marker::PhantomData;

use axum::extract::Request;
use axum::handler::Handler;
use axum::response::{IntoResponse as _, Response};
use http::StatusCode;

/// Asks a handler's return type whether it is a future, in the way in which [`Probe`](crate::__private_0_1_0::Probe) asks the
/// types of its arguments.
#[derive(Debug)]
pub struct ReturnProbe<T>(PhantomData<T>);

impl<F: Future> ReturnProbe<F> {
    /// It is.
    pub const IS_FUTURE: bool = true;
}

/// The other answer to a [`ReturnProbe`].
pub trait NoFuture {
    /// It is not.
    const IS_FUTURE: bool = false;
}

impl<T> NoFuture for ReturnProbe<T> {}

/// Whether axum can call a handler, as a type.
#[derive(Debug)]
pub struct IsHandler<const IS_CALLABLE: bool>;

/// What every `async fn` is.
pub type AsyncFunction = IsHandler<true>;

/// What is called in a handler's place: itself, if it can be.
pub trait SelectHandler {
    /// What is called for a handler of the type `H`.
    type As<H>;

    /// What is called for this handler.
    fn called<H>(handler: H) -> Self::As<H>;
}

impl SelectHandler for IsHandler<true> {
    type As<H> = H;

    fn called<H>(handler: H) -> H {
        handler
    }
}

impl SelectHandler for IsHandler<false> {
    type As<H> = NoHandler;

    fn called<H>(_: H) -> NoHandler {
        NoHandler
    }
}

/// Stands in for a function that is no handler, in a program that does not compile.
#[derive(Clone, Copy, Debug)]
pub struct NoHandler;

impl<S> Handler<(), S> for NoHandler {
    type Future = Ready<Response>;

    fn call(self, _: Request, _: S) -> Self::Future {
        ready(StatusCode::NOT_IMPLEMENTED.into_response())
    }
}
