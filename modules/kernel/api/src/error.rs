//! Error catalogue of the kernel services, in MOSIP's codes.

types::catalogue! {
    /// Errors of one-time codes, notices, audit and number generators.
    pub enum KernelError {
        /// The OTP key is missing or of the wrong length.
        OtpKey = "KER-OTG-001", "Key length should be in the range of 3-64.";
        /// The key of a code to be checked is missing.
        OtpKeyEmpty = "KER-OTV-001", "Key can't be empty or null.";
        /// The key of a code to be checked is of the wrong length.
        OtpKeyLength = "KER-OTV-002", "Length of key should be in the range of 3-64.";
        /// The code to be checked is missing.
        OtpEmpty = "KER-OTV-003", "OTP can't be empty or null.";
        /// The code to be checked has other characters than digits.
        OtpDigits = "KER-OTV-004", "OTP consists of only numeric characters. No other characters is allowed.";
        /// No code was generated for this key.
        OtpMissing = "KER-OTV-005", "Validation can't be performed against this key. Generate OTP first.";
        /// The body of an OTP request cannot be read.
        OtpRequest = "KER-OTV-999", "Invalid request input: {0}";
        /// The database failed.
        Storage = "KER-OTV-500", "Internal server error", 500 retry;

        /// A mail has no valid addressee.
        MailTo = "KER-NOE-001", "To must be valid. It can't be empty or null or invalid address.";
        /// A mail has no subject.
        MailSubject = "KER-NOE-002", "Subject must be valid. It can't be empty or null.";
        /// A mail has no content.
        MailContent = "KER-NOE-003", "Content must be valid. It can't be empty or null.";
        /// The body of a notification request cannot be read.
        NotifyRequest = "KER-NOE-999", "Data not valid";
        /// The mail service did not accept a message.
        MailFailed = "KER-NOE-500", "The mail could not be handed over. Try again later.", 500 retry;
        /// A short message has no number or no text.
        Sms = "KER-NOS-001", "Number and message can't be empty, null";
        /// The SMS gateway did not accept a message.
        SmsFailed = "KER-NOS-500", "The short message could not be handed over. Try again later.", 500 retry;
        /// No template of this type exists in any of the languages.
        TemplateMissing = "TES-KER-001", "No template {0} exists in the languages asked for";
        /// A template cannot be read.
        TemplateBroken = "TES-KER-002", "The template {0} cannot be read: {1}";

        /// A dead job is not there any more.
        JobGone = "TES-KER-010", "This job does not wait for anybody any more: it was retried or discarded";
        /// A job is discarded without a reason, or with too long a one.
        JobReason = "TES-KER-011", "Say why, in up to {0} characters";
        /// A kind of job does not run by itself.
        JobNotPeriodic = "TES-KER-012", "No job of this kind runs by itself";

        /// No unused number is left in the pool, or the number is unknown.
        UinExhausted = "KER-UIG-001", "UIN could not be found", 200 retry;
        /// The status asked for does not exist.
        UinStatusUnknown = "KER-UIG-003", "Given UIN status not found";
        /// The number is not reserved.
        UinNotIssued = "KER-UIG-004", "Given UIN is not in ISSUED status";
        /// The request to change a number's status cannot be read.
        UinRequest = "KER-UIG-999", "Invalid request input: {0}";
        /// No VID is left.
        VidExhausted = "KER-VID-001", "VID not available for allocation", 200 retry;
        /// The expiry of a VID is empty.
        VidExpiryEmpty = "KER-VID-002", "Vid expiry date is empty";
        /// The expiry of a VID is over.
        VidExpiryPast = "KER-VID-003", "Vid expiry date is before current utc time";
        /// The expiry of a VID is no MOSIP time.
        VidExpiryPattern = "KER-VID-004", "Vid expiry date time pattern is invalid, use yyyy-MM-dd'T'HH:mm:ss.SSS'Z'";
        /// No PRID is left.
        PridExhausted = "KER-PRID-001", "Prid not available for allocation", 200 retry;
        /// A centre or machine id is empty.
        RidEmpty = "KER-RIG-002", "Empty input entered";
        /// A centre or machine id has the wrong length.
        RidLength = "KER-RIG-003", "Input length is not valid";
        /// The counter of centre ids is used up.
        CenterIdsExhausted = "KER-RCG-001", "Registration center id could not be generated";
        /// The counter of machine ids is used up.
        MachineIdsExhausted = "KER-MNG-001", "Machine id could not be generated";

        /// An audit request lacks a required member, or one is too long.
        AuditInvalid = "KER-AUD-001", "Invalid Audit Request. Required parameters must be present";
        /// An audit request has a time that is no UTC time.
        AuditFormat = "KER-AUD-002", "Invalid Audit Request. Format is incorrect. (For timestamp, use UTC format)";

        /// A VID is empty.
        VidNull = "KER-IDV-001", "VID should not be null";
        /// A VID has a forbidden pattern or start.
        VidPattern = "KER-IDV-002", "VID should not contain any sequential or repeating digits or blocks";
        /// A VID has the wrong length.
        VidLength = "KER-IDV-003", "VID length must be 16";
        /// A VID has other characters than digits.
        VidDigits = "KER-IDV-004", "VID should not contain any alphanumeric characters";
        /// The check digit of a VID is wrong.
        VidChecksum = "KER-IDV-005", "VID should match the checksum";
        /// A PRID is empty.
        PridNull = "KER-IDV-101", "PRID should not be null";
        /// A PRID has a forbidden pattern or start.
        PridPattern = "KER-IDV-102", "PRID should not contain any sequential or repeating digits or blocks";
        /// A PRID has the wrong length.
        PridLength = "KER-IDV-103", "PRID length must be 14";
        /// A PRID has other characters than digits.
        PridDigits = "KER-IDV-104", "PRID should not contain any alphanumeric characters";
        /// The check digit of a PRID is wrong.
        PridChecksum = "KER-IDV-105", "PRID should match the checksum";
        /// A UIN is empty.
        UinNull = "KER-IDV-201", "UIN should not be null";
        /// A UIN has a forbidden pattern.
        UinPattern = "KER-IDV-202", "UIN should not contain any sequential or repeating digits or blocks";
        /// A UIN has the wrong length.
        UinLength = "KER-IDV-203", "UIN length must be 10";
        /// A UIN has other characters than digits.
        UinDigits = "KER-IDV-204", "UIN should not contain any alphanumeric characters";
        /// The check digit of a UIN is wrong.
        UinChecksum = "KER-IDV-205", "UIN should match the checksum";
        /// A UIN starts with 0 or 1.
        UinStart = "KER-IDV-206", "UIN should not contain zero or one as first digit";
        /// The first half of a UIN is the second half reversed.
        UinMirror = "KER-IDV-207", "UIN first 5 digits should be different from the last 5 digits reversed";
        /// Both halves of a UIN are the same.
        UinHalves = "KER-IDV-208", "UIN first 5 digits should be different from the last 5 digits";
        /// A RID has other characters than digits.
        RidDigits = "KER-IDV-301", "Rid must be numeric only";
        /// A RID names another centre.
        RidCenter = "KER-IDV-302", "Center Id did not match";
        /// A RID names another machine.
        RidMachine = "KER-IDV-303", "Machine Id did not match";
        /// A RID has the wrong length.
        RidIdLength = "KER-IDV-304", "Rid Length Must Be  :29";
        /// The time in a RID is no calendar time.
        RidTime = "KER-IDV-305", "Invalid Time Stamp Found";
        /// A static PIN does not have six digits.
        PinLength = "KER-IDV-501", "Static PIN length Must be 6";
        /// A static PIN has other characters than digits.
        PinDigits = "KER-IDV-502", "Static PIN must be numeric only";
    }
}
