//! The portal's pages and their paths.

/// Where signing in starts.
pub const SIGN_IN: &str = "/resident";

/// A page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The number to sign in with; the home page for who is signed in.
    Start,
    /// The code that was sent.
    Code,
    /// Where a registration is: `?number=`.
    Status,
    /// The card and what can be done.
    Home,
    /// Save the card.
    Card,
    /// Who used my identity.
    History,
    /// Virtual numbers.
    Vids,
}

impl Place {
    const ALL: [Self; 7] = [Self::Start, Self::Code, Self::Status, Self::Home, Self::Card, Self::History, Self::Vids];

    /// The page of a path.
    pub fn parse(path: &str) -> Option<Self> {
        let path = path.strip_suffix('/').unwrap_or(path);
        Self::ALL.into_iter().find(|place| place.path() == path)
    }

    /// Its path.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Start => SIGN_IN,
            Self::Code => "/resident/code",
            Self::Status => "/resident/status",
            Self::Home => "/resident/home",
            Self::Card => "/resident/card",
            Self::History => "/resident/history",
            Self::Vids => "/resident/vids",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Place;

    #[test]
    fn paths_and_places_are_each_others_inverse() {
        for place in Place::ALL {
            assert_eq!(Place::parse(place.path()), Some(place));
        }
        assert_eq!(Place::parse("/resident/"), Some(Place::Start));
        for path in ["/resident/x", "/resident/card/x", "/prereg", ""] {
            assert_eq!(Place::parse(path), None, "{path}");
        }
    }
}
