//! Files that a desk fetches: scripts, and entities that are too large for an answer.

use masterdata_api::SyncError;
use types::Failure;

use super::SyncData;
use super::entities::ENTITIES;
use super::settings::rows_as_text;
use crate::settings::list;

/// What the script that finds the applicant type begins with; the rules in force follow. A country may put another script in
/// its place.
const APPLICANT_TYPE: &str = include_str!("applicanttype.mvel");

/// A file: what leaves, and what its signature is about.
pub(super) struct File {
    pub(super) body: String,
    pub(super) plain: String,
}

impl SyncData {
    /// Names of the scripts that desks run.
    pub(super) async fn script_names(&self) -> Result<Vec<String>, Failure> {
        Ok(list(&self.masterdata.setting_or_default("mosip.registration.sync.scripts").await?))
    }

    /// A script, in the clear: it is no secret.
    pub(super) async fn script(&self, name: &str, key_index: &str) -> Result<File, Failure> {
        self.desk(key_index).await?;
        if !self.script_names().await?.iter().any(|known| known == name) {
            return Err(SyncError::FileNotFound.into());
        }
        let own = self.masterdata.setting_value(&format!("mosip.sync.script.{name}")).await?;
        let text = match (own.filter(|text| !text.trim().is_empty()), name) {
            (Some(text), _) => text,
            (None, "applicanttype.mvel") => {
                format!("{APPLICANT_TYPE}{}", self.masterdata.applicant_rules().await?.script())
            }
            (None, _) => return Err(SyncError::FileNotFound.into()),
        };
        Ok(File { body: text.clone(), plain: text })
    }

    /// All rows of an entity, encrypted to the machine.
    pub(super) async fn entity_file(&self, name: &str, key_index: &str) -> Result<File, Failure> {
        let desk = self.desk(key_index).await?;
        let offered = self.entities_in_files().await?.iter().any(|file| file.eq_ignore_ascii_case(name));
        let entity = ENTITIES.iter().find(|entity| entity.is_shared() && entity.name.eq_ignore_ascii_case(name));
        let entity = entity.filter(|_| offered).ok_or(SyncError::FileNotFound)?;
        let plain = rows_as_text(self.rows_of(entity, &desk, None).await?, true);
        Ok(File { body: desk.seal_one(self, plain.clone()).await?, plain })
    }
}
