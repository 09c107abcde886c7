//! What was typed into a form between sending it and seeing what is wrong.
//!
//! It may be the text of a template, which no cookie holds, and it must not stand in an address. So it waits here, in
//! this process, for its author. Where several processes serve the web, the one that took the form has to show it again
//! (sessions that stick to a process); with any other the form opens as it is stored.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long somebody may take to look at a mistake.
const KEPT: Duration = Duration::from_secs(30 * 60);
/// Most forms that wait at once; the oldest makes room.
const MOST: usize = 500;

/// A form as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// Controls and what was written.
    pub fields: Vec<(String, String)>,
    /// Controls and what is wrong with them, in the author's language.
    pub problems: Vec<(String, String)>,
}

struct Waiting {
    owner: String,
    since: Instant,
    draft: Draft,
}

static DRAFTS: LazyLock<Mutex<HashMap<String, Waiting>>> = LazyLock::new(Mutex::default);

/// Keeps a form for its author; gives the name under which it comes back.
pub fn keep(owner: &str, draft: Draft) -> String {
    let mut random = [0_u8; 16];
    // without randomness the name is guessable, which is of no use to anybody but the owner
    let _ = getrandom::fill(&mut random);
    let name: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
    let mut drafts = DRAFTS.lock().unwrap_or_else(PoisonError::into_inner);
    drafts.retain(|_, waiting| waiting.since.elapsed() < KEPT);
    if drafts.len() >= MOST
        && let Some(oldest) = drafts.iter().min_by_key(|(_, waiting)| waiting.since).map(|(name, _)| name.clone())
    {
        drafts.remove(&oldest);
    }
    drafts.insert(name.clone(), Waiting { owner: owner.to_owned(), since: Instant::now(), draft });
    name
}

/// The form of that name, for its author only; it stays, so that the page may be loaded again.
pub fn find(owner: &str, name: &str) -> Option<Draft> {
    let drafts = DRAFTS.lock().unwrap_or_else(PoisonError::into_inner);
    let waiting = drafts.get(name)?;
    (waiting.owner == owner && waiting.since.elapsed() < KEPT).then(|| waiting.draft.clone())
}

impl Draft {
    /// What was written into a control; nothing when the form did not have it.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_comes_back_to_its_author_only() {
        let draft = Draft { fields: vec![("name".into(), "x".into())], problems: Vec::new() };
        let name = keep("amina", draft.clone());
        assert_eq!(find("amina", &name), Some(draft));
        assert_eq!(find("yusuf", &name), None);
        assert_eq!(find("amina", "none"), None);
    }
}
