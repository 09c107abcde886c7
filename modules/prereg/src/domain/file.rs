//! What an uploaded file is, by its content and its name.

/// Formats pre-registration takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Pdf,
    Png,
    Jpeg,
}

impl Format {
    pub(crate) const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
        }
    }

    /// The format a stored extension stands for.
    pub(crate) fn of_extension(extension: &str) -> Option<Self> {
        match extension.to_ascii_lowercase().as_str() {
            "pdf" => Some(Self::Pdf),
            "png" => Some(Self::Png),
            "jpg" | "jpeg" => Some(Self::Jpeg),
            _ => None,
        }
    }

    /// The format of the content, by its first bytes. A PDF may have up to 1,024 bytes before its header.
    pub(crate) fn sniff(content: &[u8]) -> Option<Self> {
        if content.starts_with(b"\x89PNG\r\n\x1a\n") {
            return Some(Self::Png);
        }
        if content.starts_with(&[0xff, 0xd8, 0xff]) {
            return Some(Self::Jpeg);
        }
        let head = &content[..content.len().min(1024)];
        head.windows(5).any(|bytes| bytes == b"%PDF-").then_some(Self::Pdf)
    }
}

/// Why a file is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refused {
    Format,
    TooLarge,
    Name,
}

/// What a country allows.
#[derive(Debug, Clone)]
pub(crate) struct Limits {
    pub(crate) max_bytes: usize,
    pub(crate) max_name: usize,
    /// Upper-case extensions.
    pub(crate) extensions: Vec<String>,
}

/// A checked file: its lower-case extension and format.
pub(crate) fn check(name: &str, content: &[u8], limits: &Limits) -> Result<(String, Format), Refused> {
    let extension =
        name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).ok_or(Refused::Format)?;
    if !limits.extensions.iter().any(|allowed| allowed.eq_ignore_ascii_case(&extension)) {
        return Err(Refused::Format);
    }
    if content.len() > limits.max_bytes {
        return Err(Refused::TooLarge);
    }
    if name.chars().count() > limits.max_name || name.chars().any(|c| c.is_control() || matches!(c, '/' | '\\')) {
        return Err(Refused::Name);
    }
    // the name must not lie about the content
    let format = Format::of_extension(&extension).ok_or(Refused::Format)?;
    if Format::sniff(content) == Some(format) { Ok((extension, format)) } else { Err(Refused::Format) }
}

/// Whether a document number may be stored: MOSIP takes letters and digits, at most 50 (PRE-23).
pub(crate) fn reference_is_valid(reference: &str) -> bool {
    reference.chars().count() <= 50
        && reference.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '/' | ' ' | '_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits() -> Limits {
        Limits {
            max_bytes: 100,
            max_name: 20,
            extensions: vec!["PDF".into(), "JPEG".into(), "PNG".into(), "JPG".into()],
        }
    }

    // PRE-23
    #[test]
    fn name_size_and_content_must_agree() {
        let pdf = b"%PDF-1.4\n".to_vec();
        assert_eq!(check("doc.PDF", &pdf, &limits()), Ok(("pdf".into(), Format::Pdf)));
        assert_eq!(check("photo.jpeg", &[0xff, 0xd8, 0xff, 0xe0], &limits()), Ok(("jpeg".into(), Format::Jpeg)));
        assert_eq!(check("doc.png", &pdf, &limits()), Err(Refused::Format));
        assert_eq!(check("doc.pdf", b"rigrigrig", &limits()), Err(Refused::Format));
        assert_eq!(check("doc.csv", &pdf, &limits()), Err(Refused::Format));
        assert_eq!(check("doc", &pdf, &limits()), Err(Refused::Format));
        assert_eq!(check("doc.pdf", &[b' '; 101], &limits()), Err(Refused::TooLarge));
        assert_eq!(check("a-very-long-file-name.pdf", &pdf, &limits()), Err(Refused::Name));
        assert_eq!(check("../doc.pdf", &pdf, &limits()), Err(Refused::Name));
    }

    #[test]
    fn references_are_short_and_plain() {
        assert!(reference_is_valid("A-12/34 ب"));
        assert!(!reference_is_valid(&"1".repeat(51)));
        assert!(!reference_is_valid("<script>"));
    }
}
