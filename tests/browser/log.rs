//! What the server saw and did, for scenarios to compare with what the script saw.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, Method, header};
use axum::middleware::Next;
use axum::response::Response;

/// A request as it came in, before any policy was applied to it.
#[derive(Clone, Debug)]
pub(crate) struct Arrival {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
}

impl Arrival {
    /// The text of a header, or nothing if it was not sent.
    pub(crate) fn header(&self, name: &HeaderName) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    fn is_preflight(&self) -> bool {
        self.method == Method::OPTIONS && self.headers.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD)
    }
}

#[derive(Default)]
struct Entries {
    arrivals: Vec<Arrival>,
    handlers: Vec<&'static str>,
}

/// Shared by the server's tasks, which write it, and the scenarios, which read it.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Entries>>);

impl Log {
    /// Called by each handler with its own name, so that a scenario can tell whether it ran.
    pub(crate) fn handler_ran(&self, handler: &'static str) {
        self.entries().handlers.push(handler);
    }

    /// How often the handler ran.
    pub(crate) fn runs_of(&self, handler: &str) -> usize {
        self.entries().handlers.iter().filter(|ran| **ran == handler).count()
    }

    /// The preflights for a path, oldest first.
    pub(crate) fn preflights(&self, path: &str) -> Vec<Arrival> {
        self.matching(|arrival| arrival.path == path && arrival.is_preflight())
    }

    /// The requests for a path that were not preflights, oldest first.
    pub(crate) fn requests(&self, path: &str) -> Vec<Arrival> {
        self.matching(|arrival| arrival.path == path && !arrival.is_preflight())
    }

    pub(crate) fn clear(&self) {
        *self.entries() = Entries::default();
    }

    fn matching(&self, wanted: impl Fn(&Arrival) -> bool) -> Vec<Arrival> {
        self.entries().arrivals.iter().filter(|arrival| wanted(arrival)).cloned().collect()
    }

    fn entries(&self) -> MutexGuard<'_, Entries> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The outermost layer of the server: writes down every request, preflights included.
pub(crate) async fn write_down(State(log): State<Log>, request: Request, next: Next) -> Response {
    log.entries().arrivals.push(Arrival {
        method: request.method().clone(),
        path: request.uri().path().to_owned(),
        headers: request.headers().clone(),
    });
    next.run(request).await
}
