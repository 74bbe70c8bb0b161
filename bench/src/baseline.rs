//! The committed counts of the annotated routes. Counts, not times: they are the same on every machine.

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::{fs, iter};

use crate::count::Cost;
use crate::parallel;
use cors_bench::contestants::Contestant;
use cors_bench::work;
use cors_bench::work::Work;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/baseline.json");
/// A count may be over its baseline by one part of so many, and by as many instructions where that is less: compilers and
/// dependencies change a little from one patch release to the next.
const PART: i64 = 20;
const SLACK: i64 = 20;
/// A set has a seed of its own, by which a search meets one entry more or less on its way: of so many counts the least holds.
const SEEDS: usize = 5;

type Baseline = BTreeMap<String, [i64; 2]>;

/// Counts the annotated routes, prints what changed, and fails where a count is over its baseline.
pub(crate) fn check() -> ExitCode {
    let text = fs::read_to_string(FILE).expect("the committed baseline");
    let baseline: Baseline = serde_json::from_str(&text).expect("what `--write-baseline` wrote");
    let mut over = false;
    for (name, [instructions, allocations]) in counted() {
        let Some(&[base_instructions, base_allocations]) = baseline.get(&name) else {
            println!("{name}: not in the baseline");
            over = true;
            continue;
        };
        let limit = base_instructions + (base_instructions.abs() / PART).max(SLACK);
        let is_over = instructions > limit || allocations > base_allocations;
        let verdict = if is_over { "over the baseline" } else { "ok" };
        println!(
            "{name}: {instructions} / {allocations}, baseline {base_instructions} / {base_allocations}: {verdict}"
        );
        over |= is_over;
    }
    if over { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// Counts the annotated routes and makes that the baseline.
pub(crate) fn write() {
    let lines: Vec<String> = counted()
        .iter()
        .map(|(name, [instructions, allocations])| format!("  \"{name}\": [{instructions}, {allocations}]"))
        .collect();
    fs::write(FILE, format!("{{\n{}\n}}\n", lines.join(",\n"))).expect("a file that can be written");
}

/// Instructions and allocations by the name of the work. The largest sets take long to build, and cost what others cost.
fn counted() -> Baseline {
    let times = |work: &Work| if work.size() > 0 { SEEDS } else { 1 };
    let wanted: Vec<(Contestant, Work)> = work::ALL
        .iter()
        .filter(|work| work.size() <= 1_000)
        .flat_map(|work| iter::repeat_n((Contestant::Annotated, *work), times(work)))
        .collect();
    let mut counted = Baseline::new();
    for ((_, work), Cost { instructions, allocations }) in wanted.iter().zip(parallel::added(&wanted)) {
        let counts = [instructions, allocations];
        counted.entry(work.name()).and_modify(|least| *least = counts.min(*least)).or_insert(counts);
    }
    counted
}
