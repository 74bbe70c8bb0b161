//! One direction of flow: no files and no folders of a crate import each other in a circle, and what needs no framework
//! imports none, so that a second one would be a new folder and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use support::each;

/// The folders of `cors-runtime` that know the `http` crate alone.
const WITHOUT_FRAMEWORK: [&str; 5] = ["answer", "layer", "log", "policy", "request"];

type Graph = BTreeMap<String, BTreeSet<String>>;

/// The files below a folder, by their module's path, with their code: without comments, and without unit tests.
fn modules(folder: &Path, prefix: &str, found: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        if path.is_dir() {
            modules(&path, &format!("{prefix}{name}::"), found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).expect("a source");
            let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
            let lines: Vec<&str> = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
            found.insert(format!("{prefix}{name}"), lines.join("\n"));
        }
    }
}

fn sources(krate: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    modules(&Path::new(env!("CARGO_MANIFEST_DIR")).join(krate).join("src"), "", &mut found);
    found
}

/// The paths that a file names from `crate` on; `self` and `super` are put in full.
fn named_paths(module: &str, code: &str) -> BTreeSet<String> {
    let parent = module.rsplit_once("::").map_or("", |(parent, _)| parent);
    let inside = |base: &str| if base.is_empty() { "crate".to_owned() } else { format!("crate::{base}") };
    let mut tree = String::new();
    let mut paths = BTreeSet::new();
    for line in code.lines().map(str::trim) {
        let begins = line.split("use ").nth(1).filter(|_| line.starts_with("use ") || line.starts_with("pub"));
        if !tree.is_empty() || begins.is_some() {
            tree.push_str(begins.unwrap_or(line));
            if tree.ends_with(';') {
                let full = std::mem::take(&mut tree);
                let full = full.replace("super::", &format!("{}::", inside(parent)));
                expand(full.trim_end_matches(';'), "", &mut paths);
            }
        }
        for (at, _) in line.match_indices("crate::") {
            let path: String =
                line[at..].chars().take_while(|&sign| sign.is_alphanumeric() || sign == '_' || sign == ':').collect();
            paths.insert(path.trim_end_matches(':').to_owned());
        }
    }
    paths
}

/// The paths of a `use`: `a::{b, c::d}` is `a::b` and `a::c::d`.
fn expand(tree: &str, prefix: &str, paths: &mut BTreeSet<String>) {
    let Some((before, group)) = tree.split_once('{') else {
        let path = tree.split(" as ").next().unwrap_or_default().trim();
        paths.insert(format!("{prefix}{path}").replace("::self", ""));
        return;
    };
    let (mut depth, mut piece) = (0, String::new());
    for sign in group[..group.rfind('}').unwrap_or(group.len())].chars() {
        match sign {
            ',' if depth == 0 => expand(std::mem::take(&mut piece).trim(), &format!("{prefix}{before}"), paths),
            _ => {
                depth += i32::from(sign == '{') - i32::from(sign == '}');
                piece.push(sign);
            }
        }
    }
    if !piece.trim().is_empty() {
        expand(piece.trim(), &format!("{prefix}{before}"), paths);
    }
}

/// Which module imports which. What the crate's root hands on is followed to where it comes from.
fn imports(krate: &str) -> Graph {
    let sources = sources(krate);
    let handed_on: BTreeMap<String, String> = named_paths("lib", &sources["lib"])
        .into_iter()
        .filter_map(|path| {
            let (module, name) = path.strip_prefix("crate::").or(path.strip_prefix("self::"))?.rsplit_once("::")?;
            Some((name.to_owned(), module.to_owned()))
        })
        .collect();
    let mut graph = Graph::new();
    for (module, code) in sources.iter().filter(|(module, _)| !matches!(module.as_str(), "lib" | "__private")) {
        for path in named_paths(module, code) {
            let Some(path) = path.strip_prefix("crate::") else { continue };
            let first = path.split("::").next().unwrap_or_default();
            let path = handed_on.get(first).map_or(path, String::as_str);
            let mut ends = path.match_indices("::").map(|(at, _)| at).chain([path.len()]).collect::<Vec<_>>();
            ends.reverse();
            let target = ends.into_iter().map(|end| &path[..end]).find(|path| sources.contains_key(*path));
            // What a folder's own file defines is of the folder: the files in it may name it.
            let is_above = |target: &&str| module.starts_with(&format!("{target}::"));
            if let Some(target) = target.filter(|target| target != module && !is_above(target)) {
                graph.entry(module.clone()).or_default().insert(target.to_owned());
            }
        }
    }
    graph
}

/// The same between the folders and files that lie directly in `src`.
fn between_folders(graph: &Graph) -> Graph {
    let folder = |module: &str| module.split("::").next().unwrap_or_default().to_owned();
    let mut folders = Graph::new();
    for (from, targets) in graph {
        for to in targets.iter().map(|to| folder(to)).filter(|to| *to != folder(from)) {
            folders.entry(folder(from)).or_default().insert(to);
        }
    }
    folders
}

/// A way from a module back to itself.
fn circle(graph: &Graph) -> Option<Vec<String>> {
    fn walk(graph: &Graph, way: &mut Vec<String>, done: &mut BTreeSet<String>) -> bool {
        let at = way.last().cloned().unwrap_or_default();
        for next in graph.get(&at).into_iter().flatten() {
            if let Some(begin) = way.iter().position(|before| before == next) {
                way.drain(..begin);
                way.push(next.clone());
                return true;
            }
            if !done.contains(next) {
                way.push(next.clone());
                if walk(graph, way, done) {
                    return true;
                }
                way.pop();
            }
        }
        done.insert(at);
        false
    }
    let mut done = BTreeSet::new();
    graph.keys().find_map(|begin| {
        let mut way = vec![begin.clone()];
        (!done.contains(begin) && walk(graph, &mut way, &mut done)).then_some(way)
    })
}

#[test]
fn no_circle() {
    each(["cors-policy", "cors-macros-core", "cors-runtime"], |krate| {
        let files = imports(krate);
        assert!(files.len() > 10, "the imports are read");
        assert_eq!(circle(&files), None, "files");
        assert_eq!(circle(&between_folders(&files)), None, "folders");
    });
}

#[test]
fn a_circle_is_found() {
    let graph = |edges: &[(&str, &str)]| {
        let mut graph = Graph::new();
        for (from, to) in edges {
            graph.entry((*from).to_owned()).or_default().insert((*to).to_owned());
        }
        graph
    };
    assert_eq!(circle(&graph(&[("a", "b"), ("b", "c"), ("a", "c")])), None);
    assert_eq!(circle(&graph(&[("a", "b"), ("b", "c"), ("c", "b")])).expect("a circle"), ["b", "c", "b"]);
}

#[test]
fn imports_are_read() {
    let code = "use super::{one, two::{Three, self}};\npub(crate) use crate::four::five;\nlet x = crate::six::seven();";
    let paths = named_paths("answer::vary", code);
    let expected = [
        "crate::answer::one",
        "crate::answer::two",
        "crate::answer::two::Three",
        "crate::four::five",
        "crate::six::seven",
    ];
    assert_eq!(paths.into_iter().collect::<Vec<_>>(), expected);
}

#[test]
fn the_framework_stays_where_it_is_needed() {
    each(sources("cors-runtime"), |(module, code)| {
        let folder = module.split("::").next().unwrap_or_default();
        // What stands in quotation marks is said, not imported.
        let mut code = code.lines().map(|line| line.split('"').next().unwrap_or_default());
        let line = code.find(|line| line.contains("axum::") || line.contains("use axum"));
        assert!(!WITHOUT_FRAMEWORK.contains(&folder) || line.is_none(), "{module}: {line:?}");
    });
    each(sources("cors-policy"), |(module, code)| {
        // The domain has a folder of the `http` crate's name.
        let code = code.replace("crate::http::", "").replace("self::http::", "");
        each(["axum", "http", "tower", "hyper"], |framework| {
            assert!(!code.contains(&format!("{framework}::")), "{module} of the domain names {framework}");
        });
    });
}
