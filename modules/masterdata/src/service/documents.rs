//! Document categories with the types that are valid for them.

use std::collections::HashSet;

use masterdata_api::{MasterdataError, tables, wire};
use serde_json::{Value, json};
use types::Failure;

use crate::Masterdata;
use crate::read::dto;
use crate::row::{Find, Row};

impl Masterdata {
    async fn categories_in(&self, language: &str) -> Result<Vec<Row>, Failure> {
        self.rows(Find::active(&tables::DOC_CATEGORY).where_text("lang_code", language)).await
    }

    pub(crate) async fn document_types_in(&self, language: &str) -> Result<Vec<Row>, Failure> {
        self.rows(Find::active(&tables::DOC_TYPE).where_text("lang_code", language)).await
    }

    /// Pairs of category and type, in the order of the published list.
    pub(crate) async fn valid_pairs(&self, category: Option<&str>) -> Result<Vec<(String, String)>, Failure> {
        let find = Find::active(&tables::VALID_DOCUMENT);
        let find = match category {
            Some(category) => find.where_text("doccat_code", category),
            None => find,
        };
        let rows = self.rows(find).await?;
        Ok(rows.iter().map(|row| (row.text("doccat_code").to_owned(), row.text("doctyp_code").to_owned())).collect())
    }

    /// Types that are valid for a category: `{documents: […]}`.
    pub(crate) async fn types_of_category(&self, category: &str, language: &str) -> Result<Value, Failure> {
        let pairs = self.valid_pairs(Some(category)).await?;
        let types = self.document_types_in(language).await?;
        let found: Vec<Value> = types
            .iter()
            .filter(|row| pairs.iter().any(|(_, code)| code == row.text("code")))
            .map(|row| dto(&wire::DOCUMENT_TYPE, row))
            .collect();
        if found.is_empty() {
            return Err(MasterdataError::DocumentTypeNotFound.into());
        }
        Ok(json!({ "documents": found }))
    }

    /// Categories of a language, each with its types.
    pub(crate) async fn valid_documents(&self, language: &str) -> Result<Value, Failure> {
        let categories = self.categories_with_types(language, &self.valid_pairs(None).await?, "documenttypes").await?;
        if categories.is_empty() {
            return Err(MasterdataError::ValidDocumentNotFound.into());
        }
        Ok(json!({ "documentcategories": categories }))
    }

    /// Types of a category with their names: `[{docTypeCode, docCategoryCode, docTypeName, …}]`.
    pub(crate) async fn valid_documents_of(&self, category: &str, language: &str) -> Result<Value, Failure> {
        let pairs = self.valid_pairs(Some(category)).await?;
        let types = self.document_types_in(language).await?;
        let name =
            |code: &str| types.iter().find(|row| row.text("code") == code).map(|row| row.text("name").to_owned());
        let found: Vec<Value> = pairs
            .iter()
            .filter_map(|(category, code)| {
                Some(json!({
                    "docTypeCode": code, "docCategoryCode": category, "docTypeName": name(code)?,
                    "langCode": language, "isActive": true,
                }))
            })
            .collect();
        Ok(Value::Array(found))
    }

    /// What an applicant type brings, in each language asked for; the answer speaks the first that has entries.
    pub(crate) async fn documents_of_applicant(
        &self,
        applicant_type: &str,
        languages: &[&str],
    ) -> Result<Value, Failure> {
        let rows = self
            .rows(Find::active(&tables::APPLICANT_VALID_DOCUMENT).where_text("apptyp_code", applicant_type))
            .await?;
        let pairs: Vec<(String, String)> =
            rows.iter().map(|row| (row.text("doccat_code").to_owned(), row.text("doctyp_code").to_owned())).collect();
        let mut categories = Vec::new();
        for language in languages {
            categories.extend(self.categories_with_types(language, &pairs, "documentTypes").await?);
        }
        if categories.is_empty() {
            return Err(MasterdataError::ApplicantDocumentsNotFound.into());
        }
        Ok(json!({
            "appTypeCode": applicant_type, "langCode": languages.first(), "isActive": true, "documentCategories": categories,
        }))
    }

    async fn categories_with_types(
        &self,
        language: &str,
        pairs: &[(String, String)],
        list: &str,
    ) -> Result<Vec<Value>, Failure> {
        let types = self.document_types_in(language).await?;
        let used: HashSet<&str> = pairs.iter().map(|(category, _)| category.as_str()).collect();
        let categories = self.categories_in(language).await?;
        let with_types = |category: &Row| {
            let own: Vec<Value> = types
                .iter()
                .filter(|row| pairs.iter().any(|(c, t)| c == category.text("code") && t == row.text("code")))
                .map(|row| dto(&wire::DOCUMENT_TYPE, row))
                .collect();
            let mut object = dto(&wire::DOCUMENT_CATEGORY, category);
            object[list] = Value::Array(own);
            object
        };
        Ok(categories.iter().filter(|row| used.contains(row.text("code"))).map(with_types).collect())
    }
}
