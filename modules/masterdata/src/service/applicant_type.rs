//! The applicant type: which documents a person has to bring, by residence, gender, age and biometric exception.

use chrono::NaiveDate;
use masterdata_api::MasterdataError;
use types::Failure;

/// What is known about the applicant.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Applicant {
    pub(crate) foreigner: Option<bool>,
    pub(crate) male: Option<bool>,
    pub(crate) born: Option<NaiveDate>,
    pub(crate) exception: bool,
    pub(crate) is_update: bool,
}

/// Answer when no rule speaks.
const NONE: &str = "000";

/// Rows of the decision table: foreigner, male, exception, then the codes of infants, minors and adults.
const TABLE: [(bool, bool, bool, [&str; 3]); 8] = [
    (true, true, false, ["001", "002", "002"]),
    (false, true, false, ["003", "004", "004"]),
    (true, false, false, ["005", "006", "006"]),
    (false, false, false, ["007", "008", "008"]),
    (true, true, true, ["009", "014", "010"]),
    (false, true, true, ["011", "015", "012"]),
    (true, false, true, ["013", "014", "014"]),
    (false, false, true, ["015", "015", "016"]),
];

impl Applicant {
    /// Reads `[{attribute, value}]`; unknown attributes are passed over.
    pub(crate) fn read<'a>(attributes: impl IntoIterator<Item = (&'a str, &'a serde_json::Value)>) -> Self {
        let mut applicant = Self::default();
        for (name, value) in attributes {
            let text = match value {
                serde_json::Value::String(text) => text.trim().to_owned(),
                serde_json::Value::Null => continue,
                other => other.to_string(),
            };
            match name {
                "residenceStatusCode" | "residenceStatus" => {
                    applicant.foreigner = match text.as_str() {
                        "FR" => Some(true),
                        "NFR" => Some(false),
                        _ => applicant.foreigner,
                    }
                }
                "genderCode" | "gender" => {
                    applicant.male = match text.as_str() {
                        "MLE" => Some(true),
                        "FLE" | "OTH" => Some(false),
                        _ => applicant.male,
                    }
                }
                "dateOfBirth" => applicant.born = NaiveDate::parse_from_str(&text, "%Y/%m/%d").ok(),
                "isBioException" | "biometricAvailable" => applicant.exception = text.eq_ignore_ascii_case("true"),
                "_flow" => applicant.is_update = text.eq_ignore_ascii_case("update"),
                _ => {}
            }
        }
        applicant
    }

    /// The applicant type on a day.
    pub(crate) fn code(&self, today: NaiveDate) -> Result<&'static str, Failure> {
        let (Some(foreigner), Some(male), Some(born)) = (self.foreigner, self.male, self.born) else {
            return if self.is_update { Ok(NONE) } else { Err(MasterdataError::ApplicantTypeUndetermined.into()) };
        };
        if born > today {
            return Err(MasterdataError::BirthDateInFuture.into());
        }
        let group = match today.years_since(born) {
            Some(0..=5) => 0,
            Some(6..=17) => 1,
            Some(18..=200) => 2,
            _ => return Ok(NONE),
        };
        let row = TABLE.iter().find(|row| (row.0, row.1, row.2) == (foreigner, male, self.exception));
        Ok(row.map_or(NONE, |row| row.3[group]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn code(residence: &str, gender: &str, born: &str, exception: &str) -> Result<&'static str, &'static str> {
        let values = [json!(residence), json!(gender), json!(born), json!(exception)];
        let names = ["residenceStatusCode", "genderCode", "dateOfBirth", "isBioException"];
        let today = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        Applicant::read(names.into_iter().zip(&values)).code(today).map_err(|failure| failure.code())
    }

    #[test] // MST: applicant types of the shipped rules
    fn the_decision_table() {
        assert_eq!(code("FR", "MLE", "2024/01/01", "false"), Ok("001"));
        assert_eq!(code("NFR", "MLE", "2010/01/01", "false"), Ok("004"));
        assert_eq!(code("FR", "OTH", "1980/01/01", "false"), Ok("006"));
        assert_eq!(code("NFR", "FLE", "1980/01/01", "true"), Ok("016"));
        assert_eq!(code("FR", "MLE", "2010/01/01", "true"), Ok("014"));
        assert_eq!(code("NFR", "MLE", "2010/01/01", "true"), Ok("015"));
        assert_eq!(code("NFR", "MLE", "1800/01/01", "true"), Ok("000"));
    }

    #[test]
    fn what_is_missing_or_impossible() {
        assert_eq!(code("", "MLE", "1980/01/01", "false"), Err("KER-MSD-147"));
        assert_eq!(code("FR", "XYZ", "1980/01/01", "false"), Err("KER-MSD-147"));
        assert_eq!(code("FR", "MLE", "1980-01-01", "false"), Err("KER-MSD-147"));
        assert_eq!(code("FR", "MLE", "2027/01/01", "false"), Err("KER-MSD-151"));
        let update = json!("Update");
        let today = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        assert_eq!(Applicant::read([("_flow", &update)]).code(today).unwrap(), "000");
    }

    #[test] // MST: MOSIP's published table of 1.2.0.1, row by row
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
            assert_eq!(code(&get("residence"), &get("gender"), born, exception), Ok(expected.as_str()), "{record:?}");
            checked += 1;
        }
        assert!(checked > 20);
    }
}
