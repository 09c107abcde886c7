//! SeaORM migrations: one folder per module, one file per change.
//!
//! Each logical database has its own list and its own record of what was applied (`operations_migration`), so that several
//! may share one file and still be moved apart later. A module adds its changes to the list of its logical database in
//! [`for_database`], after what is there; a released change is never edited.

mod auth;
mod credential;
mod ground;
mod iam;
mod idrepo;
mod kernel;
mod keymgr;
mod masterdata;
mod partner;
mod prereg;
mod registration;
mod resident;

use db::{Databases, Db, DbError, Logical};
use sea_orm_migration::sea_orm::sea_query::{Alias, IntoIden};
use sea_orm_migration::sea_orm::{ConnectionTrait, DbErr, DynIden, TransactionTrait};
use sea_orm_migration::{MigrationTrait, MigratorTraitSelf};

/// Every change of `logical`, oldest first.
pub fn for_database(logical: Logical) -> Vec<Box<dyn MigrationTrait>> {
    let mut list = ground::changes(logical);
    list.extend(module_changes(logical));
    list
}

/// The changes of the modules that own tables in `logical`.
fn module_changes(logical: Logical) -> Vec<Box<dyn MigrationTrait>> {
    match logical {
        Logical::Operations => [
            kernel::changes(),
            iam::changes(),
            masterdata::changes(),
            partner::changes(),
            prereg::changes(),
            registration::changes(),
            resident::changes(),
        ]
        .into_iter()
        .flatten()
        .collect(),
        Logical::Identity => [idrepo::changes(), credential::changes()].into_iter().flatten().collect(),
        Logical::Authentication => auth::changes(),
        Logical::Keys => keymgr::changes(),
        Logical::Archive => vec![],
    }
}

/// The migrator of one logical database.
struct Migrator(Logical);

#[async_trait::async_trait]
impl MigratorTraitSelf for Migrator {
    fn migrations(&self) -> Vec<Box<dyn MigrationTrait>> {
        for_database(self.0)
    }

    fn migration_table_name(&self) -> DynIden {
        Alias::new(db::ground::migration_table(self.0)).into_iden()
    }
}

/// Brings every logical database up to date.
///
/// # Errors
/// The failure of a change, or a change that was applied and is unknown here: an older program must not touch a newer schema.
pub async fn migrate(databases: &Databases) -> Result<(), DbError> {
    for db in databases.all() {
        migrate_one(db).await?;
    }
    Ok(())
}

/// Brings one logical database up to date.
///
/// # Errors
/// As [`migrate`].
pub async fn migrate_one(db: &Db) -> Result<(), DbError> {
    let connection = db.write_connection()?;
    // several processes may start at once over one server; a data directory has one writer anyway
    let turn = match db.is_file() {
        true => None,
        false => {
            let turn = connection.begin().await?;
            turn.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({TURN})")).await?;
            Some(turn)
        }
    };
    Migrator(db.logical()).up(connection, None).await?;
    if let Some(turn) = turn {
        turn.commit().await?;
    }
    Ok(())
}

/// Names the lock that orders migrating processes; any number that nobody else locks.
const TURN: i64 = 0x7E55_E7A0;

/// The names of the changes that are not applied yet, without changing anything.
///
/// # Errors
/// The failure of a statement, or a change that was applied and is unknown here.
pub async fn pending(db: &Db) -> Result<Vec<String>, DbErr> {
    let pending = Migrator(db.logical()).get_pending_migrations_read_only(db.read()).await?;
    Ok(pending.iter().map(|migration| migration.name().to_owned()).collect())
}
