//! A server in a process of its own, so that its memory can be read by itself. It ends with this value.

use std::fs;
use std::net::SocketAddr;
use std::process::Stdio;
use std::time::{Duration, Instant};

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;

use crate::clients::Target;
use crate::server::Contestant;

/// A server that says nothing for so long does not start at all.
const START_DEADLINE: Duration = Duration::from_secs(20);

/// A running server.
#[derive(Debug)]
pub(crate) struct Server {
    child: Child,
    process: u32,
    /// Where it listens.
    pub(crate) target: Target,
}

impl Server {
    /// Starts a server and waits until it listens.
    pub(crate) async fn start(contestant: Contestant) -> Result<Self, String> {
        let name = contestant.name();
        let failed = |what: &str| format!("the server {name} did not start: {what}");
        let program = std::env::current_exe().map_err(|error| failed(&error.to_string()))?;
        let mut child = Command::new(program)
            .args(["serve", name])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| failed(&error.to_string()))?;
        let process = child.id().ok_or_else(|| failed("it ended at once"))?;
        let output = child.stdout.take().ok_or_else(|| failed("it has no output"))?;
        let mut line = String::new();
        match timeout(START_DEADLINE, BufReader::new(output).read_line(&mut line)).await {
            Ok(Ok(_)) => {}
            Ok(Err(error)) => return Err(failed(&error.to_string())),
            Err(_) => return Err(failed("it says nothing")),
        }
        let target = target(&line).ok_or_else(|| failed("it does not say where it listens"))?;
        Ok(Self { child, process, target })
    }

    /// The memory that it holds, in KiB.
    pub(crate) fn memory(&self) -> Result<u64, String> {
        let path = format!("/proc/{}/status", self.process);
        let status = fs::read_to_string(&path).map_err(|error| format!("{path} cannot be read: {error}"))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        line.and_then(|line| line.trim().strip_suffix(" kB")?.parse().ok())
            .ok_or_else(|| format!("{path} does not say how much memory there is"))
    }

    /// How many files and connections it has open.
    pub(crate) fn open_files(&self) -> Result<usize, String> {
        let path = format!("/proc/{}/fd", self.process);
        Ok(fs::read_dir(&path).map_err(|error| format!("{path} cannot be read: {error}"))?.count())
    }

    /// Tells it to end, and says how long that took. It must end by itself, with status 0.
    pub(crate) async fn stop(mut self, within: Duration) -> Result<Duration, String> {
        let begin = Instant::now();
        drop(self.child.stdin.take());
        match timeout(within, self.child.wait()).await {
            Ok(Ok(status)) if status.success() => Ok(begin.elapsed()),
            Ok(Ok(status)) => Err(format!("the server ended with {status}")),
            Ok(Err(error)) => Err(format!("the server cannot be waited for: {error}")),
            Err(_) => Err(format!("the server did not end within {} s", within.as_secs())),
        }
    }
}

/// What a server says of itself: two addresses and a certificate.
fn target(line: &str) -> Option<Target> {
    let mut words = line.split_whitespace();
    let plain: SocketAddr = words.next()?.parse().ok()?;
    let tls: SocketAddr = words.next()?.parse().ok()?;
    let digits = words.next()?;
    let byte = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    let certificate: Option<Vec<u8>> = (0..digits.len()).step_by(2).map(byte).collect();
    Target::new(plain, tls, certificate?)
}
