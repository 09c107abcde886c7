//! Where members of staff can be reached.

use types::Failure;

use crate::{IamModule, repo};

impl IamModule {
    /// Mail addresses of the active members of staff with this role, for notices about the installation itself.
    ///
    /// # Errors
    /// The failure of the database.
    pub async fn mail_addresses(&self, role: &str) -> Result<Vec<String>, Failure> {
        let users = repo::user::with_mail(self.inner.db.read()).await?;
        let has_role = |roles: &serde_json::Value| {
            roles.as_array().is_some_and(|roles| roles.iter().any(|one| one.as_str() == Some(role)))
        };
        Ok(users.into_iter().filter(|(_, roles)| has_role(roles)).map(|(mail, _)| mail).collect())
    }
}
