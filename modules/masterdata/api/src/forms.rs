//! The forms of master data, with MOSIP's limits.

use crate::error::MasterdataError as E;
use crate::form::{ACTIVE, Form, LANGUAGE, Member, Naming, Needed, Refers, may, need};
use crate::table::Table;
use crate::tables as t;
use crate::wire;

const CODE_LANG: &[&str] = &["code", "langCode"];
const ID_LANG: &[&str] = &["id", "langCode"];
const ALL: &[&str] = &[];

const fn refers(column: &'static str, to: &'static Table, key: &'static str, error: E) -> Refers {
    Refers { column, to, key, error }
}

const fn needed(by: &'static Table, column: &'static str, active: E, delete: E) -> Needed {
    Needed { by, column, active, delete }
}

const CODE: Member = need("code", "code", 1, 36).alphanumeric();
const NAME: Member = need("name", "name", 1, 64);
const DESCRIPTION: Member = may("description", "descr", 128);

macro_rules! forms {
    ($($(#[$doc:meta])* $name:ident = $entity:ident by $code:literal $naming:ident, answer $answer:expr, taken $taken:ident,
        create [$($create:expr),* $(,)?], change [$($change:expr),* $(,)?],
        refers [$($refers:expr),* $(,)?], needed [$($needed:expr),* $(,)?], history $history:expr;)+) => {
        $($(#[$doc])* pub const $name: Form = Form {
            entity: &wire::$entity, code: $code, naming: Naming::$naming, answer: $answer, asleep: matches!(wire::$entity.path.as_bytes(), b"devices"), taken: E::$taken,
            create: &[$($create),*], change: &[$($change),*], refers: &[$($refers),*], needed: &[$($needed),*], history: $history,
        };)+
        /// Every form.
        pub const FORMS: &[&Form] = &[$(&$name),+];
    };
}

forms! {
    /// Kinds of application.
    APPLICATION = APPLICATION by "code" Given, answer CODE_LANG, taken ApplicationTaken,
        create [need("code", "code", 1, 36), NAME, DESCRIPTION, LANGUAGE, ACTIVE], change [],
        refers [], needed [], history None;
    /// Biometric attributes.
    BIOMETRIC_ATTRIBUTE = BIOMETRIC_ATTRIBUTE by "code" Given, answer CODE_LANG, taken BiometricAttributeRefused,
        create [need("code", "code", 1, 36), NAME, DESCRIPTION, need("biometricTypeCode", "bmtyp_code", 1, 36), LANGUAGE, ACTIVE], change [],
        refers [refers("bmtyp_code", &t::BIOMETRIC_TYPE, "code", E::BiometricAttributeRefused)], needed [], history None;
    /// Biometric types.
    BIOMETRIC_TYPE = BIOMETRIC_TYPE by "code" Given, answer CODE_LANG, taken BiometricTypeTaken,
        create [need("code", "code", 1, 36), NAME, DESCRIPTION, ACTIVE], change [],
        refers [], needed [needed(&t::BIOMETRIC_ATTRIBUTE, "bmtyp_code", E::InUse, E::InUse)], history None;
    /// Blocklisted words.
    BLOCKLISTED_WORD = BLOCKLISTED_WORD by "word" Given, answer &["word", "langCode"], taken WordTaken,
        create [need("word", "word", 1, 128).alphabetic(), LANGUAGE, may("description", "descr", 256), ACTIVE],
        change [need("word", "word", 1, 128).alphabetic(), LANGUAGE, may("description", "descr", 256)],
        refers [], needed [], history None;
    /// Devices.
    DEVICE = DEVICE by "id" Made, answer ALL, taken DeviceTaken,
        create [NAME, need("serialNum", "serial_num", 1, 64), need("deviceSpecId", "dspec_id", 1, 36), need("macAddress", "mac_address", 1, 64),
            may("ipAddress", "ip_address", 17), ACTIVE, may("validityDateTime", "validity_end_dtimes", 0), need("zoneCode", "zone_code", 1, 36),
            may("regCenterId", "regcntr_id", 10)],
        change [need("id", "id", 1, 36), NAME, need("serialNum", "serial_num", 1, 64), need("deviceSpecId", "dspec_id", 1, 36),
            need("macAddress", "mac_address", 1, 64), may("ipAddress", "ip_address", 17), may("validityDateTime", "validity_end_dtimes", 0),
            need("zoneCode", "zone_code", 1, 36), may("regCenterId", "regcntr_id", 10)],
        refers [refers("dspec_id", &t::DEVICE_SPEC, "id", E::DeviceSpecificationNotFound)], needed [], history Some(&t::DEVICE_MASTER_H);
    /// Models of devices.
    DEVICE_SPECIFICATION = DEVICE_SPECIFICATION by "id" Made, answer ID_LANG, taken DeviceSpecificationTaken,
        create [may("id", "id", 36), NAME, need("brand", "brand", 1, 32), need("model", "model", 1, 16), need("deviceTypeCode", "dtyp_code", 1, 36),
            need("minDriverversion", "min_driver_ver", 1, 16), may("description", "descr", 256), ACTIVE],
        change [need("id", "id", 1, 36), NAME, need("brand", "brand", 1, 32), need("model", "model", 1, 16), need("deviceTypeCode", "dtyp_code", 1, 36),
            need("minDriverversion", "min_driver_ver", 1, 16), may("description", "descr", 256)],
        refers [refers("dtyp_code", &t::DEVICE_TYPE, "code", E::DeviceTypeInvalid)],
        needed [needed(&t::DEVICE_MASTER, "dspec_id", E::DeviceSpecificationInUse, E::DeviceSpecificationNeeded)], history None;
    /// Kinds of devices.
    DEVICE_TYPE = DEVICE_TYPE by "code" Given, answer CODE_LANG, taken DeviceTypeTaken,
        create [CODE, NAME, DESCRIPTION, ACTIVE], change [CODE, NAME, DESCRIPTION],
        refers [], needed [needed(&t::DEVICE_SPEC, "dtyp_code", E::DeviceTypeInUse, E::DeviceTypeInUse)], history None;
    /// Document categories.
    DOCUMENT_CATEGORY = DOCUMENT_CATEGORY by "code" Given, answer CODE_LANG, taken DocumentCategoryTaken,
        create [CODE, NAME, DESCRIPTION, LANGUAGE, ACTIVE], change [CODE, NAME, DESCRIPTION, LANGUAGE],
        refers [], needed [needed(&t::VALID_DOCUMENT, "doccat_code", E::DeviceTypeInUse, E::DocumentCategoryNeeded)], history None;
    /// Document types.
    DOCUMENT_TYPE = DOCUMENT_TYPE by "code" Given, answer ALL, taken DocumentTypeTaken,
        create [CODE, NAME, DESCRIPTION, LANGUAGE, ACTIVE], change [CODE, NAME, DESCRIPTION, LANGUAGE],
        refers [], needed [needed(&t::VALID_DOCUMENT, "doctyp_code", E::DocumentTypeInUse, E::DocumentTypeNeeded)], history None;
    /// Values of dynamic fields; the value itself is code and name.
    DYNAMIC_FIELD = DYNAMIC_FIELD by "id" Made, answer ALL, taken DynamicFieldTaken,
        create [need("name", "name", 2, 36).alphabetic(), LANGUAGE, need("dataType", "data_type", 3, 20), need("description", "description", 1, 256)],
        change [], refers [], needed [], history None;
    /// Genders.
    GENDER = GENDER by "code" Given, answer CODE_LANG, taken GenderTaken,
        create [need("code", "code", 1, 16), need("genderName", "name", 1, 64), LANGUAGE, ACTIVE],
        change [need("code", "code", 1, 16), need("genderName", "name", 1, 64), LANGUAGE],
        refers [], needed [], history None;
    /// Kinds of identifiers.
    ID_TYPE = ID_TYPE by "code" Given, answer CODE_LANG, taken IdTypeTaken,
        create [need("code", "code", 1, 36), may("descr", "descr", 128), NAME, LANGUAGE, ACTIVE], change [],
        refers [], needed [], history None;
    /// Foreigner or citizen.
    INDIVIDUAL_TYPE = INDIVIDUAL_TYPE by "code" Given, answer ALL, taken IndividualTypeTaken,
        create [need("code", "code", 1, 36), LANGUAGE, NAME, ACTIVE], change [need("code", "code", 1, 36), LANGUAGE, NAME],
        refers [], needed [], history None;
    /// Data languages.
    LANGUAGE_FORM = LANGUAGE by "code" Given, answer &["code"], taken LanguageTaken,
        create [Member { wire: "code", column: "code", ..LANGUAGE }, NAME, may("family", "family", 64), may("nativeName", "native_name", 64), ACTIVE],
        change [Member { wire: "code", column: "code", ..LANGUAGE }, NAME, may("family", "family", 64), may("nativeName", "native_name", 64)],
        refers [], needed [], history None;
    /// Locations.
    LOCATION = LOCATION by "code" Given, answer ALL, taken LocationTaken,
        create [need("code", "code", 1, 32), need("name", "name", 1, 128), need("hierarchyLevel", "hierarchy_level", 0, 32_767),
            need("hierarchyName", "hierarchy_level_name", 1, 64), may("parentLocCode", "parent_loc_code", 32), LANGUAGE, ACTIVE],
        change [need("code", "code", 1, 36), need("name", "name", 1, 128), need("hierarchyLevel", "hierarchy_level", 0, 32_767),
            need("hierarchyName", "hierarchy_level_name", 1, 64), may("parentLocCode", "parent_loc_code", 32), LANGUAGE],
        refers [], needed [needed(&t::LOCATION, "parent_loc_code", E::LocationHasChildren, E::LocationHasChildren)], history None;
    /// Holidays.
    HOLIDAY = HOLIDAY by "id" Made, answer &["holidayId", "locationCode", "holidayDate", "holidayName", "langCode"], taken HolidayTaken,
        create [need("locationCode", "location_code", 1, 36), need("holidayDate", "holiday_date", 0, 0), need("holidayName", "holiday_name", 1, 64),
            may("holidayDesc", "holiday_desc", 128), LANGUAGE, ACTIVE],
        change [need("holidayId", "id", 0, 0), need("locationCode", "location_code", 1, 36), need("holidayDate", "holiday_date", 0, 0),
            need("holidayName", "holiday_name", 1, 64), may("holidayDesc", "holiday_desc", 128), LANGUAGE],
        refers [refers("location_code", &t::LOCATION, "code", E::HolidayLocationInvalid)], needed [], history None;
    /// Machines.
    MACHINE = MACHINE by "id" Made, answer ALL, taken MachineNameTaken,
        create [NAME, may("serialNum", "serial_num", 64), may("macAddress", "mac_address", 64), may("ipAddress", "ip_address", 17),
            need("machineSpecId", "mspec_id", 1, 36), ACTIVE, may("validityDateTime", "validity_end_dtimes", 0), need("zoneCode", "zone_code", 1, 36),
            may("regCenterId", "regcntr_id", 10), need("publicKey", "public_key", 1, 0), need("signPublicKey", "sign_public_key", 1, 0)],
        change [need("id", "id", 1, 10), NAME, may("serialNum", "serial_num", 64), may("macAddress", "mac_address", 64), may("ipAddress", "ip_address", 17),
            need("machineSpecId", "mspec_id", 1, 36), may("validityDateTime", "validity_end_dtimes", 0), need("zoneCode", "zone_code", 1, 36),
            may("regCenterId", "regcntr_id", 10), may("publicKey", "public_key", 0), may("signPublicKey", "sign_public_key", 0)],
        refers [refers("mspec_id", &t::MACHINE_SPEC, "id", E::MachineSpecificationNotFound)], needed [], history Some(&t::MACHINE_MASTER_H);
    /// Models of machines.
    MACHINE_SPECIFICATION = MACHINE_SPECIFICATION by "id" Made, answer ID_LANG, taken MachineSpecificationTaken,
        create [may("id", "id", 36), NAME, need("brand", "brand", 1, 32), need("model", "model", 1, 16), need("machineTypeCode", "mtyp_code", 1, 36),
            need("minDriverversion", "min_driver_ver", 1, 16), may("description", "descr", 256), ACTIVE],
        change [need("id", "id", 1, 36), NAME, need("brand", "brand", 1, 32), need("model", "model", 1, 16), need("machineTypeCode", "mtyp_code", 1, 36),
            need("minDriverversion", "min_driver_ver", 1, 16), may("description", "descr", 256)],
        refers [refers("mtyp_code", &t::MACHINE_TYPE, "code", E::MachineTypeInvalid)],
        needed [needed(&t::MACHINE_MASTER, "mspec_id", E::MachineSpecificationInUse, E::MachineSpecificationNeeded)], history None;
    /// Kinds of machines.
    MACHINE_TYPE = MACHINE_TYPE by "code" Given, answer CODE_LANG, taken MachineTypeTaken,
        create [CODE, NAME, DESCRIPTION, ACTIVE], change [CODE, NAME, DESCRIPTION],
        refers [], needed [needed(&t::MACHINE_SPEC, "mtyp_code", E::MachineTypeInUse, E::MachineTypeInUse)], history None;
    /// Groups of reasons for a rejection.
    REASON_CATEGORY = REASON_CATEGORY by "code" Given, answer CODE_LANG, taken ReasonCategoryTaken,
        create [need("code", "code", 1, 36), NAME, need("description", "descr", 1, 128), LANGUAGE, ACTIVE], change [],
        refers [], needed [], history None;
    /// Reasons for a rejection.
    REASON = REASON by "code" Given, answer &["rsnCatCode", "code", "langCode"], taken ReasonRefused,
        create [need("code", "code", 1, 36), NAME, may("description", "descr", 128), need("rsnCatCode", "rsncat_code", 1, 36), LANGUAGE, ACTIVE],
        change [], refers [refers("rsncat_code", &t::REASON_CATEGORY, "code", E::ReasonRefused)], needed [], history None;
    /// Registration centres.
    CENTER = CENTER by "id" Made, answer ALL, taken CenterTaken,
        create [need("name", "name", 1, 128), need("addressLine1", "addr_line1", 1, 256), may("addressLine2", "addr_line2", 256),
            may("addressLine3", "addr_line3", 256), LANGUAGE, may("contactPerson", "contact_person", 128),
            ACTIVE, need("centerTypeCode", "cntrtyp_code", 1, 36), need("latitude", "latitude", 1, 32), need("longitude", "longitude", 1, 32),
            need("locationCode", "location_code", 1, 36), need("holidayLocationCode", "holiday_loc_code", 1, 36), may("contactPhone", "contact_phone", 16),
            need("workingHours", "working_hours", 1, 32), need("perKioskProcessTime", "per_kiosk_process_time", 0, 0),
            need("centerStartTime", "center_start_time", 0, 0), need("centerEndTime", "center_end_time", 0, 0),
            may("lunchStartTime", "lunch_start_time", 0), may("lunchEndTime", "lunch_end_time", 0), may("timeZone", "time_zone", 64),
            need("zoneCode", "zone_code", 1, 36)],
        change [need("id", "id", 1, 10), need("name", "name", 1, 128), need("addressLine1", "addr_line1", 1, 256), may("addressLine2", "addr_line2", 256),
            may("addressLine3", "addr_line3", 256), LANGUAGE, may("contactPerson", "contact_person", 128),
            need("centerTypeCode", "cntrtyp_code", 1, 36), need("latitude", "latitude", 1, 32), need("longitude", "longitude", 1, 32),
            need("locationCode", "location_code", 1, 36), need("holidayLocationCode", "holiday_loc_code", 1, 36), may("contactPhone", "contact_phone", 16),
            need("workingHours", "working_hours", 1, 32), need("perKioskProcessTime", "per_kiosk_process_time", 0, 0),
            need("centerStartTime", "center_start_time", 0, 0), need("centerEndTime", "center_end_time", 0, 0),
            may("lunchStartTime", "lunch_start_time", 0), may("lunchEndTime", "lunch_end_time", 0), may("timeZone", "time_zone", 64),
            need("zoneCode", "zone_code", 1, 36)],
        refers [], needed [], history Some(&t::REGISTRATION_CENTER_H);
    /// Kinds of registration centres.
    CENTER_TYPE = CENTER_TYPE by "code" Given, answer CODE_LANG, taken CenterTypeTaken,
        create [need("code", "code", 2, 36).alphanumeric(), LANGUAGE, NAME, may("descr", "descr", 128), ACTIVE],
        change [need("code", "code", 2, 36).alphanumeric(), LANGUAGE, NAME, may("descr", "descr", 128)],
        refers [], needed [needed(&t::REGISTRATION_CENTER, "cntrtyp_code", E::CenterTypeInUse, E::CenterTypeNeeded)], history None;
    /// Templates.
    TEMPLATE = TEMPLATE by "id" Made, answer ID_LANG, taken TemplateRefused,
        create [may("id", "id", 36), need("name", "name", 1, 128), may("description", "descr", 256), need("fileFormatCode", "file_format_code", 1, 36),
            may("model", "model", 128), may("fileText", "file_txt", 0), may("moduleId", "module_id", 36), may("moduleName", "module_name", 128),
            need("templateTypeCode", "template_typ_code", 1, 36), LANGUAGE, ACTIVE],
        change [need("id", "id", 1, 36), need("name", "name", 1, 128), may("description", "descr", 256), need("fileFormatCode", "file_format_code", 1, 36),
            may("model", "model", 128), may("fileText", "file_txt", 0), may("moduleId", "module_id", 36), may("moduleName", "module_name", 128),
            need("templateTypeCode", "template_typ_code", 1, 36), LANGUAGE],
        refers [refers("file_format_code", &t::TEMPLATE_FILE_FORMAT, "code", E::TemplateRefused),
            refers("template_typ_code", &t::TEMPLATE_TYPE, "code", E::TemplateRefused),
            refers("module_id", &t::MODULE_DETAIL, "id", E::TemplateRefused)],
        needed [], history None;
    /// Formats of templates.
    TEMPLATE_FORMAT = TEMPLATE_FORMAT by "code" Given, answer CODE_LANG, taken TemplateFormatTaken,
        create [need("code", "code", 1, 36), need("description", "descr", 1, 256), LANGUAGE, ACTIVE],
        change [need("code", "code", 1, 36), need("description", "descr", 1, 256), LANGUAGE],
        refers [], needed [needed(&t::TEMPLATE, "file_format_code", E::TemplateFormatInUse, E::TemplateFormatNeeded)], history None;
    /// Types of templates.
    TEMPLATE_TYPE = TEMPLATE_TYPE by "code" Given, answer CODE_LANG, taken TemplateTypeTaken,
        create [need("code", "code", 1, 36), may("description", "descr", 256), ACTIVE], change [],
        refers [], needed [], history None;
    /// Forms of address.
    TITLE = TITLE by "code" Given, answer CODE_LANG, taken TitleTaken,
        create [need("code", "code", 1, 16), need("titleName", "name", 1, 64), may("titleDescription", "descr", 128), LANGUAGE, ACTIVE],
        change [need("code", "code", 1, 16), need("titleName", "name", 1, 64), may("titleDescription", "descr", 128), LANGUAGE],
        refers [], needed [], history None;
    /// The zones of members of staff.
    ZONE_USER = ZONE_USER by "usr_id" Given, answer ALL, taken ZoneUserExists,
        create [need("userId", "usr_id", 1, 256), need("zoneCode", "zone_code", 1, 36), ACTIVE],
        change [need("userId", "usr_id", 1, 256), need("zoneCode", "zone_code", 1, 36)],
        refers [], needed [], history Some(&t::ZONE_USER_H);
    /// The centres of members of staff.
    USER = USER by "id" Given, answer ALL, taken CenterUserExists,
        create [need("id", "id", 1, 256), need("regCenterId", "regcntr_id", 1, 10), ACTIVE],
        change [need("id", "id", 1, 256), need("regCenterId", "regcntr_id", 1, 10)],
        refers [], needed [], history Some(&t::USER_DETAIL_H);
    /// Which documents prove what.
    VALID_DOCUMENT = VALID_DOCUMENT by "doctyp_code" Given, answer &["docTypeCode", "docCategoryCode"], taken DocumentMapped,
        create [need("docTypeCode", "doctyp_code", 1, 36), need("docCategoryCode", "doccat_code", 1, 36), may("langCode", "lang_code", 3), ACTIVE],
        change [],
        refers [refers("doctyp_code", &t::DOC_TYPE, "code", E::ValidDocumentRefused), refers("doccat_code", &t::DOC_CATEGORY, "code", E::ValidDocumentRefused)],
        needed [], history None;
}

/// The form of an entity, by the first part of its paths.
#[must_use]
pub fn of(path: &str) -> Option<&'static Form> {
    FORMS.iter().find(|form| form.entity.path == path).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test] // ADM-14: forms name columns, fields and references that exist
    fn forms_are_whole() {
        for form in FORMS {
            let table = form.entity.table;
            let name = form.entity.path;
            assert!(table.position(form.code).is_some(), "{name}: {}", form.code);
            for member in form.create.iter().chain(form.change) {
                assert!(table.position(member.column).is_some(), "{name}: {}", member.column);
                let field = form.entity.fields.iter().find(|field| field.wire == member.wire);
                assert_eq!(field.map(|field| field.column), Some(member.column), "{name}: {}", member.wire);
            }
            for answer in form.answer {
                assert!(form.entity.field(answer).is_some(), "{name}: {answer}");
            }
            for refers in form.refers {
                assert!(table.position(refers.column).is_some(), "{name}: {}", refers.column);
                assert!(refers.to.position(refers.key).is_some(), "{name}: {}", refers.key);
            }
            for needed in form.needed {
                assert!(needed.by.position(needed.column).is_some(), "{name}: {}", needed.column);
            }
            if let Some(history) = form.history {
                assert!(table.columns.iter().all(|column| history.position(column.name).is_some()), "{name}");
            }
            assert_eq!(of(name).map(|form| form.entity.path), Some(name), "one form for a path");
        }
    }
}
