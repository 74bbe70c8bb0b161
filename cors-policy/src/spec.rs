//! A policy as it was written: texts, and where each of them is. Nothing in here has been checked yet.

use crate::{Key, SpanIndex};

/// A policy as the attribute, the builder or a configuration file gave it.
///
/// [`PolicySpec::validate`] is the only way from here to a policy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PolicySpec {
    /// Where the whole policy is written; mistakes about what is missing point there.
    pub span: SpanIndex,
    /// `origins`.
    pub origins: Option<ListValue>,
    /// `dev_origins`.
    pub dev_origins: Option<ListValue>,
    /// Where `origins_from` is written, if it is given.
    pub origins_from: Option<SpanIndex>,
    /// Where `origins_if` is written, if it is given.
    pub origins_if: Option<SpanIndex>,
    /// `methods`.
    pub methods: Option<ListValue>,
    /// `headers`.
    pub headers: Option<ListValue>,
    /// `expose_headers`.
    pub expose_headers: Option<ListValue>,
    /// `credentials`.
    pub credentials: Option<Flag>,
    /// `max_age`.
    pub max_age: Option<Seconds>,
    /// `timing_origins`.
    pub timing_origins: Option<ListValue>,
    /// `enforce`.
    pub enforce: Option<Flag>,
    /// `danger_accept_insecure_origins`.
    pub accept_insecure_origins: Option<Flag>,
    /// `danger_accept_public_suffixes`.
    pub accept_public_suffixes: Option<Flag>,
    /// `danger_accept_null_origin`.
    pub accept_null_origin: Option<Flag>,
    /// The seed of the tables of its origins. The macros leave it 0: origins that collide would have to be written into the
    /// program.
    pub seed: u64,
    /// Which keys may be absent.
    pub completeness: Completeness,
    /// When the policy is made, and so whether a redundant item is a mistake.
    pub stage: Stage,
}

/// When a policy is made.
///
/// One person writes an attribute, and an origin that is in it twice is most likely a slip. A list that is known only at run
/// time may come from several people: there a redundant item is taken once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    /// While the program is compiled: `#[cors(…)]` and `policy!`.
    #[default]
    Compiling,
    /// While it runs: the builder, a configuration, a set of origins.
    Running,
}

/// Whether the keys of a policy are all that it will have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Completeness {
    /// The policy is used as it is, so it must be complete.
    #[default]
    Full,
    /// The policy is shared (`policy!`): handlers may add what is absent.
    Partial,
    /// The policy starts from a shared one, which may give what is absent here, or a `danger_…` key that is needed here. It
    /// is checked when the two are merged.
    Inherits,
}

/// The value of a key that holds a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListValue {
    /// Where the value is written.
    pub span: SpanIndex,
    /// Its items, as they were written.
    pub items: Vec<ListItem>,
}

/// An item of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListItem {
    /// The text, with nothing taken off.
    pub text: String,
    /// Where it is written; for the items of one comma-separated string, the string.
    pub span: SpanIndex,
}

impl ListValue {
    /// How many items a list may have. Of a longer one just one item more is kept, so that an iterator without an end costs no
    /// more than this, and validation refuses it.
    pub const MOST_ITEMS: usize = 2_000_000;

    /// A list of texts that are written nowhere in particular.
    pub fn of<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Self {
        Self {
            span: SpanIndex::default(),
            items: texts
                .into_iter()
                .take(Self::MOST_ITEMS + 1)
                .map(|text| ListItem { text: text.into(), span: SpanIndex::default() })
                .collect(),
        }
    }

    /// The items of a comma-separated string. Spaces around a comma belong to it. A list in the notation of JSON is left
    /// whole, so that what is said of it is said once, and of the list.
    #[must_use]
    pub fn from_commas(text: &str, span: SpanIndex) -> Self {
        if text.starts_with("[\"") || text.starts_with("['") {
            return Self { span, items: vec![ListItem { text: text.to_owned(), span }] };
        }
        let last = text.matches(',').count();
        let items = text
            .split(',')
            .take(Self::MOST_ITEMS + 1)
            .enumerate()
            .map(|(number, piece)| {
                let piece = if number > 0 { piece.trim_start_matches(' ') } else { piece };
                let piece = if number < last { piece.trim_end_matches(' ') } else { piece };
                ListItem { text: piece.to_owned(), span }
            })
            .collect();
        Self { span, items }
    }

    /// The items of a comma-separated string that is known only at run time. White space around the items is left out, and
    /// so is a comma at the end: shells, YAML files and secrets add both.
    #[must_use]
    pub fn of_text(text: &str) -> Self {
        let text = text.trim();
        let mut list = Self::from_commas(text.strip_suffix(',').unwrap_or(text), SpanIndex::default());
        for item in &mut list.items {
            item.text = item.text.trim().to_owned();
        }
        if list.items.iter().all(|item| item.text.is_empty()) {
            list.items.clear();
        }
        list
    }

    /// Whether the list is `"*"` alone.
    #[must_use]
    pub fn is_star(&self) -> bool {
        matches!(self.items.as_slice(), [only] if only.text == "*")
    }
}

/// The value of a key that is on or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flag {
    /// On or off.
    pub value: bool,
    /// Where it is written.
    pub span: SpanIndex,
}

/// The value of `max_age`, as large as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seconds {
    /// The number of seconds.
    pub value: i128,
    /// Where it is written.
    pub span: SpanIndex,
}

/// Where a [`PolicySpec`] keeps the value of a key.
#[derive(Debug)]
pub enum Slot<'a> {
    /// Of a key that holds a list.
    List(&'a mut Option<ListValue>),
    /// Of a key that is on or off.
    Flag(&'a mut Option<Flag>),
    /// Of `max_age`.
    Seconds(&'a mut Option<Seconds>),
    /// Nowhere: its value names code, which the front end keeps.
    Code,
}

impl PolicySpec {
    /// The place of a key's value.
    pub fn slot(&mut self, key: Key) -> Slot<'_> {
        match key {
            Key::Origins => Slot::List(&mut self.origins),
            Key::DevOrigins => Slot::List(&mut self.dev_origins),
            Key::Methods => Slot::List(&mut self.methods),
            Key::Headers => Slot::List(&mut self.headers),
            Key::ExposeHeaders => Slot::List(&mut self.expose_headers),
            Key::TimingOrigins => Slot::List(&mut self.timing_origins),
            Key::Credentials => Slot::Flag(&mut self.credentials),
            Key::Enforce => Slot::Flag(&mut self.enforce),
            Key::AcceptInsecureOrigins => Slot::Flag(&mut self.accept_insecure_origins),
            Key::AcceptPublicSuffixes => Slot::Flag(&mut self.accept_public_suffixes),
            Key::AcceptNullOrigin => Slot::Flag(&mut self.accept_null_origin),
            Key::MaxAge => Slot::Seconds(&mut self.max_age),
            Key::OriginsFrom | Key::OriginsIf | Key::Policy => Slot::Code,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ValueForm;

    fn texts(list: &ListValue) -> Vec<&str> {
        list.items.iter().map(|item| item.text.as_str()).collect()
    }

    #[test]
    fn a_text_at_run_time_may_have_space_around() {
        for text in ["a,b", " a ,\tb ", "a,\nb,", "\n  a,\r\n  b ,\n"] {
            assert_eq!(texts(&ListValue::of_text(text)), ["a", "b"], "{text:?}");
        }
        for text in ["", " ", ",", " , ,\n"] {
            assert!(ListValue::of_text(text).items.is_empty(), "{text:?}");
        }
        assert_eq!(texts(&ListValue::of_text("a,,b")), ["a", "", "b"]);
        assert_eq!(texts(&ListValue::of_text(r#" ["a","b"] "#)), [r#"["a","b"]"#]);
        assert!(ListValue::of_text(" * ").is_star());
    }

    #[test]
    fn every_key_has_a_place_for_its_value() {
        let mut spec = PolicySpec::default();
        for key in Key::ALL {
            let is_of_its_form = match spec.slot(key) {
                Slot::List(_) => key.value_form() == ValueForm::List,
                Slot::Flag(_) => key.value_form() == ValueForm::Flag,
                Slot::Seconds(_) => key.value_form() == ValueForm::Seconds,
                Slot::Code => key.names_code(),
            };
            assert!(is_of_its_form, "{key}");
        }
    }

    #[test]
    fn spaces_belong_to_commas_only() {
        let list = ListValue::from_commas(" a , b,c ", SpanIndex(3));
        assert_eq!(texts(&list), [" a", "b", "c "]);
        assert!(list.items.iter().all(|item| item.span == SpanIndex(3)));
        assert_eq!(texts(&ListValue::from_commas("", SpanIndex(0))), [""]);
        assert_eq!(texts(&ListValue::from_commas("a,,b", SpanIndex(0))), ["a", "", "b"]);
        assert_eq!(texts(&ListValue::from_commas(r#"["a","b"]"#, SpanIndex(0))), [r#"["a","b"]"#]);
    }
}
