//! Error catalogue of the hotlist, in MOSIP's codes.

types::catalogue! {
    /// Errors of the hotlist.
    pub enum HotlistError {
        /// A member is missing.
        Missing = "ADM-HTL-001", "Missing Input Parameter - {0}";
        /// A member cannot be used.
        Invalid = "ADM-HTL-002", "Invalid Input Parameter - {0}";
        /// Identifiers of that type are not listed.
        IdTypeNotAllowed = "ADM-HTL-003", "Input IdType not allowed to hotlist";
        /// The body cannot be read.
        Request = "ADM-HTL-004", "Invalid Request";
        /// The database failed.
        Storage = "ADM-HTL-006", "Database error occured", 500 retry;
        /// The identifier was never listed.
        NotListed = "ADM-HTL-007", "No Record(s) found";
        /// The identifier has that status already.
        StillActive = "ADM-HTL-008", "Failed to hotlist as existing hotlist is still active";
        /// The identifier could not be encrypted or decrypted.
        Crypto = "ADM-HTL-014", "Failed to encrypt/decrypt the id", 500 retry;
    }
}
