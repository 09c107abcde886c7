//! Blocklisted words, whose name itself may change.

use masterdata_api::{MasterdataError as E, forms, tables};
use serde_json::{Value, json};
use types::{Caller, Failure, Fault};

use super::body::fill;
use crate::Masterdata;
use crate::row::{Find, Row};

impl Masterdata {
    /// Changes a word: `oldWord` becomes `word`.
    pub(crate) async fn change_word(&self, caller: &Caller, body: &Value) -> Result<Value, Failure> {
        let form = &forms::BLOCKLISTED_WORD;
        let mut wanted = Row::empty(&tables::BLOCKLISTED_WORDS);
        fill(&mut wanted, form.change, body)?;
        self.speak(form, &mut wanted, false).await?;
        let old =
            body["oldWord"].as_str().map(str::trim).filter(|word| !word.is_empty() && word.chars().count() <= 128);
        let old = old.ok_or_else(|| {
            let text = "request.oldWord: Should not be blank or size must be between 1 and 128";
            Failure::from(Fault::worded(E::Invalid, text))
        })?;
        let find = Find::undeleted(&tables::BLOCKLISTED_WORDS)
            .where_text("word", old)
            .where_text("lang_code", wanted.text("lang_code"));
        let mut row = self.first(find).await?.ok_or(E::WordNotFound)?;
        let key = row.key();
        for member in form.change {
            row.set(member.column, wanted.get(member.column).clone());
        }
        self.store_changed(caller, form, &key, &mut row).await?;
        Ok(json!({ "word": row.text("word"), "langCode": row.text("lang_code") }))
    }
}
