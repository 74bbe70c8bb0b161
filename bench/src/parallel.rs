//! Counts do not depend on what else a machine does, so they are taken on all its cores at once.

use std::sync::Mutex;
use std::thread;

use crate::count::{self, Cost};
use cors_bench::contestants::Contestant;
use cors_bench::work::Work;

/// What CORS adds to a request under each contestant and work, in their order.
pub(crate) fn added(wanted: &[(Contestant, Work)]) -> Vec<Cost> {
    let mut bases: Vec<(Contestant, Work)> = Vec::new();
    for &(contestant, work) in wanted {
        let base = (contestant.without_cors(), work);
        if !bases.contains(&base) {
            bases.push(base);
        }
    }
    let all: Vec<(Contestant, Work)> = bases.iter().chain(wanted).copied().collect();
    let costs = absolute(&all);
    let base = |contestant: Contestant, work: Work| {
        let at = bases.iter().position(|&base| base == (contestant.without_cors(), work));
        costs[at.expect("every contestant's base is counted")]
    };
    wanted.iter().zip(&costs[bases.len()..]).map(|(&(contestant, work), &cost)| cost - base(contestant, work)).collect()
}

fn absolute(wanted: &[(Contestant, Work)]) -> Vec<Cost> {
    let costs = Mutex::new(vec![None; wanted.len()]);
    let next = Mutex::new(wanted.iter().enumerate());
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                loop {
                    let Some((at, &(contestant, work))) = next.lock().expect("no thread panicked").next() else {
                        break;
                    };
                    eprintln!("counting {} at {}", contestant.name(), work.name());
                    let cost = count::absolute(contestant, work);
                    costs.lock().expect("no thread panicked")[at] = Some(cost);
                }
            });
        }
    });
    costs.into_inner().expect("no thread panicked").into_iter().map(|cost| cost.expect("all are counted")).collect()
}
