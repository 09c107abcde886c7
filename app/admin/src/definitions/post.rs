//! Forms of schemas and forms.

use std::sync::Arc;

use app_kit::{UiError, server::see_other};
use axum::{
    Extension, Form, Router,
    extract::DefaultBodyLimit,
    response::{IntoResponse, Response},
    routing::post,
};
use masterdata_api::Definitions;
use masterdata_api::definitions::DraftChange;
use schema::edit::{Family, FieldDraft};
use types::{Caller, Failure, Timestamp};

use super::family;
use crate::place::Place;
use crate::post::{Posted, refused, value};

/// Most bytes of a posted document; a schema may have a million, and percent-encoding makes three of one.
const MOST: usize = 4 << 20;

type Service = Extension<Arc<dyn Definitions>>;

/// The handlers.
pub fn routes() -> Router {
    Router::new()
        .route("/_ui/admin/schemas/draft", post(draft))
        .route("/_ui/admin/schemas/field", post(field))
        .route("/_ui/admin/schemas/remove", post(remove))
        .route("/_ui/admin/schemas/shift", post(shift))
        .route("/_ui/admin/schemas/publish", post(publish))
        .route("/_ui/admin/schemas/discard", post(discard))
        .merge(Router::new().route("/_ui/admin/schemas/json", post(json)).layer(DefaultBodyLimit::max(MOST)))
}

/// What every form says: which document it is about.
fn about(posted: &[(String, String)]) -> Result<(Family, String), UiError> {
    Ok((family(value(posted, "family")).ok_or_else(UiError::not_found)?, value(posted, "id").to_owned()))
}

fn answered(done: Result<(), Failure>, there: &str, back: &str) -> Response {
    match done {
        Ok(()) => see_other(there).into_response(),
        Err(failure) => refused(back, &failure.into()),
    }
}

async fn draft(Extension(service): Service, Extension(caller): Extension<Caller>, Form(posted): Posted) -> Response {
    let begun = async {
        let (family, from) = about(&posted)?;
        let id = service.begin_draft(&caller, family, &from).await?;
        Ok::<_, UiError>(Place::Definition(family, id).path())
    };
    match begun.await {
        Ok(page) => see_other(&format!("{page}?done=drafted")).into_response(),
        Err(error) => refused(&Place::Schemas.path(), &error),
    }
}

async fn field(Extension(service): Service, Extension(caller): Extension<Caller>, Form(posted): Posted) -> Response {
    let (family, id) = match about(&posted) {
        Ok(about) => about,
        Err(error) => return refused(&Place::Schemas.path(), &error),
    };
    let text = |name: &str| value(&posted, name).trim().to_owned();
    let ticked = |name: &str| value(&posted, name) == "yes";
    let was = Some(text("was")).filter(|was| !was.is_empty());
    let labels =
        posted.iter().filter_map(|(name, label)| Some((name.strip_prefix("label-")?.to_owned(), label.clone())));
    let draft = FieldDraft {
        id: text("name"),
        required: ticked("required"),
        pattern: text("pattern"),
        type_name: text("type"),
        category: text("category"),
        handle: ticked("handle"),
        labels: labels.collect(),
        control: text("control"),
        sub_type: text("sub-type"),
        dynamic: ticked("dynamic"),
        level: text("level"),
    };
    let back = Place::DefinitionField(family, id.clone(), was.clone()).path();
    let there = format!("{}?done=saved#fields", Place::Definition(family, id.clone()).path());
    let done = service.change_draft(&caller, family, &id, DraftChange::Put { was, field: draft }).await;
    answered(done, &there, &back)
}

/// A change that leads back to the draft.
async fn changed(
    service: &dyn Definitions,
    caller: &Caller,
    posted: &[(String, String)],
    change: DraftChange,
) -> Response {
    let (family, id) = match about(posted) {
        Ok(about) => about,
        Err(error) => return refused(&Place::Schemas.path(), &error),
    };
    let page = Place::Definition(family, id.clone()).path();
    answered(service.change_draft(caller, family, &id, change).await, &format!("{page}?done=saved"), &page)
}

async fn remove(Extension(service): Service, Extension(caller): Extension<Caller>, Form(posted): Posted) -> Response {
    changed(&*service, &caller, &posted, DraftChange::Remove { id: value(&posted, "field").to_owned() }).await
}

async fn shift(Extension(service): Service, Extension(caller): Extension<Caller>, Form(posted): Posted) -> Response {
    let change = DraftChange::Shift { id: value(&posted, "field").to_owned(), up: value(&posted, "up") == "1" };
    changed(&*service, &caller, &posted, change).await
}

async fn json(Extension(service): Service, Extension(caller): Extension<Caller>, Form(posted): Posted) -> Response {
    let text = |name: &str| value(&posted, name).to_owned();
    let change = DraftChange::Json { title: text("title"), description: text("description"), json: text("json") };
    changed(&*service, &caller, &posted, change).await
}

/// An instant of `datetime-local`, meant in UTC; `None` at once.
fn instant(text: &str) -> Option<Timestamp> {
    let seconds = if text.len() == 16 { ":00" } else { "" };
    types::time::parse(&format!("{text}{seconds}.000Z"))
}

async fn publish(Extension(service): Service, Extension(caller): Extension<Caller>, Form(posted): Posted) -> Response {
    let (family, id) = match about(&posted) {
        Ok(about) => about,
        Err(error) => return refused(&Place::Schemas.path(), &error),
    };
    let there = format!("{}?done=published", Place::Definition(family, id.clone()).path());
    let done = service.publish_draft(&caller, family, &id, instant(value(&posted, "from"))).await;
    answered(done, &there, &Place::Publish(family, id).path())
}

async fn discard(Extension(service): Service, Extension(caller): Extension<Caller>, Form(posted): Posted) -> Response {
    let (family, id) = match about(&posted) {
        Ok(about) => about,
        Err(error) => return refused(&Place::Schemas.path(), &error),
    };
    let there = format!("{}?done=discarded", Place::Schemas.path());
    answered(service.discard_draft(&caller, family, &id).await, &there, &Place::Definition(family, id.clone()).path())
}

#[cfg(test)]
mod tests {
    use super::instant;

    #[test]
    fn what_a_browser_sends_is_an_instant_in_utc() {
        assert_eq!(instant("2026-12-01T08:30").map(types::time::format).as_deref(), Some("2026-12-01T08:30:00.000Z"));
        assert_eq!(
            instant("2026-12-01T08:30:15").map(types::time::format).as_deref(),
            Some("2026-12-01T08:30:15.000Z")
        );
        assert_eq!((instant(""), instant("soon")), (None, None));
    }
}
