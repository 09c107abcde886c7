//! What a person signs in with: a phone number or a mail address.

use schema::Pattern;

/// MOSIP's shipped forms; a country replaces them by settings.
pub(crate) const PHONE: &str = r"^([6-9]{1})([0-9]{9})$";
pub(crate) const EMAIL: &str = r"^[\w\-\+]+(\.[\w]+)*@[\w-]+(\.[\w]+)*(\.[a-zA-Z]{2,})$";

/// How an address is written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Phone,
    Email,
}

/// The forms of addresses in this country.
#[derive(Debug, Clone)]
pub(crate) struct Forms {
    phone: Pattern,
    email: Pattern,
}

impl Forms {
    /// Forms from settings; one that cannot be read counts as not set.
    pub(crate) fn new(phone: Option<&str>, email: Option<&str>) -> Self {
        Self { phone: pattern(phone, PHONE), email: pattern(email, EMAIL) }
    }

    pub(crate) fn is_phone(&self, text: &str) -> bool {
        self.phone.matches(text)
    }

    pub(crate) fn is_email(&self, text: &str) -> bool {
        text.len() <= 254 && self.email.matches(text)
    }

    pub(crate) fn way(&self, text: &str) -> Option<Way> {
        if self.is_phone(text) { Some(Way::Phone) } else { self.is_email(text).then_some(Way::Email) }
    }
}

fn pattern(set: Option<&str>, default: &str) -> Pattern {
    // properties files double every backslash
    let set = set.map(|text| text.replace(r"\\", r"\")).filter(|text| !text.trim().is_empty());
    set.and_then(|text| Pattern::parse(&text).ok())
        .or_else(|| Pattern::parse(default).ok())
        .expect("the default forms are patterns")
}

/// The form under which an address is looked up: the same person writes it in upper or lower case.
pub(crate) fn folded(address: &str) -> String {
    address.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    // PRE-01, PRE-02
    #[test]
    fn mosips_forms_of_addresses() {
        let forms = Forms::new(None, None);
        for phone in ["9090872300", "6000000000"] {
            assert_eq!(forms.way(phone), Some(Way::Phone), "{phone}");
        }
        for mail in ["john.doe@mailinator.com", "Prereg_rig_17@mosip.net", "a-b+c@d-e.co.in"] {
            assert_eq!(forms.way(mail), Some(Way::Email), "{mail}");
        }
        for wrong in
            ["", "909", "$!(", "5090872300", "90908723001", "john.doe@mail$!inator.com", "joh23", "a@b", "a b@c.de"]
        {
            assert_eq!(forms.way(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_countrys_own_forms_come_from_settings() {
        let forms = Forms::new(Some(r"^\\+999[0-9]{9}$"), Some("(["));
        assert!(forms.is_phone("+999912044718"));
        assert!(!forms.is_phone("9090872300"));
        assert!(forms.is_email("a@b.org"), "an unreadable form counts as not set");
    }

    #[test]
    fn addresses_are_folded() {
        assert_eq!(folded(" John@X.org "), "john@x.org");
    }
}
