//! Counting: this program runs itself under callgrind, once for each contestant and work.

use std::io::{self, BufRead as _, BufReader};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{env, fs, process};

use cors_bench::contestants::Contestant;
use cors_bench::requests::{self, COUNTED};
use cors_bench::work::Work;

/// The argument after which the program is the one that is counted.
pub(crate) const ONCE: &str = "--once";

/// How many counts were begun, so that each has a file of its own.
static COUNTS: AtomicUsize = AtomicUsize::new(0);

/// What a request costs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cost {
    pub(crate) instructions: i64,
    pub(crate) allocations: i64,
}

impl std::ops::Sub for Cost {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self { instructions: self.instructions - other.instructions, allocations: self.allocations - other.allocations }
    }
}

impl Cost {
    #[allow(clippy::cast_precision_loss)] // Counts of a few million.
    pub(crate) fn instructions_f64(self) -> f64 {
        self.instructions as f64
    }
}

/// What a request costs altogether.
///
/// Callgrind begins to follow the program when it is ready to be counted: large sets are built at a quicker pace.
pub(crate) fn absolute(contestant: Contestant, work: Work) -> Cost {
    let number = COUNTS.fetch_add(1, Ordering::Relaxed);
    let out = env::temp_dir().join(format!("cors-bench.{}.{number}", process::id()));
    let mut child = Command::new("valgrind")
        .args(["--quiet", "--tool=callgrind", "--instr-atstart=no", "--collect-atstart=no"])
        .arg(format!("--toggle-collect=*{COUNTED}*"))
        .arg(format!("--callgrind-out-file={}", out.display()))
        .arg(env::current_exe().expect("this program's path"))
        .args([ONCE, contestant.name(), &work.name()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("valgrind, which Debian's package of this name has");
    let mut said = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    said.next().expect("that it is ready").expect("text");
    let follow = Command::new("callgrind_control").arg("--instr=on").arg(child.id().to_string()).output();
    assert!(follow.is_ok_and(|follow| follow.status.success()), "callgrind does not follow {contestant:?} at {work:?}");
    drop(child.stdin.take());
    let allocations: f64 = said.next().expect("a number").expect("text").parse().expect("a number of allocations");
    assert!(child.wait().expect("its end").success(), "{contestant:?} failed at {work:?}");

    let profile = fs::read_to_string(&out).expect("callgrind's output");
    fs::remove_file(&out).expect("callgrind's output");
    let instructions: f64 = line(&profile, "totals: ").parse().expect("a number of instructions");
    Cost { instructions: a_request(instructions, work), allocations: a_request(allocations, work) }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)] // Counts of a few million.
fn a_request(together: f64, work: Work) -> i64 {
    (together / work.rounds() as f64).round() as i64
}

fn line<'a>(profile: &'a str, name: &str) -> &'a str {
    profile.lines().find_map(|line| line.strip_prefix(name)).expect("callgrind's totals").trim()
}

/// The program that is counted: it prints its allocations, and callgrind writes down its instructions.
pub(crate) fn once(contestant: Contestant, work: Work) {
    let mut app = contestant.app(work);
    let response = requests::answer(&mut app, work.request());
    assert!(!contestant.has_cors() || work.is_done_by(&response), "{contestant:?} does not do {work:?}: {response:?}");
    let allocations = requests::run(&mut app, work, || {
        println!("ready");
        // Until the other side closes it.
        io::copy(&mut io::stdin(), &mut io::sink()).expect("a pipe");
    });
    println!("{allocations}");
}
