//! Administration of members of staff: `iam_api::StaffAdministration`.

use crate::{
    IamModule, domain,
    entity::user,
    error::storage,
    repo::{self, user::Wanted},
    service::{ceremony::SHOW, outside::blank_user, sign_in::names, staff_access::Reach},
};
use async_trait::async_trait;
use db::{AuditEvent, EventType, Reference, Tx};
use iam_api::{
    IamError, StaffAdministration,
    account::Ticket,
    staff::{StaffDetail, StaffEntry, StaffFacts, StaffOffer, StaffPage, StaffQuery, StaffState},
};
use sea_orm::ActiveValue::Set;
use types::{Caller, Failure, Timestamp};

/// Most characters of a name, address or id.
const MOST: usize = 128;

#[async_trait]
impl StaffAdministration for IamModule {
    async fn list(&self, caller: &Caller, query: &StaffQuery) -> Result<StaffPage, Failure> {
        let reach = self.reach_of(caller).await?;
        let (read, now) = (self.inner.db.read(), self.inner.db.now());
        let search = query.search.as_deref().map(str::trim).filter(|text| !text.is_empty());
        let wanted = reach.narrow(Wanted {
            search: search.map(str::to_lowercase),
            active: query.state.map(|state| state != StaffState::Inactive),
            locked_after: (query.state == Some(StaffState::Locked)).then_some(now),
            must_change: (query.state == Some(StaffState::Invited)).then_some(true),
            ..Wanted::default()
        });
        let limit = u64::from(query.limit);
        let mut users = repo::user::list(read, &wanted, query.after.as_deref(), limit + 1).await?;
        let more = users.len() as u64 > limit;
        users.truncate(query.limit as usize);
        Ok(StaffPage {
            entries: users.into_iter().map(|user| entry(user, now)).collect(),
            total: repo::user::count(read, &wanted).await?,
            more,
            now,
        })
    }

    async fn one(&self, caller: &Caller, user_id: &str) -> Result<Option<StaffDetail>, Failure> {
        let reach = self.reach_of(caller).await?;
        let (read, now) = (self.inner.db.read(), self.inner.db.now());
        let Some(user) = repo::user::find(read, user_id).await?.filter(|user| reach.sees(user)) else {
            return Ok(None);
        };
        Ok(Some(StaffDetail {
            phone: user.phone.clone(),
            passkeys: repo::passkey::of_user(read, &user.user_id).await?.len() as u64,
            second_factor: user.second_factor,
            sessions: repo::session::of_user(read, &user.user_id, now).await?.len() as u64,
            created_at: user.created_at,
            yourself: caller.user_id() == user.user_id,
            grantable: owned(reach.grantable),
            zones: reach.zones,
            fresh: caller.is_fresh(now),
            entry: entry(user, now),
            now,
        }))
    }

    async fn offer(&self, caller: &Caller) -> Result<StaffOffer, Failure> {
        let reach = self.reach_of(caller).await?;
        Ok(StaffOffer {
            grantable: owned(reach.grantable),
            everywhere: reach.everywhere,
            zones: reach.zones,
            fresh: caller.is_fresh(self.inner.db.now()),
        })
    }

    async fn create(&self, caller: &Caller, user_id: &str, facts: StaffFacts) -> Result<Ticket, Failure> {
        let reach = self.reach_of(caller).await?;
        let user_id = user_id.trim().to_lowercase();
        if !is_user_id(&user_id) {
            return Err(Failure::with(IamError::BadField, ["user"]));
        }
        let facts = checked(facts)?;
        reach.may_grant(&facts.roles, &[])?;
        reach.may_place(facts.zone.as_deref())?;
        caller.require_fresh(self.inner.db.now())?;
        let first = self.spoken_secret();
        let password = self.hash(&first).await?;
        let ticket = self.begin(caller, SHOW, Some(caller.user_id()), &vec![first]).await?;
        let mut tx = self.inner.db.begin(caller.cx()).await.map_err(storage)?;
        let model = user::Model {
            search: domain::search_text(&user_id, &facts.name, facts.email.as_deref()),
            name: facts.name,
            email: facts.email,
            phone: facts.phone,
            password,
            roles: facts.roles.into(),
            zone: facts.zone,
            must_change: true,
            ..blank_user(&user_id, tx.now())
        };
        if !repo::user::insert(&mut tx, model).await? {
            return Err(Failure::with(IamError::NameTaken, [user_id]));
        }
        audit(&mut tx, "IAM_040", "STAFF_CREATED", &user_id).await?;
        tx.commit().await.map_err(storage)?;
        Ok(ticket)
    }

    async fn change(&self, caller: &Caller, user_id: &str, facts: StaffFacts) -> Result<(), Failure> {
        let (reach, user) = self.other(caller, user_id).await?;
        let facts = checked(facts)?;
        let before = names(&user.roles);
        let moved = facts.zone != user.zone;
        reach.may_grant(&facts.roles, &before)?;
        if moved {
            reach.may_place(facts.zone.as_deref())?;
        }
        let roles_differ = facts.roles.len() != before.len() || facts.roles.iter().any(|role| !before.contains(role));
        caller.require_fresh(self.inner.db.now())?;
        let mut tx = self.inner.db.begin(caller.cx()).await.map_err(storage)?;
        let columns = user::ActiveModel {
            search: Set(domain::search_text(&user.user_id, &facts.name, facts.email.as_deref())),
            name: Set(facts.name),
            email: Set(facts.email),
            phone: Set(facts.phone),
            roles: Set(facts.roles.into()),
            zone: Set(facts.zone),
            ..Default::default()
        };
        repo::user::change(&mut tx, &user.user_id, columns).await?;
        if roles_differ || moved {
            // sessions see the new roles at their next request, tokens would not
            repo::user::end_tokens(&mut tx, &user.user_id).await?;
        }
        audit(&mut tx, "IAM_041", "STAFF_CHANGED", &user.user_id).await?;
        tx.commit().await.map_err(storage)?;
        self.inner.seen.forget_user(&user.user_id);
        Ok(())
    }

    async fn set_active(&self, caller: &Caller, user_id: &str, active: bool) -> Result<(), Failure> {
        let (reach, user) = self.other(caller, user_id).await?;
        reach.may_touch(&user)?;
        caller.require_fresh(self.inner.db.now())?;
        let mut tx = self.inner.db.begin(caller.cx()).await.map_err(storage)?;
        let columns = user::ActiveModel { active: Set(active), ..Default::default() };
        repo::user::change(&mut tx, &user.user_id, columns).await?;
        if !active {
            end_access(&mut tx, &user.user_id).await?;
        }
        let name = if active { "STAFF_ACTIVATED" } else { "STAFF_DEACTIVATED" };
        audit(&mut tx, "IAM_042", name, &user.user_id).await?;
        tx.commit().await.map_err(storage)?;
        self.inner.seen.forget_user(&user.user_id);
        Ok(())
    }

    async fn reset(&self, caller: &Caller, user_id: &str) -> Result<Ticket, Failure> {
        let (reach, user) = self.other(caller, user_id).await?;
        reach.may_touch(&user)?;
        caller.require_fresh(self.inner.db.now())?;
        let first = self.spoken_secret();
        let password = self.hash(&first).await?;
        let ticket = self.begin(caller, SHOW, Some(caller.user_id()), &vec![first]).await?;
        let mut tx = self.inner.db.begin(caller.cx()).await.map_err(storage)?;
        let columns = user::ActiveModel {
            password: Set(password),
            must_change: Set(true),
            second_factor: Set(false),
            wrong_tries: Set(0),
            locked_until: Set(None),
            ..Default::default()
        };
        repo::user::change(&mut tx, &user.user_id, columns).await?;
        repo::passkey::remove_all(&mut tx, &user.user_id).await?;
        repo::recovery::replace(&mut tx, &user.user_id, Vec::new()).await?;
        repo::device::forget_all(&mut tx, &user.user_id).await?;
        end_access(&mut tx, &user.user_id).await?;
        audit(&mut tx, "IAM_043", "STAFF_RESET", &user.user_id).await?;
        tx.commit().await.map_err(storage)?;
        self.inner.seen.forget_user(&user.user_id);
        Ok(ticket)
    }

    async fn unlock(&self, caller: &Caller, user_id: &str) -> Result<(), Failure> {
        let reach = self.reach_of(caller).await?;
        let user = self.seen_by(&reach, user_id).await?;
        reach.may_touch(&user)?;
        let mut tx = self.inner.db.begin(caller.cx()).await.map_err(storage)?;
        repo::user::set_tries(&mut tx, &user.user_id, 0, None).await?;
        audit(&mut tx, "IAM_044", "STAFF_UNLOCKED", &user.user_id).await?;
        tx.commit().await.map_err(storage)
    }
}

impl IamModule {
    async fn seen_by(&self, reach: &Reach, user_id: &str) -> Result<user::Model, Failure> {
        let user = repo::user::find(self.inner.db.read(), user_id).await?;
        user.filter(|user| reach.sees(user)).ok_or_else(|| IamError::NotFound.into())
    }

    /// Somebody else whom the caller administers.
    async fn other(&self, caller: &Caller, user_id: &str) -> Result<(Reach, user::Model), Failure> {
        let reach = self.reach_of(caller).await?;
        let user = self.seen_by(&reach, user_id).await?;
        if user.user_id == caller.user_id() {
            return Err(IamError::NotYourself.into());
        }
        Ok((reach, user))
    }
}

async fn end_access(tx: &mut Tx, user_id: &str) -> Result<(), Failure> {
    repo::session::end_others(tx, user_id, None).await?;
    repo::user::end_tokens(tx, user_id).await
}

async fn audit(tx: &mut Tx, id: &'static str, name: &'static str, user_id: &str) -> Result<(), Failure> {
    let about = Reference::new("USER", user_id.to_owned());
    tx.audit(AuditEvent::new(id, name, EventType::User).about(about)).await.map_err(storage)
}

fn owned(roles: &[&str]) -> Vec<String> {
    let mut roles: Vec<String> = roles.iter().map(|role| (*role).to_owned()).collect();
    roles.sort();
    roles
}

fn entry(user: user::Model, now: Timestamp) -> StaffEntry {
    let locked_until = user.locked_until.filter(|until| *until > now);
    let state = match (user.active, locked_until, user.must_change) {
        (false, ..) => StaffState::Inactive,
        (_, Some(_), _) => StaffState::Locked,
        (_, _, true) => StaffState::Invited,
        _ => StaffState::Active,
    };
    StaffEntry {
        roles: names(&user.roles),
        user_id: user.user_id,
        name: user.name,
        email: user.email,
        zone: user.zone,
        state,
        locked_until,
    }
}

/// What MOSIP's user names are made of; service accounts have a form of their own.
fn is_user_id(text: &str) -> bool {
    let letters =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'_' | b'-' | b'@');
    (2..=MOST).contains(&text.len())
        && text.bytes().all(letters)
        && text.starts_with(|first: char| first.is_ascii_alphanumeric())
        && !text.starts_with("service-account-")
}

/// Facts with nothing missing and nothing unknown.
fn checked(facts: StaffFacts) -> Result<StaffFacts, Failure> {
    let bad = |field: &str| Failure::with(IamError::BadField, [field]);
    let optional = |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let name = facts.name.trim().to_owned();
    if name.is_empty() || name.chars().count() > MOST {
        return Err(bad("name"));
    }
    let email = optional(facts.email);
    let is_address = |text: &String| {
        text.len() <= 254 && text.split_once('@').is_some_and(|(who, host)| !who.is_empty() && host.contains('.'))
    };
    if email.as_ref().is_some_and(|text| !is_address(text)) {
        return Err(bad("email"));
    }
    let phone = optional(facts.phone);
    let is_phone =
        |text: &String| text.len() <= 32 && text.bytes().all(|b| b.is_ascii_digit() || b"+ -()".contains(&b));
    if phone.as_ref().is_some_and(|text| !is_phone(text)) {
        return Err(bad("phone"));
    }
    let mut roles = facts.roles;
    roles.sort();
    roles.dedup();
    if roles.is_empty() || roles.iter().any(|role| !types::role::ALL.contains(&role.as_str())) {
        return Err(bad("roles"));
    }
    Ok(StaffFacts { name, email, phone, roles, zone: optional(facts.zone) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> StaffFacts {
        StaffFacts { name: " Ann ".into(), roles: vec!["DEFAULT".into(), "DEFAULT".into()], ..StaffFacts::default() }
    }

    // ADM-13
    #[test]
    fn what_is_said_of_staff_is_checked() {
        let good = checked(StaffFacts { email: Some(" ".into()), ..facts() }).unwrap();
        assert_eq!((good.name.as_str(), good.roles.len(), good.email), ("Ann", 1, None));
        for wrong in [
            StaffFacts { name: " ".into(), ..facts() },
            StaffFacts { email: Some("ann".into()), ..facts() },
            StaffFacts { phone: Some("call me".into()), ..facts() },
            StaffFacts { roles: vec!["KING".into()], ..facts() },
            StaffFacts { roles: vec![], ..facts() },
        ] {
            assert!(checked(wrong).unwrap_err().is(IamError::BadField));
        }
        assert!(is_user_id("a.coast-1") && is_user_id("ann@example.org"));
        for wrong in ["", "a", ".ann", "Ann", "a b", "service-account-x"] {
            assert!(!is_user_id(wrong), "{wrong}");
        }
    }
}
