//! Real servers under good, bad and hostile traffic on loopback.
//!
//! `endurance --seconds N` measures cors-runtime beside tower-http and plain axum, then lets N seconds of mixed traffic loose
//! on cors-runtime, then stops servers under load. It fails with a list of what went wrong. The README beside it says more.

mod child;
mod clients;
mod endure;
mod exchange;
mod measure;
mod options;
mod record;
mod server;
mod shutdown;

use std::process::ExitCode;

use options::Options;

fn main() -> ExitCode {
    match Options::parse(std::env::args().skip(1)) {
        Ok(Options::Serve(contestant)) => server::run(contestant),
        Ok(Options::Run { seconds }) => match run(seconds) {
            Ok(failures) => tell(&failures),
            Err(error) => {
                eprintln!("The run was broken off: {error}");
                ExitCode::FAILURE
            }
        },
        Ok(Options::Help) => {
            println!("{}", options::USAGE);
            ExitCode::SUCCESS
        }
        Err(mistake) => {
            eprintln!("{mistake}\n\n{}", options::USAGE);
            ExitCode::FAILURE
        }
    }
}

/// All three phases, and what failed in them. A phase that failed does not keep the next from its own findings.
fn run(seconds: u64) -> Result<Vec<String>, String> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| format!("no runtime for the clients: {error}"))?;
    let mut failures = Vec::new();
    runtime
        .block_on(async {
            println!("== Measured side by side");
            measure::run(seconds, &mut failures).await?;
            println!("\n== Endurance: {seconds} s of mixed traffic on cors-runtime");
            let endured = endure::run(seconds, &mut failures).await?;
            println!("\n== Shutdown under load");
            shutdown::run(endured, &mut failures).await
        })
        // What was found before the end is not to be lost with it.
        .inspect_err(|_| {
            tell(&failures);
        })?;
    Ok(failures)
}

fn tell(failures: &[String]) -> ExitCode {
    if failures.is_empty() {
        println!("\nNothing failed.");
        return ExitCode::SUCCESS;
    }
    println!("\nWhat failed:");
    for failure in failures {
        println!("- {failure}");
    }
    ExitCode::FAILURE
}
