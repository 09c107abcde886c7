//! Where the portal's forms post to. A handler changes something and answers 303; problems travel as codes in the query,
//! what was typed stays in the draft.

use std::sync::Arc;

use app_forms::{changes, pages};
use app_kit::{
    Preferences, UiError,
    server::{SessionChange, encode, see_other, with_problem},
};
use axum::{
    Extension, Form, Router,
    extract::{DefaultBodyLimit, Multipart, Path},
    http::{HeaderMap, HeaderValue, header, request::Parts},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use iam_api::Iam;
use leptos::prelude::use_context;
use prereg_api::{ConsentGiven, NewDocument, Prereg, Seat, SlotChoice, Submission};
use types::{Caller, CenterId, LangCode};

use crate::{api::prid_of, place::Place};

/// Holds the address between asking for a code and bringing it back: it must not stand in a URL.
const PENDING_COOKIE: &str = "__Host-tessera-prereg";
const PENDING_SECS: u32 = 900;
/// The service has the country's limit for a document; this one bounds what is read at all.
const UPLOAD_LIMIT_BYTES: usize = 12 * 1024 * 1024;

type Service = Extension<Arc<dyn Prereg>>;
type Posted = Form<Vec<(String, String)>>;

/// The handlers; `Arc<dyn Prereg>`, `Arc<dyn Iam>` and `Caller` stand in the request's extensions.
pub fn routes() -> Router {
    Router::new()
        .route("/_ui/prereg/send-code", post(send_code))
        .route("/_ui/prereg/sign-in", post(sign_in))
        .route("/_ui/prereg/sign-out", post(sign_out))
        .route("/_ui/prereg/start", post(start))
        .route("/_ui/prereg/{prid}/save/{page}", post(save))
        .route("/_ui/prereg/{prid}/upload/{category}", post(upload).layer(DefaultBodyLimit::max(UPLOAD_LIMIT_BYTES)))
        .route("/_ui/prereg/{prid}/document/{document}", get(read_document))
        .route("/_ui/prereg/{prid}/document/{document}/remove", post(remove_document))
        .route("/_ui/prereg/{prid}/submit", post(submit))
        .route("/_ui/prereg/{prid}/book", post(book))
        .route("/_ui/prereg/{prid}/cancel", post(cancel))
        .route("/_ui/prereg/{prid}/discard", post(discard))
        .route("/_ui/prereg/{prid}/send-slip", post(send_slip))
}

fn value<'a>(posted: &'a [(String, String)], name: &str) -> &'a str {
    posted.iter().find(|(found, _)| found == name).map_or("", |(_, value)| value.trim())
}

fn to(place: &Place) -> Response {
    see_other(&place.path()).into_response()
}

/// Back to a page with a problem; signed out leads to signing in.
fn refused(place: &Place, error: &UiError) -> Response {
    refused_at(&place.path(), error)
}

fn refused_at(path: &str, error: &UiError) -> Response {
    let path = if error.kind == app_kit::Refusal::SignedOut { crate::place::SIGN_IN } else { path };
    see_other(&with_problem(path, error)).into_response()
}

fn language_of(headers: &HeaderMap) -> LangCode {
    crate::api::data_language(Preferences::of_headers(headers).locale)
}

fn rule(code: &str) -> UiError {
    UiError { code: code.to_owned(), args: Vec::new(), kind: app_kit::Refusal::Rule }
}

fn cookie(value: &str, age_secs: u32) -> HeaderValue {
    let line = format!("{PENDING_COOKIE}={value}; Path=/; Max-Age={age_secs}; Secure; HttpOnly; SameSite=Strict");
    HeaderValue::from_str(&line).unwrap_or(HeaderValue::from_static(""))
}

fn pending(headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get(header::COOKIE)?.to_str().ok()?;
    let encoded = cookies.split(';').find_map(|pair| pair.trim().strip_prefix(PENDING_COOKIE)?.strip_prefix('='))?;
    String::from_utf8(BASE64_URL_SAFE_NO_PAD.decode(encoded).ok()?).ok().filter(|address| !address.is_empty())
}

/// The address that waits for its code, of the request being rendered.
pub(crate) fn pending_of_request() -> Option<String> {
    pending(&use_context::<Parts>()?.headers)
}

/// Enough of an address to recognise it: the last three digits, or the first letter and the domain.
pub(crate) fn masked(address: &str) -> String {
    match address.split_once('@') {
        Some((name, domain)) => format!("{}•••@{domain}", name.chars().next().unwrap_or('•')),
        None => {
            let digits: Vec<char> = address.chars().collect();
            let shown: String = digits[digits.len().saturating_sub(3)..].iter().collect();
            format!("•••••{shown}")
        }
    }
}

async fn send_code(
    Extension(service): Service,
    Extension(caller): Extension<Caller>,
    headers: HeaderMap,
    Form(posted): Posted,
) -> Response {
    // "send again" posts no address: it is the pending one
    let typed = value(&posted, "address");
    let again = typed.is_empty();
    let address = if again { pending(&headers).unwrap_or_default() } else { typed.to_owned() };
    let back = if again { Place::Code } else { Place::SignIn };
    if address.is_empty() {
        return refused(&Place::SignIn, &rule("PRG_PAM_LGN_008"));
    }
    match service.send_code(&caller, &address, language_of(&headers)).await {
        Ok(_) => {
            let mut response = to(&Place::Code);
            let encoded = BASE64_URL_SAFE_NO_PAD.encode(&address);
            response.headers_mut().append(header::SET_COOKIE, cookie(&encoded, PENDING_SECS));
            response
        }
        Err(failure) => {
            let error = UiError::from(failure);
            // a code is already on its way to this address: the next page is where it goes
            let place = if error.code == "PRE-REG-OTP-408" { Place::Code } else { back };
            let mut response = refused(&place, &error);
            if place == Place::Code {
                let encoded = BASE64_URL_SAFE_NO_PAD.encode(&address);
                response.headers_mut().append(header::SET_COOKIE, cookie(&encoded, PENDING_SECS));
            }
            response
        }
    }
}

async fn sign_in(
    Extension(service): Service,
    Extension(caller): Extension<Caller>,
    headers: HeaderMap,
    Form(posted): Posted,
) -> Response {
    let Some(address) = pending(&headers) else { return refused(&Place::SignIn, &rule("PRG_PAM_LGN_008")) };
    let code: String = value(&posted, "code").chars().filter(|c| !c.is_whitespace()).collect();
    match service.sign_in(&caller, &address, &code).await {
        Ok(session) => {
            let mut response = to(&Place::Applications);
            response.headers_mut().append(header::SET_COOKIE, cookie("", 0));
            response.extensions_mut().insert(SessionChange::Open(session.cookie.as_str().into(), session.max_age_secs));
            response
        }
        Err(failure) => refused(&Place::Code, &failure.into()),
    }
}

async fn sign_out(Extension(iam): Extension<Arc<dyn Iam>>, Extension(caller): Extension<Caller>) -> Response {
    // the cookie goes in any case; a session that could not be closed ends by itself
    if let Err(failure) = iam.sign_out(&caller).await {
        return refused_at("/prereg", &failure.into());
    }
    let mut response = see_other("/").into_response();
    response.extensions_mut().insert(SessionChange::Close);
    response
}

async fn start(
    Extension(service): Service,
    Extension(caller): Extension<Caller>,
    headers: HeaderMap,
    Form(posted): Posted,
) -> Response {
    let chosen =
        posted.iter().filter(|(name, _)| name == "language").filter_map(|(_, code)| LangCode::parse(code).ok());
    let languages: Vec<LangCode> = chosen.collect();
    if value(&posted, "consent") != "yes" {
        return refused(&Place::New, &rule("TES-PRG-001"));
    }
    let consent = ConsentGiven { language: language_of(&headers) };
    match service.start(&caller, &languages, consent).await {
        Ok(view) => to(&Place::About(view.summary.prid, 1)),
        Err(failure) => refused(&Place::New, &failure.into()),
    }
}

async fn save(
    Extension(service): Service,
    Extension(caller): Extension<Caller>,
    headers: HeaderMap,
    Path((prid, page)): Path<(String, usize)>,
    Form(posted): Posted,
) -> Response {
    let here = Place::About(prid.clone(), page);
    match save_page(&*service, &caller, language_of(&headers), &prid, page, &posted).await {
        Ok(Saved::Incomplete) => see_other(&format!("{}?checked=1", here.path())).into_response(),
        Ok(Saved::Complete { pages }) => match value(&posted, "then") {
            "later" => see_other("/prereg?saved=1").into_response(),
            "stay" => to(&here),
            "check" => to(&Place::Check(prid)),
            _ if page < pages => to(&Place::About(prid, page + 1)),
            _ => to(&Place::Documents(prid)),
        },
        Ok(Saved::Unfinished) if value(&posted, "then") == "stay" => to(&here),
        Ok(Saved::Unfinished) => see_other("/prereg?saved=1").into_response(),
        Err(error) => refused(&here, &error),
    }
}

enum Saved {
    /// The page is right.
    Complete { pages: usize },
    /// The page has problems, and the person wants to go on.
    Incomplete,
    /// The page has problems, and the person wants to stop or only to see more options.
    Unfinished,
}

async fn save_page(
    service: &dyn Prereg,
    caller: &Caller,
    language: LangCode,
    prid: &str,
    page: usize,
    posted: &[(String, String)],
) -> Result<Saved, UiError> {
    let prid = prid_of(prid)?;
    let before = service.load(caller, &prid, language).await?;
    let all = pages(&before.form);
    let fields = all.get(page.wrapping_sub(1)).ok_or_else(UiError::not_found)?;
    let made = changes(&before.form, fields, posted);
    let after = service.save_draft(caller, &prid, made, language).await?;
    // stopping in the middle is no mistake
    let unfinished = matches!(value(posted, "then"), "later" | "stay");
    let wrong = after.form.issues().any(|issue| fields.contains(&issue.field));
    Ok(match (wrong, unfinished) {
        (false, _) => Saved::Complete { pages: all.len() },
        (true, true) => Saved::Unfinished,
        (true, false) => Saved::Incomplete,
    })
}

async fn upload(
    Extension(service): Service,
    Extension(caller): Extension<Caller>,
    headers: HeaderMap,
    Path((prid, category)): Path<(String, String)>,
    multipart: Multipart,
) -> Response {
    let here = Place::Documents(prid.clone());
    let at_category = |error: &UiError| refused_at(&format!("{}?at={}", here.path(), encode(&category)), error);
    let document = match read_upload(multipart, &category, language_of(&headers)).await {
        Ok(document) => document,
        Err(error) => return at_category(&error),
    };
    let prid = match prid_of(&prid) {
        Ok(prid) => prid,
        Err(error) => return refused(&Place::Applications, &error),
    };
    match service.add_document(&caller, &prid, document).await {
        Ok(_) => to(&here),
        Err(failure) => at_category(&failure.into()),
    }
}

async fn read_upload(mut multipart: Multipart, category: &str, language: LangCode) -> Result<NewDocument, UiError> {
    let too_large = |_| rule("PRG_PAM_DOC_007");
    let mut document = NewDocument {
        category: category.to_owned(),
        type_code: String::new(),
        language,
        reference: None,
        file_name: String::new(),
        content: Vec::new(),
    };
    while let Some(field) = multipart.next_field().await.map_err(too_large)? {
        match field.name() {
            Some("type") => document.type_code = field.text().await.map_err(too_large)?,
            Some("reference") => {
                document.reference =
                    Some(field.text().await.map_err(too_large)?.trim().to_owned()).filter(|text| !text.is_empty())
            }
            Some("file") => {
                document.file_name = field.file_name().unwrap_or_default().to_owned();
                document.content = field.bytes().await.map_err(too_large)?.to_vec();
            }
            _ => {}
        }
    }
    if document.type_code.is_empty() {
        return Err(UiError { args: vec![String::new()], ..rule("PRG_CORE_REQ_017") });
    }
    if document.content.is_empty() {
        return Err(rule("PRG_PAM_DOC_009"));
    }
    Ok(document)
}

async fn read_document(
    Extension(service): Service,
    Extension(caller): Extension<Caller>,
    Path((prid, document)): Path<(String, String)>,
) -> Response {
    let found = async { Ok::<_, UiError>(service.read_document(&caller, &prid_of(&prid)?, &document).await?) }.await;
    match found {
        // shown as what its content is, in a sandbox: a document is never a page of this site
        Ok(stored) => (
            [
                (header::CONTENT_TYPE, stored.media_type),
                (header::CONTENT_DISPOSITION, "inline"),
                (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
                (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
                (header::CACHE_CONTROL, "no-store"),
            ],
            stored.content,
        )
            .into_response(),
        Err(error) => refused(&Place::Documents(prid), &error),
    }
}

async fn remove_document(
    Extension(service): Service,
    Extension(caller): Extension<Caller>,
    Path((prid, document)): Path<(String, String)>,
) -> Response {
    let here = Place::Documents(prid.clone());
    finish(&here, &here, async { Ok(service.remove_document(&caller, &prid_of(&prid)?, &document).await?) }).await
}

async fn submit(
    Extension(service): Service,
    Extension(caller): Extension<Caller>,
    Path(prid): Path<String>,
) -> Response {
    let outcome = async { Ok::<_, UiError>(service.submit(&caller, &prid_of(&prid)?).await?) }.await;
    match outcome {
        Ok(Submission::Accepted) => to(&Place::Time(prid)),
        Ok(Submission::Incomplete { .. }) => {
            see_other(&format!("{}?incomplete=1", Place::Check(prid).path())).into_response()
        }
        Err(error) => refused(&Place::Check(prid), &error),
    }
}

async fn book(
    Extension(service): Service,
    Extension(caller): Extension<Caller>,
    Path(prid): Path<String>,
    Form(posted): Posted,
) -> Response {
    let (centre, date, from) = (value(&posted, "centre"), value(&posted, "date"), value(&posted, "from"));
    let back = format!("{}?centre={}&day={}", Place::Time(prid.clone()).path(), encode(centre), encode(date));
    let outcome = async {
        let missing = |_| rule("PRG_BOOK_RCI_003");
        let slot = SlotChoice {
            center: CenterId::parse(centre).map_err(|_| rule("PRG_BOOK_RCI_007"))?,
            date: date.parse().map_err(missing)?,
            from: chrono::NaiveTime::parse_from_str(from, "%H:%M").map_err(missing)?,
        };
        let mut seats = vec![Seat { prid: prid_of(&prid)?, slot: slot.clone() }];
        for (_, other) in posted.iter().filter(|(name, other)| name == "with" && *other != prid) {
            seats.push(Seat { prid: prid_of(other)?, slot: slot.clone() });
        }
        service.book(&caller, &seats).await?;
        Ok::<_, UiError>(())
    };
    match outcome.await {
        Ok(()) => to(&Place::Slip(prid)),
        Err(error) => refused_at(&back, &error),
    }
}

async fn cancel(
    Extension(service): Service,
    Extension(caller): Extension<Caller>,
    Path(prid): Path<String>,
) -> Response {
    let here = Place::Cancel(prid.clone());
    finish(&Place::Applications, &here, async { Ok(service.cancel(&caller, &prid_of(&prid)?).await?) }).await
}

async fn discard(
    Extension(service): Service,
    Extension(caller): Extension<Caller>,
    Path(prid): Path<String>,
) -> Response {
    let here = Place::Cancel(prid.clone());
    finish(&Place::Applications, &here, async { Ok(service.discard(&caller, &prid_of(&prid)?).await?) }).await
}

async fn send_slip(
    Extension(service): Service,
    Extension(caller): Extension<Caller>,
    headers: HeaderMap,
    Path(prid): Path<String>,
    Form(posted): Posted,
) -> Response {
    let here = Place::Slip(prid.clone());
    let sent = async {
        Ok::<_, UiError>(
            service.send_slip(&caller, &prid_of(&prid)?, value(&posted, "to"), language_of(&headers)).await?,
        )
    }
    .await;
    match sent {
        Ok(()) => see_other(&format!("{}?sent=1", here.path())).into_response(),
        Err(error) => refused(&here, &error),
    }
}

/// On to one page, or back to another with the problem.
async fn finish(done: &Place, here: &Place, work: impl Future<Output = Result<(), UiError>>) -> Response {
    match work.await {
        Ok(()) => to(done),
        Err(error) => refused(here, &error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_masked() {
        assert_eq!(masked("+999912044718"), "•••••718");
        assert_eq!(masked("layla@example.org"), "l•••@example.org");
        assert_eq!(masked("7"), "•••••7");
    }

    #[test]
    fn the_pending_address_survives_its_cookie() {
        let mut headers = HeaderMap::new();
        let set = cookie(&BASE64_URL_SAFE_NO_PAD.encode("layla@example.org"), 60);
        let pair = set.to_str().unwrap().split(';').next().unwrap().to_owned();
        headers.insert(header::COOKIE, format!("lang=ara; {pair}").parse().unwrap());
        assert_eq!(pending(&headers).as_deref(), Some("layla@example.org"));
        headers.insert(header::COOKIE, format!("{PENDING_COOKIE}=%%%").parse().unwrap());
        assert_eq!(pending(&headers), None);
    }
}
