//! Phase 3: a server is told to end while good clients are in the middle of their requests.
//!
//! An answer whose first byte was sent must come whole. A connection may be closed before that: a client may then send its
//! request again.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use tokio::task::JoinSet;
use tokio::time::sleep;

use crate::child::Server;
use crate::clients::{Plan, Target, Way, hostile, session};
use crate::exchange::served;
use crate::record::Record;
use crate::server::{Contestant, SHUTDOWN_DEADLINE};

/// So many new servers are stopped, at different moments.
const SERVERS: u64 = 5;

/// So many clients on each way.
const CLIENTS: usize = 4;

/// How long a server may take beyond its deadline on a busy machine.
const SPARE: Duration = Duration::from_secs(5);

/// A check hangs for longer than any server may take: it is the server that must give up.
const LONG: Duration = Duration::from_secs(60);

/// Stops new servers, and then the one that endured everything, that one while checks hang.
pub(crate) async fn run(endured: Server, failures: &mut Vec<String>) -> Result<(), String> {
    for number in 0..SERVERS {
        let server = Server::start(Contestant::Endured).await?;
        let after = Duration::from_millis(300 + 37 * number);
        if let Some(took) = stop_under_load(&format!("new server {}", number + 1), server, after, failures).await {
            if took >= SHUTDOWN_DEADLINE {
                failures.push(format!("Server {}: it used up its deadline, and nothing hung.", number + 1));
            }
        }
    }
    let mut hanging = JoinSet::new();
    for _ in 0..8 {
        let target = endured.target.clone();
        hanging.spawn(async move { hostile::hang(&target, LONG).await });
    }
    let took = stop_under_load(
        "the server that endured, with checks that hang",
        endured,
        Duration::from_millis(500),
        failures,
    );
    if took.await.is_some_and(|took| took < SHUTDOWN_DEADLINE) {
        failures.push("The server that endured ended before its deadline, so no check hung.".to_owned());
    }
    Ok(())
}

async fn stop_under_load(name: &str, server: Server, after: Duration, failures: &mut Vec<String>) -> Option<Duration> {
    let mut clients = JoinSet::new();
    for way in Way::ALL {
        for number in 0..CLIENTS {
            clients.spawn(client(server.target.clone(), way, number * 5));
        }
    }
    sleep(after).await;
    let stopped = server.stop(SHUTDOWN_DEADLINE + SPARE).await;
    let (mut all, mut closed) = (Record::new(), 0);
    for (record, count) in clients.join_all().await {
        all.add(record);
        closed += count;
    }
    all.tell_failures(&format!("At the shutdown of {name}, good clients"), failures);
    match stopped {
        Ok(took) => {
            let answered = all.total();
            println!(
                "{name}: {answered} answers came whole, {closed} connections were closed before an answer, {} broke off; it ended after {:.2} s.",
                all.failed,
                took.as_secs_f64()
            );
            Some(took)
        }
        Err(what) => {
            failures.push(format!("At the shutdown of {name}, {what}"));
            None
        }
    }
}

/// Goes on until nobody listens any more. Returns how often a connection was closed before an answer too.
async fn client(target: Target, way: Way, mut first: usize) -> (Record, u64) {
    let record = Mutex::new(Record::new());
    let mut closed = 0;
    loop {
        let until = Instant::now() + Duration::from_secs(60);
        let plan = Plan { exchanges: served::EXCHANGES, first, count: usize::MAX, until };
        let outcome = session(&target, way, plan, &record).await;
        first += 1;
        match outcome {
            Ok(()) => break,
            Err(trouble) if trouble.after_first_byte => {
                let text = format!("{}: an answer broke off: {}", way.name(), trouble.text);
                record.lock().expect("no client panics while it writes").failure(text);
                break;
            }
            Err(_) if tokio::net::TcpStream::connect(target.plain).await.is_err() => {
                closed += 1;
                break;
            }
            Err(_) => closed += 1,
        }
    }
    (record.into_inner().expect("no client panics while it writes"), closed)
}
