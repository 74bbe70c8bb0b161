//! Annotated handlers: a handler with the policy in its type, so that the pair is as small as the handler alone.

use std::any::{TypeId, type_name};
use std::fmt;
use std::marker::PhantomData;

use axum::body::Body;
use axum::extract::Request;
use axum::handler::Handler;
use cors_policy::for_macros::{ConstPolicy, MountedMethods};
use http::header::HeaderValue;
use http::request::Parts;

use crate::Origin;
use crate::answer::allow_origin::after_check;
use crate::answer::answer_future::{AnswerFuture, BoxedAnswer, Carried, carry_out};
use crate::answer::compiled_policy::CompiledPolicy;
use crate::answer::decide::decide;
use crate::answer::handshake;
use crate::answer::pending_headers::PendingHeaders;
use crate::answer::selection::PolicySelection;
use crate::handler::callable::SelectHandler;
use crate::handler::no_body::no_body;
use crate::policy::origin_check::{BoundCheck, OriginCheck, catch_panics};
use crate::request::kind::RequestKind;

/// A handler that `#[cors(…)]` stands on, as the type the attribute puts beside it.
///
/// Only the attribute implements this trait.
pub trait Annotated: 'static {
    /// Whether axum can call the handler.
    type IsHandler: SelectHandler;

    /// The function under `origins_if`, or [`NoCheck`](crate::__private_0_1_0::NoCheck).
    type Check: 'static;

    /// Whether there is `origins_if`, in its own attribute or in the shared policy it starts from.
    const HAS_CHECK: bool = false;

    /// Whether it takes a WebSocket, for which HTTP/2 has a method of its own beside GET.
    const UPGRADES: bool = false;

    /// The policy as it was written down.
    const RULES: ConstPolicy;

    /// The policy with what its answers are made of.
    fn policy() -> &'static CompiledPolicy;
}

/// A handler and the type `A` that carries its policy. `T` is axum's name for the shape of its arguments.
pub struct AnnotatedHandler<A, H, T> {
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
pub struct Unpaired<H>(pub H);

impl<H> Unpaired<H> {
    /// Joins the handler and its policy.
    ///
    /// # Panics
    /// If the policy is another handler's, so that a program does not start with it.
    #[track_caller]
    pub fn annotate<A: Annotated + PolicyOf<H>, T>(self, _: Beside<A>) -> AnnotatedHandler<A, Selected<A, H>, T> {
        one_handler(type_name::<H>(), type_name::<A>());
        AnnotatedHandler { handler: A::IsHandler::called(self.0), carried: PhantomData }
    }
}

/// A function that carries no policy, and the policy of one that a glob import brings, can have one name: the two have nothing
/// in common that a trait could ask for, but their places. `function` may have generic arguments.
#[track_caller]
fn one_handler(function: &str, ty: &str) {
    let is_one = function.strip_prefix(ty).is_some_and(|arguments| arguments.is_empty() || arguments.starts_with('<'));
    assert!(is_one, "`{function}` has no CORS policy, and `{ty}`, whose policy is in scope, is another handler");
}

/// A handler without a policy. That it is the `PolicyOf` nothing says what to do, and nothing else is said.
#[derive(Debug)]
pub enum NotAnnotated {}

/// The type beside a handler. Where there is none, the compiler says that a function is no type, and goes on with the default,
/// whose missing `PolicyOf` says what to do.
pub struct Beside<A = NotAnnotated>(PhantomData<fn() -> A>);

impl<A> Beside<A> {
    /// The type as a value.
    pub const IT: Self = Self(PhantomData);
}

impl<A: Annotated> Beside<A> {
    /// What a handler serves, under the name by which `routes!` was given it.
    #[must_use]
    pub const fn served(handler: &'static str) -> MountedMethods {
        MountedMethods { handler, methods: A::RULES.methods }
    }
}

impl<A> fmt::Debug for Beside<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Beside")
    }
}

/// What is called for a handler `H` with the policy `A`.
pub type Selected<A, H> = <<A as Annotated>::IsHandler as SelectHandler>::As<H>;

impl<A, H: Clone, T> Clone for AnnotatedHandler<A, H, T> {
    fn clone(&self) -> Self {
        Self { handler: self.handler.clone(), carried: PhantomData }
    }
}

impl<A, H, T> fmt::Debug for AnnotatedHandler<A, H, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AnnotatedHandler")
    }
}

/// Asks whether an annotated handler's application admits an origin: by the function of its own attribute, or by the one
/// of the shared policy it starts from.
pub(crate) async fn run_check<A, S>(origin: Origin, parts: &mut Parts, state: &S) -> bool
where
    A: Annotated<Check: OriginCheck<S>>,
{
    match &A::policy().origins_if {
        Some(check) => check.run(origin, parts).await,
        None => catch_panics(|| A::Check::run(origin, parts, state)).await,
    }
}

/// What distinguishes the function that [`run_check`] asks; none where there is nothing to ask.
pub(crate) fn check_id<A, S>() -> Option<TypeId>
where
    A: Annotated<Check: OriginCheck<S>>,
{
    match &A::policy().origins_if {
        Some(BoundCheck::Function(function)) => Some(function.check_id()),
        // Closures are a layer's; an attribute names a function.
        Some(BoundCheck::Closure(_)) | None => A::Check::HAS_CHECK.then(TypeId::of::<A::Check>),
    }
}

impl<A, H, T, S> Handler<T, S> for AnnotatedHandler<A, H, T>
where
    A: Annotated<Check: OriginCheck<S>>,
    H: Handler<T, S>,
    T: 'static,
    S: Send + Sync + 'static,
{
    type Future = HandlerFuture<H::Future>;

    // Inlined, and without the request in the hands of functions that are not: else it is copied once more.
    #[inline]
    fn call(self, request: Request, state: S) -> Self::Future {
        match PendingHeaders::at_once(A::policy(), A::HAS_CHECK, &request) {
            Some(headers) => HandlerFuture::running(self.handler.call(request, state), headers),
            None => self.decide(request, state),
        }
    }
}

impl<A, H, T> AnnotatedHandler<A, H, T> {
    /// The handler alone.
    pub(crate) fn into_inner(self) -> H {
        self.handler
    }

    /// What becomes of a request whose origin the lists do not admit, where somebody can be asked or wants to know.
    #[cold]
    fn decide<S>(self, request: Request, state: S) -> HandlerFuture<H::Future>
    where
        A: Annotated<Check: OriginCheck<S>>,
        H: Handler<T, S>,
        T: 'static,
        S: Send + Sync + 'static,
    {
        // In a constant it is compiled only where something is asked.
        let ask_and_run: Option<AskAndRun<Self, S>> =
            const { if A::HAS_CHECK { Some(Self::ask_and_run) } else { None } };
        if let Some(ask_and_run) = ask_and_run {
            if let Some(origin) = Origin::of(request.headers()) {
                return HandlerFuture::instead(ask_and_run(self, origin, request, state));
            }
        }
        let carried = carry_out_for_handler(A::policy(), &[None], &request);
        HandlerFuture::of(carried, |_| self.handler.call(request, state))
    }

    fn ask_and_run<S>(self, origin: Origin, request: Request, state: S) -> BoxedAnswer<Body>
    where
        A: Annotated<Check: OriginCheck<S>>,
        H: Handler<T, S>,
        T: 'static,
        S: Send + Sync + 'static,
    {
        Box::pin(async move {
            let (mut parts, body) = request.into_parts();
            let is_admitted = run_check::<A, S>(origin, &mut parts, &state).await;
            let allow_origin = after_check(is_admitted, &parts);
            let request = Request::from_parts(parts, body);
            let carried = carry_out_for_handler(A::policy(), &[allow_origin], &request);
            HandlerFuture::of(carried, |_| self.handler.call(request, state)).await
        })
    }
}

/// Decides about a request that axum gave to the handler of this policy, whatever its method, and carries it out. `found` is
/// the value of `Access-Control-Allow-Origin`, if the origin is admitted. Nothing here is generic over handlers.
fn carry_out_for_handler(
    policy: &'static CompiledPolicy,
    found: &[Option<HeaderValue>],
    request: &Request,
) -> Carried<&'static CompiledPolicy, Body> {
    let selection = PolicySelection::Only(0, policy);
    let surroundings = handshake::surroundings(request);
    let decision = decide(request, RequestKind::Actual, selection, &std::iter::once(policy), Some(found), surroundings);
    carry_out(decision, |policy| policy, no_body)
}

/// Asks the application for an origin and then runs a handler, if it may.
type AskAndRun<H, S> = fn(H, Origin, Request, S) -> BoxedAnswer<Body>;

/// The answer of a handler, with what its policy adds.
pub type HandlerFuture<F> = AnswerFuture<F, &'static CompiledPolicy, BoxedAnswer<Body>>;
