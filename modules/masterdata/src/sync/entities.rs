//! The entities of a desk's settings: MOSIP's name, where the rows lie, and the members of a row.

use masterdata_api::{SyncError, Table, tables as t};
use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait};
use serde_json::{Map, Value, json};
use types::Failure;

use super::SyncData;
use super::desk::Desk;
use crate::cell::parse_date;
use crate::read::wire;
use crate::row::{Find, Row};

/// One entity.
pub(super) struct Entity {
    /// MOSIP's name.
    pub(super) name: &'static str,
    /// Its name in answers of the first version, where that is another.
    old_name: Option<&'static str>,
    table: &'static Table,
    /// Name on the wire and column; language, activity and deletion are added.
    fields: &'static [(&'static str, &'static str)],
    /// What a failed read is called.
    failure: SyncError,
    scope: Scope,
    /// Whether only the first version has it.
    pub(super) old: bool,
}

/// Which rows concern a machine.
#[derive(Clone, Copy)]
enum Scope {
    All,
    /// Templates of the registration client.
    ClientTemplates,
    /// The machine itself.
    Own,
    /// Its centre, or what belongs to the centre.
    Center(&'static str),
    /// Holidays at its centre.
    Holidays,
}

/// MOSIP's id of the registration client among the modules that own templates.
const CLIENT_MODULE: &str = "10002";

const fn entity(
    name: &'static str,
    table: &'static Table,
    failure: SyncError,
    fields: &'static [(&'static str, &'static str)],
) -> Entity {
    Entity { name, old_name: None, table, fields, failure, scope: Scope::All, old: false }
}

impl Entity {
    const fn scoped(self, scope: Scope) -> Self {
        Self { scope, ..self }
    }

    const fn only_old(self) -> Self {
        Self { old: true, ..self }
    }

    const fn formerly(self, name: &'static str) -> Self {
        Self { old_name: Some(name), ..self }
    }

    /// Its name in an answer.
    pub(super) fn name_in(&self, v2: bool) -> &'static str {
        if v2 { self.name } else { self.old_name.unwrap_or(self.name) }
    }

    /// Whether a desk may fetch it as a file: what is the same for every desk.
    pub(super) fn is_shared(&self) -> bool {
        matches!(self.scope, Scope::All | Scope::ClientTemplates)
    }
}

const NAMED: &[(&str, &str)] = &[("code", "code"), ("name", "name"), ("description", "descr")];
const DESCRIBED: &[(&str, &str)] = &[("code", "code"), ("description", "descr")];

/// All of them but dynamic fields, permitted properties and scripts, whose rows are made otherwise.
pub(super) const ENTITIES: &[Entity] = &[
    entity(
        "AppAuthenticationMethod",
        &t::APP_AUTHENTICATION_METHOD,
        SyncError::FetchAuthenticationMethod,
        &[
            ("appId", "app_id"),
            ("processId", "process_id"),
            ("roleCode", "role_code"),
            ("authMethodCode", "auth_method_code"),
            ("methodSequence", "method_seq"),
        ],
    ),
    entity(
        "AppRolePriority",
        &t::APP_ROLE_PRIORITY,
        SyncError::FetchRolePriority,
        &[("appId", "app_id"), ("processId", "process_id"), ("roleCode", "role_code"), ("priority", "priority")],
    ),
    entity(
        "Machine",
        &t::MACHINE_MASTER,
        SyncError::FetchMachine,
        &[
            ("id", "id"),
            ("name", "name"),
            ("serialNum", "serial_num"),
            ("macAddress", "mac_address"),
            ("ipAddress", "ip_address"),
            ("machineSpecId", "mspec_id"),
            ("validityDateTime", "validity_end_dtimes"),
            ("keyIndex", "key_index"),
            ("publicKey", "public_key"),
            ("signPublicKey", "sign_public_key"),
            ("regCenterId", "regcntr_id"),
        ],
    )
    .scoped(Scope::Own),
    entity(
        "RegistrationCenter",
        &t::REGISTRATION_CENTER,
        SyncError::FetchCenter,
        &[
            ("id", "id"),
            ("name", "name"),
            ("centerTypeCode", "cntrtyp_code"),
            ("addressLine1", "addr_line1"),
            ("addressLine2", "addr_line2"),
            ("addressLine3", "addr_line3"),
            ("latitude", "latitude"),
            ("longitude", "longitude"),
            ("locationCode", "location_code"),
            ("holidayLocationCode", "holiday_loc_code"),
            ("contactPhone", "contact_phone"),
            ("workingHours", "working_hours"),
            ("numberOfKiosks", "number_of_kiosks"),
            ("perKioskProcessTime", "per_kiosk_process_time"),
            ("centerStartTime", "center_start_time"),
            ("centerEndTime", "center_end_time"),
            ("timeZone", "time_zone"),
            ("contactPerson", "contact_person"),
            ("lunchStartTime", "lunch_start_time"),
            ("lunchEndTime", "lunch_end_time"),
        ],
    )
    .scoped(Scope::Center("id")),
    entity(
        "Template",
        &t::TEMPLATE,
        SyncError::FetchTemplate,
        &[
            ("id", "id"),
            ("name", "name"),
            ("description", "descr"),
            ("fileFormatCode", "file_format_code"),
            ("model", "model"),
            ("fileText", "file_txt"),
            ("moduleId", "module_id"),
            ("moduleName", "module_name"),
            ("templateTypeCode", "template_typ_code"),
        ],
    )
    .scoped(Scope::ClientTemplates),
    entity("DocumentType", &t::DOC_TYPE, SyncError::FetchDocumentType, NAMED),
    entity(
        "ApplicantValidDocument",
        &t::APPLICANT_VALID_DOCUMENT,
        SyncError::FetchApplicantDocument,
        &[("appTypeCode", "apptyp_code"), ("docTypeCode", "doctyp_code"), ("docCatCode", "doccat_code")],
    ),
    entity(
        "Location",
        &t::LOCATION,
        SyncError::FetchLocation,
        &[
            ("code", "code"),
            ("name", "name"),
            ("hierarchyLevel", "hierarchy_level"),
            ("hierarchyName", "hierarchy_level_name"),
            ("parentLocCode", "parent_loc_code"),
        ],
    ),
    entity("ReasonCategory", &t::REASON_CATEGORY, SyncError::FetchReason, NAMED),
    entity(
        "ReasonList",
        &t::REASON_LIST,
        SyncError::FetchReason,
        &[("code", "code"), ("name", "name"), ("description", "descr"), ("rsnCatCode", "rsncat_code")],
    ),
    entity(
        "Holiday",
        &t::LOC_HOLIDAY,
        SyncError::FetchHoliday,
        &[("holidayDate", "holiday_date"), ("holidayName", "holiday_name"), ("locationCode", "location_code")],
    )
    .scoped(Scope::Holidays),
    entity(
        "BlocklistedWords",
        &t::BLOCKLISTED_WORDS,
        SyncError::FetchWord,
        &[("word", "word"), ("description", "descr")],
    )
    .formerly("BlacklistedWords"),
    entity(
        "ScreenAuthorization",
        &t::SCREEN_AUTHORIZATION,
        SyncError::FetchScreenAuthorization,
        &[("screenId", "screen_id"), ("roleCode", "role_code"), ("isPermitted", "is_permitted")],
    ),
    entity(
        "ScreenDetail",
        &t::SCREEN_DETAIL,
        SyncError::FetchScreen,
        &[("id", "id"), ("appId", "app_id"), ("name", "name"), ("descr", "descr")],
    ),
    entity(
        "ProcessList",
        &t::PROCESS_LIST,
        SyncError::FetchProcess,
        &[("id", "id"), ("name", "name"), ("descr", "descr")],
    ),
    entity(
        "SyncJobDef",
        &t::SYNC_JOB_DEF,
        SyncError::FetchSyncJob,
        &[
            ("id", "id"),
            ("name", "name"),
            ("apiName", "api_name"),
            ("parentSyncJobId", "parent_syncjob_id"),
            ("syncFreq", "sync_freq"),
            ("lockDuration", "lock_duration"),
            ("jobType", "job_type"),
        ],
    ),
    entity(
        "Language",
        &t::LANGUAGE,
        SyncError::FetchLanguage,
        &[("code", "code"), ("name", "name"), ("family", "family"), ("nativeName", "native_name")],
    ),
    entity(
        "LocationHierarchy",
        &t::LOC_HIERARCHY_LIST,
        SyncError::FetchLocationLevel,
        &[("hierarchyLevel", "hierarchy_level"), ("hierarchyLevelName", "hierarchy_level_name")],
    ),
    entity("TemplateFileFormat", &t::TEMPLATE_FILE_FORMAT, SyncError::FetchTemplate, DESCRIBED).only_old(),
    entity("TemplateType", &t::TEMPLATE_TYPE, SyncError::FetchTemplateType, DESCRIBED).only_old(),
    entity(
        "RegistrationCenterMachine",
        &t::MACHINE_MASTER,
        SyncError::FetchCenterMachine,
        &[
            ("regCenterId", "regcntr_id"),
            ("machineId", "id"),
            ("publicKey", "public_key"),
            ("machineSpecId", "mspec_id"),
        ],
    )
    .scoped(Scope::Own)
    .only_old(),
    entity(
        "RegistrationCenterUser",
        &t::USER_DETAIL,
        SyncError::FetchCenterUser,
        &[("regCenterId", "regcntr_id"), ("userId", "id")],
    )
    .scoped(Scope::Center("regcntr_id"))
    .only_old(),
    entity("DocumentCategory", &t::DOC_CATEGORY, SyncError::FetchDocumentCategory, NAMED).only_old(),
    entity(
        "ValidDocument",
        &t::VALID_DOCUMENT,
        SyncError::FetchValidDocument,
        &[("docTypeCode", "doctyp_code"), ("docCategoryCode", "doccat_code")],
    )
    .only_old(),
];

/// Rows that were made, changed or deleted after a time.
pub(super) fn changed_since(find: Find, since: Option<&str>) -> Find {
    let Some(since) = since else { return find };
    let after = |column: &str| Expr::col(Alias::new(column)).gt(since);
    find.all_of(
        ["cr_dtimes", "upd_dtimes", "del_dtimes"].into_iter().fold(Condition::any(), |any, c| any.add(after(c))),
    )
}

/// The row as its members, with language, activity and deletion.
fn members(entity: &Entity, row: &Row) -> Value {
    let mut object: Map<String, Value> =
        entity.fields.iter().map(|(name, column)| ((*name).to_owned(), wire(row.get(column)))).collect();
    if matches!(entity.scope, Scope::Holidays) {
        let date = parse_date(row.text("holiday_date"));
        let part = |format: &str| date.map_or(Value::Null, |date| json!(date.format(format).to_string()));
        object.insert("holidayId".into(), json!(row.number("id").to_string()));
        // MOSIP's day is the day of the week, Monday being 1
        object.insert("holidayDay".into(), part("%u"));
        object.insert("holidayMonth".into(), part("%-m"));
        object.insert("holidayYear".into(), part("%Y"));
    }
    object.insert("langCode".into(), wire(row.get("lang_code")));
    object.insert("isActive".into(), json!(row.flag("is_active")));
    object.insert("isDeleted".into(), json!(row.flag("is_deleted")));
    Value::Object(object)
}

impl SyncData {
    /// The rows of an entity that concern a machine, since a time.
    pub(super) async fn rows_of(
        &self,
        entity: &Entity,
        desk: &Desk,
        since: Option<&str>,
    ) -> Result<Vec<Value>, Failure> {
        let find = Find::everything(entity.table);
        let find = match entity.scope {
            Scope::All => find,
            Scope::ClientTemplates => find.where_text("module_id", CLIENT_MODULE),
            Scope::Own => find.where_text("id", desk.id()),
            Scope::Center(column) => find.where_text(column, desk.center()?),
            Scope::Holidays => {
                let center = Find::undeleted(&t::REGISTRATION_CENTER).where_text("id", desk.center()?);
                let center = self.masterdata.first(center).await?;
                find.where_text("location_code", center.as_ref().map_or("", |row| row.text("holiday_loc_code")))
            }
        };
        // what was deleted before the desk first asked does not concern it
        let find = if since.is_none() { find.all_of(undeleted()) } else { changed_since(find, since) };
        let rows = find.rows(self.masterdata.db.read()).await;
        let rows = rows.map_err(|error| Failure::of(entity.failure).because(error))?;
        Ok(rows.iter().map(|row| members(entity, row)).collect())
    }
}

fn undeleted() -> Condition {
    let deleted = || Expr::col(Alias::new("is_deleted"));
    Condition::any().add(deleted().is_null()).add(deleted().eq(false))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cell::Cell;

    // ADM-25
    #[test]
    fn every_member_has_a_column_and_names_are_unique() {
        let mut names = std::collections::BTreeSet::new();
        for entity in ENTITIES {
            assert!(names.insert(entity.name), "{} twice", entity.name);
            for (member, column) in entity.fields {
                assert!(entity.table.position(column).is_some(), "{}.{member}: no column {column}", entity.name);
            }
        }
        assert_eq!(ENTITIES.iter().filter(|entity| !entity.old).count(), 18);
    }

    // ADM-25
    #[test]
    fn holidays_carry_their_parts() {
        let mut row = Row::empty(&t::LOC_HOLIDAY);
        row.set("id", Cell::Number(2_000_001));
        row.set("holiday_date", Cell::text("2026-11-23"));
        let entity = ENTITIES.iter().find(|entity| entity.name == "Holiday").expect("listed");
        let shown = members(entity, &row);
        assert_eq!(
            (&shown["holidayDay"], &shown["holidayMonth"], &shown["holidayYear"]),
            (&json!("1"), &json!("11"), &json!("2026"))
        );
        assert_eq!(shown["holidayId"], "2000001");
    }
}
