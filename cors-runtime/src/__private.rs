//! The names that the macros write into programs. They are not for other use, and change without notice.
//!
//! The module's name carries the version, so that what the macros of one version write never meets another version.

pub use std::option::Option::{None, Some};

pub use axum::extract::FromRequestParts;
pub use cors_macros::{policy, routes};
pub use cors_policy::OriginSource;
pub use http::request::Parts;

pub use crate::answer::compiled_policy::CompiledPolicy;
pub use crate::handler::annotated::{Annotated, AnnotatedHandler, Beside, HandlerFuture, PolicyOf, Selected, Unpaired};
pub use crate::handler::callable::{AsyncFunction, IsHandler, NoFuture, NoHandler, ReturnProbe, SelectHandler};
pub use crate::handler::handler_policy::HandlerPolicy;
pub use crate::handler::rejected_check::rejected;
pub use crate::handler::request_headers::{NeedsNothing, Probe};
pub use crate::policy::Policy;
pub use crate::policy::constant::{
    check_function, constant_policy, constant_rules, fault_of, policy_with_base, source_function,
};
pub use crate::policy::named::{Itself, NamedSource, SharedPolicy, Through, is_a_shared_policy, origin_source};
pub use crate::policy::origin_check::{
    CheckFunction, FirstArgument, IsCheck, NoCheck, OriginCheck, StatelessCheck, Verdict,
};
pub use crate::policy::origin_source::SourceFunction;
pub use crate::request::origin::Origin;
pub use crate::routes::handler_list::{Cons, HandlerList, Nil};
pub use crate::routes::mount::{MountTarget, mount};
pub use crate::routes::policy_list::{Policies, PolicyNode, Routing};

/// The domain, as the macros write it down.
pub mod rules {
    pub use cors_policy::for_macros::*;
    pub use cors_policy::*;
}

/// What a name under `origins_if` means when no `#[origin_check]` stands on its function.
pub mod not_a_check {
    use http::request::Parts;

    use crate::Origin;
    use crate::policy::origin_check::OriginCheck;

    /// A function that cannot be asked. That it is not `IsCheck` says what to do.
    #[allow(non_camel_case_types)]
    #[derive(Debug)]
    pub enum __cors_check {}

    // So that the missing attribute is the only report.
    impl<S: Sync> OriginCheck<S> for __cors_check {
        async fn run(_: Origin, _: &mut Parts, _: &S) -> bool {
            false
        }
    }
}

/// What a name in `routes!` means when no `#[cors(…)]` stands on its handler.
pub mod not_annotated {
    pub use crate::handler::annotated::NotAnnotated;
    pub use crate::handler::not_annotated::__cors_handler;
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_name_of_this_module_carries_the_version() {
        let version = env!("CARGO_PKG_VERSION").replace('.', "_");
        assert!(module_path!().ends_with(&format!("::__private_{version}::tests")), "{}", module_path!());
    }
}
