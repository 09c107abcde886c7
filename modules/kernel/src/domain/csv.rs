//! Audit rows as CSV for spreadsheets.

use kernel_api::audit_search::AuditEntry;

const COLUMNS: [&str; 16] = [
    "logged_at",
    "acted_at",
    "event_id",
    "event_name",
    "event_type",
    "session_user_id",
    "created_by",
    "module_name",
    "module_id",
    "ref_type",
    "ref_id",
    "description",
    "application_id",
    "request_id",
    "source",
    "seq",
];

/// The first line, with the mark by which spreadsheets know the encoding.
pub(crate) fn head() -> String {
    format!("\u{feff}{}\r\n", COLUMNS.join(","))
}

/// Adds a row.
pub(crate) fn row(text: &mut String, entry: &AuditEntry) {
    let seq = entry.seq.map(|seq| seq.to_string()).unwrap_or_default();
    let (logged_at, acted_at) = (types::time::format(entry.logged_at), types::time::format(entry.acted_at));
    let cells = [
        logged_at.as_str(),
        &acted_at,
        &entry.event_id,
        &entry.event_name,
        &entry.event_type,
        &entry.session_user_id,
        &entry.created_by,
        &entry.module_name,
        &entry.module_id,
        entry.ref_type.as_deref().unwrap_or_default(),
        entry.ref_id.as_deref().unwrap_or_default(),
        &entry.description,
        &entry.application_id,
        &entry.request_id,
        &entry.source,
        &seq,
    ];
    for (at, value) in cells.into_iter().enumerate() {
        if at > 0 {
            text.push(',');
        }
        cell(text, value);
    }
    text.push_str("\r\n");
}

/// Others' services write some of these texts: one that a spreadsheet would run as a formula is disarmed.
fn cell(text: &mut String, value: &str) {
    text.push('"');
    if value.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        text.push('\'');
    }
    for letter in value.chars() {
        if letter == '"' {
            text.push('"');
        }
        text.push(letter);
    }
    text.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_doubled_and_formulas_disarmed() {
        let mut text = String::new();
        cell(&mut text, "say \"x\", twice");
        cell(&mut text, "=HYPERLINK(1)");
        assert_eq!(text, "\"say \"\"x\"\", twice\"\"'=HYPERLINK(1)\"");
        assert_eq!(head().trim_start_matches('\u{feff}').trim_end().split(',').count(), COLUMNS.len());
    }
}
