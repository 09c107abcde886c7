//! What modules and policies rely on: attributes of the schema, and templates in every language.

use masterdata_api::MasterData;
use masterdata_api::cross_check::{Mend, Needs, Policies, Rule};
use types::{Failure, LangCode};

use super::{Found, Ground, Schema, listed};

/// What policies share that is no attribute of the schema: made from the biometrics, or the numbers themselves.
const MADE: [&str; 8] = ["photo", "face", "fingerprint", "iris", "finger", "UIN", "VID", "individualBiometrics"];
/// Names of MOSIP's identity mapping, which stand for attributes in requests and policies.
const MAPPED: [&str; 10] = [
    "name",
    "dob",
    "phoneNumber",
    "emailId",
    "fullAddress",
    "location1",
    "location2",
    "location3",
    "location4",
    "preferredLang",
];

pub(super) fn attributes(needs: &[Needs], schema: &Schema, found: &mut Found) {
    for module in needs {
        for need in &module.attributes {
            found.looked_at += 1;
            if !need.any_of.iter().any(|name| schema.identity.field(name).is_some()) {
                let args = [module.module, need.part, &need.any_of.join(", "), &schema.version];
                found.add(Rule::AttributeMissing, args, Mend::Schemas);
            }
        }
    }
}

pub(super) async fn policies(policies: &dyn Policies, schema: &Schema, found: &mut Found) -> Result<(), Failure> {
    for shared in policies.shared().await? {
        for attribute in shared.attributes {
            found.looked_at += 1;
            let made = MADE.iter().chain(&MAPPED).any(|name| name.eq_ignore_ascii_case(&attribute));
            if !made && schema.identity.field(&attribute).is_none() {
                let args = [shared.policy.clone(), attribute, schema.version.clone()];
                found.add(Rule::PolicyAttribute, args, Mend::Policies);
            }
        }
    }
    Ok(())
}

pub(super) async fn templates(ground: &Ground<'_>, needs: &[Needs], found: &mut Found) -> Result<(), Failure> {
    for module in needs {
        for template in &module.templates {
            found.looked_at += 1;
            let mut missing: Vec<LangCode> = Vec::new();
            for language in &ground.languages {
                let text = ground.masterdata.template(template, *language).await?;
                if text.is_none_or(|text| text.trim().is_empty()) {
                    missing.push(*language);
                }
            }
            if !missing.is_empty() {
                let args = [module.module, template, &listed(&missing)];
                found.add(Rule::TemplateMissing, args, Mend::Data("templates".into()));
            }
        }
    }
    Ok(())
}
