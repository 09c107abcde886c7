//! The demo country: invented, in the project, loaded by `serve --demo`. Never in production.

use std::fs;

use include_dir::{Dir, include_dir};
use types::Caller;

use crate::system::{StartError, System};

static MASTERDATA: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/demo/masterdata");
static STAFF: &str = include_str!("../demo/staff.json");

/// Where the demo country is not like MOSIP's: its centres stand at postal codes, which are its third level.
const SETTINGS: [(&str, &str); 1] = [("mosip.recommended.centers.locCode", "3")];

impl System {
    /// Loads the demo country's master data, settings and staff. Loading them again brings up what is as it was loaded, and
    /// leaves alone what somebody changed or deleted since.
    ///
    /// # Errors
    /// A file that is not accepted: a defect of the program.
    pub async fn load_demo(&self, caller: &Caller) -> Result<(), StartError> {
        let folder = tempfile::tempdir().map_err(|e| StartError::Settings(format!("no temporary directory: {e}")))?;
        for file in MASTERDATA.files() {
            let Some(name) = file.path().file_name() else { continue };
            fs::write(folder.path().join(name), file.contents())
                .map_err(|e| StartError::Settings(format!("the temporary directory cannot be written: {e}")))?;
        }
        let report = self
            .masterdata
            .import_unchanged(caller, folder.path())
            .await
            .map_err(|e| StartError::Demo(e.to_string()))?;
        let rejected: u64 = report.tables.values().map(|t| t.rejected).sum();
        if rejected > 0 {
            return Err(StartError::Demo(format!("{rejected} rows were rejected")));
        }
        for (name, value) in SETTINGS {
            let known = self.services.policy.setting_history(caller, name).await?;
            // what somebody chose since stays, the default too
            if known.is_some_and(|(_, changes)| changes.is_empty()) {
                self.services.policy.change(caller, name, Some(value)).await?;
            }
        }
        let staff = serde_json::from_str(STAFF).map_err(|e| StartError::Demo(e.to_string()))?;
        self.iam.import_unchanged_staff(caller, staff).await?;
        Ok(())
    }
}
