//! Save what a person typed, right or wrong, and show the form again.

use crate::{
    Inner,
    domain::status,
    error::{Error, Result},
    service::{
        create, form,
        record::{self, Family, Record},
        update,
    },
};
use prereg_api::{PreregError, permission::APPLICATION_WRITE};
use schema::Change;
use types::{Caller, LangCode, Prid};

/// Saves changes; a field the form does not have is passed over.
pub(crate) async fn save(m: &Inner, caller: &Caller, prid: &Prid, changes: &[Change]) -> Result<Record> {
    caller.require(APPLICATION_WRITE)?;
    let before = record::load(m, caller, prid.reveal(), Family::Demographic).await?;
    if !status::editable(before.status()) || before.content.details.is_null() {
        return Err(Error::of(PreregError::NotUpdatable));
    }
    let documents = form::documents(m).await?;
    let mut languages = before.languages();
    let mut filled = form::build(m, &documents, &before.content, &languages).await?;
    for change in changes {
        match change {
            // options come from master data, never from a browser
            Change::Offer { .. } | Change::Document { .. } | Change::Updatable { .. } => {}
            Change::Languages(codes) => {
                let chosen: Vec<LangCode> = codes.iter().filter_map(|code| LangCode::parse(code).ok()).collect();
                create::check_languages(m, &chosen).await?;
                languages = chosen;
                filled.apply(change.clone());
            }
            Change::Text { .. } | Change::Choose { .. } => {
                filled.apply(change.clone());
            }
        }
    }
    let mut after = before.clone();
    after.content.details = filled.to_identity();
    after.content.answers = form::answers_of(&filled);
    after.content.updated_by = caller.user_id().to_owned();
    after.row.languages = record::join(&languages);
    after.row.lang = languages.first().map_or(before.row.lang.clone(), |lang| lang.as_str().to_owned());
    let status = update::still(m, &after).await?;
    update::write(m, caller, &before, after, status).await
}
