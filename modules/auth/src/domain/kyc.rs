//! What e-KYC hands out (spec ida-crypto B.6): the attributes the policy allows, in the languages it names.

use serde_json::{Map, Value};

use super::attributes::{self, Text};

/// The answer and the names of what is in it, for the history.
pub(crate) struct Disclosure {
    pub members: Map<String, Value>,
    pub attributes: Vec<String>,
}

/// Names of the face among a policy's attributes.
const FACE: [&str; 2] = ["photo", "face"];

/// Whether a policy's attributes include the face.
pub(crate) fn wants_face(allowed: &[&str]) -> bool {
    allowed.iter().any(|name| FACE.contains(&name.to_ascii_lowercase().as_str()))
}

/// Gathers the allowed attributes. `languages` are those of the answer; `face` is base64 of the ISO record.
pub(crate) fn disclose(
    identity: &Map<String, Value>,
    face: Option<String>,
    allowed: &[&str],
    languages: &[String],
) -> Disclosure {
    let mut out = Disclosure { members: Map::new(), attributes: Vec::new() };
    for attribute in allowed {
        let before = out.members.len();
        if FACE.contains(&attribute.to_ascii_lowercase().as_str()) {
            if let Some(face) = &face {
                out.members.insert("photo".to_owned(), Value::String(face.clone()));
            }
        } else {
            let name = attributes::request_name(attribute);
            for Text { language, value } in attributes::stored(identity, name) {
                let key = match language {
                    None => name.to_owned(),
                    Some(language) if languages.contains(&language) => format!("{name}_{language}"),
                    Some(_) => continue,
                };
                out.members.insert(key, Value::String(value));
            }
        }
        if out.members.len() > before {
            out.attributes.push((*attribute).to_owned());
        }
    }
    out
}

/// The languages of an answer: those of the policy that the country has; all of the country's when the policy names none.
pub(crate) fn languages(of_policy: &[&str], of_country: &[String]) -> Vec<String> {
    let named = |code: &&String| of_policy.is_empty() || of_policy.iter().any(|one| one.eq_ignore_ascii_case(code));
    of_country.iter().filter(named).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    // IDA-02
    #[test]
    fn only_what_the_policy_names_leaves() {
        let texts =
            |eng: &str, ara: &str| json!([{"language": "eng", "value": eng}, {"language": "ara", "value": ara}]);
        let identity = json!({"fullName": texts("Layla", "ليلى"), "dateOfBirth": "1991/03/14", "phone": "612345678",
            "residenceStatus": texts("NFR", "NFR"), "email": "secret@example.org"});
        let identity = identity.as_object().unwrap();
        let allowed = ["fullName", "dateOfBirth", "phone", "residenceStatus", "photo", "city"];
        let out = disclose(identity, Some("RkFD".into()), &allowed, &["eng".to_owned()]);
        let expected = json!({"name_eng": "Layla", "dob": "1991/03/14", "phoneNumber": "612345678",
            "residenceStatus_eng": "NFR", "photo": "RkFD"});
        assert_eq!(Value::Object(out.members), expected);
        assert_eq!(out.attributes, ["fullName", "dateOfBirth", "phone", "residenceStatus", "photo"]);
        assert!(disclose(identity, None, &[], &["eng".to_owned()]).members.is_empty());
        assert!(wants_face(&["Photo"]) && !wants_face(&["fullName"]));
        let country = ["eng".to_owned(), "ara".to_owned()];
        assert_eq!(languages(&["ara", "kan"], &country), ["ara"]);
        assert_eq!(languages(&[], &country), country);
    }
}
