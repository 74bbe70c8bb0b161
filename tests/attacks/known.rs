//! Attacks that are published, by name: each against every policy, in process.
//!
//! In the texts `{origin}` is an origin that the policy admits, `{scheme}` its scheme and `{host}` the host that the policy is
//! about. What is made of them is the attacker's.

use super::exchange::Sent;
use super::judge::{Failures, WAYS, attack};
use super::policies::{self, Shape};

/// Where an attack was published.
const PORTSWIGGER: &str = "PortSwigger, Exploiting CORS misconfigurations for Bitcoins and bounties (Kettle 2016)";
const CHEN: &str = "Chen et al., We Still Don't Have Secure Cross-Domain Requests (USENIX Security 2018)";
const CORSY: &str = "Corsy";
const CORSCANNER: &str = "CORScanner";
const ADVANCED: &str = "Advanced CORS exploitation techniques (Corben Leo 2018)";

/// A published attack.
pub(crate) struct Case {
    /// What was published, and by whom.
    pub(crate) name: &'static str,
    source: &'static str,
    path: &'static str,
    /// The lines of its requests.
    lines: &'static [(&'static str, &'static str)],
    /// The policies that mean to admit this origin.
    meant_by: &'static [&'static str],
}

impl Case {
    pub(crate) fn title(&self) -> String {
        format!("{} ({})", self.name, self.source)
    }

    /// The requests of this attack on a policy.
    pub(crate) fn sent(&self, shape: &Shape) -> Vec<Sent> {
        WAYS.map(|(method, asked)| {
            let mut sent = Sent::new(method, &filled(self.path, shape));
            for &(name, value) in self.lines {
                sent = sent.header(name, filled(value, shape));
            }
            let says_method = self.lines.iter().any(|(name, _)| *name == "access-control-request-method");
            match asked {
                Some(asked) if !says_method => sent.header("access-control-request-method", asked),
                _ => sent,
            }
        })
        .into()
    }
}

fn filled(template: &str, shape: &Shape) -> String {
    let origin = shape.genuine[0];
    let scheme = origin.split_once("://").expect("an origin").0;
    template
        .replace("{labels}", &"a.".repeat(32 * 1024))
        .replace("{commas}", &",".repeat(8 * 1024))
        .replace("{origin}", origin)
        .replace("{ORIGIN}", &origin.to_ascii_uppercase())
        .replace("{scheme}", scheme)
        .replace("{host}", shape.host)
        .replace("{HOST}", &shape.host.to_ascii_uppercase())
        .replace("{unencoded-dots}", &shape.host.replace('.', "x"))
}

const fn origin(name: &'static str, source: &'static str, lines: &'static [(&'static str, &'static str)]) -> Case {
    Case { name, source, path: "/item", lines, meant_by: &[] }
}

const fn path(name: &'static str, source: &'static str, path: &'static str) -> Case {
    Case { name, source, path, lines: &[("origin", "https://evil.net")], meant_by: &[] }
}

pub(crate) const CASES: &[Case] = &[
    // Whatever comes is reflected.
    origin("CVE-2023-49803: any origin reflected", "@koa/cors", &[("origin", "https://evil.net")]),
    origin("CVE-2018-20744: `*` turned into the origin", "rs/cors for Go", &[("origin", "http://evil.net")]),
    origin("CVE-2018-20745: `*` turned into the origin", "Yii 2", &[("origin", "https://www.evil.net:8443")]),
    origin(
        "CVE-2018-8014: credentials for every origin",
        "Tomcat's CORS filter",
        &[("origin", "https://evil.net"), ("cookie", "JSESSIONID=1")],
    ),
    origin("CVE-2024-25124: `*` with credentials", "Fiber", &[("origin", "https://evil.net"), ("authorization", "x")]),
    origin("CVE-2026-54290: any origin with credentials", "hono", &[("origin", "http://evil.net:3000")]),
    origin("CVE-2020-28481: everybody by default", "socket.io", &[("origin", "https://socket.evil.net")]),
    origin(
        "CVE-2025-34291: any origin with credentials",
        "Langflow",
        &[("origin", "https://a.evil.net"), ("cookie", "r=1")],
    ),
    origin("CVE-2025-57755: any page reads a local service", "claude-code-router", &[("origin", "https://evil.io")]),
    origin(
        "CVE-2024-1727: a stranger's page writes to a local server",
        "Gradio",
        &[("origin", "https://www.dontvisitme.com"), ("content-type", "multipart/form-data; boundary=x")],
    ),
    origin(
        "CVE-2024-47084: no check where a cookie is",
        "Gradio",
        &[("origin", "https://evil.net"), ("cookie", "access-token=1")],
    ),
    origin("an answer's own `*` over the policy's origin", "google/adk-js #360", &[("origin", "https://sse.evil.net")]),
    origin("origin reflection", PORTSWIGGER, &[("origin", "https://fiftyfourth.evil.net")]),
    origin("reflect_origin", CORSCANNER, &[("origin", "https://evil.com")]),
    // null
    origin("CVE-2024-47165: null admitted", "Gradio", &[("origin", "null")]),
    origin("CVE-2019-9580: null admitted", "StackStorm", &[("origin", "null"), ("cookie", "auth-token=1")]),
    origin("trust_null in upper case", CORSCANNER, &[("origin", "NULL")]),
    origin("null with a scheme", CORSY, &[("origin", "https://null")]),
    origin("null sent back for strangers", "cortextos CORS-001", &[("origin", "Null")]),
    origin("an empty origin", CHEN, &[("origin", "")]),
    origin("no origin but white space", CHEN, &[("origin", " ")]),
    // Suffixes: the text goes on.
    origin(
        "CVE-2022-1996: the end not anchored",
        "go-restful (GO-2022-0619)",
        &[("origin", "{scheme}://{host}.malicious.domain")],
    ),
    origin("CVE-2026-37737: the end not anchored", "sanic-cors", &[("origin", "{origin}.attacker.io")]),
    origin("CVE-2026-40110: the end not anchored", "jupyter-server", &[("origin", "{scheme}://{host}.evil.net")]),
    origin("the end not anchored, a port behind", "gotify #1052", &[("origin", "{scheme}://{host}.evil.net:8443")]),
    origin("prefix_match", CORSCANNER, &[("origin", "{origin}.evil.com")]),
    origin("pre domain bypass", CORSY, &[("origin", "{scheme}://{host}evil.net")]),
    origin("a hyphen behind", ADVANCED, &[("origin", "{scheme}://{host}-evil.net")]),
    origin("an underscore behind", ADVANCED, &[("origin", "https://{host}_.evil.net")]),
    origin("underscore bypass", CORSY, &[("origin", "https://{host}_.net")]),
    origin("a brace behind", ADVANCED, &[("origin", "https://{host}{.evil.net")]),
    origin("special characters: `}`", CORSCANNER, &[("origin", "https://{host}}.evil.net")]),
    origin("special characters: `!`", ADVANCED, &[("origin", "https://{host}!.evil.net")]),
    origin("special characters: `$`", ADVANCED, &[("origin", "https://{host}$.evil.net")]),
    origin("special characters: `&`", ADVANCED, &[("origin", "https://{host}&.evil.net")]),
    origin("special characters: `'`", ADVANCED, &[("origin", "https://{host}'.evil.net")]),
    origin("special characters: `(`", ADVANCED, &[("origin", "https://{host}(.evil.net")]),
    origin("special characters: `*`", ADVANCED, &[("origin", "https://{host}*.evil.net")]),
    origin("special characters: `+`", ADVANCED, &[("origin", "https://{host}+.evil.net")]),
    origin("special characters: `,`", ADVANCED, &[("origin", "https://{host},.evil.net")]),
    origin("special characters: `;`", ADVANCED, &[("origin", "https://{host};.evil.net")]),
    origin("special characters: `=`", ADVANCED, &[("origin", "https://{host}=.evil.net")]),
    origin("special characters: `^`", ADVANCED, &[("origin", "https://{host}^.evil.net")]),
    origin("special characters: backtick", CORSY, &[("origin", "https://{host}`.evil.net")]),
    origin("special characters: `|`", ADVANCED, &[("origin", "https://{host}|.evil.net")]),
    origin("special characters: `~`", ADVANCED, &[("origin", "https://{host}~.evil.net")]),
    origin("special characters: `\"`", ADVANCED, &[("origin", "https://{host}\".evil.net")]),
    origin("special characters: `%60`", CORSY, &[("origin", "https://{host}%60.evil.net")]),
    origin("special characters: `%0b`", ADVANCED, &[("origin", "https://{host}%0b.evil.net")]),
    origin("a percent-encoded NUL", CHEN, &[("origin", "{origin}%00.evil.net")]),
    origin(
        "a percent-encoded line end",
        CHEN,
        &[("origin", "{origin}%0d%0aaccess-control-allow-origin: https://evil.net")],
    ),
    // Prefixes: the text begins before.
    origin("GHSA-vhxv-fg4m-p2w8: two hosts with one end", "jub0bs/cors", &[("origin", "https://barfoo.example")]),
    origin("GHSA-v84h-653v-4pq9: two hosts with one end", "jub0bs/fcors", &[("origin", "https://foobar.example")]),
    origin("suffix_match", CORSCANNER, &[("origin", "{scheme}://evil{host}")]),
    origin("post domain bypass", CORSY, &[("origin", "https://evil-{host}")]),
    origin("the beginning not anchored", "expressjs/cors #408", &[("origin", "https://not{host}")]),
    origin(
        "the beginning not anchored, a path before",
        "enable-cors.org #74",
        &[("origin", "http://adversary.com/{host}")],
    ),
    origin("substring match", CORSCANNER, &[("origin", "https://evil.net/?{origin}")]),
    origin("the query of another", "wso2/api-platform #2800", &[("origin", "https://evil.net/?x={origin}")]),
    origin("the fragment of another", CHEN, &[("origin", "https://evil.net#{origin}")]),
    origin("a wildcard's host in a path", CHEN, &[("origin", "https://evil.net/.{host}")]),
    // Dots, and what stands for one.
    Case {
        name: "unescaped_dot",
        source: CORSCANNER,
        path: "/item",
        lines: &[("origin", "{scheme}://{unencoded-dots}")],
        // Their hosts have no dot.
        meant_by: &["localhost", "schemes of apps"],
    },
    origin(
        "unescaped dot before the domain",
        "google/clusterfuzz #5303",
        &[("origin", "https://{unencoded-dots}.net")],
    ),
    origin("a dot at the end", CHEN, &[("origin", "{origin}.")]),
    origin("two dots", CHEN, &[("origin", "{scheme}://evil..{host}")]),
    origin("a dot at the beginning", CHEN, &[("origin", "{scheme}://.{host}")]),
    origin("an ideographic full stop", CHEN, &[("origin", "https://evil\u{3002}{host}")]),
    // User info, and what looks like it.
    origin("user info", "PortSwigger, URL validation bypass cheat sheet", &[("origin", "https://{host}@evil.net")]),
    origin(
        "user info with a password",
        "PortSwigger, URL validation bypass cheat sheet",
        &[("origin", "{origin}:x@evil.net")],
    ),
    origin(
        "another's user info",
        "PortSwigger, URL validation bypass cheat sheet",
        &[("origin", "https://evil.net@{host}")],
    ),
    origin("an encoded `@`", "PortSwigger, URL validation bypass cheat sheet", &[("origin", "{origin}%40evil.net")]),
    origin("a backslash", "PortSwigger, URL validation bypass cheat sheet", &[("origin", "https://evil.net\\@{host}")]),
    origin(
        "backslashes for slashes",
        "PortSwigger, URL validation bypass cheat sheet",
        &[("origin", "https:\\\\{host}")],
    ),
    origin("a backslash behind", CHEN, &[("origin", "{origin}\\.evil.net")]),
    origin("brackets around a name", CHEN, &[("origin", "https://[{host}]")]),
    origin("brackets behind", CHEN, &[("origin", "{origin}[evil.net]")]),
    origin("an address with a zone", CHEN, &[("origin", "https://[2001:db8::1%25eth0]:8443")]),
    origin("an IPv4 address in one number", CHEN, &[("origin", "https://3221225994")]),
    origin("an IPv4 address in octal", CHEN, &[("origin", "https://0300.0.2.10")]),
    origin("an IPv4 address within IPv6", CHEN, &[("origin", "https://[::ffff:192.0.2.10]")]),
    // Schemes and ports.
    Case {
        name: "https trusts http",
        source: CORSY,
        path: "/item",
        lines: &[("origin", "http://{host}")],
        meant_by: &["localhost"],
    },
    origin("a scheme that begins alike", CHEN, &[("origin", "httpss://{host}")]),
    origin("a scheme of scripts", CHEN, &[("origin", "javascript://{host}")]),
    origin("a file's origin", CHEN, &[("origin", "file://")]),
    origin("a WebSocket's scheme", CHEN, &[("origin", "wss://{host}")]),
    origin("no scheme", CHEN, &[("origin", "{host}")]),
    origin("no scheme but slashes", CHEN, &[("origin", "//{host}")]),
    origin("the scheme twice", CHEN, &[("origin", "https://{origin}")]),
    origin("a port behind a port", CHEN, &[("origin", "{origin}:1:2")]),
    origin("a port of letters", CHEN, &[("origin", "{scheme}://{host}:evil")]),
    origin("a port beyond all", CHEN, &[("origin", "{scheme}://{host}:65536")]),
    origin("port zero", CHEN, &[("origin", "{scheme}://{host}:0")]),
    origin("the default port spelled out", CHEN, &[("origin", "https://{host}:443")]),
    origin("an empty port", CHEN, &[("origin", "{origin}:")]),
    // As other than browsers write it.
    origin("upper case", CHEN, &[("origin", "{ORIGIN}")]),
    origin("the host in upper case", CHEN, &[("origin", "{scheme}://x.{HOST}")]),
    origin("a slash at the end", CHEN, &[("origin", "{origin}/")]),
    origin("the pattern itself", CHEN, &[("origin", "{scheme}://*.{host}")]),
    origin("the star", CHEN, &[("origin", "*")]),
    origin("two origins in one line", "RFC 6454, section 7.3", &[("origin", "{origin} https://evil.net")]),
    origin("two origins with a comma", CHEN, &[("origin", "{origin}, https://evil.net")]),
    origin("two origins in two lines", CHEN, &[("origin", "{origin}"), ("origin", "https://evil.net")]),
    origin("one origin in two lines", CHEN, &[("origin", "{origin}"), ("origin", "{origin}")]),
    origin("null beside an origin", CHEN, &[("origin", "null"), ("origin", "{origin}")]),
    origin("a tab behind", CHEN, &[("origin", "{origin}\t.evil.net")]),
    origin("bytes of Latin-1", CHEN, &[("origin", "https://\u{e9}{host}")]),
    origin(
        "a letter of another script",
        "homographs (Gabrilovich and Gontmakher 2002)",
        &[("origin", "https://\u{430}pp.{host}")],
    ),
    origin("64 KiB of host", CHEN, &[("origin", "https://{labels}{host}")]),
    // Other headers that name an origin.
    origin(
        "a forwarded host",
        PORTSWIGGER,
        &[("origin", "https://evil.net"), ("x-forwarded-host", "evil.net"), ("x-forwarded-proto", "https")],
    ),
    origin(
        "a forwarded host by RFC 7239",
        PORTSWIGGER,
        &[("origin", "https://evil.net"), ("forwarded", "host=evil.net;proto=https")],
    ),
    origin(
        "a referrer that is trusted",
        "OWASP, Cross-Site Request Forgery prevention",
        &[("origin", "https://evil.net"), ("referer", "{origin}/")],
    ),
    origin("only a referrer", CHEN, &[("referer", "{origin}/")]),
    origin(
        "another header for the origin",
        CORSY,
        &[("origin", "https://evil.net"), ("x-origin", "{origin}"), ("sec-websocket-origin", "{origin}")],
    ),
    origin(
        "CVE-2023-0957: a WebSocket for strangers",
        "Gitpod",
        &[("origin", "https://evil.net"), ("upgrade", "websocket"), ("connection", "upgrade")],
    ),
    origin(
        "CVE-2018-6651: a WebSocket for substrings",
        "uncurl",
        &[("origin", "{scheme}://{host}.evil.net"), ("upgrade", "websocket")],
    ),
    origin(
        "DNS rebinding",
        "CVE-2018-7160 (Node's inspector)",
        &[("origin", "http://rebind.evil.net"), ("x-forwarded-host", "{host}")],
    ),
    // Preflights.
    origin(
        "CVE-2024-6221: private networks opened",
        "flask-cors",
        &[("origin", "https://evil.net"), ("access-control-request-private-network", "true")],
    ),
    origin(
        "CVE-2025-47908: many commas in the names asked for",
        "rs/cors (GHSA-mh55-gqvf-xfwm)",
        &[("origin", "https://evil.net"), ("access-control-request-headers", "{commas}")],
    ),
    origin(
        "names asked for that answer",
        CHEN,
        &[
            ("origin", "https://evil.net"),
            ("access-control-request-headers", "access-control-allow-origin, set-cookie"),
        ],
    ),
    origin("a method with a comma", CHEN, &[("origin", "{origin}x"), ("access-control-request-method", "GET, PUT")]),
    origin("an empty method", CHEN, &[("origin", "https://evil.net"), ("access-control-request-method", "")]),
    origin("a method in lower case", CHEN, &[("origin", "https://evil.net"), ("access-control-request-method", "put")]),
    origin(
        "a method over another",
        "X-HTTP-Method-Override",
        &[("origin", "https://evil.net"), ("x-http-method-override", "OPTIONS")],
    ),
    origin("CVE-2017-7674: an answer kept for others", "Tomcat's CORS filter", &[("origin", "https://cache.evil.net")]),
    origin(
        "client-side cache poisoning",
        PORTSWIGGER,
        &[("origin", "https://evil.net"), ("x-user-id", "<svg onload=alert(1)>")],
    ),
    // Paths.
    path("CVE-2020-25032: up from an open path", "flask-cors", "/public/../item"),
    path("an encoded way up from an open path", "flask-cors, after CVE-2020-25032", "/public%2f..%2fitem"),
    path("CVE-2024-6866: the path in upper case", "flask-cors", "/ITEM"),
    path("CVE-2024-6844: a plus in the path", "flask-cors", "/item+"),
    path("CVE-2024-6839: a longer pattern of paths", "flask-cors", "/publicitem"),
    path("CVE-2024-1681: line ends in the path", "flask-cors", "/item%0d%0aorigin:%20{host}"),
    path("two slashes", CHEN, "//item"),
    path("an origin in the query", CHEN, "/item?origin={origin}"),
    path("another authority in the target", "RFC 9112, section 3.2.2", "http://evil.example/item"),
];

#[test]
fn nothing_published_is_admitted() {
    let shapes = policies::all();
    let mut failures = Failures::default();
    for shape in &shapes {
        for case in CASES {
            let requests = case.sent(shape);
            // What a policy means is written twice, so that no attack passes for something meant.
            if let [origin] = requests[0].values("origin")[..] {
                let is_meant = std::str::from_utf8(origin).is_ok_and(|origin| shape.means(origin));
                if is_meant != case.meant_by.contains(&shape.name) && !shape.is_for_everybody() {
                    failures.add(format!("{}: {}: meant: {is_meant}", shape.name, case.title()));
                }
            }
            if !attack(&mut failures, shape, &case.title(), &requests) {
                failures.add(format!("{}: {} cannot be sent", shape.name, case.title()));
            }
        }
    }
    let judged = failures.report();
    println!("{} cases, {} policies, {judged} requests", CASES.len(), shapes.len());
    assert!(CASES.len() >= 60 && shapes.len() >= 10);
}

#[test]
fn every_case_has_its_own_name() {
    let mut titles: Vec<String> = CASES.iter().map(Case::title).collect();
    titles.sort_unstable();
    titles.dedup();
    assert_eq!(titles.len(), CASES.len());
}
