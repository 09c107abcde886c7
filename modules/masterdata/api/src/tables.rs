//! The tables of master data, as MOSIP publishes them.
// long: a list of sixty tables with their columns

use crate::table::{ACTIVE, LANG, Table, date, decimal, flag, number, stamp, table, text, time};

/// Which ways of signing in an application offers to a role, in order.
pub const APP_AUTHENTICATION_METHOD: Table = table(
    "app_authentication_method",
    &["app_id", "process_id", "role_code", "auth_method_code"],
    "lang_code,app_id,process_id,role_code,auth_method_code,method_seq,is_active",
    &[
        text("app_id", 36),
        text("process_id", 36),
        text("role_code", 36),
        text("auth_method_code", 36),
        number("method_seq").null(),
        LANG.null(),
        ACTIVE,
    ],
);

/// Applications of the platform.
pub const APP_DETAIL: Table = table(
    "app_detail",
    &["id", "lang_code"],
    "lang_code,id,name,descr,is_active",
    &[text("id", 36), text("name", 64), text("descr", 256).null(), LANG, ACTIVE],
);

/// Order of the roles within an application.
pub const APP_ROLE_PRIORITY: Table = table(
    "app_role_priority",
    &["app_id", "process_id", "role_code"],
    "lang_code,app_id,process_id,role_code,priority,is_active",
    &[
        text("app_id", 36),
        text("process_id", 36),
        text("role_code", 36),
        number("priority").null(),
        LANG.null(),
        ACTIVE,
    ],
);

/// Kinds of application.
pub const APPL_FORM_TYPE: Table = table(
    "appl_form_type",
    &["code", "lang_code"],
    "lang_code,code,name,descr,is_active",
    &[text("code", 36), text("name", 64), text("descr", 128).null(), LANG, ACTIVE],
);

/// Documents that an applicant type brings.
pub const APPLICANT_VALID_DOCUMENT: Table = table(
    "applicant_valid_document",
    &["apptyp_code", "doccat_code", "doctyp_code"],
    "lang_code,apptyp_code,doccat_code,doctyp_code,is_active",
    &[text("apptyp_code", 36), text("doccat_code", 36), text("doctyp_code", 36), LANG, ACTIVE],
);

/// Ways of signing in.
pub const AUTHENTICATION_METHOD: Table = table(
    "authentication_method",
    &["code"],
    "lang_code,code,method_seq,is_active",
    &[text("code", 36), number("method_seq").null(), LANG.null(), ACTIVE],
);

/// What is captured of a biometric type.
pub const BIOMETRIC_ATTRIBUTE: Table = table(
    "biometric_attribute",
    &["code", "lang_code"],
    "lang_code,code,name,descr,bmtyp_code,is_active",
    &[text("code", 36), text("name", 64), text("descr", 128).null(), text("bmtyp_code", 36), LANG, ACTIVE],
);

/// Fingerprint, iris, photograph.
pub const BIOMETRIC_TYPE: Table = table(
    "biometric_type",
    &["code"],
    "lang_code,code,name,descr,is_active",
    &[text("code", 36), text("name", 64), text("descr", 128).null(), LANG.null(), ACTIVE],
);

/// The older name of the blocklisted words.
pub const BLACKLISTED_WORDS: Table = table(
    "blacklisted_words",
    &["word", "lang_code"],
    "lang_code,word,descr,is_active",
    &[text("word", 128), text("descr", 256).null(), LANG, ACTIVE],
);

/// Words that no text may contain.
pub const BLOCKLISTED_WORDS: Table = table(
    "blocklisted_words",
    &["word", "lang_code"],
    "lang_code,word,descr,is_active",
    &[text("word", 128), text("descr", 256).null(), LANG.null(), ACTIVE],
);

/// Days of the week and whether the country works on them.
pub const DAYSOFWEEK_LIST: Table = table(
    "daysofweek_list",
    &["code", "lang_code"],
    "lang_code,code,name,day_seq,is_global_working,is_active",
    &[text("code", 3), text("name", 36), number("day_seq"), flag("is_global_working"), LANG, ACTIVE],
);

/// Capture devices.
pub const DEVICE_MASTER: Table = table(
    "device_master",
    &["id"],
    "lang_code,id,name,mac_address,serial_num,ip_address,dspec_id,zone_code,regcntr_id,is_active",
    &[
        text("id", 36),
        text("name", 64),
        text("mac_address", 64),
        text("serial_num", 64),
        text("ip_address", 17).null(),
        stamp("validity_end_dtimes").null(),
        text("dspec_id", 36),
        text("zone_code", 36),
        text("regcntr_id", 10).null(),
        LANG.null(),
        ACTIVE,
    ],
);

/// History of the devices.
pub const DEVICE_MASTER_H: Table = table(
    "device_master_h",
    &["id", "eff_dtimes"],
    "lang_code,id,name,mac_address,serial_num,ip_address,dspec_id,zone_code,regcntr_id,is_active,eff_dtimes",
    &[
        text("id", 36),
        text("name", 64),
        text("mac_address", 64),
        text("serial_num", 64),
        text("ip_address", 17).null(),
        stamp("validity_end_dtimes").null(),
        text("dspec_id", 36),
        text("zone_code", 36),
        text("regcntr_id", 10).null(),
        LANG.null(),
        ACTIVE,
        stamp("eff_dtimes"),
    ],
);

/// Models of devices.
pub const DEVICE_SPEC: Table = table(
    "device_spec",
    &["id"],
    "lang_code,id,name,brand,model,dtyp_code,min_driver_ver,descr,is_active",
    &[
        text("id", 36),
        text("name", 64),
        text("brand", 32),
        text("model", 16),
        text("dtyp_code", 36),
        text("min_driver_ver", 16),
        text("descr", 256).null(),
        LANG.null(),
        ACTIVE,
    ],
);

/// Kinds of devices.
pub const DEVICE_TYPE: Table = table(
    "device_type",
    &["code"],
    "lang_code,code,name,descr,is_active",
    &[text("code", 36), text("name", 64), text("descr", 128).null(), LANG.null(), ACTIVE],
);

/// What a document proves.
pub const DOC_CATEGORY: Table = table(
    "doc_category",
    &["code", "lang_code"],
    "lang_code,code,name,descr,is_active",
    &[text("code", 36), text("name", 64), text("descr", 128).null(), LANG, ACTIVE],
);

/// Documents.
pub const DOC_TYPE: Table = table(
    "doc_type",
    &["code", "lang_code"],
    "lang_code,code,name,descr,is_active",
    &[text("code", 36), text("name", 64), text("descr", 128).null(), LANG, ACTIVE],
);

/// Values of lists a country defines itself.
pub const DYNAMIC_FIELD: Table = table(
    "dynamic_field",
    &["id"],
    "id,name,description,data_type,value_json,lang_code,is_active,cr_by,cr_dtimes",
    &[
        text("id", 36),
        text("name", 36),
        text("description", 256).null(),
        text("data_type", 16).null(),
        text("value_json", 0).null(),
        LANG,
        ACTIVE,
    ],
);

/// Genders.
pub const GENDER: Table = table(
    "gender",
    &["code", "lang_code"],
    "lang_code,code,name,is_active",
    &[text("code", 16), text("name", 64), LANG, ACTIVE],
);

/// Kinds of identifiers.
pub const ID_TYPE: Table = table(
    "id_type",
    &["code", "lang_code"],
    "lang_code,code,name,descr,is_active",
    &[text("code", 36), text("name", 64), text("descr", 128).null(), LANG, ACTIVE],
);

/// Identity schemas, drafts and published.
pub const IDENTITY_SCHEMA: Table = table(
    "identity_schema",
    &["id"],
    "lang_code,id,id_version,title,description,schema_json,status_code,add_props,effective_from,is_active",
    &[
        text("id", 36),
        decimal("id_version").null(),
        text("title", 64).null(),
        text("description", 256).null(),
        text("schema_json", 0).null(),
        text("status_code", 36).null(),
        flag("add_props").null(),
        stamp("effective_from").null(),
        LANG,
        ACTIVE,
    ],
);

/// Foreigner or citizen.
pub const INDIVIDUAL_TYPE: Table = table(
    "individual_type",
    &["code", "lang_code"],
    "lang_code,code,name,is_active",
    &[text("code", 36), text("name", 64), LANG, ACTIVE],
);

/// Data languages.
pub const LANGUAGE: Table = table(
    "language",
    &["code"],
    "code,name,family,native_name,is_active",
    &[text("code", 3), text("name", 64), text("family", 64).null(), text("native_name", 64).null(), ACTIVE],
);

/// Levels of the location hierarchy.
pub const LOC_HIERARCHY_LIST: Table = table(
    "loc_hierarchy_list",
    &["hierarchy_level", "hierarchy_level_name", "lang_code"],
    "lang_code,hierarchy_level,hierarchy_level_name,is_active",
    &[number("hierarchy_level"), text("hierarchy_level_name", 64), LANG, ACTIVE],
);

/// Holidays of a location.
pub const LOC_HOLIDAY: Table = table(
    "loc_holiday",
    &["holiday_date", "location_code", "lang_code"],
    "lang_code,id,location_code,holiday_date,holiday_name,holiday_desc,is_active",
    &[
        number("id"),
        text("location_code", 36),
        date("holiday_date"),
        text("holiday_name", 64).null(),
        text("holiday_desc", 128).null(),
        LANG,
        ACTIVE,
    ],
);

/// Locations, a tree.
pub const LOCATION: Table = table(
    "location",
    &["code", "lang_code"],
    "lang_code,code,name,hierarchy_level,hierarchy_level_name,parent_loc_code,is_active",
    &[
        text("code", 36),
        text("name", 128),
        number("hierarchy_level"),
        text("hierarchy_level_name", 64),
        text("parent_loc_code", 36).null(),
        LANG,
        ACTIVE,
    ],
);

/// Computers of the registration centres.
pub const MACHINE_MASTER: Table = table(
    "machine_master",
    &["id"],
    "lang_code,id,name,mac_address,serial_num,ip_address,mspec_id,public_key,key_index,zone_code,regcntr_id,is_active",
    &[
        text("id", 10),
        text("name", 64),
        text("mac_address", 64).null(),
        text("serial_num", 64).null(),
        text("ip_address", 17).null(),
        stamp("validity_end_dtimes").null(),
        text("mspec_id", 36),
        text("public_key", 1024).null(),
        text("key_index", 128).null(),
        text("sign_public_key", 1024).null(),
        text("sign_key_index", 128).null(),
        text("zone_code", 36),
        text("regcntr_id", 10).null(),
        LANG.null(),
        ACTIVE,
    ],
);

/// History of the machines.
pub const MACHINE_MASTER_H: Table = table(
    "machine_master_h",
    &["id", "eff_dtimes"],
    "lang_code,id,name,mac_address,serial_num,ip_address,mspec_id,public_key,key_index,zone_code,regcntr_id,is_active,eff_dtimes",
    &[
        text("id", 10),
        text("name", 64),
        text("mac_address", 64).null(),
        text("serial_num", 64).null(),
        text("ip_address", 17).null(),
        stamp("validity_end_dtimes").null(),
        text("mspec_id", 36),
        text("public_key", 1024).null(),
        text("key_index", 128).null(),
        text("sign_public_key", 1024).null(),
        text("sign_key_index", 128).null(),
        text("zone_code", 36),
        text("regcntr_id", 10).null(),
        LANG.null(),
        ACTIVE,
        stamp("eff_dtimes"),
    ],
);

/// Models of machines.
pub const MACHINE_SPEC: Table = table(
    "machine_spec",
    &["id"],
    "lang_code,id,name,brand,model,mtyp_code,min_driver_ver,descr,is_active",
    &[
        text("id", 36),
        text("name", 64),
        text("brand", 32),
        text("model", 16),
        text("mtyp_code", 36),
        text("min_driver_ver", 16),
        text("descr", 256).null(),
        LANG.null(),
        ACTIVE,
    ],
);

/// Kinds of machines.
pub const MACHINE_TYPE: Table = table(
    "machine_type",
    &["code"],
    "lang_code,code,name,descr,is_active",
    &[text("code", 36), text("name", 64), text("descr", 128).null(), LANG.null(), ACTIVE],
);

/// Modules that templates belong to.
pub const MODULE_DETAIL: Table = table(
    "module_detail",
    &["id", "lang_code"],
    "lang_code,id,name,descr,is_active",
    &[text("id", 36), text("name", 64), text("descr", 128).null(), LANG, ACTIVE],
);

/// Processes that need signing in.
pub const PROCESS_LIST: Table = table(
    "process_list",
    &["id", "lang_code"],
    "lang_code,id,name,descr,is_active",
    &[text("id", 36), text("name", 64), text("descr", 256).null(), LANG, ACTIVE],
);

/// Numbers given to registration centres.
pub const RCID_SEQ: Table = table("rcid_seq", &["curr_seq_no"], "curr_seq_no", &[number("curr_seq_no")]);

/// Groups of reasons for a rejection.
pub const REASON_CATEGORY: Table = table(
    "reason_category",
    &["code", "lang_code"],
    "lang_code,code,name,descr,is_active",
    &[text("code", 36), text("name", 64), text("descr", 128).null(), LANG, ACTIVE],
);

/// Reasons for a rejection.
pub const REASON_LIST: Table = table(
    "reason_list",
    &["code", "rsncat_code", "lang_code"],
    "lang_code,code,name,descr,rsncat_code,is_active",
    &[text("code", 36), text("name", 64), text("descr", 256).null(), text("rsncat_code", 36), LANG, ACTIVE],
);

/// Kinds of registration centres.
pub const REG_CENTER_TYPE: Table = table(
    "reg_center_type",
    &["code", "lang_code"],
    "lang_code,code,name,descr,is_active",
    &[text("code", 36), text("name", 64), text("descr", 128).null(), LANG, ACTIVE],
);

/// Days on which one centre is closed.
pub const REG_EXCEPTIONAL_HOLIDAY: Table = table(
    "reg_exceptional_holiday",
    &["regcntr_id", "hol_date"],
    "lang_code,regcntr_id,hol_date,hol_name,hol_reason,is_active",
    &[
        text("regcntr_id", 10),
        date("hol_date"),
        text("hol_name", 128).null(),
        text("hol_reason", 256).null(),
        LANG.null(),
        ACTIVE,
    ],
);

/// Days of the week on which one centre works.
pub const REG_WORKING_NONWORKING: Table = table(
    "reg_working_nonworking",
    &["regcntr_id", "day_code"],
    "lang_code,regcntr_id,day_code,is_working,is_active",
    &[text("regcntr_id", 10), text("day_code", 3), LANG.null(), flag("is_working"), ACTIVE],
);

/// Registration centres.
pub const REGISTRATION_CENTER: Table = table(
    "registration_center",
    &["id", "lang_code"],
    "lang_code,id,name,cntrtyp_code,addr_line1,addr_line2,addr_line3,latitude,longitude,location_code,contact_phone,contact_person,number_of_kiosks,working_hours,per_kiosk_process_time,center_start_time,center_end_time,lunch_start_time,lunch_end_time,time_zone,holiday_loc_code,zone_code,is_active",
    &[
        text("id", 10),
        text("name", 128),
        text("cntrtyp_code", 36).null(),
        text("addr_line1", 256).null(),
        text("addr_line2", 256).null(),
        text("addr_line3", 256).null(),
        text("latitude", 32).null(),
        text("longitude", 32).null(),
        text("location_code", 36),
        text("contact_phone", 16).null(),
        text("contact_person", 128).null(),
        number("number_of_kiosks").null(),
        text("working_hours", 32).null(),
        time("per_kiosk_process_time").null(),
        time("center_start_time").null(),
        time("center_end_time").null(),
        time("lunch_start_time").null(),
        time("lunch_end_time").null(),
        text("time_zone", 64).null(),
        text("holiday_loc_code", 36).null(),
        text("zone_code", 36),
        LANG,
        ACTIVE,
    ],
);

/// History of the registration centres.
pub const REGISTRATION_CENTER_H: Table = table(
    "registration_center_h",
    &["id", "lang_code", "eff_dtimes"],
    "lang_code,id,name,cntrtyp_code,addr_line1,addr_line2,addr_line3,latitude,longitude,location_code,contact_phone,contact_person,number_of_kiosks,working_hours,per_kiosk_process_time,center_start_time,center_end_time,lunch_start_time,lunch_end_time,time_zone,holiday_loc_code,zone_code,is_active,eff_dtimes",
    &[
        text("id", 10),
        text("name", 128),
        text("cntrtyp_code", 36).null(),
        text("addr_line1", 256).null(),
        text("addr_line2", 256).null(),
        text("addr_line3", 256).null(),
        text("latitude", 32).null(),
        text("longitude", 32).null(),
        text("location_code", 36),
        text("contact_phone", 16).null(),
        text("contact_person", 128).null(),
        number("number_of_kiosks").null(),
        text("working_hours", 32).null(),
        time("per_kiosk_process_time").null(),
        time("center_start_time").null(),
        time("center_end_time").null(),
        time("lunch_start_time").null(),
        time("lunch_end_time").null(),
        text("time_zone", 64).null(),
        text("holiday_loc_code", 36).null(),
        text("zone_code", 36),
        LANG,
        ACTIVE,
        stamp("eff_dtimes"),
    ],
);

/// Roles.
pub const ROLE_LIST: Table = table(
    "role_list",
    &["code", "lang_code"],
    "lang_code,code,descr,is_active",
    &[text("code", 36), text("descr", 256).null(), LANG, ACTIVE],
);

/// Which roles see a screen of the desk.
pub const SCREEN_AUTHORIZATION: Table = table(
    "screen_authorization",
    &["screen_id", "role_code"],
    "lang_code,screen_id,role_code,is_permitted,is_active",
    &[text("screen_id", 36), text("role_code", 36), LANG, flag("is_permitted"), ACTIVE],
);

/// Screens of the desk.
pub const SCREEN_DETAIL: Table = table(
    "screen_detail",
    &["id", "lang_code"],
    "lang_code,id,app_id,name,descr,is_active",
    &[text("id", 36), text("app_id", 36), text("name", 64), text("descr", 256).null(), LANG, ACTIVE],
);

/// States of records.
pub const STATUS_LIST: Table = table(
    "status_list",
    &["code", "lang_code"],
    "lang_code,code,descr,sttyp_code,is_active",
    &[text("code", 36), text("descr", 256), number("status_seq").null(), text("sttyp_code", 36), LANG, ACTIVE],
);

/// Groups of states.
pub const STATUS_TYPE: Table = table(
    "status_type",
    &["code", "lang_code"],
    "lang_code,code,name,descr,is_active",
    &[text("code", 36), text("name", 64), text("descr", 128).null(), LANG, ACTIVE],
);

/// Jobs of the registration client.
pub const SYNC_JOB_DEF: Table = table(
    "sync_job_def",
    &["id"],
    "lang_code,id,name,api_name,parent_syncjob_id,sync_freq,lock_duration,is_active",
    &[
        text("id", 36),
        text("name", 64),
        text("api_name", 64).null(),
        text("parent_syncjob_id", 36).null(),
        text("sync_freq", 36).null(),
        text("lock_duration", 36).null(),
        LANG.null(),
        ACTIVE,
        text("job_type", 128).null(),
    ],
);

/// Texts of messages and pages.
pub const TEMPLATE: Table = table(
    "template",
    &["id", "lang_code"],
    "id,name,descr,file_format_code,model,file_txt,module_id,module_name,template_typ_code,lang_code,is_active,cr_by,cr_dtimes",
    &[
        text("id", 36),
        text("name", 128),
        text("descr", 256).null(),
        text("file_format_code", 36),
        text("model", 128).null(),
        text("file_txt", 0).null(),
        text("module_id", 36).null(),
        text("module_name", 128).null(),
        text("template_typ_code", 64),
        LANG,
        ACTIVE,
    ],
);

/// Formats of templates.
pub const TEMPLATE_FILE_FORMAT: Table = table(
    "template_file_format",
    &["code", "lang_code"],
    "lang_code,code,descr,is_active",
    &[text("code", 36), text("descr", 256), LANG, ACTIVE],
);

/// What templates are for.
pub const TEMPLATE_TYPE: Table = table(
    "template_type",
    &["code", "lang_code"],
    "code,descr,lang_code,is_active,cr_by,cr_dtimes",
    &[text("code", 64), text("descr", 256), LANG, ACTIVE],
);

/// Forms of address.
pub const TITLE: Table = table(
    "title",
    &["code", "lang_code"],
    "lang_code,code,name,descr,is_active",
    &[text("code", 16), text("name", 64), text("descr", 128).null(), LANG, ACTIVE],
);

/// UI specifications, drafts and published.
pub const UI_SPEC: Table = table(
    "ui_spec",
    &["id"],
    "id,version,domain,title,description,type,json_spec,identity_schema_id,identity_schema_version,effective_from,status_code,is_active,cr_by,cr_dtimes,upd_by,upd_dtimes,is_deleted,del_dtimes",
    &[
        text("id", 36),
        decimal("version"),
        text("domain", 36),
        text("title", 64),
        text("description", 256),
        text("type", 36),
        text("json_spec", 0),
        text("identity_schema_id", 36),
        decimal("identity_schema_version"),
        stamp("effective_from").null(),
        text("status_code", 36),
        ACTIVE,
    ],
);

/// Staff of a registration centre.
pub const USER_DETAIL: Table = table(
    "user_detail",
    &["id"],
    "lang_code,id,uin,name,email,mobile,status_code,regcntr_id,last_login_method,is_active",
    &[
        text("id", 256),
        text("name", 64).null(),
        text("status_code", 36).null(),
        text("regcntr_id", 10).null(),
        LANG.null(),
        stamp("last_login_dtimes").null(),
        text("last_login_method", 64).null(),
        ACTIVE,
    ],
);

/// History of the staff of a centre.
pub const USER_DETAIL_H: Table = table(
    "user_detail_h",
    &["id", "eff_dtimes"],
    "lang_code,id,uin,name,email,mobile,status_code,regcntr_id,last_login_method,is_active,eff_dtimes",
    &[
        text("id", 256),
        text("name", 64),
        text("status_code", 36).null(),
        text("regcntr_id", 10).null(),
        LANG.null(),
        stamp("last_login_dtimes").null(),
        text("last_login_method", 64).null(),
        ACTIVE,
        stamp("eff_dtimes"),
    ],
);

/// Which documents prove what.
pub const VALID_DOCUMENT: Table = table(
    "valid_document",
    &["doctyp_code", "doccat_code"],
    "doctyp_code,doccat_code,lang_code,is_active",
    &[text("doctyp_code", 36), text("doccat_code", 36), LANG, ACTIVE],
);

/// Administrative zones, a tree.
pub const ZONE: Table = table(
    "zone",
    &["code", "lang_code"],
    "lang_code,code,name,hierarchy_level,hierarchy_level_name,hierarchy_path,parent_zone_code,is_active",
    &[
        text("code", 36),
        text("name", 128),
        number("hierarchy_level"),
        text("hierarchy_level_name", 64),
        text("hierarchy_path", 1024).null(),
        text("parent_zone_code", 36).null(),
        LANG,
        ACTIVE,
    ],
);

/// The zone of a member of staff.
pub const ZONE_USER: Table = table(
    "zone_user",
    &["usr_id"],
    "lang_code,zone_code,usr_id,is_active",
    &[text("zone_code", 36).null(), text("usr_id", 256), LANG.null(), ACTIVE],
);

/// History of the zones of staff.
pub const ZONE_USER_H: Table = table(
    "zone_user_h",
    &["zone_code", "usr_id", "eff_dtimes"],
    "lang_code,zone_code,usr_id,is_active,eff_dtimes",
    &[text("zone_code", 36), text("usr_id", 256), LANG.null(), ACTIVE, stamp("eff_dtimes")],
);

/// Every table, in the order of names.
pub const ALL: [&Table; 57] = [
    &APP_AUTHENTICATION_METHOD,
    &APP_DETAIL,
    &APP_ROLE_PRIORITY,
    &APPL_FORM_TYPE,
    &APPLICANT_VALID_DOCUMENT,
    &AUTHENTICATION_METHOD,
    &BIOMETRIC_ATTRIBUTE,
    &BIOMETRIC_TYPE,
    &BLACKLISTED_WORDS,
    &BLOCKLISTED_WORDS,
    &DAYSOFWEEK_LIST,
    &DEVICE_MASTER,
    &DEVICE_MASTER_H,
    &DEVICE_SPEC,
    &DEVICE_TYPE,
    &DOC_CATEGORY,
    &DOC_TYPE,
    &DYNAMIC_FIELD,
    &GENDER,
    &ID_TYPE,
    &IDENTITY_SCHEMA,
    &INDIVIDUAL_TYPE,
    &LANGUAGE,
    &LOC_HIERARCHY_LIST,
    &LOC_HOLIDAY,
    &LOCATION,
    &MACHINE_MASTER,
    &MACHINE_MASTER_H,
    &MACHINE_SPEC,
    &MACHINE_TYPE,
    &MODULE_DETAIL,
    &PROCESS_LIST,
    &RCID_SEQ,
    &REASON_CATEGORY,
    &REASON_LIST,
    &REG_CENTER_TYPE,
    &REG_EXCEPTIONAL_HOLIDAY,
    &REG_WORKING_NONWORKING,
    &REGISTRATION_CENTER,
    &REGISTRATION_CENTER_H,
    &ROLE_LIST,
    &SCREEN_AUTHORIZATION,
    &SCREEN_DETAIL,
    &STATUS_LIST,
    &STATUS_TYPE,
    &SYNC_JOB_DEF,
    &TEMPLATE,
    &TEMPLATE_FILE_FORMAT,
    &TEMPLATE_TYPE,
    &TITLE,
    &UI_SPEC,
    &USER_DETAIL,
    &USER_DETAIL_H,
    &VALID_DOCUMENT,
    &ZONE,
    &ZONE_USER,
    &ZONE_USER_H,
];

/// The table of that name.
#[must_use]
pub fn named(name: &str) -> Option<&'static Table> {
    ALL.into_iter().find(|table| table.name == name)
}
