//! Error catalogue of pre-registration, in MOSIP's codes. Several codes carry more than one text on purpose.

types::catalogue! {
    /// Errors of pre-registration.
    pub enum PreregError {
        // --- the wrapper ---
        /// The operation id is not this operation's.
        RequestId = "PRG_PAM_CORE_001", "Request id is invalid";
        /// The wrapper's version, as the application service says it.
        Version = "PRG_CORE_REQ_002", "Request version is invalid";
        /// The wrapper's time is missing.
        RequestTime = "PRG_CORE_REQ_003", "Invalid request time";
        /// No request.
        RequestBody = "PRG_CORE_REQ_004", "Request body is invalid";
        /// The wrapper's version, as data sync says it.
        SyncVersion = "PRG_PAM_CORE_002", "Request version is invalid";
        /// The wrapper's time, as data sync says it.
        SyncTime = "PRG_PAM_CORE_003", "Invalid request time";
        /// No request, as data sync says it.
        SyncBody = "PRG_PAM_CORE_004", "Request body is invalid";
        /// The stored hash and the stored content differ.
        Hashing = "PRG_CORE_REQ_010", "hashing failed";
        /// The wrapper's time is not of this day (UTC).
        RequestDate = "PRG_CORE_REQ_013", "Request date should be current date";
        /// A language this country does not use.
        Language = "PRG_CORE_REQ_014", "Lang code is invalid";
        /// No JSON, or a member of the wrong type.
        Input = "PRG_CORE_REQ_015", "Invalid request input";
        /// Storage, key manager or another module failed.
        Internal = "PRG_CORE_REQ_016", "Internal server error", 200 retry;
        /// A document type that the category does not take.
        DocumentType = "PRG_CORE_REQ_017", "Document type code is invalid {0}";
        /// A document category nobody knows.
        DocumentCategory = "PRG_CORE_REQ_018", "Document Category code is invalid {0}";
        /// A date that is not `yyyy-MM-dd`.
        DateFormat = "PRG_CORE_REQ_019", "Invalid date time format";
        /// A range that ends before it begins.
        DateRange = "PRG_CORE_REQ_020", "From date is greater than To date";

        // --- identity object ---
        /// Not `{"identity": {…}}`.
        IdentityShape = "KER-IOV-003", "Failed to parse/convert Id Object";
        /// An attribute with a wrong value or of an unknown name.
        IdentityInvalid = "KER-IOV-004", "Invalid input parameter - {0}";
        /// A missing attribute.
        IdentityMissing = "KER-IOV-005", "Missing input parameter - {0}";

        // --- applications ---
        /// The UI specification cannot be had.
        UiSpec = "PRG_APP_003", "Failed to fetch the ui spec";
        /// A portal's audit entry is incomplete.
        Audit = "PRG_APP_007", "Audit Failed";
        /// The operation has been replaced (captcha is on).
        Deprecated = "PRG_APP_008", "The requested resource has been Deprecated";
        /// The list of bookings is empty.
        NoRecords = "PRG_APP_012", "No Records Found";
        /// No application has this id (application paths).
        NoApplication = "PRG_APP_013", "No Records Found";
        /// The application is somebody else's (application paths).
        NotOwnApplication = "PRG_APP_015", "Requested application id does not belong to the user";
        /// An unknown kind of application.
        BookingType = "PRG_APP_016", "Invalid booking type";
        /// The application's state does not allow deletion.
        DeleteNotAllowed = "PRG_PAM_APP_003", "delete operation is not allowed";
        /// No application has this id.
        NotFound = "PRG_PAM_APP_005", "No data found for the requested pre-registration id";
        /// The page size is not positive.
        PageSize = "PRG_PAM_APP_015", "Page size must be greater than zero";
        /// Nothing stands on this page.
        EmptyPage = "PRG_PAM_APP_016", "no record found for the requested page index";
        /// The application is somebody else's.
        NotOwner = "PRG_PAM_APP_017", "Requested preregistration id does not belong to the user";
        /// The page number is no number.
        PageIndex = "PRG_PAM_APP_019", "Invalid page index value";
        /// The identity schema or the number generator cannot be had.
        SchemaFetch = "PRG_PAM_APP_020", "Id schema fetch failed";
        /// The application's state does not allow changes.
        NotUpdatable = "PRG_PAM_APP_022", "Application can not be updated!!";
        /// Something is missing before an appointment can be asked for.
        NotReady = "PRG_PAM_APP_023", "Failed to update status to pending appointment";
        /// Consent was not given.
        ConsentMissing = "TES-PRG-001", "The terms have to be accepted before an application is started";
        /// Too few, too many or not the mandatory data languages.
        DataLanguages = "TES-PRG-002", "Choose between {0} and {1} languages, among them {2}";

        // --- documents ---
        /// The file is not of an allowed format.
        DocumentFormat = "PRG_PAM_DOC_004", "Invalid document format supported";
        /// No such document.
        DocumentNotFound = "PRG_PAM_DOC_005", "Documents is not found for the requested pre-registration id";
        /// Deleting failed.
        DocumentDelete = "PRG_PAM_DOC_006", "Documents failed to delete";
        /// The file is too long.
        DocumentTooLarge = "PRG_PAM_DOC_007", "Document exceeding permitted size";
        /// The document could not be stored, or its name or number is too long.
        DocumentUpload = "PRG_PAM_DOC_009", "Document upload failed";
        /// An id is missing in a copy.
        DocumentIds = "PRG_CORE_REQ_001", "Requested pre-registration id is missing";
        /// The number of a document has more than 50 characters or others than letters and digits.
        DocumentReference = "PRG_PAM_DOC_015", "Document reference number is invalid";
        /// The document belongs to another application.
        DocumentNotOwned = "PRG_PAM_DOC_019", "DocumentId is not belongs to the pre-registration Id";
        /// The application's state does not allow changes of documents.
        DocumentLocked = "PRG_PAM_DOC_024", "Document table not able to update by this status";

        // --- sign-in ---
        /// The code could not be sent.
        CodeNotSent = "PRG_PAM_LGN_001", "OTP failed to send through a specified channel", 200 retry;
        /// Neither a mail address nor a phone number.
        UserId = "PRG_PAM_LGN_008", "Invalid Request userId received";
        /// Too many wrong codes or too many requests.
        CodeBlocked = "PRE-REG-OTP-101", "Too many attempts: wait before asking for another code", 200 retry;
        /// An earlier code still works.
        CodeActive = "PRE-REG-OTP-408", "The code that was sent still works: use it, or wait {0} seconds for another", 200 retry;
        /// The code is wrong, expired or was never sent.
        CodeWrong = "KER-OTV-005", "Validation can't be performed against this key. Generate OTP first.";

        // --- notices ---
        /// Neither phone nor mail.
        RecipientMissing = "PRG_PAM_ACK_001", "Mobile number or Email Id is missing";
        /// Other mandatory members are missing.
        NoticeMissing = "PRG_PAM_ACK_002", "Mandatory fields are missing";
        /// Not a mail address.
        NoticeEmail = "PRG_PAM_ACK_006", "Email is not valid";
        /// Not a phone number.
        NoticePhone = "PRG_PAM_ACK_007", "Phone number is not valid";
        /// Another name than the application's.
        NoticeName = "PRG_PAM_ACK_008", "Full name is not valid";
        /// Another day than the booking's.
        NoticeDate = "PRG_PAM_ACK_009", "Appointment date is not valid";
        /// Another time than the booking's.
        NoticeTime = "PRG_PAM_ACK_010", "Appointment time is not valid";
        /// The text is too long for a QR symbol.
        QrCode = "PRG_QRC_002", "Failed to generate QR code";

        // --- appointments ---
        /// The slot does not exist or is full.
        SlotTaken = "PRG_BOOK_RCI_002", "Appointment booking/re-booking cannot be done as the requested slot is not available. Please select another slot or try again later";
        /// No time was chosen.
        TimeMissing = "PRG_BOOK_RCI_003", "User has not selected time slot";
        /// No application was named.
        PridMissing = "PRG_BOOK_RCI_006", "Preregistration id not entered";
        /// No centre was named.
        CenterMissing = "PRG_BOOK_RCI_007", "Registration center id not entered";
        /// No day was chosen.
        DateMissing = "PRG_BOOK_RCI_008", "Booking date time not selected";
        /// The application has no appointment.
        BookingNotFound = "PRG_BOOK_RCI_013", "Booking data not found";
        /// The centre offers nothing.
        NoSlots = "PRG_BOOK_RCI_015", "No available slots found for specified registration center";
        /// The state does not allow a cancellation.
        NotCancellable = "PRG_BOOK_RCI_018", "Appointment cannot be canceled";
        /// It is too late to change or cancel.
        TooLate = "PRG_BOOK_RCI_026", "Appointment {0} cannot be done within {1} hours of the appointment";
        /// The day or time has passed.
        TimePassed = "PRG_BOOK_RCI_031", "Invalid Booking Date Time";
        /// Nothing is booked in this range.
        NothingBooked = "PRG_BOOK_RCI_032", "Record not found for date range and reg center id";
        /// The state does not allow a booking.
        NotBookable = "PRG_BOOK_RCI_036", "Appointment cannot be booked for an application with status {0}";
        /// The centre is not known.
        CenterUnknown = "KER-MSD-215", "Registration Center not found";

        // --- data sync ---
        /// No centre was named.
        SyncCenter = "PRG_DATA_SYNC_009", "registration center id is invalid";
        /// No or malformed application ids.
        SyncIds = "PRG_DATA_SYNC_011", "requested preregistration ids are not valid";
        /// The machine is unknown or has no key.
        SyncMachineKey = "PRG_DATA_SYNC_018", "Failed to fetch machines encryption publickey";
        /// The archive could not be made.
        SyncZip = "PRG_DATA_SYNC_005", "Unable to create zip file", 200 retry;
        /// The application is a registration already.
        SyncConsumed = "PRG_DATA_SYNC_022", "Preregistration-Id has been consumed";
    }
}
