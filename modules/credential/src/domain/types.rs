//! Types of credentials, and the statuses of a request.

/// Status of a request, in MOSIP's words.
pub(crate) mod status {
    pub const NEW: &str = "NEW";
    pub const RETRY: &str = "RETRY";
    pub const ISSUED: &str = "ISSUED";
    pub const FAILED: &str = "FAILED";
    pub const CANCELLED: &str = "CANCELLED";
    /// From what a request is issued.
    pub const OPEN: [&str; 2] = [NEW, RETRY];
}

/// What a type of credential comes to here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The card with its signed QR.
    Card,
    /// Authentication's own copy, which it makes itself from the events about identities.
    AuthCopy,
}

/// The kind of a type, in whatever case it is written; `None` for types that are not issued here.
pub(crate) fn kind(credential_type: &str) -> Option<Kind> {
    const CARDS: [&str; 7] = ["pdfcard", "euin", "reprint", "qrcode", "euin_with_qr", "euin_with_faceqr", "claim169"];
    let name = credential_type.to_ascii_lowercase();
    if CARDS.contains(&name.as_str()) {
        Some(Kind::Card)
    } else if name == "auth" {
        Some(Kind::AuthCopy)
    } else {
        None
    }
}
