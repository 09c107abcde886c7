//! The tables of master data, one per published file, and the country's settings.
//!
//! The list is frozen: it says what this change made, not what the descriptors say today. A test of the module compares both.

use sea_orm_migration::prelude::*;

pub(crate) struct Tables;

impl MigrationName for Tables {
    fn name(&self) -> &str {
        "m20261123_000001_masterdata_tables"
    }
}

/// Name, columns (`t` text, `i` whole number, `d` number with a fraction, `b` yes or no), indexes; the first index is the key.
#[rustfmt::skip]
const TABLES: &[(&str, &str, &[&str])] = &[
    ("app_authentication_method", "app_id:t process_id:t role_code:t auth_method_code:t method_seq:i lang_code:t is_active:b", &["app_id,process_id,role_code,auth_method_code"]),
    ("app_detail", "id:t name:t descr:t lang_code:t is_active:b", &["id,lang_code"]),
    ("app_role_priority", "app_id:t process_id:t role_code:t priority:i lang_code:t is_active:b", &["app_id,process_id,role_code"]),
    ("applicant_valid_document", "apptyp_code:t doccat_code:t doctyp_code:t lang_code:t is_active:b", &["apptyp_code,doccat_code,doctyp_code", "apptyp_code"]),
    ("authentication_method", "code:t method_seq:i lang_code:t is_active:b", &["code"]),
    ("biometric_attribute", "code:t name:t descr:t bmtyp_code:t lang_code:t is_active:b", &["code,lang_code", "bmtyp_code,lang_code"]),
    ("biometric_type", "code:t name:t descr:t lang_code:t is_active:b", &["code"]),
    ("blacklisted_words", "word:t descr:t lang_code:t is_active:b", &["word,lang_code"]),
    ("blocklisted_words", "word:t descr:t lang_code:t is_active:b", &["word,lang_code"]),
    ("daysofweek_list", "code:t name:t day_seq:i is_global_working:b lang_code:t is_active:b", &["code,lang_code"]),
    ("device_master", "id:t name:t mac_address:t serial_num:t ip_address:t validity_end_dtimes:t dspec_id:t zone_code:t regcntr_id:t lang_code:t is_active:b", &["id", "regcntr_id", "zone_code"]),
    ("device_master_h", "id:t name:t mac_address:t serial_num:t ip_address:t validity_end_dtimes:t dspec_id:t zone_code:t regcntr_id:t lang_code:t is_active:b eff_dtimes:t", &["id,eff_dtimes"]),
    ("device_spec", "id:t name:t brand:t model:t dtyp_code:t min_driver_ver:t descr:t lang_code:t is_active:b", &["id", "dtyp_code"]),
    ("device_type", "code:t name:t descr:t lang_code:t is_active:b", &["code"]),
    ("doc_category", "code:t name:t descr:t lang_code:t is_active:b", &["code,lang_code"]),
    ("doc_type", "code:t name:t descr:t lang_code:t is_active:b", &["code,lang_code"]),
    ("dynamic_field", "id:t name:t description:t data_type:t value_json:t lang_code:t is_active:b", &["id", "name,lang_code"]),
    ("gender", "code:t name:t lang_code:t is_active:b", &["code,lang_code"]),
    ("id_type", "code:t name:t descr:t lang_code:t is_active:b", &["code,lang_code"]),
    ("identity_schema", "id:t id_version:d title:t description:t schema_json:t status_code:t add_props:b effective_from:t lang_code:t is_active:b", &["id", "status_code,id_version"]),
    ("individual_type", "code:t name:t lang_code:t is_active:b", &["code,lang_code"]),
    ("language", "code:t name:t family:t native_name:t is_active:b", &["code"]),
    ("loc_hierarchy_list", "hierarchy_level:i hierarchy_level_name:t lang_code:t is_active:b", &["hierarchy_level,hierarchy_level_name,lang_code"]),
    ("loc_holiday", "id:i location_code:t holiday_date:t holiday_name:t holiday_desc:t lang_code:t is_active:b", &["holiday_date,location_code,lang_code", "location_code,holiday_date", "id"]),
    ("location", "code:t name:t hierarchy_level:i hierarchy_level_name:t parent_loc_code:t lang_code:t is_active:b", &["code,lang_code", "parent_loc_code,lang_code", "hierarchy_level,lang_code", "hierarchy_level_name"]),
    ("machine_master", "id:t name:t mac_address:t serial_num:t ip_address:t validity_end_dtimes:t mspec_id:t public_key:t key_index:t sign_public_key:t sign_key_index:t zone_code:t regcntr_id:t lang_code:t is_active:b", &["id", "regcntr_id", "zone_code", "name"]),
    ("machine_master_h", "id:t name:t mac_address:t serial_num:t ip_address:t validity_end_dtimes:t mspec_id:t public_key:t key_index:t sign_public_key:t sign_key_index:t zone_code:t regcntr_id:t lang_code:t is_active:b eff_dtimes:t", &["id,eff_dtimes"]),
    ("machine_spec", "id:t name:t brand:t model:t mtyp_code:t min_driver_ver:t descr:t lang_code:t is_active:b", &["id", "mtyp_code"]),
    ("machine_type", "code:t name:t descr:t lang_code:t is_active:b", &["code"]),
    ("module_detail", "id:t name:t descr:t lang_code:t is_active:b", &["id,lang_code"]),
    ("process_list", "id:t name:t descr:t lang_code:t is_active:b", &["id,lang_code"]),
    ("rcid_seq", "curr_seq_no:i", &["curr_seq_no"]),
    ("reason_category", "code:t name:t descr:t lang_code:t is_active:b", &["code,lang_code"]),
    ("reason_list", "code:t name:t descr:t rsncat_code:t lang_code:t is_active:b", &["code,rsncat_code,lang_code", "rsncat_code,lang_code"]),
    ("reg_center_type", "code:t name:t descr:t lang_code:t is_active:b", &["code,lang_code"]),
    ("reg_exceptional_holiday", "regcntr_id:t hol_date:t hol_name:t hol_reason:t lang_code:t is_active:b", &["regcntr_id,hol_date"]),
    ("reg_working_nonworking", "regcntr_id:t day_code:t lang_code:t is_working:b is_active:b", &["regcntr_id,day_code"]),
    ("registration_center", "id:t name:t cntrtyp_code:t addr_line1:t addr_line2:t addr_line3:t latitude:t longitude:t location_code:t contact_phone:t contact_person:t number_of_kiosks:i working_hours:t per_kiosk_process_time:t center_start_time:t center_end_time:t lunch_start_time:t lunch_end_time:t time_zone:t holiday_loc_code:t zone_code:t lang_code:t is_active:b", &["id,lang_code", "location_code,lang_code", "zone_code", "lang_code"]),
    ("registration_center_h", "id:t name:t cntrtyp_code:t addr_line1:t addr_line2:t addr_line3:t latitude:t longitude:t location_code:t contact_phone:t contact_person:t number_of_kiosks:i working_hours:t per_kiosk_process_time:t center_start_time:t center_end_time:t lunch_start_time:t lunch_end_time:t time_zone:t holiday_loc_code:t zone_code:t lang_code:t is_active:b eff_dtimes:t", &["id,lang_code,eff_dtimes"]),
    ("role_list", "code:t descr:t lang_code:t is_active:b", &["code,lang_code"]),
    ("screen_authorization", "screen_id:t role_code:t lang_code:t is_permitted:b is_active:b", &["screen_id,role_code"]),
    ("screen_detail", "id:t app_id:t name:t descr:t lang_code:t is_active:b", &["id,lang_code"]),
    ("status_list", "code:t descr:t status_seq:i sttyp_code:t lang_code:t is_active:b", &["code,lang_code"]),
    ("status_type", "code:t name:t descr:t lang_code:t is_active:b", &["code,lang_code"]),
    ("sync_job_def", "id:t name:t api_name:t parent_syncjob_id:t sync_freq:t lock_duration:t lang_code:t is_active:b job_type:t", &["id"]),
    ("template", "id:t name:t descr:t file_format_code:t model:t file_txt:t module_id:t module_name:t template_typ_code:t lang_code:t is_active:b", &["id,lang_code", "template_typ_code,lang_code", "lang_code"]),
    ("template_file_format", "code:t descr:t lang_code:t is_active:b", &["code,lang_code"]),
    ("template_type", "code:t descr:t lang_code:t is_active:b", &["code,lang_code", "lang_code"]),
    ("title", "code:t name:t descr:t lang_code:t is_active:b", &["code,lang_code"]),
    ("ui_spec", "id:t version:d domain:t title:t description:t type:t json_spec:t identity_schema_id:t identity_schema_version:d effective_from:t status_code:t is_active:b", &["id", "domain,type,version"]),
    ("user_detail", "id:t name:t status_code:t regcntr_id:t lang_code:t last_login_dtimes:t last_login_method:t is_active:b", &["id", "regcntr_id"]),
    ("user_detail_h", "id:t name:t status_code:t regcntr_id:t lang_code:t last_login_dtimes:t last_login_method:t is_active:b eff_dtimes:t", &["id,eff_dtimes"]),
    ("valid_document", "doctyp_code:t doccat_code:t lang_code:t is_active:b", &["doctyp_code,doccat_code", "doccat_code"]),
    ("zone", "code:t name:t hierarchy_level:i hierarchy_level_name:t hierarchy_path:t parent_zone_code:t lang_code:t is_active:b", &["code,lang_code", "parent_zone_code", "hierarchy_path"]),
    ("zone_user", "zone_code:t usr_id:t lang_code:t is_active:b", &["usr_id"]),
    ("zone_user_h", "zone_code:t usr_id:t lang_code:t is_active:b eff_dtimes:t", &["zone_code,usr_id,eff_dtimes"]),
];

/// Who made, changed and deleted a row, and when.
const AUDIT: &str = "cr_by:t cr_dtimes:t upd_by:t upd_dtimes:t is_deleted:b del_dtimes:t";

#[async_trait::async_trait]
impl MigrationTrait for Tables {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (name, columns, indexes) in TABLES {
            create(manager, name, columns, indexes).await?;
        }
        let text = |name: &str| ColumnDef::new(Alias::new(name)).text().not_null().take();
        let mut files = Table::create();
        files.table(Alias::new("md_published_file")).col(text("name").primary_key()).col(text("columns"));
        manager.create_table(files).await?;
        let mut settings = Table::create();
        settings.table(Alias::new("md_setting")).col(text("name").primary_key()).col(text("value"));
        settings.col(ColumnDef::new(Alias::new("version")).big_integer().not_null());
        settings.col(text("changed_by")).col(text("changed_at"));
        manager.create_table(settings).await?;
        let mut history = Table::create();
        history.table(Alias::new("md_setting_h")).col(text("name"));
        history.col(ColumnDef::new(Alias::new("version")).big_integer().not_null());
        // no value: the setting went back to its default
        history.col(ColumnDef::new(Alias::new("value")).text()).col(text("changed_by")).col(text("changed_at"));
        history.primary_key(Index::create().col(Alias::new("name")).col(Alias::new("version")));
        manager.create_table(history).await
    }
}

/// Makes a table of master data with its audit columns and indexes.
pub(super) async fn create(
    manager: &SchemaManager<'_>,
    name: &str,
    columns: &str,
    indexes: &[&str],
) -> Result<(), DbErr> {
    let name = format!("md_{name}");
    let mut table = Table::create();
    table.table(Alias::new(&name));
    // the key as one text, so that published rows that are told apart only by `now()` keep apart
    table.col(ColumnDef::new(Alias::new("row_key")).text().not_null().primary_key());
    // the place in the published file, which exports keep
    table.col(ColumnDef::new(Alias::new("row_seq")).big_integer().not_null());
    // cells that were written differently than we write them, as JSON
    table.col(ColumnDef::new(Alias::new("spelling")).text());
    for column in columns.split(' ').chain(AUDIT.split(' ')) {
        table.col(column_of(column));
    }
    manager.create_table(table).await?;
    for (number, index) in indexes.iter().enumerate() {
        let mut create = Index::create();
        create.name(format!("{name}_{number}")).table(Alias::new(&name));
        for column in index.split(',') {
            create.col(Alias::new(column));
        }
        manager.create_index(create).await?;
    }
    Ok(())
}

fn column_of(column: &str) -> ColumnDef {
    let (name, kind) = column.split_once(':').unwrap_or((column, "t"));
    let mut definition = ColumnDef::new(Alias::new(name));
    match kind {
        "i" => definition.big_integer(),
        "d" => definition.double(),
        "b" => definition.boolean(),
        _ => definition.text(),
    };
    definition
}
