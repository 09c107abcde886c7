//! Which endpoint does what. Reads here, searches and changes in `http_admin`.

use edge::{BadBody, EnvelopeHead, Routes, Rules};
use masterdata_api::{MasterdataError, wire};
use types::{EndpointInfo, Failure, Fault, Timestamp};

use crate::Masterdata;
use crate::read::PageOf;

/// Master data demands nothing of the wrapper and has a code of its own for bodies it cannot read.
pub(crate) const RULES: Rules = Rules { check: check_time, ..Rules::kernel().bad_body(bad_body) };

/// A time of the request is one, where there is one; it may be any.
fn check_time(head: &EnvelopeHead, _: &EndpointInfo, _: Timestamp) -> Result<(), Failure> {
    let Some(text) = head.requesttime.as_deref().filter(|text| !text.is_empty()) else { return Ok(()) };
    let is_time = |text: &str| chrono::DateTime::parse_from_rfc3339(text).is_ok();
    // the separator of days and hours is a T, which RFC 3339 itself leaves open
    let read = text.as_bytes().get(10) == Some(&b'T') && (is_time(text) || is_time(&format!("{text}Z")));
    if read {
        Ok(())
    } else {
        Err(Fault::worded(MasterdataError::Invalid, "Invalid Format in field : requesttime").into())
    }
}

fn bad_body(bad: &BadBody) -> Failure {
    let text = match bad {
        BadBody::Syntax => "Invalid Format in field : request".to_owned(),
        BadBody::TooLarge => "The request is too large".to_owned(),
        BadBody::Member { path, missing: true } => format!("request.{}: must not be null", path.replace(',', ".")),
        BadBody::Member { path, missing: false } => format!("Invalid Format in field : {path}"),
    };
    Fault::worded(MasterdataError::Invalid, text).into()
}

/// A version in a query; 0 and nothing ask for the latest.
pub(crate) fn version(text: Option<&str>) -> Option<f64> {
    text.and_then(|text| text.parse().ok()).filter(|version| *version > 0.0)
}

/// Adds one endpoint: `m` is the module, `c` the call.
macro_rules! route {
    ($routes:ident, $m:ident, $endpoint:ident, |$module:ident, $call:ident| $body:expr) => {
        let shared = $m.clone();
        $routes = $routes.on(
            masterdata_api::endpoints::$endpoint,
            $crate::http::RULES,
            move |$call: edge::Call<masterdata_api::endpoints::$endpoint>| {
                let $module = shared.clone();
                async move {
                    // not every endpoint looks at its call
                    let _ = &$call;
                    $body
                }
            },
        );
    };
}
pub(crate) use route;

/// All routes of the module.
pub(crate) fn routes(m: &Masterdata) -> Routes {
    reads(m).merge(crate::http_admin::routes(m)).merge(crate::http_write::routes(m)).merge(crate::bulk::routes(m))
}

#[rustfmt::skip]
fn reads(m: &Masterdata) -> Routes {
    let mut routes = Routes::new();
    route!(routes, m, ApplicationConfigs, |m, c| m.application_config().await);
    route!(routes, m, Configs, |m, c| m.application_config().await);
    route!(routes, m, Languages, |m, c| m.listed(&wire::LANGUAGE, &[]).await);
    route!(routes, m, Genders, |m, c| m.listed(&wire::GENDER, &[]).await);
    route!(routes, m, GendersIn, |m, c| m.listed(&wire::GENDER, &[("lang_code", c.path("first"))]).await);
    route!(routes, m, GenderExists, |m, c| m.name_exists(&wire::GENDER, "name", c.path("first")).await);
    route!(routes, m, GenderPage, |m, c| m.page(&wire::GENDER, &PageOf::from_query(|name| c.query(name), 10)).await);
    route!(routes, m, Titles, |m, c| m.listed(&wire::TITLE, &[]).await);
    route!(routes, m, TitlesIn, |m, c| m.listed(&wire::TITLE, &[("lang_code", c.path("first"))]).await);
    route!(routes, m, TitlePage, |m, c| m.page(&wire::TITLE, &PageOf::from_query(|name| c.query(name), 10)).await);
    route!(routes, m, DocumentCategories, |m, c| m.listed(&wire::DOCUMENT_CATEGORY, &[]).await);
    route!(routes, m, DocumentCategoriesIn, |m, c| m.listed_in(&wire::DOCUMENT_CATEGORY, c.path("first")).await);
    route!(routes, m, DocumentCategory, |m, c| m.listed(&wire::DOCUMENT_CATEGORY, &[("code", c.path("first")), ("lang_code", c.path("second"))]).await);
    route!(routes, m, DocumentCategoryPage, |m, c| m.page(&wire::DOCUMENT_CATEGORY, &PageOf::from_query(|name| c.query(name), 10)).await);
    route!(routes, m, DocumentCategoriesMissing, |m, c| m.missing_ids(&wire::DOCUMENT_CATEGORY, c.path("first"), c.query("fieldName")).await);
    route!(routes, m, DocumentTypesIn, |m, c| m.listed_in(&wire::DOCUMENT_TYPE, c.path("first")).await);
    route!(routes, m, DocumentTypesOfCategory, |m, c| m.types_of_category(c.path("first"), c.path("second")).await);
    route!(routes, m, DocumentTypePage, |m, c| m.page(&wire::DOCUMENT_TYPE, &PageOf::from_query(|name| c.query(name), 10)).await);
    route!(routes, m, DocumentTypesMissing, |m, c| m.missing_ids(&wire::DOCUMENT_TYPE, c.path("first"), c.query("fieldName")).await);
    route!(routes, m, ValidDocuments, |m, c| m.valid_documents(c.path("first")).await);
    route!(routes, m, ValidDocumentPage, |m, c| m.page(&wire::VALID_DOCUMENT, &PageOf::from_query(|name| c.query(name), 10)).await);
    route!(routes, m, ValidDocumentsOf, |m, c| m.valid_documents_of(c.path("first"), c.path("second")).await);
    route!(routes, m, ApplicantDocuments, |m, c| m.documents_of_applicant(c.path("first"), &c.query_all("languages")).await);
    route!(routes, m, BlocklistedWordsIn, |m, c| m.listed_in(&wire::BLOCKLISTED_WORD, c.path("first")).await);
    route!(routes, m, BlocklistedWordPage, |m, c| m.page(&wire::BLOCKLISTED_WORD, &PageOf::from_query(|name| c.query(name), 10)).await);
    route!(routes, m, BiometricTypes, |m, c| m.listed(&wire::BIOMETRIC_TYPE, &[]).await);
    route!(routes, m, BiometricTypesIn, |m, c| m.listed(&wire::BIOMETRIC_TYPE, &[("lang_code", c.path("first"))]).await);
    route!(routes, m, BiometricType, |m, c| m.listed(&wire::BIOMETRIC_TYPE, &[("code", c.path("first")), ("lang_code", c.path("second"))]).await);
    route!(routes, m, BiometricAttributes, |m, c| m.listed(&wire::BIOMETRIC_ATTRIBUTE, &[("lang_code", c.path("first")), ("bmtyp_code", c.path("second"))]).await);
    route!(routes, m, IdTypesIn, |m, c| m.listed(&wire::ID_TYPE, &[("lang_code", c.path("first"))]).await);
    route!(routes, m, IndividualTypes, |m, c| m.listed(&wire::INDIVIDUAL_TYPE, &[]).await);
    route!(routes, m, IndividualTypePage, |m, c| m.page(&wire::INDIVIDUAL_TYPE, &PageOf::from_query(|name| c.query(name), 10)).await);
    route!(routes, m, ModulesIn, |m, c| m.listed(&wire::MODULE, &[("lang_code", c.path("first"))]).await);
    route!(routes, m, Module, |m, c| m.listed(&wire::MODULE, &[("id", c.path("first")), ("lang_code", c.path("second"))]).await);
    route!(routes, m, RejectionReasons, |m, c| m.rejection_reasons(None).await);
    route!(routes, m, RejectionReasonsOf, |m, c| m.rejection_reasons(Some((c.path("first"), c.path("second")))).await);
    route!(routes, m, PossibleValues, |m, c| m.possible_values(c.path("first"), &c.query_all("langCode")).await);
    route!(routes, m, LocationLevelsIn, |m, c| m.location_levels(c.path("first")).await);
    route!(routes, m, LocationFamily, |m, c| m.location_family(c.path("first"), c.path("second")).await);
    route!(routes, m, LocationInfo, |m, c| m.one_extended(&wire::LOCATION, &[("code", c.path("first")), ("lang_code", c.path("second"))]).await);
    route!(routes, m, LocationsOfLevelName, |m, c| m.listed(&wire::LOCATION, &[("hierarchy_level_name", c.path("first"))]).await);
    route!(routes, m, LocationChildren, |m, c| m.location_children(c.path("first"), &[c.path("second")]).await);
    route!(routes, m, LocationChildrenIn, |m, c| m.location_children(c.path("first"), &c.query_all("languageCodes")).await);
    route!(routes, m, LocationExists, |m, c| m.location_exists(c.path("first")).await);
    route!(routes, m, LocationPage, |m, c| m.page(&wire::LOCATION, &PageOf::from_query(|name| c.query(name), 10)).await);
    route!(routes, m, CenterLevelLocations, |m, c| m.center_level_locations(c.path("first")).await);
    route!(routes, m, LocationsMissing, |m, c| m.missing_ids(&wire::LOCATION, c.path("first"), c.query("fieldName")).await);
    route!(routes, m, LocationHierarchyLevel, |m, c| m.listed(&wire::LOCATION_LEVEL, &[("hierarchy_level", c.path("first")), ("lang_code", c.path("second"))]).await);
    route!(routes, m, LocationHierarchyLevels, |m, c| m.hierarchy_levels(c.query("lastUpdated")).await);
    route!(routes, m, LocationHierarchyLevelsIn, |m, c| m.listed(&wire::LOCATION_LEVEL, &[("lang_code", c.path("first"))]).await);
    route!(routes, m, CentersAt, |m, c| m.centers_at(c.path("first"), c.path("second")).await);
    route!(routes, m, CenterWithHolidays, |m, c| m.center_with_holidays(c.path("first"), c.path("second"), c.path("third")).await);
    route!(routes, m, CentersNear, |m, c| m.centers_near(c.path("first"), c.path("second"), c.path("third"), c.path("fourth")).await);
    route!(routes, m, CentersOfZone, |m, c| m.centers_of_zone(c.path("first"), c.path("second")).await);
    route!(routes, m, Center, |m, c| m.listed(&wire::CENTER, &[("id", c.path("first")), ("lang_code", c.path("second"))]).await);
    route!(routes, m, Centers, |m, c| m.listed(&wire::CENTER, &[]).await);
    route!(routes, m, CentersUnder, |m, c| m.centers_under_listed(c.path("first"), c.path("second"), &[c.path("third")]).await);
    route!(routes, m, CentersUnderPageUnnamed, |_m, c| Err::<serde_json::Value, _>(MasterdataError::PlaceNameMissing.into()));
    route!(routes, m, CentersUnderPage, |m, c| if c.query("pageSize") == Some("0") { Err(MasterdataError::PageEmpty.into()) } else { m.centers_under_page(c.path("first"), c.path("second"), c.path("third"), &PageOf::from_query(|name| c.query(name), 10)).await });
    route!(routes, m, CenterIsOpen, |m, c| m.center_is_open(c.path("first"), c.path("second"), c.path("third")).await);
    route!(routes, m, CentersUnderNames, |m, c| m.centers_under_listed(c.path("first"), c.path("second"), &c.query_all("name")).await);
    route!(routes, m, CenterPage, |m, c| m.page(&wire::CENTER, &PageOf::from_query(|name| c.query(name), 10)).await);
    route!(routes, m, CentersMissing, |m, c| m.missing_ids(&wire::CENTER, c.path("first"), c.query("fieldName")).await);
    route!(routes, m, CenterHistory, |m, c| m.center_history(c.path("first"), c.path("second"), c.path("third")).await);
    route!(routes, m, CenterTypePage, |m, c| m.page(&wire::CENTER_TYPE, &PageOf::from_query(|name| c.query(name), 10)).await);
    route!(routes, m, CenterTypesMissing, |m, c| m.missing_ids(&wire::CENTER_TYPE, c.path("first"), c.query("fieldName")).await);
    route!(routes, m, ExceptionalHolidays, |m, c| m.exceptional_holidays(c.path("first"), Some(c.path("second"))).await);
    route!(routes, m, ExceptionalHolidaysOf, |m, c| m.exceptional_holidays(c.path("first"), None).await);
    route!(routes, m, WeekDays, |m, c| m.weekdays(c.path("first"), c.path("second")).await);
    route!(routes, m, WorkingDays, |m, c| m.working_days(c.path("first"), c.path("second")).await);
    route!(routes, m, AllDays, |m, c| m.all_days(c.path("first")).await);
    route!(routes, m, Holidays, |m, c| m.listed(&wire::HOLIDAY, &[]).await);
    route!(routes, m, Holiday, |m, c| m.listed(&wire::HOLIDAY, &[("id", c.path("first"))]).await);
    route!(routes, m, HolidayIn, |m, c| m.listed(&wire::HOLIDAY, &[("id", c.path("first")), ("lang_code", c.path("second"))]).await);
    route!(routes, m, HolidayPage, |m, c| m.page(&wire::HOLIDAY, &PageOf::from_query(|name| c.query(name), 10)).await);
    route!(routes, m, HolidaysMissing, |m, c| m.missing_ids(&wire::HOLIDAY, c.path("first"), c.query("fieldName")).await);
    route!(routes, m, DynamicFields, |m, c| m.dynamic_fields_page(c.query_number("pageNumber", 0), c.query_number("pageSize", 10), c.query("langCode"), c.query("lastUpdated")).await);
    route!(routes, m, DynamicFieldIn, |m, c| m.dynamic_field_in(c.path("first"), c.path("second"), c.query("withValue") == Some("true")).await);
    route!(routes, m, DynamicField, |m, c| m.dynamic_field_everywhere(c.path("first")).await);
    route!(routes, m, DynamicNames, |m, c| m.dynamic_names().await);
    route!(routes, m, DynamicDefinitions, |m, c| m.dynamic_definitions(c.path("first")).await);
    route!(routes, m, DynamicFieldsMissing, |m, c| m.missing_ids(&wire::DYNAMIC_FIELD, c.path("first"), c.query("fieldName")).await);
    route!(routes, m, Templates, |m, c| m.listed(&wire::TEMPLATE, &[]).await);
    route!(routes, m, TemplatesIn, |m, c| m.listed(&wire::TEMPLATE, &[("lang_code", c.path("first"))]).await);
    route!(routes, m, TemplatesOfTypeIn, |m, c| m.listed(&wire::TEMPLATE, &[("lang_code", c.path("first")), ("template_typ_code", c.path("second"))]).await);
    route!(routes, m, TemplatesOfType, |m, c| m.listed(&wire::TEMPLATE, &[("template_typ_code", c.path("first"))]).await);
    route!(routes, m, TemplatePage, |m, c| m.page(&wire::TEMPLATE, &PageOf::from_query(|name| c.query(name), 10)).await);
    route!(routes, m, TemplatesMissing, |m, c| m.missing_ids(&wire::TEMPLATE, c.path("first"), c.query("fieldName")).await);
    route!(routes, m, TemplateFormats, |m, c| m.listed(&wire::TEMPLATE_FORMAT, &[]).await);
    route!(routes, m, TemplateFormatsIn, |m, c| m.listed(&wire::TEMPLATE_FORMAT, &[("lang_code", c.path("first"))]).await);
    route!(routes, m, TemplateFormatIn, |m, c| m.listed(&wire::TEMPLATE_FORMAT, &[("code", c.path("first")), ("lang_code", c.path("second"))]).await);
    route!(routes, m, TemplateFormat, |m, c| m.listed(&wire::TEMPLATE_FORMAT, &[("code", c.path("first"))]).await);
    route!(routes, m, TemplateType, |m, c| m.listed(&wire::TEMPLATE_TYPE, &[("code", c.path("first")), ("lang_code", c.path("second"))]).await);
    route!(routes, m, TemplateTypesIn, |m, c| m.listed(&wire::TEMPLATE_TYPE, &[("lang_code", c.path("first"))]).await);
    route!(routes, m, Machine, |m, c| m.listed(&wire::MACHINE, &[("id", c.path("first"))]).await);
    route!(routes, m, Machines, |m, c| m.listed(&wire::MACHINE, &[]).await);
    route!(routes, m, MachinesOfCenter, |m, c| m.mapped(&wire::MACHINE, c.path("first"), &PageOf::from_query(|name| c.query(name), 1)).await);
    route!(routes, m, MachineHistory, |m, c| m.machine_history(c.path("first"), c.path("second")).await);
    route!(routes, m, MachineHistoryIn, |m, c| m.machine_history(c.path("first"), c.path("third")).await);
    route!(routes, m, MachineSpecificationPage, |m, c| m.page(&wire::MACHINE_SPECIFICATION, &PageOf::from_query(|name| c.query(name), 10)).await);
    route!(routes, m, MachineTypePage, |m, c| m.page(&wire::MACHINE_TYPE, &PageOf::from_query(|name| c.query(name), 10)).await);
    route!(routes, m, DevicesIn, |m, c| m.listed(&wire::DEVICE, &[]).await);
    route!(routes, m, DevicesOfType, |m, c| m.devices_of_type(c.path("second")).await);
    route!(routes, m, DevicesOfCenter, |m, c| m.mapped(&wire::DEVICE, c.path("first"), &PageOf::from_query(|name| c.query(name), 10)).await);
    route!(routes, m, DeviceHistory, |m, c| m.device_history(c.path("first"), c.path("third")).await);
    route!(routes, m, DeviceSpecifications, |m, c| m.listed(&wire::DEVICE_SPECIFICATION, &[]).await);
    route!(routes, m, DeviceSpecificationsIn, |m, c| m.listed(&wire::DEVICE_SPECIFICATION, &[]).await);
    route!(routes, m, DeviceSpecificationsOfTypeIn, |m, c| m.listed(&wire::DEVICE_SPECIFICATION, &[("dtyp_code", c.path("second"))]).await);
    route!(routes, m, DeviceSpecificationsOfType, |m, c| m.listed(&wire::DEVICE_SPECIFICATION, &[("dtyp_code", c.path("first"))]).await);
    route!(routes, m, DeviceSpecificationPage, |m, c| m.page(&wire::DEVICE_SPECIFICATION, &PageOf::from_query(|name| c.query(name), 10)).await);
    route!(routes, m, DeviceTypePage, |m, c| m.page(&wire::DEVICE_TYPE, &PageOf::from_query(|name| c.query(name), 10)).await);
    route!(routes, m, ZoneHierarchy, |m, c| m.zone_hierarchy(&c.caller, c.path("first")).await);
    route!(routes, m, ZoneLeafs, |m, c| m.zone_leaves(&c.caller, c.path("first")).await);
    route!(routes, m, SubZones, |m, c| m.zone_hierarchy(&c.caller, c.path("first")).await);
    route!(routes, m, LeafZones, |m, c| m.all_zone_leaves(c.path("first")).await);
    route!(routes, m, ZoneName, |m, c| m.zone_name(c.query("userID").unwrap_or_default(), c.query("langCode").unwrap_or_default()).await);
    route!(routes, m, LatestSchema, |m, c| m.latest_schema(version(c.query("schemaVersion")), c.query("domain").unwrap_or("registration-client"), c.query("type")).await);
    route!(routes, m, AllSchemas, |m, c| m.all_schemas(c.query_number("pageNumber", 0), c.query_number("pageSize", 10)).await);
    route!(routes, m, LatestUiSpecs, |m, c| m.latest_ui_specs(c.path("first"), c.query("type"), version(c.query("version")), version(c.query("identitySchemaVersion"))).await);
    route!(routes, m, AllUiSpecs, |m, c| m.all_ui_specs(c.query_number("pageNumber", 0), c.query_number("pageSize", 10)).await);
    route!(routes, m, Applications, |m, c| m.listed(&wire::APPLICATION, &[]).await);
    route!(routes, m, ApplicationsIn, |m, c| m.listed(&wire::APPLICATION, &[("lang_code", c.path("first"))]).await);
    route!(routes, m, Application, |m, c| m.listed(&wire::APPLICATION, &[("code", c.path("first")), ("lang_code", c.path("second"))]).await);
    route!(routes, m, CenterUser, |m, c| m.center_user(c.path("first")).await);
    route!(routes, m, CenterUsers, |m, c| m.center_users(&PageOf::from_query(|name| c.query(name), 1)).await);
    route!(routes, m, CenterUserAt, |m, c| m.center_user_at(c.path("first"), c.path("second")).await);
    route!(routes, m, ZoneUserAt, |m, c| m.zone_user_at(c.path("first"), c.path("second")).await);
    route!(routes, m, CenterDeviceHistory, |m, c| m.center_device_history(c.path("first"), c.path("second"), c.path("third")).await);
    route!(routes, m, CenterUserMachineHistory, |m, c| m.center_user_machine_history(c.path("first"), c.path("second"), c.path("third"), c.path("fourth")).await);
    routes
}
