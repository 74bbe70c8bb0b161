//! What a router opens, as a table.

use std::fmt;

use cors_policy::{Methods, Origins, Policy, RequestHeaderNames};

use crate::answers::Answers;
use crate::routes::Link;

/// Every path of a [`CorsRouter`](crate::CorsRouter) with its methods and its policy, sorted by path; the handlers of a path
/// in the order of `routes!`.
///
/// The routes of an `axum::Router` that was nested or merged are known to axum alone: they have one row together, with
/// `(as mounted)` for the policies of those among them that are annotated.
///
/// Prints as an aligned table. With the feature `serde` it serialises as a list of rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyTable(Vec<PolicyRow>);

/// A line of a [`PolicyTable`]: a handler, a plain route, an `axum::Router`, or the default policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyRow {
    path: String,
    handler: String,
    methods: String,
    origins: String,
    credentials: bool,
    headers: String,
    exposed: String,
    max_age: Option<u32>,
    enforced: bool,
}

/// What the router does not know, since axum does.
const AS_MOUNTED: &str = "(as mounted)";

impl PolicyTable {
    pub(super) fn new(mut rows: Vec<PolicyRow>) -> Self {
        rows.sort_by(|left, right| left.path.cmp(&right.path));
        Self(rows)
    }

    /// The rows, sorted by path.
    pub fn iter(&self) -> std::slice::Iter<'_, PolicyRow> {
        self.0.iter()
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether the router has nothing that could have a policy.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl IntoIterator for PolicyTable {
    type Item = PolicyRow;
    type IntoIter = std::vec::IntoIter<PolicyRow>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a PolicyTable {
    type Item = &'a PolicyRow;
    type IntoIter = std::slice::Iter<'a, PolicyRow>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl PolicyRow {
    pub(super) fn annotated(path: &str, link: &Link) -> Self {
        Self::of(path, link.answers().handler, link.answers(), link.asks)
    }

    /// An `axum::Router` below a path.
    pub(super) fn axum_router(below: &str, default_policy: Option<&Answers>) -> Self {
        let row = Self::plain(below, default_policy);
        let origins =
            if default_policy.is_some() { format!("{}, {AS_MOUNTED}", row.origins) } else { AS_MOUNTED.to_owned() };
        Self { handler: "(axum router)".to_owned(), origins, ..row }
    }

    pub(super) fn plain(path: &str, default_policy: Option<&Answers>) -> Self {
        let handler = "(plain)";
        match default_policy {
            Some(answers) => Self {
                methods: AS_MOUNTED.to_owned(),
                ..Self::of(path, handler, answers, answers.origins_if.is_some())
            },
            None => Self {
                path: path.to_owned(),
                handler: handler.to_owned(),
                methods: AS_MOUNTED.to_owned(),
                origins: "none".to_owned(),
                credentials: false,
                headers: "none".to_owned(),
                exposed: "none".to_owned(),
                max_age: None,
                enforced: false,
            },
        }
    }

    pub(super) fn default_policy(answers: &Answers) -> Self {
        Self::of("*", "(default policy)", answers, answers.origins_if.is_some())
    }

    fn of(path: &str, handler: &str, answers: &Answers, asks: bool) -> Self {
        let rules = &answers.rules;
        Self {
            path: path.to_owned(),
            handler: handler.to_owned(),
            methods: match &rules.methods {
                Some(Methods::Any) => "*".to_owned(),
                Some(Methods::Listed { allowed, .. }) => allowed.as_str().to_owned(),
                None => "none".to_owned(),
            },
            origins: origins(rules, answers.reads_origins(), asks),
            credentials: answers.credentials,
            headers: match &rules.headers {
                Some(RequestHeaderNames::Any { authorization: false }) => "*".to_owned(),
                Some(RequestHeaderNames::Any { authorization: true }) => "*, authorization".to_owned(),
                Some(RequestHeaderNames::Listed(line)) if !line.is_empty() => line.as_str().to_owned(),
                Some(RequestHeaderNames::Listed(_)) | None => "none".to_owned(),
            },
            exposed: match &rules.expose_headers {
                Some(names) if !names.as_str().is_empty() => names.as_str().to_owned(),
                _ => "none".to_owned(),
            },
            max_age: rules.max_age.as_ref().map(|max_age| max_age.seconds),
            enforced: answers.enforce,
        }
    }

    /// The path, prefixes of nested routers included; `*` for what no route matches, and `/*` at the end for an
    /// `axum::Router`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The handler's name; `(plain)`, `(axum router)` or `(default policy)` where there is none.
    #[must_use]
    pub fn handler(&self) -> &str {
        &self.handler
    }

    /// The methods, as `Access-Control-Allow-Methods` says them; `(as mounted)` where axum alone knows them.
    #[must_use]
    pub fn methods(&self) -> &str {
        &self.methods
    }

    /// The origins, with `origins_from` and `origins_if` by these names; `(as mounted)` where an `axum::Router` may have
    /// annotated routes.
    #[must_use]
    pub fn origins(&self) -> &str {
        &self.origins
    }

    /// Whether credentials are taken along.
    #[must_use]
    pub fn credentials(&self) -> bool {
        self.credentials
    }

    /// The request headers that a preflight admits.
    #[must_use]
    pub fn headers(&self) -> &str {
        &self.headers
    }

    /// The response headers that scripts may read.
    #[must_use]
    pub fn exposed(&self) -> &str {
        &self.exposed
    }

    /// Whether other origins' actual requests are stopped before the handler.
    #[must_use]
    pub fn enforced(&self) -> bool {
        self.enforced
    }

    /// How long a preflight's answer may be kept, in seconds.
    #[must_use]
    pub fn max_age(&self) -> Option<u32> {
        self.max_age
    }
}

fn origins(rules: &Policy, reads: bool, asks: bool) -> String {
    let mut origins: Vec<String> = Vec::new();
    match &rules.origins {
        Some(Origins::Any) => origins.push("*".to_owned()),
        Some(Origins::Listed(set)) => origins.extend(set.iter().map(str::to_owned)),
        None => {}
    }
    if let Some(set) = &rules.dev_origins {
        // Only in builds with `debug_assertions`, so a snapshot of a release differs in these.
        origins.extend(set.iter().map(|origin| format!("(dev) {origin}")));
    }
    if reads {
        origins.push("(origins_from)".to_owned());
    }
    if asks {
        origins.push("(origins_if)".to_owned());
    }
    if origins.is_empty() { "none".to_owned() } else { origins.join(", ") }
}

const HEADINGS: [&str; 9] =
    ["path", "handler", "methods", "origins", "credentials", "headers", "exposed", "max age", "enforced"];

impl fmt::Display for PolicyTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<[String; 9]> = std::iter::once(HEADINGS.map(str::to_owned))
            .chain(self.0.iter().map(|row| {
                [
                    row.path.clone(),
                    row.handler.clone(),
                    row.methods.clone(),
                    row.origins.clone(),
                    yes_or_no(row.credentials),
                    row.headers.clone(),
                    row.exposed.clone(),
                    row.max_age.map_or_else(|| "-".to_owned(), |seconds| format!("{seconds} s")),
                    yes_or_no(row.enforced),
                ]
            }))
            .collect();
        let mut widths = [0; 9];
        for line in &lines {
            for (width, cell) in widths.iter_mut().zip(line) {
                *width = cell.chars().count().max(*width);
            }
        }
        for line in &lines {
            let cells: Vec<String> = line.iter().zip(widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
            writeln!(f, "{}", cells.join("  ").trim_end())?;
        }
        Ok(())
    }
}

fn yes_or_no(flag: bool) -> String {
    if flag { "yes" } else { "no" }.to_owned()
}

#[cfg(feature = "serde")]
impl serde::Serialize for PolicyTable {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(&self.0)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for PolicyRow {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct as _;

        let mut row = serializer.serialize_struct("PolicyRow", 9)?;
        row.serialize_field("path", &self.path)?;
        row.serialize_field("handler", &self.handler)?;
        row.serialize_field("methods", &self.methods)?;
        row.serialize_field("origins", &self.origins)?;
        row.serialize_field("credentials", &self.credentials)?;
        row.serialize_field("headers", &self.headers)?;
        row.serialize_field("exposed", &self.exposed)?;
        row.serialize_field("max_age", &self.max_age)?;
        row.serialize_field("enforced", &self.enforced)?;
        row.end()
    }
}
