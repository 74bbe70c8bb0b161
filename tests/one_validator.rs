//! One validator: what `#[cors(…)]` refuses, `Policy::builder()`, `PolicyConfig` and `OriginSet::parse` refuse in the same
//! words.
//!
//! Each case of the compile-fail tests is read as text, its attribute is told to the other front ends as far as they can
//! say it, and their messages are compared with what `cargo check` said, which stands beside the case.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use cors_runtime::{Mistake, MistakeKind, OriginSet, Policy, PolicyConfig};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use support::each;

/// How many cases each front end must have been compared in, so that a reader that finds none does not pass for one.
const FEWEST_BY_BUILDER: usize = 90;
const FEWEST_BY_CONFIGURATION: usize = 95;
const FEWEST_BY_SET: usize = 45;

/// A compile-fail case: the keys of its attribute, and the messages of the compiler.
#[derive(Debug)]
struct Case {
    name: String,
    keys: Vec<(String, Value)>,
    said: BTreeSet<String>,
}

/// A key's value, in the forms that all front ends know.
#[derive(Clone, Debug)]
enum Value {
    Text(String),
    List(Vec<String>),
    Flag(bool),
    Number(i128),
    /// A path, or nothing that could be a value.
    OnlyInSource,
}

impl Case {
    /// Reads a case; none where no function with one `#[cors(…)]` stands in it.
    fn read(path: &Path) -> Option<Self> {
        let file = syn::parse_file(&fs::read_to_string(path).unwrap()).ok()?;
        let mut attributes = file.items.iter().filter_map(|item| match item {
            syn::Item::Fn(function) => function.attrs.iter().find(|attribute| attribute.path().is_ident("cors")),
            _ => None,
        });
        let attribute = attributes.next().filter(|_| attributes.next().is_none())?;
        let tokens = match &attribute.meta {
            syn::Meta::List(list) => list.tokens.clone(),
            _ => TokenStream::new(),
        };
        let said = fs::read_to_string(path.with_extension("stderr")).unwrap();
        Some(Self { name: path.display().to_string(), keys: keys(tokens)?, said: messages(&said) })
    }
}

/// The messages in what the compiler said, each in its three lines; errors of rustc's own have another form.
fn messages(said: &str) -> BTreeSet<String> {
    let lines: Vec<&str> = said.lines().map(str::trim).collect();
    lines
        .windows(3)
        .filter_map(|lines| match lines {
            [what, why, write] if why.starts_with("why: ") && write.starts_with("write: ") => {
                let what = what.strip_prefix("error: ")?;
                Some(format!("{what}\n  {why}\n{write}"))
            }
            _ => None,
        })
        .collect()
}

/// The keys that may be written without a value.
const FLAGS: [&str; 5] = [
    "credentials",
    "enforce",
    "danger_accept_insecure_origins",
    "danger_accept_public_suffixes",
    "danger_accept_null_origin",
];

/// The keys of an attribute with their values; none where it is no list of keys at all.
fn keys(tokens: TokenStream) -> Option<Vec<(String, Value)>> {
    split(tokens)
        .into_iter()
        .map(|piece| match piece.as_slice() {
            [TokenTree::Ident(key)] if FLAGS.contains(&key.to_string().as_str()) => {
                Some((key.to_string(), Value::Flag(true)))
            }
            [TokenTree::Ident(key), TokenTree::Punct(equals), value @ ..] if equals.as_char() == '=' => {
                Some((key.to_string(), self::value(&key.to_string(), value)))
            }
            _ => None,
        })
        .collect()
}

fn value(key: &str, tokens: &[TokenTree]) -> Value {
    let text = tokens.iter().map(ToString::to_string).collect::<String>().replace('_', "");
    match tokens {
        [TokenTree::Group(list)] if list.delimiter() == Delimiter::Bracket => {
            let elements = split(list.stream()).iter().map(|piece| element(key, piece)).collect::<Option<_>>();
            elements.map_or(Value::OnlyInSource, Value::List)
        }
        [TokenTree::Ident(flag)] if flag == "true" || flag == "false" => Value::Flag(flag == "true"),
        [TokenTree::Ident(method)] if key == "methods" => Value::List(vec![method.to_string()]),
        _ => match (element(key, tokens), text.parse()) {
            (Some(text), _) => Value::Text(text),
            (None, Ok(number)) => Value::Number(number),
            (None, Err(_)) => Value::OnlyInSource,
        },
    }
}

fn element(key: &str, tokens: &[TokenTree]) -> Option<String> {
    match tokens {
        [TokenTree::Literal(literal)] => {
            syn::parse_str::<syn::LitStr>(&literal.to_string()).ok().map(|literal| literal.value())
        }
        [TokenTree::Ident(method)] if key == "methods" => Some(method.to_string()),
        _ => None,
    }
}

fn split(tokens: TokenStream) -> Vec<Vec<TokenTree>> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let is_comma = |token: &TokenTree| matches!(token, TokenTree::Punct(comma) if comma.as_char() == ',');
    tokens.split(is_comma).filter(|piece| !piece.is_empty()).map(<[TokenTree]>::to_vec).collect()
}

fn in_words<'a>(mistakes: impl IntoIterator<Item = &'a Mistake>) -> BTreeSet<String> {
    mistakes.into_iter().map(Mistake::message).collect()
}

/// What the builder says to these keys: nothing where it cannot be told them.
fn by_builder(keys: &[(String, Value)]) -> Option<BTreeSet<String>> {
    let mut builder = Policy::builder();
    let mut told: Vec<&str> = Vec::new();
    for (key, value) in keys {
        if told.contains(&key.as_str()) {
            return None;
        }
        told.push(key);
        builder = match (key.as_str(), value.clone()) {
            ("origins", Value::Text(text)) => builder.origins(text),
            ("origins", Value::List(list)) => builder.origins(list),
            ("dev_origins", Value::Text(text)) => builder.dev_origins(text),
            ("dev_origins", Value::List(list)) => builder.dev_origins(list),
            ("methods", Value::Text(text)) => builder.methods(text),
            ("methods", Value::List(list)) => builder.methods(list),
            ("headers", Value::Text(text)) => builder.headers(text),
            ("headers", Value::List(list)) => builder.headers(list),
            ("expose_headers", Value::Text(text)) => builder.expose_headers(text),
            ("expose_headers", Value::List(list)) => builder.expose_headers(list),
            ("timing_origins", Value::Text(text)) => builder.timing_origins(text),
            ("timing_origins", Value::List(list)) => builder.timing_origins(list),
            ("max_age", Value::Number(seconds)) => builder.max_age(seconds),
            ("credentials", Value::Flag(flag)) => builder.credentials(flag),
            ("enforce", Value::Flag(flag)) => builder.enforce(flag),
            ("danger_accept_insecure_origins", Value::Flag(flag)) => builder.danger_accept_insecure_origins(flag),
            ("danger_accept_public_suffixes", Value::Flag(flag)) => builder.danger_accept_public_suffixes(flag),
            ("danger_accept_null_origin", Value::Flag(flag)) => builder.danger_accept_null_origin(flag),
            _ => return None,
        };
    }
    builder.build().err().map(|errors| in_words(&errors))
}

/// What a configuration file with these keys is answered, be it in reading or in building: nothing where it cannot hold
/// them, or nothing is wrong.
fn by_configuration(keys: &[(String, Value)]) -> Option<BTreeSet<String>> {
    // A file cannot name code, and is told so in words of its own.
    if keys.iter().any(|(key, _)| ["origins_from", "origins_if", "policy"].contains(&key.as_str())) {
        return None;
    }
    let mut json = String::from("{");
    for (number, (key, value)) in keys.iter().enumerate() {
        let comma = if number > 0 { "," } else { "" };
        let value = match value {
            Value::Text(text) => serde_json::to_string(text).unwrap(),
            Value::List(list) => serde_json::to_string(list).unwrap(),
            Value::Flag(flag) => flag.to_string(),
            // JSON's numbers end where 64 bits do.
            Value::Number(number) => i64::try_from(*number).ok()?.to_string(),
            Value::OnlyInSource => return None,
        };
        write!(json, "{comma}{}:{value}", serde_json::to_string(key).unwrap()).unwrap();
    }
    json.push('}');
    match serde_json::from_str::<PolicyConfig>(&json) {
        Ok(config) => config.build().err().map(|errors| in_words(&errors)),
        Err(error) => {
            // Each mistake stands behind its key, and the place in the file behind them all.
            let text = error.to_string();
            let text = text.rsplit_once("\n at line ").map_or(text.as_str(), |(text, _)| text);
            Some(
                text.split("\n\n")
                    .filter_map(|part| part.split_once(": "))
                    .map(|(_, words)| words.to_owned())
                    .collect(),
            )
        }
    }
}

/// What a set of the case's origins says of each entry by itself: nothing where there is nothing to say.
fn by_set(keys: &[(String, Value)]) -> Option<BTreeSet<String>> {
    let (_, origins) = keys.iter().find(|(key, _)| key == "origins")?;
    let set = match origins {
        Value::Text(text) => text.parse::<OriginSet>(),
        Value::List(list) => OriginSet::parse(list),
        _ => return None,
    };
    let errors = set.err()?;
    let of_an_entry = [
        MistakeKind::Empty,
        MistakeKind::NotAnOrigin,
        MistakeKind::Wildcard,
        MistakeKind::Redundant,
        MistakeKind::NullOrigin,
        MistakeKind::Insecure,
        MistakeKind::PublicSuffix,
    ];
    let found =
        in_words(errors.iter().filter(|mistake| of_an_entry.contains(&mistake.kind()) && !is_of_the_list(mistake)));
    (!found.is_empty()).then(|| found.iter().map(|message| to_whoever_wrote_keys(message)).collect())
}

/// What a set says of a danger, as it is said to somebody who opens doors by keys; only this is put otherwise. Where
/// credentials come in is left out on both sides.
fn to_whoever_wrote_keys(message: &str) -> String {
    let message = message.replace("OriginSet::builder().", "").replace("(true)", " = true");
    without_credentials(&message.replace("; a set is judged as for a policy with credentials", ""))
}

fn without_credentials(message: &str) -> String {
    let message = message.replace("does not know, together", "does not know together");
    message.replace(" together with credentials", "").replace(" = true beside it", " = true")
}

/// Whether it is only beside credentials that this is a mistake.
fn needs_credentials(message: &str) -> bool {
    message.contains("act as the signed-in user")
}

/// An empty list is said to be one of its own key.
fn is_of_the_list(mistake: &Mistake) -> bool {
    mistake.kind() == MistakeKind::Empty && mistake.text().is_empty() && mistake.message().contains("the list of")
}

fn cases() -> Vec<Case> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let files = ["refused", "refused_shared"].map(|folder| tests.join(folder)).into_iter().flat_map(|folder| {
        let entries = fs::read_dir(&folder).into_iter().flatten();
        entries.map(|entry| entry.unwrap().path()).collect::<Vec<PathBuf>>()
    });
    let files = files.filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    files.filter_map(|path| Case::read(&path)).collect()
}

/// The messages that are of source code only: of an origin that stands there twice, or that a pattern covers. At run time
/// lists come from several hands, and such an entry is taken once.
fn is_of_source_only(message: &str) -> bool {
    message.ends_with("\nwrite: each origin once")
        || message.ends_with("\nwrite: the pattern alone, or the entry without the pattern")
}

/// Whether what stands around a text's entries is a slip in source code, and nothing at run time.
fn is_read_otherwise_at_run_time(text: &str) -> bool {
    text.trim() != text || text.is_empty() || text.ends_with(',')
}

#[test]
fn every_front_end_refuses_in_the_same_words() {
    let [mut builder, mut configuration, mut sets] = [0; 3];
    each(cases(), |Case { name, keys, mut said }| {
        said.retain(|message| !is_of_source_only(message));
        if keys.iter().any(|(_, value)| matches!(value, Value::Text(text) if is_read_otherwise_at_run_time(text))) {
            return;
        }
        if let Some(found) = by_builder(&keys) {
            assert_eq!(found, said, "{name}, told to the builder");
            builder += 1;
        }
        if let Some(found) = by_configuration(&keys) {
            // A file is advised no keys of code.
            let said = said.iter().map(|message| {
                let code = ["`origins_from`, ", "`origins_if`, ", "`policy`, "];
                let is_list_of_keys = message.contains("\nwrite: one of `origins`");
                code.iter().filter(|_| is_list_of_keys).fold(message.clone(), |said, key| said.replace(key, ""))
            });
            assert_eq!(found, said.collect::<BTreeSet<_>>(), "{name}, read from a configuration");
            configuration += 1;
        }
        if let Some(found) = by_set(&keys) {
            // A set is as strict as a policy with credentials, so of one without them it may say more.
            let is_strict = keys.iter().any(|(key, _)| key == "credentials");
            let said: BTreeSet<String> = said.iter().map(|message| without_credentials(message)).collect();
            let found: BTreeSet<String> =
                found.into_iter().filter(|message| is_strict || !needs_credentials(message)).collect();
            assert!(found.is_subset(&said), "{name}, parsed as a set: {found:#?} beside {said:#?}");
            sets += 1;
        }
    });
    println!("compared: {builder} cases by the builder, {configuration} by configuration, {sets} by sets");
    assert!(builder >= FEWEST_BY_BUILDER, "only {builder} cases were told to the builder");
    assert!(configuration >= FEWEST_BY_CONFIGURATION, "only {configuration} cases were read from a configuration");
    assert!(sets >= FEWEST_BY_SET, "only {sets} cases were parsed as sets");
}
