//! Asks the authenticator through the browser: `navigator.credentials` with the JSON forms of WebAuthn level 3.

#[cfg(target_arch = "wasm32")]
use js_sys::{Function, JSON, Object, Promise, Reflect};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen::{JsCast, JsValue};

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), expect(dead_code, reason = "only a browser has an authenticator to refuse"))]
pub enum NoAnswer {
    /// The person closed the question, or it took too long.
    NotUsed,
    /// The authenticator has a passkey for this account.
    There,
    /// The browser does not know the forms.
    Old,
}

/// The authenticator's answer to options, both as JSON; `create` makes a passkey, otherwise one is shown.
///
/// # Errors
/// When there is none.
#[cfg(target_arch = "wasm32")]
pub async fn ask(options: &str, create: bool) -> Result<String, NoAnswer> {
    let old = |_: JsValue| NoAnswer::Old;
    let parse = if create { "parseCreationOptionsFromJSON" } else { "parseRequestOptionsFromJSON" };
    let global = js_sys::global();
    let class = get(&global, "PublicKeyCredential").map_err(old)?;
    let options = JSON::parse(options).map_err(old)?;
    let options = method(&class, parse).and_then(|parse| parse.call1(&class, &options)).map_err(old)?;
    let argument = Object::new();
    Reflect::set(&argument, &"publicKey".into(), &options).map_err(old)?;
    let credentials = get(&get(&global, "navigator").map_err(old)?, "credentials").map_err(old)?;
    let call = method(&credentials, if create { "create" } else { "get" }).map_err(old)?;
    let promise: Promise = call.call1(&credentials, &argument).map_err(old)?.dyn_into().map_err(old)?;
    let credential = wasm_bindgen_futures::JsFuture::from(promise).await.map_err(|error| why(&error))?;
    let json = method(&credential, "toJSON").and_then(|json| json.call0(&credential)).map_err(old)?;
    JSON::stringify(&json).map_err(old)?.as_string().ok_or(NoAnswer::Old)
}

/// There is no authenticator on the server.
///
/// # Errors
/// Always.
#[cfg(not(target_arch = "wasm32"))]
pub async fn ask(_: &str, _: bool) -> Result<String, NoAnswer> {
    Err(NoAnswer::Old)
}

#[cfg(target_arch = "wasm32")]
fn get(from: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    let found = Reflect::get(from, &name.into())?;
    if found.is_undefined() || found.is_null() { Err(JsValue::NULL) } else { Ok(found) }
}

#[cfg(target_arch = "wasm32")]
fn method(of: &JsValue, name: &str) -> Result<Function, JsValue> {
    get(of, name)?.dyn_into()
}

#[cfg(target_arch = "wasm32")]
fn why(error: &JsValue) -> NoAnswer {
    match get(error, "name").ok().and_then(|name| name.as_string()).as_deref() {
        Some("InvalidStateError") => NoAnswer::There,
        _ => NoAnswer::NotUsed,
    }
}
