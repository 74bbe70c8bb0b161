//! What clients have seen: how many exchanges of which kind, how long they took, and what was wrong.

use std::collections::BTreeMap;
use std::time::Duration;

use hdrhistogram::Histogram;

/// More examples than this hide the next failure from a reader.
const EXAMPLES: usize = 5;

/// The record of one client, or of many once they are added up.
#[derive(Debug)]
pub(crate) struct Record {
    /// How often each kind of exchange was done.
    pub(crate) kinds: BTreeMap<&'static str, u64>,
    /// How often each way was gone, by exchanges.
    pub(crate) ways: BTreeMap<&'static str, u64>,
    /// From a request's first byte to its answer's last, in nanoseconds.
    pub(crate) times: Histogram<u64>,
    /// Of the origin that only some sets admit: how often it was admitted, and how often not.
    pub(crate) perhaps: [u64; 2],
    /// How many things were wrong.
    pub(crate) failed: u64,
    /// The first of them.
    pub(crate) examples: Vec<String>,
}

impl Record {
    /// Nothing seen yet.
    pub(crate) fn new() -> Self {
        // Three digits are more than a busy machine gives.
        let times = Histogram::new_with_bounds(1_000, 60_000_000_000, 3).expect("bounds in their order");
        Self { kinds: BTreeMap::new(), ways: BTreeMap::new(), times, perhaps: [0; 2], failed: 0, examples: Vec::new() }
    }

    /// One exchange that was done.
    pub(crate) fn done(&mut self, way: &'static str, kind: &'static str, took: Duration) {
        self.count(way, kind);
        self.times.saturating_record(u64::try_from(took.as_nanos()).unwrap_or(u64::MAX));
    }

    /// One thing that was done and is not worth a time.
    pub(crate) fn count(&mut self, way: &'static str, kind: &'static str) {
        *self.kinds.entry(kind).or_default() += 1;
        *self.ways.entry(way).or_default() += 1;
    }

    /// One thing that was wrong.
    pub(crate) fn failure(&mut self, text: String) {
        self.failed += 1;
        if self.examples.len() < EXAMPLES && !self.examples.contains(&text) {
            self.examples.push(text);
        }
    }

    /// Adds what another client saw.
    pub(crate) fn add(&mut self, other: Self) {
        for (kind, count) in other.kinds {
            *self.kinds.entry(kind).or_default() += count;
        }
        for (way, count) in other.ways {
            *self.ways.entry(way).or_default() += count;
        }
        self.times.add(other.times).expect("the same bounds");
        for (mine, others) in self.perhaps.iter_mut().zip(other.perhaps) {
            *mine += others;
        }
        self.failed += other.failed;
        for example in other.examples {
            if self.examples.len() < EXAMPLES && !self.examples.contains(&example) {
                self.examples.push(example);
            }
        }
    }

    /// How many exchanges were done in all.
    pub(crate) fn total(&self) -> u64 {
        self.kinds.values().sum()
    }

    /// The time below which so many of a hundred exchanges were, in microseconds.
    #[allow(clippy::cast_precision_loss)]
    pub(crate) fn microseconds(&self, percentile: f64) -> f64 {
        self.times.value_at_percentile(percentile) as f64 / 1_000.0
    }

    /// Says what was wrong, under the name of who saw it.
    pub(crate) fn tell_failures(&self, who: &str, failures: &mut Vec<String>) {
        if self.failed > 0 {
            let examples = self.examples.join("\n    ");
            failures.push(format!("{who} met {} failures, among them:\n    {examples}", self.failed));
        }
    }
}
