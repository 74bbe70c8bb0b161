//! What CORS costs: instructions and allocations a request, of this library, of its peers and of code written by hand.
//!
//! Without arguments it prints the table. `--check` compares the annotated routes with the committed baseline,
//! `--write-baseline` writes that down anew, and `--plot` draws the curves.

mod baseline;
mod count;
mod parallel;
mod plot;
mod table;

use std::process::ExitCode;

use cors_bench::contestants::Contestant;
use cors_bench::work::Work;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        [] => table::print(),
        ["--check"] => return baseline::check(),
        ["--write-baseline"] => baseline::write(),
        ["--plot"] => plot::draw(),
        [count::ONCE, contestant, work] => match (Contestant::named(contestant), Work::named(work)) {
            (Some(contestant), Some(work)) if contestant.does(work) => count::once(contestant, work),
            _ => return usage(),
        },
        _ => return usage(),
    }
    ExitCode::SUCCESS
}

fn usage() -> ExitCode {
    eprintln!("usage: cors-bench [--check | --write-baseline | --plot]");
    ExitCode::FAILURE
}
