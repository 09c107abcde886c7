//! Keys, data keys, trusted authorities, partners' certificates.

use sea_orm_migration::prelude::*;

pub(crate) struct Keys;

impl MigrationName for Keys {
    fn name(&self) -> &str {
        "m20261123_000001_keymgr_keys"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Keys {
    // one change, one transaction: a crash leaves nothing half made
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut key = table("key_alias");
        for column in ["application_id", "reference_id", "kind", "algorithm", "thumbprint", "uni_ident", "certificate"]
        {
            key.col(text(column));
        }
        key.col(instant("generated_at")).col(instant("expires_at")).col(text("created_by"));
        manager.create_table(key).await?;
        unique(manager, "key_alias", "uni_ident", &["uni_ident"]).await?;
        index(manager, "key_alias", "name", &["application_id", "reference_id", "generated_at"]).await?;
        index(manager, "key_alias", "thumbprint", &["thumbprint"]).await?;

        let mut data_key = table("data_key");
        data_key.col(text("purpose")).col(ColumnDef::new(Alias::new("version")).integer().not_null());
        manager.create_table(data_key.col(instant("created_at")).take()).await?;
        unique(manager, "data_key", "version", &["purpose", "version"]).await?;

        let mut authority = table("ca_certificate");
        for column in ["domain", "thumbprint", "subject", "issuer", "serial", "certificate"] {
            authority.col(text(column));
        }
        for column in ["not_before", "not_after", "created_at"] {
            authority.col(instant(column));
        }
        authority.col(ColumnDef::new(Alias::new("anchor")).boolean().not_null()).col(text("created_by"));
        manager.create_table(authority).await?;
        unique(manager, "ca_certificate", "thumbprint", &["domain", "thumbprint"]).await?;

        let mut partner = table("partner_certificate");
        for column in
            ["domain", "organization", "thumbprint", "subject", "issuer", "serial", "certificate", "signed_certificate"]
        {
            partner.col(text(column));
        }
        for column in ["not_before", "not_after", "created_at"] {
            partner.col(instant(column));
        }
        manager.create_table(partner.col(text("created_by")).take()).await?;
        index(manager, "partner_certificate", "thumbprint", &["domain", "thumbprint"]).await
    }
}

fn table(name: &str) -> TableCreateStatement {
    Table::create().table(Alias::new(name)).col(text("id").primary_key()).take()
}

fn text(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).text().not_null().take()
}

fn instant(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).timestamp_with_time_zone().not_null().take()
}

async fn index(manager: &SchemaManager<'_>, table: &str, name: &str, columns: &[&str]) -> Result<(), DbErr> {
    manager.create_index(plain(table, name, columns)).await
}

async fn unique(manager: &SchemaManager<'_>, table: &str, name: &str, columns: &[&str]) -> Result<(), DbErr> {
    manager.create_index(plain(table, name, columns).unique().take()).await
}

fn plain(table: &str, name: &str, columns: &[&str]) -> IndexCreateStatement {
    let mut index = Index::create();
    index.name(format!("{table}_by_{name}")).table(Alias::new(table));
    for column in columns {
        index.col(Alias::new(*column));
    }
    index
}
