//! Administration services (`/v1/admin`), and the pipeline's searches and actions that MOSIP keeps in master data.

use std::collections::BTreeMap;

use kernel_api::wire::AuditRequest;
use registration_api::wire::TransactionItem;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use types::{Permission, endpoint, role};

use crate::search::SearchRequest;

/// `{status, message}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditLogged {
    pub status: bool,
    pub message: Option<String>,
}

/// Steps of a registration, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PacketStatus {
    pub packet_status_update_list: Vec<TransactionItem>,
}

/// Roles that staff may have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffRoles {
    pub roles: Vec<String>,
}

/// A registration that fits what somebody remembers. MOSIP spells its day this way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LostRid {
    pub registration_id: String,
    pub registartion_date: String,
    pub additional_info: BTreeMap<String, String>,
    pub sync_date_time: String,
}

/// Registrations that fit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LostRids {
    pub data: Vec<LostRid>,
}

/// What is to happen to a registration that waits.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct WorkflowResume {
    pub workflow_id: Option<String>,
    /// `RESUME_PROCESSING`, `RESUME_FROM_BEGINNING` or `STOP_PROCESSING`.
    pub workflow_action: Option<String>,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WorkflowResumed {
    pub status_message: String,
}

const LOG: Permission = Permission::roles("masterdata.admin.log", &[role::GLOBAL_ADMIN, role::ZONAL_ADMIN]);
const PACKET: Permission = Permission::roles("masterdata.admin.packet", &[role::REGISTRATION_ADMIN]);
const LOST: Permission =
    Permission::roles("masterdata.admin.lost", &[role::REGISTRATION_ADMIN, role::GLOBAL_ADMIN, role::ZONAL_ADMIN]);
const STAFF: Permission = Permission::roles("masterdata.admin.staff", &[role::GLOBAL_ADMIN, role::ZONAL_ADMIN]);
const TOKEN: Permission = Permission::any_token("masterdata.admin.roles");

endpoint! {
    /// Records what somebody did in the administration portal.
    LogAudit: POST "/v1/admin/auditmanager/log", id "", permission LOG, durable, AuditRequest => AuditLogged;
    /// Where a packet is: `?rid&langCode`.
    PacketStatusOf: GET "/v1/admin/packetstatusupdate", id "", permission PACKET, read, () => PacketStatus;
    /// Finds the number of a registration again.
    FindLostRid: POST "/v1/admin/lostRid", id "", permission LOST, durable, SearchRequest => LostRids;
    /// Roles that staff may have.
    RolesOfStaff: GET "/v1/admin/roles", id "", permission TOKEN, read, () => StaffRoles;
    /// Members of staff whom the caller administers.
    StaffOfCountry: GET "/v1/masterdata/usersdetails", id "", permission STAFF, read, () => Value;
    /// Registrations that wait or move, as the pipeline's list.
    PacketSearch: POST "/v1/masterdata/packet/search", id "", permission PACKET, read, SearchRequest => Value;
    /// Starts a registration that waits again.
    PacketResume: POST "/v1/masterdata/packet/resume", id "", permission PACKET, durable, WorkflowResume => WorkflowResumed;
}
