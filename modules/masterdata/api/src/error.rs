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
        /// A kind of application of that code is there already.
        ApplicationTaken = "KER-MSD-193", "An application type with this code exists already in this language: choose another code";
        /// A biometric attribute cannot be stored.
        BiometricAttributeRefused = "KER-APP-103", "The biometric attribute exists already, or its biometric type does not exist";
        /// A biometric type of that code is there already.
        BiometricTypeTaken = "KER-MSD-105", "A biometric type with this code exists already: choose another code";
        /// The word is listed already.
        WordTaken = "KER-MSD-071", "Duplicate Blocklisted word request: the word is listed already";
        /// A device of that id is there already.
        DeviceTaken = "KER-MSD-069", "A device with this id exists already";
        /// The device does not exist.
        DeviceUnknown = "KER-MSD-042", "Device ID {0} does not exist";
        /// The device is mapped to a centre.
        DeviceMapped = "KER-MSD-438", "Device cannot be Decommissioned as it is assigned to a Registration Center";
        /// The device lies outside the administrator's zone.
        DeviceZoneForbidden = "KER-MSD-439", "Admin not authorized to access this Device for this Zone";
        /// No device is mapped to the centre.
        CenterDevicesNotFound = "KER-MSD-441", "Registration Center and Device Not Found";
        /// A model of devices of that id is there already.
        DeviceSpecificationTaken = "KER-MSD-054", "A device specification with this id exists already: choose another id";
        /// The kind of devices does not exist.
        DeviceTypeInvalid = "KER-MSD-714", "Invalid dtype_code received: choose an existing device type";
        /// The model of devices has devices.
        DeviceSpecificationInUse = "KER-MSD-217", "Mapping exist before deactivating remove the mapping";
        /// The model of devices has devices.
        DeviceSpecificationNeeded = "KER-MSD-121", "Cannot delete dependency found";
        /// A kind of devices of that code is there already.
        DeviceTypeTaken = "KER-MSD-053", "A device type with this code exists already: choose another code";
        /// A document category of that code is there already.
        DocumentCategoryTaken = "KER-MSD-051", "A document category with this code exists already in this language: choose another code";
        /// The document category has documents.
        DocumentCategoryNeeded = "KER-MSD-123", "Cannot delete dependency found";
        /// A document type of that code is there already.
        DocumentTypeTaken = "KER-MSD-052", "A document type with this code exists already in this language: choose another code";
        /// The document type is mapped to a category.
        DocumentTypeInUse = "KER-MSD-119", "Mapping exist before deactivating remove the mapping";
        /// The document type is mapped to a category.
        DocumentTypeNeeded = "KER-MSD-124", "Cannot delete dependency found";
        /// A gender of that code is there already.
        GenderTaken = "KER-MSD-068", "A gender with this code exists already in this language: choose another code";
        /// A kind of identifiers of that code is there already.
        IdTypeTaken = "KER-MSD-059", "An ID type with this code exists already in this language: choose another code";
        /// An individual type of that code is there already.
        IndividualTypeTaken = "KER-MSD-153", "An individual type with this code exists already in this language: choose another code";
        /// A language of that code is there already.
        LanguageTaken = "KER-MSD-049", "A language with this code exists already";
        /// A location of that code or name is there already.
        LocationTaken = "KER-MSD-385", "Location {0} already exist under the hierarchy";
        /// The location has active children.
        LocationHasChildren = "KER-MSD-300", "Cannot deactivate the Location as active child Location are mapped";
        /// The level of a location does not fit its parent or its level's name.
        LocationLevelInvalid = "KER-MSD-244", "Location hierarchy is invalid: level and name must be one of the country's, one below the parent's";
        /// The parent of a new location does not exist.
        LocationParentNotFound = "KER-MSD-243", "Parent location not found";
        /// The location has another level in another language.
        LocationLevelDiffers = "KER-MSD-389", "Location hierarchy level should not be different in different languages";
        /// The holiday is there already.
        HolidayTaken = "KER-MSD-240", "Duplicate holiday request received: this location has a holiday on this day in this language";
        /// The location of a holiday does not exist.
        HolidayLocationInvalid = "KER-MSD-730", "Invalid 'location_code' received: choose an existing location";
        /// The location of a changed holiday does not exist.
        HolidayLocationChanged = "KER-MSD-732", "Invalid 'location_code' received: choose an existing location";
        /// The machine is mapped to a centre.
        MachineMapped = "KER-MSD-256", "Machine cannot Decommissioned as some Registration centers are mapped";
        /// The machine lies outside the administrator's zone.
        MachineDecommissionForbidden = "KER-MSD-225", "User is not authorized to decommission the machine";
        /// A model of machines of that id is there already.
        MachineSpecificationTaken = "KER-MSD-258", "A machine specification with this id exists already: choose another id";
        /// The kind of machines does not exist.
        MachineTypeInvalid = "KER-MSD-722", "Invalid mtype_code received: choose an existing machine type";
        /// The model of machines has machines.
        MachineSpecificationInUse = "KER-MSD-088", "Mapping exist before deactivating remove the mapping";
        /// The model of machines has machines.
        MachineSpecificationNeeded = "KER-MSD-122", "Cannot delete dependency found";
        /// A kind of machines of that code is there already.
        MachineTypeTaken = "KER-MSD-061", "A machine type with this code exists already: choose another code";
        /// A group of reasons of that code is there already.
        ReasonCategoryTaken = "KER-MSD-057", "A reason category with this code exists already in this language: choose another code";
        /// A reason cannot be stored.
        ReasonRefused = "KER-MSD-058", "The reason exists already in this language, or its category does not exist";
        /// A centre of that id is there already in the language.
        CenterTaken = "KER-MSD-706", "The registration center exists already in this language: edit it instead";
        /// A centre cannot be deleted while something is mapped to it.
        CenterNeeded = "KER-MSD-192", "Cannot delete as dependency found";
        /// The centre is not there to be decommissioned.
        CenterGone = "KER-MSD-216", "Registration center has been already decommissioned or Registration center not found";
        /// The centre lies outside the administrator's zone.
        CenterZoneForbidden = "ADM-PKT-001", "Admin is not authorized: the registration center lies outside your zone";
        /// The centre has devices.
        CenterHasDevices = "KER-MSD-350", "Cannot Decommission the Registration Center, as some devices are mapped to the Registration Center";
        /// The centre has machines.
        CenterHasMachines = "KER-MSD-351", "Cannot Decommission the Registration Center, as some machines are mapped to the Registration Center";
        /// The centre has staff.
        CenterHasUsers = "KER-MSD-352", "Cannot Decommission the Registration Center, as some users are mapped to the Registration Center";
        /// The centre's coordinates are not coordinates.
        CenterCoordinatesInvalid = "KER-MSD-307", "Latitude or Longitude must have maximum 2 digits before and minimum 4 digits after decimal";
        /// The centre closes before it opens.
        CenterHoursInvalid = "KER-MSD-309", "Center Start Time must be smaller than Center End Time";
        /// Lunch ends before it starts.
        CenterLunchInvalid = "KER-MSD-308", "Center Lunch Start Time must be smaller than Center Lunch End Time";
        /// Lunch ends after the centre closes.
        CenterLunchLate = "KER-MSD-260", "Lunch end Time cannot be Greater Than Center End Time";
        /// Lunch starts before the centre opens.
        CenterLunchEarly = "KER-MSD-259", "Lunch Start time cannot less than Center Start time";
        /// The centre's location does not exist.
        CenterLocationNotFound = "ADM-MSD-446", "Location not found";
        /// The centre's location is of another level.
        CenterLocationLevel = "ADM-MSD-445", "location hierarchy is invalid: choose a location of the level that centers belong to";
        /// The zone does not exist.
        CenterZoneUnknown = "KER-MSD-340", "Zone {0} doesn't exist";
        /// The zone has zones below it.
        CenterZoneNotLeaf = "KER-MSD-346", "Received Zone Code is not a leaf Zone";
        /// The location of the centre's holidays does not exist.
        CenterHolidayLocationUnknown = "KER-MSD-221", "HolidayLocationCode Not Found";
        /// The kind of centres does not exist.
        CenterTypeUnknown = "KER-MSD-280", "Center Type not found for language";
        /// The number of kiosks is not one.
        CenterKiosksInvalid = "KER-MSD-281", "Number of kiosks must be a whole number above 0";
        /// A centre does not work on seven days of the week.
        CenterDaysIncomplete = "KER-MSD-803", "Cannot create as data for all seven days is not received";
        /// A kind of centres of that code is there already.
        CenterTypeTaken = "KER-MSD-101", "A registration center type with this code exists already in this language: choose another code";
        /// The kind of centres has centres.
        CenterTypeInUse = "KER-MSD-270", "Mapping exist before deactivating remove the mapping";
        /// The kind of centres has centres.
        CenterTypeNeeded = "KER-MSD-127", "Cannot delete dependency found";
        /// A template cannot be stored.
        TemplateRefused = "KER-MSD-145", "The template exists already in this language, or its file format, type or module does not exist";
        /// A format of templates of that code is there already.
        TemplateFormatTaken = "KER-MSD-232", "A template file format with this code exists already in this language: choose another code";
        /// The format has templates.
        TemplateFormatInUse = "KER-MSD-237", "Mapping exist before deactivating remove the mapping";
        /// The format has templates.
        TemplateFormatNeeded = "KER-MSD-125", "Cannot delete dependency found.";
        /// A type of templates of that code is there already.
        TemplateTypeTaken = "KER-MSD-072", "A template type with this code exists already in this language: choose another code";
        /// A form of address of that code is there already.
        TitleTaken = "KER-MSD-708", "A title with this code exists already in this language: choose another code";
        /// The document type is mapped to the category already.
        DocumentMapped = "KER-MSD-360", "Document Type is already mapped to the received Document Category";
        /// The document type is not mapped to the category.
        DocumentUnmapped = "KER-MSD-271", "Document Type is already unmapped from the received Document Category";
        /// The pair was never mapped.
        DocumentMappingUnknown = "KER-MSD-361", "Document Category Code {0} - Document Type {1} Mapping does not exist";
        /// The document category of a mapping does not exist.
        DocumentMappingCategory = "KER-MSD-355", "No Document Category found for the Document Category Code Received";
        /// A document cannot be mapped.
        ValidDocumentRefused = "KER-MSD-212", "The document category or the document type does not exist";
        /// An entry is needed by others.
        InUse = "KER-MSD-709", "Other entries need this one: change or deactivate them first";
        /// The value of a dynamic field is there already.
        DynamicFieldTaken = "KER-SCH-012", "Dynamic field already exists";
        /// The value of a dynamic field lacks code or value.
        DynamicFieldInvalid = "KER-DYN-001", "Dynamic field is invalid, must contain code and value keys";
        /// The zone of a member of staff cannot change while a centre is mapped.
        ZoneUserHasCenter = "KER-USR-011", "User Center mapping must be deleted before remapping user to different zone";
        /// The member of staff has no zone.
        ZoneUserAbsent = "KER-USR-017", "Zone & User mapping  not present in db";
        /// The zone of a member of staff is switched off.
        ZoneUserAsleep = "KER-USR-025", "Kindly activate user-zone mapping before activating user-center";
        /// A time in a path about staff is not one.
        UserDateInvalid = "KER-USR-002", "Invalid Date Format";
        /// The member of staff did not exist at that time.
        UserHistoryNotFound = "KER-USR-003", "User History not found";
        /// The centre's mapping of a device did not exist at that time.
        CenterDeviceHistoryNotFound = "KER-MSD-133", "registration center device history not found";
        /// The mapping of centre, machine and user did not exist at that time.
        CenterUserMachineHistoryNotFound = "KER-MSD-038", "Registration Center, Machine, User not found";
        /// A file of no format that is read.
        UploadFormat = "ADM-BLK-004", "Supported formats are xls, xlsx and csv files";
        /// An uploaded file is no packet.
        PacketFormat = "ADM-BLK-005", "Supported format is only zip file";
        /// An uploaded file has no content.
        UploadEmpty = "ADM-BLK-006", "Empty file is not acceptable please provide valid file";
        /// No file came with the request.
        UploadAbsent = "ADM-BLK-007", "No file uploaded";
        /// There is no such upload.
        UploadUnknown = "ADMN-BLK-TRNSCTNS-001", "Unable ro retrieve the transactions";
        /// The upload waits for no approval.
        UploadNotChecked = "TES-MSD-004", "This upload is not waiting for approval: look at its state again";
        /// Master data has no such entity.
        EntityUnknown = "TES-MSD-003", "Master data has no entity {0}";
        /// A page without rows was asked for.
        PageEmpty = "KER-MSD-500", "pageSize must be at least 1";
        /// Centres are looked for below a place that is not said.
        PlaceNameMissing = "KER-MSD-500", "Say the name of the place behind its level";
        /// The setting does not exist.
        SettingUnknown = "TES-MSD-001", "There is no setting {0}";
        /// The value does not fit the setting.
        SettingInvalid = "TES-MSD-002", "The setting {0} does not take this value: {1}";
        /// A schema or form has no list of fields.
        DefinitionNoFields = "TES-MSD-020", "The document has no list of fields";
        /// A schema or form has no such field.
        DefinitionFieldUnknown = "TES-MSD-021", "There is no field {0}";
        /// A schema or form has two fields of one name.
        DefinitionFieldTaken = "TES-MSD-022", "There is a field {0} already";
        /// The name of a field cannot stand in a document.
        DefinitionFieldName = "TES-MSD-023", "{0} is no name of a field: letters, digits and underscores, a letter first";
        /// The level of locations is no small number.
        DefinitionLevel = "TES-MSD-024", "{0} is no level of locations: a number from 0 to 255";
    }
}
