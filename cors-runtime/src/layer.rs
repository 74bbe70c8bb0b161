//! `CorsLayer`: a policy around any HTTP service.

pub(crate) mod handshake;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};

use http::header::{HeaderValue, ORIGIN};
use http::request::Parts;
use http::{Method, Request, Response};
use pin_project_lite::pin_project;
use tower_layer::Layer;
use tower_service::Service;

use self::handshake::Surroundings;
use crate::answer::actual;
use crate::answer::allow_origin::AllowOrigins;
use crate::answer::compiled_policy::CompiledPolicy;
use crate::answer::enforce;
use crate::answer::preflight::Preflight;
use crate::log::events;
use crate::original_uri::whole_uri;
use crate::request::single_value::SingleValue;
use crate::{Origin, Policy};

/// A [`Layer`] that gives a whole service one policy: an axum `Router`, files, gRPC-Web, plain hyper.
///
/// It answers every preflight itself; nothing inside ever sees one. Other answers are decorated, errors and redirects
/// among them. A route with `#[cors(…)]` inside keeps its own policy on its answers, and is decorated once.
///
/// ```
/// use axum::{Router, routing::get};
/// use cors_runtime::{CorsLayer, policy};
///
/// let app: Router = Router::new()
///     .route("/", get(|| async { "hello" }))
///     .layer(CorsLayer::new(policy!(origins = "https://app.example.com", methods = "GET")));
/// ```
///
/// Annotate handlers where you can: an attribute stands beside what it opens, and its answers are constants. A layer is
/// for services that have no handlers, and for policies that are only known at run time.
#[derive(Clone, Debug)]
pub struct CorsLayer(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    policy: CompiledPolicy,
    /// Whether it was logged that an annotated route stands inside.
    met_annotated: AtomicBool,
    /// Whether it is the default policy of a `CorsRouter`: a route's own policy, for a layer around the router.
    is_default_policy: bool,
}

impl CorsLayer {
    /// A layer with this policy. `origins_from` is read once here, so that a bad set stops the start.
    ///
    /// # Panics
    /// Where the policy was made by `policy!` and lacks origins or methods: a layer has no handler that could add them.
    #[must_use]
    #[track_caller]
    pub fn new(policy: impl Into<Policy>) -> Self {
        Self::with(policy.into(), false)
    }

    #[track_caller]
    fn with(policy: Policy, is_default_policy: bool) -> Self {
        if let Some(objection) = policy.objection() {
            panic!("a policy around services must be whole: {}", objection.as_str());
        }
        let policy = CompiledPolicy::built(policy);
        policy.force();
        handshake::a_layer_is_made();
        if is_default_policy {
            handshake::a_default_policy_is_made();
        }
        Self(Arc::new(Shared { policy, met_annotated: AtomicBool::new(false), is_default_policy }))
    }

    /// The default policy of a `CorsRouter`. The router's annotated routes are not inside of it; those of an `axum::Router` or
    /// a service may be.
    #[track_caller]
    pub(crate) fn of_router(policy: impl Into<Policy>) -> Self {
        Self::with(policy.into(), true)
    }

    /// Whether this is the same layer, not only an equal one.
    pub(crate) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    pub(crate) fn policy(&self) -> &CompiledPolicy {
        &self.0.policy
    }
}

impl Shared {
    /// Whether a layer around waits for a note that the answer follows a policy inside of it.
    fn is_noted<B>(&self, request: &Request<B>) -> bool {
        self.is_default_policy && handshake::surroundings(request) != Surroundings::Nothing
    }
}

impl<S> Layer<S> for CorsLayer {
    type Service = Cors<S>;

    fn layer(&self, inner: S) -> Cors<S> {
        Cors { inner, shared: Arc::clone(&self.0) }
    }
}

/// A service with a policy around it; made by [`CorsLayer`].
#[derive(Clone, Debug)]
pub struct Cors<S> {
    inner: S,
    shared: Arc<Shared>,
}

impl<S, B, R> Service<Request<B>> for Cors<S>
where
    S: Service<Request<B>, Response = Response<R>> + Clone,
    R: Default,
{
    type Response = Response<R>;
    type Error = S::Error;
    type Future = CorsFuture<S, B, R, S::Future>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    // As in annotated handlers, the request is kept from functions that are not inlined: else it is copied once more.
    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        let policy = &self.shared.policy;
        let allow_origin = policy.allow_origin(SingleValue::of_inlined(request.headers(), &ORIGIN));
        if *request.method() == Method::OPTIONS
            || (allow_origin.is_none()
                && (policy.origins_if.is_some()
                    || enforce::needs_slow_path(policy)
                    || handshake::is_inside_default_policy(&request)))
        {
            return self.call_or_answer(request, allow_origin);
        }
        let note = self.shared.is_noted(&request);
        handshake::mark_request(&mut request, self.shared.is_default_policy);
        let shared = Arc::clone(&self.shared);
        CorsFuture { shared, state: State::Inner { allow_origin, note, future: self.inner.call(request) } }
    }
}

impl<S> Cors<S> {
    /// The answer to what may be a preflight or a refused request.
    #[inline(never)]
    fn call_or_answer<B, R>(
        &mut self,
        request: Request<B>,
        allow_origin: Option<HeaderValue>,
    ) -> CorsFuture<S, B, R, S::Future>
    where
        S: Service<Request<B>> + Clone,
        R: Default,
    {
        let shared = Arc::clone(&self.shared);
        if allow_origin.is_none() && shared.policy.origins_if.is_some() {
            if let Some(origin) = Origin::of(request.headers()) {
                // The service that was polled ready is the one to call; its clone waits for the next request.
                let clone = self.inner.clone();
                let service = std::mem::replace(&mut self.inner, clone);
                let (parts, body) = request.into_parts();
                let asking = ask(Arc::clone(&shared), origin, parts);
                return CorsFuture { state: State::Asking { asking, waiting: Some((service, body)) }, shared };
            }
        }
        let state = State::after_admission(&shared, &mut self.inner, request, allow_origin);
        CorsFuture { state, shared }
    }
}

type Asking = Pin<Box<dyn Future<Output = (Parts, Option<HeaderValue>)> + Send>>;

/// Asks the application; the answer comes with the head of the request, which the question borrows.
fn ask(shared: Arc<Shared>, origin: Origin, mut parts: Parts) -> Asking {
    Box::pin(async move {
        let admitted = match &shared.policy.origins_if {
            Some(check) => check.ask(origin, &mut parts).await,
            None => false,
        };
        // The origin was read from this header, so it is there.
        let allow_origin = if admitted { parts.headers.get(ORIGIN).cloned() } else { None };
        (parts, allow_origin)
    })
}

pin_project! {
    /// The answer of a [`Cors`] service.
    pub struct CorsFuture<S, B, R, F> {
        #[pin]
        state: State<S, B, R, F>,
        shared: Arc<Shared>,
    }
}

pin_project! {
    #[project = StateProjection]
    enum State<S, B, R, F> {
        // The service answers.
        Inner { #[pin] future: F, allow_origin: Option<HeaderValue>, note: bool },
        // The application is asked; the service and the request's body wait.
        Asking { asking: Asking, waiting: Option<(S, B)> },
        // A preflight, or a request that `enforce` stops: the service is not called.
        Answered { response: Option<Response<R>> },
    }
}

impl<S, B, R> State<S, B, R, S::Future>
where
    S: Service<Request<B>>,
    R: Default,
{
    fn after_admission(
        shared: &Shared,
        service: &mut S,
        mut request: Request<B>,
        mut allow_origin: Option<HeaderValue>,
    ) -> Self {
        let policy = &shared.policy;
        if let Some(preflight) = Preflight::of(request.method(), request.headers()) {
            let admissions = AllowOrigins::Resolved(std::slice::from_ref(&allow_origin));
            // axum adds `allow` and `content-length`.
            let preflight = preflight.with_room_for(2);
            let response = preflight.answer(&std::iter::once(policy), whole_uri(&request), &admissions, R::default());
            return Self::Answered { response: Some(response) };
        }
        if allow_origin.is_none() && enforce::blocks(policy, handshake::is_inside_default_policy(&request), &request) {
            let mut response = enforce::forbidden();
            actual::set_cors_headers(policy, &mut allow_origin, response.headers_mut());
            if shared.is_noted(&request) {
                handshake::mark_response(&mut response);
            }
            return Self::Answered { response: Some(response) };
        }
        let note = shared.is_noted(&request);
        handshake::mark_request(&mut request, shared.is_default_policy);
        Self::Inner { future: service.call(request), allow_origin, note }
    }
}

impl<S, B, R> Future for CorsFuture<S, B, R, S::Future>
where
    S: Service<Request<B>, Response = Response<R>>,
    R: Default,
{
    type Output = Result<Response<R>, S::Error>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        loop {
            let next = match this.state.as_mut().project() {
                StateProjection::Inner { future, allow_origin, note } => {
                    // The answer stays where the service put it: it is too large to be moved about.
                    let mut answer = future.poll(context);
                    if let Poll::Ready(Ok(response)) = &mut answer {
                        if !handshake::is_marked(response) {
                            actual::set_cors_headers(&this.shared.policy, allow_origin, response.headers_mut());
                            if *note {
                                handshake::mark_response(response);
                            }
                        } else if !this.shared.met_annotated.swap(true, Ordering::Relaxed) {
                            events::layer_over_annotated_route(this.shared.is_default_policy);
                        }
                    }
                    return answer;
                }
                StateProjection::Asking { asking, waiting } => {
                    let (parts, allow_origin) = ready!(asking.as_mut().poll(context));
                    let Some((mut service, body)) = waiting.take() else { return Poll::Pending };
                    let request = Request::from_parts(parts, body);
                    State::after_admission(this.shared, &mut service, request, allow_origin)
                }
                StateProjection::Answered { response } => {
                    return response.take().map_or(Poll::Pending, |answer| Poll::Ready(Ok(answer)));
                }
            };
            this.state.set(next);
        }
    }
}
