//! Signatures in PDF files (ISO 32000-1, 12.8): everything but the signature itself.
//!
//! A signature is appended, so that what stood there before, earlier signatures included, keeps its bytes. Only a password makes the
//! file be written anew, because then every string and stream in it changes.

mod appearance;
mod form;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use crypto::{Random, Zeroizing};
use lopdf::encryption::crypt_filters::{Aes256CryptFilter, CryptFilter};
use lopdf::{
    Dictionary, Document, EncryptionState, EncryptionVersion, IncrementalDocument, LoadOptions, Object, Permissions,
    StringFormat,
};

/// Bytes kept free for the signature: RSA with three certificates takes about 5,000.
const ROOM: usize = 12_288;
/// Stands for a position that is not known yet; ten digits reach beyond any file that is accepted.
const UNKNOWN: i64 = 9_999_999_999;
/// Longest password in bytes that PDF 2.0 looks at.
const LONGEST_PASSWORD: usize = 127;
/// Largest stream that is inflated while a file is read.
const LARGEST_STREAM: usize = 64 << 20;

/// Why a PDF cannot be signed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PdfError {
    #[error("the file cannot be read as a PDF")]
    Unreadable(#[from] lopdf::Error),
    #[error("the file cannot be written")]
    Unwritable(#[from] std::io::Error),
    #[error("the file is encrypted already")]
    Encrypted,
    #[error("the file has no page {0}")]
    Page(u32),
    #[error("the rectangle has no area")]
    Rectangle,
    #[error("the password is longer than {LONGEST_PASSWORD} bytes")]
    Password,
    #[error("the signature does not fit into its place")]
    Room,
}

/// What is written beside the signature.
pub(crate) struct Signing<'a> {
    /// Lower left and upper right corner in points.
    pub(crate) rectangle: [i32; 4],
    /// The page that shows it, counted from 1.
    pub(crate) page: u32,
    pub(crate) reason: &'a str,
    /// The signer's name.
    pub(crate) signer: &'a str,
    pub(crate) at: DateTime<Utc>,
    /// Encrypts the file.
    pub(crate) password: Option<&'a str>,
}

/// A file whose signature is still empty.
pub(crate) struct Prepared {
    bytes: Vec<u8>,
    /// Where the signature stands, its angle brackets included.
    place: Range<usize>,
}

impl Prepared {
    /// The bytes that are signed, in two parts: all but the signature itself.
    pub(crate) fn signed(&self) -> [&[u8]; 2] {
        [&self.bytes[..self.place.start], &self.bytes[self.place.end..]]
    }

    /// Fills the signature in.
    pub(crate) fn finish(mut self, signature: &[u8]) -> Result<Vec<u8>, PdfError> {
        let digits = hex::encode(signature);
        let inside = &mut self.bytes[self.place.start + 1..self.place.end - 1];
        inside.get_mut(..digits.len()).ok_or(PdfError::Room)?.copy_from_slice(digits.as_bytes());
        Ok(self.bytes)
    }
}

/// Appends a signature field with an empty signature to a PDF.
pub(crate) fn prepare(pdf: &[u8], signing: &Signing<'_>, random: &dyn Random) -> Result<Prepared, PdfError> {
    let [left, bottom, right, top] = signing.rectangle;
    if left >= right || bottom >= top {
        return Err(PdfError::Rectangle);
    }
    let (bytes, document) = match signing.password {
        None => (pdf.to_vec(), load(pdf, None)?),
        Some(password) => {
            let bytes = encrypt(load(pdf, None)?, password, random)?;
            let document = load(&bytes, Some(password))?;
            (bytes, document)
        }
    };
    let start = bytes.len();
    let mut update = IncrementalDocument::create_from(bytes, document);
    let page = *update.get_prev_documents().get_pages().get(&signing.page).ok_or(PdfError::Page(signing.page))?;
    let signature = update.new_document.add_object(signature(signing));
    let looks = appearance::add(&mut update.new_document, signing);
    form::add_field(&mut update, page, signature, looks, signing.rectangle)?;
    let mut written = Vec::new();
    update.save_to(&mut written)?;
    locate(written, start)
}

fn load(bytes: &[u8], password: Option<&str>) -> Result<Document, PdfError> {
    let options = LoadOptions {
        password: password.map(str::to_owned),
        max_decompressed_size: Some(LARGEST_STREAM),
        ..LoadOptions::default()
    };
    let document = Document::load_mem_with_options(bytes, options)?;
    if document.is_encrypted() || (password.is_none() && document.was_encrypted()) {
        return Err(PdfError::Encrypted);
    }
    Ok(document)
}

/// Writes the whole document anew under AES-256 (PDF 2.0). Nobody knows the owner's password: it is drawn and forgotten.
fn encrypt(mut document: Document, password: &str, random: &dyn Random) -> Result<Vec<u8>, PdfError> {
    if password.len() > LONGEST_PASSWORD {
        return Err(PdfError::Password);
    }
    let (mut key, mut owner, mut id) = (Zeroizing::new([0; 32]), Zeroizing::new([0; 32]), vec![0; 16]);
    random.fill(key.as_mut_slice());
    random.fill(owner.as_mut_slice());
    random.fill(&mut id);
    if document.trailer.get(b"ID").is_err() {
        let id = Object::String(id, StringFormat::Hexadecimal);
        document.trailer.set("ID", Object::Array(vec![id.clone(), id]));
    }
    let owner = Zeroizing::new(hex::encode(*owner));
    let filter: Arc<dyn CryptFilter> = Arc::new(Aes256CryptFilter);
    let state = EncryptionState::try_from(EncryptionVersion::V5 {
        encrypt_metadata: true,
        crypt_filters: BTreeMap::from([(b"StdCF".to_vec(), filter)]),
        file_encryption_key: key.as_slice(),
        stream_filter: b"StdCF".to_vec(),
        string_filter: b"StdCF".to_vec(),
        owner_password: &owner,
        user_password: password,
        permissions: Permissions::all(),
    })?;
    document.version = "2.0".to_owned();
    document.encrypt(&state)?;
    let mut bytes = Vec::new();
    document.save_to(&mut bytes)?;
    Ok(bytes)
}

/// The signature's dictionary with room for the signature and its positions.
fn signature(signing: &Signing<'_>) -> Dictionary {
    let mut dictionary = Dictionary::new();
    dictionary.set("Type", "Sig");
    dictionary.set("Filter", "Adobe.PPKLite");
    dictionary.set("SubFilter", "adbe.pkcs7.detached");
    dictionary.set("ByteRange", [0, UNKNOWN, UNKNOWN, UNKNOWN].map(Object::Integer).to_vec());
    dictionary.set("Contents", Object::String(vec![0; ROOM], StringFormat::Hexadecimal));
    dictionary.set("Name", appearance::text(signing.signer));
    dictionary.set("Reason", appearance::text(signing.reason));
    dictionary.set("M", Object::string_literal(signing.at.format("D:%Y%m%d%H%M%SZ").to_string()));
    dictionary
}

/// Finds the empty signature in what was appended and writes the positions around it.
fn locate(mut bytes: Vec<u8>, start: usize) -> Result<Prepared, PdfError> {
    let find = |bytes: &[u8], what: &str| {
        let found = bytes.get(start..)?.windows(what.len()).position(|window| window == what.as_bytes());
        found.map(|at| start + at)
    };
    let empty = format!("<{}>", "0".repeat(ROOM * 2));
    let unknown = format!("[0 {UNKNOWN} {UNKNOWN} {UNKNOWN}]");
    let (Some(at), Some(range)) = (find(&bytes, &empty), find(&bytes, &unknown)) else { return Err(PdfError::Room) };
    let place = at..at + empty.len();
    let known = format!("[0 {} {} {}", place.start, place.end, bytes.len() - place.end);
    let known = format!("{known:<width$}]", width = unknown.len() - 1);
    bytes[range..range + unknown.len()].copy_from_slice(known.as_bytes());
    Ok(Prepared { bytes, place })
}
