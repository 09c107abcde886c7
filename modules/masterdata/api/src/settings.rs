//! MOSIP's properties that this system uses, with type and default; a country overrides them by rows.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use types::{Caller, Failure, Permission, role};

/// Who may change settings.
pub const CHANGE_SETTING: Permission = Permission::roles("masterdata.setting.change", &[role::GLOBAL_ADMIN]);

/// Who may look at settings and their history.
pub const READ_SETTINGS: Permission =
    Permission::roles("masterdata.setting.read", &[role::GLOBAL_ADMIN, role::ZONAL_ADMIN]);

/// What a setting holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum SettingKind {
    /// Any text.
    Text,
    /// A whole number.
    Number,
    /// `true` or `false`.
    Flag,
    /// Language codes separated by commas.
    Languages,
    /// Rules that find the applicant type, see [`APPLICANT_TYPES`].
    ApplicantTypes,
}

/// MOSIP's rules: which documents a person has to bring depends on residence, gender, biometric exception and age. A rule is a
/// line; the first whose conditions all hold gives the type, and `000` stands for none.
pub const APPLICANT_TYPES: &str = "\
# CODE: attribute=value|value … ; the first rule that holds gives the type
001: residence=FR gender=MLE exception=false age=0-5
002: residence=FR gender=MLE exception=false age=6-200
003: residence=NFR gender=MLE exception=false age=0-5
004: residence=NFR gender=MLE exception=false age=6-200
005: residence=FR gender=FLE|OTH exception=false age=0-5
006: residence=FR gender=FLE|OTH exception=false age=6-200
007: residence=NFR gender=FLE|OTH exception=false age=0-5
008: residence=NFR gender=FLE|OTH exception=false age=6-200
009: residence=FR gender=MLE exception=true age=0-5
014: residence=FR gender=MLE exception=true age=6-17
010: residence=FR gender=MLE exception=true age=18-200
011: residence=NFR gender=MLE exception=true age=0-5
015: residence=NFR gender=MLE exception=true age=6-17
012: residence=NFR gender=MLE exception=true age=18-200
013: residence=FR gender=FLE|OTH exception=true age=0-5
014: residence=FR gender=FLE|OTH exception=true age=6-200
015: residence=NFR gender=FLE|OTH exception=true age=0-17
016: residence=NFR gender=FLE|OTH exception=true age=18-200
";

/// One property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    /// MOSIP's name.
    pub name: &'static str,
    /// What it holds.
    pub kind: SettingKind,
    /// Value where no row overrides it.
    pub default: &'static str,
    /// What it is for.
    pub about: &'static str,
}

const fn setting(name: &'static str, kind: SettingKind, default: &'static str, about: &'static str) -> Setting {
    Setting { name, kind, default, about }
}

use SettingKind::{ApplicantTypes, Flag, Languages, Number, Text};

/// All of them, by name.
pub const SETTINGS: &[Setting] = &[
    setting("max.file.size", Number, "2", "megabytes of a document that an applicant uploads"),
    setting(
        "mosip.default.template-languages",
        Languages,
        "eng,ara,fra",
        "languages of notices when a person has named none",
    ),
    setting(
        "mosip.hotlist.allowedIdTypes",
        Text,
        "UIN,VID,MACHINE_ID,PARTNER_ID,OPERATOR_ID,CENTER_ID,DEVICE,DEVICE_MODEL,FTM_PUBLIC_KEY,DEVICE_PROVIDER",
        "kinds of identifiers that may be blocked",
    ),
    setting("mosip.id.validation.identity.dateOfBirth", Text, "uuuu/MM/dd", "form of dates of birth"),
    setting(
        "mosip.kernel.applicanttype.rules",
        ApplicantTypes,
        APPLICANT_TYPES,
        "rules that find the applicant type, which decides what documents are asked for",
    ),
    setting("mosip.kernel.otp.default-length", Number, "6", "digits of a one-time code"),
    setting("mosip.kernel.otp.expiry-time", Number, "180", "seconds until a one-time code expires"),
    setting(
        "mosip.kernel.otp.key-freeze-time",
        Number,
        "1800",
        "seconds a key stays frozen after too many wrong codes",
    ),
    setting("mosip.kernel.otp.validation-attempt-threshold", Number, "10", "wrong codes until a key is frozen"),
    setting("mosip.left_to_right_orientation", Languages, "eng,fra", "languages written from left to right"),
    setting(
        "mosip.mandatory-languages",
        Languages,
        "eng",
        "languages in which everything has to be given; the first is the default",
    ),
    setting("mosip.masterdata.public-reads", Flag, "true", "whether reads of master data need no token"),
    setting("mosip.max-languages.count", Number, "3", "most languages of one application"),
    setting("mosip.min-languages.count", Number, "2", "fewest languages of one application"),
    setting("mosip.optional-languages", Languages, "ara,fra", "further languages"),
    setting(
        "mosip.preregistration.captcha.enable",
        Flag,
        "false",
        "whether a challenge stands before a code is sent to an applicant",
    ),
    setting(
        "mosip.recommended.centers.locCode",
        Number,
        "5",
        "level of the location hierarchy that registration centres belong to",
    ),
    setting(
        "mosip.registration.processor.demographic.deduplication.enable",
        Flag,
        "true",
        "whether registrations are compared by name, birth and gender",
    ),
    setting(
        "mosip.registration.processor.grace.period",
        Number,
        "10800",
        "seconds that a registration's times may lie apart from the server's",
    ),
    setting(
        "mosip.registration.processor.working-hour-validation-required",
        Flag,
        "false",
        "whether a registration made outside its centre's hours is refused",
    ),
    setting("mosip.right_to_left_orientation", Languages, "ara", "languages written from right to left"),
    setting("prereg.auth.jwt.token.expiration", Number, "3600", "seconds until an applicant is signed out"),
    setting("preregistration.availability.noOfDays", Number, "140", "days ahead that appointments are offered for"),
    setting("preregistration.availability.sync", Number, "140", "days ahead that slots are kept"),
    setting("preregistration.booking.offset", Number, "2", "days from today to the first day that can be booked"),
    setting(
        "preregistration.document.extention",
        Text,
        "PDF,JPEG,PNG,JPG",
        "kinds of files that an applicant may upload",
    ),
    setting("preregistration.documentupload.allowed.file.nameLength", Number, "50", "most characters of a file's name"),
    setting("preregistration.identity.email", Text, "email", "identity attribute that holds the mail address"),
    setting("preregistration.identity.name", Text, "fullName", "identity attribute that holds the name"),
    setting("preregistration.identity.phone", Text, "phone", "identity attribute that holds the phone number"),
    setting("preregistration.pagination.size", Number, "10", "applications on one page"),
    setting("preregistration.timespan.cancel", Number, "0", "hours before an appointment until it can be cancelled"),
    setting("preregistration.timespan.rebook", Number, "0", "hours before an appointment until it can be moved"),
    setting("registration.processor.abis.maxResults", Number, "30", "most candidates that a biometric search names"),
    setting(
        "registration.processor.abis.targetFPIR",
        Number,
        "30",
        "false positives a biometric search may give, as MOSIP counts them",
    ),
    setting("registration.processor.max.file.size", Number, "5", "megabytes of a registration packet"),
    setting("registration.processor.max.retry", Number, "10", "tries of a stage until somebody has to look"),
    setting(
        "registration.processor.reprocess.elapse.time",
        Number,
        "900",
        "seconds until a registration that stands still is tried again",
    ),
    setting("tessera.country.utc-offset", Text, "+00:00", "the country's time, as its offset to UTC"),
    setting("version", Text, "1.2.0", "version that clients are told"),
];

/// A setting as an administrator sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingView {
    pub name: String,
    pub kind: SettingKind,
    /// What it is for.
    pub about: String,
    /// The documented default.
    pub default: String,
    /// The country's own value; nothing while the default holds.
    pub value: Option<String>,
    /// Who changed it last, and when.
    pub changed: Option<(String, String)>,
}

/// One change of a setting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingChange {
    /// Counts from 1.
    pub version: u64,
    /// The value it got; nothing when it went back to the default.
    pub value: Option<String>,
    pub changed_by: String,
    pub changed_at: String,
}

/// The country's settings. They hold from the next request on.
#[async_trait]
pub trait PolicySettings: Send + Sync {
    /// All settings, by name.
    async fn settings(&self, caller: &Caller) -> Result<Vec<SettingView>, Failure>;
    /// One setting with its changes, newest first.
    async fn setting_history(
        &self,
        caller: &Caller,
        name: &str,
    ) -> Result<Option<(SettingView, Vec<SettingChange>)>, Failure>;
    /// Changes a setting; nothing goes back to the default.
    async fn change(&self, caller: &Caller, name: &str, value: Option<&str>) -> Result<(), Failure>;
    /// Gives a setting the value of an earlier version again.
    async fn roll_back(&self, caller: &Caller, name: &str, version: u64) -> Result<(), Failure>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test] // CFG-01: the list is in order and says what every setting is for
    fn settings_are_documented_once() {
        assert!(SETTINGS.is_sorted_by(|a, b| a.name < b.name));
        assert!(SETTINGS.iter().all(|setting| !setting.about.is_empty()));
    }
}
