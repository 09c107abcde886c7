//! What was typed into a form between sending it and seeing what is wrong.
//!
//! It may be the text of a template, which no cookie holds, and it must not stand in an address. So it waits here, in
//! this process, for its author. Where several processes serve the web, the one that took the form has to show it again
//! (sessions that stick to a process); with any other the form opens as it is stored.

use std::collections::VecDeque;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Mutex, PoisonError};

/// Most forms that wait at once; the oldest makes room.
const MOST: usize = 500;

/// A form as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Draft {
    /// Controls and what was written.
    pub fields: Vec<(String, String)>,
    /// Controls and what is wrong with them, in the author's language.
    pub problems: Vec<(String, String)>,
}

struct Waiting {
    owner: String,
    name: String,
    draft: Draft,
}

static DRAFTS: Mutex<VecDeque<Waiting>> = Mutex::new(VecDeque::new());

/// Keeps a form for its author; gives the name under which it comes back. The name is made of the form, so that one
/// sent twice waits once; it is no secret, because only its author gets a form back.
pub fn keep(owner: &str, draft: Draft) -> String {
    let mut hash = DefaultHasher::new();
    (owner, &draft).hash(&mut hash);
    let name = format!("{:016x}", hash.finish());
    let mut drafts = DRAFTS.lock().unwrap_or_else(PoisonError::into_inner);
    drafts.retain(|waiting| waiting.owner != owner || waiting.name != name);
    if drafts.len() >= MOST {
        drafts.pop_front();
    }
    drafts.push_back(Waiting { owner: owner.to_owned(), name: name.clone(), draft });
    name
}

/// The form of that name, for its author only; it stays, so that the page may be loaded again.
pub fn find(owner: &str, name: &str) -> Option<Draft> {
    let drafts = DRAFTS.lock().unwrap_or_else(PoisonError::into_inner);
    drafts.iter().find(|waiting| waiting.owner == owner && waiting.name == name).map(|waiting| waiting.draft.clone())
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
        assert_eq!(find("amina", &name), Some(draft.clone()));
        assert_eq!(keep("amina", draft), name);
        assert_eq!(find("yusuf", &name), None);
        assert_eq!(find("amina", "none"), None);
    }
}
