//! What other libraries, and the headers themselves, call the keys of a policy.
//!
//! Users of another library write the word that they know. Distance in letters would send `allowed_headers` to `expose_headers`, so
//! these words are looked up before the nearest key is.

use crate::key::Key;
use crate::nearest::nearest;

impl Key {
    /// The key that `name` was most likely meant to be: what another library calls so, or else the key that is spelled
    /// nearly so.
    #[must_use]
    pub fn nearest(name: &str) -> Option<Self> {
        key_called(name).or_else(|| Self::parse(nearest(name, Self::ALL.map(Self::as_str))?))
    }
}

/// The key that a name of another library means.
///
/// Case and separators do not matter: `allowedHeaders`, `AllowedHeaders` and `allowed-headers` are one word.
fn key_called(name: &str) -> Option<Key> {
    let word: String = name.chars().filter(char::is_ascii_alphanumeric).map(|sign| sign.to_ascii_lowercase()).collect();
    TABLE.into_iter().find(|(_, words)| words.split(' ').any(|known| known == word)).map(|(key, _)| key)
}

/// tower-http: `allow_*`, `expose_headers`, `AllowOrigin::predicate`. Spring: `allowedOriginPatterns`, `exposedHeaders`.
/// ASP.NET: `WithOrigins`, `SetIsOriginAllowed`, `SetPreflightMaxAge`. rs/cors: `AllowedOrigins`, `AllowOriginFunc`.
/// actix-cors: `allowed_origin`, `allowed_origin_fn`, `block_on_origin_mismatch`. flask-cors: `supports_credentials`.
/// jub0bs/cors: `RequestHeaders`, `ResponseHeaders`, `DangerouslyTolerate…`. Express: `optionsSuccessStatus` has no key.
/// Headers: `Access-Control-*`, `Timing-Allow-Origin`. The rest is what people write from memory.
const TABLE: [(Key, &str); 15] = [
    (
        Key::Origins,
        "accesscontrolalloworigin alloworigin alloworigins allowedorigin allowedoriginpatterns allowedorigins domains \
         hosts origin sendwildcard withorigins",
    ),
    (Key::DevOrigins, "debugorigins dev development developmentorigins devorigin local localhost localorigins"),
    (Key::OriginsFrom, "dynamicorigins envorigins originset originsenv originslist sharedorigins"),
    (
        Key::OriginsIf,
        "allowedoriginfn alloworiginfn alloworiginfunc alloworiginpredicate alloworiginrequestfunc check origincheck \
         predicate setisoriginallowed",
    ),
    (Key::Methods, "accesscontrolallowmethods allowedmethods allowmethod allowmethods method verbs withmethods"),
    (
        Key::Headers,
        "accesscontrolallowheaders accesscontrolrequestheaders allowedheader allowedheaders allowheader allowheaders \
         header requestheader requestheaders withheaders",
    ),
    (
        Key::ExposeHeaders,
        "accesscontrolexposeheaders expose exposed exposedheader exposedheaders exposeheader responseheaders \
         withexposedheaders",
    ),
    (
        Key::Credentials,
        "accesscontrolallowcredentials allowcookies allowcredentials cookies credential credentialed \
         supportscredentials withcredentials",
    ),
    (
        Key::MaxAge,
        "accesscontrolmaxage age cachefor maxageinseconds maxageseconds preflightmaxage setpreflightmaxage ttl",
    ),
    (Key::TimingOrigins, "alloworigintiming resourcetiming timing timingalloworigin timingorigin"),
    (Key::Enforce, "block blockonoriginmismatch enforced reject strict"),
    (Key::Policy, "base extends inherit preset policyname"),
    (Key::AcceptInsecureOrigins, "allowhttp allowinsecure dangerouslytolerateinsecureorigins insecure"),
    (Key::AcceptPublicSuffixes, "dangerouslytoleratesubdomainsofpublicsuffixes publicsuffixes"),
    (Key::AcceptNullOrigin, "acceptnull allownull allownullorigin nullorigin"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_other_libraries() {
        for (word, key) in [
            ("allowed_headers", Key::Headers),
            ("request_headers", Key::Headers),
            ("allow_headers", Key::Headers),
            ("allowedOriginPatterns", Key::Origins),
            ("Access-Control-Allow-Origin", Key::Origins),
            ("WithExposedHeaders", Key::ExposeHeaders),
            ("dev", Key::DevOrigins),
            ("local_origins", Key::DevOrigins),
            ("supports_credentials", Key::Credentials),
            ("max_age_seconds", Key::MaxAge),
            ("ttl", Key::MaxAge),
        ] {
            assert_eq!(key_called(word), Some(key), "{word}");
        }
        assert_eq!(key_called("allow_private_network"), None);
    }

    #[test]
    fn no_word_means_two_keys_and_none_is_a_key() {
        let mut words: Vec<&str> = TABLE.iter().flat_map(|(_, words)| words.split(' ')).collect();
        words.sort_unstable();
        assert!(words.windows(2).all(|pair| pair[0] != pair[1]));
        assert!(words.iter().all(|word| Key::parse(word).is_none()));
        assert_eq!(TABLE.map(|(key, _)| key), Key::ALL);
    }
}
