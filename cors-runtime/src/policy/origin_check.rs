//! `origins_if`: asking the application whether it admits an origin.

use std::any::{Any, TypeId};
use std::fmt;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;

use http::request::Parts;

use crate::Origin;
use crate::log::events;

/// A function that stands under `origins_if`; `#[origin_check]` puts this on the type beside it.
///
/// `S` is the router's state, which the function's extractors may take.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be asked for an origin in a router with the state `{S}`",
    label = "not an origin check for this state",
    note = "an origin check is an `async fn(Origin, …) -> bool` that carries `#[origin_check]`",
    note = "its further arguments must be extractors for the router's state"
)]
pub trait OriginCheck<S>: 'static {
    /// Whether there is anything to ask.
    const HAS_CHECK: bool = true;

    /// Whether the origin is admitted.
    fn run(origin: Origin, parts: &mut Parts, state: &S) -> impl Future<Output = bool> + Send;
}

/// A type that `#[origin_check]` put beside a function.
#[diagnostic::on_unimplemented(
    message = "this function is not an origin check",
    label = "annotate this function with `#[origin_check]`",
    note = "`origins_if` names an `async fn(Origin, …) -> bool` that carries `#[origin_check]`"
)]
pub trait IsCheck {}

/// No `origins_if`.
#[derive(Debug)]
pub enum NoCheck {}

impl<S: Sync> OriginCheck<S> for NoCheck {
    const HAS_CHECK: bool = false;

    async fn run(_: Origin, _: &mut Parts, _: &S) -> bool {
        false
    }
}

/// What an origin check takes first.
#[diagnostic::on_unimplemented(
    message = "an origin check takes the origin first, and `{Self}` is none",
    label = "not a `cors_runtime::Origin`",
    note = "write `async fn is_partner(origin: Origin, …) -> bool`; further arguments are extractors"
)]
pub trait FirstArgument {
    /// The argument for this origin.
    fn of(origin: Origin) -> Self;
}

impl FirstArgument for Origin {
    fn of(origin: Origin) -> Self {
        origin
    }
}

/// What an origin check may return: a `bool`, or a `Result` whose error means "not admitted" and is logged.
#[diagnostic::on_unimplemented(
    message = "an origin check cannot return `{Self}`",
    label = "neither `bool` nor `Result<bool, _>`",
    note = "return `bool`, or `Result<bool, E>` where `E: Display`"
)]
pub trait Verdict {
    /// Whether the origin is admitted.
    fn admits(self) -> bool;
}

impl Verdict for bool {
    fn admits(self) -> bool {
        self
    }
}

impl<E: fmt::Display> Verdict for Result<bool, E> {
    fn admits(self) -> bool {
        self.unwrap_or_else(|error| {
            events::check_failed(&error);
            false
        })
    }
}

/// An answer that is still to come.
pub(crate) type PendingCheck<'a> = Pin<Box<dyn Future<Output = bool> + Send + 'a>>;

/// A question that needs no state: one in a shared policy, or a closure given to the builder.
#[derive(Clone)]
pub(crate) enum BoundCheck {
    Function(CheckFunction),
    Closure(Arc<dyn Fn(Origin) -> PendingCheck<'static> + Send + Sync>),
}

/// A check that takes nothing of a router's state, so that a shared policy can ask it wherever it is mounted.
#[diagnostic::on_unimplemented(
    message = "a shared policy cannot ask `{Self}`, which needs a router's state",
    label = "takes `State<_>`, or something that is no extractor without a state",
    note = "`policy!` does not know in which router its policy will stand",
    note = "write `origins_if = …` at the handlers, or keep what the check needs in a `static`"
)]
pub trait StatelessCheck: OriginCheck<()> {}

#[diagnostic::do_not_recommend]
impl<C: OriginCheck<()>> StatelessCheck for C {}

/// The form in which a constant holds the question.
#[derive(Clone, Copy)]
pub struct CheckFunction {
    run: for<'a> fn(Origin, &'a mut Parts) -> PendingCheck<'a>,
    // `TypeId::of` is no constant function before Rust 1.91.
    check_id: fn() -> TypeId,
}

impl CheckFunction {
    /// Asks a check that takes no state; what `policy!` writes down.
    #[must_use]
    pub const fn without_state<C: StatelessCheck>() -> Self {
        fn run<C: StatelessCheck>(origin: Origin, parts: &mut Parts) -> PendingCheck<'_> {
            Box::pin(C::run(origin, parts, &()))
        }
        Self { run: run::<C>, check_id: TypeId::of::<C> }
    }

    /// What distinguishes this question from others. Not its address: the compiler may give one function several, and
    /// several functions one.
    pub(crate) fn check_id(self) -> TypeId {
        (self.check_id)()
    }
}

impl BoundCheck {
    /// The question of a policy that is a constant, where it has one. `Option::map` is no constant function.
    pub(crate) const fn constant(function: Option<CheckFunction>) -> Option<Self> {
        match function {
            Some(function) => Some(Self::Function(function)),
            None => None,
        }
    }

    pub(crate) async fn run(&self, origin: Origin, parts: &mut Parts) -> bool {
        match self {
            Self::Function(function) => catch_panics(|| (function.run)(origin, parts)).await,
            Self::Closure(closure) => catch_panics(|| closure(origin)).await,
        }
    }
}

impl fmt::Debug for CheckFunction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CheckFunction")
    }
}

impl fmt::Debug for BoundCheck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BoundCheck")
    }
}

/// Runs a check; one that panics admits nobody, and the server lives on.
pub(crate) async fn catch_panics<F: Future<Output = bool>>(check: impl FnOnce() -> F) -> bool {
    // What a check leaves half done stays its own: neither it nor its future is touched again after a panic.
    let Ok(check) = catch_unwind(AssertUnwindSafe(check)).inspect_err(report) else {
        return false;
    };
    let mut check = pin!(check);
    std::future::poll_fn(|context| {
        catch_unwind(AssertUnwindSafe(|| check.as_mut().poll(context))).unwrap_or_else(|panic| {
            report(&panic);
            Poll::Ready(false)
        })
    })
    .await
}

fn report(panic: &Box<dyn Any + Send>) {
    let text = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("a value that is no text");
    events::check_failed(&format_args!("it panicked: {text}"));
}
