//! Master data against itself: languages of the settings, and the places of centres.

use std::collections::BTreeSet;

use masterdata_api::cross_check::{Mend, Rule};
use masterdata_api::tables;
use types::Failure;

use super::{Found, Ground};
use crate::row::Find;

/// Settings that name languages.
const LANGUAGES: [&str; 3] =
    ["mosip.mandatory-languages", "mosip.optional-languages", "mosip.default.template-languages"];

pub(super) async fn check(ground: &Ground<'_>, found: &mut Found) -> Result<(), Failure> {
    languages(ground, found).await?;
    centres(ground, found).await
}

async fn languages(ground: &Ground<'_>, found: &mut Found) -> Result<(), Failure> {
    let rows = ground.masterdata.rows(Find::active(&tables::LANGUAGE)).await?;
    let known: BTreeSet<&str> = rows.iter().map(|row| row.text("code")).collect();
    for setting in LANGUAGES {
        let value = masterdata_api::MasterData::setting(ground.masterdata, setting).await?.unwrap_or_default();
        for code in value.split(',').map(str::trim).filter(|code| !code.is_empty()) {
            found.looked_at += 1;
            if !known.contains(code) {
                found.add(Rule::LanguageUnknown, [setting, code], Mend::Setting(setting.to_owned()));
            }
        }
    }
    Ok(())
}

async fn centres(ground: &Ground<'_>, found: &mut Found) -> Result<(), Failure> {
    let rows = ground.masterdata.rows(Find::active(&tables::LOCATION)).await?;
    let known: BTreeSet<&str> = rows.iter().map(|row| row.text("code")).collect();
    for centre in ground.masterdata.rows(Find::active(&tables::REGISTRATION_CENTER)).await? {
        found.looked_at += 1;
        let location = centre.text("location_code");
        if !known.contains(location) {
            found.add(Rule::CentreNowhere, [centre.text("id"), location], Mend::Data("registrationcenters".into()));
        }
    }
    Ok(())
}
