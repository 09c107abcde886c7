//! The few words printed on every card, per language, and how each language writes a date.

use chrono::{Datelike, NaiveDate};

/// Captions in one language.
pub(super) struct Words {
    /// BCP 47 tag for screen readers.
    pub tag: &'static str,
    pub rtl: bool,
    pub name: &'static str,
    pub born: &'static str,
    pub sex: &'static str,
    pub number: &'static str,
    pub address: &'static str,
    pub issued: &'static str,
    pub check: &'static str,
    pub lost: &'static str,
    /// What a screen reader says of the photograph; the name follows.
    pub photo: &'static str,
    /// What a screen reader says of the code.
    pub code: &'static str,
    /// What the A4 sheet asks for.
    pub cut: &'static str,
    months: [&'static str; 12],
}

static ENGLISH: Words = Words {
    tag: "en",
    rtl: false,
    name: "Name",
    born: "Born",
    sex: "Sex",
    number: "Identity number",
    address: "Address",
    issued: "Issued",
    check: "Check this card",
    lost: "Lost it? Call, day or night",
    photo: "Photograph of",
    code: "QR code with the signed details of this card",
    cut: "Cut along the corner marks, fold between the two sides.",
    months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
};

static FRENCH: Words = Words {
    tag: "fr",
    rtl: false,
    name: "Nom",
    born: "Né(e) le",
    sex: "Sexe",
    number: "Numéro d’identité",
    address: "Adresse",
    issued: "Délivrée le",
    check: "Vérifier cette carte",
    lost: "Perdue ? Appelez, jour et nuit",
    photo: "Photographie de",
    code: "Code QR contenant les données signées de cette carte",
    cut: "Découpez le long des repères, pliez entre les deux faces.",
    months: ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."],
};

static ARABIC: Words = Words {
    tag: "ar",
    rtl: true,
    name: "الاسم",
    born: "تاريخ الميلاد",
    sex: "الجنس",
    number: "رقم الهوية",
    address: "العنوان",
    issued: "تاريخ الإصدار",
    check: "تحقّق من البطاقة",
    lost: "فقدتها؟ اتصل ليلًا أو نهارًا",
    photo: "صورة",
    code: "رمز QR يحمل بيانات البطاقة الموقّعة",
    cut: "قصّ على علامات الزوايا واطوِ بين الوجهين.",
    months: [
        "يناير",
        "فبراير",
        "مارس",
        "أبريل",
        "مايو",
        "يونيو",
        "يوليو",
        "أغسطس",
        "سبتمبر",
        "أكتوبر",
        "نوفمبر",
        "ديسمبر",
    ],
};

/// The captions of an ISO 639-3 language; English where a language has none yet.
pub(super) fn words(lang: &str) -> &'static Words {
    match lang {
        "fra" => &FRENCH,
        "ara" => &ARABIC,
        _ => &ENGLISH,
    }
}

impl Words {
    /// A date in this language with Western digits, day first: `14 Mar 1991`.
    pub fn date(&self, date: NaiveDate) -> String {
        format!("{} {} {}", date.day(), self.months[date.month0() as usize], date.year())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_read_as_people_write_them() {
        let day = NaiveDate::from_ymd_opt(1991, 3, 14).unwrap();
        let written: Vec<String> = ["eng", "fra", "ara"].iter().map(|lang| words(lang).date(day)).collect();
        assert_eq!(written, ["14 Mar 1991", "14 mars 1991", "14 مارس 1991"]);
    }
}
