//! Good advice: what a message says to write is accepted when it is written, or refused for another mistake, never for its
//! own.
//!
//! The macros' own crate reads the attributes here. Outside of the compiler a span is a range of bytes in the text, so each advice
//! can be put exactly where its mistake was.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

mod apply;
mod generate;

use apply::{Advice, Outcome, attributes_in, follow, mistakes};
use generate::Chance;

/// The messages in what the compiler said, each in its three lines.
fn messages(said: &str) -> BTreeSet<String> {
    let lines: Vec<&str> = said.lines().map(str::trim).collect();
    lines
        .windows(3)
        .filter(|lines| lines[1].starts_with("why: ") && lines[2].starts_with("write: "))
        .filter_map(|lines| Some(format!("{}\n  {}\n{}", lines[0].strip_prefix("error: ")?, lines[1], lines[2])))
        .collect()
}

#[test]
fn every_advice_of_the_compile_fail_cases_is_accepted() {
    let [mut followed, mut advised, mut missed] = [0; 3];
    for folder in ["refused", "refused_shared"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|extension| extension != "rs") {
                continue;
            }
            let attributes = attributes_in(&fs::read_to_string(&path).unwrap());
            let said = messages(&fs::read_to_string(path.with_extension("stderr")).unwrap());
            let mut found = BTreeSet::new();
            for attribute in &attributes {
                found.extend(mistakes(attribute).iter().map(|(mistake, _)| mistake.message()));
                follow(attribute, &mut followed);
            }
            // What rustc printed is what was followed, but for what only shows where a policy meets its handler.
            for message in said.iter().filter(|message| Advice::of(message).is_some()) {
                advised += 1;
                missed += usize::from(!found.contains(message));
            }
        }
    }
    println!("{followed} advices followed; {advised} printed, of which {missed} are not of one attribute alone");
    assert!(followed >= 100, "only {followed} advices were followed");
    assert!(missed * 10 <= advised, "{missed} of {advised} printed advices were not found again");
}

/// Follows the advices of many wrong attributes, and expects that most of them end well.
fn follow_all(mut attribute: impl FnMut() -> String) {
    let [mut followed, mut accepted] = [0; 2];
    for _ in 0..500 {
        accepted += usize::from(follow(&attribute(), &mut followed) == Outcome::Accepted);
    }
    println!("{followed} advices followed, {accepted} of 500 attributes accepted in the end");
    assert!(followed >= 250 && accepted >= 250, "{followed} advices followed, {accepted} attributes accepted");
}

#[test]
fn advice_on_methods() {
    let mut chance = Chance::new(0x6d65_7468_6f64_7301);
    follow_all(|| generate::methods(&mut chance));
}

#[test]
fn advice_on_headers() {
    let mut chance = Chance::new(0x6865_6164_6572_7301);
    follow_all(|| generate::headers(&mut chance));
}

#[test]
fn advice_on_keys() {
    let mut chance = Chance::new(0x6b65_7973_6b65_7901);
    follow_all(|| generate::keys(&mut chance));
}

#[test]
fn advice_on_max_age() {
    let mut chance = Chance::new(0x6d61_785f_6167_6501);
    follow_all(|| generate::max_age(&mut chance));
}
