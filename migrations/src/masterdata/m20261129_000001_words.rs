//! Words by which entries are found, folded to lower case, and the orders in which long lists are read.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DatabaseBackend;

/// Long lists and the columns they are sorted by; one list has a row for each language.
const LISTS: [(&str, bool, &[&str]); 9] = [
    ("registration_center", true, &["name", "id"]),
    ("location", true, &["name", "code"]),
    ("blocklisted_words", true, &["word"]),
    ("loc_holiday", true, &["holiday_date"]),
    ("template", true, &["name"]),
    ("machine_master", false, &["name", "id"]),
    ("device_master", false, &["name", "id"]),
    ("user_detail", false, &["name", "id"]),
    ("zone_user", false, &["usr_id"]),
];

/// Columns by which entries are found through the names of what they refer to.
const REFERRED: [(&str, &str); 4] = [
    ("registration_center", "cntrtyp_code"),
    ("machine_master", "mspec_id"),
    ("device_master", "dspec_id"),
    ("zone_user", "zone_code"),
];

pub(crate) struct Words;

impl MigrationName for Words {
    fn name(&self) -> &str {
        "m20261129_000001_masterdata_words"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Words {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        // texts are compared byte by byte on both databases, so that a prefix is a range; SQLite keeps the table as its key
        let (collation, kept) = match manager.get_database_backend() {
            DatabaseBackend::Postgres => (" COLLATE \"C\"", ""),
            _ => ("", " WITHOUT ROWID"),
        };
        let words = format!(
            "CREATE TABLE md_word (entity TEXT NOT NULL, col TEXT NOT NULL, folded TEXT{collation} NOT NULL, \
             row_key TEXT NOT NULL, PRIMARY KEY (entity, col, folded, row_key)){kept}"
        );
        connection.execute_unprepared(&words).await?;
        connection.execute_unprepared("CREATE INDEX md_word_row ON md_word (entity, row_key)").await?;
        // which columns of a table have words; a version with others makes them anew
        let kept = "CREATE TABLE md_worded (entity TEXT NOT NULL PRIMARY KEY, columns TEXT NOT NULL)";
        connection.execute_unprepared(kept).await?;
        // names of keys have words now
        for column in ["key_index", "sign_key_index"] {
            connection.execute_unprepared(&format!("DROP INDEX md_machine_master_{column}")).await?;
        }
        for (list, spoken, orders) in LISTS {
            let language = if spoken { "lang_code, " } else { "" };
            let counted = format!("CREATE INDEX md_{list}_counted ON md_{list} ({language}is_deleted)");
            connection.execute_unprepared(&counted).await?;
            for order in orders.iter().chain(&["cr_dtimes"]) {
                let sorted =
                    format!("CREATE INDEX md_{list}_by_{order} ON md_{list} ({language}{order}, row_seq, row_key)");
                connection.execute_unprepared(&sorted).await?;
            }
            let unsorted = format!("CREATE INDEX md_{list}_in_file ON md_{list} ({language}row_seq, row_key)");
            connection.execute_unprepared(&unsorted).await?;
        }
        for (list, column) in REFERRED {
            let referred = format!("CREATE INDEX md_{list}_{column} ON md_{list} ({column})");
            connection.execute_unprepared(&referred).await?;
        }
        Ok(())
    }
}
