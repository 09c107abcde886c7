//! What leaves through the API: the entities of master data, their fields by wire name, and who may read them.

use crate::error::MasterdataError;
use crate::table::Table;
use crate::tables as t;

/// A field of a DTO: its name on the wire, the column it shows, and the filters that searches allow on it
/// (E equals, S starts with, C contains, B between, I in).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Name on the wire.
    pub wire: &'static str,
    /// Column of the table.
    pub column: &'static str,
    /// Allowed filters.
    pub filters: &'static str,
}

/// An entity as the API knows it.
#[derive(Debug, Clone, Copy)]
pub struct Entity {
    /// Where its rows lie.
    pub table: &'static Table,
    /// First part of its paths behind `/v1/masterdata/`.
    pub path: &'static str,
    /// Member of `response` that holds the list in public reads.
    pub list: &'static str,
    /// Fields of the DTO; searches add the audit fields.
    pub fields: &'static [Field],
    /// Answer when nothing matches.
    pub not_found: MasterdataError,
    /// Its name in `Status updated successfully for …`.
    pub plural: &'static str,
}

impl Entity {
    /// The field of that wire name, audit fields included.
    pub fn field(&self, wire: &str) -> Option<&'static Field> {
        self.fields.iter().chain(BASE.iter()).find(|field| field.wire.eq_ignore_ascii_case(wire))
    }
}

const ALL_FILTERS: &str = "ESCBI";

const fn field(wire: &'static str, column: &'static str) -> Field {
    Field { wire, column, filters: ALL_FILTERS }
}

const fn only(wire: &'static str, column: &'static str, filters: &'static str) -> Field {
    Field { wire, column, filters }
}

const LANG: Field = only("langCode", "lang_code", "E");
const IS_ACTIVE: Field = only("isActive", "is_active", "E");

/// The audit fields of searches and page reads.
pub const BASE: [Field; 7] = [
    IS_ACTIVE,
    field("createdBy", "cr_by"),
    only("createdDateTime", "cr_dtimes", "B"),
    field("updatedBy", "upd_by"),
    field("updatedDateTime", "upd_dtimes"),
    field("isDeleted", "is_deleted"),
    field("deletedDateTime", "del_dtimes"),
];

macro_rules! entities {
    ($($(#[$doc:meta])* $name:ident = $table:ident, $path:literal, $list:literal, $error:ident, $plural:literal, [$($field:expr),+ $(,)?];)+) => {
        $($(#[$doc])* pub const $name: Entity = Entity {
            table: &t::$table, path: $path, list: $list, fields: &[$($field),+],
            not_found: MasterdataError::$error, plural: $plural,
        };)+
        /// Every entity with an API of its own.
        pub const ENTITIES: &[&Entity] = &[$(&$name),+];
    };
}

entities! {
    /// Genders.
    GENDER = GENDER, "gendertypes", "genderType", GenderNotFound, "Genders",
        [only("code", "code", "E"), only("genderName", "name", "E"), LANG, IS_ACTIVE];
    /// Forms of address.
    TITLE = TITLE, "title", "titleList", TitleNotFound, "Titles",
        [only("code", "code", "E"), only("titleName", "name", "ESC"), field("titleDescription", "descr"), IS_ACTIVE, LANG];
    /// Data languages.
    LANGUAGE = LANGUAGE, "languages", "languages", LanguageNotFound, "Languages",
        [field("code", "code"), field("name", "name"), field("family", "family"), field("nativeName", "native_name"), IS_ACTIVE];
    /// Document categories.
    DOCUMENT_CATEGORY = DOC_CATEGORY, "documentcategories", "documentcategories", DocumentCategoryNotFound, "Document Categories",
        [only("code", "code", "E"), field("name", "name"), field("description", "descr"), LANG, IS_ACTIVE];
    /// Document types.
    DOCUMENT_TYPE = DOC_TYPE, "documenttypes", "documenttypes", DocumentTypeNotFound, "Document Types",
        [only("code", "code", "E"), only("name", "name", "ESC"), field("description", "descr"), LANG, IS_ACTIVE];
    /// Which documents prove what.
    VALID_DOCUMENT = VALID_DOCUMENT, "validdocuments", "", ValidDocumentNotFound, "Valid Documents",
        [field("docTypeCode", "doctyp_code"), field("docCategoryCode", "doccat_code"), LANG, IS_ACTIVE];
    /// Blocklisted words.
    BLOCKLISTED_WORD = BLOCKLISTED_WORDS, "blocklistedwords", "blocklistedwords", WordNotFound, "Blocklisted Words",
        [only("word", "word", "ESC"), only("langCode", "lang_code", "ESC"), field("description", "descr"), IS_ACTIVE];
    /// Locations.
    LOCATION = LOCATION, "locations", "locations", LocationNotFound, "location",
        [only("code", "code", "E"), only("name", "name", "ECS"), only("hierarchyLevel", "hierarchy_level", "ECS"),
         only("hierarchyName", "hierarchy_level_name", "ECS"), field("parentLocCode", "parent_loc_code"), field("langCode", "lang_code"), IS_ACTIVE];
    /// Levels of the location hierarchy.
    LOCATION_LEVEL = LOC_HIERARCHY_LIST, "locationHierarchyLevels", "locationHierarchyLevels", LocationLevelNotFound, "Location Hierarchy",
        [field("hierarchyLevel", "hierarchy_level"), field("hierarchyLevelName", "hierarchy_level_name"), LANG, IS_ACTIVE];
    /// Holidays.
    HOLIDAY = LOC_HOLIDAY, "holidays", "holidays", HolidayNotFound, "holiday",
        [only("holidayId", "id", "E"), only("locationCode", "location_code", "E"), only("holidayDate", "holiday_date", "BE"),
         only("holidayName", "holiday_name", "ESC"), field("holidayDesc", "holiday_desc"), field("langCode", "lang_code"), IS_ACTIVE];
    /// Registration centres.
    CENTER = REGISTRATION_CENTER, "registrationcenters", "registrationCenters", CenterNotFound, "Registration Centers",
        [only("id", "id", "ESC"), only("name", "name", "ESC"), only("centerTypeCode", "cntrtyp_code", "E"), field("addressLine1", "addr_line1"),
         field("addressLine2", "addr_line2"), field("addressLine3", "addr_line3"), field("latitude", "latitude"), field("longitude", "longitude"),
         only("locationCode", "location_code", "E"), field("holidayLocationCode", "holiday_loc_code"), field("contactPhone", "contact_phone"),
         field("workingHours", "working_hours"), field("langCode", "lang_code"), field("numberOfKiosks", "number_of_kiosks"),
         field("perKioskProcessTime", "per_kiosk_process_time"), field("centerStartTime", "center_start_time"),
         field("centerEndTime", "center_end_time"), field("timeZone", "time_zone"), field("contactPerson", "contact_person"),
         field("lunchStartTime", "lunch_start_time"), field("lunchEndTime", "lunch_end_time"), IS_ACTIVE, only("zoneCode", "zone_code", "ESC")];
    /// Kinds of registration centres.
    CENTER_TYPE = REG_CENTER_TYPE, "registrationcentertypes", "registrationCenterTypes", CenterTypeNotFound, "Registration Center Types",
        [only("code", "code", "E"), field("langCode", "lang_code"), only("name", "name", "ECS"), field("descr", "descr"), IS_ACTIVE];
    /// Templates.
    TEMPLATE = TEMPLATE, "templates", "templates", TemplateNotFound, "Templates",
        [only("id", "id", "E"), only("name", "name", "ESC"), field("description", "descr"), field("fileFormatCode", "file_format_code"),
         field("model", "model"), field("fileText", "file_txt"), only("moduleId", "module_id", "ESC"), only("moduleName", "module_name", "ESC"),
         field("templateTypeCode", "template_typ_code"), LANG, IS_ACTIVE];
    /// Types of templates.
    TEMPLATE_TYPE = TEMPLATE_TYPE, "templatetypes", "templateTypes", TemplateTypeNotFound, "Template Types",
        [field("code", "code"), LANG, field("description", "descr"), IS_ACTIVE];
    /// Formats of templates.
    TEMPLATE_FORMAT = TEMPLATE_FILE_FORMAT, "templatefileformats", "templateFileFormats", TemplateNotFound, "Template File Formats",
        [field("code", "code"), field("description", "descr"), LANG, IS_ACTIVE];
    /// Biometric types.
    BIOMETRIC_TYPE = BIOMETRIC_TYPE, "biometrictypes", "biometrictypes", BiometricTypeNotFound, "Biometric Types",
        [field("code", "code"), field("name", "name"), field("description", "descr"), LANG, IS_ACTIVE];
    /// Biometric attributes.
    BIOMETRIC_ATTRIBUTE = BIOMETRIC_ATTRIBUTE, "biometricattributes", "biometricattributes", BiometricAttributeNotFound, "Biometric Attributes",
        [field("code", "code"), field("name", "name"), field("description", "descr"), field("biometricTypeCode", "bmtyp_code"), LANG, IS_ACTIVE];
    /// Kinds of identifiers.
    ID_TYPE = ID_TYPE, "idtypes", "idtypes", IdTypeNotFound, "ID Types",
        [field("code", "code"), field("descr", "descr"), field("name", "name"), LANG, IS_ACTIVE];
    /// Foreigner or citizen.
    INDIVIDUAL_TYPE = INDIVIDUAL_TYPE, "individualtypes", "individualTypes", BirthDateInFuture, "Individual Types",
        [only("code", "code", "ESC"), only("langCode", "lang_code", "ESC"), only("name", "name", "ESC"), IS_ACTIVE];
    /// Modules that templates belong to.
    MODULE = MODULE_DETAIL, "modules", "modules", ModuleNotFound, "Modules",
        [field("id", "id"), field("name", "name"), LANG, field("description", "descr"), IS_ACTIVE];
    /// Values of dynamic fields.
    DYNAMIC_FIELD = DYNAMIC_FIELD, "dynamicfields", "", DynamicFieldNotFound, "Dynamic Fields",
        [field("id", "id"), field("name", "name"), field("langCode", "lang_code"), field("dataType", "data_type"),
         field("description", "description"), field("fieldVal", "value_json"), IS_ACTIVE];
    /// Devices.
    DEVICE = DEVICE_MASTER, "devices", "devices", DeviceNotFound, "Devices",
        [only("id", "id", "E"), only("name", "name", "ESC"), only("serialNum", "serial_num", "ESC"), only("deviceSpecId", "dspec_id", "ESC"),
         only("macAddress", "mac_address", "ESC"), field("ipAddress", "ip_address"), LANG, field("validityDateTime", "validity_end_dtimes"),
         field("zoneCode", "zone_code"), only("regCenterId", "regcntr_id", "ESC"), IS_ACTIVE];
    /// Models of devices.
    DEVICE_SPECIFICATION = DEVICE_SPEC, "devicespecifications", "devicespecifications", DeviceSpecificationNotFound, "Device Specifications",
        [only("id", "id", "E"), only("name", "name", "ESC"), only("brand", "brand", "ESC"), only("model", "model", "ESC"),
         field("deviceTypeCode", "dtyp_code"), field("minDriverversion", "min_driver_ver"), field("description", "descr"), LANG, IS_ACTIVE];
    /// Kinds of devices.
    DEVICE_TYPE = DEVICE_TYPE, "devicetypes", "deviceTypes", DeviceTypeNotFound, "Device Types",
        [only("code", "code", "E"), LANG, only("name", "name", "ESC"), field("description", "descr"), IS_ACTIVE];
    /// Machines.
    MACHINE = MACHINE_MASTER, "machines", "machines", MachineNotFound, "machine",
        [only("id", "id", "E"), only("name", "name", "ESC"), only("serialNum", "serial_num", "ESC"), only("macAddress", "mac_address", "ESC"),
         field("ipAddress", "ip_address"), only("machineSpecId", "mspec_id", "ESC"), only("regCenterId", "regcntr_id", "ESC"), LANG, IS_ACTIVE,
         field("validityDateTime", "validity_end_dtimes"), field("publicKey", "public_key"), field("signPublicKey", "sign_public_key"),
         field("zoneCode", "zone_code"), field("keyIndex", "key_index"), field("signKeyIndex", "sign_key_index")];
    /// Models of machines.
    MACHINE_SPECIFICATION = MACHINE_SPEC, "machinespecifications", "machineSpecifications", MachineSpecificationNotFound, "MachineSpecification",
        [only("id", "id", "ESC"), only("name", "name", "ESC"), only("brand", "brand", "ESC"), only("model", "model", "ESC"),
         only("machineTypeCode", "mtyp_code", "ESC"), field("minDriverversion", "min_driver_ver"), field("description", "descr"), LANG, IS_ACTIVE];
    /// Kinds of machines.
    MACHINE_TYPE = MACHINE_TYPE, "machinetypes", "machineTypes", MachineTypeNotFound, "machineType",
        [only("code", "code", "E"), LANG, only("name", "name", "ECS"), field("description", "descr"), IS_ACTIVE];
    /// The zones of members of staff.
    ZONE_USER = ZONE_USER, "zoneuser", "", ZoneUserAbsent, "Zone User",
        [field("zoneCode", "zone_code"), field("userId", "usr_id"), field("langCode", "lang_code"), IS_ACTIVE];
    /// Members of staff with a zone, and the centre they are mapped to.
    CENTER_USER = ZONE_USER, "usercentermapping", "", CenterUserNotFound, "User",
        [field("userId", "usr_id"), field("zoneCode", "zone_code"), field("langCode", "lang_code"), IS_ACTIVE];
    /// The centres of members of staff.
    USER = USER_DETAIL, "users", "", CenterUserNotFound, "User",
        [only("id", "id", "ESC"), only("name", "name", "ESC"), field("langCode", "lang_code"), field("regCenterId", "regcntr_id"),
         field("statusCode", "status_code"), field("lastLoginDateTime", "last_login_dtimes"), field("lastLoginMethod", "last_login_method"), IS_ACTIVE];
    /// Kinds of application.
    APPLICATION = APPL_FORM_TYPE, "applicationtypes", "applicationtypes", ApplicationNotFound, "Applications",
        [field("code", "code"), field("name", "name"), field("description", "descr"), LANG, IS_ACTIVE];
    /// Groups of reasons for a rejection.
    REASON_CATEGORY = REASON_CATEGORY, "packetrejectionreasons/reasoncategory", "reasonCategories", ReasonNotFound, "Reason Categories",
        [field("code", "code"), field("name", "name"), field("description", "descr"), LANG, IS_ACTIVE];
    /// Reasons for a rejection.
    REASON = REASON_LIST, "packetrejectionreasons/reasonlist", "reasonList", ReasonNotFound, "Reasons",
        [field("code", "code"), field("name", "name"), field("description", "descr"), field("rsnCatCode", "rsncat_code"), LANG, IS_ACTIVE];
    /// Administrative zones.
    ZONE = ZONE, "zones", "zones", ZoneNotFound, "Zones",
        [field("code", "code"), field("langCode", "lang_code"), field("name", "name"), field("hierarchyLevel", "hierarchy_level"),
         field("hierarchyName", "hierarchy_level_name"), field("parentZoneCode", "parent_zone_code"), field("hierarchyPath", "hierarchy_path"), IS_ACTIVE];
}
