//! The wire to Chromium: `DevTools` messages over a pair of pipes.
//!
//! A pipe rather than `ChromeDriver` or a web socket, because it needs no port and no further program, and because
//! Chromium ends by itself when the pipe closes, even if this process is killed outright.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::process::{ChildStdin, ChildStdout};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// Generous, since a loaded machine may take its time, yet short enough that a browser that hangs fails the run.
const PATIENCE: Duration = Duration::from_secs(20);

/// One conversation with the browser: commands go out, results and events come in.
pub(crate) struct DevTools {
    commands: ChildStdin,
    incoming: Receiver<Value>,
    events: VecDeque<Value>,
    last_id: u64,
}

impl DevTools {
    pub(crate) fn over(commands: ChildStdin, messages: ChildStdout) -> Self {
        Self { commands, incoming: read_in_background(messages), events: VecDeque::new(), last_id: 0 }
    }

    /// Sends a command to the browser itself and waits for its result.
    pub(crate) fn call(&mut self, method: &str, params: &Value) -> Result<Value, String> {
        self.exchange(&json!({ "method": method, "params": params }))
    }

    /// Sends a command to one attached tab and waits for its result.
    pub(crate) fn call_tab(&mut self, tab: &str, method: &str, params: &Value) -> Result<Value, String> {
        self.exchange(&json!({ "method": method, "params": params, "sessionId": tab }))
    }

    /// Forgets the events seen so far, so that the next one waited for is one that a later command causes.
    pub(crate) fn forget_events(&mut self) {
        self.events.clear();
    }

    /// Waits for an event of this name whose parameters satisfy `wanted`, and returns the parameters.
    pub(crate) fn wait_for(&mut self, method: &str, wanted: impl Fn(&Value) -> bool) -> Result<Value, String> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            while let Some(mut event) = self.events.pop_front() {
                if event["method"] == method && wanted(&event["params"]) {
                    return Ok(event["params"].take());
                }
            }
            let message = self.next_before(deadline).map_err(|why| format!("no event {method}: {why}"))?;
            self.events.push_back(message);
        }
    }

    fn exchange(&mut self, command: &Value) -> Result<Value, String> {
        let id = self.send(command)?;
        let deadline = Instant::now() + PATIENCE;
        loop {
            let mut message = self.next_before(deadline).map_err(|why| format!("no answer to {command}: {why}"))?;
            if message["id"] != id {
                self.events.push_back(message);
            } else if message["error"].is_null() {
                return Ok(message["result"].take());
            } else {
                return Err(format!("{command}: {}", message["error"]));
            }
        }
    }

    fn send(&mut self, command: &Value) -> Result<u64, String> {
        self.last_id += 1;
        let mut command = command.clone();
        command["id"] = json!(self.last_id);
        // A message ends with a zero byte, in both directions.
        let bytes = format!("{command}\0");
        self.commands
            .write_all(bytes.as_bytes())
            .and_then(|()| self.commands.flush())
            .map_err(|error| format!("the browser no longer listens: {error}"))?;
        Ok(self.last_id)
    }

    fn next_before(&self, deadline: Instant) -> Result<Value, String> {
        let left = deadline.saturating_duration_since(Instant::now());
        self.incoming.recv_timeout(left).map_err(|error| format!("the browser is silent ({error})"))
    }
}

/// A thread of its own reads the pipe, because only a channel can be waited on with a time limit. It ends with the
/// pipe.
fn read_in_background(messages: ChildStdout) -> Receiver<Value> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        for message in BufReader::new(messages).split(0) {
            let Ok(bytes) = message else { return };
            let message = serde_json::from_slice(&bytes).expect("DevTools messages are JSON");
            if sender.send(message).is_err() {
                return;
            }
        }
    });
    receiver
}
