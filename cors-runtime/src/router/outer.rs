//! The outermost service of a path with annotated handlers: preflights are answered here, and whatever comes from inside,
//! a layer's own answer among it, has the headers of its policy.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::extract::Request;
use axum::response::Response;
use axum::routing::Route;
use axum::routing::future::RouteFuture;
use http::header::{HeaderValue, ORIGIN};
use http::request::Parts;
use pin_project_lite::pin_project;
use tower_layer::Layer as _;
use tower_service::Service;

use super::path_policies::PathPolicies;
use crate::Origin;
use crate::answer::allow_origin::{self, AllowOrigins, PolicySelection};
use crate::answer::compiled_policy::CompiledPolicy;
use crate::answer::explain;
use crate::answer::preflight::Preflight;
use crate::handler::pending_headers::PendingHeaders;
use crate::layer::CorsLayer;
use crate::layer::handshake::{self, Surroundings};
use crate::log::events;
use crate::original_uri::whole_uri;
use crate::request::single_value::SingleValue;
use crate::routes::no_body::no_body;

/// The handlers of one path, each inside its layers, with their policies outside.
pub(crate) struct Outer<S>(Arc<OnPath<S>>);

/// What stands on the path.
pub(crate) struct OnPath<S> {
    pub(crate) policies: PathPolicies<S>,
    /// The handlers inside their layers, by the number of their policy.
    pub(crate) handlers: Vec<Route>,
    /// What answers methods that no handler serves.
    pub(crate) fallback: Route,
    /// The default policy of plain routes that share the path.
    pub(crate) default_policy: Option<CorsLayer>,
    pub(crate) state: S,
}

impl<S> Outer<S> {
    pub(crate) fn new(on_path: OnPath<S>) -> Self {
        Self(Arc::new(on_path))
    }
}

impl<S> Clone for Outer<S> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<S: Send + Sync + 'static> Service<Request> for Outer<S> {
    type Response = Response;
    type Error = Infallible;
    type Future = OuterFuture;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> OuterFuture {
        let on_path = &self.0;
        if on_path.policies.any_checks() {
            if let Some(origin) = Origin::of(request.headers()) {
                return OuterFuture::later(Arc::clone(on_path).answer_after_checks(origin, request));
            }
        }
        on_path.answer(request, None)
    }
}

impl<S: Send + Sync + 'static> OnPath<S> {
    /// Asks the application for the origin, as far as the answer depends on it, and answers.
    async fn answer_after_checks(self: Arc<Self>, origin: Origin, request: Request) -> Response {
        let (mut parts, body) = request.into_parts();
        let consulted = self.consulted(&parts);
        let found = allow_origin::after_checks(&self.policies, consulted, origin, &mut parts, &self.state).await;
        self.answer(Request::from_parts(parts, body), Some(&found)).await.unwrap_or_else(|error| match error {})
    }

    /// Which policies the answer to a request looks at.
    fn consulted(&self, parts: &Parts) -> PolicySelection {
        let policies = self.policies.iter();
        match Preflight::of(&parts.method, &parts.headers) {
            Some(preflight) if self.is_default_policys(preflight) => PolicySelection::NoPolicy,
            Some(preflight) => preflight.consulted(policies),
            None => match self.policies.serving(&parts.method) {
                Some((number, _)) => PolicySelection::Only(number),
                None => PolicySelection::FirstAdmitting,
            },
        }
    }

    /// Whether a preflight asks for a method that only plain handlers can have, which have a policy of their own.
    fn is_default_policys(&self, preflight: Preflight<'_>) -> bool {
        self.default_policy.is_some() && !preflight.is_served(self.policies.iter())
    }

    /// Answers a request; `found` is there where the application was asked.
    fn answer(&self, request: Request, found: Option<&[Option<HeaderValue>]>) -> OuterFuture {
        let admissions = |origin| found.map_or(AllowOrigins::Lazy(origin), AllowOrigins::Resolved);
        if let Some(preflight) = Preflight::of(request.method(), request.headers()) {
            if let Some(policy) = self.default_policy.as_ref().filter(|_| self.is_default_policys(preflight)) {
                let mut around = policy.layer(self.fallback.clone());
                let answer = around.call(request);
                return OuterFuture::later(async move { answer.await.unwrap_or_else(|error| match error {}) });
            }
            let origin = admissions(preflight.origin);
            let uri = whole_uri(&request);
            let mut response = preflight.answer(&self.policies.iter(), uri, &origin, no_body());
            if handshake::surroundings(&request) != Surroundings::Nothing {
                handshake::mark_response(&mut response);
            }
            return OuterFuture { state: State::Answered { response: Some(response) } };
        }
        let origin = admissions(SingleValue::of(request.headers(), &ORIGIN));
        if let Some((number, policy)) = self.policies.serving(request.method()) {
            let allow_origin = origin.of(number, policy);
            return self.answer_by_handler(self.handlers.get(number), policy, allow_origin, request);
        }
        let policies = self.policies.iter().enumerate();
        let first =
            PendingHeaders::by_first(policies.map(|(number, policy)| (policy, origin.of(number, policy))), &request);
        self.answer_by_fallback(first, request)
    }

    /// The answer of a single handler, by its policy.
    fn answer_by_handler(
        &self,
        handler: Option<&Route>,
        policy: &'static CompiledPolicy,
        allow_origin: Option<HeaderValue>,
        request: Request,
    ) -> OuterFuture {
        let refused = allow_origin.is_none();
        let mut pending = PendingHeaders::new(policy, allow_origin, &request);
        if refused && pending.needs_slow_path() {
            if let Some(response) = pending.stopped(&request) {
                return OuterFuture { state: State::Answered { response: Some(response) } };
            }
        }
        OuterFuture::of_route(handler.unwrap_or(&self.fallback), request, Some(pending))
    }

    /// The answer of no single handler, by the first policy that admits the origin.
    fn answer_by_fallback(&self, first: Option<PendingHeaders>, request: Request) -> OuterFuture {
        if first.as_ref().is_some_and(|first| !first.admits()) {
            events::log_refusal(request.method(), whole_uri(&request), || {
                explain::of_actual(&self.policies.iter(), request.headers(), request.uri())
            });
        }
        OuterFuture::of_route(&self.fallback, request, first)
    }
}

pin_project! {
    /// The answer of a path with annotated handlers.
    pub(crate) struct OuterFuture {
        #[pin]
        state: State,
    }
}

pin_project! {
    #[project = StateProjection]
    enum State {
        // A handler or the fallback runs, inside its layers.
        Runs { #[pin] future: RouteFuture<Infallible>, pending: Option<PendingHeaders> },
        // The application is asked, or a default policy answers.
        Later { answer: Pin<Box<dyn Future<Output = Response> + Send>> },
        Answered { response: Option<Response> },
    }
}

impl OuterFuture {
    fn of_route(route: &Route, request: Request, pending: Option<PendingHeaders>) -> Self {
        Self { state: State::Runs { future: route.clone().call(request), pending } }
    }

    fn later(answer: impl Future<Output = Response> + Send + 'static) -> Self {
        Self { state: State::Later { answer: Box::pin(answer) } }
    }
}

impl Future for OuterFuture {
    type Output = Result<Response, Infallible>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match self.project().state.project() {
            StateProjection::Runs { future, pending } => {
                let mut answer = future.poll(context);
                if let Poll::Ready(Ok(response)) = &mut answer {
                    if let Some(pending) = pending {
                        pending.apply(response);
                    }
                }
                answer
            }
            StateProjection::Later { answer } => answer.as_mut().poll(context).map(Ok),
            StateProjection::Answered { response } => {
                response.take().map_or(Poll::Pending, |answer| Poll::Ready(Ok(answer)))
            }
        }
    }
}
