//! Sync data: what a registration desk's program fetches (`/v1/syncdata`). Whatever is meant for one machine is encrypted to
//! its key; every answer is signed (`response-signature`, files: `file-signature`) by `KERNEL`/`SIGN`.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use types::{Permission, Timestamp, endpoint, role};

/// One entity of the client's settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SyncEntity {
    pub entity_name: String,
    /// `structured`, `dynamic`, `structured-url`, `dynamic-url` or `script`.
    pub entity_type: String,
    /// base64url of rows encrypted to the machine, or of where to fetch them.
    pub data: String,
}

/// The client's settings, whole or what changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClientSettings {
    /// What the next question names as `lastUpdated`.
    #[serde(with = "types::time::wire")]
    pub last_sync_time: Timestamp,
    pub data_to_sync: Vec<SyncEntity>,
}

/// Properties, each part encrypted to the machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConfigDetail {
    /// Empty since MOSIP 1.2.
    pub global_configuration: String,
    pub registration_configuration: String,
}

/// Answer of `configs`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClientConfig {
    #[serde(with = "types::time::wire")]
    pub last_sync_time: Timestamp,
    pub config_detail: ConfigDetail,
}

/// Staff of the machine's centre, encrypted to the machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SyncUsers {
    #[serde(with = "types::time::wire")]
    pub last_sync_time: Timestamp,
    pub user_details: String,
}

/// An authority whose certificates devices and chips carry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SyncAuthority {
    pub cert_id: String,
    pub cert_subject: String,
    pub cert_issuer: String,
    pub issuer_id: String,
    #[serde(with = "types::time::wire")]
    pub cert_not_before: Timestamp,
    #[serde(with = "types::time::wire")]
    pub cert_not_after: Timestamp,
    pub crl_uri: Option<String>,
    /// PEM.
    pub cert_data: String,
    pub cert_thumbprint: String,
    pub cert_serial_no: String,
    pub partner_domain: String,
    pub created_by: String,
    #[serde(with = "types::time::wire")]
    pub createdtimes: Timestamp,
    pub updated_by: Option<String>,
    #[serde(with = "types::time::wire_option")]
    pub updatedtimes: Option<Timestamp>,
    pub is_deleted: bool,
    #[serde(with = "types::time::wire_option")]
    pub deletedtimes: Option<Timestamp>,
}

/// Answer of `getcacertificates`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncAuthorities {
    #[serde(rename = "lastSyncTime", with = "types::time::wire")]
    pub last_sync_time: Timestamp,
    #[serde(rename = "certificateDTOList")]
    pub certificates: Vec<SyncAuthority>,
}

/// Answer of `getCertificate`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ServerCertificate {
    /// PEM.
    pub certificate: String,
    pub cert_sign_request: Option<String>,
    #[serde(with = "types::time::wire")]
    pub issued_at: Timestamp,
    #[serde(with = "types::time::wire")]
    pub expiry_at: Timestamp,
    #[serde(with = "types::time::wire")]
    pub timestamp: Timestamp,
}

/// Answer of the older `publickey`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ServerKey {
    #[serde(with = "types::time::wire")]
    pub last_sync_time: Timestamp,
    /// Upper-case hexadecimal SHA-256 of the certificate.
    pub alias: String,
    /// base64url of an X.509 public key.
    pub public_key: String,
    #[serde(with = "types::time::wire")]
    pub issued_at: Timestamp,
    #[serde(with = "types::time::wire")]
    pub expiry_at: Timestamp,
    pub profile: Option<String>,
}

/// The keys under which master data knows a machine, as they were registered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MachineKeys {
    pub signing_public_key: Option<String>,
    pub encryption_public_key: Option<String>,
}

/// A machine that asks whether it is known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct MachineClaim {
    pub machine_name: Option<String>,
    /// base64 of the encryption key.
    pub public_key: Option<String>,
    /// base64 of the signing key.
    pub sign_public_key: Option<String>,
}

/// The name of the encryption key, by which the machine asks from then on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MachineKnown {
    pub key_index: String,
}

/// `{status, message}` of a code that was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeSent {
    pub status: String,
    pub message: String,
}

const DESK: Permission = Permission::roles(
    "masterdata.sync.desk",
    &[role::REGISTRATION_SUPERVISOR, role::REGISTRATION_OFFICER, role::REGISTRATION_ADMIN, role::DEFAULT],
);
const DESK_FILES: Permission = Permission::roles(
    "masterdata.sync.files",
    &[role::REGISTRATION_SUPERVISOR, role::REGISTRATION_OFFICER, role::DEFAULT],
);
const MACHINE_KEY: Permission = Permission::roles(
    "masterdata.sync.machine_key",
    &[
        role::REGISTRATION_SUPERVISOR,
        role::REGISTRATION_OFFICER,
        role::REGISTRATION_ADMIN,
        role::DEFAULT,
        role::REGISTRATION_PROCESSOR,
    ],
);
const SCHEMA: Permission = Permission::roles(
    "masterdata.sync.schema",
    &[
        role::REGISTRATION_SUPERVISOR,
        role::REGISTRATION_OFFICER,
        role::REGISTRATION_ADMIN,
        role::DEFAULT,
        role::PRE_REGISTRATION_ADMIN,
        role::REGISTRATION_PROCESSOR,
        role::INDIVIDUAL,
        role::RESIDENT,
        role::ID_AUTHENTICATION,
    ],
);
/// The machine's signature stands in for a token.
const SIGN_IN: Permission = Permission::public("masterdata.sync.sign_in");
/// Whoever knows the hub's secret: the signature over the body decides.
const HUB: Permission = Permission::public("masterdata.sync.hub");

endpoint! {
    /// A staff token for the desk: a text signed by the machine in, a text encrypted to it out.
    SyncSignIn: POST "/v1/syncdata/authenticate/useridpwd", id "", permission SIGN_IN, durable, String => String;
    /// Sends a sign-in code: a text signed by the machine.
    SyncSendOtp: POST "/v1/syncdata/authenticate/sendotp", id "", permission SIGN_IN, durable, String => CodeSent;
    /// A hub asks whether its topic is wanted: `hub.topic`, `hub.challenge`.
    AuthorityIntent: GET "/v1/syncdata/websub/callback/cacert", id "", permission HUB, read, () => Value;
    /// A hub tells of an authority: `{topic, event: {data: {certificateData | certChainDatashareUrl, partnerDomain}}}`.
    AuthorityPublished: POST "/v1/syncdata/websub/callback/cacert", id "", permission HUB, durable, Value => Value;
    /// Settings of the client, first version: rows as texts.
    SyncClientSettings: GET "/v1/syncdata/clientsettings", id "", permission DESK, read, () => ClientSettings;
    /// Settings of the client: rows as objects, large entities and scripts as addresses.
    SyncClientSettingsV2: GET "/v1/syncdata/v2/clientsettings", id "", permission DESK, read, () => ClientSettings;
    /// The file that an entity's address points to.
    SyncEntityFile: GET "/v1/syncdata/clientsettings/{entityIdentifier}", id "", permission DESK_FILES, read, () => String;
    /// A script of the client.
    SyncScript: GET "/v1/syncdata/scripts/{scriptName}", id "", permission DESK_FILES, read, () => String;
    /// Properties of the client.
    SyncConfigs: GET "/v1/syncdata/configs/{keyIndex}", id "", permission DESK, read, () => ClientConfig;
    /// Staff of the machine's centre as iam knows them.
    SyncUserDetails: GET "/v1/syncdata/userdetails", id "", permission DESK, read, () => SyncUsers;
    /// Staff of the machine's centre as master data knows them.
    SyncUserDetailsV2: GET "/v1/syncdata/v2/userdetails", id "", permission DESK, read, () => SyncUsers;
    /// Authorities that devices are checked against.
    SyncAuthoritiesOf: GET "/v1/syncdata/getcacertificates", id "", permission DESK, read, () => SyncAuthorities;
    /// A certificate of the platform.
    SyncCertificate: GET "/v1/syncdata/getCertificate", id "", permission DESK, durable, () => ServerCertificate;
    /// A public key of the platform, for older clients.
    SyncPublicKey: GET "/v1/syncdata/publickey/{applicationId}", id "", permission DESK, durable, () => ServerKey;
    /// Whether a machine of that name has these keys.
    VerifyMachine: POST "/v1/syncdata/tpm/publickey/verify", id "", permission DESK, read, MachineClaim => MachineKnown;
    /// The keys of a machine.
    SyncMachineKeys: GET "/v1/syncdata/tpm/publickey/{machineId}", id "", permission MACHINE_KEY, read, () => MachineKeys;
    /// The identity schema with the forms of a domain.
    SyncSchema: GET "/v1/syncdata/latestidschema", id "", permission SCHEMA, read, () => Value;
}
