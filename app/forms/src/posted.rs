//! From posted fields to changes of the model.

use schema::{Change, CivilDate, Control, Field, FormModel, ValueKind};

use crate::names::input_name;

/// The changes that a page's posted fields make. Every visible field of the page has one, also when it was left empty, so
/// that the model can say what is needed; fields that were hidden are passed over.
pub fn changes(form: &FormModel, page: &[String], posted: &[(String, String)]) -> Vec<Change> {
    let value = |name: &str| posted.iter().find(|(found, _)| found == name).map(|(_, value)| value.clone());
    page.iter()
        .filter_map(|id| form.field(id))
        .filter(|field| field.visible)
        .flat_map(|field| of_field(form, field, &value))
        .collect()
}

fn of_field(form: &FormModel, field: &Field, value: &dyn Fn(&str) -> Option<String>) -> Vec<Change> {
    let id = field.id();
    let name = input_name(id, None);
    let text = |value: String| Change::Text { field: id.to_owned(), language: None, value };
    match &field.spec.control {
        control if control.chooses() => {
            vec![Change::Choose { field: id.to_owned(), code: value(&name).unwrap_or_default() }]
        }
        Control::Date | Control::AgeDate => vec![text(date_of(form, &name, value))],
        Control::CheckBox => vec![text(if value(&name).is_some() { "true".to_owned() } else { String::new() })],
        // the notice in its place posts nothing: what was stored stays
        Control::Unknown(_) => Vec::new(),
        _ if field.kind == ValueKind::PerLanguage => form
            .context()
            .languages
            .iter()
            .map(|language| Change::Text {
                field: id.to_owned(),
                language: Some(language.clone()),
                value: value(&input_name(id, Some(language))).unwrap_or_default(),
            })
            .collect(),
        _ => vec![text(value(&name).unwrap_or_default())],
    }
}

/// `yyyy/MM/dd` of three parts as typed, right or wrong; or, when only an age was given, the first of January of that year,
/// as MOSIP's portal has it.
fn date_of(form: &FormModel, name: &str, value: &dyn Fn(&str) -> Option<String>) -> String {
    let part = |suffix: &str| value(&format!("{name}-{suffix}")).unwrap_or_default().trim().to_owned();
    let (day, month, year, age) = (part("day"), part("month"), part("year"), part("age"));
    if day.is_empty() && month.is_empty() && year.is_empty() {
        let Ok(age) = age.parse::<u16>() else { return age };
        let this_year = form.context().today.get(..4).and_then(|year| year.parse::<u16>().ok()).unwrap_or_default();
        return this_year
            .checked_sub(age)
            .and_then(|year| CivilDate::new(year, 1, 1))
            .map_or_else(|| age.to_string(), CivilDate::to_identity);
    }
    let padded = |text: &str| if text.len() == 1 { format!("0{text}") } else { text.to_owned() };
    format!("{year}/{}/{}", padded(&month), padded(&day))
}

/// Day, month, year of a stored date, right or wrong.
pub(crate) fn date_parts(text: &str) -> [String; 3] {
    let mut parts = text.splitn(3, '/').map(str::to_owned);
    let (year, month, day) =
        (parts.next().unwrap_or_default(), parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    [day, month, year]
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use schema::{Answer, Context, IdentitySchema, IssueCode, UiSpec};

    /// A small form in MOSIP's pre-registration shape, English and Arabic, as of 23 November 2026.
    pub fn form() -> FormModel {
        let simple = |required: bool| serde_json::json!({"$ref": "#/definitions/simpleType", "fieldCategory": "pvt", "required": required});
        let schema = serde_json::json!({
            "$schema": "http://json-schema.org/draft-07/schema#", "type": "object", "additionalProperties": false, "title": "t",
            "definitions": {"simpleType": {"type": "array", "items": {"type": "object", "properties": {"language": {"type": "string"}, "value": {"type": "string"}}}}},
            "properties": {"identity": {"type": "object", "additionalProperties": false, "required": ["fullName"], "properties": {
                "fullName": simple(true), "gender": simple(true), "addressLine1": simple(true), "region": simple(true), "city": simple(true),
                "dateOfBirth": {"type": "string", "fieldCategory": "pvt"}, "phone": {"type": "string", "fieldCategory": "pvt"}
            }}}
        });
        let field = |id: &str, control: &str, more: serde_json::Value| {
            let mut field = serde_json::json!({
                "id": id, "description": id, "labelName": {"eng": id, "ara": id}, "controlType": control, "inputRequired": true,
                "type": if matches!(id, "dateOfBirth" | "phone") { "string" } else { "simpleType" }, "fieldType": "default",
                "required": true, "validators": []
            });
            for (key, value) in more.as_object().into_iter().flatten() {
                field[key] = value.clone();
            }
            field
        };
        let spec = serde_json::json!({"identity": {"identity": [
            field("fullName", "textbox", serde_json::json!({})),
            field("dateOfBirth", "ageDate", serde_json::json!({})),
            field("gender", "dropdown", serde_json::json!({"fieldType": "dynamic"})),
            field("addressLine1", "textbox", serde_json::json!({})),
            field("region", "dropdown", serde_json::json!({"locationHierarchyLevel": 1, "parentLocCode": "SAH"})),
            field("city", "dropdown", serde_json::json!({"locationHierarchyLevel": 2})),
            field("phone", "textbox", serde_json::json!({})),
        ], "locationHierarchy": [["region", "city"]]}});
        let schema = IdentitySchema::parse(&schema.to_string()).unwrap();
        let spec = UiSpec::parse(&spec.to_string()).unwrap();
        FormModel::new(&schema, &spec, Context::new(&["eng", "ara"], CivilDate::new(2026, 11, 23).unwrap(), 0.1))
            .unwrap()
    }

    fn posted(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    fn page(fields: &[&str]) -> Vec<String> {
        fields.iter().map(|field| (*field).to_owned()).collect()
    }

    // PRE-09, UI-PRE-06: values per language, a date in three parts
    #[test]
    fn posted_fields_become_answers() {
        let mut model = form();
        let fields = page(&["fullName", "dateOfBirth", "gender"]);
        let sent = posted(&[
            ("f.fullName.eng", " Layla Benhadi "),
            ("f.fullName.ara", "ليلى بن هادي"),
            ("f.dateOfBirth-day", "4"),
            ("f.dateOfBirth-month", "3"),
            ("f.dateOfBirth-year", "1991"),
            ("f.gender", "FLE"),
        ]);
        for change in changes(&model, &fields, &sent) {
            model.apply(change);
        }
        assert_eq!(model.field("fullName").unwrap().text(Some("eng")), "Layla Benhadi");
        assert_eq!(model.field("dateOfBirth").unwrap().answer, Answer::Text("1991/03/04".into()));
        assert_eq!(date_parts("1991/03/04"), ["04", "03", "1991"]);
        assert_eq!(model.field("gender").unwrap().answer, Answer::Choice("FLE".into()));
        assert_eq!(model.issues().count(), 0);
    }

    #[test]
    fn what_was_left_empty_is_named_and_wrong_dates_are_kept() {
        let mut model = form();
        let sent = posted(&[("f.dateOfBirth-day", "31"), ("f.dateOfBirth-month", "2"), ("f.dateOfBirth-year", "1991")]);
        for change in changes(&model, &page(&["fullName", "dateOfBirth", "gender"]), &sent) {
            model.apply(change);
        }
        let codes: Vec<_> =
            model.issues().map(|issue| (issue.field.as_str(), issue.language.as_deref(), issue.code)).collect();
        assert!(codes.contains(&("fullName", Some("eng"), IssueCode::Required)), "{codes:?}");
        assert!(codes.contains(&("dateOfBirth", None, IssueCode::InvalidDate)), "{codes:?}");
        assert!(codes.contains(&("gender", None, IssueCode::Required)), "{codes:?}");
        assert_eq!(date_parts(model.field("dateOfBirth").unwrap().text(None)), ["31", "02", "1991"]);
    }

    #[test]
    fn an_age_stands_for_a_date() {
        let sent = posted(&[("f.dateOfBirth-age", "30")]);
        let made = changes(&form(), &page(&["dateOfBirth"]), &sent);
        assert_eq!(made, [Change::Text { field: "dateOfBirth".into(), language: None, value: "1996/01/01".into() }]);
    }
}
