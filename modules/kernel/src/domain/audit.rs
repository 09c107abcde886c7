//! Checks an audit request of another service: presence and lengths, MOSIP's `KER-AUD-001` and `-002`.

use kernel_api::KernelError;
use kernel_api::wire::AuditRequest;
use types::{Failure, Timestamp};

/// A checked request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Checked {
    pub(crate) event_id: String,
    pub(crate) event_name: String,
    pub(crate) event_type: String,
    pub(crate) acted_at: Timestamp,
    pub(crate) host_name: String,
    pub(crate) host_ip: String,
    pub(crate) application_id: String,
    pub(crate) application_name: String,
    pub(crate) session_user_id: String,
    pub(crate) session_user_name: Option<String>,
    pub(crate) id: Option<String>,
    pub(crate) id_type: Option<String>,
    pub(crate) created_by: String,
    pub(crate) module_name: Option<String>,
    pub(crate) module_id: Option<String>,
    pub(crate) description: Option<String>,
}

fn required(value: &Option<String>, max: usize) -> Result<String, Failure> {
    match value {
        Some(text) if !text.trim().is_empty() && text.chars().count() <= max => Ok(text.clone()),
        _ => Err(KernelError::AuditInvalid.into()),
    }
}

fn optional(value: &Option<String>, max: usize) -> Result<Option<String>, Failure> {
    match value {
        Some(text) if text.chars().count() > max => Err(KernelError::AuditInvalid.into()),
        other => Ok(other.clone().filter(|text| !text.is_empty())),
    }
}

/// Checks every member.
///
/// # Errors
/// `KER-AUD-001` for a member that is missing or too long, `KER-AUD-002` for a time that is no UTC time.
pub(crate) fn check(request: &AuditRequest) -> Result<Checked, Failure> {
    let acted_at = required(&request.action_time_stamp, 64)?;
    Ok(Checked {
        event_id: required(&request.event_id, 64)?,
        event_name: required(&request.event_name, 128)?,
        event_type: required(&request.event_type, 64)?,
        acted_at: types::time::parse_lenient(&acted_at).ok_or_else(|| Failure::of(KernelError::AuditFormat))?,
        host_name: required(&request.host_name, 128)?,
        host_ip: required(&request.host_ip, 256)?,
        application_id: required(&request.application_id, 64)?,
        application_name: required(&request.application_name, 128)?,
        session_user_id: required(&request.session_user_id, 256)?,
        session_user_name: optional(&request.session_user_name, 128)?,
        id: optional(&request.id, 64)?,
        id_type: optional(&request.id_type, 64)?,
        created_by: required(&request.created_by, 256)?,
        module_name: optional(&request.module_name, 128)?,
        module_id: optional(&request.module_id, 64)?,
        description: optional(&request.description, 2_048)?,
    })
}

/// Whether a value may name a person: a mail address, or eight digits or more (phone, UIN, VID, RID). Such values are stored as
/// keyed hashes.
pub(crate) fn may_name_a_person(value: &str) -> bool {
    value.contains('@') || value.bytes().filter(u8::is_ascii_digit).count() >= 8
}

/// A description without the words that may name a person.
pub(crate) fn scrub(description: &str) -> String {
    let words = description.split(' ').map(|word| if may_name_a_person(word) { "(left out)" } else { word });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(crate) fn complete() -> AuditRequest {
        let text = |value: &str| Some(value.to_owned());
        AuditRequest {
            event_id: text("ADM-001"),
            event_name: text("LOGIN"),
            event_type: text("USER"),
            action_time_stamp: text("2026-01-05T08:59:59.123Z"),
            host_name: text("desk-1"),
            host_ip: text("10.0.0.1"),
            application_id: text("10009"),
            application_name: text("Admin Portal"),
            session_user_id: text("110005"),
            created_by: text("110005"),
            ..AuditRequest::default()
        }
    }

    #[test]
    fn required_members_are_demanded_and_lengths_kept() {
        assert!(check(&complete()).is_ok());
        let code = |change: fn(&mut AuditRequest)| {
            let mut request = complete();
            change(&mut request);
            check(&request).expect_err("refused").code()
        };
        assert_eq!(code(|r| r.event_id = None), "KER-AUD-001");
        assert_eq!(code(|r| r.host_ip = Some(" ".into())), "KER-AUD-001");
        assert_eq!(code(|r| r.event_id = Some("x".repeat(65))), "KER-AUD-001");
        assert_eq!(code(|r| r.description = Some("x".repeat(2_049))), "KER-AUD-001");
        assert_eq!(code(|r| r.action_time_stamp = Some("yesterday".into())), "KER-AUD-002");
    }

    #[test]
    fn personal_values_are_recognised() {
        for personal in ["5826391740", "+91 98765 43210", "a@b.example", "10001100010000120261123101502"] {
            assert!(may_name_a_person(personal), "{personal}");
        }
        for plain in ["NO_ID", "110005", "policy-12"] {
            assert!(!may_name_a_person(plain), "{plain}");
        }
        assert_eq!(scrub("UIN 5826391740 of a@b.example updated"), "UIN (left out) of (left out) updated");
    }
}
