//! What other modules and portals ask: `masterdata_api::MasterData`.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{NaiveDate, NaiveTime, Timelike};
use masterdata_api::{
    Center, CenterDay, DocumentRule, IdentitySchemaVersion, Languages, LocationNode, Machine, MasterData,
    MasterdataError, Operator, UiSpecVersion, tables,
};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Order};
use types::{CenterId, Failure, LangCode, MachineId, Timestamp};

use crate::Masterdata;
use crate::cell::parse_time;
use crate::read::storage;
use crate::row::{Find, Row};
use crate::service::dynamic_fields::code_and_name;
use crate::settings::list;

/// Minutes a person takes when a centre says nothing.
const DEFAULT_MINUTES_PER_PERSON: u32 = 15;

fn languages_of(value: &str) -> Vec<LangCode> {
    list(value).iter().filter_map(|code| LangCode::parse(code).ok()).collect()
}

fn time_of(row: &Row, column: &str) -> Option<NaiveTime> {
    parse_time(row.text(column))
}

fn center_of(row: &Row) -> Option<Center> {
    let address = ["addr_line1", "addr_line2", "addr_line3"];
    let minutes = time_of(row, "per_kiosk_process_time").map(|time| time.num_seconds_from_midnight() / 60);
    Some(Center {
        id: CenterId::parse(row.text("id")).ok()?,
        name: row.text("name").to_owned(),
        lang: LangCode::parse(row.text("lang_code")).ok()?,
        address: address.iter().filter_map(|column| row.optional(column)).collect(),
        latitude: row.text("latitude").parse().ok(),
        longitude: row.text("longitude").parse().ok(),
        location_code: row.text("location_code").to_owned(),
        holiday_location_code: row.text("holiday_loc_code").to_owned(),
        contact_phone: row.optional("contact_phone"),
        contact_person: row.optional("contact_person"),
        working_hours: row.optional("working_hours"),
        opens: time_of(row, "center_start_time").unwrap_or_default(),
        closes: time_of(row, "center_end_time").unwrap_or_default(),
        lunch_from: time_of(row, "lunch_start_time"),
        lunch_to: time_of(row, "lunch_end_time"),
        minutes_per_person: minutes.filter(|minutes| *minutes > 0).unwrap_or(DEFAULT_MINUTES_PER_PERSON),
        kiosks: u32::try_from(row.number("number_of_kiosks")).unwrap_or(0),
        zone: row.text("zone_code").to_owned(),
        active: row.is_active(),
    })
}

fn machine_of(row: &Row) -> Option<Machine> {
    Some(Machine {
        id: MachineId::parse(row.text("id")).ok()?,
        name: row.text("name").to_owned(),
        public_key: row.optional("public_key"),
        sign_public_key: row.optional("sign_public_key"),
        center: CenterId::parse(row.text("regcntr_id")).ok(),
        zone: row.text("zone_code").to_owned(),
        active: row.is_active(),
    })
}

/// Rows of a table that belong to a language, or to the first language that has any.
fn in_language(rows: Vec<Row>, language: LangCode) -> Vec<Row> {
    let wanted = language.as_str();
    let other = rows.first().map(|row| row.text("lang_code").to_owned()).unwrap_or_default();
    let chosen = if rows.iter().any(|row| row.text("lang_code") == wanted) { wanted } else { other.as_str() };
    rows.iter().filter(|row| row.text("lang_code") == chosen).cloned().collect()
}

#[async_trait]
impl MasterData for Masterdata {
    async fn languages(&self) -> Result<Languages, Failure> {
        let count = async |name: &str, default: u8| -> Result<u8, Failure> {
            Ok(self.setting_or_default(name).await?.parse().unwrap_or(default))
        };
        Ok(Languages {
            mandatory: languages_of(&self.setting_or_default("mosip.mandatory-languages").await?),
            optional: languages_of(&self.setting_or_default("mosip.optional-languages").await?),
            min_count: count("mosip.min-languages.count", 1).await?,
            max_count: count("mosip.max-languages.count", 3).await?,
        })
    }

    async fn identity_schema(&self, version: Option<f64>) -> Result<Arc<IdentitySchemaVersion>, Failure> {
        let row = self.published_schema(version).await?;
        let schema = serde_json::from_str(row.text("schema_json")).map_err(storage)?;
        let (id, version) = (row.text("id").to_owned(), row.decimal("id_version"));
        Ok(Arc::new(IdentitySchemaVersion { id, version, schema }))
    }

    async fn ui_spec(
        &self,
        domain: &str,
        spec_type: &str,
        version: Option<f64>,
    ) -> Result<Arc<UiSpecVersion>, Failure> {
        let rows = self.latest_specs(domain, &[spec_type], version, None).await?;
        let row = rows.first().ok_or(MasterdataError::NoPublishedUiSpec)?;
        Ok(Arc::new(UiSpecVersion {
            id: row.text("id").to_owned(),
            version: row.decimal("version"),
            domain: domain.to_owned(),
            spec_type: spec_type.to_owned(),
            identity_schema_version: row.decimal("identity_schema_version"),
            json: serde_json::from_str(row.text("json_spec")).map_err(storage)?,
        }))
    }

    async fn center(&self, id: &CenterId, lang: LangCode) -> Result<Option<Center>, Failure> {
        let rows = self.rows(Find::undeleted(&tables::REGISTRATION_CENTER).where_text("id", id.as_str())).await?;
        Ok(in_language(rows, lang).first().and_then(center_of))
    }

    async fn centers(&self, lang: LangCode) -> Result<Vec<Center>, Failure> {
        let find = Find::active(&tables::REGISTRATION_CENTER).where_text("lang_code", lang.as_str());
        Ok(self.rows(find.order("id", Order::Asc)).await?.iter().filter_map(center_of).collect())
    }

    async fn center_days(&self, id: &CenterId, from: NaiveDate, to: NaiveDate) -> Result<Vec<CenterDay>, Failure> {
        let find = Find::undeleted(&tables::REGISTRATION_CENTER).where_text("id", id.as_str());
        let center = self.first(find).await?.ok_or(MasterdataError::CenterNotFound)?;
        let days = self.closed_days(&center, from, to).await?;
        Ok(days.into_iter().map(|(date, closed)| CenterDay { date, closed }).collect())
    }

    async fn machine(&self, id: &MachineId, at: Option<Timestamp>) -> Result<Option<Machine>, Failure> {
        let row = match at {
            Some(at) => self.at(&tables::MACHINE_MASTER_H, id.as_str(), None, at).await?,
            None => self.first(Find::undeleted(&tables::MACHINE_MASTER).where_text("id", id.as_str())).await?,
        };
        Ok(row.as_ref().and_then(machine_of))
    }

    async fn operator(&self, user_id: &str, at: Option<Timestamp>) -> Result<Option<Operator>, Failure> {
        let row = match at {
            Some(at) => self.at(&tables::USER_DETAIL_H, user_id, None, at).await?,
            None => self.first(Find::undeleted(&tables::USER_DETAIL).where_folded("id", user_id)).await?,
        };
        Ok(row.as_ref().and_then(|row| {
            let center = CenterId::parse(row.text("regcntr_id")).ok()?;
            Some(Operator { user_id: row.text("id").to_owned(), center, active: row.is_active() })
        }))
    }

    async fn template(&self, type_code: &str, lang: LangCode) -> Result<Option<String>, Failure> {
        let find = Find::active(&tables::TEMPLATE)
            .where_text("template_typ_code", type_code)
            .where_text("lang_code", lang.as_str())
            .order("id", Order::Asc);
        Ok(self.first(find).await?.and_then(|row| row.optional("file_txt")))
    }

    async fn locations(&self, parent: Option<&str>, lang: LangCode) -> Result<Vec<LocationNode>, Failure> {
        let find = Find::active(&tables::LOCATION).where_text("lang_code", lang.as_str());
        let find = match parent {
            Some(parent) => find.where_text("parent_loc_code", parent),
            None => find.and(Expr::col(Alias::new("parent_loc_code")).is_null()),
        };
        let rows = self.rows(find).await?;
        Ok(rows
            .iter()
            .map(|row| LocationNode {
                code: row.text("code").to_owned(),
                name: row.text("name").to_owned(),
                level: i16::try_from(row.number("hierarchy_level")).unwrap_or(i16::MAX),
                parent: row.optional("parent_loc_code"),
            })
            .collect())
    }

    async fn dynamic_field(&self, name: &str, lang: LangCode) -> Result<Vec<(String, String)>, Failure> {
        let rows = self.dynamic_rows(name, Some(lang.as_str())).await?;
        Ok(rows.iter().filter_map(code_and_name).collect())
    }

    async fn document_rules(&self, applicant_type: Option<&str>, lang: LangCode) -> Result<Vec<DocumentRule>, Failure> {
        let pairs = match applicant_type {
            Some(code) => {
                let find = Find::active(&tables::APPLICANT_VALID_DOCUMENT).where_text("apptyp_code", code);
                let rows = self.rows(find).await?;
                rows.iter()
                    .map(|row| (row.text("doccat_code").to_owned(), row.text("doctyp_code").to_owned()))
                    .collect()
            }
            None => self.valid_pairs(None).await?,
        };
        let types = in_language(self.rows(Find::active(&tables::DOC_TYPE)).await?, lang);
        let categories = in_language(self.rows(Find::active(&tables::DOC_CATEGORY)).await?, lang);
        let rules = categories.iter().map(|category| {
            let code = category.text("code");
            let accepted = types.iter().filter(|row| pairs.iter().any(|(c, t)| c == code && t == row.text("code")));
            DocumentRule {
                category_code: code.to_owned(),
                category_name: category.text("name").to_owned(),
                types: accepted.map(|row| (row.text("code").to_owned(), row.text("name").to_owned())).collect(),
            }
        });
        Ok(rules.filter(|rule| !rule.types.is_empty()).collect())
    }

    async fn document_types(&self, category: &str) -> Result<Vec<String>, Failure> {
        Ok(self.valid_pairs(Some(category)).await?.into_iter().map(|(_, code)| code).collect())
    }

    async fn titles(&self, lang: LangCode) -> Result<Vec<String>, Failure> {
        let rows = self.rows(Find::active(&tables::TITLE).where_text("lang_code", lang.as_str())).await?;
        Ok(rows.iter().map(|row| row.text("name").to_owned()).filter(|name| !name.trim().is_empty()).collect())
    }

    async fn zones(&self, within: Option<&str>) -> Result<Vec<String>, Failure> {
        let codes = match within {
            Some(zone) => self.zone_codes_below(zone).await?,
            None => {
                self.rows(Find::active(&tables::ZONE)).await?.iter().map(|row| row.text("code").to_owned()).collect()
            }
        };
        let mut codes: Vec<String> = codes.into_iter().collect();
        codes.sort();
        Ok(codes)
    }

    async fn zone_of_staff(&self, user_id: &str) -> Result<Option<String>, Failure> {
        let row = self.first(Find::active(&tables::ZONE_USER).where_folded("usr_id", user_id)).await?;
        Ok(row.and_then(|row| row.optional("zone_code")))
    }

    async fn setting(&self, name: &str) -> Result<Option<String>, Failure> {
        self.setting_value(name).await
    }

    async fn is_blocklisted(&self, text: &str, lang: LangCode) -> Result<bool, Failure> {
        let rows = self.rows(Find::active(&tables::BLOCKLISTED_WORDS).where_text("lang_code", lang.as_str())).await?;
        Ok(blocked_word(text, rows.iter().map(|row| row.text("word"))).is_some())
    }
}

/// The first of the words that stands in the text as a word of its own (or as several).
pub(crate) fn blocked_word<'a>(text: &str, words: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let split = |text: &str| -> Vec<String> {
        let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
        parts.map(str::to_lowercase).collect()
    };
    let text = split(text);
    words.into_iter().find(|word| {
        let word = split(word);
        !word.is_empty() && text.windows(word.len()).any(|window| window == word)
    })
}

#[cfg(test)]
mod tests {
    use super::blocked_word;

    #[test] // MST: whole words, also several, without regard to case
    fn blocked_words() {
        let words = ["unknown", "bon sang"];
        assert_eq!(blocked_word("Mr UNKNOWN!", words.into_iter()), Some("unknown"));
        assert_eq!(blocked_word("unknowns", words.into_iter()), None);
        assert_eq!(blocked_word("ah, Bon  Sang.", words.into_iter()), Some("bon sang"));
        assert_eq!(blocked_word("", words.into_iter()), None);
    }
}
