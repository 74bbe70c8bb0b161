//! Policies built at run time, key by key.

use std::future::Future;
use std::hash::{BuildHasher as _, RandomState};
use std::sync::Arc;
use std::time::Duration;

use cors_policy::{Flag, Key, ListValue, PolicyErrors, PolicySpec, Seconds, Slot, SpanIndex, Stage};

use crate::policy::OriginsFrom;
use crate::policy::origin_check::BoundCheck;
use crate::{Origin, Policy};

/// Builds a [`Policy`]; made by [`Policy::builder`]. The methods have the names of the attribute's keys.
///
/// ```
/// use cors_runtime::Policy;
///
/// let policy = Policy::builder()
///     .origins(["https://app.example.com", "https://*.preview.example.com"])
///     .methods("GET, POST")
///     .headers(["content-type"])
///     .credentials(true)
///     .max_age(600)
///     .build()
///     .unwrap();
///
/// let errors = Policy::builder().origins("*").methods("get").credentials(true).build().unwrap_err();
/// assert_eq!(errors.iter().count(), 2);
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "a builder makes a policy only when `build` is called"]
pub struct PolicyBuilder {
    spec: PolicySpec,
    origins_from: Option<OriginsFrom>,
    origins_if: Option<BoundCheck>,
}

impl PolicyBuilder {
    /// A builder with what a configuration gave.
    #[cfg(feature = "serde")]
    pub(crate) fn of(spec: PolicySpec) -> Self {
        Self { spec, ..Self::default() }
    }

    /// Who may read: origins and patterns, or `"*"`.
    pub fn origins(self, origins: impl IntoListing) -> Self {
        self.list(Key::Origins, origins)
    }

    /// Who else may read where `debug_assertions` are on in this library.
    pub fn dev_origins(self, origins: impl IntoListing) -> Self {
        self.list(Key::DevOrigins, origins)
    }

    /// Origins from a set, or from [`SharedOrigins`](crate::SharedOrigins) that are swapped while requests are served.
    pub fn origins_from(mut self, origins: impl Into<OriginsFrom>) -> Self {
        self.origins_from = Some(origins.into());
        self.spec.origins_from = Some(SpanIndex::default());
        self
    }

    /// A function that is asked, at most once a request, for a well-formed origin that nothing else admitted.
    pub fn origins_if<F, Fut>(mut self, check: F) -> Self
    where
        F: Fn(Origin) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = bool> + Send + 'static,
    {
        self.origins_if = Some(BoundCheck::Closure(Arc::new(move |origin| Box::pin(check(origin)))));
        self.spec.origins_if = Some(SpanIndex::default());
        self
    }

    /// The methods a preflight admits, or `"*"`. GET brings HEAD.
    pub fn methods(self, methods: impl IntoListing) -> Self {
        self.list(Key::Methods, methods)
    }

    /// The request headers a preflight admits; none where this is not called.
    pub fn headers(self, headers: impl IntoListing) -> Self {
        self.list(Key::Headers, headers)
    }

    /// The response headers scripts may read.
    pub fn expose_headers(self, headers: impl IntoListing) -> Self {
        self.list(Key::ExposeHeaders, headers)
    }

    /// Whether cookies and client certificates are taken along.
    pub fn credentials(self, credentials: bool) -> Self {
        self.flag(Key::Credentials, credentials)
    }

    /// How long browsers may keep a preflight's answer: a number of seconds from 0 to 86400, or a
    /// [`Duration`](std::time::Duration) of that length.
    ///
    /// `Access-Control-Max-Age` has whole seconds, so a fraction of a second is cut off: the answer is never kept longer
    /// than was said.
    ///
    /// ```
    /// use std::time::Duration;
    /// use cors_runtime::Policy;
    ///
    /// let policy = Policy::builder().origins("*").methods("GET").max_age(Duration::from_secs(600)).build().unwrap();
    /// assert_eq!(format!("{policy:?}"), r#"Policy(origins = "*", methods = "GET", max_age = 600)"#);
    /// ```
    ///
    /// ```compile_fail
    /// cors_runtime::Policy::builder().max_age(true);
    /// ```
    pub fn max_age(mut self, age: impl IntoSeconds) -> Self {
        self.spec.max_age = Some(Seconds { value: age.into_seconds(), span: SpanIndex::default() });
        self
    }

    /// Who may read timing figures: exact origins, or `"*"`.
    pub fn timing_origins(self, origins: impl IntoListing) -> Self {
        self.list(Key::TimingOrigins, origins)
    }

    /// Whether actual requests of other, not admitted origins are answered with 403 before any handler.
    pub fn enforce(self, enforce: bool) -> Self {
        self.flag(Key::Enforce, enforce)
    }

    /// Admits insecure origins beside credentials.
    pub fn danger_accept_insecure_origins(self, accept: bool) -> Self {
        self.flag(Key::AcceptInsecureOrigins, accept)
    }

    /// Admits wildcards right under a name below which anyone may register.
    pub fn danger_accept_public_suffixes(self, accept: bool) -> Self {
        self.flag(Key::AcceptPublicSuffixes, accept)
    }

    /// Makes `"null"` a legal entry of `origins`.
    pub fn danger_accept_null_origin(self, accept: bool) -> Self {
        self.flag(Key::AcceptNullOrigin, accept)
    }

    /// Judges what was given and makes a policy of it.
    ///
    /// # Errors
    /// All mistakes, each with its kind, its key, the offending text and the words that the compiler would have said.
    pub fn build(self) -> Result<Policy, PolicyErrors> {
        // The origins may come from those who would like them to collide.
        let spec = PolicySpec { seed: RandomState::new().hash_one(0), stage: Stage::Running, ..self.spec };
        let mut rules = spec.validate()?;
        if !cfg!(debug_assertions) {
            rules = rules.without_dev_origins();
        }
        Ok(Policy::built(rules, self.origins_from, self.origins_if))
    }

    fn list(mut self, key: Key, values: impl IntoListing) -> Self {
        if let Slot::List(slot) = self.spec.slot(key) {
            *slot = Some(values.into_listing());
        }
        self
    }

    fn flag(mut self, key: Key, value: bool) -> Self {
        if let Slot::Flag(slot) = self.spec.slot(key) {
            *slot = Some(Flag::from(value));
        }
        self
    }
}

/// What a list of a policy can be given as: a comma-separated string, or a collection whose elements are taken as they
/// are. An element that is there twice is taken once. White space around the entries of a string, and a comma at its end, are
/// nothing.
///
/// The trait is sealed: it names what the builder takes, and cannot be implemented elsewhere.
///
/// ```
/// use axum::http::Method;
/// use cors_runtime::Policy;
///
/// let builder = Policy::builder().origins("https://a.example.com, https://b.example.com");
/// let builder = builder.methods([Method::GET, Method::PUT]);
/// assert!(builder.headers(vec!["content-type".to_owned()]).build().is_ok());
/// ```
pub trait IntoListing: sealed::IntoListing {}

impl<T: sealed::IntoListing> IntoListing for T {}

/// What a length of time can be given as: a number of seconds of any integer type, or a [`Duration`].
///
/// The trait is sealed: it names what the builder takes, and cannot be implemented elsewhere.
pub trait IntoSeconds: sealed::IntoSeconds {}

impl<T: sealed::IntoSeconds> IntoSeconds for T {}

mod sealed {
    use super::{Duration, ListValue};

    pub trait IntoListing {
        fn into_listing(self) -> ListValue;
    }

    impl IntoListing for &str {
        fn into_listing(self) -> ListValue {
            ListValue::of_text(self)
        }
    }

    impl IntoListing for String {
        fn into_listing(self) -> ListValue {
            self.as_str().into_listing()
        }
    }

    impl IntoListing for &String {
        fn into_listing(self) -> ListValue {
            self.as_str().into_listing()
        }
    }

    impl<T: AsRef<str>> IntoListing for &[T] {
        fn into_listing(self) -> ListValue {
            ListValue::of(self.iter().map(|element| element.as_ref().to_owned()))
        }
    }

    impl<T: AsRef<str>, const N: usize> IntoListing for [T; N] {
        fn into_listing(self) -> ListValue {
            self.as_slice().into_listing()
        }
    }

    impl<T: AsRef<str>, const N: usize> IntoListing for &[T; N] {
        fn into_listing(self) -> ListValue {
            self.as_slice().into_listing()
        }
    }

    impl<T: AsRef<str>> IntoListing for Vec<T> {
        fn into_listing(self) -> ListValue {
            self.as_slice().into_listing()
        }
    }

    impl<T: AsRef<str>> IntoListing for &Vec<T> {
        fn into_listing(self) -> ListValue {
            self.as_slice().into_listing()
        }
    }

    pub trait IntoSeconds {
        fn into_seconds(self) -> i128;
    }

    macro_rules! integers {
        ($($integer:ty),*) => {$(
            impl IntoSeconds for $integer {
                fn into_seconds(self) -> i128 {
                    // What is too large for this type is as much over a day as its largest number.
                    i128::try_from(self).unwrap_or(i128::MAX)
                }
            }
        )*};
    }

    integers!(i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize);

    impl IntoSeconds for Duration {
        fn into_seconds(self) -> i128 {
            self.as_secs().into()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The builder with a value under a key.
    fn with(builder: PolicyBuilder, key: Key) -> PolicyBuilder {
        match key {
            Key::Origins => builder.origins("https://a.example"),
            Key::DevOrigins => builder.dev_origins("http://localhost:3000"),
            Key::OriginsFrom => builder.origins_from(cors_policy::OriginSet::EMPTY),
            Key::OriginsIf => builder.origins_if(|_| async { false }),
            Key::Methods => builder.methods("GET"),
            Key::Headers => builder.headers("x-a"),
            Key::ExposeHeaders => builder.expose_headers("etag"),
            Key::Credentials => builder.credentials(true),
            Key::MaxAge => builder.max_age(60),
            Key::TimingOrigins => builder.timing_origins("https://a.example"),
            Key::Enforce => builder.enforce(true),
            // A policy that is built starts from nothing.
            Key::Policy => builder,
            Key::AcceptInsecureOrigins => builder.danger_accept_insecure_origins(true),
            Key::AcceptPublicSuffixes => builder.danger_accept_public_suffixes(true),
            Key::AcceptNullOrigin => builder.danger_accept_null_origin(true),
            // The enum is not exhaustive outside of its crate.
            new => panic!("the builder has no method for `{new}`"),
        }
    }

    #[test]
    fn each_key_that_is_given_is_in_the_policy() {
        let policy = Key::ALL.into_iter().fold(Policy::builder(), with).build().unwrap();
        let text = format!("{policy:?}");
        for key in Key::ALL {
            assert_eq!(text.contains(&format!("{key} = ")), key != Key::Policy, "{key} in {text}");
        }
    }
}
