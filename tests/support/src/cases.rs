//! Tables of cases: each case is tried, so that one that fails hides none after it.

use std::any::Any;
use std::fmt::Debug;
use std::panic::{AssertUnwindSafe, catch_unwind};

use futures_util::FutureExt as _;

/// Tries every case.
///
/// # Panics
/// At the end, where cases failed, with all of them and what they said. Where there is no case: a test that tries nothing
/// cannot fail.
#[track_caller]
pub fn each<C: Debug>(cases: impl IntoIterator<Item = C>, mut check: impl FnMut(C)) {
    let mut tried = Tried::default();
    for case in cases {
        let name = name(&case);
        tried.add(&name, catch_unwind(AssertUnwindSafe(|| check(case))));
    }
    tried.report();
}

/// Tries every case, one after the other, where a case waits for something.
///
/// # Panics
/// As [`each`] does.
pub async fn each_async<C: Debug>(cases: impl IntoIterator<Item = C>, mut check: impl AsyncFnMut(C)) {
    let mut tried = Tried::default();
    for case in cases {
        let name = name(&case);
        tried.add(&name, AssertUnwindSafe(check(case)).catch_unwind().await);
    }
    tried.report();
}

/// How a case is named. Some cases are requests of 64 KiB.
fn name(case: &impl Debug) -> String {
    const LONGEST: usize = 200;
    let name = format!("{case:?}");
    if name.chars().count() <= LONGEST { name } else { name.chars().take(LONGEST).chain(['…']).collect() }
}

/// What was said with a panic: a literal, or a text that was put together.
fn text_of(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref().copied()).unwrap_or("a panic without a text")
}

#[derive(Default)]
struct Tried {
    cases: usize,
    failed: Vec<String>,
}

impl Tried {
    fn add(&mut self, name: &str, end: Result<(), Box<dyn Any + Send>>) {
        self.cases += 1;
        if let Err(panic) = end {
            // A case may hold a table itself, whose lines then stand below its own.
            self.failed.push(format!("case {}, {name}: {}", self.cases, text_of(&*panic).replace('\n', "\n  ")));
        }
    }

    #[track_caller]
    fn report(self) {
        assert!(self.cases > 0, "there is no case to try");
        let (failed, cases) = (self.failed.len(), self.cases);
        assert!(failed == 0, "{failed} of {cases} cases failed:\n{}", self.failed.join("\n"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_small(number: u32) {
        assert!(number < 10, "{number} is large");
    }

    fn said(tried: impl FnOnce()) -> String {
        text_of(&*catch_unwind(AssertUnwindSafe(tried)).expect_err("a failure")).to_owned()
    }

    #[test]
    fn every_failing_case_is_told() {
        let told = "2 of 4 cases failed:\ncase 2, 20: 20 is large\ncase 4, 40: 40 is large";
        assert_eq!(said(|| each([1, 20, 3, 40], is_small)), told);
        let waits = each_async([1, 20, 3, 40], async |number| is_small(number));
        assert_eq!(said(|| waits.now_or_never().expect("nothing waits")), told);
    }

    #[test]
    fn a_case_may_hold_a_table() {
        let told = "1 of 2 cases failed:\ncase 2, [2, 30]: 1 of 2 cases failed:\n  case 2, 30: 30 is large";
        assert_eq!(said(|| each([[0, 1], [2, 30]], |numbers| each(numbers, is_small))), told);
    }

    #[test]
    fn cases_that_hold_are_silent() {
        let mut tried = 0;
        each([1, 2, 3], |number| tried += number);
        assert_eq!(tried, 6);
    }

    #[test]
    fn a_panic_with_a_plain_text_is_told() {
        assert!(said(|| each([()], |()| panic!("no"))).ends_with("case 1, (): no"));
    }

    #[test]
    #[should_panic = "there is no case to try"]
    fn an_empty_table_fails() {
        each([0; 0], is_small);
    }

    #[test]
    fn an_empty_table_fails_where_cases_wait() {
        let waits = each_async([0; 0], async |number| is_small(number));
        assert_eq!(said(|| waits.now_or_never().expect("nothing waits")), "there is no case to try");
    }

    #[test]
    fn long_names_are_cut() {
        assert_eq!(name(&"ä".repeat(70_000)).chars().count(), 201);
    }
}
