//! Annotated handlers: a handler with the policy in its type, so that the pair is as small as the handler alone.

use std::any::TypeId;
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
use http::request::Parts;
use pin_project_lite::pin_project;

use crate::answers::Answers;
use crate::ask::{Ask, OriginCheck, guarded};
use crate::callable::Called;
use crate::{Origin, actual, enforce, events, refusals, under_layer};

/// A handler that `#[cors(…)]` stands on, as the type the attribute puts beside it.
///
/// Only the attribute implements this trait.
pub trait Annotated: 'static {
    /// Whether axum can call the handler.
    type Callable: Called;

    /// The function under `origins_if`, or [`NoCheck`](crate::__private::NoCheck).
    type Check: 'static;

    /// The handler's name.
    const NAME: &'static str;

    /// Whether its own attribute has `origins_if`.
    const ASKS: bool;

    /// The handler's policy.
    fn answers() -> &'static Answers;
}

/// A handler and the type `A` that carries its policy. `T` is axum's name for the shape of its arguments.
pub struct Annotate<A, H, T> {
    handler: H,
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

/// Asks whether an annotated handler's application admits an origin: by the function of its own attribute, or by the one
/// of the shared policy it starts from.
pub(crate) async fn asked<A, S>(origin: Origin, parts: &mut Parts, state: &S) -> bool
where
    A: Annotated<Check: OriginCheck<S>>,
{
    match &A::answers().origins_if {
        Some(ask) => ask.ask(origin, parts).await,
        None => guarded(|| A::Check::ask(origin, parts, state)).await,
    }
}

/// What distinguishes the function that [`asked`] asks; none where there is nothing to ask.
pub(crate) fn question<A, S>() -> Option<TypeId>
where
    A: Annotated<Check: OriginCheck<S>>,
{
    match &A::answers().origins_if {
        Some(Ask::Function(function)) => Some(function.question()),
        // Closures are a layer's; an attribute names a function.
        Some(Ask::Closure(_)) | None => A::Check::ASKS.then(TypeId::of::<A::Check>),
    }
}

impl<A, H, T, S> Handler<T, S> for Annotate<A, H, T>
where
    A: Annotated<Check: OriginCheck<S>>,
    H: Handler<T, S>,
    T: 'static,
    S: Send + Sync + 'static,
{
    type Future = DecoratedFuture<H::Future>;

    fn call(self, request: Request, state: S) -> Self::Future {
        let allow_origin = A::answers().allow_origin(request.headers());
        if allow_origin.is_none() && question::<A, S>().is_some() {
            if let Some(origin) = Origin::of(request.headers()) {
                return DecoratedFuture::asking(self.ask_and_run(origin, request, state));
            }
        }
        self.run(request, state, allow_origin)
    }
}

impl<A, H, T> Annotate<A, H, T> {
    /// The handler alone.
    pub(crate) fn into_inner(self) -> H {
        self.handler
    }

    fn run<S>(self, request: Request, state: S, allow_origin: Option<HeaderValue>) -> DecoratedFuture<H::Future>
    where
        A: Annotated,
        H: Handler<T, S>,
    {
        let answers = A::answers();
        let note = under_layer::is_under(&request);
        if allow_origin.is_none() {
            let policies = std::iter::once(answers);
            events::refused(request.method(), request.uri().path(), || {
                refusals::of_actual(&policies, request.headers(), request.uri())
            });
        }
        let stops =
            answers.enforce && allow_origin.is_none() && enforce::is_cross_origin(request.headers(), request.uri());
        let inner = if stops { Inner::Stopped } else { Inner::Handler { future: self.handler.call(request, state) } };
        DecoratedFuture { inner, answers: Some(answers), allow_origin, note }
    }

    async fn ask_and_run<S>(self, origin: Origin, request: Request, state: S) -> Response
    where
        A: Annotated<Check: OriginCheck<S>>,
        H: Handler<T, S>,
    {
        let (mut parts, body) = request.into_parts();
        let admitted = asked::<A, S>(origin, &mut parts, &state).await;
        // The origin was read from this header, so it is there.
        let allow_origin = if admitted { parts.headers.get(http::header::ORIGIN).cloned() } else { None };
        self.run(Request::from_parts(parts, body), state, allow_origin).await
    }
}

pin_project! {
    /// The answer of a handler, with what its policy adds.
    pub struct DecoratedFuture<F> {
        #[pin]
        inner: Inner<F>,
        // None where the answer comes decorated already.
        answers: Option<&'static Answers>,
        allow_origin: Option<HeaderValue>,
        // Whether a `CorsLayer` around the route waits for a note that the answer is decorated.
        note: bool,
    }
}

pin_project! {
    #[project = InnerProjection]
    enum Inner<F> {
        Handler { #[pin] future: F },
        // `origins_if`: the application is asked before the handler runs.
        Asking { future: Pin<Box<dyn Future<Output = Response> + Send>> },
        // `enforce`: the handler does not run.
        Stopped,
    }
}

impl<F> DecoratedFuture<F> {
    fn asking(future: impl Future<Output = Response> + Send + 'static) -> Self {
        Self { inner: Inner::Asking { future: Box::pin(future) }, answers: None, allow_origin: None, note: false }
    }
}

impl<F: Future<Output = Response>> Future for DecoratedFuture<F> {
    type Output = Response;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Response> {
        let this = self.project();
        let mut response = match this.inner.project() {
            InnerProjection::Handler { future } => ready!(future.poll(context)),
            InnerProjection::Asking { future } => ready!(future.as_mut().poll(context)),
            InnerProjection::Stopped => {
                let mut response = Response::new(Body::empty());
                *response.status_mut() = StatusCode::FORBIDDEN;
                response
            }
        };
        if let Some(answers) = this.answers {
            actual::decorate(answers, this.allow_origin.take(), response.headers_mut());
            if *this.note {
                under_layer::note_decorated(&mut response);
            }
        }
        Poll::Ready(response)
    }
}

impl<F> fmt::Debug for DecoratedFuture<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DecoratedFuture")
    }
}
