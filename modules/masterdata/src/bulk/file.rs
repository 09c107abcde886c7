//! Reads an uploaded file: comma- or bar-separated text, or the first sheet of a workbook.

use std::io::{Cursor, Read};

use calamine::{Data, Reader};
use masterdata_api::{Table, forms};

/// Most rows of one file.
pub(crate) const MOST_ROWS: usize = 200_000;
/// Most bytes a workbook may unpack to.
const MOST_UNPACKED: u64 = 256 << 20;

/// A file's header, as columns of its table, and its rows with their lines.
pub(crate) struct Sheet {
    /// The table's column of each field; nothing for fields the table has no column for.
    pub(crate) columns: Vec<Option<&'static str>>,
    pub(crate) rows: Vec<(u64, Vec<String>)>,
}

/// Reads a file by the ending of its name.
///
/// # Errors
/// A sentence that says what is wrong with the file.
pub(crate) fn read(table: &'static Table, name: &str, content: &[u8]) -> Result<Sheet, String> {
    let ending = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let mut lines = match ending.as_str() {
        "csv" => csv_lines(content)?,
        "xlsx" | "xls" => sheet_lines(&ending, content)?,
        _ => return Err("Supported formats are xls, xlsx and csv files".into()),
    };
    if lines.is_empty() {
        return Err("the file has no header row".into());
    }
    let (_, header) = lines.remove(0);
    if lines.len() > MOST_ROWS {
        return Err(format!("the file has {} rows, at most {MOST_ROWS} are taken: split it", lines.len()));
    }
    let columns: Vec<_> = header.iter().map(|field| column_of(table, field)).collect();
    let unknown: Vec<&str> =
        header.iter().zip(&columns).filter(|(_, column)| column.is_none()).map(|(f, _)| f.as_str()).collect();
    if !unknown.is_empty() {
        return Err(format!("{} has no column {}", table.name, unknown.join(", ")));
    }
    lines.retain(|(_, fields)| fields.iter().any(|field| !field.trim().is_empty()));
    Ok(Sheet { columns, rows: lines })
}

/// Letters and digits in lower case: `lang_code`, `langCode` and `Lang Code` are one name.
fn folded(name: &str) -> String {
    name.trim_start_matches('\u{feff}').chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The column that a field of a header means: by its name, by its name on the wire, or by a name that MOSIP's files use.
pub(crate) fn column_of(table: &'static Table, field: &str) -> Option<&'static str> {
    let wanted = folded(field);
    let by_name = table.all_columns().find(|column| folded(column.name) == wanted).map(|column| column.name);
    let form = forms::FORMS.iter().find(|form| form.entity.table.name == table.name);
    let by_wire = || {
        let fields = form.map(|form| form.entity.fields).unwrap_or_default();
        fields.iter().find(|field| folded(field.wire) == wanted).map(|field| field.column)
    };
    let by_custom = || {
        let column = match wanted.as_str() {
            "createdby" => "cr_by",
            "createddatetime" | "createdtimes" => "cr_dtimes",
            "updatedby" => "upd_by",
            "updateddatetime" => "upd_dtimes",
            "deleteddatetime" => "del_dtimes",
            "description" => "descr",
            "registrationcenterid" | "regcenterid" => "regcntr_id",
            "userid" => "usr_id",
            "daycode" => "day_code",
            "iswroking" | "isworking" => "is_working",
            "applicanttypecode" | "apptypecode" => "apptyp_code",
            "doccategorycode" => "doccat_code",
            "doctypecode" => "doctyp_code",
            "holidaydate" => "hol_date",
            "holidayname" => "hol_name",
            "holidayreason" => "hol_reason",
            _ => return None,
        };
        table.all_columns().find(|own| own.name == column).map(|own| own.name)
    };
    by_name.or_else(by_wire).or_else(by_custom)
}

fn csv_lines(content: &[u8]) -> Result<Vec<(u64, Vec<String>)>, String> {
    let first = content.split(|byte| *byte == b'\n').next().unwrap_or_default();
    // MOSIP's own files are separated by bars, spreadsheets write commas or semicolons
    let count = |mark: u8| first.iter().filter(|byte| **byte == mark).count();
    let delimiter =
        [b',', b'|', b';', b'\t'].into_iter().max_by_key(|mark| (count(*mark), *mark == b',')).unwrap_or(b',');
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(content);
    let mut lines = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| format!("the file is no CSV file in UTF-8: {error}"))?;
        let line = record.position().map_or(0, csv::Position::line);
        lines.push((line, record.iter().map(str::to_owned).collect()));
    }
    Ok(lines)
}

/// Whether a workbook unpacks to no more than is taken; sizes that a file states are not believed.
fn unpacks(content: &[u8]) -> Result<bool, String> {
    let unreadable = |error: &dyn std::fmt::Display| format!("the workbook cannot be read: {error}");
    let mut archive = zip::ZipArchive::new(Cursor::new(content)).map_err(|error| unreadable(&error))?;
    let mut left = MOST_UNPACKED;
    for at in 0..archive.len() {
        let entry = archive.by_index(at).map_err(|error| unreadable(&error))?;
        let read =
            std::io::copy(&mut entry.take(left + 1), &mut std::io::sink()).map_err(|error| unreadable(&error))?;
        match left.checked_sub(read) {
            Some(rest) => left = rest,
            None => return Ok(false),
        }
    }
    Ok(true)
}

fn sheet_lines(ending: &str, content: &[u8]) -> Result<Vec<(u64, Vec<String>)>, String> {
    let unreadable = |error: &dyn std::fmt::Display| format!("the workbook cannot be read: {error}");
    if ending == "xlsx" && !unpacks(content)? {
        return Err("the workbook is too large when it is unpacked: split it".into());
    }
    let mut book = calamine::open_workbook_auto_from_rs(Cursor::new(content)).map_err(|error| unreadable(&error))?;
    let range = book.worksheet_range_at(0).ok_or("the workbook has no sheet")?.map_err(|error| unreadable(&error))?;
    let first = u64::from(range.start().map_or(0, |(row, _)| row));
    let lines = range.rows().enumerate().map(|(at, row)| (first + at as u64 + 1, row.iter().map(cell).collect()));
    Ok(lines.collect())
}

/// A cell as text, days and times in the form that tables keep.
fn cell(cell: &Data) -> String {
    match cell {
        Data::DateTime(at) => match at.as_datetime() {
            Some(at) if at.time() == chrono::NaiveTime::MIN => at.date().to_string(),
            Some(at) if at.date().to_string().starts_with("1899-12-3") => at.time().format("%H:%M:%S").to_string(),
            Some(at) => at.format("%Y-%m-%d %H:%M:%S").to_string(),
            None => String::new(),
        },
        Data::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
        Data::Empty | Data::Error(_) => String::new(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use masterdata_api::tables;

    #[test] // ADM-21: headers by column or by name on the wire; comma, bar, semicolon
    fn headers_and_separators() {
        for text in
            ["code,genderName,langCode,isActive\nM,Male,eng,true\n", "code|name|lang_code|is_active\nM|Male|eng|true"]
        {
            let sheet = read(&tables::GENDER, "gender.csv", text.as_bytes()).expect("readable");
            assert_eq!(sheet.columns, [Some("code"), Some("name"), Some("lang_code"), Some("is_active")]);
            assert_eq!(sheet.rows, [(2, vec!["M".to_owned(), "Male".into(), "eng".into(), "true".into()])]);
        }
        let refused = |name: &str, content: &[u8]| read(&tables::GENDER, name, content).err().expect("refused");
        assert!(refused("gender.csv", b"code,colour\n").contains("no column colour"));
        assert!(refused("gender.pdf", b"%PDF").contains("Supported formats"));
        assert!(refused("gender.xlsx", b"not a workbook").contains("cannot be read"));
        assert!(refused("gender.csv", b"").contains("no header"));
    }

    #[test] // ADM-21: times that spreadsheets know as numbers
    fn cells_of_sheets() {
        assert_eq!(cell(&Data::Float(3.0)), "3");
        assert_eq!(cell(&Data::Float(3.5)), "3.5");
        assert_eq!(cell(&Data::Bool(true)), "true");
        assert_eq!(cell(&Data::Empty), "");
    }
}
