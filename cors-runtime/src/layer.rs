//! `CorsLayer`: a policy around any HTTP service.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};

use http::header::{HeaderValue, ORIGIN};
use http::request::Parts;
use http::{Request, Response, StatusCode};
use pin_project_lite::pin_project;
use tower_layer::Layer;
use tower_service::Service;

use crate::answers::Answers;
use crate::{Origin, Policy, actual, enforce, events, preflight, refusals, under_layer};

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
    answers: Answers,
    /// Whether it was logged that an annotated route stands inside.
    met_annotated: AtomicBool,
}

impl CorsLayer {
    /// A layer with this policy. `origins_from` is read once here, so that a bad set stops the start.
    ///
    /// # Panics
    /// Where the policy was made by `policy!` and lacks origins or methods: a layer has no handler that could add them.
    #[must_use]
    pub fn new(policy: impl Into<Policy>) -> Self {
        let policy = policy.into();
        if let Some(objection) = cors_policy::objection(&policy.rules, policy.sources()) {
            panic!("a policy around services must be whole: {}", objection.as_str());
        }
        let answers = Answers::built(policy);
        answers.force();
        Self(Arc::new(Shared { answers, met_annotated: AtomicBool::new(false) }))
    }
}

impl CorsLayer {
    pub(crate) fn answers(&self) -> &Answers {
        &self.0.answers
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
    type Future = CorsFuture<S, B, S::Future>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let shared = Arc::clone(&self.shared);
        let allow_origin = shared.answers.allow_origin(request.headers());
        if allow_origin.is_none() && shared.answers.origins_if.is_some() {
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
        let admitted = match &shared.answers.origins_if {
            Some(question) => question.ask(origin, &mut parts).await,
            None => false,
        };
        // The origin was read from this header, so it is there.
        let allow_origin = if admitted { parts.headers.get(ORIGIN).cloned() } else { None };
        (parts, allow_origin)
    })
}

pin_project! {
    /// The answer of a [`Cors`] service.
    pub struct CorsFuture<S, B, F> {
        #[pin]
        state: State<S, B, F>,
        shared: Arc<Shared>,
    }
}

pin_project! {
    #[project = StateProjection]
    enum State<S, B, F> {
        // The application is asked; the service and the request's body wait.
        Asking { asking: Asking, waiting: Option<(S, B)> },
        // The service answers.
        Inner { #[pin] future: F, allow_origin: Option<HeaderValue> },
        // A preflight, which is answered here.
        Preflight { head: Option<(Parts, Option<HeaderValue>)> },
        // `enforce`: the service is not called.
        Stopped,
    }
}

impl<S, B> State<S, B, S::Future>
where
    S: Service<Request<B>>,
{
    fn after_admission(
        shared: &Shared,
        service: &mut S,
        mut request: Request<B>,
        allow_origin: Option<HeaderValue>,
    ) -> Self {
        if preflight::is_preflight(request.method(), request.headers()) {
            let (parts, _) = request.into_parts();
            return Self::Preflight { head: Some((parts, allow_origin)) };
        }
        if allow_origin.is_none() {
            let policies = std::iter::once(&shared.answers);
            events::refused(request.method(), request.uri().path(), || {
                refusals::of_actual(&policies, request.headers(), request.uri())
            });
            if shared.answers.enforce && enforce::is_cross_origin(request.headers(), request.uri()) {
                return Self::Stopped;
            }
        }
        under_layer::mark(&mut request);
        Self::Inner { future: service.call(request), allow_origin }
    }
}

impl<S, B, R> Future for CorsFuture<S, B, S::Future>
where
    S: Service<Request<B>, Response = Response<R>>,
    R: Default,
{
    type Output = Result<Response<R>, S::Error>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        let answers = &this.shared.answers;
        loop {
            let next = match this.state.as_mut().project() {
                StateProjection::Asking { asking, waiting } => {
                    let (parts, allow_origin) = ready!(asking.as_mut().poll(context));
                    let Some((mut service, body)) = waiting.take() else { return Poll::Pending };
                    let request = Request::from_parts(parts, body);
                    State::after_admission(this.shared, &mut service, request, allow_origin)
                }
                StateProjection::Inner { future, allow_origin } => {
                    let mut response = ready!(future.poll(context))?;
                    if under_layer::is_decorated(&response) {
                        if !this.shared.met_annotated.swap(true, Ordering::Relaxed) {
                            events::layer_over_annotated_route();
                        }
                    } else {
                        actual::decorate(answers, allow_origin.take(), response.headers_mut());
                    }
                    return Poll::Ready(Ok(response));
                }
                StateProjection::Preflight { head } => {
                    let Some((parts, allow_origin)) = head.take() else { return Poll::Pending };
                    let policies = std::iter::once(answers);
                    return Poll::Ready(Ok(preflight::answer(&policies, parts.uri.path(), &parts.headers, |_, _| {
                        allow_origin.clone()
                    })));
                }
                StateProjection::Stopped => {
                    let mut response = Response::new(R::default());
                    *response.status_mut() = StatusCode::FORBIDDEN;
                    actual::decorate(answers, None, response.headers_mut());
                    return Poll::Ready(Ok(response));
                }
            };
            this.state.set(next);
        }
    }
}
