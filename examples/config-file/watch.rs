//! Reading the settings again when their file changes.

use std::{
    error::Error,
    fs,
    path::Path,
    sync::mpsc::{self, Receiver},
    thread,
    time::Duration,
};

use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::policy_in_force::PolicyInForce;
use super::settings::Settings;

/// Editors write a file in several steps; what stands in it after this time is read.
const SETTLING: Duration = Duration::from_millis(50);

/// The file is followed as long as this is kept.
#[must_use = "the file is no longer followed once this is dropped"]
pub struct Watch {
    _watcher: RecommendedWatcher,
}

/// Puts the policy of the settings in force, and from then on follows their file.
pub fn follow(settings: Settings) -> Result<(PolicyInForce, Watch), Box<dyn Error>> {
    let (sender, events) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(sender)?;
    // The directory, since editors put a new file in the old one's place. First of all, so that no change is missed.
    watcher.watch(directory_of(settings.file()), RecursiveMode::NonRecursive)?;
    let seen = contents(settings.file());
    let policy = PolicyInForce::new(settings.read()?);

    let followed = policy.clone();
    // A thread, since reading files blocks. It ends with the watcher, which holds the sender.
    thread::spawn(move || keep_up(&events, &settings, seen, &followed));
    Ok((policy, Watch { _watcher: watcher }))
}

fn keep_up(
    events: &Receiver<notify::Result<Event>>,
    settings: &Settings,
    mut seen: Option<Vec<u8>>,
    policy: &PolicyInForce,
) {
    while let Ok(event) = events.recv() {
        // Reading the file is an event as well, and must not lead to the next reading.
        if event.is_ok_and(|event| event.kind.is_access()) {
            continue;
        }
        thread::sleep(SETTLING);
        events.try_iter().for_each(drop);
        // Other files of the directory change too.
        let now = contents(settings.file());
        if now == seen {
            continue;
        }
        seen = now;
        match settings.read() {
            Ok(read) => {
                policy.store(read);
                tracing::info!(file = %settings.file().display(), "another policy is in force");
            }
            Err(unusable) => {
                unusable.log();
                tracing::error!(file = %settings.file().display(), "the policy that was in force stays");
            }
        }
    }
}

/// What stands in the file; nothing where it cannot be read, which reading the settings will tell.
fn contents(file: &Path) -> Option<Vec<u8>> {
    fs::read(file).ok()
}

fn directory_of(file: &Path) -> &Path {
    match file.parent() {
        Some(directory) if directory != Path::new("") => directory,
        _ => Path::new("."),
    }
}
