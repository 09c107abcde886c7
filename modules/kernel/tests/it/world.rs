//! A kernel over a fresh database, a keyed hash and a handful of templates.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use chrono::NaiveDate;
use kernel::{Delivery, Kernel, KernelSettings, Parts};
use keymgr_api::AtRest;
use masterdata_api::service::{
    Center, CenterDay, DocumentRule, IdentitySchemaVersion, Languages, LocationNode, Machine, MasterData, Operator,
    UiSpecVersion,
};
use sea_orm::{ConnectionTrait, Statement};
use sha2::{Digest, Sha256};
use testkit::db::TestDb;
use types::{Caller, CenterId, Cx, Failure, LangCode, MachineId, Seal, Timestamp};
use zeroize::Zeroizing;

/// A keyed hash with a key that only tests have.
pub struct TestKeys;

#[async_trait]
impl AtRest for TestKeys {
    async fn seal(&self, _: &str, _: &[u8], plain: &[u8]) -> Result<Vec<u8>, Failure> {
        Ok(plain.to_vec())
    }
    async fn open(&self, _: &str, _: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Failure> {
        Ok(Zeroizing::new(sealed.to_vec()))
    }
    async fn blind_index(&self, purpose: &str, value: &[u8]) -> Result<[u8; 32], Failure> {
        let mut hash = Sha256::new();
        hash.update(b"a key that only tests have");
        hash.update(purpose.as_bytes());
        hash.update(value);
        Ok(hash.finalize().into())
    }
}

/// Templates by type code and language; nothing else.
#[derive(Default)]
pub struct Templates(pub BTreeMap<(String, LangCode), String>);

#[async_trait]
impl MasterData for Templates {
    async fn languages(&self) -> Result<Languages, Failure> {
        Ok(Languages { mandatory: vec![LangCode::ENG], optional: vec![], min_count: 1, max_count: 3 })
    }
    async fn identity_schema(&self, _: Option<f64>) -> Result<Arc<IdentitySchemaVersion>, Failure> {
        unreachable!("the kernel reads templates only")
    }
    async fn ui_spec(&self, _: &str, _: &str, _: Option<f64>) -> Result<Arc<UiSpecVersion>, Failure> {
        unreachable!("the kernel reads templates only")
    }
    async fn center(&self, _: &CenterId, _: LangCode) -> Result<Option<Center>, Failure> {
        Ok(None)
    }
    async fn centers(&self, _: LangCode) -> Result<Vec<Center>, Failure> {
        Ok(vec![])
    }
    async fn center_days(&self, _: &CenterId, _: NaiveDate, _: NaiveDate) -> Result<Vec<CenterDay>, Failure> {
        Ok(vec![])
    }
    async fn machine(&self, _: &MachineId, _: Option<Timestamp>) -> Result<Option<Machine>, Failure> {
        Ok(None)
    }
    async fn operator(&self, _: &str, _: Option<Timestamp>) -> Result<Option<Operator>, Failure> {
        Ok(None)
    }
    async fn template(&self, type_code: &str, lang: LangCode) -> Result<Option<String>, Failure> {
        Ok(self.0.get(&(type_code.to_owned(), lang)).cloned())
    }
    async fn locations(&self, _: Option<&str>, _: LangCode) -> Result<Vec<LocationNode>, Failure> {
        Ok(vec![])
    }
    async fn dynamic_field(&self, _: &str, _: LangCode) -> Result<Vec<(String, String)>, Failure> {
        Ok(vec![])
    }
    async fn document_rules(&self, _: Option<&str>, _: LangCode) -> Result<Vec<DocumentRule>, Failure> {
        Ok(vec![])
    }
    async fn setting(&self, _: &str) -> Result<Option<String>, Failure> {
        Ok(None)
    }
    async fn is_blocklisted(&self, _: &str, _: LangCode) -> Result<bool, Failure> {
        Ok(false)
    }
}

pub struct World {
    pub test: TestDb,
    pub kernel: Kernel,
}

pub fn lang(code: &str) -> LangCode {
    LangCode::parse(code).expect("a language")
}

pub async fn world() -> World {
    world_with(KernelSettings::default(), Delivery::DevelopmentSink, &[]).await
}

pub async fn world_with(settings: KernelSettings, delivery: Delivery, templates: &[(&str, &str, &str)]) -> World {
    let test = testkit::db::open(async |databases| migrations::migrate(databases).await).await;
    let kernel = kernel_over(&test, settings, delivery, templates);
    World { test, kernel }
}

pub fn kernel_over(
    test: &TestDb,
    settings: KernelSettings,
    delivery: Delivery,
    templates: &[(&str, &str, &str)],
) -> Kernel {
    let templates =
        templates.iter().map(|(code, l, text)| (((*code).to_owned(), lang(l)), (*text).to_owned())).collect();
    Kernel::new(Parts {
        databases: test.databases.clone(),
        at_rest: Arc::new(TestKeys),
        keys: Arc::new(crate::no_keys::NoKeys),
        templates: Arc::new(Templates(templates)),
        delivery,
        settings,
    })
}

/// This system as the caller.
pub fn caller() -> Caller {
    Caller::system(&Seal::of_edge(), Cx::new("test-request", "test", "test"))
}

impl World {
    /// The texts of one column over all rows of a query.
    pub async fn texts(&self, sql: &str) -> Vec<String> {
        let db = self.test.operations();
        let rows = db.read().query_all_raw(Statement::from_string(db.backend(), sql)).await.expect("the query runs");
        rows.iter().map(|row| row.try_get_by_index::<String>(0).expect("a text")).collect()
    }

    pub async fn count(&self, from: &str) -> i64 {
        let db = self.test.operations();
        let sql = Statement::from_string(db.backend(), format!("SELECT COUNT(*) AS n FROM {from}"));
        db.read().query_one_raw(sql).await.expect("the query runs").expect("a row").try_get("", "n").expect("a number")
    }
}
