//! Compares identity schema, forms, mapping, templates, policies and master data with each other.

mod forms;
mod needs;
mod places;

use std::collections::BTreeSet;
use std::sync::Arc;

use async_trait::async_trait;
use masterdata_api::cross_check::{
    CrossCheck, CrossCheckReport, Mend, Mismatch, Needs, Policies, READ_CROSS_CHECK, Rule,
};
use masterdata_api::{MasterData, MasterdataError};
use schema::IdentitySchema;
use schema::edit::Family;
use types::{Caller, Failure, LangCode};

use crate::Masterdata;
use crate::row::Row;

/// The check over one installation.
pub struct CrossChecker {
    masterdata: Arc<Masterdata>,
    needs: Vec<Needs>,
    policies: Arc<dyn Policies>,
}

impl CrossChecker {
    /// Over what the modules need and the policies in force.
    #[must_use]
    pub fn new(masterdata: Arc<Masterdata>, needs: Vec<Needs>, policies: Arc<dyn Policies>) -> Self {
        Self { masterdata, needs, policies }
    }

    /// Makes every comparison, for callers whose rights were looked at.
    ///
    /// # Errors
    /// The failure of the database.
    pub async fn check(&self) -> Result<CrossCheckReport, Failure> {
        let mut found = Found::default();
        let languages: Vec<LangCode> = self.masterdata.languages().await?.all().collect();
        let ground = Ground { masterdata: &self.masterdata, languages };
        if let Some(schema) = ground.schema(&mut found).await? {
            forms::check(&ground, &schema, &mut found).await?;
            needs::attributes(&self.needs, &schema, &mut found);
            needs::policies(&*self.policies, &schema, &mut found).await?;
        }
        needs::templates(&ground, &self.needs, &mut found).await?;
        places::check(&ground, &mut found).await?;
        Ok(found.report())
    }
}

#[async_trait]
impl CrossCheck for CrossChecker {
    async fn cross_check(&self, caller: &Caller) -> Result<CrossCheckReport, Failure> {
        caller.require(READ_CROSS_CHECK)?;
        self.check().await
    }
}

/// What would not fit if one form or schema, published or not, were in effect.
pub(crate) async fn of_definition(
    masterdata: &Masterdata,
    family: Family,
    row: &Row,
) -> Result<Vec<Mismatch>, Failure> {
    let mut found = Found::default();
    let languages: Vec<LangCode> = masterdata.languages().await?.all().collect();
    let ground = Ground { masterdata, languages };
    match family {
        Family::Form => {
            if let Some(schema) = ground.schema(&mut found).await? {
                forms::one(&ground, &schema, row, &mut found).await?;
            }
        }
        Family::Schema => {
            if let Ok(identity) = IdentitySchema::parse(row.text("schema_json")) {
                let schema = Schema { version: row.decimal("id_version").to_string(), identity };
                forms::check(&ground, &schema, &mut found).await?;
            }
        }
    }
    // that forms are made for another version is what publishing is about
    found.mismatches.retain(|mismatch| family == Family::Form || mismatch.rule != Rule::FormForOtherSchema);
    Ok(found.report().mismatches)
}

/// What every comparison stands on.
struct Ground<'a> {
    masterdata: &'a Masterdata,
    languages: Vec<LangCode>,
}

/// The schema in effect.
struct Schema {
    version: String,
    identity: IdentitySchema,
}

impl Ground<'_> {
    async fn schema(&self, found: &mut Found) -> Result<Option<Schema>, Failure> {
        found.looked_at += 1;
        let row = match self.masterdata.published_schema(None).await {
            Ok(row) => row,
            Err(failure) if failure.is(MasterdataError::NoPublishedSchema) => {
                found.add(Rule::NoSchema, Vec::<String>::new(), Mend::Schemas);
                return Ok(None);
            }
            Err(failure) => return Err(failure),
        };
        let version = row.decimal("id_version").to_string();
        match IdentitySchema::parse(row.text("schema_json")) {
            Ok(identity) => Ok(Some(Schema { version, identity })),
            Err(error) => {
                found.add(Rule::Unreadable, [row.text("title").to_owned(), error.to_string()], Mend::Schemas);
                Ok(None)
            }
        }
    }
}

/// Mismatches as they are found.
#[derive(Default)]
struct Found {
    looked_at: u64,
    mismatches: BTreeSet<Mismatch>,
}

impl Found {
    fn add<A: Into<String>>(&mut self, rule: Rule, args: impl IntoIterator<Item = A>, mend: Mend) {
        self.mismatches.insert(Mismatch::new(rule, args, mend));
    }

    fn report(self) -> CrossCheckReport {
        CrossCheckReport { looked_at: self.looked_at, mismatches: self.mismatches.into_iter().collect() }
    }
}

/// Languages as a list in a sentence.
fn listed(languages: &[LangCode]) -> String {
    languages.iter().map(|language| language.as_str()).collect::<Vec<_>>().join(", ")
}
