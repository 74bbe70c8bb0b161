//! Finding, starting and stopping a headless Chromium.

use std::env;
use std::fs::{self, File};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{self, Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::devtools::DevTools;

/// The names under which distributions install it.
const PROGRAMS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

const FLAGS: [&str; 13] = [
    "--headless",
    // Only pages of this test are loaded, and Chromium's sandbox refuses to run as root, as continuous integration
    // does.
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--no-proxy-server",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--remote-debugging-pipe",
    // The first two because origins here are plain http and meant to stay so; the third so that a sandboxed frame
    // reports its failures together with its page; the last because a process in reserve is more than a small machine
    // has to give. One flag, since Chromium heeds only the last of its kind.
    concat!(
        "--disable-features=HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,",
        "IsolateSandboxedIframes,SpareRendererForSitePerProcess",
    ),
    // The Fetch Standard's reading of `*`, which leaves out `authorization`; Chromium only warns of it by default.
    "--enable-features=CorsNonWildcardRequestHeadersSupport",
];

/// How long a browser that was asked to close may take before it is killed.
const TIME_TO_CLOSE: Duration = Duration::from_secs(5);

/// Where Chromium is installed, if it is.
pub(crate) fn find() -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .flat_map(|folder| PROGRAMS.map(|program| folder.join(program)))
        .find(|program| program.is_file())
}

/// A running browser with a profile of its own. Dropping it stops the browser and removes the profile.
pub(crate) struct Chromium {
    process: Child,
    profile: PathBuf,
    pub(crate) devtools: DevTools,
}

impl Chromium {
    /// Starts the browser. Each host named in `hosts` leads to its server, whatever port a URL names unless the host is
    /// named with one; every other host leads nowhere, so nothing is ever sent off this machine.
    pub(crate) fn start(program: &Path, hosts: &[(&str, SocketAddr)]) -> Self {
        let profile = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("chromium-profile-{}", process::id()));
        fs::create_dir_all(&profile).expect("the build folder is writable");
        let complaints = profile.join("stderr.log");

        // Chromium reads commands from descriptor 3 and writes to descriptor 4; a shell is the plainest way to put our
        // two pipes there. What the browser prints must not get between the messages.
        let mut process = Command::new("sh")
            .args(["-c", r#"exec "$0" "$@" 3<&0 4>&1 </dev/null >/dev/null"#])
            .arg(program)
            .args(FLAGS)
            .arg(format!("--user-data-dir={}", profile.display()))
            .arg(format!("--host-resolver-rules={}", resolver_rules(hosts)))
            .arg("about:blank")
            .env("HOME", &profile)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(File::create(&complaints).expect("the profile is writable"))
            .spawn()
            .expect("a shell can be started");
        let commands = process.stdin.take().expect("standard input is a pipe");
        let messages = process.stdout.take().expect("standard output is a pipe");

        let mut chromium = Self { process, profile, devtools: DevTools::over(commands, messages) };
        if let Err(why) = chromium.devtools.call("Browser.getVersion", &json!({})) {
            let said = fs::read_to_string(complaints).unwrap_or_default();
            panic!("{} does not answer: {why}\nIt printed:\n{said}", program.display());
        }
        chromium
    }
}

fn resolver_rules(hosts: &[(&str, SocketAddr)]) -> String {
    let mut rules: Vec<String> = hosts.iter().map(|(host, address)| format!("MAP {host} {address}")).collect();
    rules.push("MAP * ~NOTFOUND".to_owned());
    rules.join(", ")
}

impl Drop for Chromium {
    fn drop(&mut self) {
        // A browser that closes by itself takes its helper processes along before the profile is removed. One that is
        // already gone makes these calls fail, which is as good.
        let _ = self.devtools.call("Browser.close", &json!({}));
        let deadline = Instant::now() + TIME_TO_CLOSE;
        while matches!(self.process.try_wait(), Ok(None)) && Instant::now() < deadline {
            thread::sleep(Duration::from_millis(10));
        }
        let _ = self.process.kill();
        let _ = self.process.wait();
        if let Err(error) = fs::remove_dir_all(&self.profile) {
            eprintln!("the profile {} stays behind: {error}", self.profile.display());
        }
    }
}
