//! The applicant type: which documents a person has to bring. What decides is data, see `applicant_rules`.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use masterdata_api::MasterdataError;
use types::Failure;

use super::applicant_rules::{EXCEPTION, NONE, Rules, rule_name};

/// What is known about the applicant.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Applicant {
    /// By the rules' names.
    values: BTreeMap<String, String>,
    born: Option<NaiveDate>,
    is_update: bool,
}

impl Applicant {
    /// Reads `[{attribute, value}]`.
    pub(crate) fn read<'a>(attributes: impl IntoIterator<Item = (&'a str, &'a serde_json::Value)>) -> Self {
        let mut applicant = Self::default();
        for (name, value) in attributes {
            let text = match value {
                serde_json::Value::String(text) => text.trim().to_owned(),
                serde_json::Value::Null => continue,
                other => other.to_string(),
            };
            match rule_name(name) {
                "dateOfBirth" => applicant.born = NaiveDate::parse_from_str(&text, "%Y/%m/%d").ok(),
                "_flow" => applicant.is_update = text.eq_ignore_ascii_case("update"),
                EXCEPTION => {
                    let exception = text.eq_ignore_ascii_case("true");
                    applicant.values.insert(EXCEPTION.to_owned(), exception.to_string());
                }
                // what nobody said under one name may be said under the other
                _ if text.is_empty() => {}
                name => {
                    applicant.values.insert(name.to_owned(), text);
                }
            }
        }
        applicant
    }

    /// The applicant type on a day by these rules.
    pub(crate) fn code<'a>(&self, rules: &'a Rules, today: NaiveDate) -> Result<&'a str, Failure> {
        if !rules.can_decide(self.born.is_some(), &self.values) {
            return if self.is_update { Ok(NONE) } else { Err(MasterdataError::ApplicantTypeUndetermined.into()) };
        }
        if self.born.is_some_and(|born| born > today) {
            return Err(MasterdataError::BirthDateInFuture.into());
        }
        Ok(rules.code(self.born.and_then(|born| today.years_since(born)), &self.values))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use masterdata_api::settings::APPLICANT_TYPES;
    use serde_json::json;

    fn code(residence: &str, gender: &str, born: &str, exception: &str) -> Result<String, &'static str> {
        let rules = Rules::parse(APPLICANT_TYPES).expect("the default rules are sound");
        let values = [json!(residence), json!(gender), json!(born), json!(exception)];
        let names = ["residenceStatusCode", "genderCode", "dateOfBirth", "isBioException"];
        let today = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        let applicant = Applicant::read(names.into_iter().zip(&values));
        applicant.code(&rules, today).map(str::to_owned).map_err(|failure| failure.code())
    }

    #[test] // PRE-22: applicant types of the shipped rules
    fn the_decision_table() {
        assert_eq!(code("FR", "MLE", "2024/01/01", "false"), Ok("001".to_owned()));
        assert_eq!(code("NFR", "MLE", "2010/01/01", "false"), Ok("004".to_owned()));
        assert_eq!(code("FR", "OTH", "1980/01/01", "false"), Ok("006".to_owned()));
        assert_eq!(code("NFR", "FLE", "1980/01/01", "true"), Ok("016".to_owned()));
        assert_eq!(code("FR", "MLE", "2010/01/01", "true"), Ok("014".to_owned()));
        assert_eq!(code("NFR", "MLE", "2010/01/01", "true"), Ok("015".to_owned()));
        assert_eq!(code("NFR", "MLE", "1800/01/01", "true"), Ok("000".to_owned()));
    }

    #[test]
    fn what_is_missing_or_impossible() {
        assert_eq!(code("", "MLE", "1980/01/01", "false"), Err("KER-MSD-147"));
        assert_eq!(code("FR", "XYZ", "1980/01/01", "false"), Err("KER-MSD-147"));
        assert_eq!(code("FR", "MLE", "1980-01-01", "false"), Err("KER-MSD-147"));
        assert_eq!(code("FR", "MLE", "2027/01/01", "false"), Err("KER-MSD-151"));
        let update = json!("Update");
        let today = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        let rules = Rules::parse(APPLICANT_TYPES).unwrap();
        assert_eq!(Applicant::read([("_flow", &update)]).code(&rules, today).unwrap(), "000");
    }

    #[test] // PRE-22: MOSIP's published table of 1.2.0.1, row by row
    fn the_published_table() {
        let root = std::env::var_os("TESSERA_SHARED").map_or_else(
            || std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
            std::path::PathBuf::from,
        );
        let path = root.join("data/schema/applicant-type/applicant-type-1.2.0.1.csv");
        let Ok(mut reader) = csv::Reader::from_path(&path) else {
            println!("SKIPPED: {} is absent", path.display());
            return;
        };
        let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let mut checked = 0;
        for record in reader.records() {
            let record = record.unwrap();
            let get = |part: &str| -> String {
                let at = header.iter().position(|name| name.to_lowercase().contains(part)).unwrap();
                record.get(at).unwrap().to_owned()
            };
            let born = match get("age").as_str() {
                "INFANT" => "2024/01/01",
                "MINOR" => "2010/01/01",
                "ADULT" => "1980/01/01",
                other => panic!("age group {other}"),
            };
            let exception = if get("exception").eq_ignore_ascii_case("true") { "true" } else { "false" };
            let expected = get("code");
            assert_eq!(code(&get("residence"), &get("gender"), born, exception), Ok(expected), "{record:?}");
            checked += 1;
        }
        assert!(checked > 20);
    }
}
