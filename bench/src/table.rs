//! The table of the README.

use crate::count::Cost;
use crate::parallel;
use cors_bench::contestants::{self, Contestant};
use cors_bench::work;
use cors_bench::work::Work;

/// Counts everything and prints the table in Markdown.
pub(crate) fn print() {
    let wanted: Vec<(Contestant, Work)> = work::ALL
        .iter()
        .flat_map(|&work| contestants::ALL.iter().map(move |&contestant| (contestant, work)))
        .filter(|(contestant, work)| contestant.does(*work))
        .collect();
    let costs = parallel::added(&wanted);
    let cost = |contestant: Contestant, work: Work| {
        wanted.iter().position(|&one| one == (contestant, work)).map(|at| costs[at])
    };

    let titles: Vec<&str> = contestants::ALL.iter().map(|contestant| contestant.title()).collect();
    println!("| added to axum's own cost | {} |", titles.join(" | "));
    println!("| --- |{}", " --: |".repeat(titles.len()));
    for &work in work::ALL {
        let peer = tower_http(|contestant| cost(contestant, work));
        let cells: Vec<String> = contestants::ALL
            .iter()
            .map(|&contestant| match cost(contestant, work) {
                Some(cost) if contestant.is_ours() => format!("{}{}", cell(cost), ratio(cost, peer)),
                Some(cost) => cell(cost),
                None => "–".to_owned(),
            })
            .collect();
        println!("| {} | {} |", work.title(), cells.join(" | "));
    }
}

/// What tower-http needs for the same work: with a list, or else in the form that can do it.
fn tower_http(cost: impl Fn(Contestant) -> Option<Cost>) -> Option<Cost> {
    [Contestant::TowerHttpList, Contestant::TowerHttpExact, Contestant::TowerHttpPredicate].into_iter().find_map(cost)
}

fn cell(cost: Cost) -> String {
    format!("{} / {}", cost.instructions, cost.allocations)
}

fn ratio(cost: Cost, peer: Option<Cost>) -> String {
    let Some(peer) = peer else { return String::new() };
    let ratio = cost.instructions_f64() / peer.instructions_f64();
    // Less than nothing is what axum's own answer costs more than this library's.
    match ratio {
        _ if ratio < 0.0 => " (< ×0)".to_owned(),
        _ if ratio < 0.01 => " (< ×0.01)".to_owned(),
        _ => format!(" (×{ratio:.2})"),
    }
}
