//! The names of methods, and all that is derived from them: which are common, which are registered, which are forbidden to
//! scripts, and which are a slip of the pen.

use super::list::{has_name, names};
use crate::nearest::is_one_slip_away;

/// The methods that nearly all handlers are for, the commonest first: `PUST` is most likely POST and not PUT. axum has a
/// filter for each of them.
pub(crate) const COMMON: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/// The common methods that `methods = "*"` means, as a list: what an answer names where `*` itself would not be understood.
pub const COMMON_METHODS: &str = "GET, HEAD, POST, PUT, PATCH, DELETE";

/// IANA's "HTTP Method Registry" (RFC 9110 section 16.1), without its `*`, which is a reserved sign and no method.
pub(crate) const REGISTERED: &str = "ACL, BASELINE-CONTROL, BIND, CHECKIN, CHECKOUT, CONNECT, COPY, DELETE, GET, HEAD, LABEL, LINK, LOCK, MERGE, \
    MKACTIVITY, MKCALENDAR, MKCOL, MKREDIRECTREF, MKWORKSPACE, MOVE, OPTIONS, ORDERPATCH, PATCH, POST, PRI, PROPFIND, \
    PROPPATCH, PUT, QUERY, REBIND, REPORT, SEARCH, TRACE, UNBIND, UNCHECKOUT, UNLINK, UNLOCK, UPDATE, \
    UPDATEREDIRECTREF, VERSION-CONTROL";

/// Fetch, "forbidden method": a script cannot send these, in whatever case.
const FORBIDDEN: [&str; 3] = ["CONNECT", "TRACE", "TRACK"];

/// Words that servers use as methods of their own, each one letter away from a registered name.
const WORDS_OF_THEIR_OWN: [&str; 7] = ["PITCH", "REMIND", "RESORT", "REWIND", "TRADE", "UNBLOCK", "UNWIND"];

/// Whether a script can never send a method of this name (given in upper case).
pub(crate) fn is_forbidden(upper: &str) -> bool {
    FORBIDDEN.contains(&upper)
}

/// Whether a name (given in upper case) is one that everybody reads as a method: a registered one, `PURGE`, or one that
/// is forbidden by name.
pub(crate) fn is_known(upper: &str) -> bool {
    upper == "PURGE" || has_name(REGISTERED, upper) || is_forbidden(upper)
}

/// The registered name that was most likely meant by this one (given in upper case), which is none itself.
///
/// Custom methods are legal, so only what hardly can be one counts as a slip. Two letters that changed places always do.
/// A letter too many or too few counts in names of four letters and more, a wrong letter in names of five and more. The
/// first letter must be right: `SET` is not `GET`, `READ` is not `HEAD`, `BLOCK` is not `LOCK`.
pub(crate) fn meant_by(upper: &str) -> Option<&'static str> {
    if is_known(upper) || WORDS_OF_THEIR_OWN.contains(&upper) {
        return None;
    }
    COMMON.into_iter().chain(names(REGISTERED)).find(|name| is_slip_of(name, upper))
}

fn is_slip_of(name: &str, written: &str) -> bool {
    if name.len() == written.len() && swapped(name.as_bytes(), written.as_bytes()) {
        return true;
    }
    let fewest_letters = if name.len() == written.len() { 5 } else { 4 };
    name.len() >= fewest_letters
        && name.as_bytes().first() == written.as_bytes().first()
        && is_one_slip_away(name.as_bytes(), written.as_bytes())
}

/// Whether two neighbouring letters changed places.
fn swapped(name: &[u8], written: &[u8]) -> bool {
    let differing: Vec<usize> = (0..name.len()).filter(|&at| name[at] != written[at]).collect();
    match differing.as_slice() {
        &[first, second] => second == first + 1 && name[first] == written[second] && name[second] == written[first],
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::list::SEPARATOR;
    use crate::http::star::star_is_method;

    #[test]
    fn slips_of_the_pen() {
        for (written, meant) in [
            ("DELTE", "DELETE"),
            ("DELEET", "DELETE"),
            ("POTS", "POST"),
            ("PSOT", "POST"),
            ("POSTT", "POST"),
            ("OPST", "POST"),
            ("GTE", "GET"),
            ("PTU", "PUT"),
            ("PATHC", "PATCH"),
            ("PATH", "PATCH"),
            ("HAED", "HEAD"),
            ("OPTION", "OPTIONS"),
            ("PROPFINDS", "PROPFIND"),
            ("QUERRY", "QUERY"),
        ] {
            assert_eq!(meant_by(written), Some(meant), "{written}");
        }
    }

    #[test]
    fn methods_of_ones_own() {
        for own in [
            "ACK",
            "ANNOUNCE",
            "BAN",
            "BATCH",
            "BLOCK",
            "BREW",
            "CANCEL",
            "CONNECTION",
            "DESCRIBE",
            "FIND",
            "FLUSH",
            "FROBNICATE",
            "INVITE",
            "LIST",
            "M-SEARCH",
            "NOTIFY",
            "PAUSE",
            "PING",
            "PLAY",
            "POLL",
            "PUBLISH",
            "PULL",
            "PURGE",
            "PUSH",
            "READ",
            "RECORD",
            "REFRESH",
            "REGISTER",
            "RESET",
            "SEND",
            "SET",
            "SOURCE",
            "START",
            "STOP",
            "SUBSCRIBE",
            "SYNC",
            "TEARDOWN",
            "UNBLOCK",
            "UNSUBSCRIBE",
            "UPLOAD",
            "WHEN",
            "X",
        ] {
            assert_eq!(meant_by(own), None, "{own}");
        }
    }

    #[test]
    fn registered_names_are_no_slips_of_one_another() {
        for name in names(REGISTERED) {
            assert!(is_known(name) && meant_by(name).is_none(), "{name}");
        }
        assert!(names(REGISTERED).is_sorted());
    }

    #[test]
    fn common_methods_are_registered_ones() {
        assert!(COMMON.iter().all(|name| has_name(REGISTERED, name) && !is_forbidden(name)));
        let of_star: Vec<&str> = COMMON.into_iter().filter(|name| star_is_method(name.as_bytes())).collect();
        assert_eq!(of_star.join(SEPARATOR), COMMON_METHODS);
    }
}
