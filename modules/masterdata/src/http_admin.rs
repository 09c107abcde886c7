//! Searches, value filters, drafts and the questions of the admin services.

use edge::Routes;
use masterdata_api::wire;

use crate::Masterdata;
use crate::http::route;

#[rustfmt::skip]
pub(crate) fn routes(m: &Masterdata) -> Routes {
    let mut routes = Routes::new();
    route!(routes, m, BlocklistedWordSearch, |m, c| m.search(&wire::BLOCKLISTED_WORD, m.zone_scope(&c.caller, &wire::BLOCKLISTED_WORD).await?, &c.body).await);
    route!(routes, m, BlocklistedWordValues, |m, c| m.values(&wire::BLOCKLISTED_WORD, &c.body, false).await);
    route!(routes, m, DeviceSearch, |m, c| m.search(&wire::DEVICE, m.zone_scope(&c.caller, &wire::DEVICE).await?, &c.body).await);
    route!(routes, m, DeviceValues, |m, c| m.values(&wire::DEVICE, &c.body, true).await);
    route!(routes, m, DeviceSpecificationSearch, |m, c| m.search(&wire::DEVICE_SPECIFICATION, m.zone_scope(&c.caller, &wire::DEVICE_SPECIFICATION).await?, &c.body).await);
    route!(routes, m, DeviceSpecificationValues, |m, c| m.values(&wire::DEVICE_SPECIFICATION, &c.body, true).await);
    route!(routes, m, DeviceTypeSearch, |m, c| m.search(&wire::DEVICE_TYPE, m.zone_scope(&c.caller, &wire::DEVICE_TYPE).await?, &c.body).await);
    route!(routes, m, DeviceTypeValues, |m, c| m.values(&wire::DEVICE_TYPE, &c.body, true).await);
    route!(routes, m, DocumentCategorySearch, |m, c| m.search(&wire::DOCUMENT_CATEGORY, m.zone_scope(&c.caller, &wire::DOCUMENT_CATEGORY).await?, &c.body).await);
    route!(routes, m, DocumentCategoryValues, |m, c| m.values(&wire::DOCUMENT_CATEGORY, &c.body, false).await);
    route!(routes, m, DocumentTypeSearch, |m, c| m.search(&wire::DOCUMENT_TYPE, m.zone_scope(&c.caller, &wire::DOCUMENT_TYPE).await?, &c.body).await);
    route!(routes, m, DocumentTypeValues, |m, c| m.values(&wire::DOCUMENT_TYPE, &c.body, false).await);
    route!(routes, m, DynamicFieldSearch, |m, c| m.search(&wire::DYNAMIC_FIELD, m.zone_scope(&c.caller, &wire::DYNAMIC_FIELD).await?, &c.body).await);
    route!(routes, m, DynamicFieldValues, |m, c| m.values(&wire::DYNAMIC_FIELD, &c.body, true).await);
    route!(routes, m, GenderSearch, |m, c| m.search(&wire::GENDER, m.zone_scope(&c.caller, &wire::GENDER).await?, &c.body).await);
    route!(routes, m, GenderValues, |m, c| m.values(&wire::GENDER, &c.body, false).await);
    route!(routes, m, HolidaySearch, |m, c| m.search(&wire::HOLIDAY, m.zone_scope(&c.caller, &wire::HOLIDAY).await?, &c.body).await);
    route!(routes, m, HolidayValues, |m, c| m.values(&wire::HOLIDAY, &c.body, true).await);
    route!(routes, m, IndividualTypeSearch, |m, c| m.search(&wire::INDIVIDUAL_TYPE, m.zone_scope(&c.caller, &wire::INDIVIDUAL_TYPE).await?, &c.body).await);
    route!(routes, m, IndividualTypeValues, |m, c| m.values(&wire::INDIVIDUAL_TYPE, &c.body, false).await);
    route!(routes, m, LocationSearch, |m, c| m.search(&wire::LOCATION, m.zone_scope(&c.caller, &wire::LOCATION).await?, &c.body).await);
    route!(routes, m, LocationValues, |m, c| m.values(&wire::LOCATION, &c.body, true).await);
    route!(routes, m, MachineSearch, |m, c| m.search(&wire::MACHINE, m.zone_scope(&c.caller, &wire::MACHINE).await?, &c.body).await);
    route!(routes, m, MachineValues, |m, c| m.values(&wire::MACHINE, &c.body, true).await);
    route!(routes, m, MachineSpecificationSearch, |m, c| m.search(&wire::MACHINE_SPECIFICATION, m.zone_scope(&c.caller, &wire::MACHINE_SPECIFICATION).await?, &c.body).await);
    route!(routes, m, MachineSpecificationValues, |m, c| m.values(&wire::MACHINE_SPECIFICATION, &c.body, true).await);
    route!(routes, m, MachineTypeSearch, |m, c| m.search(&wire::MACHINE_TYPE, m.zone_scope(&c.caller, &wire::MACHINE_TYPE).await?, &c.body).await);
    route!(routes, m, MachineTypeValues, |m, c| m.values(&wire::MACHINE_TYPE, &c.body, true).await);
    route!(routes, m, CenterSearch, |m, c| m.search(&wire::CENTER, m.zone_scope(&c.caller, &wire::CENTER).await?, &c.body).await);
    route!(routes, m, CenterValues, |m, c| m.values(&wire::CENTER, &c.body, true).await);
    route!(routes, m, CenterTypeSearch, |m, c| m.search(&wire::CENTER_TYPE, m.zone_scope(&c.caller, &wire::CENTER_TYPE).await?, &c.body).await);
    route!(routes, m, CenterTypeValues, |m, c| m.values(&wire::CENTER_TYPE, &c.body, true).await);
    route!(routes, m, TemplateSearch, |m, c| m.search(&wire::TEMPLATE, m.zone_scope(&c.caller, &wire::TEMPLATE).await?, &c.body).await);
    route!(routes, m, TemplateValues, |m, c| m.values(&wire::TEMPLATE, &c.body, false).await);
    route!(routes, m, TitleSearch, |m, c| m.search(&wire::TITLE, m.zone_scope(&c.caller, &wire::TITLE).await?, &c.body).await);
    route!(routes, m, TitleValues, |m, c| m.values(&wire::TITLE, &c.body, false).await);
    route!(routes, m, ValidDocumentSearch, |m, c| m.search(&wire::VALID_DOCUMENT, m.zone_scope(&c.caller, &wire::VALID_DOCUMENT).await?, &c.body).await);
    route!(routes, m, ValidDocumentValues, |m, c| m.values(&wire::VALID_DOCUMENT, &c.body, false).await);
    route!(routes, m, ZoneValues, |m, c| m.values(&wire::ZONE, &c.body, true).await);
    route!(routes, m, ZoneUserSearch, |m, c| m.search(&wire::ZONE_USER, m.zone_scope(&c.caller, &wire::ZONE_USER).await?, &c.body).await);
    route!(routes, m, CenterUserSearch, |m, c| m.search(&wire::CENTER_USER, m.zone_scope(&c.caller, &wire::CENTER_USER).await?, &c.body).await);
    route!(routes, m, UserSearch, |m, c| m.search(&wire::USER, m.staff_scope(&c.caller).await?, &c.body).await);
    route!(routes, m, DraftSchema, |m, c| m.draft_schema(&c.caller, None, c.body).await);
    route!(routes, m, RedraftSchema, |m, c| m.draft_schema(&c.caller, Some(c.query("id").unwrap_or_default()), c.body.clone()).await);
    route!(routes, m, PublishSchema, |m, c| m.publish_schema(&c.caller, &c.body).await);
    route!(routes, m, DraftUiSpec, |m, c| m.draft_ui_spec(&c.caller, None, c.body).await);
    route!(routes, m, RedraftUiSpec, |m, c| m.draft_ui_spec(&c.caller, Some(c.query("id").unwrap_or_default()), c.body.clone()).await);
    route!(routes, m, PublishUiSpec, |m, c| m.publish_ui_spec(&c.caller, &c.body).await);
    route!(routes, m, GetApplicantType, |m, c| m.applicant_type(&c.body).await);
    route!(routes, m, AreBlocklisted, |m, c| m.any_blocklisted(&c.body).await);
    routes
}
