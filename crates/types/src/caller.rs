//! Who asks: built by the edge (or a job context) and handed to every use case.

use crate::{cx::Cx, error::Failure, time::Timestamp};
use chrono::TimeDelta;
use std::sync::Arc;

/// How long after showing a factor a person may do what cannot be undone.
pub const FRESH_FOR: TimeDelta = TimeDelta::minutes(5);

crate::catalogue! {
    /// Refusals that every module shares.
    pub enum AccessError {
        /// No token, or one that is not valid.
        Unauthenticated = "KER-ATH-401", "Authentication Failed", 401;
        /// The token's roles do not suffice.
        Forbidden = "KER-ATH-403", "Forbidden", 403;
        /// The last factor was shown too long ago for what cannot be undone.
        NotFresh = "TES-ACC-001", "Show that it is still you: sign-in was too long ago for this", 403;
    }
}

/// What kind of party a caller is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CallerKind {
    /// No credentials were presented.
    Anonymous,
    /// A person acting for themselves, known by a one-time code.
    Resident,
    /// A member of staff.
    Staff,
    /// A machine client (client id and secret).
    Machine,
    /// A partner known by certificate and licence keys.
    Partner,
    /// This system itself: jobs, start-up, command line.
    System,
}

/// What an authenticator found out about the bearer of credentials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    pub kind: CallerKind,
    /// Staff user name, client id, or the phone number or mail address of a resident: personal for residents.
    pub user_id: String,
    /// Role names, upper case.
    pub roles: Vec<String>,
    /// Scopes of a machine client's token.
    pub scopes: Vec<String>,
    /// The client that obtained the token.
    pub client_id: Option<String>,
    /// The administrative zone a member of staff works in.
    pub zone: Option<String>,
    /// A session row's key, where the caller came by a portal session.
    pub session: Option<String>,
    /// When a factor (password, passkey, recovery code) was last shown in that session.
    pub proven_at: Option<Timestamp>,
}

/// The right to build a [`Caller`]. Only `edge` (for requests) and `db` (for jobs) make one; check-layers looks at who does.
pub struct Seal(());

impl Seal {
    /// Breaks the seal: only edges and job contexts may call this.
    #[must_use]
    pub fn of_edge() -> Self {
        Self(())
    }
}

/// The caller of a use case.
#[derive(Debug, Clone)]
pub struct Caller {
    identity: Arc<Identity>,
    cx: Cx,
}

/// Who may use something. MOSIP's role lists are the shipped defaults.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody, without credentials.
    Public,
    /// Anybody with a valid token.
    AnyToken,
    /// One of these roles.
    Roles(&'static [&'static str]),
    /// Only this system itself.
    System,
}

/// A named right, such as `prereg.appointment.cancel`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Permission {
    pub name: &'static str,
    pub access: Access,
}

impl Permission {
    /// A right of the given roles.
    #[must_use]
    pub const fn roles(name: &'static str, roles: &'static [&'static str]) -> Self {
        Self { name, access: Access::Roles(roles) }
    }
    /// A right of everybody.
    #[must_use]
    pub const fn public(name: &'static str) -> Self {
        Self { name, access: Access::Public }
    }
    /// A right of every bearer of a token.
    #[must_use]
    pub const fn any_token(name: &'static str) -> Self {
        Self { name, access: Access::AnyToken }
    }
}

impl Caller {
    /// Builds a caller; the seal shows that an edge or job context does.
    #[must_use]
    pub fn new(_seal: &Seal, identity: Identity, cx: Cx) -> Self {
        Self { identity: Arc::new(identity), cx }
    }

    /// A caller without credentials.
    #[must_use]
    pub fn anonymous(seal: &Seal, cx: Cx) -> Self {
        Self::new(seal, Identity::nobody(CallerKind::Anonymous, "anonymous"), cx)
    }

    /// This system itself.
    #[must_use]
    pub fn system(seal: &Seal, cx: Cx) -> Self {
        Self::new(seal, Identity::nobody(CallerKind::System, "system"), cx)
    }

    /// Refuses unless the caller has the right: 401 without credentials, 403 with the wrong ones.
    pub fn require(&self, permission: Permission) -> Result<(), Failure> {
        let allowed = match permission.access {
            Access::Public => true,
            _ if self.identity.kind == CallerKind::System => true,
            Access::AnyToken => self.identity.kind != CallerKind::Anonymous,
            Access::Roles(roles) => self.has_any_role(roles),
            Access::System => false,
        };
        if allowed {
            Ok(())
        } else if self.identity.kind == CallerKind::Anonymous {
            Err(AccessError::Unauthenticated.into())
        } else {
            Err(AccessError::Forbidden.into())
        }
    }

    /// Refuses what cannot be undone unless the member of staff at the portal has shown a factor within [`FRESH_FOR`].
    /// Programs come with a token of their own and are not asked.
    pub fn require_fresh(&self, now: Timestamp) -> Result<(), Failure> {
        if self.identity.kind != CallerKind::Staff || self.identity.session.is_none() || self.is_fresh(now) {
            return Ok(());
        }
        Err(AccessError::NotFresh.into())
    }

    /// Whether a factor was shown within [`FRESH_FOR`].
    #[must_use]
    pub fn is_fresh(&self, now: Timestamp) -> bool {
        self.identity.proven_at.is_some_and(|at| now - at < FRESH_FOR)
    }

    /// Whether one of the roles is the caller's.
    #[must_use]
    pub fn has_any_role(&self, roles: &[&str]) -> bool {
        self.identity.roles.iter().any(|mine| roles.iter().any(|r| r.eq_ignore_ascii_case(mine)))
    }

    /// What kind of party this is.
    #[must_use]
    pub fn kind(&self) -> CallerKind {
        self.identity.kind
    }
    /// Who it is. For residents this is personal: never log it.
    #[must_use]
    pub fn identity(&self) -> &Identity {
        &self.identity
    }
    /// User name, client id, or a resident's address. For residents this is personal: never log it.
    #[must_use]
    pub fn user_id(&self) -> &str {
        &self.identity.user_id
    }
    /// The request's trace.
    #[must_use]
    pub fn cx(&self) -> &Cx {
        &self.cx
    }
}

impl Identity {
    /// An identity without roles.
    #[must_use]
    pub fn nobody(kind: CallerKind, user_id: &str) -> Self {
        Self {
            kind,
            user_id: user_id.to_owned(),
            roles: Vec::new(),
            scopes: Vec::new(),
            client_id: None,
            zone: None,
            session: None,
            proven_at: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::role;

    fn cx() -> Cx {
        Cx::new("r", "a", "test")
    }

    #[test]
    fn refusals_tell_nobody_from_somebody() {
        let seal = Seal::of_edge();
        let right = Permission::roles("x", &[role::GLOBAL_ADMIN]);
        let mut identity = Identity::nobody(CallerKind::Staff, "ann");
        assert!(Caller::anonymous(&seal, cx()).require(right).unwrap_err().is(AccessError::Unauthenticated));
        assert!(Caller::new(&seal, identity.clone(), cx()).require(right).unwrap_err().is(AccessError::Forbidden));
        identity.roles.push("GLOBAL_ADMIN".into());
        assert!(Caller::new(&seal, identity, cx()).require(right).is_ok());
        assert!(Caller::system(&seal, cx()).require(right).is_ok());
        assert!(Caller::anonymous(&seal, cx()).require(Permission::public("y")).is_ok());
        assert!(Caller::anonymous(&seal, cx()).require(Permission::any_token("y")).is_err());
    }

    // ADM-01: what cannot be undone asks for a fresh factor
    #[test]
    fn a_session_grows_stale_and_a_token_does_not() {
        let seal = Seal::of_edge();
        let now = crate::time::parse("2026-11-23T10:00:00.000Z").unwrap();
        let at = |proven_at, session: Option<&str>| {
            let session = session.map(str::to_owned);
            Caller::new(&seal, Identity { proven_at, session, ..Identity::nobody(CallerKind::Staff, "ann") }, cx())
        };
        assert!(at(Some(now - TimeDelta::seconds(299)), Some("s")).require_fresh(now).is_ok());
        assert!(at(Some(now - FRESH_FOR), Some("s")).require_fresh(now).unwrap_err().is(AccessError::NotFresh));
        assert!(at(None, Some("s")).require_fresh(now).unwrap_err().is(AccessError::NotFresh));
        assert!(at(None, None).require_fresh(now).is_ok());
    }
}
