//! MOSIP's registration packet, format of 1.2: three sub-packets (`id`, `evidence`, `optional`), each a zip of
//! `ID.json`, `packet_meta_info.json`, documents, biometrics and hash files, each encrypted and signed by the caller,
//! in an outer zip with one information file beside each.
//!
//! Reading: [`Container::read`] (outer zip, hash of each encrypted part), the caller decrypts and checks signatures,
//! [`SubPacket::read`], [`SubPacket::verify_hashes`], [`Packet`] merges. Writing: [`Builder`], then [`seal`].

mod archive;
mod build;
mod container;
mod meta;
mod sub;

use std::fmt;

pub use archive::{ArchiveError, File, Limits, read_archive, write_archive};
pub use build::{Builder, Category, Value};
pub use container::{Container, Header, PacketInfo, Part, SealError, seal};
pub use meta::MetaInfo;
pub use sub::{Document, Packet, SubPacket};

use sha2::{Digest as _, Sha256};

/// One of the three sub-packets, in the order in which a field is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Id,
    Evidence,
    Optional,
}

impl Kind {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Id, Self::Evidence, Self::Optional];

    /// The ending of file names: `id`, `evidence`, `optional`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Evidence => "evidence",
            Self::Optional => "optional",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Why a packet is refused. [`Error::code`] is MOSIP's packet manager code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("{0}")]
    Archive(#[from] ArchiveError),
    #[error("{0} is missing")]
    Missing(String),
    #[error("{0} is not the JSON expected")]
    Json(String),
    #[error("the entry {0} has no place in a packet container")]
    Layout(String),
    #[error("{0} in the packet information does not fit the container")]
    Information(&'static str),
    #[error("the encrypted {0} sub-packet does not have the hash its information states")]
    EncryptedHash(Kind),
    #[error("{file} of the hash sequence is missing or empty in the {kind} sub-packet")]
    HashedFile { kind: Kind, file: String },
    #[error("the data of the {0} sub-packet does not have the hash it states")]
    DataHash(Kind),
    #[error("the operations data of the {0} sub-packet does not have the hash it states")]
    OperationsHash(Kind),
    #[error("the biometrics in {file}: {cause}")]
    Biometrics { file: String, cause: crate::cbeff::Error },
    #[error("audits required")]
    AuditsRequired,
}

impl Error {
    /// The packet manager's code (`KER-PUT-…`) for this refusal.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Archive(_) | Self::Layout(_) => "KER-PUT-009",
            Self::Missing(_) => "KER-PUT-002",
            Self::Json(_) => "KER-PUT-005",
            Self::Information(_) => "KER-PUT-008",
            Self::EncryptedHash(_) => "KER-PUT-019",
            Self::HashedFile { .. } | Self::DataHash(_) | Self::OperationsHash(_) | Self::AuditsRequired => {
                "KER-PUT-020"
            }
            Self::Biometrics { .. } => "KER-PUT-012",
        }
    }
}

/// MOSIP's `digestAsPlainText`: SHA-256 as upper-case hex.
pub fn digest_as_plain_text<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hash = Sha256::new();
    for piece in pieces {
        hash.update(piece);
    }
    hex::encode_upper(hash.finalize())
}

/// Hash of an encrypted sub-packet as its information file states it: SHA-256 in URL-safe base64 without padding.
pub fn encrypted_hash(encrypted: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(Sha256::digest(encrypted))
}

const ID_JSON: &str = "ID.json";
const META_JSON: &str = "packet_meta_info.json";
const AUDIT_JSON: &str = "audit.json";
const DATA_HASH: &str = "packet_data_hash.txt";
const OPERATIONS_HASH: &str = "packet_operations_hash.txt";
const OFFICER_CBEFF: &str = "officer_bio_cbeff";
const SUPERVISOR_CBEFF: &str = "supervisor_bio_cbeff";

#[cfg(test)]
mod tests;
