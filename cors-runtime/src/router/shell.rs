//! The outermost service of each route of a `CorsRouter` with layers: preflights are answered here, and whatever comes
//! from inside, a layer's own answer among it, is decorated.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::extract::{MatchedPath, NestedPath, Request};
use axum::response::Response;
use axum::routing::Route;
use http::Extensions;
use http::header::{HeaderValue, ORIGIN};
use http::request::Parts;
use tower_layer::Layer;
use tower_service::Service;

use super::options_star::{self, is_options_star};
use super::paths::{OnPath, Paths};
use crate::admissions::{Admissions, Consulted};
use crate::answers::Answers;
use crate::layer::CorsLayer;
use crate::no_body::no_body;
use crate::preflight::{Preflight, serving};
use crate::routes::Links;
use crate::sent::Sent;
use crate::unnamed::NoHandlers;
use crate::{actual, enforce, events, refusals, under_layer};

/// The policies of a whole router, as a layer around its routes.
pub(crate) struct Shell<S>(Arc<Shared<S>>);

struct Shared<S> {
    paths: Paths<S>,
    /// The methods that `OPTIONS *` is told of; none where that question is the fallback's own.
    options_star: Option<HeaderValue>,
    state: S,
}

impl<S> Shell<S> {
    pub(crate) fn new(paths: Paths<S>, options_star: Option<HeaderValue>, state: S) -> Self {
        Self(Arc::new(Shared { paths, options_star, state }))
    }
}

impl<S> Clone for Shell<S> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<S> Layer<Route> for Shell<S> {
    type Service = Shelled<S>;

    fn layer(&self, route: Route) -> Shelled<S> {
        Shelled { route, shared: Arc::clone(&self.0) }
    }
}

/// A route with the shell around it.
pub(crate) struct Shelled<S> {
    route: Route,
    shared: Arc<Shared<S>>,
}

impl<S> Clone for Shelled<S> {
    fn clone(&self) -> Self {
        Self { route: self.route.clone(), shared: Arc::clone(&self.shared) }
    }
}

impl<S: Send + Sync + 'static> Service<Request> for Shelled<S> {
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Service::<Request>::poll_ready(&mut self.route, context)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        // The route that was polled ready is the one to call; its clone waits for the next request.
        let clone = self.route.clone();
        let route = std::mem::replace(&mut self.route, clone);
        let shared = Arc::clone(&self.shared);
        if let Some(allow) = shared.options_star.as_ref().filter(|_| is_options_star(&request)) {
            return Box::pin(std::future::ready(Ok(options_star::answer(allow.clone()))));
        }
        let under_layer = under_layer::is_under(&request);
        Box::pin(async move {
            let path = own_path(request.extensions());
            let (mut response, follows_policy) = match path.and_then(|path| shared.paths.annotated(path)) {
                Some(on_path) => answer(on_path, &shared.state, route, request).await,
                None => answer_plain(shared.paths.default_policy(path, request.uri().path()), route, request).await,
            };
            if under_layer && follows_policy {
                under_layer::note_decorated(&mut response);
            }
            Ok(response)
        })
    }
}

/// The path of the route that axum matched, without what routers outside this one put before it.
fn own_path(extensions: &Extensions) -> Option<&str> {
    let matched = extensions.get::<MatchedPath>()?.as_str();
    let outside = extensions.get::<NestedPath>().map_or("", |nested| nested.as_str().trim_end_matches('/'));
    let own = matched.strip_prefix(outside)?;
    Some(if own.is_empty() { "/" } else { own })
}

/// The answer of what nobody annotated, and whether a policy has spoken.
async fn answer_plain<T>(default_policy: Option<&CorsLayer>, mut service: T, request: Request) -> (Response, bool)
where
    T: Service<Request, Response = Response, Error = Infallible> + Clone,
{
    let Ok(response) = match default_policy {
        Some(policy) => policy.layer(service).call(request).await,
        None => service.call(request).await,
    };
    (response, default_policy.is_some())
}

/// The answer where annotated handlers stand, and whether it follows a policy.
async fn answer<S: Send + Sync + 'static>(
    on_path: &OnPath<S>,
    state: &S,
    mut route: Route,
    request: Request,
) -> (Response, bool) {
    let policies = &on_path.policies;
    let default_policy = on_path.default_policy.as_ref();
    let (mut parts, body) = request.into_parts();
    let found = policies.ask(|parts| consulted(on_path, parts), &mut parts, state).await;
    let origin = Sent::of(&parts.headers, &ORIGIN);
    let admissions = found.as_deref().map_or(Admissions::Unasked(origin), Admissions::Found);
    if let Some(preflight) = Preflight::of(&parts.method, &parts.headers) {
        let speaking = if on_path.shared && !preflight.is_served(policies.answers()) {
            if default_policy.is_some() {
                return answer_plain(default_policy, route, Request::from_parts(parts, body)).await;
            }
            // Browsers do not look for POST in a list of methods: what is approved here may reach a plain handler.
            Links(None)
        } else {
            policies.answers()
        };
        return (preflight.answer(&speaking, &parts.uri, &admissions, no_body()), true);
    }
    if let Some((number, answers)) = serving(policies.answers(), parts.method.as_str().as_bytes()) {
        let allow_origin = admissions.of(number, answers);
        return (answer_one(answers, allow_origin, route, Request::from_parts(parts, body)).await, true);
    }
    let all: Vec<_> =
        policies.answers().enumerate().map(|(number, answers)| (answers, admissions.of(number, answers))).collect();
    let request = Request::from_parts(parts, body);
    if on_path.shared {
        let (response, follows_policy) = answer_plain(default_policy, SharedRoute { route, all }, request).await;
        let is_ours = under_layer::is_decorated(&response);
        return (response, follows_policy || is_ours);
    }
    if all.iter().all(|(_, allow_origin)| allow_origin.is_none()) {
        events::refused(request.method(), request.uri(), || {
            refusals::of_actual(&policies.answers(), request.headers(), request.uri())
        });
    }
    let Ok(mut response) = route.call(request).await;
    actual::decorate_by_first(all.into_iter(), response.headers_mut());
    (response, true)
}

/// Which policies the answer to a request looks at.
fn consulted<S>(on_path: &OnPath<S>, parts: &Parts) -> Consulted {
    let policies = on_path.policies.answers();
    match Preflight::of(&parts.method, &parts.headers) {
        Some(preflight) if on_path.shared && !preflight.is_served(policies.clone()) => Consulted::Nobody,
        Some(preflight) => preflight.consulted(policies),
        None => match serving(policies, parts.method.as_str().as_bytes()) {
            Some((number, _)) => Consulted::Only(number),
            None => Consulted::UntilFirst,
        },
    }
}

/// A route that plain handlers share with annotated ones, for a method that none of these serves. The annotated ones have
/// a word in nothing but the answers that are no handler's.
#[derive(Clone)]
struct SharedRoute {
    route: Route,
    all: Vec<(&'static Answers, Option<HeaderValue>)>,
}

impl Service<Request> for SharedRoute {
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Service::<Request>::poll_ready(&mut self.route, context)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let answer = self.route.call(request);
        let all = std::mem::take(&mut self.all);
        Box::pin(async move {
            let Ok(mut response) = answer.await;
            if response.extensions_mut().remove::<NoHandlers>().is_some() {
                actual::decorate_by_first(all.into_iter(), response.headers_mut());
                under_layer::note_decorated(&mut response);
            }
            Ok(response)
        })
    }
}

/// The answer where the policy is that of a single handler.
async fn answer_one(
    answers: &Answers,
    mut allow_origin: Option<HeaderValue>,
    mut route: Route,
    request: Request,
) -> Response {
    let mut response = if allow_origin.is_none() && enforce::stops(answers, &request) {
        enforce::forbidden()
    } else {
        let Ok(response) = route.call(request).await;
        response
    };
    actual::decorate(answers, &mut allow_origin, response.headers_mut());
    response
}
