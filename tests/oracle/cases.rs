//! Generated requests: pages whose origins are admitted or nearly so, and what their scripts ask for.

use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};

use crate::description::{API, Described, Wish};
use crate::fetch::{Credentials, ScriptRequest};

/// One generated request of a script.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    /// Which path of the server it goes to.
    path: Index,
    /// Which entry of that path's policies the page's origin is made from.
    entry: Index,
    filling: &'static str,
    port: &'static str,
    change: Change,
    method: (&'static str, &'static str),
    headers: Vec<Header>,
    credentials: Credentials,
}

type Header = (&'static str, &'static str, Need);

/// Whether a header is one that only a preflight admits.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Need {
    Preflight,
    Nothing,
}

/// What makes a near miss, or another origin altogether, of an origin.
#[derive(Clone, Debug)]
enum Change {
    Nothing,
    Before(&'static str),
    After(&'static str),
    Replaced(&'static str, &'static str),
    Upper(Index),
    Lost(Index),
    Page(&'static str),
}

const PAGES: [&str; 12] = [
    "https://app.example.com",
    "https://admin.example.com",
    "https://app.example.com:8443",
    "http://app.example.com",
    "https://example.com",
    "http://localhost:3000",
    "http://127.0.0.1:8080",
    "moz-extension://a1b2-c3",
    "null",
    "*",
    "https://evil.example",
    API,
];

/// The script's spelling and what arrives of it.
const METHODS: [(&str, &str); 15] = [
    ("GET", "GET"),
    ("get", "GET"),
    ("HEAD", "HEAD"),
    ("POST", "POST"),
    ("PUT", "PUT"),
    ("put", "PUT"),
    ("DELETE", "DELETE"),
    ("PATCH", "PATCH"),
    ("patch", "patch"),
    ("PURGE", "PURGE"),
    ("purge", "purge"),
    ("QUERY", "QUERY"),
    ("OPTIONS", "OPTIONS"),
    ("options", "OPTIONS"),
    ("*", "*"),
];

const HEADERS: [Header; 11] = [
    ("Content-Type", "application/json", Need::Preflight),
    ("content-type", "text/plain", Need::Nothing),
    ("Accept", "text/html", Need::Nothing),
    ("Range", "bytes=0-9", Need::Nothing),
    ("range", "bytes=-9", Need::Preflight),
    ("Authorization", "Bearer x", Need::Preflight),
    ("X-A", "1", Need::Preflight),
    ("x-b", "2", Need::Preflight),
    ("X-Request-ID", "3", Need::Preflight),
    ("*", "4", Need::Preflight),
    ("Sec-Anything", "dropped by the browser", Need::Nothing),
];

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        24 => Just(Change::Nothing),
        1 => select(&["http://", "x", "https://evil.", " ", "https://evil.com@"][..]).prop_map(Change::Before),
        2 => select(&[".", ".evil.com", "@evil.com", ":443", ":80", "/", ":", "m", ", null"][..])
            .prop_map(Change::After),
        2 => select(&[
            ("https:", "http:"),
            ("http:", "https:"),
            ("://", "://evil"),
            ("://", "://user@"),
            ("://", "://."),
            (".example.com", "example.com"),
            (".example.com", ".example.org"),
            (".example.com", "..example.com"),
            (".example.com", ".example.com.evil.com"),
            ("app.", ""),
        ][..])
        .prop_map(|(from, to)| Change::Replaced(from, to)),
        1 => any::<Index>().prop_map(Change::Upper),
        1 => any::<Index>().prop_map(Change::Lost),
        4 => select(&PAGES[..]).prop_map(Change::Page),
    ]
}

fn headers() -> impl Strategy<Value = Vec<Header>> {
    prop_oneof![
        4 => Just(Vec::new()),
        2 => select(&HEADERS[..]).prop_map(|header| vec![header]),
        1 => subsequence(&HEADERS[..], 1..4),
    ]
}

/// Cases for any server.
pub(crate) fn cases() -> impl Strategy<Value = Case> {
    let fillings = &["a", "7", "a-b", "a.b", "x.pr-7", "pr-7", "a_b", "", ".", "*", "A", "a@b", "evil.com/", "a:1"][..];
    let ports = &["", ":3000", ":443", ":80", ":8443", ":65535", ":65536", ":0", ":08", ":", ":*"][..];
    (
        (any::<Index>(), any::<Index>(), select(fillings), select(ports), change()),
        (
            select(&METHODS[..]),
            headers(),
            select(&[Credentials::Omit, Credentials::SameOrigin, Credentials::Include][..]),
        ),
    )
        .prop_map(|((path, entry, filling, port, change), (method, headers, credentials))| Case {
            path,
            entry,
            filling,
            port,
            change,
            method,
            headers,
            credentials,
        })
}

impl Case {
    /// The number of the path this case goes to, of so many.
    pub(crate) fn path(&self, count: usize) -> usize {
        self.path.index(count)
    }

    /// What the script hands to `fetch()`, for a server's path.
    pub(crate) fn script(&self, path: &str) -> ScriptRequest {
        let (spelling, _) = self.method;
        let script = ScriptRequest::new(spelling, &format!("{API}{path}")).credentials(self.credentials);
        self.headers.iter().fold(script, |script, (name, value, _)| script.header(name, value))
    }

    /// The same in the terms of a description.
    pub(crate) fn wish(&self, path: &[Described]) -> Wish {
        let (_, arriving) = self.method;
        let needing = self.headers.iter().filter(|(_, _, need)| *need == Need::Preflight);
        Wish {
            page: self.page(path),
            method: arriving.to_owned(),
            unsafe_names: needing.map(|(name, ..)| name.to_ascii_lowercase()).collect(),
            credentials: self.credentials,
        }
    }

    /// The page's origin: one that an entry admits, mostly, and then changed, sometimes.
    fn page(&self, path: &[Described]) -> String {
        let entries: Vec<&String> = path.iter().flat_map(|policy| &policy.origins).collect();
        let mut page = match self.entry.get(&entries).as_str() {
            "*" => PAGES[self.entry.index(PAGES.len())].to_owned(),
            entry => match entry.strip_suffix(":*") {
                Some(host) => host.replace('*', self.filling) + self.port,
                None => entry.replace('*', self.filling),
            },
        };
        match self.change {
            Change::Nothing => {}
            Change::Before(text) => page.insert_str(0, text),
            Change::After(text) => page.push_str(text),
            Change::Replaced(from, to) => page = page.replace(from, to),
            Change::Upper(at) => {
                let at = at.index(page.len());
                page[at..=at].make_ascii_uppercase();
            }
            Change::Lost(at) => drop(page.remove(at.index(page.len()))),
            Change::Page(other) => other.clone_into(&mut page),
        }
        // A field value has no white space at its ends: what was put there is lost on the way.
        page.trim().to_owned()
    }
}
