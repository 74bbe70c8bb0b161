//! What the macros write refers to these names. Not for other use: they change without notice.

pub use std::borrow::Cow;

pub use cors_macros::routes;
pub use http::header::HeaderValue;

pub use crate::annotated::{Annotate, Annotated, CalledAs, DecoratedFuture, Offered, PolicyOf};
pub use crate::answers::{Answers, dev_origin_count, dev_origin_values, origin_count, origin_values};
pub use crate::callable::{Callable, Called, NoFuture, NoHandler, ReturnProbe};
pub use crate::request_headers::{NeedsNothing, Probe, headers_line, unmet};
pub use crate::routes::{HandlerList, Link, Listed, Mounted, NoMore, Others, Policies, mount};

/// The domain, as the macros write it down.
pub mod rules {
    pub use cors_policy::*;
}

/// What a name in `routes!` means when no `#[cors(…)]` stands on its handler.
pub mod not_annotated {
    use cors_policy::{Policy, Served};

    use crate::annotated::Annotated;
    use crate::answers::Answers;
    use crate::callable::Callable;

    /// A handler without a policy. That it is the `PolicyOf` nothing says what to do, and nothing else is said.
    #[allow(non_camel_case_types)]
    #[derive(Debug)]
    pub enum __cors_handler {}

    impl __cors_handler {
        /// Nothing, so that the missing policy is the only report.
        #[must_use]
        pub const fn mount_with_routes_or_its_cors_policy_is_lost() -> Served {
            Served { handler: "", methods: None }
        }
    }

    impl Annotated for __cors_handler {
        type Callable = Callable<false>;

        fn answers() -> &'static Answers {
            static RULES: Policy = Policy::EMPTY;
            static ANSWERS: Answers = Answers::constant(&RULES, &[], &[]);
            &ANSWERS
        }
    }
}
