//! UI-ADM-02 to UI-ADM-19: the list of any entity, by its descriptor and the address.

use app_i18n::tr;
use app_kit::{Refusal, UiError};
use masterdata_api::Kind as ColumnKind;
use masterdata_api::form::Form;
use masterdata_api::registry::{EntryPage, right_to_change};
use masterdata_api::search::{Pagination, SearchFilter, SearchRequest, SearchSort};
use serde_json::Value;

use super::kinds::{Kind, code_of, column};
use super::{Ask, Query, text, words};
use crate::data::DataPlace;
use crate::data::shape::{Ask as How, Cell, Filter, Head, Line, ListPage};

/// Rows of a page.
const ROWS: i64 = 25;
/// Choices beyond which a list is no help; codes are typed then.
const CHOICES: usize = 1_000;
/// Value of the language's filter for rows of every language.
const ALL: &str = "all";

pub async fn page(ask: &Ask, slug: &str) -> Result<ListPage, UiError> {
    let kind = Kind::of(slug)?;
    let form = kind.form()?;
    let query = &ask.query;
    let filters = filters(ask, kind, form).await?;
    let number = query.get("page").parse::<i64>().unwrap_or(1).clamp(1, 1_000_000);
    let mut request = request(ask, kind, form, &filters).await?;
    request.pagination = Some(Pagination { page_start: number - 1, page_fetch: ROWS });
    let (found, problem) = match ask.registry.list(&ask.caller, kind.path, &request).await {
        Ok(found) => (found, None),
        Err(failure) => {
            let error = UiError::from(failure);
            // a filter that cannot be read, or a reader without a zone: the page stays and says so
            if error.kind != Refusal::Rule {
                return Err(error);
            }
            (
                EntryPage { rows: Vec::new(), from: 0, total: 0 },
                Some(words::error(ask.locale, &error.code, &error.args)),
            )
        }
    };
    let path = DataPlace::List(slug.to_owned()).path();
    let at = |page: i64| {
        query.with("page", &if page > 1 { page.to_string() } else { String::new() }).with("done", "").at(&path)
    };
    let more = u64::try_from(number * ROWS).unwrap_or(0) < found.total;
    let filtered = filters.iter().any(is_set);
    let may_change = ask.caller.require(right_to_change(form)).is_ok();
    Ok(ListPage {
        title: words::entity(ask.locale, slug),
        heads: heads(ask, kind, form, &path),
        lines: found.rows.iter().map(|row| line(ask, kind, form, row)).collect(),
        filters,
        sort: Some(query.get("sort").to_owned()).filter(|sort| !sort.is_empty()),
        filtered,
        from: found.from,
        total: found.total,
        previous: (number > 1).then(|| at(number - 1)),
        next: more.then(|| at(number + 1)),
        csv: query.with("page", "").with("done", "").at(&format!("/_ui/admin/data/{slug}/csv")),
        new: (may_change && !form.create.is_empty()).then(|| DataPlace::New(slug.to_owned()).path()),
        map: (slug == "registrationcenters").then(|| DataPlace::Map.path()),
        done: words::done(ask.locale, query.get("done")),
        problem,
        path,
    })
}

/// Whether a filter narrows the list; the language only chooses how it is read.
fn is_set(filter: &Filter) -> bool {
    match &filter.ask {
        How::Days(from, to) => !from.is_empty() || !to.is_empty(),
        _ => filter.name != "language" && !filter.value.is_empty(),
    }
}

/// The filters with what the address says.
pub async fn filters(ask: &Ask, kind: &'static Kind, form: &'static Form) -> Result<Vec<Filter>, UiError> {
    let (locale, query) = (ask.locale, &ask.query);
    let reader = ask.language().await?;
    let mut filters = Vec::new();
    for wire in kind.filters {
        let how = match column(form, wire).map(|column| column.kind) {
            _ if *wire == "mapStatus" => How::OneOf(vec![
                ("assigned".to_owned(), tr::data::assigned(locale).to_owned()),
                ("unassigned".to_owned(), tr::data::unassigned(locale).to_owned()),
            ]),
            Some(ColumnKind::Date) => {
                How::Days(query.get(&format!("{wire}-from")).to_owned(), query.get(&format!("{wire}-to")).to_owned())
            }
            found => {
                let choices = ask.registry.choices(&ask.caller, kind.path, wire, &reader).await?;
                let contains = form.entity.field(wire).is_none_or(|field| field.filters.contains('C'));
                match (choices.is_empty() || choices.len() > CHOICES, contains && found.is_none_or(is_text)) {
                    (false, _) => How::OneOf(choices.into_iter().map(|choice| (choice.code, choice.name)).collect()),
                    (true, true) => How::Contains,
                    (true, false) => How::Equals,
                }
            }
        };
        filters.push(Filter {
            name: (*wire).to_owned(),
            label: words::member(locale, kind, wire),
            value: query.get(wire).to_owned(),
            ask: how,
        });
    }
    if form.entity.table.has_active() {
        let states = [("true", tr::data::active(locale)), ("false", tr::data::inactive(locale))];
        filters.push(Filter {
            name: "isActive".to_owned(),
            label: tr::data::status(locale).to_owned(),
            value: query.get("isActive").to_owned(),
            ask: How::OneOf(states.map(|(value, text)| (value.to_owned(), text.to_owned())).to_vec()),
        });
    }
    if form.entity.table.has_language() && (form.entity.table.is_translated() || kind.has_own_language()) {
        let mut choices: Vec<(String, String)> =
            ask.registry.spoken().await?.into_iter().map(|code| (code.clone(), words::language(&code))).collect();
        choices.push((ALL.to_owned(), tr::data::all_languages(locale).to_owned()));
        let own = if kind.has_own_language() { ALL.to_owned() } else { reader };
        let asked = query.get("language");
        let known = choices.iter().any(|(code, _)| code == asked);
        filters.push(Filter {
            name: "language".to_owned(),
            label: tr::data::language(locale).to_owned(),
            value: if known { asked.to_owned() } else { own },
            ask: How::OneOf(choices),
        });
    }
    Ok(filters)
}

const fn is_text(kind: ColumnKind) -> bool {
    matches!(kind, ColumnKind::Text(_))
}

/// The search that the filters and the address ask for, without its page.
pub async fn request(
    ask: &Ask,
    kind: &'static Kind,
    form: &'static Form,
    filters: &[Filter],
) -> Result<SearchRequest, UiError> {
    let mut wanted = Vec::new();
    let mut language = Some(ask.language().await?);
    for filter in filters {
        let equals = |kind: &str, column: &str, value: &str| SearchFilter {
            value: Some(Value::String(value.to_owned())),
            column_name: Some(column.to_owned()),
            kind: Some(kind.to_owned()),
            ..SearchFilter::default()
        };
        match &filter.ask {
            _ if filter.name == "language" => {
                let own = Some(filter.value.clone()).filter(|value| value != ALL);
                if form.entity.table.is_translated() {
                    language = own;
                } else if let Some(own) = own {
                    wanted.push(equals("equals", "langCode", &own));
                }
            }
            How::Days(from, to) if !from.is_empty() || !to.is_empty() => wanted.push(SearchFilter {
                // an open end is as far as dates go
                from_value: Some(if from.is_empty() { "0001-01-01".to_owned() } else { from.clone() }),
                to_value: Some(if to.is_empty() { "9999-12-31".to_owned() } else { to.clone() }),
                column_name: Some(filter.name.clone()),
                kind: Some("between".to_owned()),
                ..SearchFilter::default()
            }),
            How::Contains if !filter.value.is_empty() => wanted.push(equals("contains", &filter.name, &filter.value)),
            How::OneOf(_) | How::Equals if !filter.value.is_empty() => {
                // MOSIP lets some columns be compared by their beginning or a part only: a list of one compares them whole
                let whole = form.entity.field(&filter.name).is_none_or(|field| field.filters.contains('E'));
                wanted.push(equals(if whole { "equals" } else { "in" }, &filter.name, &filter.value));
            }
            _ => {}
        }
    }
    let (field, ascending) = order(ask, kind, form);
    let sort = |field: &str, ascending: bool| SearchSort {
        sort_field: Some(field.to_owned()),
        sort_type: Some(if ascending { "ASC" } else { "DESC" }.to_owned()),
    };
    // the code decides between equals, so that no entry stands on two pages or on none
    let sorts = vec![sort(&field, ascending), sort(code_of(form), true)];
    Ok(SearchRequest { filters: Some(wanted), sort: Some(sorts), pagination: None, language_code: language })
}

/// The field to sort by and whether ascending: the address's where it names a column, else the descriptor's.
fn order(ask: &Ask, kind: &Kind, form: &Form) -> (String, bool) {
    let parse = |sort: &str| (sort.trim_start_matches('-').to_owned(), !sort.starts_with('-'));
    let asked = parse(ask.query.get("sort"));
    if column(form, &asked.0).is_some() { asked } else { parse(kind.sort) }
}

fn heads(ask: &Ask, kind: &Kind, form: &Form, path: &str) -> Vec<Head> {
    let (sorted, ascending) = order(ask, kind, form);
    let shown = std::iter::once(&kind.title).chain(kind.columns);
    let state = form.entity.table.has_active().then_some(&"isActive");
    shown
        .chain(state)
        .map(|wire| {
            let here = sorted == *wire;
            let next = if here && ascending { format!("-{wire}") } else { (*wire).to_owned() };
            let sortable = column(form, wire).is_some();
            Head {
                text: words::member(ask.locale, kind, wire),
                number: matches!(*wire, "users" | "devices" | "machines"),
                href: sortable.then(|| ask.query.with("sort", &next).with("page", "").with("done", "").at(path)),
                order: here.then_some(ascending),
            }
        })
        .collect()
}

fn line(ask: &Ask, kind: &Kind, form: &Form, row: &Value) -> Line {
    let code = text(&row[code_of(form)]);
    let language = row["langCode"].as_str().unwrap_or_default();
    let cell = |wire: &str| {
        let kind = column(form, wire).map(|column| column.kind);
        match (wire, &row[wire]) {
            ("langCode", Value::String(language)) => Cell::Text(words::language(language)),
            (_, value) => words::cell(ask.locale, wire, kind, value, language),
        }
    };
    let mut cells: Vec<Cell> = kind.columns.iter().map(|wire| cell(wire)).collect();
    if form.entity.table.has_active() {
        cells.push(cell("isActive"));
    }
    let shown = if kind.slug == "dynamicfields" { text(&row["fieldVal"]["code"]) } else { code.clone() };
    Line {
        href: DataPlace::Entry(kind.slug.to_owned(), code.clone()).path(),
        title: cell(kind.title),
        code: if kind.title == code_of(form) { String::new() } else { shown },
        cells,
    }
}

/// The address of a list, for what comes back to it.
pub fn back(slug: &str, done: &str) -> String {
    Query(vec![("done".to_owned(), done.to_owned())]).at(&DataPlace::List(slug.to_owned()).path())
}
