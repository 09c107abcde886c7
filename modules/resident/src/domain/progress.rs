//! From registration's plain words to the steps of the page, from credential's status to the card's state.

use resident_api::{CardState, Progress};

/// The step a key of `Registrations::public_status` stands for. A key this version does not know is work under way.
pub(crate) fn of_registration(key: &str) -> Progress {
    match key {
        "announced" => Progress::Announced,
        "received" => Progress::Received,
        "issuing" => Progress::Issuing,
        "issued" => Progress::Issued,
        "rejected" => Progress::Rejected,
        "register-again" => Progress::RegisterAgain,
        "come-back" => Progress::ComeBack,
        _ => Progress::Checking,
    }
}

/// The card's state by the status of its request, in MOSIP's words; none was asked for yet, where absent.
pub(crate) fn of_card(status: Option<&str>) -> CardState {
    match status.map(str::to_ascii_uppercase).as_deref() {
        None | Some("NEW" | "PROCESSING" | "RETRY") => CardState::Preparing,
        Some("FAILED" | "ERROR" | "CANCELLED") => CardState::Failed,
        Some(_) => CardState::Ready,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // RES-27: stages of the status page
    #[test]
    fn every_key_has_its_step() {
        assert_eq!(of_registration("announced"), Progress::Announced);
        assert_eq!(of_registration("come-back"), Progress::ComeBack);
        assert_eq!(of_registration("checking"), Progress::Checking);
        assert_eq!(of_registration("something newer"), Progress::Checking);
    }

    #[test]
    fn a_card_is_there_once_it_was_issued() {
        assert_eq!(of_card(None), CardState::Preparing);
        assert_eq!(of_card(Some("NEW")), CardState::Preparing);
        assert_eq!(of_card(Some("printed")), CardState::Ready);
        assert_eq!(of_card(Some("FAILED")), CardState::Failed);
    }
}
