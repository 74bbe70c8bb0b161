//! What is told of a request in the log, read so that it is made: nobody makes words that nobody reads.

use std::cell::RefCell;
use std::fmt::{Debug, Write as _};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Dispatch, Event, Metadata, Subscriber, dispatcher};

thread_local! {
    static DISPATCH: Dispatch = Dispatch::new(Reader);
    static TOLD: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Runs something with the log on, and hands back what was told.
pub(super) fn told<T>(run: impl FnOnce() -> T) -> (T, String) {
    TOLD.with_borrow_mut(String::clear);
    let value = DISPATCH.with(|dispatch| dispatcher::with_default(dispatch, run));
    (value, TOLD.take())
}

struct Reader;

impl Subscriber for Reader {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        TOLD.with_borrow_mut(|told| {
            writeln!(told, "{} {}", event.metadata().level(), event.metadata().target()).expect("a text");
            event.record(&mut Fields(told));
        });
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// A line for each field.
struct Fields<'t>(&'t mut String);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        writeln!(self.0, "{field} = {value:?}").expect("a text");
    }
}
