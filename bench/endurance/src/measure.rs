//! Phase 1: the same traffic against three servers by turns, and a table.
//!
//! Nothing here fails because something is slow: how fast a machine is, and what else it does, is no property of the library.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use tokio::task::JoinSet;

use crate::child::Server;
use crate::clients::{Plan, Target, Way, session};
use crate::exchange::{Exchange, measured};
use crate::record::Record;
use crate::server::Contestant;

/// Short, so that whatever else the machine does hits all three alike.
const ROUND: Duration = Duration::from_secs(1);

/// What one server showed.
struct Column {
    contestant: Contestant,
    server: Server,
    exchanges: Vec<Exchange>,
    record: Record,
    elapsed: Duration,
}

/// Measures and prints.
pub(crate) async fn run(seconds: u64, failures: &mut Vec<String>) -> Result<(), String> {
    let mut columns = Vec::new();
    for contestant in Contestant::MEASURED {
        columns.push(Column {
            contestant,
            server: Server::start(contestant).await?,
            exchanges: measured::exchanges(contestant),
            record: Record::new(),
            elapsed: Duration::ZERO,
        });
    }
    let rounds = (seconds / 10).clamp(4, 60);
    // The first round warms up, and only what is wrong in it counts.
    for round in 0..=rounds {
        for column in &mut columns {
            let begin = Instant::now();
            let record = traffic(&column.server.target, &column.exchanges, begin + ROUND).await;
            if round > 0 {
                column.elapsed += begin.elapsed();
                column.record.add(record);
            } else {
                column.record.failed += record.failed;
                column.record.examples.extend(record.examples);
            }
        }
    }
    print(&columns, rounds)?;
    for Column { contestant, server, record, .. } in columns {
        record.tell_failures(&format!("The clients of {} (measured)", contestant.name()), failures);
        if let Err(what) = server.stop(Duration::from_secs(10)).await {
            failures.push(format!("{}, after the measurement: {what}", contestant.name()));
        }
    }
    Ok(())
}

/// One client on each way, as fast as it is answered.
async fn traffic(target: &Target, exchanges: &[Exchange], until: Instant) -> Record {
    let mut clients = JoinSet::new();
    for (number, way) in Way::ALL.into_iter().enumerate() {
        let (target, exchanges) = (target.clone(), exchanges.to_vec());
        clients.spawn(async move {
            let record = Mutex::new(Record::new());
            let plan = Plan { exchanges: &exchanges, first: number, count: usize::MAX, until };
            let outcome = session(&target, way, plan, &record).await;
            let mut record = record.into_inner().expect("no client panics while it writes");
            if let Err(trouble) = outcome {
                record.failure(format!("{}: {}", way.name(), trouble.text));
            }
            record
        });
    }
    let mut all = Record::new();
    for record in clients.join_all().await {
        all.add(record);
    }
    all
}

#[allow(clippy::cast_precision_loss)]
fn print(columns: &[Column], rounds: u64) -> Result<(), String> {
    println!(
        "{rounds} rounds of {} s for each server by turns; in brackets the ratio to plain axum.\n",
        ROUND.as_secs()
    );
    println!("| server | requests a second | p50, µs | p99, µs | memory, MiB |");
    println!("| --- | --: | --: | --: | --: |");
    let mut first: Option<[f64; 4]> = None;
    for column in columns {
        let figures = [
            column.record.total() as f64 / column.elapsed.as_secs_f64(),
            column.record.microseconds(50.0),
            column.record.microseconds(99.0),
            column.server.memory()? as f64 / 1024.0,
        ];
        let base = first.get_or_insert(figures);
        let cells: Vec<String> = figures
            .iter()
            .zip(base.iter())
            .enumerate()
            .map(|(at, (figure, base))| {
                let digits = usize::from(at == 3);
                format!("{figure:.digits$} (×{:.2})", figure / base)
            })
            .collect();
        println!("| {} | {} |", column.contestant.name(), cells.join(" | "));
    }
    Ok(())
}
