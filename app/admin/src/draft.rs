//! What was written into the form of a decision and not accepted yet.

use app_i18n::{Locale, tr};
use app_kit::Problem;
use registration_api::Decision;
use serde::{Deserialize, Serialize};

/// Longest reason in characters; the draft of one has to fit into a cookie.
pub const MAX_REASON: u32 = 600;

/// The form of a decision as it was posted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub decision: Option<Decision>,
    pub reason: String,
    /// Whoever decides said that they do not know the person.
    pub impartial: bool,
}

/// Ids of the form's controls.
pub const DECISION: &str = "decision";
pub const REASON: &str = "reason";
pub const IMPARTIAL: &str = "impartial";

impl Draft {
    /// Whether nothing is missing.
    #[cfg(any(feature = "ssr", test))]
    pub fn is_complete(&self) -> bool {
        self.decision.is_some() && self.impartial && self.has_reason()
    }

    fn has_reason(&self) -> bool {
        let length = self.reason.trim().chars().count();
        (1..=MAX_REASON as usize).contains(&length)
    }

    /// What is missing, in words.
    pub fn problems(&self, locale: Locale) -> Vec<Problem> {
        let missing = [
            (self.decision.is_none(), DECISION, tr::admin::decision_missing(locale).to_owned()),
            (!self.has_reason(), REASON, tr::admin::reason_missing(locale, &MAX_REASON)),
            (!self.impartial, IMPARTIAL, tr::admin::impartial_missing(locale).to_owned()),
        ];
        let said =
            |(wrong, field, text): (bool, &str, String)| wrong.then(|| Problem { field: field.to_owned(), text });
        missing.into_iter().filter_map(said).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_named_and_nothing_else() {
        let fields = |draft: &Draft| draft.problems(Locale::Eng).into_iter().map(|one| one.field).collect::<Vec<_>>();
        let mut draft = Draft::default();
        assert_eq!(fields(&draft), [DECISION, REASON, IMPARTIAL]);
        draft = Draft { decision: Some(Decision::Reject), reason: "the same scar".into(), impartial: true };
        assert!(draft.is_complete() && fields(&draft).is_empty());
        draft.reason = " ".into();
        assert_eq!((draft.is_complete(), fields(&draft)), (false, vec![REASON.to_owned()]));
        draft.reason = "x".repeat(601);
        assert!(!draft.is_complete());
    }
}
