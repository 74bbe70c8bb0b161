//! Wrong attributes by the thousand: right ones, changed as people's fingers and memories change them.

/// Numbers that look random and are the same in each run (xorshift, Marsaglia 2003).
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or_default() % bound
    }

    fn one_of<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len())]
    }

    /// A word with a letter too many, too few, doubled, changed or in another's place.
    fn slip(&mut self, word: &str) -> String {
        let mut letters: Vec<char> = word.chars().collect();
        let at = self.below(letters.len());
        match self.below(5) {
            0 if letters.len() > 1 => drop(letters.remove(at)),
            1 => letters.insert(at, letters[at]),
            2 if at > 0 => letters.swap(at - 1, at),
            3 => letters[at] = 'x',
            _ => letters.push('s'),
        }
        letters.into_iter().collect()
    }

    /// Several words as one string, separated as lists are elsewhere.
    fn joined(&mut self, words: &[String]) -> String {
        match self.below(6) {
            0 => format!("{:?}", words.join("; ")),
            1 => format!("{:?}", words.join("|")),
            2 => format!("{:?}", words.join(" ")),
            3 => format!("{:?}", format!("{words:?}")),
            4 => format!("{:?}", words.join(",") + ","),
            _ => format!("{:?}", words.join("\n")),
        }
    }
}

const METHODS: [&str; 9] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "QUERY", "PROPFIND"];

pub(crate) fn methods(chance: &mut Chance) -> String {
    let name = chance.one_of(&METHODS);
    let other = chance.one_of(&METHODS);
    let value = match chance.below(13) {
        0 => format!("\"{}\"", chance.slip(name)),
        1 => format!("\"{}, {other}\"", chance.slip(name)),
        2 => format!("[{}, {other}]", chance.slip(name)),
        3 => format!("\"{}\"", name.to_lowercase()),
        4 => format!("[{}, {other}]", name.to_lowercase()),
        5 => format!("Method::{name}"),
        6 => format!("[Method::{name}, http::Method::{other}]"),
        7 => format!("{}(show).{}(save)", name.to_lowercase(), other.to_lowercase()),
        8 => format!("&[{name}, {other}]"),
        9 => chance
            .one_of(&["Any", "ALL", "any()", "ALLOWED", "*", "None", "7", "true", "\"\"", "[]", "\"*, GET\""])
            .to_owned(),
        10 => format!("[\"{name} {other}\", \"TRACE\", {}]", chance.slip(other)),
        11 => return format!("origins = \"*\", methods({name}, {other})"),
        _ => chance.joined(&[name.to_owned(), other.to_owned()]),
    };
    format!("origins = \"*\", methods = {value}")
}

const HEADERS: [&str; 8] =
    ["content-type", "authorization", "x-request-id", "etag", "x-a", "if-match", "accept", "x-csrf-token"];

pub(crate) fn headers(chance: &mut Chance) -> String {
    let name = chance.one_of(&HEADERS);
    let other = chance.one_of(&HEADERS);
    let constant = name.to_uppercase().replace('-', "_");
    let forbidden = chance.one_of(&["cookie", "host", "sec-fetch-site", "access-control-max-age", "set-cookie", "te"]);
    let key = chance.one_of(&["headers", "expose_headers"]);
    let value = match chance.below(12) {
        0 => format!("header::{constant}"),
        1 => format!("[header::{constant}, {other:?}]"),
        2 => constant,
        3 => format!("HeaderName::from_static({name:?})"),
        4 => format!("vec![{name:?}, {other:?}.parse().unwrap()]"),
        5 => format!("{:?}", name.replace('-', " ")),
        6 => format!("\"{name}: some value\""),
        7 => format!("[{forbidden:?}, {name:?}]"),
        8 => format!("[{forbidden:?}, \"*\"]"),
        9 => format!("[{name:?}, {name:?}, \"\"]"),
        10 => chance
            .one_of(&["Any", "None", "7", "true", "\"\"", "OWN", "\"*, x-a\"", "[x_request_id]", "x-b"])
            .to_owned(),
        _ => chance.joined(&[name.to_owned(), other.to_owned()]),
    };
    let credentials = if chance.below(4) == 0 { ", credentials" } else { "" };
    format!("origins = \"https://a.example\", methods = GET, {key} = {value}{credentials}")
}

pub(crate) fn keys(chance: &mut Chance) -> String {
    const PAIRS: [(&str, &str); 9] = [
        ("origins", "\"https://a.example\""),
        ("dev_origins", "\"http://localhost:*\""),
        ("methods", "\"GET\""),
        ("headers", "\"x-a\""),
        ("expose_headers", "\"etag\""),
        ("credentials", "true"),
        ("max_age", "600"),
        ("timing_origins", "\"*\""),
        ("enforce", "true"),
    ];
    const OTHERS: [&str; 14] = [
        "allowed_headers",
        "allowOrigin",
        "allow_methods",
        "supports_credentials",
        "maxAge",
        "ttl",
        "dev",
        "expose",
        "local_origins",
        "timing_allow_origin",
        "vary",
        "allow_private_network",
        "request_headers",
        "exposedHeaders",
    ];
    let wrong = chance.below(PAIRS.len());
    let mut pieces: Vec<String> = PAIRS
        .iter()
        .enumerate()
        .filter(|(number, _)| *number < 3 || *number == wrong)
        .map(|(number, (key, value))| {
            if number != wrong {
                return format!("{key} = {value}");
            }
            match chance.below(7) {
                0 => format!("{key}: {value}"),
                1 => format!("{key}({value})"),
                2 => format!("{key} => {value}"),
                3 => value.to_string(),
                4 => format!("#[cfg(test)] {key} = {value}"),
                _ => format!("{} = {value}", chance.slip(key)),
            }
        })
        .collect();
    if chance.below(3) == 0 {
        pieces.push(format!("{} = {}", chance.one_of(&OTHERS), chance.one_of(&["\"*\"", "true", "60"])));
    }
    pieces.join(", ")
}

pub(crate) fn max_age(chance: &mut Chance) -> String {
    let number = [0, 1, 59, 600, 3600, 86_400, 86_401, 1_000_000][chance.below(8)];
    let small = chance.below(30);
    let value = match chance.below(14) {
        0 => format!("\"{number}\""),
        1 => format!("{number} * {small}"),
        2 => format!("({small} + {number}) * 2 - 1"),
        3 => format!("{number}_{small} - {number}"),
        4 => format!("Duration::from_secs({number})"),
        5 => format!("std::time::Duration::from_mins({small})"),
        6 => format!("\"{small}{}\"", chance.one_of(&["s", "m", " h", " days", " parsecs"])),
        7 => format!("{small}{}", chance.one_of(&["s", "m", "h", "d"])),
        8 => format!("{number}.5"),
        9 => format!("-{number}"),
        10 => format!("Some({number})"),
        11 => format!("[{number}]"),
        12 => {
            chance.one_of(&["MAX_AGE", "env!(\"AGE\")", "true", "None", "Duration::ZERO", "60 / 2", "soon"]).to_owned()
        }
        _ => number.to_string(),
    };
    format!("origins = \"*\", methods = GET, max_age = {value}")
}
