//! The comparison of the two accounts.

use std::cell::RefCell;

use axum::http::{Request, Response};
use proptest::prop_assert_eq;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use support::each;

use crate::cases::{Case, cases};
use crate::description::{self, Described, Reads, SENT};
use crate::fetch::{Browser, Fetched, Outcome};
use crate::server::Table;

const CASES: u32 = 20_000;

/// Compares what the browser lets the script have with what a path's policies promise. The server is a closure, so that
/// it may be made from the description as well as stand beside it.
pub(crate) fn agree(
    case: &Case,
    described: &[Described],
    path: &str,
    server: impl FnMut(Request<Vec<u8>>) -> Response<Vec<u8>>,
) -> Result<Reads, TestCaseError> {
    let wish = case.wish(described);
    let promised = description::promised(described, &wish);
    let fetched = Browser::at(&wish.page).fetch(&case.script(path), server);
    prop_assert_eq!(&read(&fetched)?, &promised, "{:#?}\n{:#?}\n{:#?}", wish, described, fetched);
    Ok(promised)
}

/// What the script reads of the handlers' headers.
fn read(fetched: &Fetched) -> Result<Reads, TestCaseError> {
    match &fetched.outcome {
        Outcome::Allowed(response) => {
            let names = SENT.into_iter().filter(|&name| response.headers().contains_key(name));
            Ok(Some(names.collect()))
        }
        Outcome::PreflightRefused(_) | Outcome::ResponseBlocked(_) => Ok(None),
        other => Err(TestCaseError::fail(format!("no case is meant to end in {other:?}"))),
    }
}

#[test]
fn browser_lets_the_script_have_what_the_policy_admits() {
    let table = Table::new();
    let reached = RefCell::new(vec![(0, 0); table.paths.len()]);
    let mut runner = TestRunner::new(Config { cases: CASES, failure_persistence: None, ..Config::default() });
    let outcome = runner.run(&cases(), |case| {
        let number = case.path(table.paths.len());
        let reads = agree(&case, &table.paths[number], &format!("/{number}"), |request| table.answer(request))?;
        let (readable, unreadable) = &mut reached.borrow_mut()[number];
        *(if reads.is_some() { readable } else { unreadable }) += 1;
        Ok(())
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
    // Cases that all end alike would compare nothing.
    each(reached.into_inner().into_iter().enumerate(), |(number, (readable, unreadable))| {
        assert!(readable > 0 && unreadable > 0, "{readable} and {unreadable} of {:#?}", table.paths[number]);
    });
}
