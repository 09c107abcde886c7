//! Sub-status codes and comments of transactions (the specification's appendix A), as far as this system produces them.

/// A code with its comment; comments that end in ` -` are followed by particulars.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SubStatus {
    pub(crate) code: &'static str,
    pub(crate) comment: &'static str,
}

macro_rules! sub_statuses {
    ($($name:ident = $code:literal, $comment:literal;)+) => {
        $(pub(crate) const $name: SubStatus = SubStatus { code: $code, comment: $comment };)+
        /// All of them, for the test that lists them.
        #[cfg(test)]
        const ALL: &[(&str, SubStatus)] = &[$((stringify!($name), $name),)+];
    };
}

sub_statuses! {
    PACKET_RECEIVED = "RPR-PKR-SUCCESS-001", "Packet has reached Packet Receiver";
    SECUREZONE_NOTIFIED = "RPR-SEN-SUCCESS-001", "Notification received to securezone";
    PACKET_UPLOADED = "RPR-PKU-SUCCESS-001", "Packet is Uploaded to Packet Store";
    PACKET_UPLOAD_FAILED = "RPR-PKU-FAILED-003", "Packet Upload Failed";
    PACKET_NOT_FOUND = "RPR-PKU-FAILED-004", "Packet Not Found in Landing Zone";
    PACKET_HASH = "RPR-PKU-FAILED-005", "Packet Hash Code Validation Failed";
    PACKET_DECRYPTION = "RPR-PKU-FAILED-007", "Packet Decryption Failed";
    PACKET_VALID = "RPR-PKV-SUCCESS-001", "Packet Validation is Successful";
    FILE_VALIDATION = "RPR-PKV-FAILED-001", "File Validation Failed";
    DOCUMENT_VALIDATION = "RPR-PKV-FAILED-005", "Applicant Document Validation Failed";
    RID_AND_TYPE = "RPR-PKV-FAILED-010", "RID & Type not matched from sync table";
    SUPERVISOR_REJECTED = "RPR-PKV-FAILED-011", "Rejected by Supervisor";
    PACKET_MANAGER_VALIDATION = "RPR-PKV-FAILED-012", "Packet validation failed in packet manager";
    BIOMETRICS_VALIDATION = "RPR-PKV-FAILED-013", "Biometric file validation failed";
    XSD_VALIDATION = "RPR-PKV-FAILED-015", "XSD validation failed.";
    CONSENT = "RPR-PKV-FAILED-017", "Consent is not agreed for the packet to process further";
    CLASSIFIED = "RPR-PKCSUCCESS-001", "Packet Classification is Successful";
    CMD_VALID = "RPR-CMD-SUCCESS-001", "CMD Validation is Successful";
    CENTER_NOT_FOUND = "RPR-CMD-FAILED-002", "Center ID Not Found in Master DB -";
    CENTER_INACTIVE = "RPR-CMD-FAILED-003", "Center was InActive during Packet Creation -";
    MACHINE_INACTIVE = "RPR-CMD-FAILED-005", "Machine ID was InActive during Packet Creation -";
    WORKING_HOURS = "RPR-CMD-FAILED-010", "Packet was Not Created during Working Hours -";
    CMD_INVALID = "RPR-CMD-FAILED-014", "Exception occured due to validation failure.";
    MACHINE_NOT_FOUND = "RPR-CMD-FAILED-015", "MachineId not found in master db -";
    OPERATOR_VALID = "RPR-OVM-SUCCESS-001", "OPERATOR Validation is Successful";
    OPERATOR_NOT_MAPPED = "RPR-OVM-FAILED-001", "OfficerId is inActive";
    OPERATOR_NO_DATE = "RPR-OVM-FAILED-002", "Packet Creation Date is NULL";
    OPERATOR_NOT_AUTHENTICATED = "RPR-OVM-FAILED-003", "Password or OTP Verification Failed for Officer -";
    OPERATOR_INACTIVE = "RPR-OVM-FAILED-004", "Officer was Not Active during Packet Creation -";
    NO_OPERATOR = "RPR-OVM-FAILED-005", "Officer ID is NULL";
    SUPERVISOR_VALID = "RPR-SVM-SUCCESS-001", "SUPERVISOR Validation is Successful";
    SUPERVISOR_NOT_MAPPED = "RPR-SVM-FAILED-001", "SupervisorId is inActive";
    SUPERVISOR_NO_DATE = "RPR-SVM-FAILED-002", "Packet Creation Date is NULL";
    SUPERVISOR_INACTIVE = "RPR-SVM-FAILED-004", "Supervisor was Not Active during Packet Creation -";
    SUPERVISOR_NOT_AUTHENTICATED = "RPR-SVM-FAILED-005", "Password or OTP Verification Failed for Supervisor -";
    INTRODUCER_VALID = "RPR-IVM-SUCCESS-001", "INTRODUCER Validation is Successful";
    INTRODUCER_NOT_MATCHED = "RPR-IVM-FAILED-001", "INTRODUCER Biometric Authentication Failed -";
    INTRODUCER_MISSING = "RPR-IVM-FAILED-002", "UIN or RID of Introducer Not Found in Packet";
    INTRODUCER_UNKNOWN = "RPR-IVM-FAILED-003", "Introducer UIN not Found for the Given RID";
    INTRODUCER_NO_BIOMETRICS = "RPR-IVM-FAILED-004", "Introducer Biometric File Name Not Found";
    INTRODUCER_ON_HOLD = "RPR-IVM-FAILED-005", "Packet On-Hold as Introducer packet is not processed yet.";
    INTRODUCER_REJECTED = "RPR-IVM-FAILED-006", "Packet Rejected as Parent Packet is Rejected";
    INTRODUCER_ALL_EXCEPTIONS = "RPR-IVM-FAILED-008", "Introducer Biometrics all exceptions";
    NO_BIOMETRICS = "RPR-QCK-SUCCESS-001", "Individual Biometric Parameter Not Found in ID JSON so skipping biometric classification";
    QUALITY_GOOD = "RPR-QCK-SUCCESS-002", "Biometric Quality Check is Successful";
    QUALITY_POOR = "RPR-QCK-FAILED-001", "Quality Score of Biometrics Captured is Below the Threshold";
    DEMO_UNIQUE = "RPR-DDP-SUCCESS-001", "Demo Dedupe is Successful";
    DEMO_MATCH = "RPR-DDP-FAILED-002", "Potential Demo Match was Found";
    DEMO_SKIPPED = "RPR-DDP-SKIPPED-003", "Demographic Deduplication Skipped";
    ABIS_INSERTED = "RPR-AMW-SUCCESS-001", "Insert or Identify Request sent to ABIS Queue is succesful";
    ABIS_REFUSED = "RPR-AMW-FAILED-001", "Insert or Identify Request sent to ABIS Queue is Unsuccesful";
    BIO_UNIQUE = "RPR-BDP-SUCCESS-002", "Biometric Deduplication is Successful";
    BIO_MATCH = "RPR-BDP-FAILED-001", "Potential Biometric Match Found while Processing Packet";
    SENT_FOR_VERIFICATION = "RPR-VER-003", "Sent for verification";
    VERIFIED = "RPR-VER-001", "Packet approved by verification";
    ADJUDICATION_WAITING = "RPR-MVS-002", "Manual verification request sent to queue";
    ADJUDICATION_APPROVED = "RPR-MNV-SUCCESS-001", "Match Not Found by Manual Verifier";
    ADJUDICATION_REJECTED = "RPR-MNV-FAILED-002", "Match Found by Manual Verifier";
    UIN_GENERATED = "RPR-UIN-SUCCESS-001", "UIN Generated Successfully";
    UIN_FAILED = "RPR-UIN-FAILED-004", "UIN Generation failed -";
    PRINT_REQUESTED = "RPR-PPS-SUCCESS-001", "Print request submitted";
    PRINT_NO_UIN = "RPR-PPS-FAILED-010", "UIN not found in database";
    REPROCESS_EXHAUSTED = "RPR-RPS-FAILED-001", "Reprocess count has exceeded the configured attempts";
    PAUSE_OVER = "RPR-WIA-001", "Work flow internal action failed";
    RESUMED = "RPR-WAS-001", "Packet workflow resume  successfully";
    STOPPED = "RPR-WAS-002", "Packet processing completed with code STOP_PROCESSING";
    SYSTEM = "RPR-SYS-EXCEPTION-001", "System exception occured -";
}

#[cfg(test)]
mod tests {
    use super::*;

    // UI-ADM-20: whoever shows a step has words for each code
    #[test]
    fn the_contract_lists_every_code() {
        let codes: Vec<&str> = ALL.iter().map(|(_, one)| one.code).collect();
        assert_eq!(codes, registration_api::pipeline::SUB_STATUSES);
    }

    #[test]
    fn codes_are_mosips_and_no_two_mean_different_things() {
        for (at, (name, one)) in ALL.iter().enumerate() {
            assert!(one.code.starts_with("RPR-") && !one.comment.is_empty(), "{name}");
            assert!(ALL[..at].iter().all(|(_, other)| other.code != one.code), "{name}: {} twice", one.code);
        }
    }
}
