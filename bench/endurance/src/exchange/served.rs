//! What good clients ask of cors-runtime.

use super::{APP, Admitted, Answered, Exchange, HOST, PARTNER, SOMETIMES};

const NONE: &str = "";
const JSON: (&str, &str) = ("content-type", "application/json");
const METHOD: &str = "access-control-request-method";
const HEADERS: &str = "access-control-request-headers";
const ALL_THREE: &str = "origin, access-control-request-method, access-control-request-headers";
const CREDENTIALS: (&str, &str) = ("access-control-allow-credentials", "true");

/// Each of them is served, whatever else goes on.
pub(crate) const EXCHANGES: &[Exchange] = &[
    Exchange {
        further: &[CREDENTIALS, ("access-control-expose-headers", "etag")],
        ..Exchange::get("GET, constant origins", "/items", "items")
    },
    Exchange {
        method: "PUT",
        headers: &[("origin", APP), JSON],
        body: r#"{"name":"chair"}"#,
        further: &[CREDENTIALS],
        ..Exchange::get("PUT with JSON", "/items", "saved")
    },
    Exchange {
        further: &[
            CREDENTIALS,
            ("access-control-allow-methods", "PUT"),
            ("access-control-allow-headers", "content-type, x-request-id"),
            ("access-control-max-age", "600"),
        ],
        ..Exchange::preflight(
            "preflight of the PUT",
            "/items",
            &[("origin", APP), (METHOD, "PUT"), (HEADERS, "content-type")],
        )
    },
    Exchange {
        method: "PUT",
        headers: &[("origin", APP), JSON],
        body: "{broken",
        status: 400,
        answered: Answered::Anything,
        ..Exchange::get("PUT that the extractor rejects", "/items", NONE)
    },
    Exchange { method: "HEAD", ..Exchange::get("HEAD", "/items", NONE) },
    Exchange { method: "DELETE", status: 405, ..Exchange::get("method that is not served", "/items", NONE) },
    Exchange { status: 401, ..Exchange::get("401 of a layer", "/items?login=none", "no login") },
    Exchange { headers: &[], admitted: Admitted::Nobody, ..Exchange::get("GET without an origin", "/items", "items") },
    Exchange { further: &[CREDENTIALS], ..Exchange::get("GET, swapped origins", "/shared", "shared") },
    Exchange {
        vary: ALL_THREE,
        further: &[
            CREDENTIALS,
            ("access-control-allow-methods", "GET, HEAD, PATCH"),
            ("access-control-allow-headers", "x-one,x-two"),
        ],
        ..Exchange::preflight(
            "preflight, swapped origins",
            "/shared",
            &[("origin", APP), (METHOD, "PATCH"), (HEADERS, "x-one,x-two")],
        )
    },
    Exchange {
        headers: &[("origin", SOMETIMES)],
        admitted: Admitted::Perhaps(SOMETIMES),
        ..Exchange::get("GET, origin in every second set", "/shared", "shared")
    },
    Exchange {
        headers: &[("origin", PARTNER)],
        admitted: Admitted::Origin(PARTNER),
        ..Exchange::get("GET, origin that a check admits", "/asked", "asked")
    },
    Exchange {
        headers: &[("origin", PARTNER), (METHOD, "GET")],
        admitted: Admitted::Origin(PARTNER),
        ..Exchange::preflight("preflight, origin that a check admits", "/asked", &[])
    },
    Exchange::get("GET beside a check that panics", "/panics", "behind a check that panics"),
    Exchange::get("GET beside a check that hangs", "/hangs", "behind a check that hangs"),
    Exchange::get("GET, enforced", "/enforced", "enforced"),
    Exchange {
        headers: &[("origin", SAME_ORIGIN)],
        admitted: Admitted::Nobody,
        ..Exchange::get("GET of the same origin, enforced", "/enforced", "enforced")
    },
    Exchange::get("GET behind a CorsLayer", "/layered", "layered"),
    Exchange { answered: Answered::Download, ..Exchange::get("download in pieces", "/download", NONE) },
];

/// The origin of the server itself.
const SAME_ORIGIN: &str = "https://api.example.com";
const _: () = assert!(SAME_ORIGIN.len() == "https://".len() + HOST.len());
