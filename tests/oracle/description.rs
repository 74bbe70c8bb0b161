//! What the policies of a path promise, in plain data, and what follows from it for one request of a script.

use std::collections::BTreeSet;

use crate::fetch::Credentials;

/// The origin of the server that scripts fetch from.
pub(crate) const API: &str = "https://api.example.net";

/// The headers that every handler sends, in lower case, and those of them that every script may read
/// (Fetch, "CORS-safelisted response-header name").
pub(crate) const SENT: [&str; 5] = ["cache-control", "etag", "set-cookie", "x-secret", "x-total"];
const SAFELISTED: &str = "cache-control";
/// No script may read it, whatever is exposed (Fetch, "forbidden response-header name").
const FORBIDDEN: &str = "set-cookie";

/// One handler's policy, each list as the attribute spells its members.
#[derive(Clone, Debug)]
pub(crate) struct Described {
    pub(crate) origins: Vec<String>,
    pub(crate) methods: Vec<String>,
    pub(crate) headers: Vec<String>,
    pub(crate) exposed: Vec<String>,
    pub(crate) credentials: bool,
}

/// What a script of some page asks for.
#[derive(Clone, Debug)]
pub(crate) struct Wish {
    pub(crate) page: String,
    /// As it arrives at the server: browsers send `put` as `PUT`, but `patch` as `patch`.
    pub(crate) method: String,
    /// The names of the headers that only a preflight admits, in lower case.
    pub(crate) unsafe_names: BTreeSet<String>,
    pub(crate) credentials: Credentials,
}

/// The names of the handlers' headers that the script reads, none where no handler runs. `None`: it reads nothing at
/// all, not even that there is an answer.
pub(crate) type Reads = Option<BTreeSet<&'static str>>;

/// What the policies of a path, in their order, promise for a wish.
pub(crate) fn promised(path: &[Described], wish: &Wish) -> Reads {
    let server = serving(path, &wish.method);
    if wish.page == API {
        let sent = SENT.into_iter().filter(|&name| name != FORBIDDEN);
        return Some(server.map_or(BTreeSet::new(), |_| sent.collect()));
    }
    let policy = server.or_else(|| path.iter().find(|policy| policy.admits(&wish.page)))?;
    if !policy.shares_with(wish) || (wish.needs_preflight() && !passes_preflight(path, policy, wish)) {
        return None;
    }
    let may_read = |name: &str| name == SAFELISTED || (name != FORBIDDEN && policy.exposes(name));
    Some(server.map_or(BTreeSet::new(), |_| SENT.into_iter().filter(|name| may_read(name)).collect()))
}

/// The policy of the handler that runs for a method: who names it comes before whose GET brings HEAD.
fn serving<'a>(path: &'a [Described], method: &str) -> Option<&'a Described> {
    let names = |policy: &&Described, method: &str| policy.methods.iter().any(|named| named == method);
    let brings_head = |policy: &&Described| method == "HEAD" && names(policy, "GET");
    let serves_all = |policy: &&Described| method != "OPTIONS" && names(policy, "*");
    let mut policies = path.iter();
    policies
        .clone()
        .find(|policy| names(policy, method))
        .or_else(|| policies.find(|policy| brings_head(policy) || serves_all(policy)))
}

/// Whether the preflight of a wish passes, whose answer is mainly this policy's.
fn passes_preflight(path: &[Described], policy: &Described, wish: &Wish) -> bool {
    let is_served = serving(path, &wish.method).is_some();
    // OPTIONS is no method of `*`, but the `*` that is sent stands for it too: the script gets what any OPTIONS gets.
    let has_star = path.iter().any(|other| other.admits(&wish.page) && other.methods == ["*"]);
    // Browsers look for no safelisted method in the list, so the server refuses where nobody serves it.
    let is_told = has_star && !policy.credentials && !wish.has_safelisted_method();
    let method_passes = is_served || is_told;
    method_passes && wish.unsafe_names.iter().all(|name| policy.takes_header(name))
}

impl Described {
    fn admits(&self, page: &str) -> bool {
        self.origins.iter().any(|entry| naive::admits(entry, page))
    }

    fn shares_with(&self, wish: &Wish) -> bool {
        self.admits(&wish.page) && (self.credentials || wish.credentials != Credentials::Include)
    }

    /// `*` leaves out `authorization`, unless the names are sent back one by one because of credentials.
    fn takes_header(&self, name: &str) -> bool {
        self.headers.iter().any(|listed| {
            listed.eq_ignore_ascii_case(name) || (listed == "*" && (self.credentials || name != "authorization"))
        })
    }

    fn exposes(&self, name: &str) -> bool {
        self.exposed.iter().any(|listed| listed.eq_ignore_ascii_case(name) || listed == "*")
    }
}

impl Wish {
    fn has_safelisted_method(&self) -> bool {
        matches!(self.method.as_str(), "GET" | "HEAD" | "POST")
    }

    fn needs_preflight(&self) -> bool {
        !self.has_safelisted_method() || !self.unsafe_names.is_empty()
    }
}
