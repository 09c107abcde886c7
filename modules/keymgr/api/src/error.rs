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
        /// Data has no splitter or is not base64.
        DataUnreadable = "KER-CRY-003", "data sent to decrypt is without key splitter or invalid /  input data is not base64 encoded";
        /// Nothing to encrypt or decrypt.
        DataMissing = "KER-CRY-004", "data should not be null or empty";
        /// Master keys sign; they do not encrypt.
        MasterKeyEncrypts = "KER-CRY-011", "Not Allowed to preform encryption with Master Key. Use Base/Encrypt key to encrypt data.";
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
    }
}
