//! Wire structures and endpoints of `/registrationprocessor/v1`, in MOSIP's names.

use serde::{Deserialize, Serialize};

/// One record of the sync list.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SyncRecord {
    pub registration_id: Option<String>,
    pub packet_id: Option<String>,
    pub additional_info_req_id: Option<String>,
    pub name: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub registration_type: Option<String>,
    /// SHA-256 of the uploaded bytes, upper-case hex.
    pub packet_hash_value: Option<String>,
    pub packet_size: Option<u64>,
    pub supervisor_status: Option<String>,
    pub supervisor_comment: Option<String>,
    pub lang_code: Option<String>,
    pub create_date_time: Option<String>,
}

/// The decrypted sync list.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SyncList {
    pub id: Option<String>,
    pub version: Option<String>,
    pub requesttime: Option<String>,
    pub request: Vec<SyncRecord>,
}

/// One accepted record of a sync.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SyncSuccess {
    pub registration_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub packet_id: Option<String>,
    /// Always `SUCCESS`.
    pub status: String,
}

/// One refused record of a sync.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SyncFailure {
    pub registration_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub packet_id: Option<String>,
    /// Always `FAILURE`.
    pub status: String,
    pub error_code: String,
    pub message: String,
}

/// `{registrationId}`, an item of a status search.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StatusQuery {
    pub registration_id: String,
}

/// `{packetId}`, an item of a packet status search.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PacketStatusQuery {
    pub packet_id: String,
}

/// A registration's status as clients see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StatusItem {
    pub registration_id: String,
    pub status_code: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub additional_info_req_id: Option<String>,
}

/// A packet's status as clients see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PacketStatusItem {
    pub packet_id: String,
    pub status_code: String,
}

/// An entry of `errors` of the status services.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StatusError {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registration_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub packet_id: Option<String>,
    pub error_code: String,
    pub message: String,
}

/// One step of a registration's history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TransactionItem {
    pub id: String,
    pub registration_id: String,
    pub transaction_type_code: String,
    pub parent_transaction_id: Option<String>,
    pub status_code: String,
    pub sub_status_code: String,
    pub status_comment: String,
    pub created_date_times: String,
}

/// Body of the upload's answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Received {
    pub status: String,
}

/// Content of a packet manager read.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PacketRead {
    /// Registration id.
    pub id: String,
    pub field: Option<String>,
    pub fields: Vec<String>,
    pub document_name: Option<String>,
    /// Biometric field, such as `individualBiometrics`.
    pub person: Option<String>,
    pub modalities: Vec<String>,
    pub source: Option<String>,
    pub process: Option<String>,
}

/// Endpoint descriptors.
pub mod endpoints {
    use serde_json::Value;
    use types::{Permission, endpoint, role};

    const CLIENTS: &[&str] = &[
        role::REGISTRATION_ADMIN,
        role::REGISTRATION_PROCESSOR,
        role::REGISTRATION_OFFICER,
        role::REGISTRATION_SUPERVISOR,
        role::RESIDENT,
    ];
    /// Announce packets.
    pub const SYNC: Permission = Permission::roles("registration.packet.sync", CLIENTS);
    /// Upload packets.
    pub const UPLOAD: Permission = Permission::roles("registration.packet.upload", CLIENTS);
    /// Ask where a registration stands.
    pub const STATUS: Permission = Permission::roles(
        "registration.status.read",
        &[role::REGISTRATION_ADMIN, role::REGISTRATION_OFFICER, role::REGISTRATION_SUPERVISOR, role::RESIDENT],
    );
    /// Read a registration's history.
    pub const HISTORY: Permission = Permission::roles(
        "registration.transaction.read",
        &[role::REGISTRATION_PROCESSOR, role::REGISTRATION_ADMIN, role::RESIDENT],
    );
    /// Read the demographic fields of a packet.
    pub const PACKET_DATA: Permission = Permission::roles("registration.packet.data", &[role::DATA_READ]);
    /// Read the documents of a packet.
    pub const PACKET_DOCUMENT: Permission =
        Permission::roles("registration.packet.document", &[role::REGISTRATION_PROCESSOR, role::DATA_READ]);
    /// Read the biometrics of a packet.
    pub const PACKET_BIOMETRIC: Permission =
        Permission::roles("registration.packet.biometric", &[role::BIOMETRIC_READ]);
    /// Read the meta information of a packet.
    pub const PACKET_META: Permission = Permission::roles("registration.packet.meta", &[role::METADATA_READ]);
    /// Have a packet validated.
    pub const PACKET_VALIDATE: Permission =
        Permission::roles("registration.packet.validate", &[role::REGISTRATION_PROCESSOR]);
    /// See the pipeline, of all zones: not for zonal administrators.
    pub const PIPELINE: Permission = Permission::roles(
        "registration.pipeline.read",
        &[role::GLOBAL_ADMIN, role::REGISTRATION_ADMIN, role::MANUAL_ADJUDICATION],
    );
    /// Start a stage again.
    pub const RETRY: Permission =
        Permission::roles("registration.pipeline.retry", &[role::GLOBAL_ADMIN, role::REGISTRATION_ADMIN]);
    /// Decide whether two registrations are of one person.
    pub const ADJUDICATE: Permission =
        Permission::roles("registration.adjudicate", &[role::GLOBAL_ADMIN, role::MANUAL_ADJUDICATION]);

    endpoint! {
        /// Announces packets, first version: the registration id's parts are checked.
        Sync: POST "/registrationprocessor/v1/registrationstatus/sync",
            id "mosip.registration.sync", permission SYNC, durable, Value => Value;
        /// Announces packets by packet id.
        SyncV2: POST "/registrationprocessor/v1/registrationstatus/syncV2",
            id "mosip.registration.sync", permission SYNC, durable, Value => Value;
        /// Uploads a packet (multipart).
        Upload: POST "/registrationprocessor/v1/packetreceiver/registrationpackets",
            id "mosip.registration.packet", permission UPLOAD, durable, Value => Value;
        /// Status by registration id; states after the number are folded into `PROCESSED`.
        Search: POST "/registrationprocessor/v1/registrationstatus/search",
            id "mosip.registration.status", permission STATUS, read, Value => Value;
        /// Status by registration id, unfolded.
        ExternalSearch: POST "/registrationprocessor/v1/registrationstatus/externalstatus/search",
            id "mosip.registration.external.status", permission STATUS, read, Value => Value;
        /// Status by packet id.
        PacketStatus: POST "/registrationprocessor/v1/registrationstatus/packetexternalstatus",
            id "mosip.registration.packet.external.status", permission STATUS, read, Value => Value;
        /// A registration's steps.
        Transactions: GET "/registrationprocessor/v1/registrationtransaction/search/{rid}",
            id "mosip.registration.transaction", permission HISTORY, read, () => Vec<super::TransactionItem>;
        /// One field of a packet.
        SearchField: POST "/commons/v1/packetmanager/searchField",
            id "mosip.registration.packet.reader", permission PACKET_DATA, read, super::PacketRead => Value;
        /// Fields of a packet.
        SearchFields: POST "/commons/v1/packetmanager/searchFields",
            id "mosip.registration.packet.reader", permission PACKET_DATA, read, super::PacketRead => Value;
        /// A document of a packet.
        Document: POST "/commons/v1/packetmanager/document",
            id "mosip.registration.packet.reader", permission PACKET_DOCUMENT, read, super::PacketRead => Value;
        /// Biometrics of a packet.
        Biometrics: POST "/commons/v1/packetmanager/biometrics",
            id "mosip.registration.packet.reader", permission PACKET_BIOMETRIC, read, super::PacketRead => Value;
        /// Meta information of a packet.
        MetaInfo: POST "/commons/v1/packetmanager/metaInfo",
            id "mosip.registration.packet.reader", permission PACKET_META, read, super::PacketRead => Value;
        /// Whether a packet is sound.
        ValidatePacket: POST "/commons/v1/packetmanager/validatePacket",
            id "mosip.registration.packet.reader", permission PACKET_VALIDATE, read, super::PacketRead => Value;
    }
}
