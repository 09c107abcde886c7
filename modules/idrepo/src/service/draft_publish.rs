//! Publish a draft: it becomes an identity, or a change of one.

use idrepo_api::IdRepoError;
use idrepo_api::identity::{IdentityResponse, WRITE};
use types::{Caller, Failure};

use crate::domain::vid_policy::status;
use crate::domain::{handle, merge};
use crate::entity::draft;
use crate::error::{not_found, storage};
use crate::sealed::Content;
use crate::service::create::{self, NewIdentity};
use crate::service::draft::{load, published};
use crate::service::update::{self, Checked};
use crate::service::validate::{self, Operation};
use crate::service::{files, vid};
use crate::{Idrepo, repo, sealed};

/// `GET /draft/publish/{registrationId}`. Publishing twice answers the second time that there is no draft, as MOSIP does.
pub(crate) async fn publish(m: &Idrepo, caller: &Caller, reg_id: &str) -> Result<IdentityResponse, Failure> {
    caller.require(WRITE)?;
    let row = load(m, reg_id).await?;
    let content = sealed::open_content(&*m.at_rest, &row.id, &row.data).await?;
    match &row.identity_id {
        Some(identity_id) => change(m, caller, &row, identity_id, content).await?,
        None => new(m, caller, &row, content).await?,
    }
    // The identity stands; a crash before this line leaves a draft whose registration is taken, which `create` refuses to repeat.
    let mut tx = m.db.begin(caller.cx()).await.map_err(storage)?;
    repo::draft::remove(&mut tx, reg_id).await.map_err(storage)?;
    repo::file::remove_all(&mut tx, &row.id).await.map_err(storage)?;
    tx.commit().await.map_err(storage)?;
    Ok(published())
}

async fn new(m: &Idrepo, caller: &Caller, row: &draft::Model, content: Content) -> Result<(), Failure> {
    let schema = validate::schema_of(m, &content.identity).await?;
    validate::check(m, &schema, &content.identity, Operation::New).await?;
    let handles = handle::selected(&schema, &content.identity)?;
    let uin = sealed::open_uin(&*m.at_rest, &row.uin_hash, &row.uin_sealed).await?;
    let documents = files::open(m, &row.id).await?;
    // A VID made for the draft wakes; without one the identity starts with the usual first one.
    let drafted = repo::vid::of_status(m.db.read(), &row.uin_hash, status::DRAFT).await.map_err(storage)?;
    let first = match drafted.is_empty() {
        true => {
            let number = |failure: Failure| Failure::of(IdRepoError::VidGeneration).because(failure);
            Some(m.numbers.issue_vid(caller, None).await.map_err(number)?)
        }
        false => None,
    };
    let reg_id = create::registration_id(Some(&row.reg_id))?;
    create::store(m, caller, NewIdentity { uin, reg_id, content, documents, handles, vid: first }).await?;
    if !drafted.is_empty() {
        let mut tx = m.db.begin(caller.cx()).await.map_err(storage)?;
        for drafted in &drafted {
            vid::change_status(m, &mut tx, drafted, status::ACTIVE).await?;
        }
        tx.commit().await.map_err(storage)?;
    }
    Ok(())
}

async fn change(
    m: &Idrepo,
    caller: &Caller,
    row: &draft::Model,
    identity_id: &str,
    drafted: Content,
) -> Result<(), Failure> {
    let owner = repo::identity::find(m.db.read(), identity_id).await.map_err(storage)?.ok_or_else(not_found)?;
    let schema = validate::schema_of(m, &drafted.identity).await?;
    validate::check(m, &schema, &drafted.identity, Operation::Update).await?;
    let mut content = sealed::open_content(&*m.at_rest, &owner.id, &owner.data).await?;
    let changed = merge::identity(&mut content.identity, &drafted.identity);
    update::merge_verified(&mut content, drafted.verified_attributes);
    let handles = handle::selected(&schema, &content.identity)?;
    let mut documents = files::open(m, &row.id).await?;
    files::merge_biometrics(m, &owner.id, &mut documents).await?;
    let status = owner.status.clone();
    let reg_id = row.reg_id.clone();
    update::store(m, caller, Checked { row: owner, reg_id, content, changed, handles, documents, status }).await
}
