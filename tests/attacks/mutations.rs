//! What scanners make of an origin, by rule: every byte of it replaced, doubled, encoded and parted, every text of theirs in
//! front, behind and between.

use std::collections::BTreeSet;

use super::exchange::Sent;
use super::judge::{Failures, attack};
use super::policies::{self, Shape};

/// What is put in front, behind and between.
const FOREIGN: [&str; 34] = [
    "evil",
    "evil.",
    ".evil.net",
    "evil.net",
    "-",
    "_",
    ".",
    "..",
    "@",
    "evil@",
    "@evil.net",
    ":",
    ":443",
    ":80",
    ":0",
    ":65536",
    "/",
    "//",
    "\\",
    "\\\\",
    "?",
    "#",
    "[",
    "]",
    "*",
    "%00",
    "%0d%0a",
    "%2e",
    "%40",
    "%252e",
    ",",
    ", https://evil.net",
    "null",
    "\u{3002}",
];

/// Single bytes that parsers of URLs, of headers and of regular expressions take for something.
const BYTES: &[u8] = b"\t !\"$&'()+,;<=>^`{|}~\x7f\x80\xad\xc0\xff\x00\x01\x08\x0a\x0b\x0c\x0d\x1b";

/// All that the rules make of an origin.
fn mutations(shape: &Shape, origin: &str) -> BTreeSet<Vec<u8>> {
    let mut made = BTreeSet::new();
    let bytes = origin.as_bytes();
    for at in 0..=bytes.len() {
        let (before, after) = bytes.split_at(at);
        for foreign in FOREIGN {
            made.insert([before, foreign.as_bytes(), after].concat());
        }
        for &byte in BYTES {
            made.insert([before, &[byte], after].concat());
        }
        // Cut off, on either side.
        made.insert(before.to_vec());
        made.insert(after.to_vec());
        let Some((&byte, after)) = after.split_first() else { continue };
        let in_hex = format!("%{byte:02x}");
        let twice = format!("%25{byte:02x}");
        // The full-width form, which some parsers fold back.
        let full_width = char::from_u32(0xfee0 + u32::from(byte)).unwrap_or('?').to_string();
        let replacements: [&[u8]; 10] = [
            b"",
            b"x",
            b".",
            b"%",
            &[byte, byte],
            &[byte ^ 0x20],
            &[byte | 0x80],
            in_hex.as_bytes(),
            twice.as_bytes(),
            full_width.as_bytes(),
        ];
        for replacement in replacements {
            made.insert([before, replacement, after].concat());
        }
    }
    // Other schemes and other ports for the policy's host.
    for scheme in
        ["http", "https", "HTTPS", "ws", "ftp", "file", "data", "blob:https", "view-source:https", "tauri", ""]
    {
        for port in
            ["", ":", ":80", ":443", ":8080", ":08080", ":+80", ":-1", ":65535", ":65536", ":99999999999999999999"]
        {
            made.insert(format!("{scheme}://{}{port}", shape.host).into());
            made.insert(format!("{scheme}:{}{port}", shape.host).into());
        }
    }
    for length in [63, 64, 253, 254, 4096, 65_536] {
        made.insert(format!("https://{}.{}", "a".repeat(length), shape.host).into());
        made.insert(format!("{origin}{}", ".a".repeat(length / 2)).into());
    }
    made.remove(bytes);
    made
}

#[test]
fn no_mutation_is_admitted() {
    let mut failures = Failures::default();
    let (mut pairs, mut meant) = (0, 0);
    for shape in &policies::all() {
        let mut made = BTreeSet::new();
        for origin in shape.genuine.iter().take(2) {
            made.extend(mutations(shape, origin));
        }
        for origin in made {
            let actual = Sent::new("GET", "/item").header("origin", origin.clone());
            let preflight = Sent::new("OPTIONS", "/item")
                .header("origin", origin.clone())
                .header("access-control-request-method", "PUT");
            // Some a header cannot hold at all; `wire` sends such bytes.
            if attack(&mut failures, shape, "a mutation", &[actual, preflight]) {
                pairs += 1;
                meant += usize::from(std::str::from_utf8(&origin).is_ok_and(|origin| shape.means(origin)));
            }
        }
    }
    let judged = failures.report();
    println!("{pairs} pairs of an origin and a policy, {meant} of them meant, {judged} requests");
    assert!(pairs >= 20_000, "{pairs}");
}
