//! The traffic that is measured: the same requests for all three servers, each with the answer that this server gives.

use super::{Admitted, Answered, Exchange};
use crate::server::Contestant;

const PREFLIGHT: &[(&str, &str)] = &[
    ("origin", super::APP),
    ("access-control-request-method", "PUT"),
    ("access-control-request-headers", "content-type"),
];

const SAVE: &[(&str, &str)] = &[("origin", super::APP), ("content-type", "application/json")];

/// Eight requests, as often as a page might send them: few saves, and a preflight before some.
pub(crate) fn exchanges(contestant: Contestant) -> Vec<Exchange> {
    let get = Exchange::get("GET", "/items", "items");
    let put = Exchange {
        method: "PUT",
        headers: SAVE,
        body: r#"{"name":"chair"}"#,
        answered: Answered::Text("saved"),
        ..Exchange::get("PUT", "/items", "")
    };
    let preflight = Exchange::preflight("preflight", "/items", PREFLIGHT);
    [get, get, get, preflight, put, get, get, put].map(|exchange| as_answered_by(contestant, exchange)).to_vec()
}

fn as_answered_by(contestant: Contestant, exchange: Exchange) -> Exchange {
    match contestant {
        Contestant::CorsRuntime | Contestant::Endured => exchange,
        Contestant::Axum => Exchange { admitted: Admitted::Nobody, vary: "", ..exchange },
        // It answers preflights with 200, and says of all answers that they vary by the origin alone.
        Contestant::TowerHttp => Exchange { status: 200, vary: "origin", ..exchange },
    }
}
