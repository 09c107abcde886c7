//! Error catalogue of partner and policy management, in MOSIP's codes.

types::catalogue! {
    /// Errors of partner and policy management.
    pub enum PartnerError {
        /// A member is missing or empty.
        MissingInput = "PMS_COR_001", "Missing Input Parameter - {0}";
        /// A member has a wrong value.
        InvalidInput = "PMS_COR_002", "Invalid Input Parameter - {0}";
        /// No such partner.
        UnknownPartner = "PMS_PRT_005", "Partner does not exist";
        /// The policy group named at registration does not exist.
        UnknownGroup = "PMS_PRT_002", "Policy group does not exist";
        /// The partner id is taken.
        PartnerExists = "PMS_PRT_003", "A partner with this id is registered already";
        /// The mail address is taken.
        EmailTaken = "PMS_PRT_011", "The mail address is registered for another partner";
        /// The mail address is not one.
        EmailForm = "PMS_PRT_012", "The mail address is not valid";
        /// The contact number is too long.
        ContactForm = "PMS_PRT_013", "The contact number has more than 16 characters";
        /// Unknown partner type.
        UnknownType = "PMS_PRT_010", "The partner type does not exist";
        /// The partner id is longer than 36 characters.
        IdLength = "PMS_PRT_052", "The partner id has more than 36 characters";
        /// The partner id has blanks.
        IdBlanks = "PMS_PRT_066", "The partner id must not contain blanks";
        /// The same mapping waits for approval.
        MappingPending = "PMS_PRT_053", "A request for this policy is waiting for approval";
        /// A partner that needs a group has none.
        GroupMissing = "PMS_PRT_054", "The partner has no policy group";
        /// Somebody else's partner.
        NotYours = "PMS_PRT_055", "This partner belongs to somebody else";
        /// The same mapping was approved before.
        MappingApproved = "PMS_PRT_060", "This policy is mapped to the partner already";
        /// The policy is not mapped to the partner.
        NotMapped = "PMS_PRT_061", "This policy is not mapped to the partner";
        /// The policy is of another group.
        OtherGroup = "PMS_PRT_098", "The policy does not belong to the partner's policy group";
        /// The type demands a group.
        GroupRequired = "PMS_PRT_108", "This partner type needs a policy group";
        /// The key's label is taken.
        LabelTaken = "PMS_PRT_110", "Given label already exists.Provide unique label.";
        /// The domain of a certificate is not known.
        UnknownDomain = "PMS_PRT_112", "The partner domain is AUTH, DEVICE, FTM or MISP";
        /// The mapping request does not exist.
        UnknownMapping = "PMS_PM_049", "The policy request does not exist";
        /// The mapping was approved before.
        AlreadyApproved = "PMS_PM_034", "Policy request already approved.";
        /// The mapping was rejected before.
        AlreadyRejected = "PMS_PM_035", "Policy request already rejected.";
        /// Neither Approved nor Rejected.
        ApprovalStatus = "PMS_PM_045", "Status should be either Approved or Rejected";
        /// The partner is not active.
        Inactive = "PMS_PMP_016", "Partner is not active.";
        /// The policy is not active.
        PolicyInactive = "PMS_PMP_019", "Partner policy is not active.";
        /// The policy does not exist.
        UnknownPolicy = "PMS_POL_008", "Policy ID does not exist";
        /// The policy's name is taken in its group.
        PolicyExists = "PMS_POL_004", "Policy Name already exists in the policy Group.Name :{0}";
        /// The group's name is taken.
        GroupExists = "PMS_POL_014", "Policy group exists with name :{0}";
        /// The group and the policy are not of each other.
        GroupMismatch = "PMS_POL_015", "Policy group and policy not mapped.";
        /// No group has this name.
        UnknownGroupName = "PMS_POL_019", "Policy group name does not exist";
        /// The policy is published.
        AlreadyPublished = "PMS_POL_020", "Can not publish the published policy";
        /// Unknown policy type.
        PolicyType = "PMS_POL_023", "Given policy type is not allowed";
        /// The document does not follow its type's rules.
        PolicyDocument = "PMS_PV_002", "Policy Object validation failed: {0}";
        /// No MISP partner has this id.
        UnknownMisp = "PMS_MSP_005", "MISP Partner does not exist";
        /// The MISP partner is not active.
        MispInactive = "PMS_MSP_405", "MISP partner is not active.";
        /// The MISP has a licence.
        LicenceExists = "PMS_MSP_416", "License key exists for the given provider.";
        /// The database failed.
        Storage = "PMS_COR_003", "Could not process the request", 500 retry;
    }
}
