//! Panics of the server: those of the origin check that is meant to panic are counted, all others are told too.

use std::panic::{self, PanicHookInfo};
use std::sync::atomic::{AtomicU64, Ordering};

/// What the origin check says that panics on purpose.
pub(crate) const ON_PURPOSE: &str = "this origin check panics on purpose";

static EXPECTED: AtomicU64 = AtomicU64::new(0);
static UNEXPECTED: AtomicU64 = AtomicU64::new(0);

/// Watches from here on.
pub(crate) fn watch() {
    let tell = panic::take_hook();
    panic::set_hook(Box::new(move |info: &PanicHookInfo<'_>| {
        if info.payload().downcast_ref::<&str>() == Some(&ON_PURPOSE) {
            EXPECTED.fetch_add(1, Ordering::Relaxed);
        } else {
            UNEXPECTED.fetch_add(1, Ordering::Relaxed);
            tell(info);
        }
    }));
}

/// How often the origin check panicked.
pub(crate) fn expected() -> u64 {
    EXPECTED.load(Ordering::Relaxed)
}

/// How often anything else panicked.
pub(crate) fn unexpected() -> u64 {
    UNEXPECTED.load(Ordering::Relaxed)
}
