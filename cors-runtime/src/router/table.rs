//! What a router opens, as a table.

use std::fmt::{self, Write as _};

use cors_policy::for_macros::ConstPolicy;
use cors_policy::{ExposedHeaderNames, FieldValue, Key, MaxAge, Methods, Policy, PolicyKeys, RequestHeaderNames};

use crate::answer::compiled_policy::CompiledPolicy;
use crate::policy::constant::constant_policy;
use crate::routes::policy_list::PolicyNode;

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
    methods: List,
    origins: Origins,
    credentials: bool,
    headers: List,
    exposed: List,
    max_age: Option<u32>,
    timing_origins: List,
    enforced: bool,
    dangers: Vec<Key>,
    /// Whether routes with policies of their own may be in it, which only axum knows.
    as_mounted: bool,
}

/// Who may read, by each source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Origins {
    listed: List,
    /// Only in builds with `debug_assertions`, so a snapshot of a release differs in these.
    dev: List,
    reads: bool,
    has_check: bool,
    /// All of it in one line.
    text: String,
}

/// A list as it is printed, which is also the list of its members.
#[derive(Clone, Debug, PartialEq, Eq)]
struct List {
    members: Vec<String>,
    text: String,
}

impl List {
    fn of<'a>(members: impl Iterator<Item = &'a str>) -> Self {
        let members: Vec<String> = members.map(str::to_owned).collect();
        let text = if members.is_empty() { "none".to_owned() } else { members.join(", ") };
        Self { members, text }
    }

    /// The names of a header's value.
    fn of_line(line: Option<&str>) -> Self {
        line.map_or_else(Self::default, |line| Self::of(cors_policy::names(line)))
    }

    /// The list in a file: null where there is none.
    #[cfg(feature = "serde")]
    fn as_value(&self) -> Option<&[String]> {
        if self.members.is_empty() { None } else { Some(&self.members) }
    }
}

impl Default for List {
    fn default() -> Self {
        Self::of(std::iter::empty())
    }
}

/// What the router does not know, since axum does.
const AS_MOUNTED: &str = "(as mounted)";

/// The keys that accept what is refused otherwise.
const DANGERS: [Key; 3] = [Key::AcceptInsecureOrigins, Key::AcceptPublicSuffixes, Key::AcceptNullOrigin];

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
    pub(super) fn annotated(path: &str, node: &PolicyNode) -> Self {
        Self::of(path, node.policy().handler, node.policy(), node.has_check)
    }

    /// An `axum::Router` below a path.
    pub(super) fn axum_router(below: &str, default_policy: Option<&CompiledPolicy>) -> Self {
        let row = Self::service(below, default_policy);
        let text = match default_policy {
            Some(_) => format!("{}, {AS_MOUNTED}", row.origins.text),
            None => AS_MOUNTED.to_owned(),
        };
        Self { handler: "(axum router)".to_owned(), origins: Origins { text, ..row.origins }, ..row }
    }

    /// A service, which may be a router with annotated routes.
    pub(super) fn service(path: &str, default_policy: Option<&CompiledPolicy>) -> Self {
        let row = Self::plain(path, default_policy);
        let text = if default_policy.is_some() { row.origins.text } else { AS_MOUNTED.to_owned() };
        Self { as_mounted: true, origins: Origins { text, ..row.origins }, ..row }
    }

    /// A service that answers what no route matches below a path.
    pub(super) fn fallback(below: &str, default_policy: Option<&CompiledPolicy>) -> Self {
        Self { handler: "(fallback)".to_owned(), ..Self::service(below, default_policy) }
    }

    pub(super) fn plain(path: &str, default_policy: Option<&CompiledPolicy>) -> Self {
        let methods = List { members: Vec::new(), text: AS_MOUNTED.to_owned() };
        // A route without a policy opens as much as a policy without keys.
        let nothing = CompiledPolicy::built(constant_policy(ConstPolicy::EMPTY, None, None));
        let answers = default_policy.unwrap_or(&nothing);
        Self { methods, ..Self::of(path, "(plain)", answers, answers.origins_if.is_some()) }
    }

    pub(super) fn default_policy(answers: &CompiledPolicy) -> Self {
        Self::of("*", "(default policy)", answers, answers.origins_if.is_some())
    }

    fn of(path: &str, handler: &str, answers: &CompiledPolicy, has_check: bool) -> Self {
        let rules = &answers.rules;
        // Taken apart without `..`, so that the compiler names this place when a key is added. The fields that are not used
        // here are shown too: `Origins::of` and the compiled policy read them.
        let PolicyKeys {
            origins: _,
            dev_origins: _,
            methods,
            headers,
            expose_headers,
            credentials: _,
            max_age,
            timing_origins,
            enforce: _,
            accept_insecure_origins,
            accept_public_suffixes,
            accept_null_origin,
        } = rules.keys();
        let doors = [accept_insecure_origins, accept_public_suffixes, accept_null_origin];
        Self {
            path: path.to_owned(),
            handler: handler.to_owned(),
            methods: List::of_line(methods.as_ref().map(Methods::allowed)),
            origins: Origins::of(rules, answers.origins_from.is_some(), has_check),
            credentials: answers.credentials,
            headers: List::of_line(headers.as_ref().map(RequestHeaderNames::as_str)),
            exposed: List::of_line(expose_headers.as_ref().map(ExposedHeaderNames::as_str)),
            max_age: max_age.as_ref().map(MaxAge::seconds),
            timing_origins: List::of_line(timing_origins.as_ref().map(FieldValue::as_str)),
            enforced: answers.enforce,
            dangers: DANGERS
                .into_iter()
                .zip(doors)
                .filter(|(_, door)| **door == Some(true))
                .map(|(key, _)| key)
                .collect(),
            as_mounted: false,
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
        &self.methods.text
    }

    /// The origins, with `origins_from` and `origins_if` by these names; `(as mounted)` where an `axum::Router` may have
    /// annotated routes.
    #[must_use]
    pub fn origins(&self) -> &str {
        &self.origins.text
    }

    /// Whether credentials are taken along.
    #[must_use]
    pub fn credentials(&self) -> bool {
        self.credentials
    }

    /// The request headers that a preflight admits.
    #[must_use]
    pub fn headers(&self) -> &str {
        &self.headers.text
    }

    /// The response headers that scripts may read.
    #[must_use]
    pub fn exposed(&self) -> &str {
        &self.exposed.text
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

    /// Whose pages may read timing figures; `none` where nobody's may.
    #[must_use]
    pub fn timing_origins(&self) -> &str {
        &self.timing_origins.text
    }

    /// The `danger_…` keys that are on.
    #[must_use]
    pub fn dangers(&self) -> &[Key] {
        &self.dangers
    }
}

impl Origins {
    fn of(rules: &Policy, reads: bool, has_check: bool) -> Self {
        let listed = match &rules.keys().origins {
            Some(cors_policy::Origins::Any) => List::of(["*"].into_iter()),
            Some(cors_policy::Origins::Listed(set)) => List::of(set.iter()),
            None => List::default(),
        };
        let dev = rules.keys().dev_origins.as_ref().map_or_else(List::default, |set| List::of(set.iter()));
        let dev_members = dev.members.iter().map(|origin| format!("(dev) {origin}"));
        let named = [(reads, "(origins_from)"), (has_check, "(origins_if)")];
        let named = named.into_iter().filter(|(is_there, _)| *is_there).map(|(_, name)| name.to_owned());
        let all: Vec<String> = listed.members.iter().cloned().chain(dev_members).chain(named).collect();
        let text = List::of(all.iter().map(String::as_str)).text;
        Self { listed, dev, reads, has_check, text }
    }
}

/// A heading, whether the column is shown, and its cell in a row.
type Column = (&'static str, bool, fn(&PolicyRow) -> String);

impl fmt::Display for PolicyTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What hardly any policy opens has a column only where one does.
        let timing = self.0.iter().any(|row| !row.timing_origins.members.is_empty());
        let dangers = self.0.iter().any(|row| !row.dangers.is_empty());
        let columns: [Column; 11] = [
            ("path", true, |row| row.path.clone()),
            ("handler", true, |row| row.handler.clone()),
            ("methods", true, |row| row.methods.text.clone()),
            ("origins", true, |row| row.origins.text.clone()),
            ("credentials", true, |row| yes_or_no(row.credentials)),
            ("headers", true, |row| row.headers.text.clone()),
            ("exposed", true, |row| row.exposed.text.clone()),
            ("max age", true, |row| row.max_age.map_or_else(|| "-".to_owned(), |seconds| format!("{seconds} s"))),
            ("enforced", true, |row| yes_or_no(row.enforced)),
            ("timing origins", timing, |row| row.timing_origins.text.clone()),
            ("dangers", dangers, |row| List::of(row.dangers.iter().map(|key| key.as_str())).text),
        ];
        let mut lines = vec![String::new(); self.0.len() + 1];
        for (heading, _, cell) in columns.into_iter().filter(|(_, is_shown, _)| *is_shown) {
            let cells: Vec<String> = std::iter::once(heading.to_owned()).chain(self.0.iter().map(cell)).collect();
            let width = cells.iter().map(|cell| cell.chars().count()).max().unwrap_or_default();
            for (line, cell) in lines.iter_mut().zip(cells) {
                write!(line, "{cell:<width$}  ")?;
            }
        }
        lines.iter().try_for_each(|line| writeln!(f, "{}", line.trim_end()))
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

        let mut row = serializer.serialize_struct("PolicyRow", 14 + DANGERS.len())?;
        row.serialize_field("path", &self.path)?;
        row.serialize_field("handler", &self.handler)?;
        row.serialize_field("methods", &self.methods.as_value())?;
        row.serialize_field("origins", &self.origins.listed.as_value())?;
        row.serialize_field("dev_origins", &self.origins.dev.as_value())?;
        row.serialize_field("origins_from", &self.origins.reads)?;
        row.serialize_field("origins_if", &self.origins.has_check)?;
        row.serialize_field("credentials", &self.credentials)?;
        row.serialize_field("headers", &self.headers.as_value())?;
        row.serialize_field("exposed", &self.exposed.as_value())?;
        row.serialize_field("max_age", &self.max_age)?;
        row.serialize_field("timing_origins", &self.timing_origins.as_value())?;
        row.serialize_field("enforced", &self.enforced)?;
        row.serialize_field("as_mounted", &self.as_mounted)?;
        for key in DANGERS {
            row.serialize_field(key.as_str(), &self.dangers.contains(&key))?;
        }
        row.end()
    }
}
