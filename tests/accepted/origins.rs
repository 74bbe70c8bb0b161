//! Origins that look like mistakes and are none.

use axum::Router;
use cors_runtime::{cors, routes};

// Underscores are no letters of host names, but DNS has them and browsers send them.
#[cors(origins = "https://my_app.example.com", methods = "GET")]
async fn underscore_in_a_label() {}

// A label may begin with a hyphen or a digit, and consist of one.
#[cors(origins = ["https://-a-.example.com", "https://3.example.com", "https://4chan.example"], methods = "GET")]
async fn hyphens_and_digits() {}

// Looks like Punycode that somebody forgot to decode; it is the form that browsers send.
#[cors(origins = "https://xn--mnchen-3ya.example", methods = "GET")]
async fn punycode() {}

// Looks like an IPv4 address and is a name, since its last label is no number.
#[cors(origins = "https://127.0.0.1.example", methods = "GET")]
async fn numbers_before_a_name() {}

// Looks like hexadecimal and is a name.
#[cors(origins = "https://0xyz", methods = "GET")]
async fn nearly_hexadecimal() {}

// A name of one label: no dot, and yet whole.
#[cors(origins = ["https://intranet", "http://localhost"], methods = "GET")]
async fn single_labels() {}

// Exactly 63 bytes in a label.
#[cors(
    origins = "https://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example.com",
    methods = "GET"
)]
async fn longest_label() {}

// The default port of the other scheme is spelled out by browsers.
#[cors(origins = ["https://app.example.com:80", "http://app.example.com:443"], methods = "GET")]
async fn default_port_of_the_other_scheme() {}

// The first and the last port there is.
#[cors(origins = ["http://localhost:1", "http://localhost:65535"], methods = "GET")]
async fn ports_at_the_ends() {}

// One host by two schemes and with two ports: four origins, none of them twice.
#[cors(origins = "https://a.example, http://a.example, https://a.example:8443, http://a.example:8080", methods = "GET")]
async fn one_host_several_origins() {}

// Loopback in IPv6's shortest form, with a port of its own.
#[cors(origins = "http://[::1]:8080", methods = "GET")]
async fn ipv6_loopback() {}

// How the URL Standard writes `[::ffff:127.0.0.1]`.
#[cors(origins = "https://[::ffff:7f00:1]", methods = "GET")]
async fn ipv4_in_ipv6() {}

// A single zero piece stays: `::` stands for two at least.
#[cors(origins = "https://[1:0:2:3:4:5:6:7]", methods = "GET")]
async fn ipv6_with_one_zero() {}

// Looks like no origin of the web; extensions send exactly this.
#[cors(origins = "chrome-extension://abcdefghijklmnopabcdefghijklmnop", methods = "GET")]
async fn extension() {}

// Schemes of applications, one of them with all the signs a scheme can have.
#[cors(origins = ["capacitor://localhost", "web+my-app.v2://main"], methods = "GET")]
async fn schemes_of_applications() {}

// No certificate shows who speaks for them, and none need: they travel no network.
#[cors(
    origins = [
        "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
        "tauri://localhost",
        "capacitor://localhost:8100",
        "app://.",
        "app://Obsidian.md",
    ],
    methods = "GET",
    credentials
)]
async fn applications_with_credentials() {}

// `*` for the whole host: every extension of a browser.
#[cors(origins = ["moz-extension://*", "vscode-webview://*"], methods = "GET")]
async fn every_extension() {}

// The same with credentials, said aloud.
#[cors(origins = "moz-extension://*", methods = "GET", credentials, danger_accept_public_suffixes = true)]
async fn every_extension_through_its_door() {}

// What some web views send for files, with the door of `null` open.
#[cors(origins = "file://", methods = "GET", credentials, danger_accept_null_origin = true)]
async fn files_in_a_web_view() {}

// Not https, but without credentials there is nothing for the network to steal.
#[cors(origins = "http://app.example.com", methods = "GET")]
async fn insecure_without_credentials() {}

// Not https, but the machine itself, which nobody on the network can speak for.
#[cors(
    origins = ["http://localhost:3000", "http://app.localhost", "http://127.0.0.1:8080", "http://127.8.9.1", "http://[::1]"],
    methods = "GET",
    credentials
)]
async fn loopback_with_credentials() {}

// The apex is not below itself, so the pattern does not cover it.
#[cors(origins = ["https://example.com", "https://*.example.com"], methods = "GET")]
async fn apex_beside_its_subdomains() {}

// The pattern is of another scheme and of another port, so it covers neither.
#[cors(
    origins = ["https://*.example.com", "http://app.example.com", "https://app.example.com:8443"],
    methods = "GET"
)]
async fn beside_a_pattern_that_does_not_cover() {}

// `:*` is any port of `http`; `https` is another scheme.
#[cors(origins = ["http://localhost:*", "https://localhost:3000"], methods = "GET")]
async fn any_port_of_another_scheme() {}

// The same patterns but for what stands left and right of their `*`.
#[cors(origins = ["https://pr-*.example.com", "https://*-pr.example.com"], methods = "GET")]
async fn patterns_that_overlap() {}

// What stands beside a `*` looks like a number, which a whole host could not end in; a name follows.
#[cors(origins = ["https://0*.example.com", "https://*0x.example.com", "https://1-*.example.com"], methods = "GET")]
async fn numbers_beside_a_star() {}

// `"null"` with its door open.
#[cors(origins = ["null", "https://app.example.com"], methods = "GET", danger_accept_null_origin = true)]
async fn null_through_its_door() {}

// A network without TLS, said aloud.
#[cors(origins = "http://wiki.corp.example", methods = "GET", credentials, danger_accept_insecure_origins = true)]
async fn insecure_through_its_door() {}

// A door that is written down as shut.
#[cors(origins = "https://app.example.com", methods = "GET", danger_accept_null_origin = false)]
async fn a_door_that_is_shut() {}

// No origins but those of development: a release admits nobody.
#[cors(dev_origins = "http://localhost:*", methods = "GET")]
async fn for_development_only() {}

// Everybody, and the switched-off credentials that alone allow it.
#[cors(origins = ["*"], methods = "GET", credentials = false, timing_origins = "*")]
async fn everybody() {}

fn main() {
    let _: Router = Router::new()
        .route("/1", routes!(underscore_in_a_label))
        .route("/2", routes!(hyphens_and_digits))
        .route("/3", routes!(punycode))
        .route("/4", routes!(numbers_before_a_name))
        .route("/5", routes!(nearly_hexadecimal))
        .route("/6", routes!(single_labels))
        .route("/7", routes!(longest_label))
        .route("/8", routes!(default_port_of_the_other_scheme))
        .route("/9", routes!(ports_at_the_ends))
        .route("/10", routes!(one_host_several_origins))
        .route("/11", routes!(ipv6_loopback))
        .route("/12", routes!(ipv4_in_ipv6))
        .route("/13", routes!(ipv6_with_one_zero))
        .route("/14", routes!(extension))
        .route("/15", routes!(schemes_of_applications))
        .route("/16", routes!(insecure_without_credentials))
        .route("/17", routes!(loopback_with_credentials))
        .route("/18", routes!(apex_beside_its_subdomains))
        .route("/19", routes!(beside_a_pattern_that_does_not_cover))
        .route("/20", routes!(any_port_of_another_scheme))
        .route("/21", routes!(patterns_that_overlap))
        .route("/22", routes!(null_through_its_door))
        .route("/23", routes!(insecure_through_its_door))
        .route("/24", routes!(a_door_that_is_shut))
        .route("/25", routes!(for_development_only))
        .route("/26", routes!(everybody))
        .route("/27", routes!(numbers_beside_a_star))
        .route("/28", routes!(applications_with_credentials))
        .route("/29", routes!(every_extension))
        .route("/30", routes!(every_extension_through_its_door))
        .route("/31", routes!(files_in_a_web_view));
}
