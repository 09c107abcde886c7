//! What registrations rely on in the country's definitions.

use masterdata_api::cross_check::{AttributeNeed, Needs};

use crate::domain::mapping::{DEFAULT, NoticeKind};

/// The attributes that play a part in processing, and the templates of what people are told.
#[must_use]
pub fn needs() -> Needs {
    let need = |part, any_of: &[&'static str]| AttributeNeed { part, any_of: any_of.to_vec() };
    let attributes = vec![
        need("name", DEFAULT.name),
        need("date of birth", &[DEFAULT.birth_date, DEFAULT.age]),
        need("gender", &[DEFAULT.gender]),
        need("phone", &[DEFAULT.phone]),
        need("mail address", &[DEFAULT.email]),
        need("biometrics", &[DEFAULT.biometrics]),
    ];
    let templates = NoticeKind::ALL
        .into_iter()
        .flat_map(|kind| [kind.subject(), format!("{}_EMAIL", kind.name()), format!("{}_SMS", kind.name())])
        .collect();
    Needs { module: "registration", attributes, templates }
}
