//! Error catalogue of credential requests and cards: MOSIP's codes, and ours where MOSIP has none.

types::catalogue! {
    /// Errors of credential requests, cards and their QR.
    pub enum CredentialError {
        /// The database failed.
        Storage = "IDR-CRG-001", "data access layer exception", 500 retry;
        /// No request has this id.
        RequestNotFound = "IDR-CRG-003", "request id is not present";
        /// The request is past the point where it can be cancelled or is being worked on.
        RequestProcessed = "IDR-CRG-004", "request id already processed";
        /// A time is not of MOSIP's format.
        Date = "IDR-CRG-008", "Date Parsing Error format should be yyyy-MM-dd'T'HH:mm:ss.SSS'Z'";
        /// No request matches.
        NoRecords = "IDR-CRG-009", "No records found";
        /// Encryption at rest failed.
        Encryption = "IDR-CRG-010", "Failed to encrypt/decrypt data using Keymanager", 500 retry;
        /// The individual of a request is not in the ID repository, or not active.
        NoIdentity = "IDR-CRS-003", "ID repo response is null";
        /// The card could not be drawn from the identity.
        Formatting = "IDR-CRS-006", "exception while formatting";
        /// The blob store failed.
        Files = "IDR-CRS-009", "IO exception", 500 retry;
        /// The QR could not be signed.
        Signature = "IDR-CRS-012", "Failed to generate digital signature", 500 retry;
        /// A member of a request is missing.
        Missing = "TES-CRD-001", "{0} is missing";
        /// No credential of this type is made here.
        Type = "TES-CRD-002", "credentials of type {0} are not issued here";
        /// The card is not there yet.
        CardNotReady = "TES-CRD-003", "The card is not ready yet", 404;
    }
}
