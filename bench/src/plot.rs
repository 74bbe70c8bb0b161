//! Instructions a request against the number of origins or patterns, as a picture.

use std::fmt::Write as _;
use std::fs;

use crate::parallel;
use cors_bench::contestants::Contestant;
use cors_bench::work::{Work, grouped};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../cors-runtime/src/docs/scale.svg");
const SIZES: [usize; 4] = [10, 1_000, 100_000, 1_000_000];
const PATTERN_SIZES: [usize; 3] = [10, 1_000, 100_000];

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 460.0;
const LEFT: f64 = 96.0;
const RIGHT: f64 = 190.0;
const TOP: f64 = 50.0;
const BOTTOM: f64 = 60.0;
/// Powers of ten at the ends of the axes.
const X: (f64, f64) = (1.0, 6.0);
const Y: (f64, f64) = (2.0, 8.0);

struct Curve {
    label: &'static str,
    colour: &'static str,
    contestant: Contestant,
    work: fn(usize) -> Work,
    sizes: &'static [usize],
}

const CURVES: [Curve; 5] = [
    Curve {
        label: "tower-http, list",
        colour: "#c0392b",
        contestant: Contestant::TowerHttpList,
        work: Work::GetAmong,
        sizes: &SIZES,
    },
    Curve {
        label: "tower-http, patterns",
        colour: "#e59866",
        contestant: Contestant::TowerHttpPredicate,
        work: Work::GetAmongPatterns,
        sizes: &PATTERN_SIZES,
    },
    Curve {
        label: "#[cors], patterns",
        colour: "#7fb3d5",
        contestant: Contestant::Annotated,
        work: Work::GetAmongPatterns,
        sizes: &PATTERN_SIZES,
    },
    Curve {
        label: "#[cors], origins",
        colour: "#1f618d",
        contestant: Contestant::Annotated,
        work: Work::GetAmong,
        sizes: &SIZES,
    },
    Curve {
        label: "#[cors], none of them",
        colour: "#148f77",
        contestant: Contestant::Annotated,
        work: Work::GetNotAmong,
        sizes: &SIZES,
    },
];

/// Counts along the curves and draws them.
pub(crate) fn draw() {
    let mut drawing = axes();
    for curve in &CURVES {
        let wanted: Vec<(Contestant, Work)> =
            curve.sizes.iter().map(|&size| (curve.contestant, (curve.work)(size))).collect();
        let costs = parallel::added(&wanted);
        let points: Vec<(f64, f64)> = curve
            .sizes
            .iter()
            .zip(&costs)
            .map(|(&size, cost)| (across(as_f64(size)), up(cost.instructions_f64())))
            .collect();
        line(&mut drawing, curve, &points);
    }
    drawing.push_str("</svg>\n");
    fs::write(FILE, drawing).expect("a file that can be written");
}

fn axes() -> String {
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" font-family=\"sans-serif\" \
         font-size=\"12\">\n<rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"white\"/>\n\
         <text x=\"{LEFT}\" y=\"26\" font-size=\"15\">Instructions added to a GET, by the origins or patterns in the policy</text>\n"
    );
    let (right, bottom) = (WIDTH - RIGHT, HEIGHT - BOTTOM);
    for power in powers(Y) {
        let (y, label) = (up(10_f64.powi(power)), grouped(10_usize.pow(power.unsigned_abs())));
        let _ = writeln!(svg, "<path d=\"M{LEFT} {y:.1}H{right}\" stroke=\"#ddd\"/>");
        let _ = writeln!(svg, "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{label}</text>", LEFT - 6.0, y + 4.0);
    }
    for power in powers(X) {
        let (x, label) = (across(10_f64.powi(power)), grouped(10_usize.pow(power.unsigned_abs())));
        let _ = writeln!(svg, "<path d=\"M{x:.1} {TOP}V{bottom}\" stroke=\"#eee\"/>");
        let _ = writeln!(svg, "<text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{label}</text>", bottom + 18.0);
    }
    let middle = f64::midpoint(LEFT, right);
    let _ = writeln!(
        svg,
        "<text x=\"{middle}\" y=\"{:.1}\" text-anchor=\"middle\">origins or patterns</text>",
        bottom + 40.0
    );
    svg
}

fn line(svg: &mut String, curve: &Curve, points: &[(f64, f64)]) {
    let Curve { colour, label, .. } = curve;
    let path: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1} {y:.1}")).collect();
    let _ = writeln!(svg, "<path d=\"M{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>", path.join("L"));
    for (x, y) in points {
        let _ = writeln!(svg, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3\" fill=\"{colour}\"/>");
    }
    if let Some((x, y)) = points.last() {
        let _ = writeln!(svg, "<text x=\"{:.1}\" y=\"{:.1}\" fill=\"{colour}\">{label}</text>", x + 8.0, y + 4.0);
    }
}

#[allow(clippy::cast_possible_truncation)] // Powers of ten at the ends of an axis.
fn powers((from, to): (f64, f64)) -> std::ops::RangeInclusive<i32> {
    from as i32..=to as i32
}

fn across(size: f64) -> f64 {
    LEFT + (size.log10() - X.0) / (X.1 - X.0) * (WIDTH - LEFT - RIGHT)
}

fn up(instructions: f64) -> f64 {
    HEIGHT - BOTTOM - (instructions.log10() - Y.0) / (Y.1 - Y.0) * (HEIGHT - TOP - BOTTOM)
}

#[allow(clippy::cast_precision_loss)] // At most a million.
fn as_f64(size: usize) -> f64 {
    size as f64
}
