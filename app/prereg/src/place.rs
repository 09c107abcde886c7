//! The portal's pages and their paths.

/// Where signing in starts.
pub const SIGN_IN: &str = "/prereg/sign-in";

/// A page. Application numbers are text here: the service checks them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// All my applications.
    Applications,
    /// Phone number or mail address.
    SignIn,
    /// The code that was sent.
    Code,
    /// Languages and terms of a new application.
    New,
    /// What is done and what is left.
    Tasks(String),
    /// A page of the form, counted from 1.
    About(String, usize),
    /// Documents.
    Documents(String),
    /// Check your answers.
    Check(String),
    /// Choose a centre.
    Centre(String),
    /// Choose a day and a time.
    Time(String),
    /// The slip.
    Slip(String),
    /// Cancel the appointment or remove the application.
    Cancel(String),
}

impl Place {
    /// The page of a path.
    pub fn parse(path: &str) -> Option<Self> {
        let rest = path.strip_prefix("/prereg")?;
        let mut parts = rest.split('/').filter(|part| !part.is_empty());
        let place = match (parts.next(), parts.next()) {
            (None, _) => Self::Applications,
            (Some("sign-in"), None) => Self::SignIn,
            (Some("sign-in"), Some("code")) => Self::Code,
            (Some("new"), None) => Self::New,
            (Some(prid), below) if prid.bytes().all(|byte| byte.is_ascii_digit()) => {
                let prid = prid.to_owned();
                match below {
                    None => Self::Tasks(prid),
                    Some("about") => Self::About(prid, parts.next()?.parse().ok().filter(|page| *page > 0)?),
                    Some("documents") => Self::Documents(prid),
                    Some("check") => Self::Check(prid),
                    Some("centre") => Self::Centre(prid),
                    Some("time") => Self::Time(prid),
                    Some("slip") => Self::Slip(prid),
                    Some("cancel") => Self::Cancel(prid),
                    Some(_) => return None,
                }
            }
            _ => return None,
        };
        parts.next().is_none().then_some(place)
    }

    /// Its path.
    pub fn path(&self) -> String {
        match self {
            Self::Applications => "/prereg".to_owned(),
            Self::SignIn => SIGN_IN.to_owned(),
            Self::Code => "/prereg/sign-in/code".to_owned(),
            Self::New => "/prereg/new".to_owned(),
            Self::Tasks(prid) => format!("/prereg/{prid}"),
            Self::About(prid, page) => format!("/prereg/{prid}/about/{page}"),
            Self::Documents(prid) => format!("/prereg/{prid}/documents"),
            Self::Check(prid) => format!("/prereg/{prid}/check"),
            Self::Centre(prid) => format!("/prereg/{prid}/centre"),
            Self::Time(prid) => format!("/prereg/{prid}/time"),
            Self::Slip(prid) => format!("/prereg/{prid}/slip"),
            Self::Cancel(prid) => format!("/prereg/{prid}/cancel"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Place;

    #[test]
    fn paths_and_places_are_each_others_inverse() {
        let prid = || "47193026583014".to_owned();
        for place in [
            Place::Applications,
            Place::SignIn,
            Place::Code,
            Place::New,
            Place::Tasks(prid()),
            Place::About(prid(), 2),
            Place::Documents(prid()),
            Place::Check(prid()),
            Place::Centre(prid()),
            Place::Time(prid()),
            Place::Slip(prid()),
            Place::Cancel(prid()),
        ] {
            assert_eq!(Place::parse(&place.path()), Some(place));
        }
    }

    #[test]
    fn other_paths_are_no_place() {
        for path in
            ["/prereg/x", "/prereg/1/x", "/prereg/1/about", "/prereg/1/about/0", "/prereg/1/slip/x", "/resident"]
        {
            assert_eq!(Place::parse(path), None, "{path}");
        }
    }
}
