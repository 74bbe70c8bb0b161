//! Whatever tokens a macro is given: it does not panic, a handler remains an item that parses, and each error is reported
//! inside of what the user wrote for the macro: the attribute, or the head of the function.

use std::ops::Range;

use cors_macros_core::{cors, origin_check, policy, routes};
use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use proptest::prelude::*;
use proptest::sample::select;

/// A piece of what is generated: text without brackets, or brackets around more of it.
#[derive(Clone, Debug)]
enum Node {
    Text(&'static str),
    Group(Delimiter, Vec<Node>),
}

const KEYS: [&str; 18] = [
    "origins",
    "dev_origins",
    "origins_from",
    "origins_if",
    "methods",
    "headers",
    "expose_headers",
    "credentials",
    "max_age",
    "timing_origins",
    "enforce",
    "policy",
    "danger_accept_insecure_origins",
    "danger_accept_public_suffixes",
    "danger_accept_null_origin",
    "crate",
    "__module",
    "max-age",
];

const VALUES: [&str; 34] = [
    r#""*""#,
    r#""https://a.example""#,
    r#""https://*.example.com, http://localhost:*""#,
    r#""https://a.example,""#,
    r#""GET, POST""#,
    r#""content-type""#,
    r#""null""#,
    r#""""#,
    r##"r#"x"#"##,
    r#""\u{0}é""#,
    r#"b"GET\xff""#,
    r#"c"x""#,
    "'c'",
    "GET",
    "Method::GET",
    "header::CONTENT_TYPE",
    "get",
    "true",
    "false",
    "600",
    "-1",
    "60 * 60 - 1",
    "10m",
    "1.5",
    "170141183460469231731687303715884105728",
    "170141183460469231731687303715884105727",
    "Duration::from_days",
    "db::ORIGINS",
    "a::<B>",
    "a<B>",
    "Fn(A) -> B",
    "crate::a",
    "self",
    "if cfg!(not(debug_assertions)) { \"http://localhost\" } else { A }",
];

const OTHERS: [&str; 40] = [
    ",",
    ",",
    ",",
    "=",
    "=",
    ";",
    ":",
    "::",
    "-",
    "+",
    "*",
    "!",
    "#",
    "&",
    "|",
    "<",
    ">",
    "=>",
    "==",
    "..",
    "?",
    "$",
    "@",
    "_",
    "'a",
    "r#type",
    "é",
    "Self",
    "super",
    "env",
    "concat",
    "include_str",
    "any",
    "not",
    "Some",
    "\"1h\"",
    "0x1f_u8",
    "1e999",
    "cors",
    "origin_check",
];

fn delimiter() -> impl Strategy<Value = Delimiter> {
    select(&[Delimiter::Parenthesis, Delimiter::Bracket, Delimiter::Brace, Delimiter::None][..])
}

/// Tokens of every kind, more of them such as attributes have.
fn nodes() -> impl Strategy<Value = Vec<Node>> {
    let leaf = prop_oneof![
        2 => select(&KEYS[..]),
        3 => select(&VALUES[..]),
        4 => select(&OTHERS[..]),
    ];
    let node = leaf.prop_map(Node::Text).prop_recursive(4, 40, 6, |inner| {
        (delimiter(), prop::collection::vec(inner, 0..6)).prop_map(|(delimiter, nodes)| Node::Group(delimiter, nodes))
    });
    prop::collection::vec(node, 0..12)
}

/// Keys with values, most of which belong to another key, and at times anything between.
fn attribute() -> impl Strategy<Value = Vec<Node>> {
    let value = prop_oneof![
        6 => select(&VALUES[..]).prop_map(|value| vec![Node::Text(value)]),
        2 => (delimiter(), prop::collection::vec(select(&VALUES[..]), 0..4)).prop_map(|(delimiter, values)| {
            vec![Node::Group(delimiter, values.into_iter().flat_map(|value| [Node::Text(value), Node::Text(",")]).collect())]
        }),
        1 => nodes(),
    ];
    let pair =
        (select(&KEYS[..]), select(&["=", "=", "=", "=", "=", "", ":"][..]), value, select(&[",", ",", ",", ""][..]));
    let pairs = prop::collection::vec(pair, 0..6).prop_map(|pairs| {
        let pieces = pairs.into_iter().map(|(key, equals, value, comma)| {
            let mut piece = vec![Node::Text(key), Node::Text(equals)];
            piece.extend(value);
            piece.push(Node::Text(comma));
            piece
        });
        pieces.flatten().collect()
    });
    prop_oneof![4 => pairs, 1 => nodes()]
}

/// The heads of functions, which `{}` follows.
const HEADS: [&str; 16] = [
    "async fn f()",
    "/// Documented.\npub(crate) async fn f(Json(a): Json<A>, b: Option<Either3<A, B, &'static str>>) -> C",
    "async fn f<T, const N: usize>(State(a): State<T>, b: impl B, c: [u8; N])",
    "fn f() -> F",
    "fn f() -> impl Future<Output = A> + use<>",
    "fn f() -> impl A",
    "fn f()",
    "fn f(origin: Origin) -> bool",
    "async fn f(origin: Origin, a: A) -> bool",
    "async fn f(&self)",
    "async fn f(self: Arc<Self>, a: A)",
    "async fn f(a: A) -> Self",
    "#[cfg(a)] #[cors(origins = \"*\")] #[cors] async fn r#type(ws: WebSocketUpgrade)",
    "#![a] async fn f()",
    "pub unsafe extern \"C\" fn f(a: A, ...)",
    "const async fn f(_: (), (a, b): (A, B)) where A: B",
];

/// The nodes as text. Groups without delimiters have no text of their own.
fn text(nodes: &[Node]) -> String {
    let mut written = String::new();
    for node in nodes {
        match node {
            Node::Text(text) => written += text,
            Node::Group(delimiter, nodes) => {
                let (open, close) = match delimiter {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::None => ("", ""),
                };
                written.extend([open, &text(nodes), close]);
            }
        }
        written.push(' ');
    }
    written
}

/// The nodes as tokens, groups without delimiters too, which is how fragments of `macro_rules!` arrive.
fn tokens(nodes: &[Node]) -> TokenStream {
    let mut stream = TokenStream::new();
    for node in nodes {
        match node {
            Node::Text(text) => stream.extend(text.parse::<TokenStream>().expect("tokens")),
            Node::Group(delimiter, nodes) => {
                stream.extend([TokenTree::Group(Group::new(*delimiter, tokens(nodes)))]);
            }
        }
    }
    stream
}

/// Where the errors of an expansion are reported: the spans of each `compile_error!` and of its message.
fn errors(expansion: TokenStream) -> Vec<Span> {
    let tokens: Vec<TokenTree> = expansion.into_iter().collect();
    let mut spans = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Ident(name) if name == "compile_error" => {
                spans.extend([name.span(), tokens[at + 2].span()]);
            }
            TokenTree::Group(group) => spans.extend(errors(group.stream())),
            _ => {}
        }
    }
    spans
}

/// Fails where an error is reported neither at the macro's call as a whole nor in one of these parts of the text.
fn errors_are_inside(expansion: TokenStream, parts: &[Range<usize>], source: &str) -> Result<(), TestCaseError> {
    for span in errors(expansion) {
        let at = span.byte_range();
        let is_inside = at.is_empty() || parts.iter().any(|part| part.start <= at.start && at.end <= part.end);
        prop_assert!(is_inside, "an error at {at:?} of {source}");
    }
    Ok(())
}

/// Whether some tokens are items.
fn items(expansion: &TokenStream) -> Result<(), TestCaseError> {
    let parsed = syn::parse2::<syn::File>(expansion.clone());
    prop_assert!(parsed.is_ok(), "{}: {expansion}", parsed.err().map(|error| error.to_string()).unwrap_or_default());
    Ok(())
}

/// Whether syn takes a head for a function's, as rustc would; of the others the expansion cannot be parsed either.
fn is_item(head: &str) -> bool {
    syn::parse_str::<syn::ItemFn>(&format!("{head} {{}}")).is_ok()
}

proptest! {
    #[test]
    fn attributes_of_functions(attribute in attribute(), head in select(&HEADS[..])) {
        let item: TokenStream = format!("{head} {{}}").parse().unwrap();
        for expansion in [cors(tokens(&attribute), &item), origin_check(tokens(&attribute), &item)] {
            if is_item(head) {
                items(&expansion)?;
            }
        }
    }

    #[test]
    fn attributes_of_anything(attribute in attribute(), item in nodes()) {
        let _ = cors(tokens(&attribute), &tokens(&item));
        let _ = origin_check(tokens(&attribute), &tokens(&item));
        let module: TokenStream = format!("mod a {{ #[cors] async fn f() {{}} {} }}", text(&item)).parse().unwrap();
        let _ = cors(tokens(&attribute), &module);
    }

    #[test]
    fn defaults_of_modules(defaults in attribute(), own in attribute()) {
        let module: TokenStream = format!("mod a {{ #[cors({})] async fn f() {{}} }}", text(&own)).parse().unwrap();
        let expansion = cors(tokens(&defaults), &module);
        items(&expansion)?;
    }

    #[test]
    fn shared_policies(keys in attribute()) {
        let mut input: TokenStream = "::cors_runtime;".parse().unwrap();
        input.extend(tokens(&keys));
        let expansion = policy(input);
        let parsed = syn::parse2::<syn::Expr>(expansion.clone());
        prop_assert!(parsed.is_ok(), "{expansion}");
        let _ = policy(tokens(&keys));
    }

    #[test]
    fn lists_of_handlers(handlers in prop_oneof![attribute(), nodes()]) {
        let mut input: TokenStream = "::cors_runtime;".parse().unwrap();
        input.extend(tokens(&handlers));
        let expansion = routes(input);
        prop_assert!(syn::parse2::<syn::Expr>(expansion.clone()).is_ok(), "{expansion}");
        let _ = routes(tokens(&handlers));
    }

    #[test]
    fn errors_are_in_the_attribute_or_the_head(attribute in attribute(), head in select(&HEADS[..]), body in nodes()) {
        let [attribute, body] = [text(&attribute), text(&body)];
        let source = format!("({attribute}) {head} {{ {body} }}");
        let parts = [0..attribute.len() + 2, attribute.len() + 3..attribute.len() + 3 + head.len()];
        let mut item = source.parse::<TokenStream>().unwrap().into_iter();
        let Some(TokenTree::Group(group)) = item.next() else { unreachable!() };
        let item: TokenStream = item.collect();
        errors_are_inside(cors(group.stream(), &item), &parts, &source)?;
        errors_are_inside(origin_check(group.stream(), &item), &parts, &source)?;
        proc_macro2::extra::invalidate_current_thread_spans();
    }

    #[test]
    fn errors_are_in_the_input(input in prop_oneof![attribute(), nodes()]) {
        let source = format!("::cors_runtime; {}", text(&input));
        for expand in [policy, routes] {
            let input: TokenStream = source.parse().unwrap();
            errors_are_inside(expand(input), std::slice::from_ref(&(0..source.len())), &source)?;
            proc_macro2::extra::invalidate_current_thread_spans();
        }
    }
}
