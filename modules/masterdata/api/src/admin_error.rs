//! Error catalogue of the administration services, in MOSIP's codes.

types::catalogue! {
    /// Errors of the administration services.
    pub enum AdminError {
        /// The event could not be recorded.
        LogFailed = "ADM-PKT-000", "Failed to log the admin audit", 200 retry;
        /// The registration was made outside the administrator's zone.
        ZoneForbidden = "ADM-PKT-001", "Admin is not authorized";
        /// It is no registration id.
        RidInvalid = "ADM-PKT-002", "RID is invalid";
        /// The centre of a registration is not known. MOSIP writes this code with an underscore.
        CenterUnknown = "ADM_PKT-003", "Center does not exist";
        /// Nothing is known about a registration.
        RidNotFound = "ADM-PKT-004", "RID Not Found";
        /// The event cannot be recorded as it is.
        LogInvalid = "ADM-PKT-005", "Invalid admin log details";
        /// The registration processor did not answer.
        StatusFailed = "ADM-PKT-090", "Error occured while fetching packet status update", 200 retry;
        /// A lost registration cannot be looked for by this.
        LostNotFound = "ADMN-LRID-001", "Unable ro find the lost rid..";
        /// A member of a search of registrations is missing or cannot be understood.
        SearchMissing = "RPR-WAA-000", "Missing Request Value - {0}";
        /// What is to happen to a registration is no action.
        ActionInvalid = "RPR-WAA-001", "Invalid Request Value - {0}";
        /// A search of registrations names a column that cannot be searched.
        SearchInvalid = "RPR-WAA-002", "Unknown Exception: {0} cannot be searched";
    }
}
