//! How long keys live (spec ida-crypto A.3, `key_policy_def`).

use chrono::TimeDelta;

/// Lifetime of the keys of an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Policy {
    pub(crate) application_id: &'static str,
    validity_days: i64,
    pre_expire_days: i64,
}

impl Policy {
    /// How long a new key is valid.
    pub(crate) fn validity(&self) -> TimeDelta {
        TimeDelta::days(self.validity_days)
    }

    /// How long before its end a key is no longer taken for new data.
    pub(crate) fn pre_expiry(&self) -> TimeDelta {
        TimeDelta::days(self.pre_expire_days)
    }
}

const fn policy(application_id: &'static str, validity_days: i64, pre_expire_days: i64) -> Policy {
    Policy { application_id, validity_days, pre_expire_days }
}

/// Every key that encrypts, of whatever application.
pub(crate) const BASE: Policy = policy("BASE", 730, 30);

/// The applications that may have keys.
pub(crate) const POLICIES: &[Policy] = &[
    policy("ROOT", 2920, 1125),
    BASE,
    policy("PMS", 1460, 395),
    policy("PRE_REGISTRATION", 1095, 60),
    policy("REGISTRATION", 1095, 60),
    policy("REGISTRATION_PROCESSOR", 1095, 60),
    policy("ID_REPO", 1095, 60),
    policy("KERNEL", 1095, 60),
    policy("RESIDENT", 1095, 60),
    policy("ADMIN_SERVICES", 1095, 60),
    policy("DIGITAL_CARD", 1095, 60),
    policy("COMPLIANCE_TOOLKIT", 1095, 60),
    policy("IDA", 1095, 60),
    policy("IDA_KEY_BINDING", 1095, 60),
    policy("IDA_KYC_EXCHANGE", 1095, 60),
    policy("IDA_VCI_EXCHANGE", 1095, 60),
    policy("PARTNER", 1095, 60),
];

/// The policy of an application; `BASE` is no application.
pub(crate) fn of(application_id: &str) -> Option<&'static Policy> {
    POLICIES.iter().find(|policy| policy.application_id == application_id && policy.application_id != "BASE")
}

/// Keys that exist after the first start: masters first, then what they certify.
pub(crate) const MASTERS: &[(&str, &str)] = &[
    ("KERNEL", ""),
    ("KERNEL", "SIGN"),
    ("PRE_REGISTRATION", ""),
    ("REGISTRATION", ""),
    ("REGISTRATION_PROCESSOR", ""),
    ("ID_REPO", ""),
    ("RESIDENT", ""),
    ("PMS", ""),
    ("ADMIN_SERVICES", ""),
    ("DIGITAL_CARD", ""),
    ("COMPLIANCE_TOOLKIT", ""),
    ("IDA", ""),
    ("IDA", "SIGN"),
    ("IDA_KEY_BINDING", ""),
    ("IDA_KYC_EXCHANGE", ""),
    ("IDA_VCI_EXCHANGE", ""),
];

/// See [`MASTERS`]. The Ed25519 key signs the QR codes, where every byte counts.
pub(crate) const CERTIFIED: &[(&str, &str)] = &[
    ("KERNEL", "ED25519_SIGN"),
    ("RESIDENT", "mpartner-default-resident"),
    ("COMPLIANCE_TOOLKIT", "COMP-FIR"),
    ("IDA", "INTERNAL"),
    ("IDA", "PARTNER"),
    ("IDA", "IDA-FIR"),
    ("IDA", "CRED_SERVICE"),
    ("IDA", "mpartner-default-auth"),
];

#[cfg(test)]
mod tests {
    use super::*;

    // KEY-01
    #[test]
    fn every_first_key_has_a_policy() {
        for (application, _) in MASTERS.iter().chain(CERTIFIED) {
            assert!(of(application).is_some(), "{application}");
        }
        assert!(of("BASE").is_none() && of("").is_none() && of("UNKNOWN").is_none());
        assert_eq!(of("ROOT").unwrap().validity(), TimeDelta::days(2920));
    }
}
