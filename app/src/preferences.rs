//! How the reader's choices reach the cookies: `?lang=ara` on any page, and the form of the appearance switch.

use app_i18n::Locale;
use app_kit::Theme;
use axum::{
    Form,
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use serde::Deserialize;

/// One year: a choice of language is not asked twice.
const MAX_AGE_SECS: u32 = 365 * 24 * 3600;

/// Answers a page asked with `?lang=` by setting the cookie and leading to the same page without it.
pub async fn choose_language(request: Request, next: Next) -> Response {
    let query = request.uri().query().unwrap_or_default();
    let chosen = query.split('&').find_map(|pair| pair.strip_prefix("lang=")).and_then(Locale::parse);
    let Some(locale) = chosen.filter(|_| request.method() == axum::http::Method::GET) else {
        return next.run(request).await;
    };
    let rest: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("lang=")).collect();
    let back = if rest.is_empty() {
        request.uri().path().to_owned()
    } else {
        format!("{}?{}", request.uri().path(), rest.join("&"))
    };
    see_other(&back, &[("lang", Some(locale.code()))])
}

/// The fields of the appearance form.
#[derive(Deserialize)]
pub struct Chosen {
    #[serde(default)]
    back: String,
    theme: Option<String>,
    contrast: Option<String>,
}

/// `POST /_ui/preferences`.
pub async fn set(Form(chosen): Form<Chosen>) -> Response {
    let mut cookies = Vec::new();
    if let Some(theme) = &chosen.theme {
        cookies.push(("theme", Theme::parse(theme).map(Theme::as_str)));
    }
    if let Some(contrast) = &chosen.contrast {
        cookies.push(("contrast", (contrast == "high").then_some("high")));
    }
    see_other(&chosen.back, &cookies)
}

/// 303 to a page of this site, with cookies set or (without a value) cleared.
fn see_other(back: &str, cookies: &[(&str, Option<&str>)]) -> Response {
    // "//host" and "/\host" lead away from this site
    let inside = back.starts_with('/') && !back.starts_with("//") && !back.starts_with("/\\");
    let location = HeaderValue::from_str(if inside { back } else { "/" }).unwrap_or(HeaderValue::from_static("/"));
    let mut response = (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response();
    for (name, value) in cookies {
        let (value, age) = value.map_or(("", 0), |value| (value, MAX_AGE_SECS));
        if let Ok(cookie) = HeaderValue::from_str(&format!("{name}={value}; Path=/; Max-Age={age}; SameSite=Lax")) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leads_only_inside_this_site() {
        let to = |back: &str| see_other(back, &[("theme", Some("dark"))]).headers()[header::LOCATION].clone();
        assert_eq!(to("/prereg?x=1"), "/prereg?x=1");
        assert_eq!(to("//evil.example"), "/");
        assert_eq!(to("/\\evil.example"), "/");
        assert_eq!(to("https://evil.example"), "/");
        assert_eq!(to("/a\r\nSet-Cookie: x=1"), "/");
    }

    #[test]
    fn a_cleared_choice_expires() {
        let response = see_other("/", &[("theme", None)]);
        assert_eq!(response.headers()[header::SET_COOKIE], "theme=; Path=/; Max-Age=0; SameSite=Lax");
    }
}
