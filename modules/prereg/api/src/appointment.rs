//! Free places and appointments. The operations exist under two paths, as in MOSIP.

use crate::{
    application::PreRegistrationDeleted,
    permission::{
        APPOINTMENT_BOOK, APPOINTMENT_CANCEL, APPOINTMENT_CANCEL_BATCH, APPOINTMENT_RANGE, APPOINTMENT_READ,
        CENTER_BOOKINGS,
    },
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use types::endpoint;

/// A centre's days with free places.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Availability {
    pub reg_center_id: String,
    pub center_details: Vec<DayDto>,
}

/// One day of a centre.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DayDto {
    /// `yyyy-MM-dd`
    pub date: String,
    pub holiday: bool,
    pub time_slots: Vec<SlotDto>,
}

/// One slot with its free places. Times are `HH:mm`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SlotDto {
    pub from_time: String,
    pub to_time: String,
    pub availability: u32,
}

/// Asks for a place.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct BookingRequest {
    #[serde(default)]
    pub registration_center_id: Option<String>,
    #[serde(default)]
    pub appointment_date: Option<String>,
    #[serde(default)]
    pub time_slot_from: Option<String>,
    #[serde(default)]
    pub time_slot_to: Option<String>,
}

/// Asks for places for several applications.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct MultiBookingRequest {
    #[serde(rename = "bookingRequest", default)]
    pub booking_request: Vec<MultiBookingItem>,
}

/// One application's place.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct MultiBookingItem {
    #[serde(rename = "preRegistrationId", default)]
    pub pre_registration_id: Option<String>,
    #[serde(flatten)]
    pub place: BookingRequest,
}

/// `{bookingMessage}`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BookingStatus {
    pub booking_message: String,
}

/// `{bookingStatusResponse}`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MultiBookingStatus {
    pub booking_status_response: Vec<BookingStatus>,
}

/// An appointment. The day is `yyyy-MM-dd`, times are `HH:mm`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppointmentDto {
    pub registration_center_id: String,
    pub appointment_date: String,
    pub time_slot_from: String,
    pub time_slot_to: String,
}

/// Answer to a cancellation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BookingCancelled {
    pub transaction_id: String,
    pub message: String,
}

/// Applications booked at a centre in a range of days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookedIds {
    pub registration_center_id: String,
    pub pre_registration_ids: Vec<String>,
}

endpoint! {
    /// Free places of a centre.
    GetAvailability: GET "/preregistration/v1/applications/appointment/slots/availability/{registrationCenterId}",
        id "mosip.pre-registration.appointment.availability", permission APPOINTMENT_BOOK, read, () => Availability;
    /// Books or rebooks.
    Book: POST "/preregistration/v1/applications/appointment/{preRegistrationId}",
        id "mosip.pre-registration.booking.book", permission APPOINTMENT_BOOK, durable,
        BookingRequest => BookingStatus;
    /// Books for several applications: all or none.
    BookMany: POST "/preregistration/v1/applications/appointment",
        id "mosip.pre-registration.booking.book", permission APPOINTMENT_BOOK, durable,
        MultiBookingRequest => MultiBookingStatus;
    /// Reads an appointment.
    GetAppointment: GET "/preregistration/v1/applications/appointment/{preRegistrationId}",
        id "mosip.pre-registration.appointment.fetch", permission APPOINTMENT_READ, read, () => AppointmentDto;
    /// Cancels an appointment.
    CancelAppointment: PUT "/preregistration/v1/applications/appointment/{preRegistrationId}",
        id "mosip.pre-registration.appointment.cancel", permission APPOINTMENT_CANCEL, durable,
        () => BookingCancelled;
    /// Cancels an appointment on behalf of the platform.
    CancelAppointmentInternal: PUT "/preregistration/v1/internal/applications/appointment/{preRegistrationId}",
        id "mosip.pre-registration.appointment.cancel", permission APPOINTMENT_CANCEL, durable,
        () => BookingCancelled;
    /// Removes the booking of an application (`preRegistrationId`).
    DeleteBooking: DELETE "/preregistration/v1/applications/appointment",
        id "mosip.preregistration.booking.delete", permission APPOINTMENT_CANCEL, durable,
        () => PreRegistrationDeleted;
    /// Free places of a centre, under the booking service's own path.
    GetAvailability2: GET "/preregistration/v1/appointment/availability/{registrationCenterId}",
        id "mosip.pre-registration.appointment.availability", permission APPOINTMENT_BOOK, read, () => Availability;
    /// Books or rebooks, under the booking service's own path.
    Book2: POST "/preregistration/v1/appointment/{preRegistrationId}",
        id "mosip.pre-registration.booking.book", permission APPOINTMENT_BOOK, durable,
        BookingRequest => BookingStatus;
    /// Books for several applications, under the booking service's own path.
    BookMany2: POST "/preregistration/v1/appointment",
        id "mosip.pre-registration.booking.book", permission APPOINTMENT_BOOK, durable,
        MultiBookingRequest => MultiBookingStatus;
    /// Reads an appointment, under the booking service's own path.
    GetAppointment2: GET "/preregistration/v1/appointment/{preRegistrationId}",
        id "mosip.pre-registration.appointment.fetch", permission APPOINTMENT_READ, read, () => AppointmentDto;
    /// Cancels an appointment, under the booking service's own path.
    CancelAppointment2: PUT "/preregistration/v1/appointment/{preRegistrationId}",
        id "mosip.pre-registration.appointment.cancel", permission APPOINTMENT_CANCEL, durable,
        () => BookingCancelled;
    /// Cancels an appointment without looking at the time left.
    CancelAppointmentBatch: PUT "/preregistration/v1/batch/appointment/{preRegistrationId}",
        id "mosip.pre-registration.appointment.cancel", permission APPOINTMENT_CANCEL_BATCH, durable,
        () => BookingCancelled;
    /// Removes a booking, under the booking service's own path.
    DeleteBooking2: DELETE "/preregistration/v1/appointment",
        id "mosip.preregistration.booking.delete", permission APPOINTMENT_CANCEL, durable,
        () => PreRegistrationDeleted;
    /// Applications booked at a centre (`from_date`, `to_date`).
    BookedIdsOfCenter: GET "/preregistration/v1/appointment/preRegistrationId/{registrationCenterId}",
        id "mosip.pre-registration.appointment.ids", permission CENTER_BOOKINGS, read, () => BookedIds;
    /// Appointments at a centre by application (`from_date`, `to_date`).
    BookingsOfCenter: GET "/preregistration/v1/appointment/registrationCenterId/{registrationCenterId}",
        id "mosip.pre-registration.appointment.ids", permission APPOINTMENT_RANGE, read,
        () => BTreeMap<String, AppointmentDto>;
}
