//! Error catalogue of the ID repository, in MOSIP's codes and words.

types::catalogue! {
    /// Errors of identities, VIDs, locks and drafts.
    pub enum IdRepoError {
        /// A member that is demanded is missing.
        Missing = "IDR-IDC-001", "Missing Input Parameter - {0}";
        /// A member has a value that is not allowed.
        Invalid = "IDR-IDC-002", "Invalid Input Parameter - {0}";
        /// The request is no JSON of the expected shape.
        BadRequest = "IDR-IDC-003", "Invalid Request";
        /// The request is longer than allowed.
        TooLarge = "IDR-IDC-008", "4XX - Client Error occured", 413;
        /// The database failed.
        Storage = "IDR-IDC-006", "Error occured while performing DB operations", 500 retry;
        /// No identity, VID or draft has this id.
        NotFound = "IDR-IDC-007", "No Record(s) found";
        /// The UIN or registration id is taken.
        Exists = "IDR-IDC-012", "Record already exists in DB";
        /// The attributes may not be changed any more.
        UpdateCount = "IDR-IDC-013", "Update count limit for the attributes exceeded:- {0}";
        /// The handle belongs to somebody.
        HandleExists = "IDR-IDC-014", "{0} : Handle record already exists in DB";
        /// What was stored cannot be read back whole.
        Integrity = "IDR-IDS-001", "Identity Element hash does not match", 500;
        /// A stored document cannot be read back whole.
        FileIntegrity = "IDR-IDS-002", "Biometric/Document hash does not match", 500;
        /// Encryption at rest failed.
        Encryption = "IDR-IDS-003", "Failed to either encrypt/decrypt message using Kernel Crypto Manager", 500 retry;
        /// The blob store failed.
        Files = "IDR-IDS-004", "Failed to store/retrieve files in Object Store", 500 retry;
        /// A file that a row names is not there.
        FileMissing = "IDR-IDS-006", "File(s) not found in Object Store", 500;
        /// The identity schema cannot be had.
        Schema = "IDR-IDS-008", "Failed to retrieve Identity Schema from kernel Syncdata service", 500 retry;
        /// No UIN could be had.
        UinGeneration = "IDR-IDS-011", "Failed to generate UIN", 500 retry;
        /// The VID is not active; the argument is its status.
        VidStatus = "IDR-VID-001", "VID is {0}";
        /// No VID number could be had.
        VidGeneration = "IDR-VID-002", "Failed to generate VID", 500 retry;
        /// The VID policy does not allow one more.
        VidPolicy = "IDR-VID-003", "Could not generate/regenerate VID as per policy";
        /// The UIN is not active; the argument is its status.
        UinStatus = "IDR-VID-004", "{0} UIN";
    }
}
