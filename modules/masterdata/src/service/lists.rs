//! Small reads of their own: configuration, names, reasons, what is mapped to a centre.

use masterdata_api::wire::{self, Entity};
use masterdata_api::{MasterdataError, tables};
use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait};
use serde_json::{Value, json};
use types::{Caller, Failure, Fault};

use crate::Masterdata;
use crate::facade::blocked_word;
use crate::read::{PageOf, dto, dtos, extended, storage};
use crate::row::Find;
use crate::service::applicant_rules::Rules;
use crate::service::applicant_type::Applicant;

impl Masterdata {
    /// What portals have to know about the country.
    pub(crate) async fn application_config(&self) -> Result<Value, Failure> {
        Ok(json!({
            "mandatoryLanguages": self.setting_or_default("mosip.mandatory-languages").await?,
            "optionalLanguages": self.setting_or_default("mosip.optional-languages").await?,
            "version": self.setting_or_default("version").await?,
            "locationHierarchyLevel": self.setting_or_default("mosip.recommended.centers.locCode").await?,
        }))
    }

    /// `{list: […]}` of a language; a language without entries has a code of its own.
    pub(crate) async fn listed_in(&self, entity: &Entity, language: &str) -> Result<Value, Failure> {
        let rows = self.rows(Find::active(entity.table).where_text("lang_code", language)).await?;
        if rows.is_empty() {
            return Err(MasterdataError::LanguageWithoutEntries.into());
        }
        Ok(json!({ entity.list: dtos(entity, &rows) }))
    }

    /// The one row with these values, with its audit fields.
    pub(crate) async fn one_extended(&self, entity: &Entity, columns: &[(&str, &str)]) -> Result<Value, Failure> {
        let rows = self.matching(entity, columns).await?;
        Ok(rows.first().map_or(Value::Null, |row| extended(entity, row)))
    }

    /// `{status}`: whether an active entry has that name.
    pub(crate) async fn name_exists(&self, entity: &Entity, column: &str, name: &str) -> Result<Value, Failure> {
        let found = self.first(Find::active(entity.table).where_folded(column, name)).await?;
        Ok(json!({ "status": if found.is_some() { "Valid" } else { "Invalid" } }))
    }

    /// All levels of the location hierarchy, or those changed after an instant.
    pub(crate) async fn hierarchy_levels(&self, since: Option<&str>) -> Result<Value, Failure> {
        let mut find = Find::undeleted(&tables::LOC_HIERARCHY_LIST);
        if let Some(since) = since {
            let since = self.last_updated(since)?;
            let newer = |column: &str| Expr::col(Alias::new(column)).gt(since.clone());
            find = find.all_of(Condition::any().add(newer("cr_dtimes")).add(newer("upd_dtimes")));
        }
        let rows = self.rows(find).await?;
        Ok(json!({ "locationHierarchyLevels": dtos(&wire::LOCATION_LEVEL, &rows) }))
    }

    /// Categories of reasons with their reasons; of one category in one language, or all.
    pub(crate) async fn rejection_reasons(&self, of: Option<(&str, &str)>) -> Result<Value, Failure> {
        let mut find = Find::active(&tables::REASON_CATEGORY);
        if let Some((category, language)) = of {
            find = find.where_text("code", category).where_text("lang_code", language);
        }
        let categories = self.rows(find).await?;
        if categories.is_empty() {
            return Err(MasterdataError::ReasonNotFound.into());
        }
        let reasons = self.rows(Find::active(&tables::REASON_LIST)).await?;
        let categories: Vec<Value> = categories
            .iter()
            .map(|category| {
                let own = reasons.iter().filter(|row| {
                    row.text("rsncat_code") == category.text("code") && row.text("lang_code") == category.text("lang_code")
                });
                let own: Vec<Value> = own
                    .map(|row| {
                        json!({
                            "code": row.text("code"), "name": row.text("name"), "description": row.text("descr"),
                            "rsnCatCode": row.text("rsncat_code"), "langCode": row.text("lang_code"), "isActive": row.flag("is_active"),
                        })
                    })
                    .collect();
                json!({
                    "code": category.text("code"), "name": category.text("name"), "description": category.text("descr"),
                    "langCode": category.text("lang_code"), "isActive": category.flag("is_active"), "reasonList": own,
                })
            })
            .collect();
        Ok(json!({ "reasonCategories": categories }))
    }

    /// Machines or devices of a centre, by page.
    pub(crate) async fn mapped(&self, entity: &Entity, center: &str, page: &PageOf<'_>) -> Result<Value, Failure> {
        let find = Find::undeleted(entity.table).where_text("regcntr_id", center);
        let mut answer = match self.page_of(entity, find, page).await {
            // a centre without devices, or none, has a code of its own
            Err(failure) if failure.code() == "KER-MSD-010" => {
                return Err(MasterdataError::CenterDevicesNotFound.into());
            }
            other => other?,
        };
        for row in answer["data"].as_array_mut().into_iter().flatten() {
            row["regCentId"] = json!(center);
        }
        Ok(answer)
    }

    /// Active devices whose model is of a kind.
    pub(crate) async fn devices_of_type(&self, kind: &str) -> Result<Value, Failure> {
        let models = self.rows(Find::undeleted(&tables::DEVICE_SPEC).where_text("dtyp_code", kind)).await?;
        let find = Find::active(&tables::DEVICE_MASTER).where_in("dspec_id", models.iter().map(|row| row.text("id")));
        let rows = self.rows(find).await?;
        if rows.is_empty() {
            return Err(MasterdataError::DeviceNotFound.into());
        }
        let with_type = |row| {
            let mut object = dto(&wire::DEVICE, row);
            object["deviceTypeCode"] = json!(kind);
            object
        };
        Ok(json!({ "devices": rows.iter().map(with_type).collect::<Vec<_>>() }))
    }

    /// The rules in force.
    pub(crate) async fn applicant_rules(&self) -> Result<Rules, Failure> {
        let text = self.setting_or_default("mosip.kernel.applicanttype.rules").await?;
        Rules::parse(&text).map_err(|why| storage(std::io::Error::other(why)))
    }

    /// The applicant type of `{attributes: [{attribute, value}]}`.
    pub(crate) async fn applicant_type(&self, request: &Value) -> Result<Value, Failure> {
        let Some(attributes) = request.get("attributes").and_then(Value::as_array) else {
            return Err(Fault::worded(MasterdataError::Invalid, "request.attributes: must not be null").into());
        };
        let pairs =
            attributes.iter().filter_map(|entry| Some((entry.get("attribute")?.as_str()?, entry.get("value")?)));
        let rules = self.applicant_rules().await?;
        let code = Applicant::read(pairs).code(&rules, self.db.now().date_naive())?;
        Ok(json!({ "applicantType": { "applicantTypeCode": code } }))
    }

    /// `{code: Valid}` when none of the words is listed in any language.
    pub(crate) async fn any_blocklisted(&self, request: &Value) -> Result<Value, Failure> {
        let Some(words) = request.get("blocklistedwords").and_then(Value::as_array) else {
            return Err(Fault::worded(MasterdataError::Invalid, "request.blocklistedwords: must not be null").into());
        };
        let listed = self.rows(Find::active(&tables::BLOCKLISTED_WORDS)).await?;
        let text = |word: &Value| match word {
            Value::String(text) => text.clone(),
            // one published client sends objects
            other => other.get("word").and_then(Value::as_str).unwrap_or_default().to_owned(),
        };
        let blocked =
            words.iter().any(|word| blocked_word(&text(word), listed.iter().map(|row| row.text("word"))).is_some());
        Ok(json!({ "code": if blocked { "Invalid" } else { "Valid" } }))
    }

    /// Searches over what lies in a zone show a zonal administrator only their own.
    pub(crate) async fn zone_scope(&self, caller: &Caller, entity: &Entity) -> Result<Option<Condition>, Failure> {
        if entity.table.position("zone_code").is_none() || caller.kind() == types::CallerKind::System {
            return Ok(None);
        }
        let zone = self.zone_of(caller).await?;
        let codes = self.zone_codes_below(&zone).await?;
        Ok(Some(Condition::all().add(Expr::col(Alias::new("zone_code")).is_in(codes))))
    }
}
