//! Error catalogue of sync data, in MOSIP's codes.

types::catalogue! {
    /// Errors of sync data.
    pub enum SyncError {
        /// A parameter is missing.
        ParameterMissing = "KER-SNC-002", "Input parameter is missing: {0}";
        /// The time of the last sync cannot be read. MOSIP writes this code with an underscore.
        TimestampUnreadable = "KER_SNC-100", "Error occurred while parsing lastUpdated timestamp";
        /// No hub is named here, or the delivery is not signed by it.
        HubUnknown = "TES-SNC-001", "The delivery is not signed by the hub of this system", 401;
        /// A hub's delivery cannot be read.
        HubEvent = "TES-SNC-002", "The event cannot be read: topic, partnerDomain and a certificate chain are expected", 400;
        /// Machines could not be read.
        FetchMachine = "KER-SNC-102", "Error occurred while fetching Machine Details", 500 retry;
        /// Registration centres could not be read.
        FetchCenter = "KER-SNC-104", "Error occurred while fetching Registration Center", 500 retry;
        /// Templates could not be read.
        FetchTemplate = "KER-SNC-106", "Error occurred while fetching Templates", 500 retry;
        /// Types of templates could not be read.
        FetchTemplateType = "KER-SNC-107", "Error occurred while fetching Template Types", 500 retry;
        /// Reasons could not be read.
        FetchReason = "KER-SNC-108", "Error occurred while fetching Reason Category", 500 retry;
        /// Holidays could not be read.
        FetchHoliday = "KER-SNC-109", "Error occurred while fetching Holidays", 500 retry;
        /// Blocklisted words could not be read.
        FetchWord = "KER-SNC-110", "Error occurred while fetching Blacklisted Words", 500 retry;
        /// Languages could not be read.
        FetchLanguage = "KER-SNC-114", "Error occurred while fetching Languages", 500 retry;
        /// Document categories could not be read.
        FetchDocumentCategory = "KER-SNC-118", "Error occurred while fetching Document Category", 500 retry;
        /// Document types could not be read.
        FetchDocumentType = "KER-SNC-119", "Error occurred while fetching Document Type", 500 retry;
        /// Locations could not be read.
        FetchLocation = "KER-SNC-124", "Error occurred while fetching Location", 500 retry;
        /// Valid documents could not be read.
        FetchValidDocument = "KER-SNC-126", "Error occurred while fetching Valid Document Type", 500 retry;
        /// Machines of the centre could not be read.
        FetchCenterMachine = "KER-SNC-129", "Error occurred while fetching Registration Center Machine", 500 retry;
        /// Staff of the centre could not be read.
        FetchCenterUser = "KER-SNC-133", "Error occurred while fetching Registration Center User", 500 retry;
        /// The time of the last sync lies in the future.
        TimestampInFuture = "KER-SNC-135", "Timestamp cannot be future date";
        /// The machine belongs to no registration centre.
        CenterNotFound = "KER-SNC-141", "Registration center not found";
        /// Ways of signing in could not be read.
        FetchAuthenticationMethod = "KER-SNC-142", "Error occurred while fetching App Authorization Methods", 500 retry;
        /// Order of roles could not be read.
        FetchRolePriority = "KER-SNC-144", "Error occurred while fetching App Role Priorities", 500 retry;
        /// Processes could not be read.
        FetchProcess = "KER-SNC-145", "Error occurred while fetching processList", 500 retry;
        /// Rights on screens could not be read.
        FetchScreenAuthorization = "KER-SNC-146", "Error occurred while fetching Screen Authorization", 500 retry;
        /// The machine was moved to another centre.
        CenterChanged = "KER-SNC-149", "Registration Center has been updated for the received Machine ID";
        /// Screens could not be read.
        FetchScreen = "KER-SNC-150", "Error occurred while fetching Screen Detail", 500 retry;
        /// Documents of applicant types could not be read.
        FetchApplicantDocument = "KER-SNC-151", "Error occurred while fetching ApplicantValidDocument", 500 retry;
        /// Jobs of the client could not be read.
        FetchSyncJob = "KER-SNC-153", "Error occurred while fetching sync job definitons", 500 retry;
        /// No machine matches.
        MachineNotFound = "KER-SNC-155", "Machine not found";
        /// The name of a key is empty.
        KeyIndexMissing = "KER-SNC-163", "Key Index does not exist";
        /// The machine has other keys.
        KeyNotListed = "KER-SNC-164", "Public key not whitelisted";
        /// A key cannot be read.
        KeyInvalid = "KER-SNC-165", "Invalid public key provided";
        /// No identity schema is published.
        SchemaNotFound = "KER-SNC-166", "Identity schema fetch failed";
        /// Dynamic fields could not be read.
        FetchDynamicField = "KER-SNC-167", "Dynamic fields fetch failed", 500 retry;
        /// Levels of the location hierarchy could not be read.
        FetchLocationLevel = "KER-SNC-168", "Location hierarchy deserialization failed", 500 retry;
        /// The list of properties a desk may set could not be read.
        FetchPermittedConfig = "KER-SNC-169", "Failed to fetch permitted local config", 500 retry;
        /// No file or script has that name.
        FileNotFound = "KER-SNC-170", "Entity file not found";
        /// Something failed inside.
        Internal = "KER-SNC-500", "Internal server error", 500 retry;
        /// The body cannot be read.
        RequestInvalid = "KER-SNC-999", "{0}";
        /// Nobody works at the machine's centre.
        CenterUsersNotFound = "KER-SNC-303", "Registration center user not found";
        /// The answer could not be signed.
        SigningFailed = "KER-SGN-500", "Error occurred while signing the response", 500 retry;
        /// The signed text is malformed, or not by a machine that is known.
        SignInInvalid = "KER-SYN-AUTH-001", "Invalid Request";
        /// The signed text is not of now.
        SignInTime = "KER-SYN-AUTH-002", "Invalid Request Time";
        /// The kind of sign-in does not exist.
        SignInToken = "KER-SYN-AUTH-003", "Error while getting token";
    }
}
