//! MOSIP's applicant types: which documents a person needs follows from residence, gender, age and biometric exception.

/// MOSIP's age bands for this purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AgeBand {
    Infant,
    Minor,
    Adult,
}

impl AgeBand {
    /// Up to 5 an infant, up to 17 a minor.
    pub(crate) fn of(age: u16) -> Self {
        match age {
            0..=5 => Self::Infant,
            6..=17 => Self::Minor,
            _ => Self::Adult,
        }
    }
}

/// The applicant type of the shipped decision table (spec part 1, section 9, as of 1.2.0.1); `000` where no row matches.
pub(crate) fn code(residence: &str, gender: &str, age: AgeBand, exception: bool) -> &'static str {
    let foreign = match residence {
        "FR" => true,
        "NFR" => false,
        _ => return "000",
    };
    let male = match gender {
        "MLE" => true,
        "FLE" | "OTH" => false,
        _ => return "000",
    };
    match (exception, age, foreign, male) {
        (false, AgeBand::Infant, true, true) => "001",
        (false, _, true, true) => "002",
        (false, AgeBand::Infant, false, true) => "003",
        (false, _, false, true) => "004",
        (false, AgeBand::Infant, true, false) => "005",
        (false, _, true, false) => "006",
        (false, AgeBand::Infant, false, false) => "007",
        (false, _, false, false) => "008",
        (true, AgeBand::Minor, true, _) => "014",
        (true, AgeBand::Minor, false, _) => "015",
        (true, AgeBand::Infant, true, true) => "009",
        (true, AgeBand::Adult, true, true) => "010",
        (true, AgeBand::Infant, false, true) => "011",
        (true, AgeBand::Adult, false, true) => "012",
        (true, AgeBand::Infant, true, false) => "013",
        (true, AgeBand::Adult, true, false) => "014",
        (true, AgeBand::Infant, false, false) => "015",
        (true, AgeBand::Adult, false, false) => "016",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // PRE-22
    #[test]
    fn the_shipped_table() {
        assert_eq!(code("FR", "MLE", AgeBand::of(3), false), "001");
        assert_eq!(code("NFR", "MLE", AgeBand::of(30), false), "004");
        assert_eq!(code("NFR", "OTH", AgeBand::of(17), false), "008");
        assert_eq!(code("FR", "MLE", AgeBand::of(12), true), "014");
        assert_eq!(code("NFR", "FLE", AgeBand::of(40), true), "016");
        assert_eq!(code("", "FLE", AgeBand::Adult, false), "000");
        assert_eq!(code("FR", "X", AgeBand::Adult, false), "000");
    }

    // PRE-22: the whole published table, where it is at hand
    #[test]
    fn the_published_table_agrees() {
        let shared = std::env::var("TESSERA_SHARED")
            .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared").into());
        let path = format!("{shared}/data/schema/applicant-type/applicant-type-1.2.0.1.csv");
        let Ok(table) = std::fs::read_to_string(&path) else {
            println!("SKIPPED: {path} is absent");
            return;
        };
        for line in table.lines().skip(1).filter(|line| !line.trim().is_empty()) {
            let cells: Vec<&str> = line.trim().split(',').collect();
            let [residence, gender, age, exception, expected] = cells[..] else { panic!("{line}") };
            let age = match age {
                "INFANT" => AgeBand::Infant,
                "MINOR" => AgeBand::Minor,
                _ => AgeBand::Adult,
            };
            assert_eq!(code(residence, gender, age, exception == "true"), expected, "{line}");
        }
    }
}
