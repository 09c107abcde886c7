//! What a list shows, as a file of comma-separated values.

use app_kit::UiError;
use masterdata_api::search::Pagination;

use super::kinds::Kind;
use super::{Ask, list, text};

/// Rows that are read at once.
const ROWS: i64 = 500;

/// Everything the address's filters leave, by wire names, so that the head is the same in every language.
pub async fn csv(ask: &Ask, slug: &str) -> Result<String, UiError> {
    let kind = Kind::of(slug)?;
    let form = kind.form()?;
    let filters = list::filters(ask, kind, form).await?;
    let mut request = list::request(ask, kind, form, &filters).await?;
    let names: Vec<&str> = form
        .entity
        .fields
        .iter()
        .map(|field| field.wire)
        .chain(["createdBy", "createdDateTime", "updatedBy", "updatedDateTime"])
        .collect();
    // spreadsheets take a file without this mark for one in their own code page
    let mut out = String::from("\u{feff}");
    push(&mut out, names.iter().map(|name| (*name).to_owned()));
    for page in 0.. {
        request.pagination = Some(Pagination { page_start: page, page_fetch: ROWS });
        let found = ask.registry.list(&ask.caller, kind.path, &request).await?;
        for row in &found.rows {
            push(
                &mut out,
                names.iter().map(|name| match &row[*name] {
                    value if value.is_object() || value.is_array() => value.to_string(),
                    value => text(value),
                }),
            );
        }
        if found.rows.len() < usize::try_from(ROWS).unwrap_or(0) {
            break;
        }
    }
    Ok(out)
}

fn push(out: &mut String, values: impl Iterator<Item = String>) {
    let line: Vec<String> = values.map(|value| quoted(&value)).collect();
    out.push_str(&line.join(","));
    out.push_str("\r\n");
}

/// A value in quotes where it needs them. What a spreadsheet would take for a formula is made a text.
fn quoted(value: &str) -> String {
    let number = value.trim_start_matches(['+', '-']).chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ' '));
    let formula = value.starts_with(['=', '@', '\t', '\r']) || value.starts_with(['+', '-']) && !number;
    let value = if formula { format!("'{value}") } else { value.to_owned() };
    if value.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", value.replace('"', "\"\"")) } else { value }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn values_are_quoted_and_formulas_are_texts() {
        assert_eq!(quoted("a"), "a");
        assert_eq!(quoted("a,\"b\""), "\"a,\"\"b\"\"\"");
        assert_eq!(quoted("=HYPERLINK(1)"), "'=HYPERLINK(1)");
        assert_eq!(quoted("-6.8152"), "-6.8152");
        assert_eq!(quoted("+99 1"), "+99 1");
    }
}
