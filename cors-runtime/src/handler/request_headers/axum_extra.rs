//! axum-extra's extractors around others, and that of JSON. The rest need nothing.

use std::marker::PhantomData;

use axum_extra::either::{Either, Either3, Either4, Either5, Either6, Either7, Either8};
#[allow(deprecated)]
use axum_extra::extract::OptionalPath;
use axum_extra::extract::{Cached, JsonDeserializer, WithRejection};

use super::RequestHeaders;

impl<T: RequestHeaders> RequestHeaders for Cached<T> {
    const NAMES: &'static [&'static str] = T::NAMES;
}

impl<T: RequestHeaders, R> RequestHeaders for WithRejection<T, R> {
    const NAMES: &'static [&'static str] = T::NAMES;
}

impl<T> RequestHeaders for JsonDeserializer<T> {
    // As `Json`: it rejects every type that needs no preflight.
    const NAMES: &'static [&'static str] = &["content-type"];
}

#[allow(deprecated)]
impl<T> RequestHeaders for OptionalPath<T> {
    const NAMES: &'static [&'static str] = &[];
}

/// So many names the parts of one extractor may need together.
const MOST: usize = 64;

/// The names of several extractors, of which the first so many are some.
#[derive(Clone, Copy)]
struct Joined([&'static str; MOST], usize);

impl Joined {
    const fn of(parts: &[&'static [&'static str]]) -> Self {
        let mut joined = Self([""; MOST], 0);
        let mut i = 0;
        while i < parts.len() {
            let mut j = 0;
            while j < parts[i].len() {
                assert!(joined.1 < MOST, "the parts of an `Either` need more than 64 request headers");
                joined.0[joined.1] = parts[i][j];
                joined.1 += 1;
                j += 1;
            }
            i += 1;
        }
        joined
    }
}

/// What some extractors need together; a place for a constant that is made from theirs.
struct Union<T>(PhantomData<T>);

/// Which of its parts a request has, only the handler knows: all that any of them needs is admitted. Where a handler's
/// argument says `Either<…>`, the attribute asks each part besides, since one without the trait hides the others here.
macro_rules! either {
    ($($either:ident<$($part:ident),+>),+ $(,)?) => {$(
        impl<$($part: RequestHeaders),+> Union<($($part,)+)> {
            const JOINED: Joined = Joined::of(&[$($part::NAMES),+]);
        }

        impl<$($part: RequestHeaders),+> RequestHeaders for $either<$($part),+> {
            const NAMES: &'static [&'static str] = {
                let joined: &'static Joined = &Union::<($($part,)+)>::JOINED;
                joined.0.split_at(joined.1).0
            };
        }
    )+};
}

either!(
    Either<E1, E2>,
    Either3<E1, E2, E3>,
    Either4<E1, E2, E3, E4>,
    Either5<E1, E2, E3, E4, E5>,
    Either6<E1, E2, E3, E4, E5, E6>,
    Either7<E1, E2, E3, E4, E5, E6, E7>,
    Either8<E1, E2, E3, E4, E5, E6, E7, E8>,
);
