//! Endpoints that change master data. Path parameters are named by position, because paths of one entity share their
//! positions.

use serde_json::Value;
use types::{Permission, endpoint, role};

use crate::desk::{CenterUserRequest, ZoneUserRequest};

pub(crate) const GA_ZA: Permission =
    Permission::roles("masterdata.administer", &[role::GLOBAL_ADMIN, role::ZONAL_ADMIN]);
pub(crate) const WRITE: Permission =
    Permission::roles("masterdata.write", &[role::GLOBAL_ADMIN, role::ZONAL_ADMIN, role::MASTERDATA_ADMIN]);
const ADMIN: Permission =
    Permission::roles("masterdata.write.admin", &[role::GLOBAL_ADMIN, role::ZONAL_ADMIN, role::PRE_REGISTRATION_ADMIN]);
const WORD_SWITCH: Permission = Permission::roles(
    "masterdata.word.switch",
    &[role::GLOBAL_ADMIN, role::ZONAL_ADMIN, role::REGISTRATION_ADMIN, role::MASTERDATA_ADMIN],
);
// MOSIP lets every token delete devices; administrators are enough
const DEVICE_DELETE: Permission = GA_ZA;
const MACHINE_ADD: Permission = Permission::roles(
    "masterdata.machine.add",
    &[role::GLOBAL_ADMIN, role::ZONAL_ADMIN, role::RESIDENT, role::MASTERDATA_ADMIN],
);
const CENTER_USER_ADD: Permission = Permission::roles(
    "masterdata.center-user.add",
    &[role::PRE_REGISTRATION_ADMIN, role::GLOBAL_ADMIN, role::ZONAL_ADMIN],
);

const BULK: Permission = Permission::roles(
    "masterdata.bulk",
    &[role::GLOBAL_ADMIN, role::REGISTRATION_ADMIN, role::ZONAL_ADMIN, role::MASTERDATA_ADMIN],
);

endpoint! {
    /// `POST /v1/admin/bulkupload`: a multipart form.
    UploadInBulk: POST "/v1/admin/bulkupload", id "", permission BULK, durable, Value => Value;
    /// `GET /v1/admin/bulkupload/transcation/{first}`.
    BulkUpload: GET "/v1/admin/bulkupload/transcation/{first}", id "", permission BULK, read, () => Value;
    /// `GET /v1/admin/bulkupload/getAllTransactions`.
    BulkUploadPage: GET "/v1/admin/bulkupload/getAllTransactions", id "", permission BULK, read, () => Value;
    /// `POST applicationtypes`.
    CreateApplication: POST "/v1/masterdata/applicationtypes", id "", permission GA_ZA, durable, Value => Value;
    /// `POST biometricattributes`.
    CreateBiometricAttribute: POST "/v1/masterdata/biometricattributes", id "", permission GA_ZA, durable, Value => Value;
    /// `POST biometrictypes`.
    CreateBiometricType: POST "/v1/masterdata/biometrictypes", id "", permission GA_ZA, durable, Value => Value;
    /// `POST blocklistedwords`.
    CreateBlocklistedWord: POST "/v1/masterdata/blocklistedwords", id "", permission WRITE, durable, Value => Value;
    /// `PUT blocklistedwords`.
    ChangeBlocklistedWord: PUT "/v1/masterdata/blocklistedwords", id "", permission WRITE, durable, Value => Value;
    /// `PATCH blocklistedwords?word=&isActive=`.
    SwitchBlocklistedWord: PATCH "/v1/masterdata/blocklistedwords", id "", permission WORD_SWITCH, durable, () => Value;
    /// `DELETE blocklistedwords/{first}`.
    DeleteBlocklistedWord: DELETE "/v1/masterdata/blocklistedwords/{first}", id "", permission GA_ZA, durable, () => Value;
    /// `PUT blocklistedwords/details`.
    ChangeBlocklistedWordDetails: PUT "/v1/masterdata/blocklistedwords/details", id "", permission WRITE, durable, Value => Value;
    /// `POST devices`.
    CreateDevice: POST "/v1/masterdata/devices", id "", permission WRITE, durable, Value => Value;
    /// `PUT devices`.
    ChangeDevice: PUT "/v1/masterdata/devices", id "", permission WRITE, durable, Value => Value;
    /// `PATCH devices?id=&isActive=`.
    SwitchDevice: PATCH "/v1/masterdata/devices", id "", permission WRITE, durable, () => Value;
    /// `DELETE devices/{first}`.
    DeleteDevice: DELETE "/v1/masterdata/devices/{first}", id "", permission DEVICE_DELETE, durable, () => Value;
    /// `PUT devices/decommission/{first}`.
    DecommissionDevice: PUT "/v1/masterdata/devices/decommission/{first}", id "", permission GA_ZA, durable, () => Value;
    /// `POST devicespecifications`.
    CreateDeviceSpecification: POST "/v1/masterdata/devicespecifications", id "", permission WRITE, durable, Value => Value;
    /// `PUT devicespecifications`.
    ChangeDeviceSpecification: PUT "/v1/masterdata/devicespecifications", id "", permission WRITE, durable, Value => Value;
    /// `PATCH devicespecifications?id=&isActive=`.
    SwitchDeviceSpecification: PATCH "/v1/masterdata/devicespecifications", id "", permission WRITE, durable, () => Value;
    /// `DELETE devicespecifications/{first}`.
    DeleteDeviceSpecification: DELETE "/v1/masterdata/devicespecifications/{first}", id "", permission GA_ZA, durable, () => Value;
    /// `POST devicetypes`.
    CreateDeviceType: POST "/v1/masterdata/devicetypes", id "", permission WRITE, durable, Value => Value;
    /// `PUT devicetypes`.
    ChangeDeviceType: PUT "/v1/masterdata/devicetypes", id "", permission WRITE, durable, Value => Value;
    /// `PATCH devicetypes?code=&isActive=`.
    SwitchDeviceType: PATCH "/v1/masterdata/devicetypes", id "", permission WRITE, durable, () => Value;
    /// `POST documentcategories`.
    CreateDocumentCategory: POST "/v1/masterdata/documentcategories", id "", permission WRITE, durable, Value => Value;
    /// `PUT documentcategories`.
    ChangeDocumentCategory: PUT "/v1/masterdata/documentcategories", id "", permission WRITE, durable, Value => Value;
    /// `PATCH documentcategories?code=&isActive=`.
    SwitchDocumentCategory: PATCH "/v1/masterdata/documentcategories", id "", permission WRITE, durable, () => Value;
    /// `DELETE documentcategories/{first}`.
    DeleteDocumentCategory: DELETE "/v1/masterdata/documentcategories/{first}", id "", permission GA_ZA, durable, () => Value;
    /// `POST documenttypes`.
    CreateDocumentType: POST "/v1/masterdata/documenttypes", id "", permission WRITE, durable, Value => Value;
    /// `PUT documenttypes`.
    ChangeDocumentType: PUT "/v1/masterdata/documenttypes", id "", permission WRITE, durable, Value => Value;
    /// `PATCH documenttypes?code=&isActive=`.
    SwitchDocumentType: PATCH "/v1/masterdata/documenttypes", id "", permission WRITE, durable, () => Value;
    /// `DELETE documenttypes/{first}`.
    DeleteDocumentType: DELETE "/v1/masterdata/documenttypes/{first}", id "", permission GA_ZA, durable, () => Value;
    /// `POST dynamicfields`.
    CreateDynamicField: POST "/v1/masterdata/dynamicfields", id "", permission WRITE, durable, Value => Value;
    /// `PUT dynamicfields`.
    ChangeDynamicField: PUT "/v1/masterdata/dynamicfields", id "", permission WRITE, durable, Value => Value;
    /// `PATCH dynamicfields?id=&isActive=`.
    SwitchDynamicField: PATCH "/v1/masterdata/dynamicfields", id "", permission WRITE, durable, () => Value;
    /// `DELETE dynamicfields/{first}`.
    DeleteDynamicField: DELETE "/v1/masterdata/dynamicfields/{first}", id "", permission GA_ZA, durable, () => Value;
    /// `PATCH dynamicfields/all?fieldName=&isActive=`.
    SwitchDynamicFieldAll: PATCH "/v1/masterdata/dynamicfields/all", id "", permission WRITE, durable, () => Value;
    /// `DELETE dynamicfields/all/{first}`.
    DeleteDynamicFieldAll: DELETE "/v1/masterdata/dynamicfields/all/{first}", id "", permission GA_ZA, durable, () => Value;
    /// `POST gendertypes`.
    CreateGender: POST "/v1/masterdata/gendertypes", id "", permission GA_ZA, durable, Value => Value;
    /// `PUT gendertypes`.
    ChangeGender: PUT "/v1/masterdata/gendertypes", id "", permission GA_ZA, durable, Value => Value;
    /// `DELETE gendertypes/{first}`.
    DeleteGender: DELETE "/v1/masterdata/gendertypes/{first}", id "", permission GA_ZA, durable, () => Value;
    /// `POST holidays`.
    CreateHoliday: POST "/v1/masterdata/holidays", id "", permission WRITE, durable, Value => Value;
    /// `PUT holidays`.
    ChangeHoliday: PUT "/v1/masterdata/holidays", id "", permission WRITE, durable, Value => Value;
    /// `PATCH holidays?holidayId=&isActive=`.
    SwitchHoliday: PATCH "/v1/masterdata/holidays", id "", permission WRITE, durable, () => Value;
    /// `DELETE holidays`.
    DeleteHoliday: DELETE "/v1/masterdata/holidays", id "", permission GA_ZA, durable, Value => Value;
    /// `POST idtypes`.
    CreateIdType: POST "/v1/masterdata/idtypes", id "", permission GA_ZA, durable, Value => Value;
    /// `POST individualtypes`.
    CreateIndividualType: POST "/v1/masterdata/individualtypes", id "", permission GA_ZA, durable, Value => Value;
    /// `PUT individualtypes`.
    ChangeIndividualType: PUT "/v1/masterdata/individualtypes", id "", permission GA_ZA, durable, Value => Value;
    /// `POST languages`.
    CreateLanguage: POST "/v1/masterdata/languages", id "", permission GA_ZA, durable, Value => Value;
    /// `PUT languages`.
    ChangeLanguage: PUT "/v1/masterdata/languages", id "", permission ADMIN, durable, Value => Value;
    /// `PATCH languages?code=&isActive=`.
    SwitchLanguage: PATCH "/v1/masterdata/languages", id "", permission ADMIN, durable, () => Value;
    /// `DELETE languages/{first}`.
    DeleteLanguage: DELETE "/v1/masterdata/languages/{first}", id "", permission ADMIN, durable, () => Value;
    /// `POST locations`.
    CreateLocation: POST "/v1/masterdata/locations", id "", permission ADMIN, durable, Value => Value;
    /// `PUT locations`.
    ChangeLocation: PUT "/v1/masterdata/locations", id "", permission GA_ZA, durable, Value => Value;
    /// `PATCH locations?code=&isActive=`.
    SwitchLocation: PATCH "/v1/masterdata/locations", id "", permission GA_ZA, durable, () => Value;
    /// `DELETE locations/{first}`.
    DeleteLocation: DELETE "/v1/masterdata/locations/{first}", id "", permission GA_ZA, durable, () => Value;
    /// `POST machines`.
    CreateMachine: POST "/v1/masterdata/machines", id "", permission MACHINE_ADD, durable, Value => Value;
    /// `PUT machines`.
    ChangeMachine: PUT "/v1/masterdata/machines", id "", permission WRITE, durable, Value => Value;
    /// `PATCH machines?id=&isActive=`.
    SwitchMachine: PATCH "/v1/masterdata/machines", id "", permission WRITE, durable, () => Value;
    /// `DELETE machines/{first}`.
    DeleteMachine: DELETE "/v1/masterdata/machines/{first}", id "", permission GA_ZA, durable, () => Value;
    /// `PUT machines/decommission/{first}`.
    DecommissionMachine: PUT "/v1/masterdata/machines/decommission/{first}", id "", permission WRITE, durable, () => Value;
    /// `POST machinespecifications`.
    CreateMachineSpecification: POST "/v1/masterdata/machinespecifications", id "", permission WRITE, durable, Value => Value;
    /// `PUT machinespecifications`.
    ChangeMachineSpecification: PUT "/v1/masterdata/machinespecifications", id "", permission WRITE, durable, Value => Value;
    /// `PATCH machinespecifications?id=&isActive=`.
    SwitchMachineSpecification: PATCH "/v1/masterdata/machinespecifications", id "", permission WRITE, durable, () => Value;
    /// `DELETE machinespecifications/{first}`.
    DeleteMachineSpecification: DELETE "/v1/masterdata/machinespecifications/{first}", id "", permission GA_ZA, durable, () => Value;
    /// `POST machinetypes`.
    CreateMachineType: POST "/v1/masterdata/machinetypes", id "", permission WRITE, durable, Value => Value;
    /// `PUT machinetypes`.
    ChangeMachineType: PUT "/v1/masterdata/machinetypes", id "", permission WRITE, durable, Value => Value;
    /// `PATCH machinetypes?code=&isActive=`.
    SwitchMachineType: PATCH "/v1/masterdata/machinetypes", id "", permission WRITE, durable, () => Value;
    /// `POST packetrejectionreasons/reasoncategory`.
    CreateReasonCategory: POST "/v1/masterdata/packetrejectionreasons/reasoncategory", id "", permission GA_ZA, durable, Value => Value;
    /// `POST packetrejectionreasons/reasonlist`.
    CreateReason: POST "/v1/masterdata/packetrejectionreasons/reasonlist", id "", permission GA_ZA, durable, Value => Value;
    /// `POST registrationcenters`.
    CreateCenter: POST "/v1/masterdata/registrationcenters", id "", permission GA_ZA, durable, Value => Value;
    /// `PUT registrationcenters`.
    ChangeCenter: PUT "/v1/masterdata/registrationcenters", id "", permission GA_ZA, durable, Value => Value;
    /// `PATCH registrationcenters?id=&isActive=`.
    SwitchCenter: PATCH "/v1/masterdata/registrationcenters", id "", permission GA_ZA, durable, () => Value;
    /// `DELETE registrationcenters/{first}`.
    DeleteCenter: DELETE "/v1/masterdata/registrationcenters/{first}", id "", permission GA_ZA, durable, () => Value;
    /// `PUT registrationcenters/decommission/{first}`.
    DecommissionCenter: PUT "/v1/masterdata/registrationcenters/decommission/{first}", id "", permission GA_ZA, durable, () => Value;
    /// `PUT registrationcenters/language`.
    ChangeCenterLanguage: PUT "/v1/masterdata/registrationcenters/language", id "", permission GA_ZA, durable, Value => Value;
    /// `PUT registrationcenters/nonlanguage`.
    ChangeCenterCommon: PUT "/v1/masterdata/registrationcenters/nonlanguage", id "", permission GA_ZA, durable, Value => Value;
    /// `POST registrationcentertypes`.
    CreateCenterType: POST "/v1/masterdata/registrationcentertypes", id "", permission WRITE, durable, Value => Value;
    /// `PUT registrationcentertypes`.
    ChangeCenterType: PUT "/v1/masterdata/registrationcentertypes", id "", permission WRITE, durable, Value => Value;
    /// `PATCH registrationcentertypes?code=&isActive=`.
    SwitchCenterType: PATCH "/v1/masterdata/registrationcentertypes", id "", permission WRITE, durable, () => Value;
    /// `DELETE registrationcentertypes/{first}`.
    DeleteCenterType: DELETE "/v1/masterdata/registrationcentertypes/{first}", id "", permission GA_ZA, durable, () => Value;
    /// `POST templates`.
    CreateTemplate: POST "/v1/masterdata/templates", id "", permission WRITE, durable, Value => Value;
    /// `PUT templates`.
    ChangeTemplate: PUT "/v1/masterdata/templates", id "", permission WRITE, durable, Value => Value;
    /// `PATCH templates?id=&isActive=`.
    SwitchTemplate: PATCH "/v1/masterdata/templates", id "", permission WRITE, durable, () => Value;
    /// `DELETE templates/{first}`.
    DeleteTemplate: DELETE "/v1/masterdata/templates/{first}", id "", permission GA_ZA, durable, () => Value;
    /// `POST templatefileformats`.
    CreateTemplateFormat: POST "/v1/masterdata/templatefileformats", id "", permission GA_ZA, durable, Value => Value;
    /// `PUT templatefileformats`.
    ChangeTemplateFormat: PUT "/v1/masterdata/templatefileformats", id "", permission GA_ZA, durable, Value => Value;
    /// `PATCH templatefileformats?code=&isActive=`.
    SwitchTemplateFormat: PATCH "/v1/masterdata/templatefileformats", id "", permission ADMIN, durable, () => Value;
    /// `DELETE templatefileformats/{first}`.
    DeleteTemplateFormat: DELETE "/v1/masterdata/templatefileformats/{first}", id "", permission GA_ZA, durable, () => Value;
    /// `POST templatetypes`.
    CreateTemplateType: POST "/v1/masterdata/templatetypes", id "", permission GA_ZA, durable, Value => Value;
    /// `POST title`.
    CreateTitle: POST "/v1/masterdata/title", id "", permission GA_ZA, durable, Value => Value;
    /// `PUT title`.
    ChangeTitle: PUT "/v1/masterdata/title", id "", permission GA_ZA, durable, Value => Value;
    /// `DELETE title/{first}`.
    DeleteTitle: DELETE "/v1/masterdata/title/{first}", id "", permission GA_ZA, durable, () => Value;
    /// `POST validdocuments`.
    CreateValidDocument: POST "/v1/masterdata/validdocuments", id "", permission GA_ZA, durable, Value => Value;
    /// `DELETE validdocuments/{first}/{second}`.
    DeleteValidDocument: DELETE "/v1/masterdata/validdocuments/{first}/{second}", id "", permission GA_ZA, durable, () => Value;
    /// `PUT validdocuments/map/{first}/{second}`.
    MapDocument: PUT "/v1/masterdata/validdocuments/map/{first}/{second}", id "", permission WRITE, durable, () => Value;
    /// `PUT validdocuments/unmap/{first}/{second}`.
    UnmapDocument: PUT "/v1/masterdata/validdocuments/unmap/{first}/{second}", id "", permission WRITE, durable, () => Value;
    /// `PUT workingdays`.
    ChangeWeekday: PUT "/v1/masterdata/workingdays", id "", permission WRITE, durable, Value => Value;
    /// `PATCH workingdays?code=&isActive=`.
    SwitchWeekday: PATCH "/v1/masterdata/workingdays", id "", permission WRITE, durable, () => Value;
    /// `POST zoneuser`.
    AddZoneUser: POST "/v1/masterdata/zoneuser", id "", permission GA_ZA, durable, ZoneUserRequest => Value;
    /// `PUT zoneuser`.
    MoveZoneUser: PUT "/v1/masterdata/zoneuser", id "", permission GA_ZA, durable, ZoneUserRequest => Value;
    /// `PATCH zoneuser?userId=&isActive=`.
    SwitchZoneUser: PATCH "/v1/masterdata/zoneuser", id "", permission GA_ZA, durable, () => Value;
    /// `DELETE zoneuser/{first}/{second}`.
    DeleteZoneUser: DELETE "/v1/masterdata/zoneuser/{first}/{second}", id "", permission GA_ZA, durable, () => Value;
    /// `POST usercentermapping`.
    AddCenterUser: POST "/v1/masterdata/usercentermapping", id "", permission CENTER_USER_ADD, durable, CenterUserRequest => Value;
    /// `PUT usercentermapping`.
    ChangeCenterUser: PUT "/v1/masterdata/usercentermapping", id "", permission GA_ZA, durable, CenterUserRequest => Value;
    /// `PATCH usercentermapping?id=&isActive=`.
    SwitchCenterUser: PATCH "/v1/masterdata/usercentermapping", id "", permission GA_ZA, durable, () => Value;
    /// `DELETE usercentermapping/{first}`.
    DeleteCenterUser: DELETE "/v1/masterdata/usercentermapping/{first}", id "", permission GA_ZA, durable, () => Value;
    /// `DELETE users/{first}`.
    DeleteUser: DELETE "/v1/masterdata/users/{first}", id "", permission GA_ZA, durable, () => Value;
    /// `DELETE idschema?id=`: a draft only.
    DeleteSchema: DELETE "/v1/masterdata/idschema", id "", permission GA_ZA, durable, () => Value;
    /// `DELETE uispec?id=`: a draft only.
    DeleteUiSpec: DELETE "/v1/masterdata/uispec", id "", permission ADMIN, durable, () => Value;
}
