//! Times, by criterion: what a request takes under each contestant, axum's own part included.
#![allow(missing_docs)] // criterion's macros write public functions.

use cors_bench::contestants::{self, Contestant};
use cors_bench::requests::answer;
use cors_bench::work::{self, Work};
use criterion::{BatchSize, BenchmarkGroup, Criterion, criterion_group, criterion_main, measurement::WallTime};

fn times(criterion: &mut Criterion) {
    // To build the largest sets takes longer than all the rest; the counts cover them.
    for &work in work::ALL.iter().filter(|work| work.size() <= 1_000) {
        let mut group = criterion.benchmark_group(work.name());
        let all = [Contestant::Axum, Contestant::AxumLayered].iter().chain(contestants::ALL);
        for &contestant in all.filter(|contestant| contestant.does(work)) {
            time(&mut group, contestant, work);
        }
        group.finish();
    }
}

fn time(group: &mut BenchmarkGroup<'_, WallTime>, contestant: Contestant, work: Work) {
    let mut app = contestant.app(work);
    group.bench_function(contestant.name(), |bencher| {
        bencher.iter_batched(|| work.request(), |request| answer(&mut app, request), BatchSize::SmallInput);
    });
}

criterion_group!(benches, times);
criterion_main!(benches);
