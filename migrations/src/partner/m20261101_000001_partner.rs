//! Policy groups, policies, partners, mappings, API keys and licences.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Change;

fn unique(name: &str, table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create().name(name).table(table).unique().to_owned();
    for column in columns {
        index.col(*column);
    }
    index
}

#[async_trait::async_trait]
impl MigrationTrait for Change {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let dated = |table: &mut TableCreateStatement, columns: &[&'static str]| {
            for column in columns {
                table.col(timestamp_with_time_zone(*column));
            }
        };
        let mut group = Table::create().table("partner_group").to_owned();
        group.col(text("id").primary_key()).col(text_uniq("name")).col(text("description")).col(boolean("active"));
        group.col(text("created_by"));
        dated(&mut group, &["created_at"]);
        manager.create_table(group).await?;

        let mut policy = Table::create().table("partner_policy").to_owned();
        policy.col(text("id").primary_key()).col(text("group_id")).col(text("name")).col(text("description"));
        policy.col(text("kind")).col(text("version")).col(json_binary("document")).col(boolean("published"));
        policy.col(boolean("active")).col(text("created_by"));
        dated(&mut policy, &["valid_from", "valid_to", "created_at"]);
        manager.create_table(policy).await?;
        manager.create_index(unique("partner_policy_name", "partner_policy", &["group_id", "name"])).await?;

        let mut partner = Table::create().table("partner_partner").to_owned();
        partner.col(text("id").primary_key()).col(text("organization")).col(text("kind")).col(text_null("group_id"));
        partner
            .col(text("address"))
            .col(text("contact"))
            .col(text_uniq("email"))
            .col(text("approval"))
            .col(boolean("active"));
        partner.col(text_null("certificate_id")).col(text_null("certificate")).col(text("created_by"));
        dated(&mut partner, &["created_at", "updated_at"]);
        manager.create_table(partner).await?;

        let mut mapping = Table::create().table("partner_mapping").to_owned();
        mapping.col(text("id").primary_key()).col(text("partner_id")).col(text("policy_id")).col(text("status"));
        mapping.col(text("purpose"));
        dated(&mut mapping, &["created_at", "updated_at"]);
        manager.create_table(mapping).await?;
        manager.create_index(unique("partner_mapping_pair", "partner_mapping", &["partner_id", "policy_id"])).await?;

        let mut key = Table::create().table("partner_api_key").to_owned();
        key.col(text("hash").primary_key()).col(text("partner_id")).col(text("policy_id")).col(text("label"));
        key.col(boolean("active"));
        dated(&mut key, &["valid_from", "valid_to"]);
        manager.create_table(key).await?;
        manager
            .create_index(unique("partner_api_key_label", "partner_api_key", &["partner_id", "policy_id", "label"]))
            .await?;

        let mut licence = Table::create().table("partner_licence").to_owned();
        licence.col(text("hash").primary_key()).col(text_uniq("partner_id")).col(boolean("active"));
        dated(&mut licence, &["valid_from", "valid_to"]);
        manager.create_table(licence).await
    }
}
