//! Error catalogues: one enum per module made by [`catalogue!`](crate::catalogue), and [`Failure`], what a
//! use case answers when it cannot do its work.

use std::{error::Error as StdError, fmt, sync::Arc};

/// Whether a caller may expect another try to succeed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retry {
    /// The same request will fail again.
    Never,
    /// The same request may succeed later.
    Later,
}

/// One row of a module's catalogue: a unit variant of its enum.
pub trait Catalogue: Copy + fmt::Debug + 'static {
    /// All rows, for the test that lists them.
    const ALL: &'static [Self];
    /// Code, default English text, HTTP status and retry class.
    fn row(self) -> Code;
}

/// What a catalogue says of one error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// The wire code, such as `PRG_PAM_APP_005`.
    pub code: &'static str,
    /// Default English text; `{0}`, `{1}` … are replaced by arguments.
    pub text: &'static str,
    /// HTTP status; MOSIP answers 200 for business failures.
    pub status: u16,
    /// Whether another try may help.
    pub retry: Retry,
}

/// One coded error with its arguments filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The catalogue's row.
    pub code: Code,
    /// The text that leaves, in English.
    pub message: String,
    /// The arguments, for a translation of the text.
    pub args: Vec<String>,
}

/// Why a use case did not do its work: one or more coded errors, and a cause that is logged once at the edge and never sent.
#[derive(Clone)]
pub struct Failure {
    /// At least one error, in the order they were found.
    pub faults: Vec<Fault>,
    cause: Option<Arc<dyn StdError + Send + Sync>>,
}

impl Failure {
    /// A failure with one error of the catalogue.
    #[must_use]
    pub fn of(code: impl Catalogue) -> Self {
        Self::with(code, std::iter::empty::<String>())
    }

    /// A failure whose text has arguments.
    #[must_use]
    pub fn with<A: Into<String>>(code: impl Catalogue, args: impl IntoIterator<Item = A>) -> Self {
        Self { faults: vec![Fault::new(code, args)], cause: None }
    }

    /// Several errors at once (field validation).
    ///
    /// `None` when there are none, so that a validator can end with `Failure::all(faults).map_or(Ok(()), Err)`.
    #[must_use]
    pub fn all(faults: Vec<Fault>) -> Option<Self> {
        if faults.is_empty() { None } else { Some(Self { faults, cause: None }) }
    }

    /// Adds what went wrong beneath, for the log.
    #[must_use]
    pub fn because(mut self, cause: impl StdError + Send + Sync + 'static) -> Self {
        self.cause = Some(Arc::new(cause));
        self
    }

    /// The cause beneath, if one was recorded.
    #[must_use]
    pub fn cause(&self) -> Option<&(dyn StdError + Send + Sync)> {
        self.cause.as_deref()
    }

    /// The first error's code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.faults.first().map_or("", |f| f.code.code)
    }

    /// The HTTP status: the first error's.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.faults.first().map_or(500, |f| f.code.status)
    }

    /// Whether this failure is the given row of a catalogue.
    #[must_use]
    pub fn is(&self, code: impl Catalogue) -> bool {
        self.code() == code.row().code
    }
}

impl Fault {
    /// An error of the catalogue with its arguments filled in.
    #[must_use]
    pub fn new<A: Into<String>>(code: impl Catalogue, args: impl IntoIterator<Item = A>) -> Self {
        let row = code.row();
        let args: Vec<String> = args.into_iter().map(Into::into).collect();
        let mut message = row.text.to_owned();
        for (i, arg) in args.iter().enumerate() {
            message = message.replace(&format!("{{{i}}}"), arg);
        }
        Self { code: row, message, args }
    }

    /// The same error with another text, where MOSIP's text depends on more than arguments.
    #[must_use]
    pub fn worded(code: impl Catalogue, message: impl Into<String>) -> Self {
        Self { code: code.row(), message: message.into(), args: Vec::new() }
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Self { faults: vec![fault], cause: None }
    }
}

impl<C: Catalogue> From<C> for Failure {
    fn from(code: C) -> Self {
        Self::of(code)
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Failure({}", self.code())?;
        if let Some(cause) = &self.cause {
            write!(f, ": {cause}")?;
        }
        f.write_str(")")
    }
}
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, fault) in self.faults.iter().enumerate() {
            let separator = if i == 0 { "" } else { "; " };
            write!(f, "{separator}{}: {}", fault.code.code, fault.message)?;
        }
        Ok(())
    }
}
impl StdError for Failure {}

/// Declares a module's error catalogue: `Variant = "code", "text" [, status [retry]];` with status 200 and no retry by default.
///
/// ```ignore
/// catalogue! {
///     /// Errors of pre-registration.
///     pub enum PreregError {
///         /// No application has this id.
///         NotFound = "PRG_PAM_APP_005", "No data found for the requested pre-registration id";
///         /// Storage failed.
///         Storage = "PRG_CORE_REQ_016", "Internal server error", 500 retry;
///     }
/// }
/// ```
#[macro_export]
macro_rules! catalogue {
    (@status) => { 200 };
    (@status $status:literal) => { $status };
    (@retry) => { $crate::Retry::Never };
    (@retry retry) => { $crate::Retry::Later };
    ($(#[$meta:meta])* pub enum $name:ident {
        $($(#[$vmeta:meta])* $variant:ident = $code:literal, $text:literal $(, $status:literal $($retry:ident)?)? ;)+
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$vmeta])* $variant,)+ }

        impl $crate::Catalogue for $name {
            const ALL: &'static [Self] = &[$(Self::$variant,)+];
            fn row(self) -> $crate::Code {
                match self {
                    $(Self::$variant => $crate::Code {
                        code: $code,
                        text: $text,
                        status: $crate::catalogue!(@status $($status)?),
                        retry: $crate::catalogue!(@retry $($($retry)?)?),
                    },)+
                }
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    catalogue! {
        pub enum Sample {
            Missing = "X-001", "No {0} found for {1}";
            Broken = "X-500", "Internal server error", 500 retry;
        }
    }

    #[test]
    fn a_failure_carries_code_text_and_hidden_cause() {
        let failure = Failure::with(Sample::Missing, ["row", "key"]);
        assert_eq!(failure.to_string(), "X-001: No row found for key");
        assert_eq!(failure.status(), 200);
        let broken = Failure::of(Sample::Broken).because(std::io::Error::other("disk"));
        assert_eq!(broken.to_string(), "X-500: Internal server error");
        assert_eq!(broken.cause().unwrap().to_string(), "disk");
        assert_eq!((broken.status(), broken.faults[0].code.retry), (500, Retry::Later));
        assert_eq!(Sample::ALL.len(), 2);
    }
}
