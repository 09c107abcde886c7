//! Which document types are valid for a category: mapping and unmapping.

use masterdata_api::{MasterdataError as E, forms, tables};
use serde_json::{Value, json};
use types::{Caller, Failure};

use super::store::{Deed, change, event};
use crate::Masterdata;
use crate::cell::Cell;
use crate::read::storage;
use crate::row::{Find, Row};

impl Masterdata {
    async fn mapping(&self, category: &str, kind: &str) -> Result<Option<Row>, Failure> {
        let find = Find::undeleted(&tables::VALID_DOCUMENT)
            .where_text("doccat_code", category)
            .where_text("doctyp_code", kind);
        self.first(find).await
    }

    /// Maps a document type to a category, or unmaps it; the pair has to be known.
    pub(crate) async fn map_document(
        &self,
        caller: &Caller,
        category: &str,
        kind: &str,
        mapped: bool,
    ) -> Result<Value, Failure> {
        let known = Find::undeleted(&tables::DOC_CATEGORY).where_text("code", category);
        if mapped && self.first(known).await?.is_none() {
            return Err(E::DocumentMappingCategory.into());
        }
        let mut row = match self.mapping(category, kind).await? {
            Some(row) => row,
            None if mapped && self.document_type_exists(kind).await? => {
                let body = json!({ "docTypeCode": kind, "docCategoryCode": category, "isActive": true });
                self.create(caller, &forms::VALID_DOCUMENT, &body).await?;
                return Ok(told("mapped", category, kind));
            }
            None => return Err(Failure::with(E::DocumentMappingUnknown, [category, kind])),
        };
        if row.flag("is_active") == mapped {
            return Err(if mapped { E::DocumentMapped } else { E::DocumentUnmapped }.into());
        }
        row.set("is_active", Cell::Flag(mapped));
        let key = row.key();
        let mut tx = self.db.begin(caller.cx()).await.map_err(storage)?;
        change(&tx, &key, &mut row, caller).await?;
        tx.audit(event(Deed::Switched, &tables::VALID_DOCUMENT, &format!("{category}/{kind}")))
            .await
            .map_err(storage)?;
        tx.commit().await.map_err(storage)?;
        Ok(told(if mapped { "mapped" } else { "un-mapped" }, category, kind))
    }

    async fn document_type_exists(&self, kind: &str) -> Result<bool, Failure> {
        Ok(self.first(Find::undeleted(&tables::DOC_TYPE).where_text("code", kind)).await?.is_some())
    }

    /// Deletes the pair of category and type.
    pub(crate) async fn delete_valid_document(
        &self,
        caller: &Caller,
        category: &str,
        kind: &str,
    ) -> Result<Value, Failure> {
        let rows = self.mapping(category, kind).await?.into_iter().collect();
        self.delete_rows(caller, &forms::VALID_DOCUMENT, &format!("{category}/{kind}"), rows).await?;
        Ok(json!({ "docCategoryCode": category, "docTypeCode": kind }))
    }
}

fn told(done: &str, category: &str, kind: &str) -> Value {
    json!({
        "status": "Success",
        "message": format!("Document Type {kind} is {done} successfully for Document Category {category}"),
    })
}
