//! Names of posted fields and ids of controls.

/// Name under which a control posts; with a data language where a field has one value per language.
pub fn input_name(field: &str, language: Option<&str>) -> String {
    match language {
        Some(language) => format!("f.{field}.{language}"),
        None => format!("f.{field}"),
    }
}

/// Id of a control, which the error summary leads to.
pub fn control_id(field: &str, language: Option<&str>) -> String {
    match language {
        Some(language) => format!("f-{field}-{language}"),
        None => format!("f-{field}"),
    }
}
