//! Origins and patterns that are nearly one another: few names, few labels, few ports, so that most cases touch.

use proptest::prelude::*;

const SCHEMES: [&str; 4] = ["https", "http", "app", "httpsx"];
/// Labels that begin and end alike.
const LABELS: [&str; 10] = ["a", "aa", "ab", "a-b", "pr-a", "pr-", "pr-a-x", "x", "a_b", "-x"];
/// Names under which nobody but their owner registers.
const NAMES: [&str; 5] = ["e.example", "ee.example", "e.e.example", "x.e.example", "pr-a.e.example"];
const PORTS: [&str; 6] = ["", "", ":8443", ":8", ":84", ":65535"];
const STARS: [&str; 12] = ["*", "a*", "*a", "pr-*", "pr-*-x", "p*", "*-x", "a*b", "pr-a*", "*_b", "a*_b", "a_*"];

fn labels(count: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    let label = prop::sample::select(&LABELS[..]);
    prop::collection::vec(label, count).prop_map(|labels| labels.iter().flat_map(|label| [label, "."]).collect())
}

/// As many labels as a name can have, or nearly.
fn deep() -> impl Strategy<Value = String> {
    (100..116_usize).prop_map(|count| "a.".repeat(count))
}

fn name() -> impl Strategy<Value = String> {
    let below = prop_oneof![6 => labels(0..4), 1 => deep()];
    (below, prop::sample::select(&NAMES[..])).prop_map(|(below, name)| format!("{below}{name}"))
}

fn exact_host() -> impl Strategy<Value = String> {
    let addresses = ["[::1]", "127.0.0.1", "localhost", "a.localhost"].map(str::to_owned);
    prop_oneof![8 => name(), 1 => prop::sample::select(addresses.to_vec())]
}

/// An entry that a set accepts when it stands alone.
pub fn entry() -> impl Strategy<Value = String> {
    let star = prop::sample::select(&STARS[..]);
    let host = prop_oneof![
        3 => exact_host(),
        3 => (star, name()).prop_map(|(star, name)| format!("{star}.{name}")),
    ];
    let port = prop_oneof![3 => prop::sample::select(&PORTS[..]), 1 => Just(":*")];
    // The hosts of other schemes are opaque, and a `*` cannot be a part of one.
    let scheme = prop::sample::select(&SCHEMES[..2]);
    (scheme, host, port).prop_map(|(scheme, host, port)| format!("{scheme}://{host}{port}"))
}

/// Labels that begin and end in as many ways as possible; a `*` stands for `a` and never for `_`.
fn piece() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&["a", "b", "_"][..]), 0..5).prop_map(|bytes| bytes.concat())
}

/// Patterns with a `*` inside their label that all stand above one name, and a label that may be below it.
pub fn above_one_name() -> impl Strategy<Value = (Vec<String>, Vec<String>)> {
    let pattern = (piece(), piece())
        .prop_filter("whole labels are another kind", |(before, after)| !before.is_empty() || !after.is_empty());
    let pattern = pattern.prop_map(|(before, after)| format!("https://{before}*{after}.e.example"));
    let sent = (piece(), piece(), piece()).prop_map(|(a, b, c)| format!("https://{a}{b}{c}.e.example"));
    (prop::collection::vec(pattern, 1..60), prop::collection::vec(sent, 40))
}

/// What a request may send: mostly origins near the entries, and some that are none.
pub fn sent() -> impl Strategy<Value = String> {
    let odd_ports = [":80", ":443", ":08443", ":0", ":65536", ":", ":+8", ":8443 ", ":*", ":8443:8"];
    let port = prop_oneof![
        6 => prop::sample::select(&PORTS[..]).boxed(),
        1 => prop::sample::select(odd_ports.to_vec()).boxed()
    ];
    let odd_hosts = [
        "",
        ".",
        "a..e.example",
        ".e.example",
        "e.example.",
        "a.E.example",
        "a.e.example@x",
        "a*.e.example",
        "*.e.example",
    ];
    let long_label = format!("{}.e.example", "a".repeat(64));
    let longest_label = format!("{}.e.example", "a".repeat(63));
    let odd_hosts: Vec<String> = odd_hosts.into_iter().map(str::to_owned).chain([long_label, longest_label]).collect();
    let host = prop_oneof![6 => exact_host(), 1 => prop::sample::select(odd_hosts)];
    let origin = (prop::sample::select(&SCHEMES[..]), host, port)
        .prop_map(|(scheme, host, port)| format!("{scheme}://{host}{port}"));
    prop_oneof![30 => origin, 1 => any::<String>(), 1 => Just("null".to_owned())]
}
