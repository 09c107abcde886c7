//! What an application is for.

/// Kinds of applications, by MOSIP's codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BookingType {
    New,
    Update,
    LostUin,
    Miscellaneous,
}

impl BookingType {
    pub(crate) const ALL: [Self; 4] = [Self::New, Self::Update, Self::LostUin, Self::Miscellaneous];

    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::New => "NEW_PREREGISTRATION",
            Self::Update => "UPDATE_REGISTRATION",
            Self::LostUin => "LOST_FORGOTTEN_UIN",
            Self::Miscellaneous => "MISCELLANEOUS_PURPOSE",
        }
    }

    pub(crate) fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code().eq_ignore_ascii_case(code))
    }
}
