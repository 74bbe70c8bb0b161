//! The policy of an annotated handler, from the constant that the attribute wrote to what answers are made of.

use std::sync::OnceLock;

use cors_policy::for_macros::{ConstPolicy, RequiredHeaders};

use crate::answer::compiled_policy::CompiledPolicy;
use crate::answer::header_values::value_for_ever;
use crate::policy::origin_check::{BoundCheck, CheckFunction};
use crate::policy::origin_source::{OriginsFrom, SourceFunction};

/// A handler's policy as the attribute wrote it, and compiled once its route is mounted.
///
/// It is compiled by the program and not by rustc, since constants are costly: each one costs every build. A request finds it
/// compiled.
#[derive(Debug)]
pub struct HandlerPolicy {
    handler: &'static str,
    rules: ConstPolicy,
    required: &'static [RequiredHeaders],
    source: Option<SourceFunction>,
    check: Option<CheckFunction>,
    compiled: OnceLock<CompiledPolicy>,
}

impl HandlerPolicy {
    /// A policy for a `static`.
    #[must_use]
    pub const fn new(
        handler: &'static str,
        rules: ConstPolicy,
        required: &'static [RequiredHeaders],
        source: Option<SourceFunction>,
        check: Option<CheckFunction>,
    ) -> Self {
        Self { handler, rules, required, source, check, compiled: OnceLock::new() }
    }

    /// The policy, which the first call compiles.
    #[inline]
    pub fn get(&self) -> &CompiledPolicy {
        self.compiled.get_or_init(|| self.compile())
    }

    #[cold]
    fn compile(&self) -> CompiledPolicy {
        let rules = self.rules.to_policy_of_handler(self.required);
        let source = OriginsFrom::constant(self.source);
        CompiledPolicy::new(self.handler, rules, source, BoundCheck::constant(self.check), value_for_ever)
    }
}
