//! Announced packets, registrations and their steps, packet parts, dedupe data and adjudication cases.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Change;

fn index(table: &str, columns: &[&str]) -> IndexCreateStatement {
    let mut index = Index::create();
    index.name(format!("{table}_{}", columns.join("_"))).table(Alias::new(table));
    for column in columns {
        index.col(Alias::new(*column));
    }
    index.to_owned()
}

#[async_trait::async_trait]
impl MigrationTrait for Change {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = [
            Table::create()
                .table("registration_list")
                .col(text("workflow_instance_id").primary_key())
                .col(text("packet_id").unique_key())
                .col(text("rid"))
                .col(text("process"))
                .col(text("packet_hash"))
                .col(big_integer("packet_size"))
                .col(text("supervisor_status"))
                .col(text_null("supervisor_comment"))
                .col(blob_null("contact_sealed"))
                .col(text("lang_code"))
                .col(text("ref_id"))
                .col(text("source"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone("updated_at"))
                .to_owned(),
            Table::create()
                .table("registration")
                .col(text("workflow_instance_id").primary_key())
                .col(text("rid"))
                .col(text("process"))
                .col(text("source"))
                .col(text("ref_id"))
                .col(text("packet_id"))
                .col(text("packet_blob"))
                .col(text("packet_hash"))
                .col(text("lang_code"))
                .col(text("status"))
                .col(text("stage"))
                .col(text_null("last_success_stage"))
                .col(text("latest_type"))
                .col(text("sub_status"))
                .col(text("comment"))
                .col(integer("attempts"))
                .col(timestamp_with_time_zone_null("next_try"))
                .col(text_null("waits_for"))
                .col(json_binary("tags"))
                .col(big_integer("version"))
                .col(timestamp_with_time_zone_null("packet_created_at"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone("updated_at"))
                .to_owned(),
            Table::create()
                .table("registration_transaction")
                .col(text("id").primary_key())
                .col(text("workflow_instance_id"))
                .col(text("rid"))
                .col(text("stage"))
                .col(text("kind"))
                .col(text_null("parent_id"))
                .col(text("status"))
                .col(text("sub_status"))
                .col(text("comment"))
                .col(big_integer("version"))
                .col(timestamp_with_time_zone("created_at"))
                .to_owned(),
            Table::create()
                .table("registration_part")
                .col(text("workflow_instance_id"))
                .col(text("kind"))
                .col(text("blob"))
                .col(json_binary("info"))
                .primary_key(Index::create().col("workflow_instance_id").col("kind"))
                .to_owned(),
            Table::create()
                .table("registration_demographic")
                .col(text("workflow_instance_id"))
                .col(text("lang_code"))
                .col(text("rid"))
                .col(text("name_hash"))
                .col(text("birth_hash"))
                .col(text("gender_hash"))
                .col(timestamp_with_time_zone("created_at"))
                .primary_key(Index::create().col("workflow_instance_id").col("lang_code"))
                .to_owned(),
            Table::create()
                .table("registration_reference")
                .col(text("reference_id").primary_key())
                .col(big_integer("sequence").unique_key())
                .col(text("workflow_instance_id").unique_key())
                .col(text("rid"))
                .col(blob("templates_sealed"))
                .col(timestamp_with_time_zone("created_at"))
                .to_owned(),
            Table::create()
                .table("registration_counter")
                .col(text("name").primary_key())
                .col(big_integer("value"))
                .to_owned(),
            Table::create()
                .table("registration_case")
                .col(text("id").primary_key())
                .col(text("workflow_instance_id"))
                .col(text("rid"))
                .col(text("kind"))
                .col(text("status"))
                .col(json_binary("candidates"))
                .col(text_null("decided_by"))
                .col(text_null("reason"))
                .col(timestamp_with_time_zone("opened_at"))
                .col(timestamp_with_time_zone_null("decided_at"))
                .to_owned(),
        ];
        for table in tables {
            manager.create_table(table).await?;
        }
        let mut one_per_process = index("registration", &["rid", "process"]);
        manager.create_index(one_per_process.unique().to_owned()).await?;
        for index in [
            index("registration_list", &["rid"]),
            index("registration", &["updated_at"]),
            index("registration", &["status", "next_try"]),
            index("registration_transaction", &["workflow_instance_id", "version"]),
            index("registration_transaction", &["rid"]),
            index("registration_demographic", &["name_hash", "birth_hash", "gender_hash"]),
            index("registration_case", &["status", "opened_at"]),
            index("registration_case", &["workflow_instance_id"]),
        ] {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}
