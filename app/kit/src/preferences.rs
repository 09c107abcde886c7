//! Language, theme and contrast of the reader: cookies on the server, the attributes of `<html>` in the browser.
//!
//! They stay as they are while a page lives: the switches are links and forms that load the page anew.

use app_i18n::Locale;
use leptos::prelude::*;

/// Light or dark; absent means as the device has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// The value of `data-theme` and of the cookie.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// Reads what `as_str` wrote.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Light, Self::Dark].into_iter().find(|theme| theme.as_str() == text)
    }
}

/// What the reader chose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Preferences {
    /// Language of the page.
    pub locale: Locale,
    /// Chosen theme, if any.
    pub theme: Option<Theme>,
    /// High contrast chosen.
    pub contrast: bool,
}

impl Preferences {
    /// Those of this request or of this document.
    pub fn current() -> Self {
        #[cfg(feature = "ssr")]
        {
            use_context::<http::request::Parts>().map_or_else(Self::default, |parts| Self::of_headers(&parts.headers))
        }
        #[cfg(not(feature = "ssr"))]
        {
            let html = document().document_element();
            let attribute = |name: &str| html.as_ref().and_then(|html| html.get_attribute(name));
            Self {
                locale: attribute("lang").as_deref().and_then(Locale::parse).unwrap_or_default(),
                theme: attribute("data-theme").as_deref().and_then(Theme::parse),
                contrast: attribute("data-contrast").as_deref() == Some("high"),
            }
        }
    }

    /// Those of a request: cookies `lang`, `theme`, `contrast`, then `Accept-Language`.
    #[cfg(feature = "ssr")]
    pub fn of_headers(headers: &http::HeaderMap) -> Self {
        let text = |name: http::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
        let cookies = text(http::header::COOKIE).unwrap_or_default();
        let cookie = |name: &str| {
            cookies.split(';').find_map(|pair| {
                let (found, value) = pair.trim().split_once('=')?;
                (found == name).then_some(value)
            })
        };
        Self {
            locale: Locale::negotiate(cookie("lang"), text(http::header::ACCEPT_LANGUAGE)),
            theme: cookie("theme").and_then(Theme::parse),
            contrast: cookie("contrast") == Some("high"),
        }
    }
}

/// The reader's preferences; provided by the root component.
pub fn use_preferences() -> Preferences {
    use_context().unwrap_or_else(Preferences::current)
}

/// The language of the page.
pub fn use_locale() -> Locale {
    use_preferences().locale
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn cookies_are_read_exactly() {
        let mut headers = http::HeaderMap::new();
        headers.insert("cookie", "xlang=fra; lang=ara; theme=dark; contrast=high".parse().unwrap());
        let read = Preferences::of_headers(&headers);
        assert_eq!(read, Preferences { locale: Locale::Ara, theme: Some(Theme::Dark), contrast: true });
        assert_eq!(Preferences::of_headers(&http::HeaderMap::new()), Preferences::default());
    }
}
