//! What clients are told of a registration (the specification's section 5.3).

use super::flow::Stage;
use super::status::Status;

/// The parts of a registration the answer depends on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Facts {
    pub(crate) status: Status,
    /// Transaction type of the latest step.
    pub(crate) latest_is_receiver: bool,
    pub(crate) latest_is_upload: bool,
    /// Whether the latest step is older than a receiver's packet may wait.
    pub(crate) elapsed: bool,
    pub(crate) last_success: Option<Stage>,
    pub(crate) tries_left: bool,
}

/// A registration's external status.
pub(crate) fn registration(facts: Facts) -> &'static str {
    let again = if facts.tries_left { "RESEND" } else { "REREGISTER" };
    match facts.status {
        Status::Processed => "UIN_GENERATED",
        Status::Processing | Status::Reprocess | Status::PausedForAdditionalInfo => {
            if facts.latest_is_receiver && facts.elapsed {
                again
            } else if matches!(facts.last_success, None | Some(Stage::PacketReceiver | Stage::SecurezoneNotification)) {
                "PROCESSING"
            } else {
                "PROCESSED"
            }
        }
        Status::Failed if facts.latest_is_receiver || facts.latest_is_upload => again,
        Status::Failed => "REREGISTER",
        Status::Rejected | Status::ReprocessFailed => "REJECTED",
    }
}

/// The coarse status of `/search`: what is decided in any way counts as processed.
pub(crate) fn folded(external: &'static str) -> &'static str {
    match external {
        "UIN_GENERATED" | "REREGISTER" | "REJECTED" | "REPROCESS_FAILED" => "PROCESSED",
        other => other,
    }
}

/// A packet's external status.
pub(crate) fn packet(facts: Facts) -> &'static str {
    if !facts.latest_is_receiver && !facts.latest_is_upload {
        return "ACCEPTED";
    }
    let again = if facts.tries_left { "RESEND" } else { "REJECTED" };
    match facts.status {
        Status::Failed => again,
        Status::Processing | Status::Reprocess if facts.latest_is_receiver && facts.elapsed => again,
        Status::Processing | Status::Reprocess => "RECEIVED",
        _ if facts.latest_is_upload => "ACCEPTED",
        _ => "RECEIVED",
    }
}

/// The resident's view: a key for a plain sentence in their language.
pub(crate) fn plain(status: Status, stage: Stage) -> &'static str {
    match status {
        Status::Processed => "issued",
        Status::Rejected => "rejected",
        Status::Failed => "register-again",
        Status::PausedForAdditionalInfo => "come-back",
        Status::ReprocessFailed | Status::Reprocess | Status::Processing => match stage {
            Stage::PacketReceiver | Stage::SecurezoneNotification | Stage::PacketUploader => "received",
            Stage::UinGenerator | Stage::CredentialRequestor => "issuing",
            _ => "checking",
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: Facts = Facts {
        status: Status::Processing,
        latest_is_receiver: true,
        latest_is_upload: false,
        elapsed: false,
        last_success: None,
        tries_left: true,
    };

    // RPR-30
    #[test]
    fn external_status_follows_the_table() {
        assert_eq!(registration(BASE), "PROCESSING");
        assert_eq!(registration(Facts { elapsed: true, ..BASE }), "RESEND");
        assert_eq!(registration(Facts { elapsed: true, tries_left: false, ..BASE }), "REREGISTER");
        let later = Facts { latest_is_receiver: false, last_success: Some(Stage::PacketValidator), ..BASE };
        assert_eq!(registration(later), "PROCESSED");
        assert_eq!(registration(Facts { status: Status::Processed, ..later }), "UIN_GENERATED");
        assert_eq!(registration(Facts { status: Status::Rejected, ..later }), "REJECTED");
        assert_eq!(registration(Facts { status: Status::Failed, ..later }), "REREGISTER");
        assert_eq!(registration(Facts { status: Status::Failed, latest_is_upload: true, ..later }), "RESEND");
        assert_eq!(folded("UIN_GENERATED"), "PROCESSED");
        assert_eq!(folded("PROCESSING"), "PROCESSING");
    }

    #[test]
    fn packet_status_follows_the_table() {
        assert_eq!(packet(BASE), "RECEIVED");
        assert_eq!(packet(Facts { elapsed: true, ..BASE }), "RESEND");
        assert_eq!(packet(Facts { status: Status::Failed, tries_left: false, ..BASE }), "REJECTED");
        assert_eq!(packet(Facts { latest_is_receiver: false, ..BASE }), "ACCEPTED");
    }
}
