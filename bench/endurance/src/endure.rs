//! Phase 2: good, bad and hostile traffic at once on cors-runtime, while its shared origins are swapped.

mod memory;
mod status;

use std::sync::Mutex;
use std::time::{Duration, Instant};

use tokio::task::JoinSet;
use tokio::time::sleep;

use crate::child::Server;
use crate::clients::hostile::{Attack, Ended};
use crate::clients::{Plan, Target, Way, session};
use crate::exchange::{Exchange, refused, served};
use crate::record::Record;
use crate::server::Contestant;
use memory::Samples;
use status::Status;

/// A connection is closed after so many exchanges, and another is opened.
const EXCHANGES: usize = 400;

/// Each hostile client goes through all attacks, again and again.
const HOSTILE: usize = 6;

/// What nobody closed by itself is closed by the server within this time: its longest deadline is ten seconds.
const SETTLED: Duration = Duration::from_secs(15);

/// Endures, prints, and hands the server on as it is then.
pub(crate) async fn run(seconds: u64, failures: &mut Vec<String>) -> Result<Server, String> {
    let server = Server::start(Contestant::Endured).await?;
    let idle = server.open_files()?;
    let begin = Instant::now();
    let until = begin + Duration::from_secs(seconds);

    let (mut good, mut bad, mut hostile) = (JoinSet::new(), JoinSet::new(), JoinSet::new());
    for (number, way) in Way::ALL.into_iter().enumerate() {
        good.spawn(client(server.target.clone(), way, served::EXCHANGES, number * 7, until, Duration::ZERO));
        // Bad clients are fewer.
        let pause = Duration::from_millis(500);
        bad.spawn(client(server.target.clone(), way, refused::EXCHANGES, number * 7, until, pause));
    }
    for number in 0..HOSTILE {
        hostile.spawn(attacker(server.target.clone(), number, until));
    }

    let mut samples = Samples::new();
    while Instant::now() < until {
        sleep(Samples::pause(seconds)).await;
        samples.push(server.memory()?);
    }
    let (good, bad, hostile) = (added(good).await, added(bad).await, added(hostile).await);
    let elapsed = begin.elapsed();
    let status = Status::read(&server.target).await?;

    print("good", &good, elapsed);
    print("bad", &bad, elapsed);
    print("hostile", &hostile, elapsed);
    let [admitted, refused] = good.perhaps;
    println!("\nOf the origin that is in every second set, {admitted} requests were admitted and {refused} were not.");
    println!(
        "Swaps: {}, {:.0} a second. Checks that panicked: {}.",
        status.swaps,
        a_second(status.swaps, elapsed),
        status.panics
    );
    good.tell_failures("Good clients", failures);
    bad.tell_failures("Bad clients", failures);
    hostile.tell_failures("Hostile clients", failures);
    samples.judge(failures);
    let wanted = [
        (status.swaps, "the shared origins were never swapped"),
        (status.panics, "no check panicked"),
        (admitted, "no request met the set with the further origin"),
        (refused, "no request met the set without the further origin"),
    ];
    for (count, what) in wanted {
        if count == 0 {
            failures.push(format!("The traffic was not what it was to be: {what}."));
        }
    }
    if status.unexpected > 0 {
        failures.push(format!("The server panicked {} times where nothing was to panic.", status.unexpected));
    }
    settled(&server, idle, failures).await?;
    Ok(server)
}

/// Nothing may stay behind: no connection, and no check that hangs.
async fn settled(server: &Server, idle: usize, failures: &mut Vec<String>) -> Result<(), String> {
    let begin = Instant::now();
    loop {
        let hanging = Status::read(&server.target).await?.hanging;
        // The connection on which the status was asked for may still be there.
        let open = server.open_files()?.saturating_sub(idle + 1);
        if hanging == 0 && open == 0 {
            println!("No connection and no check that hangs was left after {:.1} s.", begin.elapsed().as_secs_f64());
            return Ok(());
        }
        if begin.elapsed() > SETTLED {
            failures.push(format!("Left behind: {open} connections and {hanging} checks that hang."));
            return Ok(());
        }
        sleep(Duration::from_millis(100)).await;
    }
}

/// A good client or a bad one: one session after the other. No error is good.
async fn client(
    target: Target,
    way: Way,
    exchanges: &'static [Exchange],
    mut first: usize,
    until: Instant,
    pause: Duration,
) -> Record {
    let record = Mutex::new(Record::new());
    while Instant::now() < until {
        let plan = Plan { exchanges, first, count: EXCHANGES, until };
        if let Err(trouble) = session(&target, way, plan, &record).await {
            let text = format!("{}: {}", way.name(), trouble.text);
            record.lock().expect("no client panics while it writes").failure(text);
            // A server that is gone would be asked a million times.
            sleep(Duration::from_millis(100)).await;
        }
        first += EXCHANGES;
        sleep(pause).await;
    }
    record.into_inner().expect("no client panics while it writes")
}

async fn attacker(target: Target, number: usize, until: Instant) -> Record {
    let mut record = Record::new();
    let attacks = Attack::ALL.iter().cycle().skip(number * Attack::ALL.len() / HOSTILE).zip(1_u64..);
    for (attack, launched) in attacks {
        if Instant::now() >= until {
            break;
        }
        let way = match attack.launch(&target, launched * 1_000_003 + number as u64).await {
            Ok(Ended::ByItself) => "done to their end",
            Ok(Ended::CutOff) => "cut off by the server",
            Err(what) => {
                record.failure(what);
                "not withstood"
            }
        };
        record.count(way, attack.name());
        // So that there is a port left for everybody.
        sleep(Duration::from_millis(5)).await;
    }
    record
}

async fn added(clients: JoinSet<Record>) -> Record {
    let mut all = Record::new();
    for record in clients.join_all().await {
        all.add(record);
    }
    all
}

#[allow(clippy::cast_precision_loss)]
fn a_second(count: u64, elapsed: Duration) -> f64 {
    count as f64 / elapsed.as_secs_f64()
}

fn print(who: &str, record: &Record, elapsed: Duration) {
    println!("\n{who}: {}, {:.0} a second", record.total(), a_second(record.total(), elapsed));
    if !record.times.is_empty() {
        println!("  p50 {:.0} µs, p99 {:.0} µs", record.microseconds(50.0), record.microseconds(99.0));
    }
    for (way, count) in &record.ways {
        println!("  {count:>10}  {way}");
    }
    println!();
    for (kind, count) in &record.kinds {
        println!("  {count:>10}  {kind}");
    }
}
