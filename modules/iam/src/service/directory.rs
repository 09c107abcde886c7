//! What services ask about members of staff: details, salts, and whom they are as residents.

use crate::{
    IamModule,
    entity::user,
    repo::{self, user::Wanted},
    service::sign_in::names,
};
use iam_api::{
    IamError,
    wire::{UserDto, UserSalt},
};
use types::Failure;

/// Purpose under which registration ids are sealed.
pub(crate) const RID: &str = "iam.user.rid";
/// Purpose under which UINs and VIDs are sealed.
pub(crate) const INDIVIDUAL_ID: &str = "iam.user.individual-id";
/// MOSIP's most of one answer.
const MOST: u64 = 20_000;

/// A search by MOSIP's query parameters.
#[derive(Debug, Default)]
pub(crate) struct Search {
    pub role: Option<String>,
    pub email: Option<String>,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub user_name: Option<String>,
    pub search: Option<String>,
    /// How many to leave out.
    pub start: u64,
    /// How many to give; 0 for all.
    pub fetch: u64,
}

impl IamModule {
    /// Details of the named members of staff; unknown names are left out.
    pub(crate) async fn details_of(&self, user_ids: &[String]) -> Result<Vec<UserDto>, Failure> {
        let users = repo::user::of_ids(self.inner.db.read(), user_ids).await?;
        let mut found = Vec::with_capacity(users.len());
        for user in users {
            found.push(self.details(user).await?);
        }
        Ok(found)
    }

    /// Details of the active members of staff that fit.
    pub(crate) async fn search_details(&self, search: Search) -> Result<Vec<UserDto>, Failure> {
        let wanted = Wanted {
            search: search.search,
            user_id: search.user_name,
            email: search.email,
            names: [search.first_name, search.last_name].into_iter().flatten().collect(),
            active: Some(true),
            ..Wanted::default()
        };
        let users = repo::user::list(self.inner.db.read(), &wanted, None, MOST).await?;
        let has_role = |user: &user::Model| {
            search.role.as_ref().is_none_or(|role| names(&user.roles).iter().any(|one| one.eq_ignore_ascii_case(role)))
        };
        let fetch = if search.fetch == 0 { MOST } else { search.fetch.min(MOST) };
        let (start, fetch) = (usize::try_from(search.start).unwrap_or(usize::MAX), usize::try_from(fetch).unwrap_or(0));
        let mut found = Vec::new();
        for user in users.into_iter().filter(has_role).skip(start).take(fetch) {
            found.push(self.details(user).await?);
        }
        Ok(found)
    }

    /// Salts of the password hashes of the named members of staff; those without a password are left out.
    pub(crate) async fn salts_of(&self, user_ids: &[String]) -> Result<Vec<UserSalt>, Failure> {
        let users = repo::user::of_ids(self.inner.db.read(), user_ids).await?;
        let salt = |user: user::Model| {
            let salt = user.password.rsplit('$').nth(1).filter(|salt| !salt.is_empty())?.to_owned();
            Some(UserSalt { user_id: user.user_id, salt })
        };
        Ok(users.into_iter().filter_map(salt).collect())
    }

    /// The registration id of a member of staff.
    pub(crate) async fn rid_of(&self, user_id: &str) -> Result<Option<String>, Failure> {
        let user = self.known(user_id).await?;
        self.open_number(RID, &user.user_id, user.rid.as_deref()).await
    }

    /// UIN or VID of a member of staff.
    ///
    /// # Errors
    /// `KER-ATH-027` when none is known.
    pub(crate) async fn individual_id_of(&self, user_id: &str) -> Result<String, Failure> {
        let user = self.known(user_id).await?;
        let number = self.open_number(INDIVIDUAL_ID, &user.user_id, user.individual_id.as_deref()).await?;
        number.ok_or_else(|| IamError::NoIndividualId.into())
    }

    async fn known(&self, user_id: &str) -> Result<user::Model, Failure> {
        repo::user::find(self.inner.db.read(), user_id).await?.ok_or_else(|| IamError::UnknownUser.into())
    }

    async fn details(&self, user: user::Model) -> Result<UserDto, Failure> {
        let r_id = self.open_number(RID, &user.user_id, user.rid.as_deref()).await?;
        Ok(UserDto {
            mobile: user.phone,
            mail: user.email,
            lang_code: user.lang_code,
            user_password: None,
            name: Some(user.name),
            role: names(&user.roles).join(","),
            r_id,
            token: None,
            user_id: user.user_id,
        })
    }

    /// Seals a number that names a person, bound to the account.
    pub(crate) async fn seal_number(
        &self,
        purpose: &str,
        user_id: &str,
        number: Option<&str>,
    ) -> Result<Option<String>, Failure> {
        let Some(number) = number.filter(|number| !number.is_empty()) else { return Ok(None) };
        Ok(Some(hex::encode(self.inner.at_rest.seal(purpose, user_id.as_bytes(), number.as_bytes()).await?)))
    }

    async fn open_number(&self, purpose: &str, user_id: &str, sealed: Option<&str>) -> Result<Option<String>, Failure> {
        let Some(sealed) = sealed else { return Ok(None) };
        let broken = || Failure::of(IamError::Internal);
        let sealed = hex::decode(sealed).map_err(|e| broken().because(e))?;
        let number = self.inner.at_rest.open(purpose, user_id.as_bytes(), &sealed).await?;
        Ok(Some(std::str::from_utf8(&number).map_err(|e| broken().because(e))?.to_owned()))
    }
}
