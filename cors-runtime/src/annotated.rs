//! Annotated handlers: a handler with the policy in its type, so that the pair is as small as the handler alone.

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use axum::body::Body;
use axum::extract::Request;
use axum::handler::Handler;
use axum::response::Response;
use http::StatusCode;
use http::header::HeaderValue;
use pin_project_lite::pin_project;

use crate::answers::Answers;
use crate::callable::Called;
use crate::{actual, enforce};

/// A handler that `#[cors(…)]` stands on, as the type the attribute puts beside it.
///
/// Only the attribute implements this trait.
pub trait Annotated: 'static {
    /// Whether axum can call the handler.
    type Callable: Called;

    /// The handler's policy.
    fn answers() -> &'static Answers;
}

/// A handler and the type `A` that carries its policy. `T` is axum's name for the shape of its arguments.
pub struct Annotate<A, H, T> {
    pub(crate) handler: H,
    carried: PhantomData<fn() -> (A, T)>,
}

/// Says that a type carries the policy of the handler `H`, which is what `routes!` asks: the one place where a missing
/// attribute is reported.
#[diagnostic::on_unimplemented(
    message = "this handler has no CORS policy",
    label = "annotate this handler with `#[cors(…)]`",
    note = "`routes!` mounts handlers that carry `#[cors(origins = …, methods = …)]`",
    note = "a route without CORS is mounted as axum mounts it: `.route(path, get(handler))`"
)]
pub trait PolicyOf<H> {}

/// A handler as `routes!` was given it.
///
/// Its policy is joined to it by a method, since of a method the compiler first wants to know the receiver's type: a handler
/// that does not exist has none, and then nothing is said of its policy.
#[derive(Debug)]
pub struct Offered<H>(pub H);

impl<H> Offered<H> {
    /// Joins the handler and its policy.
    pub fn annotate<A: Annotated + PolicyOf<H>, T>(self) -> Annotate<A, CalledAs<A, H>, T> {
        Annotate { handler: A::Callable::called(self.0), carried: PhantomData }
    }
}

/// What is called for a handler `H` with the policy `A`.
pub type CalledAs<A, H> = <<A as Annotated>::Callable as Called>::As<H>;

impl<A, H: Clone, T> Clone for Annotate<A, H, T> {
    fn clone(&self) -> Self {
        Self { handler: self.handler.clone(), carried: PhantomData }
    }
}

impl<A, H, T> fmt::Debug for Annotate<A, H, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Annotate")
    }
}

impl<A, H, T, S> Handler<T, S> for Annotate<A, H, T>
where
    A: Annotated,
    H: Handler<T, S>,
    T: 'static,
{
    type Future = DecoratedFuture<H::Future>;

    fn call(self, request: Request, state: S) -> Self::Future {
        let answers = A::answers();
        let allow_origin = answers.allow_origin(request.headers());
        if answers.enforce && allow_origin.is_none() {
            let (parts, body) = request.into_parts();
            if enforce::is_cross_origin(&parts) {
                return DecoratedFuture { inner: Inner::Stopped, answers, allow_origin };
            }
            let request = Request::from_parts(parts, body);
            return DecoratedFuture::new(self.handler.call(request, state), answers, allow_origin);
        }
        DecoratedFuture::new(self.handler.call(request, state), answers, allow_origin)
    }
}

pin_project! {
    /// The answer of a handler, with what its policy adds.
    pub struct DecoratedFuture<F> {
        #[pin]
        inner: Inner<F>,
        answers: &'static Answers,
        allow_origin: Option<HeaderValue>,
    }
}

pin_project! {
    #[project = InnerProjection]
    enum Inner<F> {
        Handler { #[pin] future: F },
        // `enforce`: the handler does not run.
        Stopped,
    }
}

impl<F> DecoratedFuture<F> {
    fn new(future: F, answers: &'static Answers, allow_origin: Option<HeaderValue>) -> Self {
        Self { inner: Inner::Handler { future }, answers, allow_origin }
    }
}

impl<F: Future<Output = Response>> Future for DecoratedFuture<F> {
    type Output = Response;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Response> {
        let this = self.project();
        let mut response = match this.inner.project() {
            InnerProjection::Handler { future } => ready!(future.poll(context)),
            InnerProjection::Stopped => {
                let mut response = Response::new(Body::empty());
                *response.status_mut() = StatusCode::FORBIDDEN;
                response
            }
        };
        actual::decorate(this.answers, this.allow_origin.take(), response.headers_mut());
        Poll::Ready(response)
    }
}

impl<F> fmt::Debug for DecoratedFuture<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DecoratedFuture")
    }
}
