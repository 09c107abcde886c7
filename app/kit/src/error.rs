//! What a portal's server function answers when it cannot do its work: a code, turned into words in the reader's language.

use app_i18n::{Locale, tr};
use leptos::{
    prelude::*,
    server_fn::{codec::JsonEncoding, error::ServerFnErrorErr},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{Denied, Failed, NotFound, SignedOut};

/// Code of a failure of our own: the network, the encoding, a missing service.
pub const INTERNAL: &str = "TES-UI-500";

/// A coded error as the portals see it. The cause is in the log, with the request's id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UiError {
    /// The catalogue's code, such as `PRG_BOOK_RCI_002`.
    pub code: String,
    /// Values for its text.
    pub args: Vec<String>,
    /// What kind of refusal it is.
    pub kind: Refusal,
}

/// What a page does with an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusal {
    /// Nobody is signed in.
    SignedOut,
    /// Somebody without the right.
    Denied,
    /// There is no such thing, or it is somebody else's.
    NotFound,
    /// Our own fault.
    Broken,
    /// A rule was not met: words beside what was asked.
    Rule,
}

impl UiError {
    /// The error for something that does not exist.
    pub fn not_found() -> Self {
        Self { code: "KER-UI-404".to_owned(), args: Vec::new(), kind: Refusal::NotFound }
    }

    /// The error of a defect on our side.
    pub fn internal() -> Self {
        Self { code: INTERNAL.to_owned(), args: Vec::new(), kind: Refusal::Broken }
    }

    /// What happened and what to do, in the reader's language.
    pub fn text(&self, locale: Locale) -> String {
        error_text(locale, &self.code, &self.args)
    }

    /// The page that stands in for what could not be shown.
    pub fn page(&self, sign_in: &str) -> AnyView {
        match self.kind {
            Refusal::SignedOut => view! { <SignedOut sign_in=sign_in/> }.into_any(),
            Refusal::Denied => view! { <Denied/> }.into_any(),
            // what a rule keeps a page from showing is, for its reader, not there: somebody else's, or not yet
            Refusal::NotFound | Refusal::Rule => view! { <NotFound/> }.into_any(),
            Refusal::Broken => view! { <Failed code=self.code.clone()/> }.into_any(),
        }
    }
}

/// The words of a code, with `{0}`, `{1}` filled in; a code without words of its own gets the general ones and is named.
pub fn error_text(locale: Locale, code: &str, args: &[String]) -> String {
    let Some(found) = tr::error::find(locale, code) else { return tr::page::general_error(locale, &code) };
    args.iter().enumerate().fold(found.to_owned(), |text, (at, arg)| text.replace(&format!("{{{at}}}"), arg))
}

impl FromServerFnError for UiError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(_: ServerFnErrorErr) -> Self {
        Self::internal()
    }
}

impl From<types::Failure> for UiError {
    fn from(failure: types::Failure) -> Self {
        let kind = match failure.status() {
            401 => Refusal::SignedOut,
            403 => Refusal::Denied,
            404 => Refusal::NotFound,
            status if status >= 500 => Refusal::Broken,
            _ => Refusal::Rule,
        };
        let args = failure.faults.first().map(|fault| fault.args.clone()).unwrap_or_default();
        Self { code: failure.code().to_owned(), args, kind }
    }
}

/// A page's data on its way from the server, as JSON.
///
/// One type for all pages: each type of its own that travels costs the browser another copy of the machinery around it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Packed(String);

impl Packed {
    /// Packs data on the server.
    ///
    /// # Errors
    /// When it has no form in JSON: a defect.
    pub fn of<T: Serialize>(data: &T) -> Result<Self, UiError> {
        serde_json::to_string(data).map(Self).map_err(|_| UiError::internal())
    }

    /// Opens it where it is shown.
    ///
    /// # Errors
    /// When page and server are of different versions.
    pub fn open<T: DeserializeOwned>(&self) -> Result<T, UiError> {
        serde_json::from_str(&self.0).map_err(|_| UiError::internal())
    }
}

/// A page's main content once its data is there: a skeleton meanwhile, the fitting page when it cannot be shown.
pub fn loaded<T, V>(resource: Resource<Result<Packed, UiError>>, sign_in: impl Into<String>, view: V) -> impl IntoView
where
    T: DeserializeOwned,
    V: Fn(T) -> AnyView + Send + Sync + 'static,
{
    let sign_in = sign_in.into();
    awaited(
        resource,
        StoredValue::new(Box::new(move |data: Result<Packed, UiError>| match data.and_then(|packed| packed.open()) {
            Ok(data) => view(data),
            Err(error) => error.page(&sign_in),
        })),
    )
}

/// What shows a page's data, or what stands in for it.
type Show = Box<dyn Fn(Result<Packed, UiError>) -> AnyView + Send + Sync>;

fn awaited(resource: Resource<Result<Packed, UiError>>, show: StoredValue<Show>) -> AnyView {
    view! {
        <Suspense fallback=|| view! { <main id="main" class="page"><crate::Skeleton/></main> }>
            {move || Suspend::new(async move {
                let data = resource.await;
                show.with_value(|show| show(data))
            })}
        </Suspense>
    }
    .into_any()
}
