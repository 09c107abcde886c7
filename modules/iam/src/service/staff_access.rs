//! Who may administer whom: global administrators everybody, zonal ones the people of their zone who have no more rights
//! than a zonal administrator may give.

use crate::{IamModule, entity::user, repo::user::Wanted, service::sign_in::names};
use iam_api::{IamError, staff::ADMINISTER_STAFF};
use types::{Caller, Failure, role};

/// What zonal administrators may give: the people of a registration centre.
const ZONAL_GRANTS: &[&str] = &[
    role::REGISTRATION_OFFICER,
    role::REGISTRATION_SUPERVISOR,
    role::REGISTRATION_OPERATOR,
    role::REGISTRATION_ADMIN,
    role::MANUAL_ADJUDICATION,
];

/// How far a caller's administration reaches.
pub(crate) struct Reach {
    pub everywhere: bool,
    /// Zones they may see people of, and place people in.
    pub zones: Vec<String>,
    pub grantable: &'static [&'static str],
}

impl Reach {
    /// Narrows a list to what the caller may see.
    pub(crate) fn narrow(&self, wanted: Wanted) -> Wanted {
        Wanted { zones: (!self.everywhere).then(|| self.zones.clone()), ..wanted }
    }

    /// Whether somebody is the caller's to see.
    pub(crate) fn sees(&self, user: &user::Model) -> bool {
        self.everywhere || user.zone.as_ref().is_some_and(|zone| self.zones.contains(zone))
    }

    /// Refuses to touch somebody who may do more than the caller may give: a new password for them would be a way up.
    pub(crate) fn may_touch(&self, user: &user::Model) -> Result<(), Failure> {
        self.may_grant(&names(&user.roles), &[])
    }

    /// Refuses roles that differ where the caller may not give or take.
    pub(crate) fn may_grant(&self, roles: &[String], before: &[String]) -> Result<(), Failure> {
        let given = roles.iter().filter(|role| !before.contains(role));
        let taken = before.iter().filter(|role| !roles.contains(role));
        match given.chain(taken).find(|role| !self.grantable.contains(&role.as_str())) {
            Some(role) => Err(Failure::with(IamError::NotGrantable, [role.clone()])),
            None => Ok(()),
        }
    }

    /// Refuses a zone that is not the caller's; no zone at all is for global administrators to give.
    pub(crate) fn may_place(&self, zone: Option<&str>) -> Result<(), Failure> {
        match zone {
            None if self.everywhere => Ok(()),
            Some(zone) if self.zones.iter().any(|one| one == zone) => Ok(()),
            other => Err(Failure::with(IamError::ZoneNotYours, [other.unwrap_or("-").to_owned()])),
        }
    }
}

impl IamModule {
    /// How far the caller's administration reaches.
    ///
    /// # Errors
    /// `KER-ATH-401` or `KER-ATH-403` for whoever administers nobody.
    pub(crate) async fn reach_of(&self, caller: &Caller) -> Result<Reach, Failure> {
        caller.require(ADMINISTER_STAFF)?;
        let master = &self.inner.master;
        if caller.has_any_role(&[role::GLOBAL_ADMIN]) {
            let zones = master.zones(None).await?;
            return Ok(Reach { everywhere: true, zones, grantable: role::ALL });
        }
        let zone = match master.zone_of_staff(caller.user_id()).await? {
            Some(zone) => Some(zone),
            None => caller.identity().zone.clone(),
        };
        // without a zone of their own they administer nobody
        let zones = match zone {
            Some(zone) => master.zones(Some(&zone)).await?,
            None => Vec::new(),
        };
        Ok(Reach { everywhere: false, zones, grantable: ZONAL_GRANTS })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reach(grantable: &'static [&'static str], everywhere: bool) -> Reach {
        Reach { everywhere, zones: vec!["CST".to_owned()], grantable }
    }
    fn list(roles: &[&str]) -> Vec<String> {
        roles.iter().map(|role| (*role).to_owned()).collect()
    }

    // ADM-03, ADM-04
    #[test]
    fn nobody_gives_or_takes_more_than_they_may() {
        let zonal = reach(ZONAL_GRANTS, false);
        assert!(zonal.may_grant(&list(&["REGISTRATION_OFFICER"]), &[]).is_ok());
        assert!(zonal.may_grant(&list(&["GLOBAL_ADMIN"]), &[]).is_err());
        assert!(zonal.may_grant(&[], &list(&["KEY_MAKER"])).is_err(), "nor take it away");
        let kept = list(&["KEY_MAKER", "REGISTRATION_OFFICER"]);
        assert!(zonal.may_grant(&kept, &list(&["KEY_MAKER"])).is_ok(), "what stays is not touched");
        assert!(reach(role::ALL, true).may_grant(&list(&["GLOBAL_ADMIN"]), &[]).is_ok());
    }

    #[test]
    fn people_are_placed_within_the_callers_zones() {
        let zonal = reach(ZONAL_GRANTS, false);
        assert!(zonal.may_place(Some("CST")).is_ok());
        assert!(zonal.may_place(Some("HGL")).unwrap_err().is(IamError::ZoneNotYours));
        assert!(zonal.may_place(None).is_err());
        assert!(reach(role::ALL, true).may_place(None).is_ok());
    }
}
