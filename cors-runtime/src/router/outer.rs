//! The outermost service of a path with annotated handlers: preflights are answered here, and whatever comes from inside,
//! a layer's own answer among it, has the headers of its policy.

use std::convert::Infallible;
use std::future::Ready;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use axum::routing::Route;
use axum::routing::future::RouteFuture;
use futures_util::future::Either;
use http::Method;
use http::header::HeaderValue;
use tower_layer::Layer as _;
use tower_service::Service;

use super::path_policies::PathPolicies;
use crate::Origin;
use crate::answer::allow_origin;
use crate::answer::answer_future::{AnswerFuture, BoxedAnswer, carry_out};
use crate::answer::compiled_policy::CompiledPolicy;
use crate::answer::decide::decide;
use crate::answer::handshake;
use crate::answer::selection::PolicySelection;
use crate::handler::no_body::no_body;
use crate::layer::CorsLayer;
use crate::request::kind::RequestKind;

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
                return AnswerFuture::instead(Either::Right(Box::pin(
                    Arc::clone(on_path).answer_after_checks(origin, request),
                )));
            }
        }
        on_path.answer(request, None)
    }
}

impl<S: Send + Sync + 'static> OnPath<S> {
    /// Asks the application for the origin, as far as the answer depends on it, and answers.
    async fn answer_after_checks(self: Arc<Self>, origin: Origin, request: Request) -> Response {
        let (mut parts, body) = request.into_parts();
        let kind = RequestKind::of(&parts.method, &parts.headers);
        let selection = self.select(kind, &parts.method);
        let found = match self.default_policy_for(kind, selection) {
            Some(_) => Vec::new(),
            None => allow_origin::after_checks(&self.policies, selection, origin, &mut parts, &self.state).await,
        };
        self.answer(Request::from_parts(parts, body), Some(&found)).await.unwrap_or_else(|error| match error {})
    }

    /// Which policies decide about a request.
    fn select(&self, kind: RequestKind<'_>, method: &Method) -> PolicySelection<'static> {
        PolicySelection::of(kind, self.policies.iter(), || match self.policies.serving(method) {
            Some((number, policy)) => PolicySelection::Only(number, policy),
            None => PolicySelection::FirstAdmitting,
        })
    }

    /// The default policy, where it answers: a preflight asks for a method that only plain handlers can have.
    fn default_policy_for(&self, kind: RequestKind<'_>, selection: PolicySelection<'_>) -> Option<&CorsLayer> {
        let is_served = matches!(selection, PolicySelection::Only(..));
        self.default_policy.as_ref().filter(|_| matches!(kind, RequestKind::Preflight(_)) && !is_served)
    }

    /// Answers a request; `found` is there where the application was asked.
    fn answer(&self, request: Request, found: Option<&[Option<HeaderValue>]>) -> OuterFuture {
        let kind = RequestKind::of(request.method(), request.headers());
        let selection = self.select(kind, request.method());
        if let Some(policy) = self.default_policy_for(kind, selection) {
            let answer = policy.layer(self.fallback.clone()).call(request);
            let answer = Box::pin(async { answer.await.unwrap_or_else(|error| match error {}) });
            return AnswerFuture::instead(Either::Right(answer));
        }
        let surroundings = handshake::surroundings(&request);
        let decision = decide(&request, kind, selection, &self.policies.iter(), found, surroundings);
        let route =
            |number: Option<usize>| number.and_then(|number| self.handlers.get(number)).unwrap_or(&self.fallback);
        AnswerFuture::of(carry_out(decision, |policy| policy, no_body), |number| route(number).clone().call(request))
    }
}

/// The answer of a path with annotated handlers.
type OuterFuture =
    AnswerFuture<RouteFuture<Infallible>, &'static CompiledPolicy, Either<Ready<Response>, BoxedAnswer<Body>>>;
