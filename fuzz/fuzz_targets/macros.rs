//! See `cors_fuzz::macros`.
#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};

fuzz_target!(|data: &[u8]| -> Corpus {
    match cors_fuzz::macros::run(data) {
        Some(_) => Corpus::Keep,
        None => Corpus::Reject,
    }
});
