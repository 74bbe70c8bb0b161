//! What every message about a mistake must be.

use cors_runtime::PolicyErrors;

/// Checks that there is a mistake, and that each is told in three lines that a terminal shows as they are.
///
/// # Panics
/// Where one is not.
pub(crate) fn check(errors: &PolicyErrors) {
    assert!(errors.iter().next().is_some(), "an error without a mistake");
    for mistake in errors {
        let message = mistake.message();
        let lines: Vec<&str> = message.split('\n').collect();
        let [what, why, write] = lines.as_slice() else { panic!("not three lines: {message:?}") };
        assert!(!what.is_empty() && why.len() > "  why: ".len(), "{message:?}");
        assert!(why.starts_with("  why: ") && write.starts_with("write: "), "{message:?}");
        assert!(!lines.iter().any(|line| line.contains(char::is_control)), "control characters: {message:?}");
        assert!(message.len() < 4096, "a message of {} bytes", message.len());
    }
}

/// The texts that a message says to write, where it says nothing but literals.
pub(crate) fn advised(message: &str) -> Vec<String> {
    let write = message.rsplit_once("\nwrite: ").map_or("", |(_, write)| write);
    let one = serde_json::from_str::<String>(write).map(|text| vec![text]);
    one.or_else(|_| serde_json::from_str(write)).unwrap_or_default()
}
