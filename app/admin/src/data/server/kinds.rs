//! One descriptor per entity: where it stands, what its list shows and filters by. A new entity is one entry here.

use app_kit::UiError;
use masterdata_api::form::Form;
use masterdata_api::{Column, forms};

/// The groups of the first page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    Places,
    Equipment,
    Documents,
    Texts,
    Lists,
}

impl Group {
    pub const ALL: [Self; 5] = [Self::Places, Self::Equipment, Self::Documents, Self::Texts, Self::Lists];
}

/// How an entity is listed. Fields by their wire names, derived ones among them.
#[derive(Debug)]
pub struct Kind {
    /// Its part of the address.
    pub slug: &'static str,
    /// Its path in master data.
    pub path: &'static str,
    pub group: Group,
    /// What an entry is called.
    pub title: &'static str,
    pub columns: &'static [&'static str],
    pub filters: &'static [&'static str],
    /// Default order, with `-` for descending.
    pub sort: &'static str,
}

const fn kind(
    group: Group,
    slug: &'static str,
    title: &'static str,
    columns: &'static [&'static str],
    filters: &'static [&'static str],
) -> Kind {
    Kind { slug, path: slug, group, title, columns, filters, sort: title }
}

const DESCRIBED: &[&str] = &["description", "createdBy", "createdDateTime"];
const NAMED: &[&str] = &["name", "code"];

/// Every entity with pages, in the order of the first page.
pub const KINDS: &[Kind] = &[
    kind(
        Group::Places,
        "registrationcenters",
        "name",
        &["centerTypeName", "users", "devices", "machines", "contactPhone", "contactPerson", "createdDateTime"],
        &["name", "centerTypeCode", "locationCode", "zoneCode"],
    ), // UI-ADM-02
    kind(Group::Places, "registrationcentertypes", "name", &["descr", "createdBy", "createdDateTime"], NAMED), // UI-ADM-09
    kind(
        Group::Places,
        "locations",
        "name",
        &["hierarchyName", "postalCode", "zone", "city", "province", "region"],
        &["name", "region", "province", "city", "zone", "postalCode"],
    ), // UI-ADM-13
    Kind {
        sort: "-holidayDate",
        ..kind(
            Group::Places,
            "holidays",
            "holidayName",
            &["holidayDate", "name", "holidayDesc"],
            &["holidayName", "holidayDate", "locationCode"],
        )
    }, // UI-ADM-11
    kind(Group::Places, "zoneuser", "userId", &["zoneName", "createdBy", "createdDateTime"], &["userId", "zoneCode"]), // UI-ADM-06
    kind(
        Group::Places,
        "users",
        "id",
        &["userName", "zoneName", "regCenterName", "createdBy", "createdDateTime"],
        &["id", "zoneName", "regCenterId"],
    ), // UI-ADM-07
    kind(
        Group::Equipment,
        "machines",
        "name",
        &["machineTypeName", "macAddress", "serialNum", "mapStatus", "regCenterName", "createdDateTime"],
        &["name", "macAddress", "serialNum", "machineTypeName", "zoneCode", "mapStatus"],
    ), // UI-ADM-05
    kind(
        Group::Equipment,
        "machinespecifications",
        "name",
        &["brand", "model", "machineTypeName", "minDriverversion", "description"],
        &["name", "brand", "model", "machineTypeCode"],
    ), // UI-ADM-16
    kind(Group::Equipment, "machinetypes", "name", DESCRIBED, NAMED), // UI-ADM-15
    kind(
        Group::Equipment,
        "devices",
        "name",
        &["deviceTypeName", "macAddress", "serialNum", "mapStatus", "regCenterName", "createdDateTime"],
        &["name", "macAddress", "serialNum", "deviceTypeName", "zoneCode", "mapStatus"],
    ), // UI-ADM-04
    kind(
        Group::Equipment,
        "devicespecifications",
        "name",
        &["brand", "model", "deviceTypeName", "minDriverversion", "description"],
        &["name", "brand", "model", "deviceTypeCode"],
    ),
    kind(Group::Equipment, "devicetypes", "name", DESCRIBED, NAMED),
    kind(Group::Documents, "documentcategories", "name", DESCRIBED, NAMED), // UI-ADM-17
    kind(Group::Documents, "documenttypes", "name", DESCRIBED, NAMED),
    kind(
        Group::Texts,
        "templates",
        "name",
        &["templateTypeCode", "fileFormatCode", "moduleName", "description"],
        &["name", "moduleId", "templateTypeCode", "fileFormatCode"],
    ), // UI-ADM-12
    kind(Group::Texts, "templatetypes", "code", DESCRIBED, &["code", "description"]),
    kind(Group::Texts, "templatefileformats", "code", DESCRIBED, &["code", "description"]),
    kind(Group::Texts, "blocklistedwords", "word", &["langCode", "description", "createdDateTime"], &["word"]), // UI-ADM-10
    kind(Group::Texts, "title", "titleName", &["titleDescription", "createdDateTime"], &["titleName", "code"]), // UI-ADM-19
    kind(Group::Lists, "gendertypes", "genderName", &["createdBy", "createdDateTime"], &["genderName", "code"]),
    Kind {
        sort: "name",
        ..kind(
            Group::Lists,
            "dynamicfields",
            "fieldVal",
            &["name", "langCode", "dataType", "description"],
            &["name", "description"],
        )
    }, // UI-ADM-14
    kind(Group::Lists, "individualtypes", "name", &["createdBy", "createdDateTime"], NAMED),
    kind(Group::Lists, "languages", "name", &["nativeName", "family"], &["name"]),
    kind(Group::Lists, "applicationtypes", "name", DESCRIBED, NAMED),
    kind(Group::Lists, "idtypes", "name", &["descr"], NAMED),
    kind(Group::Lists, "biometrictypes", "name", &["description"], NAMED),
    kind(
        Group::Lists,
        "biometricattributes",
        "name",
        &["biometricTypeCode", "description"],
        &["name", "biometricTypeCode"],
    ),
    Kind {
        path: "packetrejectionreasons/reasoncategory",
        ..kind(Group::Lists, "reasoncategory", "name", &["description"], NAMED)
    },
    Kind {
        path: "packetrejectionreasons/reasonlist",
        ..kind(Group::Lists, "reasonlist", "name", &["rsnCatCode", "description"], &["name", "rsnCatCode"])
    },
];

impl Kind {
    /// The descriptor of an address.
    pub fn of(slug: &str) -> Result<&'static Self, UiError> {
        KINDS.iter().find(|kind| kind.slug == slug).ok_or_else(UiError::not_found)
    }

    /// Its form.
    pub fn form(&self) -> Result<&'static Form, UiError> {
        forms::of(self.path).ok_or_else(UiError::not_found)
    }

    /// Whether an entry has one row whatever the languages of the country.
    pub fn has_own_language(&self) -> bool {
        // a word belongs to its language: the same word in another language is another entry
        matches!(self.slug, "blocklistedwords" | "dynamicfields")
    }
}

/// The column behind a wire name; nothing for what is derived.
pub fn column(form: &Form, wire: &str) -> Option<Column> {
    let field = form.entity.field(wire)?;
    let table = form.entity.table;
    table.all_columns().nth(table.position(field.column)?).copied()
}

/// The wire name of what names an entry.
pub fn code_of(form: &Form) -> &'static str {
    form.entity.fields.iter().find(|field| field.column == form.code).map_or("code", |field| field.wire)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_descriptor_has_a_form_and_sorts_by_a_column() {
        for kind in KINDS {
            let form = kind.form().unwrap();
            assert!(column(form, kind.sort.trim_start_matches('-')).is_some(), "{}", kind.slug);
        }
    }
}
