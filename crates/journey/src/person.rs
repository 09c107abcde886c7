//! Invented people: who they are follows from the run's seed and their number.

/// Names in Latin and Arabic letters, with the gender they are usually of.
const FIRST: [(&str, &str, &str); 24] = [
    ("Layla", "ليلى", "FLE"),
    ("Karim", "كريم", "MLE"),
    ("Salma", "سلمى", "FLE"),
    ("Idris", "إدريس", "MLE"),
    ("Nadia", "نادية", "FLE"),
    ("Tariq", "طارق", "MLE"),
    ("Amina", "أمينة", "FLE"),
    ("Yusuf", "يوسف", "MLE"),
    ("Samira", "سميرة", "FLE"),
    ("Hasan", "حسن", "MLE"),
    ("Rania", "رانيا", "FLE"),
    ("Bilal", "بلال", "MLE"),
    ("Huda", "هدى", "FLE"),
    ("Faris", "فارس", "MLE"),
    ("Mariam", "مريم", "FLE"),
    ("Zayd", "زيد", "MLE"),
    ("Dalia", "داليا", "FLE"),
    ("Malik", "مالك", "MLE"),
    ("Sana", "سناء", "FLE"),
    ("Omar", "عمر", "MLE"),
    ("Lina", "لينا", "FLE"),
    ("Adil", "عادل", "MLE"),
    ("Noor", "نور", "FLE"),
    ("Rashid", "رشيد", "MLE"),
];
const LAST: [(&str, &str); 16] = [
    ("Benhadi", "بن هادي"),
    ("Osta", "أوسطى"),
    ("Kanoun", "قانون"),
    ("Mansour", "منصور"),
    ("Haddad", "حداد"),
    ("Nasri", "ناصري"),
    ("Farsi", "فارسي"),
    ("Zeidan", "زيدان"),
    ("Sabbagh", "صباغ"),
    ("Tahan", "طحان"),
    ("Najjar", "نجار"),
    ("Khoury", "خوري"),
    ("Attar", "عطار"),
    ("Bahri", "بحري"),
    ("Jabali", "جبلي"),
    ("Sahli", "سهلي"),
];

/// One person.
#[derive(Debug, Clone)]
pub struct Person {
    /// For messages to whoever watches: 1, 2, 3 …
    pub number: usize,
    /// Whose synthetic fingers: see `testkit::fingers::seed_of`.
    pub fingers: u64,
    first: usize,
    last: usize,
    /// MOSIP's code.
    pub gender: &'static str,
    /// `yyyy/MM/dd`.
    pub birth: String,
    pub email: String,
    pub phone: String,
    house: u64,
}

/// Numbers that follow from a seed (SplitMix64).
fn mix(value: u64) -> u64 {
    let value = value.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    value ^ (value >> 31)
}

impl Person {
    /// The `number`-th person of a run.
    pub fn new(run: u64, number: usize) -> Self {
        let own = mix(mix(run) ^ number as u64);
        let part = |shift: u32, below: u64| (own >> shift) % below;
        // consecutive people have different names until all pairs are used
        let step = usize::try_from(mix(run) % (FIRST.len() * LAST.len()) as u64).unwrap_or_default() + number;
        let (first, last) = (step % FIRST.len(), (step / FIRST.len() + number) % LAST.len());
        Self {
            number,
            fingers: own,
            first,
            last,
            gender: FIRST[first].2,
            birth: format!("{}/{:02}/{:02}", 1960 + part(0, 40), 1 + part(8, 12), 1 + part(16, 28)),
            email: format!("journey-{run:016x}-{number}@people.example"),
            phone: format!("9{:09}", part(24, 1_000_000_000)),
            house: 1 + part(56, 90),
        }
    }

    /// The same person, who says to be somebody else.
    #[must_use]
    pub fn under_another_name(&self, run: u64) -> Self {
        Self { fingers: self.fingers, ..Self::new(run.wrapping_add(1), self.number) }
    }

    /// First name in a language.
    pub fn first_name(&self, language: &str) -> &'static str {
        let (latin, arabic, _) = FIRST[self.first];
        if language == "ara" { arabic } else { latin }
    }

    /// Family name in a language.
    pub fn last_name(&self, language: &str) -> &'static str {
        let (latin, arabic) = LAST[self.last];
        if language == "ara" { arabic } else { latin }
    }

    /// The whole name in a language.
    pub fn name(&self, language: &str) -> String {
        format!("{} {}", self.first_name(language), self.last_name(language))
    }

    /// Street and house in a language.
    pub fn address(&self, language: &str) -> String {
        match language {
            "ara" => format!("{} شارع المصباح", self.house),
            "fra" => format!("{}, rue des Lanternes", self.house),
            _ => format!("{} Lantern Street", self.house),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn people_differ_and_come_back() {
        let people: Vec<Person> = (1..=300).map(|number| Person::new(7, number)).collect();
        let names: BTreeSet<String> = people.iter().map(|person| person.name("eng")).collect();
        assert!(names.len() > 200, "{} names", names.len());
        let fingers: BTreeSet<u64> = people.iter().map(|person| person.fingers).collect();
        assert_eq!(fingers.len(), 300);
        assert_eq!(format!("{:?}", people[4]), format!("{:?}", Person::new(7, 5)));
        let other = people[0].under_another_name(7);
        assert_eq!(other.fingers, people[0].fingers);
        assert!(other.email != people[0].email && other.name("eng") != people[0].name("eng"));
        assert!(people.iter().all(|p| p.phone.len() == 10 && p.name("ara").chars().any(|c| c > '\u{600}')));
    }
}
