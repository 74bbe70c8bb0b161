//! The measured loop, and what drives a router without a runtime: everything here is ready when it is polled.

use std::convert::Infallible;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use tower::Service;

use crate::allocations;
use crate::work::Work;

const WARM_UP: usize = 32;

/// The part of this function's name that callgrind is told to count inside of.
pub const COUNTED: &str = "counted_requests";

/// Answers these requests and drops the answers; callgrind counts what happens in here and nothing else.
#[inline(never)]
fn counted_requests(app: &mut Router, requests: Vec<Request>) {
    for request in requests {
        drop(answer(app, request));
    }
}

/// Answers requests that warm up, and after a word from `begin` those that are counted; says how many allocations these
/// made together.
pub fn run(app: &mut Router, work: Work, begin: impl FnOnce()) -> u64 {
    for _ in 0..WARM_UP {
        drop(answer(app, work.request()));
    }
    let requests = (0..work.rounds()).map(|_| work.request()).collect();
    begin();
    let before = allocations::count();
    counted_requests(app, requests);
    allocations::count() - before
}

/// The answer to a request.
///
/// # Panics
/// Where the answer is not there at once.
pub fn answer(app: &mut Router, request: Request) -> Response {
    let mut context = Context::from_waker(Waker::noop());
    let _: Poll<Result<(), Infallible>> = Service::<Request<Body>>::poll_ready(app, &mut context);
    match pin!(app.call(request)).poll(&mut context) {
        Poll::Ready(Ok(response)) => response,
        Poll::Pending => panic!("a contestant waits for something"),
    }
}
