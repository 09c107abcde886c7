//! Endpoints of master data. Path parameters are named by position, because paths of one entity share their positions.

use serde_json::Value;
use types::{Permission, endpoint, role};

pub use crate::writes::*;

use crate::drafts::{Publication, SchemaDraft, UiSpecDraft};
use crate::search::{SearchRequest, ValuesRequest};

const PUBLIC: Permission = Permission::public("masterdata.read");
const TOKEN: Permission = Permission::any_token("masterdata.token");
const CONFIG: Permission = Permission::roles(
    "masterdata.configuration.read",
    &[role::GLOBAL_ADMIN, role::ZONAL_ADMIN, role::PRE_REGISTRATION_ADMIN],
);
const ZA_PA_CA: Permission = Permission::roles(
    "masterdata.codes.list",
    &[
        role::GLOBAL_ADMIN,
        role::ZONAL_ADMIN,
        role::PRE_REGISTRATION_ADMIN,
        role::CENTRAL_ADMIN,
        role::REGISTRATION_PROCESSOR,
    ],
);
const BIOMETRIC: Permission = Permission::roles(
    "masterdata.biometrics.read",
    &[role::ZONAL_ADMIN, role::PRE_REGISTRATION_ADMIN, role::GLOBAL_ADMIN],
);
const BIOMETRIC_DESK: Permission = Permission::roles(
    "masterdata.biometrics.desk",
    &[
        role::ZONAL_ADMIN,
        role::GLOBAL_ADMIN,
        role::PRE_REGISTRATION_ADMIN,
        role::REGISTRATION_SUPERVISOR,
        role::REGISTRATION_PROCESSOR,
        role::REGISTRATION_OFFICER,
    ],
);
const CENTER_ADMIN: Permission = Permission::roles(
    "masterdata.lists.read",
    &[role::GLOBAL_ADMIN, role::ZONAL_ADMIN, role::PRE_REGISTRATION_ADMIN, role::REGISTRATION_PROCESSOR],
);
const ADMIN_READ: Permission =
    Permission::roles("masterdata.admin.read", &[role::ZONAL_ADMIN, role::PRE_REGISTRATION_ADMIN, role::GLOBAL_ADMIN]);
const CENTER_READ: Permission = Permission::roles(
    "masterdata.center.read",
    &[
        role::INDIVIDUAL,
        role::REGISTRATION_PROCESSOR,
        role::ZONAL_ADMIN,
        role::PRE_REGISTRATION_ADMIN,
        role::GLOBAL_ADMIN,
        role::PRE_REGISTRATION,
        role::RESIDENT,
    ],
);
const ADMIN_ALL: Permission = Permission::roles(
    "masterdata.admin.list",
    &[role::ZONAL_ADMIN, role::PRE_REGISTRATION_ADMIN, role::GLOBAL_ADMIN, role::MASTERDATA_ADMIN],
);
const HISTORY: Permission = Permission::roles(
    "masterdata.history.read",
    &[
        role::REGISTRATION_PROCESSOR,
        role::ZONAL_ADMIN,
        role::PRE_REGISTRATION_ADMIN,
        role::GLOBAL_ADMIN,
        role::MASTERDATA_ADMIN,
    ],
);
const HOLIDAY_READ: Permission = Permission::roles(
    "masterdata.holiday.read",
    &[
        role::ZONAL_ADMIN,
        role::GLOBAL_ADMIN,
        role::PRE_REGISTRATION_ADMIN,
        role::REGISTRATION_OFFICER,
        role::REGISTRATION_PROCESSOR,
        role::REGISTRATION_SUPERVISOR,
        role::INDIVIDUAL,
        role::PRE_REGISTRATION,
        role::MASTERDATA_ADMIN,
    ],
);
const MACHINE_READ: Permission = Permission::roles(
    "masterdata.machine.read",
    &[
        role::GLOBAL_ADMIN,
        role::ZONAL_ADMIN,
        role::REGISTRATION_CLIENT,
        role::PRE_REGISTRATION_ADMIN,
        role::REGISTRATION_PROCESSOR,
        role::RESIDENT,
    ],
);
const DESK_READ: Permission = Permission::roles(
    "masterdata.desk.read",
    &[
        role::GLOBAL_ADMIN,
        role::PRE_REGISTRATION_ADMIN,
        role::ZONAL_ADMIN,
        role::REGISTRATION_PROCESSOR,
        role::REGISTRATION_SUPERVISOR,
        role::REGISTRATION_CLIENT,
        role::REGISTRATION_OFFICER,
        role::MASTERDATA_ADMIN,
    ],
);
const DEVICE_READ: Permission = Permission::roles(
    "masterdata.device.read",
    &[
        role::GLOBAL_ADMIN,
        role::ZONAL_ADMIN,
        role::PRE_REGISTRATION_ADMIN,
        role::DEVICE_MANAGER,
        role::DEVICE_PROVIDER,
        role::PARTNER,
        role::AUTH_PARTNER,
        role::PARTNER_ADMIN,
        role::MASTERDATA_ADMIN,
    ],
);
const ZONE_NAME: Permission = Permission::roles(
    "masterdata.zone.name",
    &[
        role::GLOBAL_ADMIN,
        role::ZONAL_ADMIN,
        role::REGISTRATION_OFFICER,
        role::PRE_REGISTRATION_ADMIN,
        role::REGISTRATION_PROCESSOR,
        role::PRE_REGISTRATION,
        role::REGISTRATION_SUPERVISOR,
        role::RESIDENT,
        role::INDIVIDUAL,
        role::ID_AUTHENTICATION,
    ],
);
const SCHEMA_READ: Permission = Permission::roles(
    "masterdata.schema.read",
    &[
        role::PRE_REGISTRATION_ADMIN,
        role::GLOBAL_ADMIN,
        role::ZONAL_ADMIN,
        role::REGISTRATION_CLIENT,
        role::REGISTRATION_OFFICER,
        role::REGISTRATION_PROCESSOR,
        role::REGISTRATION_SUPERVISOR,
        role::RESIDENT,
        role::ID_REPOSITORY,
        role::INDIVIDUAL,
        role::PRE_REGISTRATION,
    ],
);
const SCHEMA_WRITE: Permission = Permission::roles("masterdata.schema.write", &[role::GLOBAL_ADMIN, role::ZONAL_ADMIN]);
const UI_SPEC_WRITE: Permission = Permission::roles(
    "masterdata.uispec.write",
    &[role::GLOBAL_ADMIN, role::ZONAL_ADMIN, role::PRE_REGISTRATION_ADMIN],
);
const SEARCH: Permission = Permission::roles(
    "masterdata.search",
    &[role::GLOBAL_ADMIN, role::ZONAL_ADMIN, role::MASTERDATA_ADMIN, role::REGISTRATION_ADMIN, role::RESIDENT],
);
const USER_READ: Permission = Permission::roles(
    "masterdata.user.read",
    &[
        role::PRE_REGISTRATION_ADMIN,
        role::GLOBAL_ADMIN,
        role::ID_AUTHENTICATION,
        role::ZONAL_ADMIN,
        role::REGISTRATION_OFFICER,
        role::REGISTRATION_SUPERVISOR,
        role::REGISTRATION_PROCESSOR,
    ],
);
const USER_HISTORY: Permission = Permission::roles(
    "masterdata.user.history",
    &[
        role::INDIVIDUAL,
        role::PRE_REGISTRATION_ADMIN,
        role::GLOBAL_ADMIN,
        role::ID_AUTHENTICATION,
        role::ZONAL_ADMIN,
        role::REGISTRATION_OFFICER,
        role::REGISTRATION_SUPERVISOR,
        role::REGISTRATION_PROCESSOR,
        role::PRE_REGISTRATION,
        role::RESIDENT,
    ],
);

endpoint! {
    /// `GET applicationconfigs`.
    ApplicationConfigs: GET "/v1/masterdata/applicationconfigs", id "", permission CONFIG, read, () => Value;
    /// `GET configs`.
    Configs: GET "/v1/masterdata/configs", id "", permission CONFIG, read, () => Value;
    /// `GET languages`.
    Languages: GET "/v1/masterdata/languages", id "", permission PUBLIC, read, () => Value;
    /// `GET gendertypes`.
    Genders: GET "/v1/masterdata/gendertypes", id "", permission PUBLIC, read, () => Value;
    /// `GET gendertypes/{first}`.
    GendersIn: GET "/v1/masterdata/gendertypes/{first}", id "", permission PUBLIC, read, () => Value;
    /// `GET gendertypes/validate/{first}`.
    GenderExists: GET "/v1/masterdata/gendertypes/validate/{first}", id "", permission PUBLIC, read, () => Value;
    /// `GET gendertypes/all`.
    GenderPage: GET "/v1/masterdata/gendertypes/all", id "", permission ZA_PA_CA, read, () => Value;
    /// `GET title`.
    Titles: GET "/v1/masterdata/title", id "", permission PUBLIC, read, () => Value;
    /// `GET title/{first}`.
    TitlesIn: GET "/v1/masterdata/title/{first}", id "", permission PUBLIC, read, () => Value;
    /// `GET title/all`.
    TitlePage: GET "/v1/masterdata/title/all", id "", permission PUBLIC, read, () => Value;
    /// `GET documentcategories`.
    DocumentCategories: GET "/v1/masterdata/documentcategories", id "", permission PUBLIC, read, () => Value;
    /// `GET documentcategories/{first}`.
    DocumentCategoriesIn: GET "/v1/masterdata/documentcategories/{first}", id "", permission PUBLIC, read, () => Value;
    /// `GET documentcategories/{first}/{second}`.
    DocumentCategory: GET "/v1/masterdata/documentcategories/{first}/{second}", id "", permission PUBLIC, read, () => Value;
    /// `GET documentcategories/all`.
    DocumentCategoryPage: GET "/v1/masterdata/documentcategories/all", id "", permission PUBLIC, read, () => Value;
    /// `GET documentcategories/missingids/{first}`.
    DocumentCategoriesMissing: GET "/v1/masterdata/documentcategories/missingids/{first}", id "", permission PUBLIC, read, () => Value;
    /// `GET documenttypes/{first}`.
    DocumentTypesIn: GET "/v1/masterdata/documenttypes/{first}", id "", permission PUBLIC, read, () => Value;
    /// `GET documenttypes/{first}/{second}`.
    DocumentTypesOfCategory: GET "/v1/masterdata/documenttypes/{first}/{second}", id "", permission PUBLIC, read, () => Value;
    /// `GET documenttypes/all`.
    DocumentTypePage: GET "/v1/masterdata/documenttypes/all", id "", permission PUBLIC, read, () => Value;
    /// `GET documenttypes/missingids/{first}`.
    DocumentTypesMissing: GET "/v1/masterdata/documenttypes/missingids/{first}", id "", permission PUBLIC, read, () => Value;
    /// `GET validdocuments/{first}`.
    ValidDocuments: GET "/v1/masterdata/validdocuments/{first}", id "", permission PUBLIC, read, () => Value;
    /// `GET validdocuments/all`.
    ValidDocumentPage: GET "/v1/masterdata/validdocuments/all", id "", permission PUBLIC, read, () => Value;
    /// `GET validdocuments/{first}/{second}`.
    ValidDocumentsOf: GET "/v1/masterdata/validdocuments/{first}/{second}", id "", permission PUBLIC, read, () => Value;
    /// `GET applicanttype/{first}/languages`.
    ApplicantDocuments: GET "/v1/masterdata/applicanttype/{first}/languages", id "", permission PUBLIC, read, () => Value;
    /// `GET blocklistedwords/{first}`.
    BlocklistedWordsIn: GET "/v1/masterdata/blocklistedwords/{first}", id "", permission PUBLIC, read, () => Value;
    /// `GET blocklistedwords/all`.
    BlocklistedWordPage: GET "/v1/masterdata/blocklistedwords/all", id "", permission PUBLIC, read, () => Value;
    /// `GET biometrictypes`.
    BiometricTypes: GET "/v1/masterdata/biometrictypes", id "", permission BIOMETRIC, read, () => Value;
    /// `GET biometrictypes/{first}`.
    BiometricTypesIn: GET "/v1/masterdata/biometrictypes/{first}", id "", permission BIOMETRIC_DESK, read, () => Value;
    /// `GET biometrictypes/{first}/{second}`.
    BiometricType: GET "/v1/masterdata/biometrictypes/{first}/{second}", id "", permission BIOMETRIC_DESK, read, () => Value;
    /// `GET getbiometricattributesbyauthtype/{first}/{second}`.
    BiometricAttributes: GET "/v1/masterdata/getbiometricattributesbyauthtype/{first}/{second}", id "", permission CENTER_ADMIN, read, () => Value;
    /// `GET idtypes/{first}`.
    IdTypesIn: GET "/v1/masterdata/idtypes/{first}", id "", permission PUBLIC, read, () => Value;
    /// `GET individualtypes`.
    IndividualTypes: GET "/v1/masterdata/individualtypes", id "", permission PUBLIC, read, () => Value;
    /// `GET individualtypes/all`.
    IndividualTypePage: GET "/v1/masterdata/individualtypes/all", id "", permission ZA_PA_CA, read, () => Value;
    /// `GET modules/{first}`.
    ModulesIn: GET "/v1/masterdata/modules/{first}", id "", permission PUBLIC, read, () => Value;
    /// `GET modules/{first}/{second}`.
    Module: GET "/v1/masterdata/modules/{first}/{second}", id "", permission PUBLIC, read, () => Value;
    /// `GET packetrejectionreasons`.
    RejectionReasons: GET "/v1/masterdata/packetrejectionreasons", id "", permission CENTER_ADMIN, read, () => Value;
    /// `GET packetrejectionreasons/{first}/{second}`.
    RejectionReasonsOf: GET "/v1/masterdata/packetrejectionreasons/{first}/{second}", id "", permission CENTER_ADMIN, read, () => Value;
    /// `GET possiblevalues/{first}`.
    PossibleValues: GET "/v1/masterdata/possiblevalues/{first}", id "", permission CENTER_ADMIN, read, () => Value;
    /// `GET locations/{first}`.
    LocationLevelsIn: GET "/v1/masterdata/locations/{first}", id "", permission PUBLIC, read, () => Value;
    /// `GET locations/{first}/{second}`.
    LocationFamily: GET "/v1/masterdata/locations/{first}/{second}", id "", permission PUBLIC, read, () => Value;
    /// `GET locations/info/{first}/{second}`.
    LocationInfo: GET "/v1/masterdata/locations/info/{first}/{second}", id "", permission PUBLIC, read, () => Value;
    /// `GET locations/locationhierarchy/{first}`.
    LocationsOfLevelName: GET "/v1/masterdata/locations/locationhierarchy/{first}", id "", permission PUBLIC, read, () => Value;
    /// `GET locations/immediatechildren/{first}/{second}`.
    LocationChildren: GET "/v1/masterdata/locations/immediatechildren/{first}/{second}", id "", permission PUBLIC, read, () => Value;
    /// `GET locations/immediatechildren/{first}`.
    LocationChildrenIn: GET "/v1/masterdata/locations/immediatechildren/{first}", id "", permission PUBLIC, read, () => Value;
    /// `GET locations/validate/{first}`.
    LocationExists: GET "/v1/masterdata/locations/validate/{first}", id "", permission PUBLIC, read, () => Value;
    /// `GET locations/all`.
    LocationPage: GET "/v1/masterdata/locations/all", id "", permission ADMIN_READ, read, () => Value;
    /// `GET locations/level/{first}`.
    CenterLevelLocations: GET "/v1/masterdata/locations/level/{first}", id "", permission PUBLIC, read, () => Value;
    /// `GET locations/missingids/{first}`.
    LocationsMissing: GET "/v1/masterdata/locations/missingids/{first}", id "", permission ADMIN_READ, read, () => Value;
    /// `GET locationHierarchyLevels/{first}/{second}`.
    LocationHierarchyLevel: GET "/v1/masterdata/locationHierarchyLevels/{first}/{second}", id "", permission PUBLIC, read, () => Value;
    /// `GET locationHierarchyLevels`.
    LocationHierarchyLevels: GET "/v1/masterdata/locationHierarchyLevels", id "", permission PUBLIC, read, () => Value;
    /// `GET locationHierarchyLevels/{first}`.
    LocationHierarchyLevelsIn: GET "/v1/masterdata/locationHierarchyLevels/{first}", id "", permission PUBLIC, read, () => Value;
    /// `GET getlocspecificregistrationcenters/{first}/{second}`.
    CentersAt: GET "/v1/masterdata/getlocspecificregistrationcenters/{first}/{second}", id "", permission CENTER_READ, read, () => Value;
    /// `GET getregistrationcenterholidays/{first}/{second}/{third}`.
    CenterWithHolidays: GET "/v1/masterdata/getregistrationcenterholidays/{first}/{second}/{third}", id "", permission CENTER_READ, read, () => Value;
    /// `GET getcoordinatespecificregistrationcenters/{first}/{second}/{third}/{fourth}`.
    CentersNear: GET "/v1/masterdata/getcoordinatespecificregistrationcenters/{first}/{second}/{third}/{fourth}", id "", permission CENTER_READ, read, () => Value;
    /// `GET getzonespecificregistrationcenters/{first}/{second}`.
    CentersOfZone: GET "/v1/masterdata/getzonespecificregistrationcenters/{first}/{second}", id "", permission ADMIN_ALL, read, () => Value;
    /// `GET registrationcenters/{first}/{second}`.
    Center: GET "/v1/masterdata/registrationcenters/{first}/{second}", id "", permission CENTER_READ, read, () => Value;
    /// `GET registrationcenters`.
    Centers: GET "/v1/masterdata/registrationcenters", id "", permission CENTER_READ, read, () => Value;
    /// `GET registrationcenters/{first}/{second}/{third}`.
    CentersUnder: GET "/v1/masterdata/registrationcenters/{first}/{second}/{third}", id "", permission CENTER_READ, read, () => Value;
    /// `GET registrationcenters/page/{first}/{second}/{third}`.
    CentersUnderPage: GET "/v1/masterdata/registrationcenters/page/{first}/{second}/{third}", id "", permission CENTER_READ, read, () => Value;
    /// `GET registrationcenters/page/{first}/{second}/`: the name of the place is left out.
    CentersUnderPageUnnamed: GET "/v1/masterdata/registrationcenters/page/{first}/{second}/", id "", permission CENTER_READ, read, () => Value;
    /// `GET registrationcenters/validate/{first}/{second}/{third}`.
    CenterIsOpen: GET "/v1/masterdata/registrationcenters/validate/{first}/{second}/{third}", id "", permission CENTER_READ, read, () => Value;
    /// `GET registrationcenters/{first}/{second}/names`.
    CentersUnderNames: GET "/v1/masterdata/registrationcenters/{first}/{second}/names", id "", permission CENTER_READ, read, () => Value;
    /// `GET registrationcenters/all`.
    CenterPage: GET "/v1/masterdata/registrationcenters/all", id "", permission ADMIN_READ, read, () => Value;
    /// `GET registrationcenters/missingids/{first}`.
    CentersMissing: GET "/v1/masterdata/registrationcenters/missingids/{first}", id "", permission ADMIN_READ, read, () => Value;
    /// `GET registrationcentershistory/{first}/{second}/{third}`.
    CenterHistory: GET "/v1/masterdata/registrationcentershistory/{first}/{second}/{third}", id "", permission HISTORY, read, () => Value;
    /// `GET registrationcentertypes/all`.
    CenterTypePage: GET "/v1/masterdata/registrationcentertypes/all", id "", permission PUBLIC, read, () => Value;
    /// `GET registrationcentertypes/missingids/{first}`.
    CenterTypesMissing: GET "/v1/masterdata/registrationcentertypes/missingids/{first}", id "", permission PUBLIC, read, () => Value;
    /// `GET exceptionalholidays/{first}/{second}`.
    ExceptionalHolidays: GET "/v1/masterdata/exceptionalholidays/{first}/{second}", id "", permission PUBLIC, read, () => Value;
    /// `GET exceptionalholidays/{first}`.
    ExceptionalHolidaysOf: GET "/v1/masterdata/exceptionalholidays/{first}", id "", permission PUBLIC, read, () => Value;
    /// `GET weekdays/{first}/{second}`.
    WeekDays: GET "/v1/masterdata/weekdays/{first}/{second}", id "", permission PUBLIC, read, () => Value;
    /// `GET workingdays/{first}/{second}`.
    WorkingDays: GET "/v1/masterdata/workingdays/{first}/{second}", id "", permission PUBLIC, read, () => Value;
    /// `GET workingdays/{first}`.
    AllDays: GET "/v1/masterdata/workingdays/{first}", id "", permission PUBLIC, read, () => Value;
    /// `GET holidays`.
    Holidays: GET "/v1/masterdata/holidays", id "", permission ADMIN_ALL, read, () => Value;
    /// `GET holidays/{first}`.
    Holiday: GET "/v1/masterdata/holidays/{first}", id "", permission ADMIN_ALL, read, () => Value;
    /// `GET holidays/{first}/{second}`.
    HolidayIn: GET "/v1/masterdata/holidays/{first}/{second}", id "", permission HOLIDAY_READ, read, () => Value;
    /// `GET holidays/all`.
    HolidayPage: GET "/v1/masterdata/holidays/all", id "", permission ADMIN_ALL, read, () => Value;
    /// `GET holidays/missingids/{first}`.
    HolidaysMissing: GET "/v1/masterdata/holidays/missingids/{first}", id "", permission ADMIN_ALL, read, () => Value;
    /// `GET dynamicfields`.
    DynamicFields: GET "/v1/masterdata/dynamicfields", id "", permission PUBLIC, read, () => Value;
    /// `GET dynamicfields/{first}/{second}`.
    DynamicFieldIn: GET "/v1/masterdata/dynamicfields/{first}/{second}", id "", permission PUBLIC, read, () => Value;
    /// `GET dynamicfields/{first}`.
    DynamicField: GET "/v1/masterdata/dynamicfields/{first}", id "", permission PUBLIC, read, () => Value;
    /// `GET dynamicfields/distinct`.
    DynamicNames: GET "/v1/masterdata/dynamicfields/distinct", id "", permission PUBLIC, read, () => Value;
    /// `GET dynamicfields/distinct/{first}`.
    DynamicDefinitions: GET "/v1/masterdata/dynamicfields/distinct/{first}", id "", permission PUBLIC, read, () => Value;
    /// `GET dynamicfields/missingids/{first}`.
    DynamicFieldsMissing: GET "/v1/masterdata/dynamicfields/missingids/{first}", id "", permission GA_ZA, read, () => Value;
    /// `GET templates`.
    Templates: GET "/v1/masterdata/templates", id "", permission PUBLIC, read, () => Value;
    /// `GET templates/{first}`.
    TemplatesIn: GET "/v1/masterdata/templates/{first}", id "", permission PUBLIC, read, () => Value;
    /// `GET templates/{first}/{second}`.
    TemplatesOfTypeIn: GET "/v1/masterdata/templates/{first}/{second}", id "", permission PUBLIC, read, () => Value;
    /// `GET templates/templatetypecodes/{first}`.
    TemplatesOfType: GET "/v1/masterdata/templates/templatetypecodes/{first}", id "", permission PUBLIC, read, () => Value;
    /// `GET templates/all`.
    TemplatePage: GET "/v1/masterdata/templates/all", id "", permission PUBLIC, read, () => Value;
    /// `GET templates/missingids/{first}`.
    TemplatesMissing: GET "/v1/masterdata/templates/missingids/{first}", id "", permission PUBLIC, read, () => Value;
    /// `GET templatefileformats`.
    TemplateFormats: GET "/v1/masterdata/templatefileformats", id "", permission PUBLIC, read, () => Value;
    /// `GET templatefileformats/{first}`.
    TemplateFormatsIn: GET "/v1/masterdata/templatefileformats/{first}", id "", permission PUBLIC, read, () => Value;
    /// `GET templatefileformats/{first}/{second}`.
    TemplateFormatIn: GET "/v1/masterdata/templatefileformats/{first}/{second}", id "", permission PUBLIC, read, () => Value;
    /// `GET templatefileformats/code/{first}`.
    TemplateFormat: GET "/v1/masterdata/templatefileformats/code/{first}", id "", permission PUBLIC, read, () => Value;
    /// `GET templatetypes/{first}/{second}`.
    TemplateType: GET "/v1/masterdata/templatetypes/{first}/{second}", id "", permission PUBLIC, read, () => Value;
    /// `GET templatetypes/{first}`.
    TemplateTypesIn: GET "/v1/masterdata/templatetypes/{first}", id "", permission PUBLIC, read, () => Value;
    /// `GET machines/{first}`.
    Machine: GET "/v1/masterdata/machines/{first}", id "", permission MACHINE_READ, read, () => Value;
    /// `GET machines`.
    Machines: GET "/v1/masterdata/machines", id "", permission MACHINE_READ, read, () => Value;
    /// `GET machines/mappedmachines/{first}`.
    MachinesOfCenter: GET "/v1/masterdata/machines/mappedmachines/{first}", id "", permission DESK_READ, read, () => Value;
    /// `GET machineshistories/{first}/{second}`.
    MachineHistory: GET "/v1/masterdata/machineshistories/{first}/{second}", id "", permission HISTORY, read, () => Value;
    /// `GET machineshistories/{first}/{second}/{third}`.
    MachineHistoryIn: GET "/v1/masterdata/machineshistories/{first}/{second}/{third}", id "", permission HISTORY, read, () => Value;
    /// `GET machinespecifications/all`.
    MachineSpecificationPage: GET "/v1/masterdata/machinespecifications/all", id "", permission DESK_READ, read, () => Value;
    /// `GET machinetypes/all`.
    MachineTypePage: GET "/v1/masterdata/machinetypes/all", id "", permission ADMIN_ALL, read, () => Value;
    /// `GET devices/{first}`.
    DevicesIn: GET "/v1/masterdata/devices/{first}", id "", permission DESK_READ, read, () => Value;
    /// `GET devices/{first}/{second}`.
    DevicesOfType: GET "/v1/masterdata/devices/{first}/{second}", id "", permission DESK_READ, read, () => Value;
    /// `GET devices/mappeddevices/{first}`.
    DevicesOfCenter: GET "/v1/masterdata/devices/mappeddevices/{first}", id "", permission DESK_READ, read, () => Value;
    /// `GET deviceshistories/{first}/{second}/{third}`.
    DeviceHistory: GET "/v1/masterdata/deviceshistories/{first}/{second}/{third}", id "", permission HISTORY, read, () => Value;
    /// `GET devicespecifications`.
    DeviceSpecifications: GET "/v1/masterdata/devicespecifications", id "", permission DEVICE_READ, read, () => Value;
    /// `GET devicespecifications/{first}`.
    DeviceSpecificationsIn: GET "/v1/masterdata/devicespecifications/{first}", id "", permission DEVICE_READ, read, () => Value;
    /// `GET devicespecifications/{first}/{second}`.
    DeviceSpecificationsOfTypeIn: GET "/v1/masterdata/devicespecifications/{first}/{second}", id "", permission DEVICE_READ, read, () => Value;
    /// `GET devicespecifications/devicetypecode/{first}`.
    DeviceSpecificationsOfType: GET "/v1/masterdata/devicespecifications/devicetypecode/{first}", id "", permission DEVICE_READ, read, () => Value;
    /// `GET devicespecifications/all`.
    DeviceSpecificationPage: GET "/v1/masterdata/devicespecifications/all", id "", permission ADMIN_ALL, read, () => Value;
    /// `GET devicetypes/all`.
    DeviceTypePage: GET "/v1/masterdata/devicetypes/all", id "", permission DEVICE_READ, read, () => Value;
    /// `GET zones/hierarchy/{first}`.
    ZoneHierarchy: GET "/v1/masterdata/zones/hierarchy/{first}", id "", permission TOKEN, read, () => Value;
    /// `GET zones/leafs/{first}`.
    ZoneLeafs: GET "/v1/masterdata/zones/leafs/{first}", id "", permission TOKEN, read, () => Value;
    /// `GET zones/subzone/{first}`.
    SubZones: GET "/v1/masterdata/zones/subzone/{first}", id "", permission TOKEN, read, () => Value;
    /// `GET zones/leafzones/{first}`.
    LeafZones: GET "/v1/masterdata/zones/leafzones/{first}", id "", permission TOKEN, read, () => Value;
    /// `GET zones/zonename`.
    ZoneName: GET "/v1/masterdata/zones/zonename", id "", permission ZONE_NAME, read, () => Value;
    /// `GET idschema/latest`.
    LatestSchema: GET "/v1/masterdata/idschema/latest", id "", permission SCHEMA_READ, read, () => Value;
    /// `GET idschema/all`.
    AllSchemas: GET "/v1/masterdata/idschema/all", id "", permission ADMIN_READ, read, () => Value;
    /// `GET uispec/{first}/latest`.
    LatestUiSpecs: GET "/v1/masterdata/uispec/{first}/latest", id "", permission PUBLIC, read, () => Value;
    /// `GET uispec/all`.
    AllUiSpecs: GET "/v1/masterdata/uispec/all", id "", permission ADMIN_READ, read, () => Value;
    /// `POST idschema`: a new draft.
    DraftSchema: POST "/v1/masterdata/idschema", id "", permission SCHEMA_WRITE, durable, SchemaDraft => Value;
    /// `PUT idschema?id=`: the draft's new content.
    RedraftSchema: PUT "/v1/masterdata/idschema", id "", permission SCHEMA_WRITE, durable, SchemaDraft => Value;
    /// `PUT idschema/publish`.
    PublishSchema: PUT "/v1/masterdata/idschema/publish", id "", permission SCHEMA_WRITE, durable, Publication => Value;
    /// `POST uispec`: a new draft.
    DraftUiSpec: POST "/v1/masterdata/uispec", id "", permission UI_SPEC_WRITE, durable, UiSpecDraft => Value;
    /// `PUT uispec?id=`: the draft's new content.
    RedraftUiSpec: PUT "/v1/masterdata/uispec", id "", permission UI_SPEC_WRITE, durable, UiSpecDraft => Value;
    /// `PUT uispec/publish`.
    PublishUiSpec: PUT "/v1/masterdata/uispec/publish", id "", permission UI_SPEC_WRITE, durable, Publication => Value;
    /// `POST blocklistedwords/search`.
    BlocklistedWordSearch: POST "/v1/masterdata/blocklistedwords/search", id "", permission SEARCH, read, SearchRequest => Value;
    /// `POST blocklistedwords/filtervalues`.
    BlocklistedWordValues: POST "/v1/masterdata/blocklistedwords/filtervalues", id "", permission SEARCH, read, ValuesRequest => Value;
    /// `POST devices/search`.
    DeviceSearch: POST "/v1/masterdata/devices/search", id "", permission SEARCH, read, SearchRequest => Value;
    /// `POST devices/filtervalues`.
    DeviceValues: POST "/v1/masterdata/devices/filtervalues", id "", permission SEARCH, read, ValuesRequest => Value;
    /// `POST devicespecifications/search`.
    DeviceSpecificationSearch: POST "/v1/masterdata/devicespecifications/search", id "", permission SEARCH, read, SearchRequest => Value;
    /// `POST devicespecifications/filtervalues`.
    DeviceSpecificationValues: POST "/v1/masterdata/devicespecifications/filtervalues", id "", permission SEARCH, read, ValuesRequest => Value;
    /// `POST devicetypes/search`.
    DeviceTypeSearch: POST "/v1/masterdata/devicetypes/search", id "", permission SEARCH, read, SearchRequest => Value;
    /// `POST devicetypes/filtervalues`.
    DeviceTypeValues: POST "/v1/masterdata/devicetypes/filtervalues", id "", permission SEARCH, read, ValuesRequest => Value;
    /// `POST documentcategories/search`.
    DocumentCategorySearch: POST "/v1/masterdata/documentcategories/search", id "", permission SEARCH, read, SearchRequest => Value;
    /// `POST documentcategories/filtervalues`.
    DocumentCategoryValues: POST "/v1/masterdata/documentcategories/filtervalues", id "", permission SEARCH, read, ValuesRequest => Value;
    /// `POST documenttypes/search`.
    DocumentTypeSearch: POST "/v1/masterdata/documenttypes/search", id "", permission SEARCH, read, SearchRequest => Value;
    /// `POST documenttypes/filtervalues`.
    DocumentTypeValues: POST "/v1/masterdata/documenttypes/filtervalues", id "", permission SEARCH, read, ValuesRequest => Value;
    /// `POST dynamicfields/search`.
    DynamicFieldSearch: POST "/v1/masterdata/dynamicfields/search", id "", permission SEARCH, read, SearchRequest => Value;
    /// `POST dynamicfields/filtervalues`.
    DynamicFieldValues: POST "/v1/masterdata/dynamicfields/filtervalues", id "", permission SEARCH, read, ValuesRequest => Value;
    /// `POST gendertypes/search`.
    GenderSearch: POST "/v1/masterdata/gendertypes/search", id "", permission SEARCH, read, SearchRequest => Value;
    /// `POST gendertypes/filtervalues`.
    GenderValues: POST "/v1/masterdata/gendertypes/filtervalues", id "", permission SEARCH, read, ValuesRequest => Value;
    /// `POST holidays/search`.
    HolidaySearch: POST "/v1/masterdata/holidays/search", id "", permission SEARCH, read, SearchRequest => Value;
    /// `POST holidays/filtervalues`.
    HolidayValues: POST "/v1/masterdata/holidays/filtervalues", id "", permission SEARCH, read, ValuesRequest => Value;
    /// `POST individualtypes/search`.
    IndividualTypeSearch: POST "/v1/masterdata/individualtypes/search", id "", permission SEARCH, read, SearchRequest => Value;
    /// `POST individualtypes/filtervalues`.
    IndividualTypeValues: POST "/v1/masterdata/individualtypes/filtervalues", id "", permission SEARCH, read, ValuesRequest => Value;
    /// `POST locations/search`.
    LocationSearch: POST "/v1/masterdata/locations/search", id "", permission SEARCH, read, SearchRequest => Value;
    /// `POST locations/filtervalues`.
    LocationValues: POST "/v1/masterdata/locations/filtervalues", id "", permission SEARCH, read, ValuesRequest => Value;
    /// `POST machines/search`.
    MachineSearch: POST "/v1/masterdata/machines/search", id "", permission SEARCH, read, SearchRequest => Value;
    /// `POST machines/filtervalues`.
    MachineValues: POST "/v1/masterdata/machines/filtervalues", id "", permission SEARCH, read, ValuesRequest => Value;
    /// `POST machinespecifications/search`.
    MachineSpecificationSearch: POST "/v1/masterdata/machinespecifications/search", id "", permission SEARCH, read, SearchRequest => Value;
    /// `POST machinespecifications/filtervalues`.
    MachineSpecificationValues: POST "/v1/masterdata/machinespecifications/filtervalues", id "", permission SEARCH, read, ValuesRequest => Value;
    /// `POST machinetypes/search`.
    MachineTypeSearch: POST "/v1/masterdata/machinetypes/search", id "", permission SEARCH, read, SearchRequest => Value;
    /// `POST machinetypes/filtervalues`.
    MachineTypeValues: POST "/v1/masterdata/machinetypes/filtervalues", id "", permission SEARCH, read, ValuesRequest => Value;
    /// `POST registrationcenters/search`.
    CenterSearch: POST "/v1/masterdata/registrationcenters/search", id "", permission SEARCH, read, SearchRequest => Value;
    /// `POST registrationcenters/filtervalues`.
    CenterValues: POST "/v1/masterdata/registrationcenters/filtervalues", id "", permission SEARCH, read, ValuesRequest => Value;
    /// `POST registrationcentertypes/search`.
    CenterTypeSearch: POST "/v1/masterdata/registrationcentertypes/search", id "", permission SEARCH, read, SearchRequest => Value;
    /// `POST registrationcentertypes/filtervalues`.
    CenterTypeValues: POST "/v1/masterdata/registrationcentertypes/filtervalues", id "", permission SEARCH, read, ValuesRequest => Value;
    /// `POST templates/search`.
    TemplateSearch: POST "/v1/masterdata/templates/search", id "", permission SEARCH, read, SearchRequest => Value;
    /// `POST templates/filtervalues`.
    TemplateValues: POST "/v1/masterdata/templates/filtervalues", id "", permission SEARCH, read, ValuesRequest => Value;
    /// `POST title/search`.
    TitleSearch: POST "/v1/masterdata/title/search", id "", permission SEARCH, read, SearchRequest => Value;
    /// `POST title/filtervalues`.
    TitleValues: POST "/v1/masterdata/title/filtervalues", id "", permission SEARCH, read, ValuesRequest => Value;
    /// `POST validdocuments/search`.
    ValidDocumentSearch: POST "/v1/masterdata/validdocuments/search", id "", permission SEARCH, read, SearchRequest => Value;
    /// `POST validdocuments/filtervalues`.
    ValidDocumentValues: POST "/v1/masterdata/validdocuments/filtervalues", id "", permission SEARCH, read, ValuesRequest => Value;
    /// `POST zones/filtervalues`.
    ZoneValues: POST "/v1/masterdata/zones/filtervalues", id "", permission GA_ZA, read, ValuesRequest => Value;
    /// `POST getApplicantType`.
    GetApplicantType: POST "/v1/masterdata/getApplicantType", id "", permission PUBLIC, read, Value => Value;
    /// `POST blocklistedwords/words`.
    AreBlocklisted: POST "/v1/masterdata/blocklistedwords/words", id "", permission WRITE, read, Value => Value;
    /// `GET applicationtypes`.
    Applications: GET "/v1/masterdata/applicationtypes", id "", permission PUBLIC, read, () => Value;
    /// `GET applicationtypes/{first}`.
    ApplicationsIn: GET "/v1/masterdata/applicationtypes/{first}", id "", permission PUBLIC, read, () => Value;
    /// `GET applicationtypes/{first}/{second}`.
    Application: GET "/v1/masterdata/applicationtypes/{first}/{second}", id "", permission PUBLIC, read, () => Value;
    /// `GET users/{first}`.
    CenterUser: GET "/v1/masterdata/users/{first}", id "", permission USER_READ, read, () => Value;
    /// `GET users`.
    CenterUsers: GET "/v1/masterdata/users", id "", permission USER_READ, read, () => Value;
    /// `GET users/{first}/{second}`.
    CenterUserAt: GET "/v1/masterdata/users/{first}/{second}", id "", permission USER_HISTORY, read, () => Value;
    /// `GET zoneuser/history/{first}/{second}`.
    ZoneUserAt: GET "/v1/masterdata/zoneuser/history/{first}/{second}", id "", permission USER_HISTORY, read, () => Value;
    /// `POST zoneuser/search`.
    ZoneUserSearch: POST "/v1/masterdata/zoneuser/search", id "", permission GA_ZA, read, SearchRequest => Value;
    /// `POST usercentermapping/search`.
    CenterUserSearch: POST "/v1/masterdata/usercentermapping/search", id "", permission ADMIN_READ, read, SearchRequest => Value;
    /// `POST users/search`.
    UserSearch: POST "/v1/masterdata/users/search", id "", permission ADMIN_READ, read, SearchRequest => Value;
    /// `GET registrationcenterdevicehistory/{first}/{second}/{third}`.
    CenterDeviceHistory: GET "/v1/masterdata/registrationcenterdevicehistory/{first}/{second}/{third}", id "", permission HISTORY, read, () => Value;
    /// `GET getregistrationmachineusermappinghistory/{first}/{second}/{third}/{fourth}`.
    CenterUserMachineHistory: GET "/v1/masterdata/getregistrationmachineusermappinghistory/{first}/{second}/{third}/{fourth}", id "", permission HISTORY, read, () => Value;
}
