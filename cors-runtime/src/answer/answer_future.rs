//! A decision is carried out: what stands behind the policies runs or does not, and its answer is given its headers.
//!
//! Annotated handlers, paths, `CorsRouter` and `CorsLayer` all go through here. They differ in what they run.

use std::fmt;
use std::future::{Future, Ready, ready};
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_util::future::Either;
use http::{Response, StatusCode};
use pin_project_lite::pin_project;

use crate::answer::compiled_policy::CompiledPolicy;
use crate::answer::decision::Decision;
use crate::answer::pending_headers::{PendingHeaders, PolicyHolder};
use crate::answer::preflight;

/// What a service's future ends with: an answer, or an error in its place.
pub trait Outcome<B> {
    /// An answer.
    fn of(response: Response<B>) -> Self;

    /// The answer; none where there is an error.
    fn response_mut(&mut self) -> Option<&mut Response<B>>;
}

impl<B> Outcome<B> for Response<B> {
    fn of(response: Self) -> Self {
        response
    }

    fn response_mut(&mut self) -> Option<&mut Self> {
        Some(self)
    }
}

impl<B, E> Outcome<B> for Result<Response<B>, E> {
    fn of(response: Response<B>) -> Self {
        Ok(response)
    }

    fn response_mut(&mut self) -> Option<&mut Response<B>> {
        self.as_mut().ok()
    }
}

/// What is left to do when a decision is made.
pub(crate) enum Carried<P, B> {
    /// Nothing runs: this is the answer, with its headers.
    Answer(Response<B>),
    /// The handler with this number runs, or what answers where no single handler is meant; its answer is given these
    /// headers.
    Run(Option<usize>, Option<PendingHeaders<P>>),
}

/// Carries out a decision as far as nothing has to run for it. `body` is the empty one.
#[inline]
pub(crate) fn carry_out<'p, P: PolicyHolder, B>(
    decision: Decision<'p>,
    hold: impl FnOnce(&'p CompiledPolicy) -> P,
    body: impl FnOnce() -> B,
) -> Carried<P, B> {
    match decision {
        Decision::Approve(approved) => Carried::Answer(preflight::approval(approved, P::HEADERS_OF_OTHERS, body())),
        Decision::Refuse(refused) => Carried::Answer(preflight::refusal(&refused, body())),
        Decision::Forbid(headers) => {
            let mut response = preflight::respond(StatusCode::FORBIDDEN, body());
            headers.held_by(hold).apply(&mut response);
            Carried::Answer(response)
        }
        Decision::Run(number, headers) => Carried::Run(number, headers.map(|headers| headers.held_by(hold))),
    }
}

pin_project! {
    /// The answer to a request, with the headers of its policy. `F` is the future of what runs, `P` holds the policy, and `W`
    /// is an answer in place of what runs.
    pub struct AnswerFuture<F, P, W> {
        #[pin]
        state: State<F, P, W>,
    }
}

pin_project! {
    #[project = StateProjection]
    enum State<F, P, W> {
        Runs { #[pin] future: F, headers: Option<PendingHeaders<P>> },
        Instead { #[pin] answer: W },
    }
}

/// An answer that is still to come, and comes with its headers.
pub(crate) type BoxedAnswer<B> = Pin<Box<dyn Future<Output = Response<B>> + Send>>;

/// An answer in place of what runs: it is there, or the application is asked first. A handler's future keeps the rare
/// ones in a box ([`BoxedAnswer`]), so that it is no larger than the handler's own.
pub trait InsteadAnswer<B>: Future<Output = Response<B>> {
    /// The answer is there.
    fn now(response: Response<B>) -> Self;
}

impl<B: Send + 'static> InsteadAnswer<B> for BoxedAnswer<B> {
    fn now(response: Response<B>) -> Self {
        Box::pin(ready(response))
    }
}

impl<B> InsteadAnswer<B> for Ready<Response<B>> {
    fn now(response: Response<B>) -> Self {
        ready(response)
    }
}

impl<B> InsteadAnswer<B> for Either<Ready<Response<B>>, BoxedAnswer<B>> {
    fn now(response: Response<B>) -> Self {
        Self::Left(ready(response))
    }
}

impl<F, P, W> AnswerFuture<F, P, W> {
    /// The answer of what runs, with these headers.
    #[inline]
    pub(crate) fn running(future: F, headers: PendingHeaders<P>) -> Self {
        Self { state: State::Runs { future, headers: Some(headers) } }
    }

    /// An answer in place of what runs.
    pub(crate) fn instead(answer: W) -> Self {
        Self { state: State::Instead { answer } }
    }

    /// What is left to do is done. `run` is called with the number of the handler, if a single one is meant.
    #[inline]
    pub(crate) fn of<B>(carried: Carried<P, B>, run: impl FnOnce(Option<usize>) -> F) -> Self
    where
        W: InsteadAnswer<B>,
    {
        match carried {
            Carried::Answer(response) => Self::instead(W::now(response)),
            Carried::Run(number, headers) => Self { state: State::Runs { future: run(number), headers } },
        }
    }
}

impl<F, P, W, B> Future for AnswerFuture<F, P, W>
where
    F: Future<Output: Outcome<B>>,
    P: PolicyHolder,
    W: Future<Output = Response<B>>,
{
    type Output = F::Output;

    #[inline]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        match self.project().state.project() {
            StateProjection::Runs { future, headers } => {
                // The answer stays where the handler put it: it is too large to be moved about.
                let mut answer = future.poll(context);
                if let (Poll::Ready(outcome), Some(headers)) = (&mut answer, headers) {
                    if let Some(response) = outcome.response_mut() {
                        headers.apply(response);
                    }
                }
                answer
            }
            StateProjection::Instead { answer } => answer.poll(context).map(Outcome::of),
        }
    }
}

impl<F, P, W> fmt::Debug for AnswerFuture<F, P, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AnswerFuture")
    }
}
