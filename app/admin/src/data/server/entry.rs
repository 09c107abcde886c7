//! One entry: all its languages side by side, who needs it, what it was before, what can be done with it.

use app_i18n::tr;
use app_kit::UiError;
use masterdata_api::form::Form;
use masterdata_api::forms;
use masterdata_api::registry::{ADMINISTER, EntryDetail};
use masterdata_api::search::SearchFilter;
use serde_json::Value;

use super::kinds::{KINDS, Kind, column};
use super::{Ask, Query, history, text, words};
use crate::data::DataPlace;
use crate::data::shape::{Cell, DeedButton, EntryPage};

/// Derived fields that no reference of the entry says already.
const DERIVED: &[&str] = &["deviceTypeName", "machineTypeName", "mapStatus", "zoneName"];
/// Columns that are said in one language.
const SPOKEN: &[&str] = &[
    "name",
    "descr",
    "description",
    "addr_line1",
    "addr_line2",
    "addr_line3",
    "contact_person",
    "holiday_name",
    "holiday_desc",
    "file_txt",
    "hierarchy_level_name",
];
/// Shown by their own place on the page, or of no use to a reader.
const ELSEWHERE: &[&str] = &["langCode", "isActive"];

pub async fn page(ask: &Ask, slug: &str, code: &str) -> Result<EntryPage, UiError> {
    let kind = Kind::of(slug)?;
    let form = kind.form()?;
    let detail = ask.registry.entry(&ask.caller, kind.path, code).await?.ok_or_else(UiError::not_found)?;
    let first = detail.rows.first().ok_or_else(UiError::not_found)?;
    let reader = ask.language().await?;
    let titled = detail.rows.iter().find(|row| row["langCode"] == reader.as_str()).unwrap_or(first);
    let here = DataPlace::Entry(slug.to_owned(), code.to_owned()).path();
    let (spoken, common) = values(ask, kind, form, &detail).await?;
    let active = form.entity.table.has_active().then(|| detail.rows.iter().any(|row| row["isActive"] == true));
    let (edit, add) = languages(ask, kind, form, &detail, code).await?;
    let problem = ask.query.get("problem");
    let args: Vec<String> =
        ask.query.0.iter().filter(|(name, _)| name == "arg").map(|(_, value)| value.clone()).collect();
    Ok(EntryPage {
        entity: words::entity(ask.locale, slug),
        list: DataPlace::List(slug.to_owned()).path(),
        act: format!("/_ui/admin/data/{slug}/act"),
        title: titled_cell(ask, kind, form, titled),
        code: code.to_owned(),
        active,
        languages: said_in(form, &detail),
        spoken,
        common,
        audit: audit(ask, kind, form, first),
        needed_by: needed_by(ask, &detail, code),
        history: form.history.map(|_| history::states(ask, kind, form, &detail.history)),
        edit,
        add,
        deeds: deeds(ask, kind, form, &detail, active),
        done: words::done(ask.locale, ask.query.get("done")),
        problem: (!problem.is_empty()).then(|| words::error(ask.locale, problem, &args)),
        asked: Some(ask.query.get("ask").to_owned()).filter(|deed| !deed.is_empty()),
        may_change: detail.may_change,
        here,
    })
}

fn titled_cell(ask: &Ask, kind: &Kind, form: &Form, row: &Value) -> Cell {
    let language = row["langCode"].as_str().unwrap_or_default();
    words::cell(ask.locale, kind.title, column(form, kind.title).map(|column| column.kind), &row[kind.title], language)
}

/// The languages of a translated entry.
fn said_in(form: &Form, detail: &EntryDetail) -> Vec<(String, String)> {
    if !form.entity.table.is_translated() {
        return Vec::new();
    }
    let codes = detail.rows.iter().filter_map(|row| row["langCode"].as_str());
    codes.map(|code| (code.to_owned(), words::language(code))).collect()
}

/// What is said per language, and what is the same in all.
type Values = (Vec<(String, Vec<Cell>)>, Vec<(String, Cell)>);

async fn values(ask: &Ask, kind: &Kind, form: &Form, detail: &EntryDetail) -> Result<Values, UiError> {
    let (mut spoken, mut common) = (Vec::new(), Vec::new());
    let translated = form.entity.table.is_translated() && !kind.has_own_language();
    let reader = ask.language().await?;
    let derived = DERIVED.iter().copied().filter(|wire| !detail.rows[0][*wire].is_null());
    let fields = form.entity.fields.iter().map(|field| field.wire);
    for wire in fields.chain(derived).filter(|wire| !ELSEWHERE.contains(wire)) {
        let field = form.entity.field(wire);
        let found = column(form, wire).map(|column| column.kind);
        let cell = |row: &Value| {
            let language = row["langCode"].as_str().unwrap_or_default();
            words::cell(ask.locale, wire, found, &row[wire], language)
        };
        let label = words::member(ask.locale, kind, wire);
        let code = text(&detail.rows[0][wire]);
        let choices = ask.registry.choices(&ask.caller, kind.path, wire, &reader).await?;
        if let Some(choice) = choices.iter().find(|choice| choice.code == code && choice.name != code) {
            // what it refers to, by name in the reader's language
            common.push((label, Cell::Text(format!("{} · {code}", choice.name))));
            continue;
        }
        let same = detail.rows.iter().all(|row| row[wire] == detail.rows[0][wire]);
        let own = field.is_some_and(|field| SPOKEN.contains(&field.column));
        if translated && (own || !same) {
            spoken.push((label, detail.rows.iter().map(cell).collect()));
        } else {
            // what is the same in all languages is of none
            common.push((
                label,
                match cell(&detail.rows[0]) {
                    Cell::Spoken(_, text) if translated => Cell::Text(text),
                    shown => shown,
                },
            ));
        }
    }
    if kind.has_own_language() {
        let language = detail.rows[0]["langCode"].as_str().unwrap_or_default();
        common.insert(0, (tr::data::language(ask.locale).to_owned(), Cell::Text(words::language(language))));
    }
    if kind.slug == "dynamicfields" {
        let value = Cell::Id(text(&detail.rows[0]["fieldVal"]["code"]));
        common.insert(1, (words::member(ask.locale, kind, "fieldVal.code"), value));
    }
    if let Some(days) = working_days(ask, &detail.rows[0]) {
        common.push((tr::data::working_days(ask.locale).to_owned(), Cell::Text(days)));
    }
    if let Some(days) = detail.rows[0]["exceptionalHolidayPutPostDto"].as_array().filter(|days| !days.is_empty()) {
        let said: Vec<String> = days
            .iter()
            .map(|day| {
                let date = words::instant(ask.locale, &text(&day["exceptionHolidayDate"]));
                format!("{date} {}", text(&day["exceptionHolidayName"]))
            })
            .collect();
        common.push((tr::data::closed_days(ask.locale).to_owned(), Cell::Text(said.join(" · "))));
    }
    Ok((spoken, common))
}

fn working_days(ask: &Ask, row: &Value) -> Option<String> {
    let days = row["workingNonWorkingDays"].as_object()?;
    let named = super::form::week_names(ask.locale);
    let works: Vec<&str> = named
        .iter()
        .filter(|(name, _)| days.get(*name).is_some_and(|works| works == true))
        .map(|(_, text)| *text)
        .collect();
    Some(works.join(", "))
}

fn audit(ask: &Ask, kind: &Kind, form: &Form, row: &Value) -> Vec<(String, Cell)> {
    ["createdBy", "createdDateTime", "updatedBy", "updatedDateTime"]
        .into_iter()
        .filter(|wire| !row[*wire].is_null())
        .map(|wire| {
            let found = column(form, wire).map(|column| column.kind);
            (words::member(ask.locale, kind, wire), words::cell(ask.locale, wire, found, &row[wire], ""))
        })
        .collect()
}

/// Who needs it, with the list that shows them where it can be filtered by this entry.
fn needed_by(ask: &Ask, detail: &EntryDetail, code: &str) -> Vec<(String, Option<String>)> {
    let named = |(table, count): &(String, u64)| {
        let form = forms::FORMS.iter().find(|form| form.entity.table.name == table);
        let kind = form.and_then(|form| KINDS.iter().find(|kind| kind.path == form.entity.path));
        match (kind, form) {
            (Some(kind), Some(form)) => {
                let filter = kind.filters.iter().find(|wire| {
                    let own = form.entity.field(wire).map(|field| field.column);
                    form.refers.iter().any(|refers| Some(refers.column) == own)
                });
                let list = DataPlace::List(kind.slug.to_owned()).path();
                let href = filter.map(|wire| Query(vec![((*wire).to_owned(), code.to_owned())]).at(&list));
                (tr::data::needed(ask.locale, &words::entity(ask.locale, kind.slug), count), href.or(Some(list)))
            }
            _ if table == "valid_document" => {
                let text = tr::data::needed(ask.locale, &tr::data::documents(ask.locale), count);
                (text, Some(DataPlace::Documents.path()))
            }
            _ => (tr::data::needed(ask.locale, table, count), None),
        }
    };
    detail.needed_by.iter().map(named).collect()
}

/// Language's name and address.
type Links = Vec<(String, String)>;

/// Where it is changed in each language, and where a language that is missing is added.
async fn languages(
    ask: &Ask,
    kind: &Kind,
    form: &Form,
    detail: &EntryDetail,
    code: &str,
) -> Result<(Links, Links), UiError> {
    let path = DataPlace::Edit(kind.slug.to_owned(), code.to_owned()).path();
    let at = |language: &str| Query(vec![("language".to_owned(), language.to_owned())]).at(&path);
    if !detail.may_change {
        return Ok((Vec::new(), Vec::new()));
    }
    let changes = !form.change.is_empty() || kind.slug == "dynamicfields";
    if kind.slug == "dynamicfields" {
        return Ok((vec![(String::new(), path.clone())], other_values(ask, kind, detail, code).await?));
    }
    if !form.entity.table.is_translated() || kind.has_own_language() || kind.slug == "templatetypes" {
        let edit = if changes { vec![(String::new(), path.clone())] } else { Vec::new() };
        return Ok((edit, Vec::new()));
    }
    let said = said_in(form, detail);
    let edit = if changes { said.iter().map(|(code, name)| (name.clone(), at(code))).collect() } else { Vec::new() };
    let spoken = ask.registry.spoken().await?;
    let missing = spoken.iter().filter(|code| !said.iter().any(|(own, _)| own == *code));
    Ok((edit, missing.map(|code| (words::language(code), at(code))).collect()))
}

/// Languages in which a dynamic field does not have this value yet: each is a row of its own, written from this one.
async fn other_values(ask: &Ask, kind: &Kind, detail: &EntryDetail, code: &str) -> Result<Links, UiError> {
    let row = &detail.rows[0];
    let mut request = Ask::everything(None, 0, 1_000);
    request.filters = Some(vec![SearchFilter {
        value: Some(row["name"].clone()),
        column_name: Some("name".to_owned()),
        kind: Some("equals".to_owned()),
        ..SearchFilter::default()
    }]);
    let values = ask.registry.list(&ask.caller, kind.path, &request).await?.rows;
    let said = |language: &str| {
        values.iter().any(|other| other["langCode"] == language && other["fieldVal"]["code"] == row["fieldVal"]["code"])
    };
    let at = |language: &str| {
        let query = Query::default().with("from", code).with("language", language);
        query.at(&DataPlace::New(kind.slug.to_owned()).path())
    };
    let spoken = ask.registry.spoken().await?;
    let missing = spoken.iter().filter(|language| !said(language));
    Ok(missing.map(|language| (words::language(language), at(language))).collect())
}

fn deeds(ask: &Ask, kind: &Kind, form: &Form, detail: &EntryDetail, active: Option<bool>) -> Vec<DeedButton> {
    let locale = ask.locale;
    let mut deeds = Vec::new();
    if !detail.may_change {
        return deeds;
    }
    match active {
        Some(true) => deeds.push(DeedButton {
            deed: "deactivate".to_owned(),
            text: tr::data::deactivate(locale).to_owned(),
            question: Some((
                tr::data::deactivate_question(locale).to_owned(),
                tr::data::deactivate_text(locale).to_owned(),
            )),
        }),
        Some(false) => deeds.push(DeedButton {
            deed: "activate".to_owned(),
            text: tr::data::activate(locale).to_owned(),
            question: None,
        }),
        None => {}
    }
    let gone = ["machines", "devices", "registrationcenters"].contains(&kind.slug);
    if gone {
        let machine = if kind.slug == "registrationcenters" {
            tr::data::decommission_centre_text(locale)
        } else {
            tr::data::decommission_text(locale)
        };
        deeds.push(DeedButton {
            deed: "decommission".to_owned(),
            text: tr::data::decommission(locale).to_owned(),
            question: Some((tr::data::decommission_question(locale).to_owned(), machine.to_owned())),
        });
    }
    let deletes = !gone && !form.change.is_empty() && ask.caller.require(ADMINISTER).is_ok();
    if deletes {
        deeds.push(DeedButton {
            deed: "delete".to_owned(),
            text: tr::data::delete(locale).to_owned(),
            question: Some((tr::data::delete_question(locale).to_owned(), tr::data::delete_text(locale).to_owned())),
        });
    }
    deeds
}
