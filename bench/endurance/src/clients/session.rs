//! A session of a good client, or of a bad one: one connection and many exchanges, each judged.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use tokio::time::timeout;

use super::connection::Connection;
use super::pipeline::Pipeline;
use super::{PATIENCE, Target, Trouble, Way};
use crate::exchange::{Admitted, Answer, Exchange};
use crate::record::Record;

/// So many requests are in one write, and so many streams in one connection of HTTP/2.
const AT_ONCE: usize = 8;

/// What a session does.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan<'a> {
    /// What it asks, in a circle.
    pub(crate) exchanges: &'a [Exchange],
    /// Where in the circle it begins.
    pub(crate) first: usize,
    /// How often it asks before it closes the connection.
    pub(crate) count: usize,
    /// When it closes the connection in any case.
    pub(crate) until: Instant,
}

impl<'a> Plan<'a> {
    fn steps(self) -> impl Iterator<Item = &'a Exchange> {
        let Self { exchanges, first, count, until } = self;
        exchanges.iter().cycle().skip(first % exchanges.len()).take(count).take_while(move |_| Instant::now() < until)
    }
}

/// One connection. A wrong answer is noted and the session goes on; an exchange that does not end is what it returns.
pub(crate) async fn session(target: &Target, way: Way, plan: Plan<'_>, record: &Mutex<Record>) -> Result<(), Trouble> {
    match way {
        Way::Pipelined => pipelined(patient(Pipeline::open(target)).await?, plan, record).await,
        Way::KeepAlive | Way::TlsHttp1 => {
            one_by_one(patient(Box::pin(Connection::open(target, way))).await?, way, plan, record).await
        }
        Way::Http2 | Way::TlsHttp2 => {
            let connection = patient(Box::pin(Connection::open(target, way))).await?;
            let streams = (0..AT_ONCE).filter_map(|number| {
                let first = plan.first + number * plan.exchanges.len() / AT_ONCE;
                let plan = Plan { first, count: plan.count.div_ceil(AT_ONCE), ..plan };
                Some(one_by_one(connection.another()?, way, plan, record))
            });
            // The worst of what happened to the streams.
            let troubles = join_all(streams).await.into_iter().filter_map(Result::err);
            troubles.max_by_key(|trouble| trouble.after_first_byte).map_or(Ok(()), Err)
        }
    }
}

async fn one_by_one(
    mut connection: Connection,
    way: Way,
    plan: Plan<'_>,
    record: &Mutex<Record>,
) -> Result<(), Trouble> {
    for exchange in plan.steps() {
        let begin = Instant::now();
        let answer = patient(connection.send(exchange)).await.map_err(|trouble| within(exchange, trouble))?;
        note(record, way, exchange, &answer, begin.elapsed());
    }
    Ok(())
}

async fn pipelined(mut pipeline: Pipeline, plan: Plan<'_>, record: &Mutex<Record>) -> Result<(), Trouble> {
    let mut steps = plan.steps();
    loop {
        let batch: Vec<&Exchange> = steps.by_ref().take(AT_ONCE).collect();
        if batch.is_empty() {
            return Ok(());
        }
        let begin = Instant::now();
        patient(pipeline.send(batch.iter().copied())).await?;
        for exchange in batch {
            let answer =
                patient(pipeline.answer(exchange.method)).await.map_err(|trouble| within(exchange, trouble))?;
            note(record, Way::Pipelined, exchange, &answer, begin.elapsed());
        }
    }
}

fn note(record: &Mutex<Record>, way: Way, exchange: &Exchange, answer: &Answer, took: Duration) {
    let mut record = record.lock().expect("no client panics while it writes");
    record.done(way.name(), exchange.kind, took);
    if let Admitted::Perhaps(_) = exchange.admitted {
        record.perhaps[usize::from(!answer.headers.contains_key("access-control-allow-origin"))] += 1;
    }
    if let Err(what) = exchange.judge(answer) {
        record.failure(format!("{}: {what}", way.name()));
    }
}

fn within(exchange: &Exchange, mut trouble: Trouble) -> Trouble {
    trouble.text = format!("{}: {}", exchange.kind, trouble.text);
    trouble
}

/// Nobody waits for ever. What is not answered at all counts as broken off: the server has the connection still open.
async fn patient<T>(what: impl Future<Output = Result<T, Trouble>>) -> Result<T, Trouble> {
    let late = || Trouble { after_first_byte: true, text: format!("no answer for {} s", PATIENCE.as_secs()) };
    timeout(PATIENCE, what).await.unwrap_or_else(|_| Err(late()))
}
