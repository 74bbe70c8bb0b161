//! Whether memory is flat.

use std::time::Duration;

/// What the allocator may keep beyond what it had after the first quarter: it hands pages back late, and the buffers of the
/// connections that are open when a sample is taken differ by some hundred KiB each.
const TOLERANCE_PERCENT: u64 = 20;
const TOLERANCE_KIB: u64 = 8 * 1024;

/// The memory of a server over time, in KiB.
#[derive(Debug)]
pub(super) struct Samples(Vec<u64>);

impl Samples {
    pub(super) fn new() -> Self {
        Self(Vec::new())
    }

    /// How long to wait for the next sample. A short run has some for each quarter too.
    pub(super) fn pause(seconds: u64) -> Duration {
        Duration::from_millis((seconds * 1000 / 40).min(1000))
    }

    pub(super) fn push(&mut self, memory: u64) {
        self.0.push(memory);
    }

    /// Compares the second quarter with the last. The first is for what is built once: threads, buffers, caches of TLS.
    ///
    /// The middle of many samples is compared, since each by itself has the moment's connections in it.
    pub(super) fn judge(&self, failures: &mut Vec<String>) {
        let quarter = self.0.len() / 4;
        let early = middle(&self.0[quarter..2 * quarter]);
        let late = middle(&self.0[self.0.len() - quarter..]);
        let most = early + early * TOLERANCE_PERCENT / 100 + TOLERANCE_KIB;
        let highest = self.0.iter().max().copied().unwrap_or_default();
        println!(
            "Memory: {early} KiB in the second quarter, {late} KiB in the last ({most} allowed), {highest} at most."
        );
        if late > most {
            failures.push(format!(
                "Memory is not flat: {early} KiB in the second quarter, {late} KiB in the last, {most} KiB allowed."
            ));
        }
    }
}

fn middle(samples: &[u64]) -> u64 {
    let mut sorted = samples.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}
