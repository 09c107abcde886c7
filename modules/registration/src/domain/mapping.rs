//! Which identity attribute plays which part (MOSIP's identity mapping), with the defaults of its 1.2 schema.

/// Attribute names by their part.
#[derive(Debug, Clone)]
pub(crate) struct Mapping {
    /// Parts of a name, joined in this order.
    pub(crate) name: &'static [&'static str],
    pub(crate) birth_date: &'static str,
    pub(crate) age: &'static str,
    pub(crate) gender: &'static str,
    pub(crate) phone: &'static str,
    pub(crate) email: &'static str,
    pub(crate) biometrics: &'static str,
    pub(crate) introducer_uin: &'static str,
    pub(crate) introducer_rid: &'static str,
    pub(crate) introducer_biometrics: &'static str,
    pub(crate) consent: &'static str,
    pub(crate) preferred_language: &'static str,
}

/// MOSIP's published mapping.
pub(crate) const DEFAULT: Mapping = Mapping {
    name: &["fullName", "firstName", "middleName", "lastName"],
    birth_date: "dateOfBirth",
    age: "age",
    gender: "gender",
    phone: "phone",
    email: "email",
    biometrics: "individualBiometrics",
    introducer_uin: "introducerUIN",
    introducer_rid: "introducerRID",
    introducer_biometrics: "introducerBiometrics",
    consent: "consent",
    preferred_language: "preferredLang",
};

/// What a person is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoticeKind {
    /// The packet was accepted for processing.
    Accepted,
    /// The number was made.
    Issued,
    /// The person has a number already.
    Duplicate,
    /// Something went wrong with the packet: come again.
    Technical,
    /// The supervisor did not approve.
    SupervisorRejected,
    /// A better capture is needed.
    ComeBack,
}

impl NoticeKind {
    pub(crate) const ALL: [Self; 6] =
        [Self::Accepted, Self::Issued, Self::Duplicate, Self::Technical, Self::SupervisorRejected, Self::ComeBack];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Accepted => "RPR_RPV_SUC",
            Self::Issued => "RPR_UIN_GEN",
            Self::Duplicate => "RPR_DUP_UIN",
            Self::Technical => "RPR_TEC_ISSUE",
            Self::SupervisorRejected => "RPR_SUP_REJECT",
            Self::ComeBack => "RPR_PAUSED_FOR_ADD_INFO",
        }
    }

    pub(crate) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The subject's template; one of them is spelt differently in MOSIP's data.
    pub(crate) fn subject(self) -> String {
        match self {
            Self::SupervisorRejected => "RPR_SUP_REJECT_EMAIL_SUBJECT".to_owned(),
            other => format!("{}_EMAIL_SUB", other.name()),
        }
    }
}
