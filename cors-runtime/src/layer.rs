//! `CorsLayer`: a policy around any HTTP service.

use std::future::{Future, Ready};
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

use crate::answer::allow_origin::after_check;
use crate::answer::answer_future::{AnswerFuture, carry_out};
use crate::answer::compiled_policy::CompiledPolicy;
use crate::answer::decide::decide;
use crate::answer::handshake::{self, Surroundings};
use crate::answer::pending_headers::{PendingHeaders, PolicyHolder};
use crate::answer::selection::PolicySelection;
use crate::log::events;
use crate::request::kind::RequestKind;
use crate::request::single_value::SingleValue;
use crate::{Origin, Policy};

/// A [`Layer`] that gives a whole service one policy: an axum `Router`, files, gRPC-Web, plain hyper.
///
/// It answers every preflight itself; nothing inside ever sees one. Other answers get their CORS headers, errors and redirects
/// among them. A route with `#[cors(…)]` inside keeps its own policy on its answers, which get their headers once.
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
        if let Some(fault) = policy.fault_if_whole() {
            panic!("a policy around services must be whole: {}", fault.as_str());
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

impl PolicyHolder for Arc<Shared> {
    // axum adds `allow` and `content-length`.
    const HEADERS_OF_OTHERS: usize = 2;

    fn policy(&self) -> &CompiledPolicy {
        &self.policy
    }

    #[inline]
    fn surroundings<B>(&self, request: &Request<B>) -> Surroundings {
        if handshake::is_inside_default_policy(request) {
            Surroundings::DefaultPolicy
        } else if self.is_default_policy {
            handshake::surroundings(request)
        } else {
            Surroundings::Nothing
        }
    }

    fn marks_answers(&self) -> bool {
        self.is_default_policy
    }

    #[inline]
    fn yields_to<B>(&self, response: &Response<B>) -> bool {
        let is_marked = handshake::is_marked(response);
        if is_marked && !self.met_annotated.swap(true, Ordering::Relaxed) {
            events::layer_over_annotated_route(self.is_default_policy);
        }
        is_marked
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
    fn call(&mut self, request: Request<B>) -> Self::Future {
        if *request.method() != Method::OPTIONS {
            let has_check = self.shared.policy.origins_if.is_some();
            if let Some(headers) = PendingHeaders::at_once(Arc::clone(&self.shared), has_check, &request) {
                let answer = AnswerFuture::running(run(&self.shared, &mut self.inner, request), headers);
                return CorsFuture { state: State::Answers { answer } };
            }
        }
        self.decide(request)
    }
}

impl<S> Cors<S> {
    /// The answer to what may be a preflight, or a request whose origin the lists do not admit.
    #[inline(never)]
    fn decide<B, R>(&mut self, request: Request<B>) -> CorsFuture<S, B, R, S::Future>
    where
        S: Service<Request<B>> + Clone,
        R: Default,
    {
        let policy = &self.shared.policy;
        // The lists were asked about other requests already, and admit none that comes here.
        let is_options = *request.method() == Method::OPTIONS;
        let origin = || SingleValue::of(request.headers(), &ORIGIN);
        let allow_origin = if is_options { policy.allow_origin(origin()) } else { None };
        if allow_origin.is_none() && policy.origins_if.is_some() {
            if let Some(origin) = Origin::of(request.headers()) {
                // The service that was polled ready is the one to call; its clone waits for the next request.
                let clone = self.inner.clone();
                let service = std::mem::replace(&mut self.inner, clone);
                let (parts, body) = request.into_parts();
                let check = run_check(Arc::clone(&self.shared), origin, parts);
                let waiting = Some((Arc::clone(&self.shared), service, body));
                return CorsFuture { state: State::Checks { check, waiting } };
            }
        }
        let answer = answer(&self.shared, &mut self.inner, request, &[allow_origin]);
        CorsFuture { state: State::Answers { answer } }
    }
}

/// The answer when it is known whether the origin is admitted: `found` is the value of `Access-Control-Allow-Origin`, if so.
fn answer<S, B, R>(
    shared: &Arc<Shared>,
    service: &mut S,
    request: Request<B>,
    found: &[Option<HeaderValue>],
) -> AnswerFuture<S::Future, Arc<Shared>, Ready<Response<R>>>
where
    S: Service<Request<B>>,
    R: Default,
{
    let kind = RequestKind::of(request.method(), request.headers());
    let policies = std::iter::once(&shared.policy);
    let selection = PolicySelection::of(kind, policies.clone(), || PolicySelection::Only(0, &shared.policy));
    let decision = decide(&request, kind, selection, &policies, Some(found), shared.surroundings(&request));
    AnswerFuture::of(carry_out(decision, |_| Arc::clone(shared), R::default), |_| run(shared, service, request))
}

/// Calls the service, and lets the routes inside know of the layer.
#[inline]
fn run<S: Service<Request<B>>, B>(shared: &Shared, service: &mut S, mut request: Request<B>) -> S::Future {
    handshake::mark_request(&mut request, shared.is_default_policy);
    service.call(request)
}

type PendingCheck = Pin<Box<dyn Future<Output = (Parts, Option<HeaderValue>)> + Send>>;

/// Asks the application. The verdict comes with the head of the request, which the check borrows.
fn run_check(shared: Arc<Shared>, origin: Origin, mut parts: Parts) -> PendingCheck {
    Box::pin(async move {
        let is_admitted = match &shared.policy.origins_if {
            Some(check) => check.run(origin, &mut parts).await,
            None => false,
        };
        let allow_origin = after_check(is_admitted, &parts);
        (parts, allow_origin)
    })
}

pin_project! {
    /// The answer of a [`Cors`] service.
    pub struct CorsFuture<S, B, R, F> {
        #[pin]
        state: State<S, B, R, F>,
    }
}

pin_project! {
    #[project = StateProjection]
    enum State<S, B, R, F> {
        // The service answers, or the policy does in its place.
        Answers { #[pin] answer: AnswerFuture<F, Arc<Shared>, Ready<Response<R>>> },
        // The application is asked; the service and the request's body wait. Neither need be `Send`, so they are in no box.
        Checks { check: PendingCheck, waiting: Option<(Arc<Shared>, S, B)> },
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
            let answer = match this.state.as_mut().project() {
                StateProjection::Answers { answer } => return answer.poll(context),
                StateProjection::Checks { check, waiting } => {
                    let (parts, allow_origin) = ready!(check.as_mut().poll(context));
                    let Some((shared, mut service, body)) = waiting.take() else { return Poll::Pending };
                    answer(&shared, &mut service, Request::from_parts(parts, body), &[allow_origin])
                }
            };
            this.state.set(State::Answers { answer });
        }
    }
}
