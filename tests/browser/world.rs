//! What a scenario works with: one browser with one tab, the servers it may reach, and their log.

use std::net::SocketAddr;
use std::path::Path;

use axum::Router;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

use crate::chromium::Chromium;
use crate::devtools::DevTools;
use crate::log::Log;
use crate::seen::{Outcome, Seen};
use crate::{auth, pages, server};

/// The host of the API. Its pages and those of `*.shop.localhost` are one site, so `SameSite=Lax` cookies flow between
/// them, and they are secure contexts although they are plain http.
const API_HOST: &str = "api.shop.localhost";
/// The API's origin, of which it also shows a page.
pub(crate) const API: &str = "http://api.shop.localhost";

/// The page that most policies of the API admit.
pub(crate) const SHOP: &str = "http://app.shop.localhost";
/// Another page of the same site.
pub(crate) const ADMIN: &str = "http://admin.shop.localhost";
/// A page of another site.
pub(crate) const OTHER: &str = "http://www.other.example";

/// The hosts that show a page. A page's origin is `http://` and the host, with no port: the browser is told that the
/// default port of these hosts is the one that the system chose for our server.
const PAGE_HOSTS: [&str; 5] = ["localhost", "*.localhost", "*.example", "example.com", "*.example.com"];

pub(crate) struct World {
    // The order matters: fields are dropped in it, and the browser goes before the servers that it is connected to.
    browser: Chromium,
    /// The identifier of the conversation with the one tab.
    tab: String,
    pub(crate) log: Log,
    _servers: Runtime,
}

impl World {
    pub(crate) fn start(chromium: &Path) -> Self {
        let servers = Runtime::new().expect("the system has threads to give");
        let log = Log::default();
        let api = serve(&servers, server::router(log.clone()));
        let pages = serve(&servers, pages::router());

        // The first host that fits counts, and a port makes the fit closer.
        let mut hosts: Vec<_> = auth::hosts().map(|(host, app)| (host, serve(&servers, app))).into();
        hosts.push((API_HOST, api));
        hosts.extend(PAGE_HOSTS.map(|host| (host, pages)));
        let mut browser = Chromium::start(chromium, &hosts);
        let tab = open_tab(&mut browser.devtools).expect("a new browser opens a tab");
        Self { browser, tab, log, _servers: servers }
    }

    /// Forgets all that the scenario before has left: cookies, cached answers, kept preflights, and the log. A browser
    /// context for each scenario would do so too, but takes a third of a second.
    pub(crate) fn begin_scenario(&mut self) {
        for command in ["Network.clearBrowserCookies", "Network.clearBrowserCache"] {
            self.command(command, &json!({}));
        }
        self.log.clear();
    }

    /// Opens the page of an origin.
    #[track_caller]
    pub(crate) fn visit(&mut self, origin: &str) {
        self.browser.devtools.forget_events();
        let url = format!("{origin}/");
        let loading = self.command("Page.navigate", &json!({ "url": url }));
        assert_eq!(loading["errorText"], Value::Null, "{origin} does not load");
        self.browser.devtools.wait_for("Page.loadEventFired", |_| true).expect("the page loads");
        let origin_of_page: String = self.evaluate("location.origin");
        assert_eq!(origin_of_page, origin, "the page is of the wanted origin");
    }

    /// Lets the page fetch a path of the API, with the options that `fetch` takes.
    #[track_caller]
    pub(crate) fn fetch(&mut self, path: &str, options: &Value) -> Seen {
        self.observe("observe", path, options)
    }

    /// The same from a sandboxed frame in the page.
    #[track_caller]
    pub(crate) fn fetch_from_sandbox(&mut self, path: &str, options: &Value) -> Seen {
        self.observe("observeFromSandbox", path, options)
    }

    #[track_caller]
    fn observe(&mut self, function: &str, path: &str, options: &Value) -> Seen {
        self.browser.devtools.forget_events();
        let url = api(path);
        match self.evaluate(&format!("{function}('{url}', {options})")) {
            Outcome::Answer(answer) => Seen::Answer(answer),
            Outcome::Error { error } => self.refusal(&error),
        }
    }

    /// Runs an expression in the page; a promise is awaited.
    #[track_caller]
    pub(crate) fn evaluate<T: DeserializeOwned>(&mut self, expression: &str) -> T {
        let mut result = self.command(
            "Runtime.evaluate",
            &json!({ "expression": expression, "awaitPromise": true, "returnByValue": true }),
        );
        let value = result["result"]["value"].take();
        serde_json::from_value(value).unwrap_or_else(|error| panic!("{expression}: {error}: {result}"))
    }

    /// A script only learns that its fetch failed. The browser knows why, and a scenario wants to: otherwise a server
    /// that is down would look like a policy that works.
    #[track_caller]
    fn refusal(&mut self, error: &str) -> Seen {
        let mut failure = self
            .browser
            .devtools
            .wait_for("Network.loadingFailed", |failure| failure["type"] == "Fetch")
            .expect("the browser says why a fetch failed");
        let refusal = serde_json::from_value(failure["corsErrorStatus"].take())
            .unwrap_or_else(|_| panic!("not refused by CORS: {error}: {failure}"));
        Seen::Refusal(refusal)
    }

    #[track_caller]
    fn command(&mut self, method: &str, params: &Value) -> Value {
        self.browser.devtools.call_tab(&self.tab, method, params).expect("the tab does as it is told")
    }
}

/// The address of a path of the API, as scripts write it.
pub(crate) fn api(path: &str) -> String {
    format!("{API}{path}")
}

/// Opens a tab that reports what it loads, and returns the identifier of the conversation with it.
fn open_tab(devtools: &mut DevTools) -> Result<String, String> {
    let target = devtools.call("Target.createTarget", &json!({ "url": "about:blank" }))?;
    let attached =
        devtools.call("Target.attachToTarget", &json!({ "targetId": target["targetId"], "flatten": true }))?;
    let tab = attached["sessionId"].as_str().unwrap_or_default();
    devtools.call_tab(tab, "Page.enable", &json!({}))?;
    devtools.call_tab(tab, "Network.enable", &json!({}))?;
    Ok(tab.to_owned())
}

/// Serves until the runtime is dropped.
fn serve(servers: &Runtime, app: Router) -> SocketAddr {
    let listener = servers.block_on(TcpListener::bind("127.0.0.1:0")).expect("loopback has a free port");
    let address = listener.local_addr().expect("a bound listener has an address");
    servers.spawn(async move {
        axum::serve(listener, app).await.expect("the server runs until it is dropped");
    });
    address
}
