//! Files that go with a mail.

/// A file. Its content may be personal: not printable.
#[derive(Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Without folders.
    pub name: String,
    /// Such as `application/pdf`.
    pub content_type: String,
    pub bytes: Vec<u8>,
}
