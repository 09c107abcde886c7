//! Administration services over other modules (`/v1/admin`): the zone of the administrator is the rule they share.

mod log;
mod lost;
mod packets;
mod staff;
mod workflow;

use std::sync::Arc;

use edge::{Call, Routes};
use iam_api::staff::StaffAdministration;
use kernel_api::Audits;
use masterdata_api::admin as e;
use masterdata_api::admin::StaffRoles;
use registration_api::{LostRegistrations, RegistrationHistory, Registrations};
use types::{Endpoint, Failure};

use crate::Masterdata;
use crate::http::RULES;

/// The services. Cheap to clone.
#[derive(Clone)]
pub struct AdminServices {
    inner: Arc<AdminParts>,
}

/// What the services need from their surroundings.
pub struct AdminParts {
    pub masterdata: Arc<Masterdata>,
    pub audits: Arc<dyn Audits>,
    pub registrations: Arc<dyn Registrations>,
    pub histories: Arc<dyn RegistrationHistory>,
    pub lost: Arc<dyn LostRegistrations>,
    pub people: Arc<dyn StaffAdministration>,
    /// What a step's code says in a language; nothing where it has no words of its own.
    pub comments: fn(language: &str, code: &str) -> Option<&'static str>,
}

impl std::ops::Deref for AdminServices {
    type Target = AdminParts;

    fn deref(&self) -> &AdminParts {
        &self.inner
    }
}

impl AdminServices {
    /// The services over their ports.
    #[must_use]
    pub fn new(parts: AdminParts) -> Self {
        Self { inner: Arc::new(parts) }
    }

    /// The REST routes.
    #[must_use]
    pub fn routes(&self) -> Routes {
        Routes::new()
            .on(e::LogAudit, RULES, self.with(|m, c: Call<e::LogAudit>| async move { m.log(&c.caller, c.body).await }))
            .on(e::PacketStatusOf, RULES, self.with(|m, c: Call<e::PacketStatusOf>| async move { m.packet(&c).await }))
            .on(
                e::FindLostRid,
                RULES,
                self.with(|m, c: Call<e::FindLostRid>| async move { m.lost(&c.caller, &c.body).await }),
            )
            .on(e::RolesOfStaff, RULES, |_: Call<e::RolesOfStaff>| async {
                Ok::<_, Failure>(StaffRoles { roles: types::role::ALL.iter().map(|role| (*role).to_owned()).collect() })
            })
            .on(e::StaffOfCountry, RULES, self.with(|m, c: Call<e::StaffOfCountry>| async move { m.staff(&c).await }))
            .on(
                e::PacketSearch,
                RULES,
                self.with(|m, c: Call<e::PacketSearch>| async move { m.search(&c.caller, &c.body).await }),
            )
            .on(
                e::PacketResume,
                RULES,
                self.with(|m, c: Call<e::PacketResume>| async move { m.resume(&c.caller, &c.body).await }),
            )
    }

    /// A handler with its own handle of the services.
    fn with<E: Endpoint, Fut: 'static>(
        &self,
        handler: fn(Self, Call<E>) -> Fut,
    ) -> impl Fn(Call<E>) -> Fut + Clone + Send + Sync + 'static {
        let services = self.clone();
        move |call| handler(services.clone(), call)
    }
}
