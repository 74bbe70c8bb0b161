//! What may stand as a path in an attribute, said by traits: a type that may not is reported in their words.

use std::ops::Deref;

use cors_policy::{OriginSet, OriginSource};

use crate::{Policy, SharedOrigins};

/// What may stand under `policy`.
#[diagnostic::on_unimplemented(
    message = "a shared policy is a `Policy`, and this is `{Self}`",
    label = "not a `const` or `static` of type `cors_runtime::Policy`",
    note = "`policy!(…)` makes a policy that is a constant, so that `cargo check` can judge what a handler adds to it",
    note = "a policy that is built at run time belongs in a `CorsLayer`"
)]
pub trait SharedPolicy {}

impl SharedPolicy for Policy {}

/// Asks whether a path under `policy` names one.
pub fn is_a_shared_policy<P: SharedPolicy>(_: &P) {}

/// What may stand under `origins_from`: a `static` that is one of these, or derefs to it. `By` says which of the two, so that
/// there can be an implementation for either.
#[diagnostic::on_unimplemented(
    message = "`origins_from` reads an `OriginSet` or `SharedOrigins`, and this is `{Self}`",
    label = "neither is this, nor does it deref to one",
    note = "write `static PARTNERS: LazyLock<OriginSet> = LazyLock::new(|| OriginSet::parse(…).unwrap());`"
)]
pub trait NamedSource<By>: 'static {
    /// The source itself.
    fn source(&'static self) -> &'static dyn OriginSource;
}

/// It is a source itself.
#[derive(Debug)]
pub struct Itself;

/// It derefs to one.
#[derive(Debug)]
pub struct Through<By>(By);

impl NamedSource<Itself> for OriginSet {
    fn source(&'static self) -> &'static dyn OriginSource {
        self
    }
}

impl NamedSource<Itself> for SharedOrigins {
    fn source(&'static self) -> &'static dyn OriginSource {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<P: Deref<Target: NamedSource<By>> + 'static, By> NamedSource<Through<By>> for P {
    fn source(&'static self) -> &'static dyn OriginSource {
        (**self).source()
    }
}

/// The source that a path under `origins_from` names.
pub fn origin_source<By, S: NamedSource<By>>(source: &'static S) -> &'static dyn OriginSource {
    source.source()
}
