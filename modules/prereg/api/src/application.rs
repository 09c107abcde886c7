//! Applications: demographic data and their state.

use crate::{
    appointment::AppointmentDto,
    document::DocumentsMetaData,
    permission::{
        APPLICATION_LIST, APPLICATION_READ, APPLICATION_STATUS, APPLICATION_TIMES, APPLICATION_WRITE, CENTER_BOOKINGS,
    },
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use types::endpoint;

/// Creates or replaces demographic data.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct DemographicRequest {
    #[serde(rename = "langCode", default)]
    pub lang_code: Option<String>,
    /// `{"identity": {…}}`
    #[serde(rename = "demographicDetails", default)]
    pub demographic_details: Option<Value>,
    /// Fields the operation demands instead of the settings' list.
    #[serde(rename = "requiredFields", default, skip_serializing_if = "Option::is_none")]
    pub required_fields: Option<Vec<String>>,
}

/// Answer to a creation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DemographicCreated {
    pub pre_registration_id: String,
    pub created_date_time: String,
    pub status_code: String,
    pub lang_code: String,
    pub demographic_details: Value,
}

/// Answer to an update.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DemographicUpdated {
    pub pre_registration_id: String,
    pub updated_date_time: String,
    pub status_code: String,
    pub lang_code: String,
    pub demographic_details: Value,
}

/// One application with its data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DemographicDetails {
    pub pre_registration_id: String,
    pub created_by: String,
    pub created_date_time: String,
    pub updated_by: String,
    pub updated_date_time: String,
    pub status_code: String,
    pub lang_code: String,
    pub demographic_details: Value,
}

/// One page of the caller's applications.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DemographicPage {
    pub basic_details: Vec<DemographicItem>,
    pub total_records: String,
    pub no_of_records: String,
    pub page_index: String,
}

/// One application of a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DemographicItem {
    pub pre_registration_id: String,
    pub status_code: String,
    pub booking_metadata: Option<AppointmentDto>,
    pub demographic_metadata: Value,
}

/// Status of an application, spelt as MOSIP does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreRegistrationStatus {
    #[serde(rename = "preRegistartionId")]
    pub pre_registration_id: String,
    #[serde(rename = "statusCode")]
    pub status_code: String,
}

/// Answer to a deletion of an application or its booking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PreRegistrationDeleted {
    pub pre_registration_id: String,
    pub deleted_by: String,
    pub deleted_date_time: String,
}

/// Answer to a deletion of an application without demographic data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ApplicationDeleted {
    pub application_id: String,
    pub deleted_by: String,
    pub deleted_date_time: String,
}

/// Which applications' times are asked for.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct UpdatedTimeRequest {
    /// Spelt as MOSIP does.
    #[serde(default)]
    pub registartion_center_id: Option<String>,
    #[serde(default)]
    pub pre_registration_ids: Option<Vec<String>>,
}

/// Everything of an application for the desk.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ApplicationInfo {
    pub demographic_response: DemographicDetails,
    pub document_meta_data: Option<DocumentsMetaData>,
}

/// Creates an application without demographic data.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ApplicationRequest {
    #[serde(rename = "langCode", default)]
    pub lang_code: Option<String>,
}

/// An application without demographic data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ApplicationCreated {
    pub application_id: String,
    pub created_by: String,
    pub created_date_time: String,
    pub updated_by: String,
    pub updated_date_time: String,
    pub application_status_code: String,
    pub booking_status_code: String,
    pub lang_code: String,
    pub booking_type: String,
}

/// An application as the desk and lists see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ApplicationEntity {
    pub application_id: String,
    pub booking_type: String,
    pub booking_status_code: String,
    pub application_status_code: String,
    pub appointment_date: Option<String>,
    pub booking_date: Option<String>,
    pub registration_center_id: Option<String>,
    pub slot_from_time: Option<String>,
    pub slot_to_time: Option<String>,
    pub contact_info: Option<String>,
    pub cr_by: String,
    pub cr_dtime: String,
    pub upd_by: String,
    pub upd_dtime: String,
}

/// `{allApplications}`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicationList {
    #[serde(rename = "allApplications")]
    pub all_applications: Vec<ApplicationEntity>,
}

/// One booking of a centre.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CenterBooking {
    pub application_id: String,
    pub application_status_code: String,
    pub booking_status_code: String,
    pub appointment_date: String,
    pub slot_from_time: String,
    pub slot_to_time: String,
    pub cr_by: String,
    pub cr_dtime: String,
    pub registration_center_id: String,
    pub booking_type: String,
}

endpoint! {
    /// Creates an application with demographic data.
    CreateApplication: POST "/preregistration/v1/applications/prereg",
        id "mosip.pre-registration.demographic.create", permission APPLICATION_WRITE, durable,
        DemographicRequest => DemographicCreated;
    /// Replaces demographic data.
    UpdateApplication: PUT "/preregistration/v1/applications/prereg/{preRegistrationId}",
        id "mosip.pre-registration.demographic.update", permission APPLICATION_WRITE, durable,
        DemographicRequest => DemographicUpdated;
    /// Reads demographic data.
    GetApplication: GET "/preregistration/v1/applications/prereg/{preRegistrationId}",
        id "mosip.pre-registration.demographic.retrieve.details", permission APPLICATION_READ, read,
        () => DemographicDetails;
    /// Lists the caller's applications by page.
    ListApplications: GET "/preregistration/v1/applications/prereg",
        id "mosip.pre-registration.demographic.retrieve.basic", permission APPLICATION_LIST, read,
        () => DemographicPage;
    /// Asks for an appointment (`statusCode=Pending_Appointment`).
    SetStatus: PUT "/preregistration/v1/applications/prereg/status/{preRegistrationId}",
        id "mosip.pre-registration.demographic.status.update", permission APPLICATION_STATUS, durable, () => String;
    /// Reads the status.
    GetStatus: GET "/preregistration/v1/applications/prereg/status/{preRegistrationId}",
        id "mosip.pre-registration.demographic.retrieve.status", permission APPLICATION_STATUS, read,
        () => PreRegistrationStatus;
    /// Removes an application with documents and booking.
    DeleteApplication: DELETE "/preregistration/v1/applications/prereg/{preRegistrationId}",
        id "mosip.pre-registration.demographic.delete", permission APPLICATION_WRITE, durable,
        () => PreRegistrationDeleted;
    /// When applications changed last.
    UpdatedTimes: POST "/preregistration/v1/applications/prereg/updatedTime",
        id "mosip.pre-registration.demographic.retrieve.date", permission APPLICATION_TIMES, read,
        UpdatedTimeRequest => BTreeMap<String, String>;
    /// Reads demographic data and the list of documents.
    GetApplicationInfo: GET "/preregistration/v1/applications/prereg/info/{preRegistrationId}",
        id "mosip.pre-registration.demographic.retrieve.details", permission APPLICATION_READ, read,
        () => ApplicationInfo;
    /// Starts an application for a lost number.
    CreateLostUin: POST "/preregistration/v1/applications/lostuin",
        id "mosip.pre-registration.lostuin.create", permission APPLICATION_WRITE, durable,
        ApplicationRequest => ApplicationCreated;
    /// Removes an application for a lost number.
    DeleteLostUin: DELETE "/preregistration/v1/applications/lostuin/{applicationId}",
        id "mosip.pre-registration.lostuin.delete", permission APPLICATION_WRITE, durable, () => ApplicationDeleted;
    /// Starts an application for a change of data at a centre.
    CreateUpdateRegistration: POST "/preregistration/v1/applications/updateregistration",
        id "mosip.pre-registration.updateregistration.create", permission APPLICATION_WRITE, durable,
        ApplicationRequest => ApplicationCreated;
    /// Removes an application for a change of data.
    DeleteUpdateRegistration: DELETE "/preregistration/v1/applications/updateregistration/{applicationId}",
        id "mosip.pre-registration.updateregistration.delete", permission APPLICATION_WRITE, durable,
        () => ApplicationDeleted;
    /// Starts an application for another purpose at a centre.
    CreateMiscellaneous: POST "/preregistration/v1/applications/miscellaneous",
        id "mosip.pre-registration.miscellaneous.create", permission APPLICATION_WRITE, durable,
        ApplicationRequest => ApplicationCreated;
    /// Removes an application for another purpose.
    DeleteMiscellaneous: DELETE "/preregistration/v1/applications/miscellaneous/{applicationId}",
        id "mosip.pre-registration.miscellaneous.delete", permission APPLICATION_WRITE, durable,
        () => ApplicationDeleted;
    /// Lists the caller's applications of a kind (`type`).
    AllApplications: GET "/preregistration/v1/applications",
        id "mosip.preregistration.applications.all", permission APPLICATION_LIST, read, () => ApplicationList;
    /// One application of any kind.
    OneApplication: GET "/preregistration/v1/applications/{applicationId}",
        id "mosip.preregistration.applications.details", permission APPLICATION_READ, read, () => ApplicationEntity;
    /// The booking status of an application of any kind.
    ApplicationStatus: GET "/preregistration/v1/applications/status/{applicationId}",
        id "mosip.preregistration.applications.status", permission APPLICATION_READ, read, () => String;
    /// A centre's bookings of a day (`appointmentDate`).
    CenterBookings: GET "/preregistration/v1/applications/bookings/{regCenterId}",
        id "mosip.preregistration.applications.bookings", permission CENTER_BOOKINGS, read,
        () => Vec<CenterBooking>;
}
