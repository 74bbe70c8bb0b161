//! The policies in plain data, as the attributes beside them write them.

/// One handler's policy.
#[derive(Clone, Copy, Debug)]
pub(super) struct Described {
    pub(super) origins: &'static [&'static str],
    pub(super) methods: &'static [&'static str],
    pub(super) headers: &'static [&'static str],
    pub(super) exposed: &'static [&'static str],
    pub(super) timing: &'static [&'static str],
    pub(super) credentials: bool,
    pub(super) enforce: bool,
    pub(super) max_age: Option<u32>,
}

/// A policy that opens nothing, to be completed.
const NOTHING: Described = Described {
    origins: &[],
    methods: &[],
    headers: &[],
    exposed: &[],
    timing: &[],
    credentials: false,
    enforce: false,
    max_age: None,
};

pub(super) const EXACT: Described = Described {
    origins: &["https://foo.com", "https://bar.com"],
    methods: &["GET"],
    timing: &["https://foo.com", "https://bar.com"],
    max_age: Some(5),
    ..NOTHING
};

pub(super) const PATTERNS: Described = Described {
    origins: &["https://*.example.com", "http://localhost:*"],
    methods: &["*"],
    headers: &["*"],
    credentials: true,
    ..NOTHING
};

pub(super) const IN_LABEL: Described = Described {
    origins: &["https://pr-*.preview.example.com"],
    methods: &["GET", "PURGE"],
    exposed: &["*"],
    enforce: true,
    ..NOTHING
};

pub(super) const NULL: Described =
    Described { origins: &["null", "https://[::1]:*"], methods: &["PUT"], headers: &["*"], ..NOTHING };

pub(super) const OWN_OPTIONS: Described =
    Described { origins: &["https://foo.com"], methods: &["OPTIONS"], timing: &["*"], ..NOTHING };

pub(super) const PUBLIC: Described = Described {
    origins: &["*"],
    methods: &["GET", "POST"],
    headers: &["*", "authorization"],
    exposed: &["etag", "x-total"],
    enforce: true,
    ..NOTHING
};

pub(super) const OPEN: Described =
    Described { origins: &["*"], methods: &["*"], headers: &["*"], exposed: &["*"], ..NOTHING };

pub(super) const APP: Described = Described {
    origins: &["moz-extension://*", "tauri://localhost", "https://*.example.com:*"],
    methods: &["POST", "DELETE", "HEAD"],
    headers: &["content-type", "x-request-id"],
    credentials: true,
    enforce: true,
    max_age: Some(86_400),
    ..NOTHING
};

/// The paths, each with the policies of its handlers in their order.
pub(super) const PATHS: [(&str, &[Described]); 11] = [
    ("/exact", &[EXACT]),
    ("/patterns", &[PATTERNS]),
    ("/in-label", &[IN_LABEL]),
    ("/null", &[NULL]),
    ("/own", &[OWN_OPTIONS]),
    ("/public", &[PUBLIC]),
    ("/open", &[OPEN]),
    ("/app", &[APP]),
    ("/several", &[EXACT, APP, NULL]),
    ("/mixed", &[NULL, PUBLIC, OWN_OPTIONS]),
    ("/late", &[OWN_OPTIONS, PATTERNS]),
];
