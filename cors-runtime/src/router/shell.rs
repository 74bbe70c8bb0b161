//! The outermost service of each route of a `CorsRouter` with layers: preflights are answered here, and whatever comes
//! from inside, a layer's own answer among it, is decorated.

use std::collections::HashMap;
use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::Body;
use axum::extract::{MatchedPath, NestedPath, Request};
use axum::response::Response;
use axum::routing::Route;
use http::{Extensions, StatusCode};
use tower_layer::Layer;
use tower_service::Service;

use super::path_policies::PathPolicies;
use crate::admissions::Consulted;
use crate::layer::CorsLayer;
use crate::{actual, enforce, events, preflight, refusals};

/// The policies of a whole router, as a layer around its routes.
pub(crate) struct Shell<S>(Arc<Shared<S>>);

struct Shared<S> {
    paths: HashMap<String, PathPolicies<S>>,
    default_policy: Option<CorsLayer>,
    state: S,
}

impl<S> Shell<S> {
    pub(crate) fn new(paths: HashMap<String, PathPolicies<S>>, default_policy: Option<CorsLayer>, state: S) -> Self {
        Self(Arc::new(Shared { paths, default_policy, state }))
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
        Box::pin(async move {
            if let Some(policies) = own_path(request.extensions()).and_then(|path| shared.paths.get(&path)) {
                return Ok(answer(policies, &shared.state, route, request).await);
            }
            match &shared.default_policy {
                Some(policy) => policy.layer(route).call(request).await,
                None => call(route, request).await,
            }
        })
    }
}

/// The path of the route that axum matched, without what routers outside this one put before it.
fn own_path(extensions: &Extensions) -> Option<String> {
    let matched = extensions.get::<MatchedPath>()?.as_str();
    let outside = extensions.get::<NestedPath>().map_or("", |nested| nested.as_str().trim_end_matches('/'));
    let own = matched.strip_prefix(outside)?;
    Some(if own.is_empty() { "/".to_owned() } else { own.to_owned() })
}

async fn call(mut route: Route, request: Request) -> Result<Response, Infallible> {
    route.call(request).await
}

async fn answer<S: Send + Sync + 'static>(
    policies: &PathPolicies<S>,
    state: &S,
    route: Route,
    request: Request,
) -> Response {
    let (mut parts, body) = request.into_parts();
    let is_preflight = preflight::is_preflight(&parts.method, &parts.headers);
    let consulted = if is_preflight {
        preflight::consulted(policies.answers(), &parts.headers)
    } else {
        let serving = preflight::serving(policies.answers(), parts.method.as_str().as_bytes());
        serving.map_or(Consulted::UntilFirst, |(number, _)| Consulted::Only(number))
    };
    let admissions = policies.admissions(consulted, &mut parts, state).await;
    let admission = |number: usize| admissions.get(number).cloned().flatten();
    if is_preflight {
        return preflight::answer(&policies.answers(), parts.uri.path(), &parts.headers, |number, _| admission(number));
    }
    let request = Request::from_parts(parts, body);
    if admissions.iter().all(Option::is_none) {
        events::refused(request.method(), request.uri().path(), || {
            refusals::of_actual(&policies.answers(), request.headers(), request.uri())
        });
    }
    let handler = match consulted {
        Consulted::Only(number) => policies.answers().nth(number).map(|answers| (answers, admission(number))),
        _ => None,
    };
    if let Some((answers, None)) = &handler {
        if answers.enforce && enforce::is_cross_origin(request.headers(), request.uri()) {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::FORBIDDEN;
            actual::decorate(answers, None, response.headers_mut());
            return response;
        }
    }
    let Ok(mut response) = call(route, request).await;
    if let Some((answers, allow_origin)) = handler {
        actual::decorate(answers, allow_origin, response.headers_mut());
    } else {
        let all = policies.answers().enumerate().map(|(number, answers)| (answers, admission(number)));
        actual::decorate_by_first(all, response.headers_mut());
    }
    response
}
