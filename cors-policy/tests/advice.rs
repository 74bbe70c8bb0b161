//! Advice is good advice: a literal that a message tells to write is accepted where it is written, or is refused for another
//! mistake. Never for its own, so that nobody goes in circles.
//!
//! Good origins are spoiled by the slips that people make, one to three at a time; each literal that is then advised is put
//! in the place of what it mends.

use std::collections::BTreeSet;

use cors_policy::{Flag, Key, ListValue, Mistake, PolicySpec, SpanIndex};

/// How many different bad texts must have been advised on, so that a generator of good ones does not pass for the test.
const FEWEST: usize = 2_000;

const GOOD: [&str; 20] = [
    "https://app.example.com",
    "https://a.b.c.example.co.uk:8443",
    "http://localhost:3000",
    "http://127.0.0.1:8080",
    "http://[::1]:5173",
    "https://[2001:db8::1]",
    "http://192.168.1.7",
    "https://xn--mnchen-3ya.example",
    "https://münchen.example",
    "https://straße.example",
    "https://пример.example",
    "https://*.example.com",
    "https://pr-*.preview.example.com:*",
    "http://localhost:*",
    "http://*.local",
    "https://exam*.com",
    "tauri://localhost",
    "app://obsidian.md",
    "moz-extension://*",
    "null",
];

/// Numbers without a pattern, the same at each run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }

    fn one_of<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
}

fn insert(text: &str, dice: &mut Dice, piece: &str) -> String {
    let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let (before, after) = text.split_at(ends[dice.below(ends.len())]);
    format!("{before}{piece}{after}")
}

fn spoil(text: &str, dice: &mut Dice) -> String {
    let (scheme, authority) = text.split_once("://").unwrap_or(("", text));
    match dice.below(24) {
        0 => format!("{text}{}", dice.one_of(&["/", "/path", "/a/b?c#d", "?query", "#fragment", "\\", "/*", "//"])),
        1 => format!("{scheme}://{}{authority}", dice.one_of(&["me@", "me:secret@", "@", "www.", "*.", "*.*.", "."])),
        2 => authority.to_owned(),
        3 => format!("{scheme}:{}{authority}", dice.one_of(&["", "/", "///"])),
        4 => text.to_uppercase(),
        5 => format!("{}://{authority}", scheme.to_uppercase()),
        6 => format!(
            "{}://{authority}",
            dice.one_of(&["ws", "wss", "ftp", "file", "*", "https?", "9p", "a_b", "http", "blob:https", ""])
        ),
        7 => format!(
            "{text}{}",
            dice.one_of(&[":443", ":80", ":0", ":08080", ":99999", ":abc", ":", ":80*", ":*", ":3000"])
        ),
        8 => text.replace(':', dice.one_of(&["", "::", ":0", ": "])),
        9 => text.replacen('.', dice.one_of(&["..", ".*.", "。", ",", ".-.", ".xn--f.", ". ", ".ü."]), 1),
        10 => format!("{text}."),
        11 => text.replace("*.", dice.one_of(&["*.*.", ".*\\.", "[^.]+\\.", "(.*)\\.", "**.", "*-*."])),
        12 => format!("^{}$", text.replace('.', "\\.")),
        13 => text.replace(['[', ']'], ""),
        14 => format!("{}{text}", dice.one_of(&[" ", "\t", "\n", "\"", "'", "<", "//", "http://"])),
        15 => format!("{text}{}", dice.one_of(&[" ", "\n", "\"", "'", ">", ",", ";", "|"])),
        16 => format!("{text}{}{}", dice.one_of(&[";", "; ", "|", " ", ", ", ",", " or "]), dice.one_of(&GOOD)),
        17 => format!("[\"{text}\",\"{}\"]", dice.one_of(&GOOD)),
        18 => format!("\"{text}\""),
        19 => insert(text, dice, "*"),
        20 => {
            let odd = [
                "_", "-", "%", "é", "É", "ﬁ", "u\u{308}", "ş", "\u{202e}", "!", "^", "[", "]", "٣", "ẞ", "A", "\0", "+",
            ];
            let piece = dice.one_of(&odd);
            insert(text, dice, piece)
        }
        21 => text.replace("127.0.0.1", dice.one_of(&["127.1", "0x7f.1", "127.0.0.01", "127.0.0.256"])),
        22 => text.replace("::1", dice.one_of(&["0:0:0:0:0:0:0:1", "::ffff:127.0.0.1", "::0001", "::G"])),
        _ => {
            let len = dice.below(400);
            insert(text, dice, &"a".repeat(len))
        }
    }
}

fn mistakes_of(origins: &[String], credentials: bool) -> Vec<Mistake> {
    let flag = |value| Some(Flag { value, span: SpanIndex::default() });
    let spec = PolicySpec {
        origins: Some(ListValue::of(origins)),
        methods: Some(ListValue::of(["GET"])),
        credentials: flag(credentials),
        ..PolicySpec::default()
    };
    spec.validate().err().unwrap_or_default()
}

/// Why a text is refused: by this two mistakes are told apart.
fn reason(mistake: &Mistake) -> String {
    mistake.message().lines().nth(1).unwrap().to_owned()
}

/// The literal that stands first in a mistake's advice; none where it is given in words.
fn advised(mistake: &Mistake) -> Option<Vec<String>> {
    let message = mistake.message();
    let (_, write) = message.split_once("\nwrite: ")?;
    let one = |text: &str| {
        let (literal, rest) = text.strip_prefix('"')?.split_once('"')?;
        assert!(!literal.contains('\\'), "an origin has no backslash: {write}");
        Some((literal.to_owned(), rest.to_owned()))
    };
    let Some(mut rest) = write.strip_prefix('[').map(str::to_owned) else {
        return one(write).map(|(literal, _)| vec![literal]);
    };
    let mut list = Vec::new();
    loop {
        let (literal, after) = one(&rest).unwrap_or_else(|| panic!("no list: {write}"));
        list.push(literal);
        match after.strip_prefix(", ") {
            Some(next) => rest = String::from(next),
            None => break assert!(after.starts_with(']'), "no list: {write}"),
        }
    }
    Some(list)
}

#[test]
fn a_literal_that_is_advised_is_accepted() {
    let mut dice = Dice(11);
    let mut advised_on = BTreeSet::new();
    let mut in_words = BTreeSet::new();
    for round in 0..60_000 {
        let mut text = dice.one_of(&GOOD).to_owned();
        for _ in 0..=dice.below(3) {
            text = spoil(&text, &mut dice);
        }
        let credentials = round % 2 == 0;
        for mistake in mistakes_of(&[text.clone()], credentials) {
            assert_eq!(mistake.key(), Key::Origins, "{text}");
            let Some(literals) = advised(&mistake) else {
                in_words.insert(text.clone());
                continue;
            };
            advised_on.insert(text.clone());
            for next in mistakes_of(&literals, credentials) {
                assert_ne!(reason(&next), reason(&mistake), "{text:?}\n{mistake}\nthen\n{next}");
            }
        }
    }
    println!("{} texts were answered with a literal, {} in words alone", advised_on.len(), in_words.len());
    assert!(advised_on.len() >= FEWEST, "only {} bad texts", advised_on.len());
}
