//! Where the forms of master data go, and the file of a list.

use std::sync::Arc;

use app_i18n::Locale;
use app_kit::{
    Preferences, UiError,
    server::{encode, see_other, with_problem},
};
use axum::{
    Extension, Form, Router,
    extract::{DefaultBodyLimit, Path, RawQuery},
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use masterdata_api::Kind as ColumnKind;
use masterdata_api::Registry;
use masterdata_api::form::{Form as Entity, Member};
use masterdata_api::registry::Deed;
use serde_json::{Map, Value, json};
use types::Caller;

use super::drafts::{self, Draft};
use super::form::{Mode, members, week_names};
use super::kinds::{Kind, column};
use super::{Ask, Query, export, list, mistakes};
use crate::data::DataPlace;
use crate::post::{Posted, refused, value};

/// Most bytes of a form: the longest template, written in a script of three bytes a letter and percent-encoded.
const MOST: usize = 2 << 20;

type Service = Extension<Arc<dyn Registry>>;

/// The handlers; `Arc<dyn Registry>` and `Caller` stand in the request's extensions.
pub fn routes() -> Router {
    Router::new()
        .route("/_ui/admin/data/{slug}/save", post(save))
        .route("/_ui/admin/data/{slug}/act", post(act))
        .route("/_ui/admin/data/{slug}/csv", get(csv))
        .route("/_ui/admin/data/validdocuments/map", post(map))
        .layer(DefaultBodyLimit::max(MOST))
}

async fn save(
    Extension(service): Service,
    Extension(caller): Extension<Caller>,
    Path(slug): Path<String>,
    headers: HeaderMap,
    Form(posted): Posted,
) -> Response {
    let home = DataPlace::Home.path();
    let found = Kind::of(&slug).and_then(|kind| Ok((kind, kind.form()?)));
    let (kind, form) = match found {
        Ok(found) => found,
        Err(error) => return refused(&home, &error),
    };
    let mode = match value(&posted, "_mode") {
        "change" => Mode::Change,
        "translate" => Mode::Translate,
        _ => Mode::New,
    };
    let members = members(kind, form, mode);
    let body = body(kind, form, mode, &members, &posted);
    let code = value(&posted, "_code").to_owned();
    // a centre's other language is a change of the centre; of everything else it is a row of its own
    let changes = mode == Mode::Change || mode == Mode::Translate && slug == "registrationcenters";
    let done = if changes {
        service.change(&caller, kind.path, &body).await.map(|()| code.clone())
    } else {
        service.create(&caller, kind.path, &body).await
    };
    match done {
        Ok(made) => {
            // a word that was changed is found by its new self
            let word = value(&posted, "word").trim();
            let code = if slug == "blocklistedwords" { word.to_owned() } else { made };
            let done = if mode == Mode::New { "created" } else { "changed" };
            let page = if code.is_empty() {
                list::back(&slug, done)
            } else {
                format!("{}?done={done}", DataPlace::Entry(slug, code).path())
            };
            see_other(&page).into_response()
        }
        Err(failure) => {
            let locale = Preferences::of_headers(&headers).locale;
            let page = match (mode, code.is_empty()) {
                (Mode::New, _) | (_, true) => DataPlace::New(slug).path(),
                _ => DataPlace::Edit(slug, code).path(),
            };
            let language = value(&posted, "_language");
            let query = Query::default().with("language", if mode == Mode::New { "" } else { language });
            // nobody signed in, or without the right: there is no form to come back to
            if matches!(failure.status(), 401 | 403) {
                return refused(&query.at(&page), &failure.into());
            }
            let problems = mistakes::of(locale, kind, form, &members, &failure);
            let name = drafts::keep(caller.user_id(), Draft { fields: posted, problems });
            see_other(&query.with("draft", &name).at(&page)).into_response()
        }
    }
}

/// The request that a form asks for, as the REST endpoint would get it.
fn body(kind: &Kind, form: &Entity, mode: Mode, members: &[Member], posted: &[(String, String)]) -> Value {
    let mut body = Map::new();
    for member in members {
        let text = value(posted, member.wire);
        let found = column(form, member.wire).map(|column| column.kind);
        let said = match found {
            // a box that is not ticked is not sent
            Some(ColumnKind::Flag) => Value::Bool(text == "true"),
            _ if text.trim().is_empty() => Value::Null,
            Some(ColumnKind::Time) if text.len() == 5 => Value::String(format!("{text}:00")),
            Some(ColumnKind::Stamp) if text.len() == 16 => Value::String(format!("{text}:00.000Z")),
            // browsers send lines with both ends; a template has one
            Some(ColumnKind::Text(_)) => Value::String(text.replace("\r\n", "\n")),
            _ => Value::String(text.to_owned()),
        };
        body.insert(member.wire.to_owned(), said);
    }
    match kind.slug {
        "registrationcenters" if mode != Mode::Translate => centre(&mut body, posted),
        "dynamicfields" => {
            let (code, said) = (value(posted, "fieldVal.code"), value(posted, "fieldVal.value"));
            body.insert("fieldVal".to_owned(), json!({ "code": code, "value": said }));
            if mode == Mode::Change {
                body.insert("id".to_owned(), Value::String(value(posted, "_code").to_owned()));
            }
        }
        "blocklistedwords" if mode == Mode::Change => {
            body.insert("oldWord".to_owned(), Value::String(value(posted, "oldWord").to_owned()));
        }
        _ => {}
    }
    Value::Object(body)
}

/// The kiosks and days of a centre.
fn centre(body: &mut Map<String, Value>, posted: &[(String, String)]) {
    let kiosks = value(posted, "numberOfKiosks").trim();
    if !kiosks.is_empty() {
        body.insert("numberOfKiosks".to_owned(), Value::String(kiosks.to_owned()));
    }
    let works = |name: &str| value(posted, &format!("week.{name}")) == "true";
    let week: Map<String, Value> =
        week_names(Locale::Eng).iter().map(|(name, _)| ((*name).to_owned(), Value::Bool(works(name)))).collect();
    body.insert("workingNonWorkingDays".to_owned(), Value::Object(week));
    let all = |name: &'static str| {
        posted.iter().filter(move |(own, _)| own == name).map(|(_, value)| value.trim().to_owned())
    };
    let closed: Vec<Value> = all("closed.day")
        .zip(all("closed.name"))
        .zip(all("closed.reason"))
        .filter(|((day, _), _)| !day.is_empty())
        .map(|((day, name), reason)| {
            json!({ "exceptionHolidayDate": day, "exceptionHolidayName": name, "exceptionHolidayReson": reason })
        })
        .collect();
    body.insert("exceptionalHolidayPutPostDto".to_owned(), Value::Array(closed));
}

async fn act(
    Extension(service): Service,
    Extension(caller): Extension<Caller>,
    Path(slug): Path<String>,
    Form(posted): Posted,
) -> Response {
    let code = value(&posted, "code").to_owned();
    let name = value(&posted, "deed").to_owned();
    let page = DataPlace::Entry(slug.clone(), code.clone()).path();
    let deed = match name.as_str() {
        "activate" => Deed::Activate,
        "deactivate" => Deed::Deactivate,
        "delete" => Deed::Delete,
        "decommission" => Deed::Decommission,
        _ => return refused(&page, &UiError::not_found()),
    };
    let path = match Kind::of(&slug) {
        Ok(kind) => kind.path,
        Err(error) => return refused(&DataPlace::Home.path(), &error),
    };
    match service.act(&caller, path, &code, deed).await {
        Ok(()) if matches!(deed, Deed::Delete | Deed::Decommission) => {
            see_other(&list::back(&slug, &name)).into_response()
        }
        Ok(()) => see_other(&format!("{page}?done={name}")).into_response(),
        Err(failure) => refused(&page, &failure.into()),
    }
}

async fn map(Extension(service): Service, Extension(caller): Extension<Caller>, Form(posted): Posted) -> Response {
    let category = value(&posted, "category").to_owned();
    let page = format!("{}?category={}", DataPlace::Documents.path(), encode(&category));
    // the button that was pressed names the type and the direction
    let (kind, mapped) = match (value(&posted, "map"), value(&posted, "unmap")) {
        ("", kind) => (kind, false),
        (kind, _) => (kind, true),
    };
    match service.map_document(&caller, &category, kind, mapped).await {
        Ok(()) => see_other(&format!("{page}&done={}", if mapped { "mapped" } else { "unmapped" })).into_response(),
        Err(failure) => refused(&page, &failure.into()),
    }
}

async fn csv(
    Extension(service): Service,
    Extension(caller): Extension<Caller>,
    Path(slug): Path<String>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let ask = Ask {
        registry: service,
        caller,
        locale: Preferences::of_headers(&headers).locale,
        query: Query::parse(&query.unwrap_or_default()),
    };
    match export::csv(&ask, &slug).await {
        Ok(text) => {
            let name = format!("attachment; filename=\"{slug}.csv\"");
            let head = [
                (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
                (header::CONTENT_DISPOSITION, name),
                (header::CACHE_CONTROL, "no-store, private".to_owned()),
            ];
            (head, text).into_response()
        }
        Err(error) if error.kind == app_kit::Refusal::SignedOut => refused(&DataPlace::List(slug).path(), &error),
        Err(error) => see_other(&with_problem(&DataPlace::Home.path(), &error)).into_response(),
    }
}
