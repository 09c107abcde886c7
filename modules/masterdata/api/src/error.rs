//! Error catalogue of master data, in MOSIP's codes. Where MOSIP gives one code several texts, the text is given at the place.

types::catalogue! {
    /// Errors of master data.
    pub enum MasterdataError {
        /// No kind of application matches.
        ApplicationNotFound = "KER-MSD-002", "Application not found";
        /// No attribute of that biometric type.
        BiometricAttributeNotFound = "KER-MSD-004", "BiometricAttribute not found";
        /// No biometric type matches.
        BiometricTypeNotFound = "KER-MSD-006", "Biometric Type not found";
        /// The word is not listed.
        WordNotFound = "KER-MSD-008", "Blocklisted word not found";
        /// No device matches.
        DeviceNotFound = "KER-MSD-010", "Device not Found";
        /// No model of devices matches.
        DeviceSpecificationNotFound = "KER-MSD-012", "Device Specification not found";
        /// No document category matches.
        DocumentCategoryNotFound = "KER-MSD-014", "Document Category not found";
        /// The pair of category and type is not listed.
        ValidDocumentNotFound = "KER-MSD-016", "Valid document not found";
        /// No gender matches.
        GenderNotFound = "KER-MSD-018", "Gender Type not found";
        /// No holiday matches.
        HolidayNotFound = "KER-MSD-020", "Holiday not found";
        /// No kind of identifier matches.
        IdTypeNotFound = "KER-MSD-022", "ID Type not found.";
        /// The language has no entries.
        LanguageWithoutEntries = "KER-MSD-023", "Error occured while fetching Languages";
        /// The language is not listed.
        LanguageNotFound = "KER-MSD-24", "Language not found";
        /// No location matches.
        LocationNotFound = "KER-MSD-026", "Location not found";
        /// The parent of a location does not exist.
        ParentLocationUnknown = "KER-MSD-027", "Parent Location {0} does not exist";
        /// No machine matches.
        MachineNotFound = "KER-MSD-030", "Machine not Found";
        /// The machine did not exist at that time.
        MachineHistoryNotFound = "KER-MSD-032", "Machine History not found";
        /// A time in the path is not one.
        InvalidDate = "KER-MSD-033", "Invalid date format";
        /// No reason matches.
        ReasonNotFound = "KER-MSD-036", "Reason not found";
        /// No template matches; also no format of templates.
        TemplateNotFound = "KER-MSD-046", "Template not found.";
        /// No form of address matches.
        TitleNotFound = "KER-MSD-048", "Title not found";
        /// The device type has devices.
        DeviceTypeInUse = "KER-MSD-055", "Mapping exist before deactivating remove the mapping";
        /// The kind of machines has machines.
        MachineTypeInUse = "KER-MSD-065", "Mapping exist before deactivating remove the mapping";
        /// No kind of machines matches.
        MachineTypeNotFound = "KER-MSD-063", "Machine Type Not Found";
        /// No model of machines matches.
        MachineSpecificationNotFound = "KER-MSD-117", "Machine Specification not Found";
        /// No document type matches.
        DocumentTypeNotFound = "KER-MSD-118", "Document Type not found";
        /// The machine does not exist.
        MachineUnknown = "KER-MSD-214", "Machine ID {0} does not exist";
        /// The machine's centre lies in another zone.
        MachineCenterZone = "KER-MSD-219", "The zone of the registration center in the request does not match the zone of the machine";
        /// The machine's centre does not exist.
        MachineCenterUnknown = "KER-MSD-222", "The registration center in the request is not present in db";
        /// The zone lies outside the administrator's.
        MachineZoneForbidden = "KER-MSD-255", "Admin not authorized to access this Machine for this Zone";
        /// The encryption key cannot be read.
        MachineKeyInvalid = "KER-MSD-257", "Invalid public key provided";
        /// The signing key cannot be read.
        MachineSignKeyInvalid = "KER-MSD-410", "Invalid sign public key provided";
        /// Another machine has the name.
        MachineNameTaken = "KER-MSD-413", "Entry already found for the provided machine name";
        /// Another machine has one of the keys.
        MachineKeyTaken = "KER-MSD-414", "Entry already found for the provided public keys";
        /// The member of staff is mapped to no centre.
        CenterUserNotFound = "KER-USR-007", "User Center mapping not found";
        /// The member of staff has no active zone.
        ZoneUserInactive = "KER-USR-008", "Zone user mapping not exists or not active";
        /// The centre of a member of staff does not exist.
        CenterUserUnknownCenter = "KER-USR-012", "Reg center is not exists for given language";
        /// The member of staff is mapped already.
        CenterUserExists = "KER-USR-013", "User already exists";
        /// The zone lies outside the administrator's.
        ZoneUserForbidden = "KER-USR-014", "Admin not authorized to access for this Zone";
        /// The centre lies outside the zone of the member of staff.
        CenterUserZone = "KER-USR-015", "Provided center zone is not part of user zone";
        /// The member of staff has that zone already.
        ZoneUserExists = "KER-USR-018", "duplicate request";
        /// The member of staff has another zone.
        ZoneUserElsewhere = "KER-USR-021", "The given user already mapped with different zone";
        /// No kind of registration centres matches.
        CenterTypeNotFound = "KER-MSD-120", "Registration center type not found";
        /// The device did not exist at that time.
        DeviceHistoryNotFound = "KER-MSD-129", "Device History not found";
        /// The attributes do not determine an applicant type.
        ApplicantTypeUndetermined = "KER-MSD-147", "Invalid query passed for applicant type";
        /// No document is listed for the applicant type.
        ApplicantDocumentsNotFound = "KER-MSD-150", "Document Category- Document Type mapping not found";
        /// The date of birth lies in the future; also no individual type.
        BirthDateInFuture = "KER-MSD-151", "DOB cannot exceed current date";
        /// No kind of devices matches.
        DeviceTypeNotFound = "KER-MSD-209", "Required Device Type detail Not Found";
        /// No registration centre matches.
        CenterNotFound = "KER-MSD-215", "Registration Center not found";
        /// No module matches.
        ModuleNotFound = "KER-MSD-248", "Module not Found";
        /// No type of templates matches.
        TemplateTypeNotFound = "KER-MSD-249", "Template Type not Found";
        /// The time of the last update cannot be read.
        LastUpdatedUnreadable = "KER-MSD-261", "Error occurred while parsing lastUpdated timesatamp";
        /// The time of the last update lies in the future.
        LastUpdatedInFuture = "KER-MSD-262", "Timestamp cannot be future date";
        /// A filter names no column.
        ColumnMissing = "KER-MSD-311", "Column is missing in request";
        /// A filter has no type.
        FilterTypeMissing = "KER-MSD-312", "Filter type is missing";
        /// The page cannot be had.
        InvalidPagination = "KER-MSD-313", "Invalid pagination value received pagestart:{0} and pagefetch:{1}";
        /// A sort has no field or no direction.
        SortMissing = "KER-MSD-314", "Missing sort field or sort type values";
        /// A range lacks an end.
        RangeMissing = "KER-MSD-315", "Invalid fromValue or toValue";
        /// The column does not exist.
        ColumnUnknown = "KER-MSD-317", "Column {0} doesn't exist for the searched entity";
        /// The column cannot be filtered that way.
        FilterTypeUnsupported = "KER-MSD-318", "Column {0} doesn't support filter type {1}";
        /// A value filter has no type.
        ValueFilterTypeMissing = "KER-MSD-322", "Filter Type cannot be empty or null";
        /// A value filter has an unknown type.
        ValueFilterTypeUnknown = "KER-MSD-324", "Received Filter Type not supported";
        /// A field to sort by does not exist.
        SortFieldInvalid = "KER-MSD-357", "Invalid sort field {0}";
        /// Neither ascending nor descending.
        SortTypeInvalid = "KER-MSD-358", "Sort type {0} is not supported";
        /// A value cannot be compared with the column.
        FilterValueInvalid = "KER-MSD-390", "Invalid filter value";
        /// The level of the location hierarchy does not exist.
        LocationLevelNotFound = "KER-MSD-398", "Location Hierarchy not Found";
        /// The year is not one.
        YearInvalid = "KER-MSD-443", "Invalid year provided";
        /// The centre's id is not known.
        CenterIdInvalid = "KER-MSD-802", "Center ID is invalid";
        /// A row of this key is there already.
        AlreadyExists = "KER-MSD-994", "Code already exists";
        /// The row is in that state already.
        SameStatus = "KER-MSD-998", "Already activated or deactivated";
        /// The request is not valid; the text says where.
        Invalid = "KER-MSD-999", "{0}";
        /// The language is not one of the country's.
        LanguageInvalid = "KER-LANG-ERR", "Language Code is Invalid";
        /// The language is not one of the country's, on creation.
        LanguageUnsupported = "KER-MSD-705", "{0} Language does not supported by MOSIP";
        /// The database failed.
        Storage = "KER-MSD-500", "Internal server error", 500 retry;
        /// A dynamic field does not exist.
        DynamicFieldNotFound = "KER-SCH-003", "Dynamic field not found";
        /// An identity schema does not exist.
        SchemaNotFound = "KER-SCH-007", "Identity schema not found";
        /// No identity schema is published.
        NoPublishedSchema = "KER-SCH-008", "No published Identity schema";
        /// The schema has been published.
        SchemaPublished = "KER-SCH-009", "Schema already published";
        /// A schema cannot be published into the past.
        SchemaDateInPast = "KER-SCH-010", "Schema effective from date cannot be older";
        /// The schema cannot be used.
        SchemaInvalid = "KER-SCH-014", "Error while constructing schema json: {0}";
        /// The schema has a field twice.
        SchemaDuplicateFields = "KER-SCH-016", "Duplicate fields found {0}";
        /// The UI specification does not exist.
        UiSpecNotFound = "KER-UIS-004", "UI spec not found";
        /// No UI specification is published.
        NoPublishedUiSpec = "KER-UIS-005", "No published UI spec";
        /// The UI specification has been published.
        UiSpecPublished = "KER-UIS-006", "UI spec already published";
        /// A UI specification cannot be published into the past.
        UiSpecDateInPast = "UIS-UIS-007", "UI spec effective from date cannot be older";
        /// The UI specification cannot be used.
        UiSpecInvalid = "KER-UIS-008", "Error while parsing json string: {0}";
        /// The schema of a UI specification does not exist.
        UiSpecSchemaNotFound = "KER-UIS-009", "Identity schema not found";
        /// The centre has no exceptional holidays.
        NoExceptionalHolidays = "KER-EHD-002", "Exceptional Holiday not found";
        /// The country has no days of the week in that language.
        NoWeekDays = "KER-WKDS-002", "No week day found";
        /// The centre has no working days.
        NoWorkingDays = "KER-WKDS-003", "No working/non working day data found";
        /// A zone does not exist.
        ZoneNotFound = "KER-MSD-339", "No zone found for the logged-in user {0}";
        /// A member of staff has no zone.
        ZoneUserNotFound = "KER-MSD-391", "Zone mapping missing. Please contact the administrator.";
        /// The setting does not exist.
        SettingUnknown = "TES-MSD-001", "There is no setting {0}";
        /// The value does not fit the setting.
        SettingInvalid = "TES-MSD-002", "The setting {0} does not take this value: {1}";
    }
}
