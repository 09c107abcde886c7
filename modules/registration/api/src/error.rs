//! Error catalogue of registration processing, in MOSIP's RPR codes.

types::catalogue! {
    /// Errors of sync, receiver, status and transaction services, and of the pipeline's own views.
    pub enum RegistrationError {
        /// No packet of this name was announced by a sync.
        NotSynced = "RPR-PKR-001", "Packet Not Found in Sync Table";
        /// The upload is larger than allowed.
        PacketTooLarge = "RPR-PKR-002", "Invalid Packet Size";
        /// The uploaded file is not named `<packet id>.zip`.
        PacketFormat = "RPR-PKR-003", "Invalid Packet Format";
        /// Another packet of this registration was received before.
        DuplicatePacket = "RPR-PKR-005", "Duplicate Request Received";
        /// The multipart body has no file.
        NoPacket = "RPR-PKR-006", "Packet Not Available in Request";
        /// The upload failed inside.
        ReceiverInternal = "RPR-PKR-007", "Unknown Exception Found", 500 retry;
        /// The bytes do not have the hash the sync announced.
        PacketHash = "RPR-PKR-009", "Packet HashSequence did not match";
        /// The database failed.
        ReceiverDatabase = "RPR-PKR-012", "Unable to Access Database", 500 retry;
        /// The bytes do not have the length the sync announced.
        PacketSize = "RPR-PKR-013", "Packet Size is Not Matching";
        /// A packet of a process this system does not run yet.
        ProcessUnknown = "RPR-PKR-004", "Packet Validation Failed - process {0} is not offered";

        /// The registration tables cannot be reached.
        Database = "RPR-RGS-001", "Unable to Access Registration Table", 500 retry;
        /// Unknown registration type.
        SyncType = "RPR-RGS-003", "Invalid Sync Type";
        /// The language code is not of three letters.
        Language = "RPR-RGS-004", "Invalid Language Code - Language Code must be of Three Characters";
        /// No registration id.
        RidMissing = "RPR-RGS-006", "Invalid Request Value - RID cannot be NULL";
        /// The time inside the registration id is no time.
        RidTime = "RPR-RGS-007", "Invalid Request Value - Invalid Timestamp in RID";
        /// The registration id is not numeric.
        RidDigits = "RPR-RGS-008", "Invalid Request Value - RID must be Numberic";
        /// The registration id has the wrong length.
        RidLength = "RPR-RGS-009", "Invalid Request Value - RID Length is not as per Configuration";
        /// A value is missing.
        Missing = "RPR-RGS-013", "Missing Request Value - {0}";
        /// A value is not acceptable.
        Invalid = "RPR-RGS-014", "Invalid Request Value - {0}";
        /// The body is not what this service reads.
        Input = "RPR-RGS-015", "Invalid Request Value - Input Data is Incorrect";
        /// The decrypted list is not JSON of the expected form.
        Json = "RPR-RGS-017", "JSON Parsing Failed";
        /// `version` is missing.
        VersionMissing = "RPR-RGS-019", "Missing Request Value - version";
        /// `requesttime` is missing.
        TimeMissing = "RPR-RGS-020", "Missing Request Parameter - requesttime";
        /// `id` is missing.
        IdMissing = "RPR-RGS-021", "Missing Request Parameter - id";
        /// `version` is not the service's.
        Version = "RPR-RGS-022", "Invalid Request Parameter - version";
        /// `requesttime` is no time, or too far from now.
        Time = "RPR-RGS-023", "Invalid Request Parameter - requesttime";
        /// `id` is not the service's.
        Id = "RPR-RGS-024", "Invalid Request Parameter - id";
        /// The supervisor's verdict is neither of the two.
        SupervisorStatus = "RPR-RGS-026", "Invalid Request Value - Supervisor Status can be APPROVED/REJECTED";
        /// No packet hash.
        HashMissing = "RPR-RGS-027", "Invalid Request Value - Hash Sequence is NULL";
        /// The list does not decrypt with the key of this centre and machine.
        Decryption = "RPR-RGS-028", "Request Decryption Failed";
        /// Others were in the way in the database for too long.
        Busy = "RPR-RGS-030", "DataAccessLayerException while syncing Registartion Id's", 500 retry;
        /// No such registration.
        RidNotFound = "RPR-RGS-031", "RID Not Found";
        /// More registrations fit than would find a person.
        LostTooMany = "RPR-RGS-032", "More registrations fit than can be shown: say more about the person";
        /// The days asked for are too far apart, or in the wrong order.
        LostRange = "RPR-RGS-034", "The dates must lie in order and at most 30 days apart";
        /// No such packet.
        PacketNotFound = "RPR-RGS-037", "PacketId Not Found";
        /// No such registration (transaction service).
        TransactionRidNotFound = "RPR-RTS-001", "RID Not Found";

        /// The registration is not waiting for anything a retry could help.
        NotRetryable = "RPR-WAA-004", "Workflow id {0} is not PAUSED";
        /// No such registration (workflow service).
        WorkflowNotFound = "RPR-WAA-003", "Workflow id {0} not found in registration table";
        /// No such adjudication case, or it is decided.
        CaseNotFound = "RPR-MVS-004", "No Assigned Record Found";
        /// A decision needs a reason.
        ReasonMissing = "RPR-MVS-005", "fields can not be empty";
        /// The case was decided by somebody else meanwhile.
        CaseDecided = "RPR-MVS-003", "Invalid status update";

        /// The packet cannot be read (packet manager).
        Packet = "KER-PUT-009", "Unable to parse zip";
        /// The packet does not decrypt (packet manager).
        PacketDecryption = "KER-PUT-003", "Packet decryption failed";
        /// The packet is not in the store (packet manager).
        PacketMissing = "KER-PUT-027", "Object doesnot exists.";
        /// The hash of an encrypted part does not match (packet manager).
        PacketIntegrity = "KER-PUT-019", "Packet Integrity check failed";
        /// A field is not in the packet (packet manager).
        FieldMissing = "KER-PUT-007", "Biometric field name is not present in packet";
        /// The blob store failed.
        Store = "KER-PUT-014", "Packet keeper exception occurred", 500 retry;
    }
}
