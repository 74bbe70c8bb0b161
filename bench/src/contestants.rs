//! The contestants: each makes a router whose one path shows on GET and saves on PUT.

mod axum_alone;
mod by_hand;
mod constants;
mod cors_runtime;
mod tower_http;

use axum::Router;

use crate::work::Work;

/// A column of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contestant {
    /// axum without CORS: what all others are measured from.
    Axum,
    /// The same with a layer that does nothing.
    AxumLayered,
    /// tower-http with a list of origins.
    TowerHttpList,
    /// tower-http with one origin, or `*`.
    TowerHttpExact,
    /// tower-http with a closure.
    TowerHttpPredicate,
    /// A middleware as many applications have one.
    ByHand,
    /// Constants put in by a wrapper around the handler.
    Constants,
    /// `#[cors]` and `routes!` in an axum router.
    Annotated,
    /// This library's layer.
    Layer,
    /// `#[cors]` and `routes!` in a `CorsRouter`.
    CorsRouter,
    /// The same with a layer that does nothing inside CORS.
    CorsRouterLayered,
}

/// The columns of the table, in their order.
pub const ALL: &[Contestant] = &[
    Contestant::TowerHttpList,
    Contestant::TowerHttpExact,
    Contestant::TowerHttpPredicate,
    Contestant::ByHand,
    Contestant::Constants,
    Contestant::Annotated,
    Contestant::Layer,
    Contestant::CorsRouter,
    Contestant::CorsRouterLayered,
];

impl Contestant {
    /// The name under which it is asked for.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Axum => "axum",
            Self::AxumLayered => "axum-layered",
            Self::TowerHttpList => "tower-http-list",
            Self::TowerHttpExact => "tower-http-exact",
            Self::TowerHttpPredicate => "tower-http-predicate",
            Self::ByHand => "by-hand",
            Self::Constants => "constants",
            Self::Annotated => "annotated",
            Self::Layer => "layer",
            Self::CorsRouter => "router",
            Self::CorsRouterLayered => "router-layered",
        }
    }

    /// The contestant of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        [Self::Axum, Self::AxumLayered].iter().chain(ALL).copied().find(|contestant| contestant.name() == name)
    }

    /// What stands at the head of its column.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Axum => "axum alone",
            Self::AxumLayered => "axum alone, a layer",
            Self::TowerHttpList => "tower-http, list",
            Self::TowerHttpExact => "tower-http, exact",
            Self::TowerHttpPredicate => "tower-http, predicate",
            Self::ByHand => "middleware by hand",
            Self::Constants => "constants by hand",
            Self::Annotated => "**`#[cors]`**",
            Self::Layer => "**`CorsLayer`**",
            Self::CorsRouter => "**`CorsRouter`**",
            Self::CorsRouterLayered => "**`CorsRouter`, a layer**",
        }
    }

    /// Whether it answers with CORS headers.
    #[must_use]
    pub fn has_cors(self) -> bool {
        self != self.without_cors()
    }

    /// Whether it is this library.
    #[must_use]
    pub fn is_ours(self) -> bool {
        matches!(self, Self::Annotated | Self::Layer | Self::CorsRouter | Self::CorsRouterLayered)
    }

    /// The one without CORS, which does the same otherwise.
    #[must_use]
    pub fn without_cors(self) -> Self {
        match self {
            Self::AxumLayered | Self::CorsRouterLayered => Self::AxumLayered,
            _ => Self::Axum,
        }
    }

    /// Whether some work is of its kind.
    #[must_use]
    pub fn does(self, work: Work) -> bool {
        let many = work.size() > 0;
        let patterns = matches!(work, Work::GetAmongPatterns(_));
        if matches!(work, Work::UnicodeAsked(_) | Work::UnicodeExtracted(_)) {
            // Only handlers extract; only what asks has something to read the origin for.
            let extracts = matches!(work, Work::UnicodeExtracted(_));
            return match self {
                Self::TowerHttpPredicate | Self::Layer => !extracts,
                Self::TowerHttpList | Self::TowerHttpExact | Self::ByHand | Self::Constants => false,
                _ => true,
            };
        }
        match self {
            Self::TowerHttpList => !patterns && !matches!(work, Work::GetEverybody | Work::GetAsked),
            Self::TowerHttpPredicate => work != Work::GetEverybody,
            Self::TowerHttpExact | Self::ByHand | Self::Constants => !many && work != Work::GetAsked,
            _ => true,
        }
    }

    /// Its router for work that it does.
    pub fn app(self, work: Work) -> Router {
        match self {
            Self::Axum => axum_alone::app(),
            Self::AxumLayered => axum_alone::layered(),
            Self::TowerHttpList => tower_http::list(work),
            Self::TowerHttpExact => tower_http::exact(work),
            Self::TowerHttpPredicate => tower_http::predicate(work),
            Self::ByHand => by_hand::app(work),
            Self::Constants => constants::app(work),
            Self::Annotated => cors_runtime::annotated::app(work),
            Self::Layer => cors_runtime::layer(work),
            Self::CorsRouter => cors_runtime::router::app(work),
            Self::CorsRouterLayered => cors_runtime::layered_router::app(work),
        }
    }
}
