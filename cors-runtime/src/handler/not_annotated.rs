//! What a name in `routes!` means when no `#[cors(…)]` stands on its handler.

use cors_policy::for_macros::ConstPolicy;

use crate::answer::compiled_policy::CompiledPolicy;
use crate::handler::annotated::{Annotated, NotAnnotated};
use crate::handler::callable::IsHandler;
use crate::handler::handler_policy::HandlerPolicy;
use crate::policy::origin_check::NoCheck;

/// What a path in `routes!` is imported as.
#[allow(non_camel_case_types)]
pub type __cors_handler = NotAnnotated;

impl NotAnnotated {
    /// Nothing, so that the missing policy is the only report.
    #[allow(non_upper_case_globals)]
    pub const mount_with_routes_or_its_cors_policy_is_lost: () = ();
}

impl Annotated for NotAnnotated {
    type IsHandler = IsHandler<false>;
    type Check = NoCheck;

    const RULES: ConstPolicy = ConstPolicy::EMPTY;

    fn policy() -> &'static CompiledPolicy {
        static NONE: HandlerPolicy = HandlerPolicy::new("", ConstPolicy::EMPTY, &[], None, None);
        NONE.get()
    }
}
