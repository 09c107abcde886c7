//! MOSIP's properties that this system uses, with type and default; a country overrides them by rows.

use types::{Permission, role};

/// Who may change settings.
pub const CHANGE_SETTING: Permission = Permission::roles("masterdata.setting.change", &[role::GLOBAL_ADMIN]);

/// What a setting holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettingKind {
    /// Any text.
    Text,
    /// A whole number.
    Number,
    /// `true` or `false`.
    Flag,
    /// Language codes separated by commas.
    Languages,
}

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

use SettingKind::{Flag, Languages, Number, Text};

/// All of them, by name.
pub const SETTINGS: &[Setting] = &[
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
        "mosip.recommended.centers.locCode",
        Number,
        "5",
        "level of the location hierarchy that registration centres belong to",
    ),
    setting("mosip.right_to_left_orientation", Languages, "ara", "languages written from right to left"),
    setting("preregistration.availability.noOfDays", Number, "140", "days ahead that appointments are offered for"),
    setting("preregistration.availability.sync", Number, "140", "days ahead that slots are kept"),
    setting("preregistration.booking.offset", Number, "2", "days from today to the first day that can be booked"),
    setting("preregistration.timespan.cancel", Number, "0", "hours before an appointment until it can be cancelled"),
    setting("preregistration.timespan.rebook", Number, "0", "hours before an appointment until it can be moved"),
    setting("version", Text, "1.2.0", "version that clients are told"),
];
