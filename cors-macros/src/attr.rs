//! Parsing: the attribute's tokens into a `PolicySpec`, with a place for each piece.
//!
//! Every key is read by itself, so that one bad value does not hide the mistakes of the others.

use cors_policy::{
    Completeness, Flag, Key, ListItem, ListValue, Mistake, MistakeKind, Policy, PolicySpec, Seconds, SpanIndex,
};
use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use syn::{LitBool, LitInt, LitStr, Path};

use crate::spans::Spans;
use crate::{library_path, meant, seconds, text};

/// The attribute, as it was written.
pub(crate) struct Attribute {
    pub(crate) spec: PolicySpec,
    pub(crate) origins_from: Option<Path>,
    pub(crate) origins_if: Option<Path>,
    pub(crate) policy: Option<Path>,
    /// Where the library is, if `crate = path` says so: a matter of the macros, and no key of a policy.
    pub(crate) krate: Option<Path>,
    pub(crate) spans: Spans,
    /// Mistakes of form; those of meaning are found by validation.
    mistakes: Vec<Mistake>,
    keys: Vec<Key>,
    /// The last list that was read, with the values without a key that followed it.
    last: Option<(Key, Vec<Vec<TokenTree>>)>,
    /// What unknown keys were most likely meant to be; those are not missing besides.
    meant: Vec<Key>,
}

/// How a module's attribute hands its keys to the handlers inside: `#[cors(…, __module(…))]`.
pub(crate) const MODULE_KEYS: &str = "__module";

/// A value that its key cannot have.
enum Unreadable {
    /// Still to be reported.
    Shape,
    /// Reported piece by piece.
    Reported,
}

impl Attribute {
    /// Reads the tokens between the attribute's parentheses.
    pub(crate) fn parse(tokens: TokenStream, attribute: Span) -> Self {
        let mut parsed = Self::without_keys(attribute);
        let mut defaults = TokenStream::new();
        for piece in split_at_commas(tokens) {
            if let [TokenTree::Ident(name), TokenTree::Group(keys)] = piece.as_slice() {
                if name == MODULE_KEYS {
                    defaults = keys.stream();
                    continue;
                }
            }
            if parsed.krate.is_none() {
                parsed.krate = library_path::read(&piece);
                if parsed.krate.is_some() {
                    continue;
                }
            }
            parsed.read_pieces(&piece);
        }
        parsed.add_defaults(defaults);
        if parsed.keys.contains(&Key::Policy) {
            parsed.spec.completeness = Completeness::Inherits;
        }
        parsed
    }

    fn without_keys(attribute: Span) -> Self {
        Self {
            spec: PolicySpec::default(),
            origins_from: None,
            origins_if: None,
            policy: None,
            krate: None,
            spans: Spans::new(attribute),
            mistakes: Vec::new(),
            keys: Vec::new(),
            last: None,
            meant: Vec::new(),
        }
    }

    /// The policy the attribute describes, or all its mistakes.
    pub(crate) fn validate(&self) -> Result<Policy, Vec<Mistake>> {
        self.with_mistakes_of_form(self.spec.validate())
    }

    fn with_mistakes_of_form(&self, meaning: Result<Policy, Vec<Mistake>>) -> Result<Policy, Vec<Mistake>> {
        if self.mistakes.is_empty() {
            return meaning;
        }
        let mut mistakes = self.mistakes.clone();
        // A key whose value could not be read is reported as such, and is not missing besides.
        let found = meaning.err().into_iter().flatten();
        mistakes
            .extend(found.filter(|mistake| mistake.kind() != MistakeKind::Missing || !self.is_given(mistake.key())));
        Err(mistakes)
    }

    /// Whether these keys can be the defaults of a module's handlers; each of them adds what is missing.
    pub(crate) fn validate_defaults(&self) -> Result<Policy, Vec<Mistake>> {
        let spec = PolicySpec { completeness: Completeness::Inherits, ..self.spec.clone() };
        self.with_mistakes_of_form(spec.validate())
    }

    /// The module's keys stand in for those that the handler does not give itself.
    fn add_defaults(&mut self, defaults: TokenStream) {
        let own = self.keys.clone();
        for piece in split_at_commas(defaults) {
            if let Some(path) = library_path::read(&piece) {
                self.krate.get_or_insert(path);
                continue;
            }
            let overridden = match piece.first() {
                Some(TokenTree::Ident(name)) => Key::parse(&name.to_string()).is_some_and(|key| own.contains(&key)),
                _ => false,
            };
            if !overridden {
                self.read_pieces(&piece);
            }
        }
    }

    /// Reads a key with its value; where a comma is missing, both keys are read.
    fn read_pieces(&mut self, piece: &[TokenTree]) {
        let mut rest = self.without_attributes(piece);
        while let Some(end) = next_key(rest) {
            self.read_piece(&rest[..end]);
            rest = &rest[end..];
            let place = self.spans.place_of(&rest[..1]);
            self.mistakes.push(Mistake::missing_comma(&text_of(&rest[..1]), place));
        }
        self.read_piece(rest);
    }

    /// The piece without the `#[…]` before its key, each of which is a mistake.
    fn without_attributes<'a>(&mut self, piece: &'a [TokenTree]) -> &'a [TokenTree] {
        let mut rest = piece;
        while let [TokenTree::Punct(hash), TokenTree::Group(_), after @ ..] = rest {
            if hash.as_char() != '#' {
                break;
            }
            let attribute = &rest[..2];
            let place = self.spans.place_of(attribute);
            self.mistakes.push(Mistake::attribute_among_keys(&text_of(attribute), place));
            rest = after;
        }
        rest
    }

    fn note_value_without_key(&mut self, value: &[TokenTree]) {
        let place = self.spans.place_of(value);
        let meant = meant::key_of(value);
        let meant = self.continued(meant.as_ref().map(|(key, _)| *key), value).or(meant);
        self.mistakes.push(Mistake::value_without_key(&text_of(value), meant.as_ref(), place));
        self.meant.push(meant.map_or(Key::Origins, |(key, _)| key));
    }

    /// The list that a value without a key continues, with all that was listed: `methods = GET, POST`.
    fn continued(&mut self, shown: Option<Key>, value: &[TokenTree]) -> Option<(Key, String)> {
        let (key, values) = self.last.as_mut()?;
        let of_origins = matches!(key, Key::Origins | Key::DevOrigins | Key::TimingOrigins);
        let continues = match shown {
            Some(shown) => shown == *key || (shown == Key::Origins && of_origins),
            None => !of_origins && matches!(value, [TokenTree::Literal(_)]),
        };
        if !continues {
            return None;
        }
        values.push(value.to_vec());
        meant::list_of(*key, values).map(|list| (*key, list))
    }

    fn is_given(&self, key: Key) -> bool {
        let sources = [Key::Origins, Key::DevOrigins, Key::OriginsFrom, Key::OriginsIf];
        let mut given = self.keys.iter().chain(&self.meant);
        given.any(|&given| given == key || (key == Key::Origins && sources.contains(&given)))
    }

    fn read_piece(&mut self, piece: &[TokenTree]) {
        let (name, rest) = match piece {
            [TokenTree::Ident(name), rest @ ..] => (name, rest),
            [] => return,
            _ => return self.note_value_without_key(piece),
        };
        if let Some((hyphened, end)) = with_hyphens(piece) {
            let place = self.spans.place_of(&piece[..end]);
            self.mistakes.push(Mistake::unknown_key(&hyphened, place));
            self.meant.extend(Key::nearest(&hyphened));
            return;
        }
        let place = self.spans.place(name.span());
        let Some(key) = Key::parse(&name.to_string()) else {
            if rest.is_empty() && meant::key_of(piece).is_some() {
                return self.note_value_without_key(piece);
            }
            self.mistakes.push(Mistake::unknown_key(&name.to_string(), place));
            self.meant.extend(Key::nearest(&name.to_string()));
            return;
        };
        if self.keys.contains(&key) {
            self.mistakes.push(Mistake::repeated_key(key, place));
            return;
        }
        self.keys.push(key);
        if rest.is_empty() {
            if let Some(slot) = self.spec.flag_mut(key) {
                *slot = Some(Flag { value: true, span: place });
                return;
            }
        }
        let is = |token: &TokenTree, sign| matches!(token, TokenTree::Punct(punct) if punct.as_char() == sign);
        match rest {
            [] => self.mistakes.push(Mistake::shape(key, "", None, place)),
            [equals] if is(equals, '=') => self.mistakes.push(Mistake::shape(key, "", None, place)),
            [equals, second, ..] if is(equals, '=') && !is(second, '=') && !is(second, '>') => {
                let value = &rest[1..];
                self.last = Some((key, vec![value.to_vec()]));
                if matches!(self.read_value(key, value, place), Err(Unreadable::Shape)) {
                    let place = self.spans.place_of(value);
                    self.mistakes.push(meant::mistake(key, value, place));
                }
            }
            _ => {
                // `origins("…")`, `origins: "…"`, `origins => "…"`: the value is there, with another sign before it.
                let is_sign = |token: &TokenTree| ['=', ':', '>'].into_iter().any(|sign| is(token, sign));
                let value = &rest[rest.iter().take_while(|token| is_sign(token)).count()..];
                let meant = Self::value_as_written(key, value);
                let place = self.spans.place_of(rest);
                self.mistakes.push(Mistake::missing_equals(key, &text_of(rest), meant, place));
            }
        }
    }

    /// A value that follows its key without `=`, as it is to be written after one.
    fn value_as_written(key: Key, value: &[TokenTree]) -> Option<String> {
        if value.is_empty() {
            return None;
        }
        let is_readable = |value: &[TokenTree]| {
            let mut trial = Self::without_keys(Span::call_site());
            trial.read_value(key, value, SpanIndex::default()).is_ok() && trial.mistakes.is_empty()
        };
        let inner = match value {
            [TokenTree::Group(group)] if group.delimiter() != Delimiter::Bracket => {
                group.stream().into_iter().collect::<Vec<_>>()
            }
            _ => value.to_vec(),
        };
        if is_readable(&inner) { Some(text_of(&inner)) } else { meant::value(key, value) }
    }

    fn read_value(&mut self, key: Key, value: &[TokenTree], place: SpanIndex) -> Result<(), Unreadable> {
        let tokens: TokenStream = value.iter().cloned().collect();
        let path = || syn::parse2::<Path>(tokens.clone()).map_err(|_| Unreadable::Shape);
        match key {
            Key::OriginsFrom => {
                self.origins_from = Some(path()?);
                self.spec.origins_from = Some(place);
            }
            Key::OriginsIf => {
                self.origins_if = Some(path()?);
                self.spec.origins_if = Some(place);
            }
            Key::Policy => self.policy = Some(path()?),
            Key::MaxAge => {
                let seconds = parse_seconds(value).ok_or(Unreadable::Shape)?;
                let place = self.spans.place_of(value);
                self.spec.max_age = Some(Seconds { value: seconds, span: place });
            }
            _ => {
                if let Some(slot) = self.spec.flag_mut(key) {
                    let flag = syn::parse2::<LitBool>(tokens).map_err(|_| Unreadable::Shape)?;
                    *slot = Some(Flag { value: flag.value, span: self.spans.place(flag.span) });
                } else {
                    let listing = self.read_listing(key, value)?;
                    if let Some(slot) = self.spec.list_mut(key) {
                        *slot = Some(listing);
                    }
                }
            }
        }
        Ok(())
    }

    fn read_listing(&mut self, key: Key, value: &[TokenTree]) -> Result<ListValue, Unreadable> {
        match value {
            [TokenTree::Group(list)] if list.delimiter() == Delimiter::Bracket => self.read_array(key, list),
            [only] => {
                let place = self.spans.place(only.span());
                match element(key, only) {
                    Some((text, true)) => {
                        let entries = self.without_comma_at_the_end(key, &text, place);
                        Ok(ListValue::from_commas(entries, place))
                    }
                    Some((text, false)) => {
                        self.check_bare_word(&text, place)?;
                        Ok(ListValue { span: place, items: vec![ListItem { text, span: place }] })
                    }
                    None => Err(Unreadable::Shape),
                }
            }
            _ => Err(Unreadable::Shape),
        }
    }

    /// A comma-separated text; a comma at its end is a mistake, and no empty entry besides.
    fn without_comma_at_the_end<'a>(&mut self, key: Key, text: &'a str, place: SpanIndex) -> &'a str {
        let entries = text.trim_end().trim_end_matches(',').trim_end();
        if !text.trim_end().ends_with(',') || entries.trim().is_empty() {
            return text;
        }
        self.mistakes.push(Mistake::comma_at_the_end(key, text, entries, place));
        entries
    }

    /// A list's elements; one of a wrong form is a mistake of its own and the others are still read.
    fn read_array(&mut self, key: Key, list: &Group) -> Result<ListValue, Unreadable> {
        let place = self.spans.place(list.span());
        let mut entries = Vec::new();
        for piece in split_at_commas(list.stream()) {
            let read = match piece.as_slice() {
                [only] => element(key, only),
                _ => None,
            };
            let place = self.spans.place_of(&piece);
            match read {
                Some((text, is_string)) => {
                    if is_string || self.check_bare_word(&text, place).is_ok() {
                        entries.push(ListItem { text, span: place });
                    }
                }
                None => self.mistakes.push(meant::element_mistake(key, &piece, &list.stream(), place)),
            }
        }
        if entries.is_empty() && !list.stream().is_empty() {
            return Err(Unreadable::Reported);
        }
        Ok(ListValue { span: place, items: entries })
    }

    /// Notes a bare word among the methods that is the name of none.
    fn check_bare_word(&mut self, word: &str, place: SpanIndex) -> Result<(), Unreadable> {
        match Mistake::bare_word_in_methods(word, place) {
            Some(mistake) => {
                self.mistakes.push(mistake);
                Err(Unreadable::Reported)
            }
            None => Ok(()),
        }
    }
}

/// A string, or for methods a bare name; and whether it was a string.
fn element(key: Key, token: &TokenTree) -> Option<(String, bool)> {
    match token {
        TokenTree::Ident(method) if key == Key::Methods => Some((method.to_string(), false)),
        TokenTree::Literal(literal) => {
            let text = syn::parse2::<LitStr>(TokenTree::from(literal.clone()).into()).ok()?;
            Some((text.value(), true))
        }
        // A literal that came through a `macro_rules!` fragment stands in an invisible group.
        TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
            let mut tokens = group.stream().into_iter();
            match (tokens.next(), tokens.next()) {
                (Some(only), None) => element(key, &only),
                _ => None,
            }
        }
        _ => None,
    }
}

/// A key that is written as in other languages, `max-age = 5`, and how many tokens it is.
fn with_hyphens(piece: &[TokenTree]) -> Option<(String, usize)> {
    let end = piece.iter().position(|token| matches!(token, TokenTree::Punct(equals) if equals.as_char() == '='))?;
    let is_of_a_name = |token: &TokenTree| match token {
        TokenTree::Ident(_) => true,
        TokenTree::Punct(sign) => sign.as_char() == '-',
        _ => false,
    };
    let name: String = piece[..end].iter().map(ToString::to_string).collect();
    (end > 1 && piece[..end].iter().all(is_of_a_name) && name.contains('-')).then_some((name, end))
}

fn parse_seconds(value: &[TokenTree]) -> Option<i128> {
    let (sign, number) = match value {
        [TokenTree::Punct(minus), number] if minus.as_char() == '-' => (-1, number),
        [number] => (1, number),
        _ => return None,
    };
    let number = syn::parse2::<LitInt>(number.clone().into()).ok().filter(|n| seconds::is_integer_type(n.suffix()))?;
    // A number that is too large for this type is as much over a day as the type's largest.
    Some(number.base10_parse::<i128>().map_or(i128::MAX, |number| sign * number))
}

/// Where in a piece another key begins, which only a missing comma can be the cause of.
fn next_key(piece: &[TokenTree]) -> Option<usize> {
    piece
        .windows(2)
        .position(|pair| match pair {
            // After `=` or `::` a key's name is a value of that name.
            [TokenTree::Punct(_), _] => false,
            [_, TokenTree::Ident(name)] => Key::parse(&name.to_string()).is_some(),
            _ => false,
        })
        .map(|before| before + 1)
}

/// The pieces between top-level commas, empty ones left out.
pub(crate) fn split_at_commas(tokens: TokenStream) -> Vec<Vec<TokenTree>> {
    let mut pieces = vec![Vec::new()];
    for token in tokens {
        match (&token, pieces.last_mut()) {
            (TokenTree::Punct(comma), _) if comma.as_char() == ',' => pieces.push(Vec::new()),
            (_, Some(piece)) => piece.push(token),
            (_, None) => {}
        }
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

fn text_of(tokens: &[TokenTree]) -> String {
    text::of(tokens.iter().cloned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first line of each mistake.
    fn mistakes(attribute: &str) -> Vec<String> {
        let attribute = Attribute::parse(attribute.parse().unwrap(), Span::call_site());
        let mistakes = attribute.validate().err().unwrap_or_default();
        mistakes.iter().map(|mistake| mistake.message().lines().next().unwrap_or_default().to_owned()).collect()
    }

    #[test]
    fn a_slip_is_one_mistake() {
        for (attribute, what) in [
            (r#"orgins = "*", methods = GET"#, "there is no key `orgins`"),
            (r#"origins = "https://a.example,", methods = GET"#, "`https://a.example,` ends in a comma"),
            (r#"origins = "*", methods = GET, max-age = 5"#, "there is no key `max-age`"),
            (r#"origins = "*", methods = [GET POST]"#, "a comma is missing in `GET POST`"),
            (
                r#"origins = ["https://a.example" "https://b.example"], methods = GET"#,
                "a comma is missing in `\"https://a.example\" \"https://b.example\"`",
            ),
            (
                r#"origins = "https://a.example" "https://b.example", methods = GET"#,
                "a comma is missing in `\"https://a.example\" \"https://b.example\"`",
            ),
            (r#"origins = "*", methods = "GET, POST, ""#, "`GET, POST, ` ends in a comma"),
            (r#""*", methods = GET"#, "`\"*\"` has no key"),
            (r#"origins = "*", GET"#, "`GET` has no key"),
            (r#"origins = "*", #[cfg(test)] methods = GET"#, "`#[cfg(test)]` is inside the list of keys"),
            (r#"origins = "*", methods = ALLOWED"#, "`ALLOWED` is not a registered method"),
            (r#"origins = "*", methods = [GET, ALL]"#, "`ALL` is not a registered method"),
            (r#"origins = "*", methods = GET, max_age = 10m"#, "`max_age` cannot be `10m`"),
            (r#"origins = "*" methods = GET"#, "a comma is missing before `methods`"),
            (r#"origins = "*", methods = GET credentials = false"#, "a comma is missing before `credentials`"),
            (r#"origins: "*", methods = GET"#, "`origins` is followed by `: \"*\"`"),
            (r#"origins => "*", methods = GET"#, "`origins` is followed by `=> \"*\"`"),
            (r#"origins = "*", methods(GET)"#, "`methods` is followed by `(GET)`"),
            (r"origins =, methods = GET", "`origins` has no value"),
        ] {
            assert_eq!(mistakes(attribute), [what], "{attribute}");
        }
    }

    #[test]
    fn what_follows_a_key_in_another_way_is_kept() {
        for (attribute, write) in [
            (r#"origins("*"), methods = GET"#, r#"origins = "*""#),
            (r#"origins = "https://a.example,", methods = GET"#, r#"origins = "https://a.example""#),
            (r#"origins = "*", methods = "GET, POST,""#, r#"methods = "GET, POST""#),
            (r#"origins = "*", methods = GET, max-age = 5"#, "`max_age`"),
            (r#"origins = "*", methods = GET, allow-headers = []"#, "`headers`"),
            (
                r#"origins = ["https://a.example" "https://b.example"], methods = GET"#,
                r#"origins = ["https://a.example", "https://b.example"]"#,
            ),
            (
                r#"origins = "https://a.example", "https://b.example", methods = GET"#,
                r#"origins = ["https://a.example", "https://b.example"]"#,
            ),
            (
                r#"origins = ["https://a.example"], "https://b.example", methods = GET"#,
                r#"origins = ["https://a.example", "https://b.example"]"#,
            ),
            (
                r#"dev_origins = "http://a.localhost", "http://b.localhost", methods = GET"#,
                r#"dev_origins = ["http://a.localhost", "http://b.localhost"]"#,
            ),
            (r#"origins = "*", methods = GET, POST"#, "methods = [GET, POST]"),
            (r#"origins = "*", methods = GET, headers = "x-a", "x-b""#, r#"headers = ["x-a", "x-b"]"#),
            (r#"origins = "*", methods = GET, headers = "x-a ,""#, r#"headers = "x-a""#),
            (r#"origins: "*", methods = GET"#, r#"origins = "*""#),
            (r#"origins = "*", methods(GET, POST)"#, "methods = [GET, POST]"),
            (r#"origins = "*", methods(GET)"#, "methods = GET"),
            (r#"origins = "*", methods = GET, credentials(true)"#, "credentials = true"),
            (r#"origins = "*", methods = GET, headers(header::ACCEPT)"#, r#"headers = "accept""#),
            (r#"origins = "*", methods = [Method::GET, Method::POST]"#, "methods = [GET, POST]"),
            (r#"origins = "*", methods = GET, headers = [header::ETAG, "x-a"]"#, r#"headers = ["etag", "x-a"]"#),
            (r#""*", methods = GET"#, r#"origins = "*""#),
            (r#"origins = "*", GET"#, "methods = GET"),
        ] {
            let parsed = Attribute::parse(attribute.parse().unwrap(), Span::call_site());
            let mistakes = parsed.validate().unwrap_err();
            assert_eq!(mistakes[0].message().lines().last(), Some(&*format!("write: {write}")), "{attribute}");
        }
    }

    #[test]
    fn flags_may_stand_bare() {
        let none: [&str; 0] = [];
        for flag in ["credentials", "enforce", "danger_accept_null_origin"] {
            assert_eq!(mistakes(&format!("origins = \"https://a.example\", methods = GET, {flag}")), none, "{flag}");
        }
    }

    #[test]
    fn what_follows_a_missing_comma_is_judged_too() {
        let both = ["a comma is missing before `methods`", "`get` has lower-case letters"];
        assert_eq!(mistakes(r#"origins = "*" methods = get"#), both);
    }

    #[test]
    fn a_value_may_be_named_like_a_key() {
        let none: [&str; 0] = [];
        assert_eq!(mistakes("origins_from = origins, methods = GET"), none);
        assert_eq!(mistakes("origins_from = from::origins, methods = GET"), none);
    }
}
