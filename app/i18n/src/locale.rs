//! Which language a page is in, and how it is chosen.

/// Writing direction of a page, a column or a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Left to right.
    Ltr,
    /// Right to left.
    Rtl,
}

impl Direction {
    /// The value of the HTML attribute `dir`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ltr => "ltr",
            Self::Rtl => "rtl",
        }
    }
}

/// A language the portals speak. Codes of data are ISO 639-3 (`eng`), of HTML BCP 47 (`en`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Locale {
    /// English.
    #[default]
    Eng,
    /// French.
    Fra,
    /// Arabic.
    Ara,
}

impl Locale {
    /// All, in the order of the language switch.
    pub const ALL: [Self; 3] = [Self::Eng, Self::Fra, Self::Ara];

    /// ISO 639-3, as in MOSIP's data and in our cookie.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Eng => "eng",
            Self::Fra => "fra",
            Self::Ara => "ara",
        }
    }

    /// BCP 47, for the attribute `lang`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Eng => "en",
            Self::Fra => "fr",
            Self::Ara => "ar",
        }
    }

    /// Its own name in its own script.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::Eng => "English",
            Self::Fra => "Français",
            Self::Ara => "العربية",
        }
    }

    /// Its writing direction.
    pub const fn direction(self) -> Direction {
        match self {
            Self::Eng | Self::Fra => Direction::Ltr,
            Self::Ara => Direction::Rtl,
        }
    }

    /// Reads an ISO 639-3 code or a BCP 47 tag (`ara`, `ar`, `ar-MA`).
    pub fn parse(text: &str) -> Option<Self> {
        let language = text.split(['-', '_']).next().unwrap_or_default();
        Self::ALL
            .into_iter()
            .find(|locale| language.eq_ignore_ascii_case(locale.code()) || language.eq_ignore_ascii_case(locale.tag()))
    }

    /// The reader's choice (cookie), else the best of the header `Accept-Language`, else English.
    pub fn negotiate(chosen: Option<&str>, accept_language: Option<&str>) -> Self {
        if let Some(locale) = chosen.and_then(Self::parse) {
            return locale;
        }
        let mut best: Option<(f32, Self)> = None;
        for entry in accept_language.unwrap_or_default().split(',') {
            let mut parts = entry.split(';').map(str::trim);
            let Some(locale) = parts.next().and_then(Self::parse) else { continue };
            let quality = parts.find_map(|part| part.strip_prefix("q=")?.parse().ok()).unwrap_or(1.0_f32);
            if quality > 0.0 && best.is_none_or(|(so_far, _)| quality > so_far) {
                best = Some((quality, locale));
            }
        }
        best.map_or_else(Self::default, |(_, locale)| locale)
    }
}

/// Language tag and direction of a language of data: those of a locale, and of the languages MOSIP's master data names.
///
/// An unknown code is its own tag and runs left to right.
pub fn data_language(code: &str) -> (&str, Direction) {
    match code {
        "hin" => ("hi", Direction::Ltr),
        "tam" => ("ta", Direction::Ltr),
        "kan" => ("kn", Direction::Ltr),
        "spa" => ("es", Direction::Ltr),
        "urd" => ("ur", Direction::Rtl),
        "fas" | "per" => ("fa", Direction::Rtl),
        other => Locale::parse(other).map_or((code, Direction::Ltr), |locale| (locale.tag(), locale.direction())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_readers_choice_comes_first() {
        assert_eq!(Locale::negotiate(Some("ara"), Some("fr")), Locale::Ara);
        assert_eq!(Locale::negotiate(Some("xxx"), Some("fr")), Locale::Fra);
    }

    #[test]
    fn the_header_is_read_by_quality() {
        assert_eq!(Locale::negotiate(None, Some("de, ar;q=0.5, fr-CH;q=0.8, *;q=0.1")), Locale::Fra);
        assert_eq!(Locale::negotiate(None, Some("fr;q=0, ar-MA;q=0.3")), Locale::Ara);
        assert_eq!(Locale::negotiate(None, Some("de")), Locale::Eng);
        assert_eq!(Locale::negotiate(None, None), Locale::Eng);
    }

    #[test]
    fn data_languages_have_a_direction() {
        assert_eq!(data_language("ara"), ("ar", Direction::Rtl));
        assert_eq!(data_language("hin"), ("hi", Direction::Ltr));
        assert_eq!(data_language("xyz"), ("xyz", Direction::Ltr));
    }
}
