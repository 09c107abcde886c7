//! Error catalogue of ID authentication, in MOSIP's codes and words (spec ida-crypto B.14).

use types::Catalogue;

types::catalogue! {
    /// Errors of authentication, e-KYC and one-time codes.
    pub enum AuthError {
        /// Too many codes were asked for in a minute.
        OtpFlood = "IDA-OTA-001", "Innumerous OTP requests received";
        /// There is no address to send to, or sending failed.
        OtpNotSent = "IDA-OTA-002", "Could not generate/send OTP";
        /// The code is too old.
        OtpExpired = "IDA-OTA-003", "OTP has expired";
        /// The code is another one, or was used.
        OtpWrong = "IDA-OTA-004", "OTP is invalid";
        /// The code was asked for in another transaction.
        OtpTransaction = "IDA-OTA-005", "Input transactionID does not match transactionID of OTP Request";
        /// No channel was named.
        OtpChannelMissing = "IDA-OTA-008", "OTP Notification Channel not provided";
        /// The code was asked for with another kind of id.
        OtpIdType = "IDA-OTA-010", "Input Identity Type does not match Identity Type of OTP Request";
        /// The code was asked for by another partner.
        OtpPartner = "IDA-OTA-011", "Input Partner-ID does not match Partner-ID of OTP Request";
        /// No code was asked for.
        OtpNotRequested = "IDA-OTA-012", "OTP validation can't be performed against this Individual-ID. Generate OTP first.";
        /// Too many wrong codes. MOSIP counts minutes and writes seconds (spec F.9).
        OtpFrozen = "IDA-OTA-013", "OTP request/validation has been frozen for the Individual-ID for {0} seconds due to consecutive failure attempts for {1} times.";

        /// A time lies outside the window.
        Window = "IDA-MLC-001", "Request to be received at MOSIP within {0} seconds";
        /// The UIN has a wrong form.
        InvalidUin = "IDA-MLC-002", "Invalid UIN";
        /// The VID has a wrong form.
        InvalidVid = "IDA-MLC-004", "Invalid VID";
        /// A member is missing.
        Missing = "IDA-MLC-006", "Missing Input Parameter - {0}";
        /// Accompanies every refusal of the filter stage; alone, a failure of this system.
        Unable = "IDA-MLC-007", "Request could not be processed. Please try again", 500 retry;
        /// Nothing to authenticate with.
        NoAuthType = "IDA-MLC-008", "No authentication type selected";
        /// A member has a value that is not allowed.
        Invalid = "IDA-MLC-009", "Invalid Input Parameter - {0}";
        /// The factor is not offered here or to this person.
        UnsupportedType = "IDA-MLC-011", "Unsupported Authentication Type - {0}";
        /// The person has not consented.
        NoConsent = "IDA-MLC-012", "Individual's Consent is not available";
        /// A factor is given in a form that contradicts itself.
        MissingAttribute = "IDA-MLC-013", "Missing {0} auth attribute";
        /// This service does not take that kind of id.
        IdTypeNotAllowed = "IDA-MLC-015", "Identity Type - {0} not configured for the country";
        /// Nobody has this id, or the attribute is not known.
        NotAvailable = "IDA-MLC-018", "{0} not available in database";
        /// The person has locked the factor.
        Locked = "IDA-MLC-019", "{0} Auth Type is Locked for the UIN";
        /// The identity is not active.
        UinDeactivated = "IDA-MLC-022", "UIN is deactivated/blocked";
        /// The VID is not active, or its identity is not.
        VidInactive = "IDA-MLC-023", "VID is expired/deactivated";
        /// Request and capture disagree.
        Contradiction = "IDA-MLC-024", "{0} of request is not matching with {0} of biometrics";
        /// A capture is too far from the one before.
        LateCapture = "IDA-MLC-030", "Biometrics not captured within {0} seconds of previous biometrics";
        /// A digital id is too far from the one before.
        LateDigitalId = "IDA-MLC-031", "DigitalId of Biometrics not captured within {0} seconds of previous biometrics";

        /// A demographic value is another one.
        DemographicMismatch = "IDA-DEA-001", "Demographic data {0} did not match";
        /// The language is none of the country's.
        UnsupportedLanguage = "IDA-DEA-002", "Unsupported Language Code - {0}";
        /// The person's record has no such value.
        DemographicMissing = "IDA-DEA-003", "Demographic data {0} not available in database";

        /// The capture is not of this person.
        BiometricMismatch = "IDA-BIA-001", "Biometric data{0} did not match";
        /// One finger twice.
        DuplicateFinger = "IDA-BIA-002", "Duplicate fingers in request";
        /// Too many fingers.
        TooManyFingers = "IDA-BIA-003", "Number of Fingers should not exceed {0}";
        /// The person's record has no such biometric.
        BiometricMissing = "IDA-BIA-006", "Biometric data {0} not available in database";
        /// The hash chain over the captures is broken.
        HashChain = "IDA-BIA-014", "Hash Validation Failed";
        /// The biometric SDK failed.
        MatchFailed = "IDA-BIA-017", "Unable to Perform Biometric Match due to a Technical Issue", 200 retry;
        /// The device is of another type than the capture.
        DeviceType = "IDA-DPM-004", "Device Type and Biometric Type do not match.";

        /// A signature is wrong, or nobody trusted made it.
        Signature = "IDA-MPA-001", "Digital signature verification failed for {0}";
        /// Something cannot be decrypted.
        Decryption = "IDA-MPA-003", "Unable to decrypt Request";
        /// The policy does not allow one-time codes.
        OtpNotAllowed = "IDA-MPA-005", "OTP Request Usage not allowed as per policy";
        /// The policy does not allow a factor.
        TypeNotAllowed = "IDA-MPA-006", "{0} Authentication usage not allowed as per policy";
        /// No such licence.
        UnknownLicence = "IDA-MPA-007", "License key does not belong to a registered MISP";
        /// The licence is past its date.
        LicenceExpired = "IDA-MPA-008", "License key of MISP has expired";
        /// No such partner or API key.
        UnknownPartner = "IDA-MPA-009", "Partner is not registered";
        /// The partner or its API key was deactivated.
        PartnerInactive = "IDA-MPA-012", "Partner is deactivated";
        /// The policy does not allow e-KYC.
        KycNotAllowed = "IDA-MPA-013", "Partner is unauthorised for eKYC";
        /// A factor that the policy demands is missing.
        TypeMandatory = "IDA-MPA-015", "{0}-authentiation usage is mandatory as per policy";
        /// The decrypted request is not what was hashed.
        Hmac = "IDA-MPA-016", "HMAC Validation failed";
        /// The licence was suspended.
        LicenceSuspended = "IDA-MPA-017", "License key of MISP is blocked";
        /// The policy is not in force.
        PolicyInactive = "IDA-MPA-019", "Partner policy is not active.";
        /// The partner has no certificate.
        NoCertificate = "IDA-MPA-020", "Partner (Auth) Certificate not found in DB.";
        /// Another partner's certificate.
        OtherCertificate = "IDA-MPA-021", "Partner (Auth) Certificate not matching with signature header certificate.";
        /// The signature carries no certificate.
        CertificateNotSent = "IDA-MPA-022", "Partner (Auth) Certificate not found in Request signature header.";
        /// The address lacks licence key, partner or API key.
        ShortAddress = "IDA-MPA-038", "Required Number of Path parameters are missing in URI";
        /// The API key is past its date.
        ApiKeyExpired = "IDA-MPA-039", "Partner API is expired or using before Commence Start Date.";
        /// The answer cannot be encrypted for the partner.
        KycEncryption = "IDA-EKA-001", "Unable to encrypt eKYC response";
    }
}

/// What a client is told to do about an error (`actionMessage`); `{0}` stands for the error's first argument.
#[must_use]
pub fn action(code: &str) -> Option<&'static str> {
    let rows: &[(AuthError, &str)] = &[
        (AuthError::OtpExpired, "Please regenerate OTP and try again after sometime"),
        (AuthError::OtpWrong, "Please provide correct OTP value"),
        (AuthError::Window, "Please send the request within {0} seconds"),
        (AuthError::InvalidUin, "Please retry with the correct UIN"),
        (AuthError::InvalidVid, "Please retry with correct VID"),
        (AuthError::UnsupportedType, "Please use other Authentication Types in the request"),
        (AuthError::LateCapture, "Please capture biometrics within {0} seconds of previous biometric capture"),
        (
            AuthError::LateDigitalId,
            "Please capture DigitalId of biometrics within {0} seconds of previous biometric capture",
        ),
        (AuthError::DemographicMismatch, "Please re-enter your {0}"),
        (AuthError::UnsupportedLanguage, "Please provide valid Language"),
        (AuthError::BiometricMismatch, "Please give your biometrics again"),
        (AuthError::DuplicateFinger, "Please try again with distinct fingers"),
        (AuthError::BiometricMissing, "Your Biometric data is not available in MOSIP"),
        (AuthError::TypeNotAllowed, "Please use other Authentication Types in the request"),
        (AuthError::ShortAddress, "Please try adding all the required path parameters."),
    ];
    rows.iter().find(|(row, _)| row.row().code == code).map(|(_, text)| *text)
}
