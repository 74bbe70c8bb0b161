//! What bad clients ask of cors-runtime: good HTTP that nobody may read the answer to.

use super::{APP, Admitted, Answered, Exchange, STRANGER};

const METHOD: &str = "access-control-request-method";

/// A request whose answer nobody may read.
const fn unread(
    kind: &'static str,
    path: &'static str,
    headers: &'static [(&'static str, &'static str)],
    text: &'static str,
) -> Exchange {
    Exchange { headers, admitted: Admitted::Nobody, ..Exchange::get(kind, path, text) }
}

/// A preflight that is refused.
const fn forbidden(
    kind: &'static str,
    path: &'static str,
    headers: &'static [(&'static str, &'static str)],
) -> Exchange {
    Exchange {
        status: 403,
        admitted: Admitted::Nobody,
        answered: Answered::Anything,
        ..Exchange::preflight(kind, path, headers)
    }
}

/// None of them is admitted, whatever else goes on.
pub(crate) const EXCHANGES: &[Exchange] = &[
    unread("GET of a stranger", "/items", &[("origin", STRANGER)], "items"),
    unread("GET of a name that goes on", "/items", &[("origin", "https://app.example.com.evil.example")], "items"),
    unread("GET with a dot at the end", "/items", &[("origin", "https://app.example.com.")], "items"),
    unread("GET with a default port", "/items", &[("origin", "https://app.example.com:443")], "items"),
    unread("GET of null", "/items", &[("origin", "null")], "items"),
    unread("GET with two Origin lines", "/items", &[("origin", APP), ("origin", APP)], "items"),
    unread("GET of a stranger, swapped origins", "/shared", &[("origin", STRANGER)], "shared"),
    unread("GET of a stranger, a check says no", "/asked", &[("origin", STRANGER)], "asked"),
    unread("GET of a stranger, a check panics", "/panics", &[("origin", STRANGER)], "behind a check that panics"),
    unread("GET of a stranger, a CorsLayer", "/layered", &[("origin", STRANGER)], "layered"),
    Exchange {
        status: 403,
        answered: Answered::Anything,
        ..unread("GET of a stranger, enforced", "/enforced", &[("origin", STRANGER)], "")
    },
    forbidden("preflight of a stranger", "/items", &[("origin", STRANGER), (METHOD, "PUT")]),
    Exchange {
        vary: "origin, access-control-request-method, access-control-request-headers",
        ..forbidden("preflight of a stranger, swapped origins", "/shared", &[("origin", STRANGER), (METHOD, "PATCH")])
    },
    forbidden("preflight of a stranger, a check panics", "/panics", &[("origin", STRANGER), (METHOD, "GET")]),
    forbidden("preflight with two Origin lines", "/items", &[("origin", APP), ("origin", STRANGER), (METHOD, "PUT")]),
    forbidden("preflight for no token", "/items", &[("origin", APP), (METHOD, "P UT")]),
    forbidden("preflight for two methods", "/items", &[("origin", APP), (METHOD, "GET"), (METHOD, "PUT")]),
    forbidden("preflight for a POST that is not served", "/items", &[("origin", APP), (METHOD, "POST")]),
    forbidden("preflight of a stranger, a CorsLayer", "/layered", &[("origin", STRANGER), (METHOD, "GET")]),
];
