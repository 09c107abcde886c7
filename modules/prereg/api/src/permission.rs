//! Who may do what: MOSIP's shipped role lists of pre-registration.

use types::{
    Permission,
    role::{
        INDIVIDUAL, PRE_REGISTRATION_ADMIN, REGISTRATION_ADMIN, REGISTRATION_OFFICER, REGISTRATION_PROCESSOR,
        REGISTRATION_SUPERVISOR,
    },
};

const PERSON: &[&str] = &[INDIVIDUAL];
const PERSON_OR_STAFF: &[&str] = &[INDIVIDUAL, REGISTRATION_OFFICER, REGISTRATION_SUPERVISOR, REGISTRATION_ADMIN];
const READERS: &[&str] =
    &[INDIVIDUAL, REGISTRATION_OFFICER, REGISTRATION_SUPERVISOR, REGISTRATION_ADMIN, PRE_REGISTRATION_ADMIN];
const CANCELLERS: &[&str] = &[INDIVIDUAL, REGISTRATION_OFFICER, PRE_REGISTRATION_ADMIN];
const DESK: &[&str] = &[REGISTRATION_OFFICER, REGISTRATION_SUPERVISOR, REGISTRATION_ADMIN];
const DESK_AND_PERSON: &[&str] = PERSON_OR_STAFF;

/// Ask for and check one-time codes, read the portal's settings.
pub const SIGN_IN: Permission = Permission::public("prereg.sign-in");
/// Create and change applications.
pub const APPLICATION_WRITE: Permission = Permission::roles("prereg.application.write", PERSON_OR_STAFF);
/// Read one application.
pub const APPLICATION_READ: Permission = Permission::roles("prereg.application.read", READERS);
/// List one's own applications.
pub const APPLICATION_LIST: Permission = Permission::roles("prereg.application.list", PERSON_OR_STAFF);
/// Set an application's status.
pub const APPLICATION_STATUS: Permission = Permission::roles("prereg.application.status", READERS);
/// Ask when applications changed last.
pub const APPLICATION_TIMES: Permission = Permission::roles(
    "prereg.application.times",
    &[INDIVIDUAL, REGISTRATION_OFFICER, REGISTRATION_SUPERVISOR, REGISTRATION_ADMIN, REGISTRATION_PROCESSOR],
);
/// List a centre's bookings.
pub const CENTER_BOOKINGS: Permission = Permission::roles("prereg.center.bookings", DESK_AND_PERSON);
/// See free places, book and rebook.
pub const APPOINTMENT_BOOK: Permission = Permission::roles("prereg.appointment.book", PERSON);
/// Read an appointment.
pub const APPOINTMENT_READ: Permission = Permission::roles("prereg.appointment.read", READERS);
/// Cancel an appointment.
pub const APPOINTMENT_CANCEL: Permission = Permission::roles("prereg.appointment.cancel", CANCELLERS);
/// Cancel an appointment without looking at the time left.
pub const APPOINTMENT_CANCEL_BATCH: Permission =
    Permission::roles("prereg.appointment.cancel-batch", &[PRE_REGISTRATION_ADMIN, REGISTRATION_SUPERVISOR]);
/// Read bookings by date range with their times.
pub const APPOINTMENT_RANGE: Permission = Permission::roles("prereg.appointment.range", DESK);
/// Upload, copy and delete documents.
pub const DOCUMENT_WRITE: Permission = Permission::roles("prereg.document.write", PERSON);
/// List the documents of an application.
pub const DOCUMENT_LIST: Permission = Permission::roles("prereg.document.list", &[INDIVIDUAL, REGISTRATION_OFFICER]);
/// Read a document or set its number.
pub const DOCUMENT_READ: Permission = Permission::roles("prereg.document.read", PERSON_OR_STAFF);
/// Send acknowledgements.
pub const NOTIFY: Permission = Permission::roles("prereg.notify", CANCELLERS);
/// Make QR symbols.
pub const QR_CODE: Permission = Permission::roles("prereg.qr-code", PERSON);
/// Read UI specifications.
pub const UI_SPEC: Permission = Permission::roles("prereg.ui-spec", PERSON_OR_STAFF);
/// Leave an audit row for something that happened in a portal.
pub const LOG_AUDIT: Permission = Permission::roles("prereg.log-audit", PERSON_OR_STAFF);
/// Fetch applications at the desk.
pub const DATA_SYNC: Permission = Permission::roles("prereg.data-sync", DESK);
/// Report applications that became registrations.
pub const DATA_SYNC_CONSUMED: Permission = Permission::roles(
    "prereg.data-sync.consumed",
    &[REGISTRATION_OFFICER, REGISTRATION_SUPERVISOR, REGISTRATION_ADMIN, REGISTRATION_PROCESSOR],
);
