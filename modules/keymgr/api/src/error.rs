//! Error catalogue of the key manager, in MOSIP's codes (spec ida-crypto A.12).

types::catalogue! {
    /// Errors of keys, certificates, encryption and signatures.
    pub enum KeymgrError {
        /// A certificate's dates do not cover now.
        CertificateInvalid = "KER-KMS-001", "Certificate is not valid";
        /// No policy names this application.
        ApplicationUnknown = "KER-KMS-002", "ApplicationId not found in Key Policy. Key/CSR generation not allowed.";
        /// Several keys are current at once.
        NoUniqueAlias = "KER-KMS-003", "No unique alias is found";
        /// This kind of key cannot be made.
        AlgorithmUnknown = "KER-KMS-004", "No Such algorithm is supported";
        /// A member of a key request is missing or unreadable.
        InvalidRequest = "KER-KMS-005", "Invalid request";
        /// A cryptographic operation failed.
        CryptoFailed = "KER-KMS-007", "Exception occured in cypto library: {0}";
        /// Neither CERTIFICATE nor CSR.
        ObjectType = "KER-KMS-009", "Invalid Response Object Type.";
        /// A master key has no reference id of this name.
        ReferenceNotSupported = "KER-KMS-010", "Reference Id Not Supported for the Application ID.";
        /// The root key is missing.
        RootMissing = "KER-KMS-011", "Root Key not available to sign.";
        /// The application's master key was never made.
        GenerationIncomplete = "KER-KMS-012", "Key Generation Process is not completed.";
        /// The text is no certificate.
        CertificateUnreadable = "KER-KMS-013", "Certificate Parsing Error.";
        /// The certificate is for another key.
        KeyMismatch = "KER-KMS-014", "Certificate Key Not Matching with stored Key.";
        /// An own key would be overwritten by a foreign certificate, or the certificate is already there.
        UploadNotAllowed = "KER-KMS-015", "Upload of certificate will not be allowed to update other domain certificate.";
        /// No key may be generated under this name.
        GenerationNotAllowed = "KER-KMS-016", "Not allowed to generate new key pair for other domains or not allowed to generate base key.";
        /// There is no certificate of this name.
        CertificateNotFound = "KER-KMS-017", "Certificate Not found in keystore table.";
        /// Data was encrypted to a foreign certificate.
        ForeignKey = "KER-KMS-018", "Not Allowed to perform decryption with other domain key.";
        /// No private key opens the session key.
        SessionKey = "KER-KMS-019", "Not able to decrypt Symmetric Key using the Private Key.";
        /// This key does not sign.
        SigningNotAllowed = "KER-KMS-020", "Signing operation not allowed for the provided application id & reference id.";
        /// This key cannot be revoked.
        RevocationNotAllowed = "KER-KMS-021", "Key Revocation not allowed.";
        /// No certificate can be asked for under this name.
        RequestNotAllowed = "KER-KMS-022", "CSR Generation not allowed for the provided App Id & Ref Id.";
        /// Several names have a key with this thumbprint.
        ThumbprintAmbiguous = "KER-KMS-023", "More than one key alias found for the provided thumbprint.";
        /// The thumbprint names a key of another application or reference.
        ThumbprintMismatch = "KER-KMS-024", "Application Id & Reference Id not matching with the input thumbprint.";
        /// No key has this thumbprint.
        ThumbprintUnknown = "KER-KMS-025", "Key Not found for the thumbprint prepended in encrypted data.";
        /// The key store or its database failed.
        Storage = "KER-KMS-500", "Internal server error", 500 retry;
        /// The key store, or the token behind it, cannot be used now.
        KeyStore = "KER-KMA-003", "Error occured in processing Keystore: {0}", 500 retry;
        /// The key store lacks a private key that the database names.
        NoSuchAlias = "KER-KMA-004", "No such alias: {0}", 500 retry;
        /// A public key cannot be read, or is not one to encrypt to.
        PublicKeyInvalid = "KER-CRY-002", "public key is invalid";
        /// Data has no splitter or is not base64.
        DataUnreadable = "KER-CRY-003", "data sent to decrypt is without key splitter or invalid /  input data is not base64 encoded";
        /// Nothing to encrypt or decrypt.
        DataMissing = "KER-CRY-004", "data should not be null or empty";
        /// Master keys sign; they do not encrypt.
        MasterKeyEncrypts = "KER-CRY-011", "Not Allowed to preform encryption with Master Key. Use Base/Encrypt key to encrypt data.";
        /// What should be encrypted as a token is no JSON.
        TokenContent = "KER-CRY-013", "Input data to encrypt is not valid JSON.";
        /// A token cannot be encrypted.
        JweEncryption = "KER-CRY-014", "Internal Error while encrypting data using JWE.";
        /// A token cannot be decrypted.
        JweDecryption = "KER-CRY-015", "Internal Error while decrypting data using JWE.";
        /// The cipher text was changed, or salt and associated data are not those of the sender.
        DataCorrupted = "KER-FSE-004", "encrypted data is corrupted";
        /// Salt or another parameter has an impossible length.
        BadParameter = "KER-FSE-009", "invalid param spec";
        /// A signature does not verify.
        SignatureInvalid = "KER-CSS-101", "Validation Unsuccessful";
        /// A member of a signature request is missing or unreadable.
        SignatureRequest = "KER-CSS-999", "Invalid request input";
        /// Nothing to sign.
        NothingToSign = "KER-JWS-102", "Data to sign is not valid.";
        /// Not JSON although JSON was demanded.
        NotJson = "KER-JWS-103", "Data to sign is not valid JSON.";
        /// Signing failed.
        CannotSign = "KER-JWS-104", "Error - Unable to sign the data.";
        /// The token is malformed.
        TokenMalformed = "KER-JWS-106", "Signature data to verify not valid.";
        /// The certificate that should verify is unreadable or not valid now.
        VerificationCertificate = "KER-JWS-107", "Signature verification certificate not valid.";
        /// A COSE message cannot be signed.
        CannotSignCose = "KER-CWS-109", "Error - Unable to sign the data.";
        /// A COSE message cannot be verified.
        CannotVerifyCose = "KER-CWS-110", "Error - Unable to verify the data.";
        /// The message has no CWT tag (61).
        NotCwt = "KER-CWS-111", "Error - Invalid CWT Signed input.";
        /// The message is no COSE_Sign1 (tag 18).
        NotCoseSign1 = "KER-CWS-112", "Error - Invalid COSE Sign1.";
        /// Nobody here signs with this algorithm.
        SignatureAlgorithm = "KER-SIG-113", "Signature Algorithm Not Supported";
        /// A claim or header cannot be read.
        ClaimsUnreadable = "KER-SIG-114", "Input data parsing error.";
        /// The token's time has not come.
        TokenNotYetValid = "KER-SIG-115", "Token is not yet valid; Not Before date is in the future.";
        /// The token's time is over.
        TokenExpired = "KER-SIG-116", "Token is no longer valid; Expiry date exceeded.";
        /// A number of days is below zero.
        NegativeValue = "KER-SIG-117", "Negative values are not allowed for {0}.";
        /// A claim that was asked for is not there.
        ClaimMissing = "KER-SIG-118", "{0} Claim not found in the CWT Token.";
        /// A claim is another than the one asked for.
        ClaimMismatch = "KER-SIG-119", "Provided {0} Claim value not matched with CWT.";
        /// An uploaded certificate cannot be read.
        UploadUnreadable = "KER-PCM-001", "Invalid Certificate uploaded.";
        /// The certificate is already in this trust store.
        AlreadyStored = "KER-PCM-003", "Certificate already exists in store.";
        /// An uploaded certificate is expired, not yet valid, or ends too soon.
        UploadDates = "KER-PCM-004", "Certificate Dates are not valid.";
        /// The authority's own root is not in the store.
        RootNotFound = "KER-PCM-005", "Root CA Certificate not found.";
        /// No path leads from the partner's certificate to a root of the domain.
        ChainNotFound = "KER-PCM-006", "Root CA/Intermediate CA Certificates not found.";
        /// Not X.509 version 3.
        VersionNotSupported = "KER-PCM-007", "Certificate version not supported.";
        /// Another organization than the partner's.
        OrganizationMismatch = "KER-PCM-008", "Partner Organization Name not Matched.";
        /// The certificate id is malformed.
        BadCertificateId = "KER-PCM-010", "Invalid Partner Certificate ID.";
        /// No such trust domain.
        DomainUnknown = "KER-PCM-011", "Invalid Partner Domain.";
        /// No partner certificate has this id.
        PartnerCertificateNotFound = "KER-PCM-012", "Partner Certificate not found for the given ID.";
        /// RSA of less than 2048 bits, or no RSA.
        WeakKey = "KER-PCM-013", "Partner Certificate Key Size is less than allowed size.";
        /// Signed with something else than SHA-2.
        WeakSignature = "KER-PCM-014", "Partner Certificate Signature algorithm not supported.";
        /// A partner's certificate signs itself.
        SelfSigned = "KER-PCM-015", "Self Signed Certificate not allowed as partner.";
        /// A random key cannot be wrapped or unwrapped.
        ZkKeyCipher = "KER-ZKC-001", "Failed to Encrypt/Decrypt Random Key.";
        /// No random key has this index.
        ZkKeyUnknown = "KER-ZKC-002", "No unique alias is found.";
        /// There is nothing to encrypt or decrypt, or no id to bind it to.
        ZkAttributesEmpty = "KER-ZKC-003", "Data attributes Empty.";
        /// A value cannot be encrypted or decrypted.
        ZkCipher = "KER-ZKC-004", "Data Encryption/Decryption Error.";
        /// No part of the random key is for this key manager.
        ZkRandomKey = "KER-ZKC-006", "Invalid encrypted random Key.";
        /// UIN or partner code is blank.
        TokenIdInput = "KER-TIG-010", "UIN or partner code is null or empty.";
        /// The provider's id is blank.
        LicenseTsp = "KER-LKM-001", "TSP entered is null or empty.";
        /// There is no such permission.
        LicensePermission = "KER-LKM-003", "Permission value entered is not accepted.";
        /// The provider has no such licence key.
        LicenseUnknown = "KER-LKM-004", "LicenseKey Not Found.";
        /// The licence key's time is over.
        LicenseExpired = "KER-LKM-005", "LicenseKey Expired.";
        /// The licence key is blank.
        LicenseBlank = "KER-LKM-006", "License Key entered is null or empty.";
        /// A permission is blank.
        LicensePermissionBlank = "KER-LKM-007", "Permission entered is an empty string.";
        /// The licence would end before it begins.
        LicenseDates = "KER-LKM-008", "Expiry DateTime should be ahead of current DateTime.";
        /// The licence key has no permissions.
        LicenseUnmapped = "KER-LKM-009", "No Permissions has been mapped to the entered TSP-LicenseKey Pair.";
        /// A member of a licence request is unreadable.
        LicenseRequest = "KER-LKM-999", "Invalid request input";
    }
}
