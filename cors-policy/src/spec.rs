//! A policy as it was written: texts, and where each stood. Nothing in here has been judged yet.

use crate::{Key, Place};

/// A policy as the attribute, the builder or a configuration file gave it.
///
/// [`PolicySpec::validate`] is the only way from here to a policy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PolicySpec {
    /// Where the whole stands; mistakes about what is missing point there.
    pub place: Place,
    /// `origins`.
    pub origins: Option<Listing>,
    /// `dev_origins`.
    pub dev_origins: Option<Listing>,
    /// Where `origins_from` stands, if it does.
    pub origins_from: Option<Place>,
    /// Where `origins_if` stands, if it does.
    pub origins_if: Option<Place>,
    /// `methods`.
    pub methods: Option<Listing>,
    /// `headers`.
    pub headers: Option<Listing>,
    /// `expose_headers`.
    pub expose_headers: Option<Listing>,
    /// `credentials`.
    pub credentials: Option<Flag>,
    /// `max_age`.
    pub max_age: Option<Seconds>,
    /// `timing_origins`.
    pub timing_origins: Option<Listing>,
    /// `enforce`.
    pub enforce: Option<Flag>,
    /// `danger_accept_insecure_origins`.
    pub accept_insecure_origins: Option<Flag>,
    /// `danger_accept_public_suffixes`.
    pub accept_public_suffixes: Option<Flag>,
    /// `danger_accept_null_origin`.
    pub accept_null_origin: Option<Flag>,
    /// The seed of the tables of its origins. What the macros write down keeps 0: whoever could choose origins that
    /// collide would have to write them into the program.
    pub seed: u64,
    /// What the policy stands on, and so what may be absent.
    pub standing: Standing,
    /// When the policy is made, and so whether a redundant entry is a mistake.
    pub stage: Stage,
}

/// When a policy is made.
///
/// What stands in a source file was written by one hand, and an origin that stands there twice is most likely a slip. A
/// list that is known only at run time comes from several hands: there the redundant entry is taken once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    /// While the program is compiled: `#[cors(…)]` and `policy!`.
    #[default]
    Compiling,
    /// While it runs: the builder, a configuration, a set of origins.
    Running,
}

/// What a policy stands on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// It stands by itself and must be complete.
    #[default]
    Whole,
    /// It is shared (`policy!`): handlers may add what is absent.
    Shared,
    /// It starts from a shared policy: what is absent, or needs a door, may be there, and is judged when the two meet.
    Based,
}

/// The value of a key that holds a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// Where the value stands.
    pub place: Place,
    /// Its elements, as they were written.
    pub entries: Vec<ListEntry>,
}

/// An element of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListEntry {
    /// The text, with nothing taken off.
    pub text: String,
    /// Where it stands; for the elements of one comma-separated string, the string.
    pub place: Place,
}

impl Listing {
    /// A list of texts that stood nowhere in particular.
    pub fn of<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Self {
        Self {
            place: Place::default(),
            entries: texts.into_iter().map(|text| ListEntry { text: text.into(), place: Place::default() }).collect(),
        }
    }

    /// The elements of a comma-separated string. Spaces around a comma belong to it. A list in the notation of JSON is left
    /// whole, so that what is said of it is said once, and of the list.
    #[must_use]
    pub fn from_commas(text: &str, place: Place) -> Self {
        if text.starts_with("[\"") || text.starts_with("['") {
            return Self { place, entries: vec![ListEntry { text: text.to_owned(), place }] };
        }
        let last = text.matches(',').count();
        let entries = text
            .split(',')
            .enumerate()
            .map(|(number, piece)| {
                let piece = if number > 0 { piece.trim_start_matches(' ') } else { piece };
                let piece = if number < last { piece.trim_end_matches(' ') } else { piece };
                ListEntry { text: piece.to_owned(), place }
            })
            .collect();
        Self { place, entries }
    }

    /// The elements of a comma-separated string that is known only at run time. White space around the entries is nothing,
    /// and so is a comma at the end: shells, YAML files and secrets bring both along.
    #[must_use]
    pub fn of_text(text: &str) -> Self {
        let mut listing = Self::from_commas(text.trim(), Place::default());
        for entry in &mut listing.entries {
            entry.text = entry.text.trim().to_owned();
        }
        if listing.entries.iter().all(|entry| entry.text.is_empty()) {
            listing.entries.clear();
        } else if listing.entries.last().is_some_and(|last| last.text.is_empty()) {
            listing.entries.pop();
        }
        listing
    }

    /// Whether the list is `"*"` alone.
    #[must_use]
    pub fn is_star(&self) -> bool {
        matches!(self.entries.as_slice(), [only] if only.text == "*")
    }
}

/// The value of a key that is on or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flag {
    /// On or off.
    pub value: bool,
    /// Where it stands.
    pub place: Place,
}

/// The value of `max_age`, as large as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seconds {
    /// The number of seconds.
    pub value: i128,
    /// Where it stands.
    pub place: Place,
}

impl PolicySpec {
    /// The list under a key, for the keys that hold one.
    pub fn listing_mut(&mut self, key: Key) -> Option<&mut Option<Listing>> {
        match key {
            Key::Origins => Some(&mut self.origins),
            Key::DevOrigins => Some(&mut self.dev_origins),
            Key::Methods => Some(&mut self.methods),
            Key::Headers => Some(&mut self.headers),
            Key::ExposeHeaders => Some(&mut self.expose_headers),
            Key::TimingOrigins => Some(&mut self.timing_origins),
            _ => None,
        }
    }

    /// The flag under a key, for the keys that are on or off.
    pub fn flag_mut(&mut self, key: Key) -> Option<&mut Option<Flag>> {
        match key {
            Key::Credentials => Some(&mut self.credentials),
            Key::Enforce => Some(&mut self.enforce),
            Key::AcceptInsecureOrigins => Some(&mut self.accept_insecure_origins),
            Key::AcceptPublicSuffixes => Some(&mut self.accept_public_suffixes),
            Key::AcceptNullOrigin => Some(&mut self.accept_null_origin),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ValueForm;

    fn texts(listing: &Listing) -> Vec<&str> {
        listing.entries.iter().map(|entry| entry.text.as_str()).collect()
    }

    #[test]
    fn a_text_at_run_time_may_have_space_around() {
        for text in ["a,b", " a ,\tb ", "a,\nb,", "\n  a,\r\n  b ,\n"] {
            assert_eq!(texts(&Listing::of_text(text)), ["a", "b"], "{text:?}");
        }
        for text in ["", " ", ",", " , ,\n"] {
            assert!(Listing::of_text(text).entries.is_empty(), "{text:?}");
        }
        assert_eq!(texts(&Listing::of_text("a,,b")), ["a", "", "b"]);
        assert_eq!(texts(&Listing::of_text(r#" ["a","b"] "#)), [r#"["a","b"]"#]);
        assert!(Listing::of_text(" * ").is_star());
    }

    #[test]
    fn every_key_has_a_place_for_its_value() {
        let mut spec = PolicySpec::default();
        for key in Key::ALL {
            assert_eq!(spec.flag_mut(key).is_some(), key.value_form() == ValueForm::Flag, "{key}");
            assert_eq!(spec.listing_mut(key).is_some(), key.value_form() == ValueForm::List, "{key}");
        }
    }

    #[test]
    fn spaces_belong_to_commas_only() {
        let listing = Listing::from_commas(" a , b,c ", Place(3));
        assert_eq!(texts(&listing), [" a", "b", "c "]);
        assert!(listing.entries.iter().all(|entry| entry.place == Place(3)));
        assert_eq!(texts(&Listing::from_commas("", Place(0))), [""]);
        assert_eq!(texts(&Listing::from_commas("a,,b", Place(0))), ["a", "", "b"]);
        assert_eq!(texts(&Listing::from_commas(r#"["a","b"]"#, Place(0))), [r#"["a","b"]"#]);
    }
}
