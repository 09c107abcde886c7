//! The key manager's tables in the keys database. They hold certificates and names; private keys lie in the key store.

mod m20261123_000001_keys;
mod m20261128_000003_services;

use sea_orm_migration::MigrationTrait;

pub(crate) fn changes() -> Vec<Box<dyn MigrationTrait>> {
    vec![Box::new(m20261123_000001_keys::Keys), Box::new(m20261128_000003_services::Services)]
}
