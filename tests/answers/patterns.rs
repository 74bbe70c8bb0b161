//! Which origins are admitted by patterns.

use axum::Router;
use cors_runtime::{cors, routes};
use support::each;

use crate::matching::{admits, refuses};

#[cors(origins = "https://*.example.com", methods = GET, credentials)]
async fn subdomains() {}

#[cors(origins = "https://pr-*.preview.example.com", methods = GET)]
async fn in_label() {}

#[cors(origins = ["https://*-app.example.com", "https://v*x.example.com", "https://*.example.com:8443"], methods = GET)]
async fn several_patterns() {}

#[cors(origins = "http://localhost:*", methods = GET, credentials)]
async fn any_port() {}

#[cors(
    origins = ["https://*.example.com:*", "https://[::1]:*", "http://127.0.0.1:*", "https://b-*.example.net:*"],
    methods = GET,
)]
async fn host_and_port() {}

pub(crate) fn router() -> Router {
    Router::new()
        .route("/subdomains", routes!(subdomains))
        .route("/in-label", routes!(in_label))
        .route("/several-patterns", routes!(several_patterns))
        .route("/any-port", routes!(any_port))
        .route("/host-and-port", routes!(host_and_port))
}

pub(crate) const PATHS: [&str; 5] = ["/subdomains", "/in-label", "/several-patterns", "/any-port", "/host-and-port"];

#[test]
fn subdomain_patterns() {
    let deep = format!("https://{}example.com", "a.".repeat(100));
    let longest_label = format!("https://{}.example.com", "a".repeat(63));
    admits(
        "/subdomains",
        &[
            "https://a.example.com",
            "https://a.b.example.com",
            "https://a-b.example.com",
            "https://a_b.example.com",
            "https://-.example.com",
            "https://xn--bcher-kva.example.com",
            "https://1.2.3.4.example.com",
            "https://example.com.example.com",
            &deep,
            &longest_label,
        ],
    );
    refuses(
        "/subdomains",
        &[
            "https://example.com",
            "https://.example.com",
            "https://a..example.com",
            "https://..example.com",
            "https://a.example.com.",
            "https://evilexample.com",
            "https://a.evilexample.com",
            "https://example.com.evil.com",
            "https://a.example.com.evil.com",
            "https://a.example.com@evil",
            "https://evil.com@a.example.com",
            "https://user:pass@a.example.com",
            "https://evil.com/.example.com",
            "https://evil.com/a.example.com",
            "https://evil.com#.example.com",
            "https://evil.com?.example.com",
            "https://evil.com\\.example.com",
            "https://evil.com:443.example.com",
            "https://evil.com:8.example.com",
            "https://[::1].example.com",
            "https://a .example.com",
            "https://a,b.example.com",
            "https://*.example.com",
            "https://a.*.example.com",
            "https://%2e.example.com",
            "https://bücher.example.com",
            "https://A.example.com",
            "https://a.EXAMPLE.com",
            "https://a.example.com:443",
            "https://a.example.com:8443",
            "https://a.example.com:",
            "http://a.example.com",
            "xhttps://a.example.com",
            "https://a.example.co",
            "https://a.example.org",
            "https://a.example.com, https://b.example.com",
            "https://a.example.comhttps://b.example.com",
        ],
    );
}

#[test]
fn patterns_inside_a_label() {
    let longest = format!("https://pr-{}.preview.example.com", "7".repeat(60));
    admits(
        "/in-label",
        &[
            "https://pr-7.preview.example.com",
            "https://pr-a-b.preview.example.com",
            "https://pr--.preview.example.com",
            "https://pr-pr-1.preview.example.com",
            &longest,
        ],
    );
    let too_long = format!("https://pr-{}.preview.example.com", "7".repeat(61));
    refuses(
        "/in-label",
        &[
            "https://pr-.preview.example.com",
            "https://pr-*.preview.example.com",
            "https://pr.preview.example.com",
            "https://preview.example.com",
            "https://pr-7.a.preview.example.com",
            "https://a.pr-7.preview.example.com",
            "https://pr-7.evil.com",
            "https://pr-7.preview.example.com.evil.com",
            "https://pr-7.evil.preview.example.com",
            "https://pr-evil.com.preview.example.com",
            "https://pr-a_b.preview.example.com",
            "https://pr-A.preview.example.com",
            "https://xpr-7.preview.example.com",
            "https://pr-7preview.example.com",
            "https://pr-7.preview.example.com:8443",
            "https://pr-7.preview.example.com.",
            "http://pr-7.preview.example.com",
            &too_long,
        ],
    );
}

#[test]
fn several_patterns_stand_side_by_side() {
    admits(
        "/several-patterns",
        &[
            "https://my-app.example.com",
            "https://--app.example.com",
            "https://v1x.example.com",
            "https://vxx.example.com",
            "https://v-app.example.com",
            "https://a.b.example.com:8443",
            "https://app.example.com:8443",
        ],
    );
    refuses(
        "/several-patterns",
        &[
            "https://-app.example.com",
            "https://a.b-app.example.com",
            "https://vx.example.com",
            "https://v1xx1.example.com",
            "https://v1x.example.com:8444",
            "https://app.example.com",
            "https://example.com:8443",
        ],
    );
}

#[test]
fn any_port_is_any_port_a_browser_writes() {
    admits(
        "/any-port",
        &[
            "http://localhost",
            "http://localhost:1",
            "http://localhost:443",
            "http://localhost:8080",
            "http://localhost:65535",
        ],
    );
    refuses(
        "/any-port",
        &[
            "http://localhost:80",
            "http://localhost:0",
            "http://localhost:00",
            "http://localhost:01",
            "http://localhost:080",
            "http://localhost:65536",
            "http://localhost:99999",
            "http://localhost:100000",
            "http://localhost:4294967297",
            "http://localhost:18446744073709551617",
            "http://localhost:",
            "http://localhost:*",
            "http://localhost:+1",
            "http://localhost:-1",
            "http://localhost: 1",
            "http://localhost:1a",
            "http://localhost:0x1",
            "http://localhost:1:2",
            "http://localhost:1.evil.com",
            "http://localhost:1@evil.com",
            "http://localhost:1/",
            "http://localhost:\u{0661}",
            "https://localhost",
            "http://a.localhost",
            "http://localhost.evil.com",
            "http://localhost.",
            "http://LOCALHOST",
            "http://localhostx:1",
        ],
    );
}

#[test]
fn host_patterns_with_any_port() {
    admits(
        "/host-and-port",
        &[
            "https://a.example.com",
            "https://a.b.example.com:80",
            "https://[::1]",
            "https://[::1]:1",
            "http://127.0.0.1",
            "http://127.0.0.1:65535",
            "https://b-1.example.net",
            "https://b-1.example.net:1",
        ],
    );
    refuses(
        "/host-and-port",
        &[
            "https://a.example.com:443",
            "https://example.com:8443",
            "https://a.example.com:",
            "https://a.example.com:*",
            "https://*.example.com:*",
            "https://[::1]:443",
            "https://[::1]]:1",
            "https://[::1",
            "https://[::2]:1",
            "https://a.[::1]:1",
            "http://127.0.0.1:80",
            "http://127.0.0.11",
            "http://1127.0.0.1",
            "http://a.127.0.0.1",
            "https://b-.example.net:1",
            "https://b-1.example.net:443",
        ],
    );
}

#[test]
fn text_of_a_pattern_is_no_origin() {
    each(PATHS, |path| {
        refuses(
            path,
            &[
                "*",
                "https://*.example.com",
                "https://pr-*.preview.example.com",
                "https://*-app.example.com",
                "https://v*x.example.com",
                "https://*.example.com:8443",
                "http://localhost:*",
                "https://*.example.com:*",
                "https://[::1]:*",
                "http://127.0.0.1:*",
                "https://b-*.example.net:*",
            ],
        );
    });
}
