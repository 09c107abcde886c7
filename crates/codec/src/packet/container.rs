//! The outer zip: encrypted sub-packets under `SOURCE/PROCESS/`, an information file beside each.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Deserializer, Serialize};

use super::{Error, File, Kind, Limits, encrypted_hash, read_archive, write_archive};

/// What the information file says about its sub-packet. Keys are lower case, as in object metadata.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub struct PacketInfo {
    /// Registration id.
    pub id: String,
    /// `<registration id>_<sub-packet>`.
    #[serde(rename = "packetname")]
    pub packet_name: String,
    pub source: String,
    pub process: String,
    /// Version of the identity schema; a number, in object metadata a string.
    #[serde(rename = "schemaversion", deserialize_with = "number")]
    pub schema_version: f64,
    /// Base64 of the signature over the plain sub-packet.
    pub signature: String,
    /// See [`super::encrypted_hash`].
    #[serde(rename = "encryptedhash")]
    pub encrypted_hash: String,
    #[serde(rename = "providername", default)]
    pub provider_name: String,
    #[serde(rename = "providerversion", default)]
    pub provider_version: String,
    #[serde(rename = "creationdate")]
    pub creation_date: String,
    /// `<centre>_<machine>`, whose key encrypted the sub-packet; absent in packets of some clients.
    #[serde(rename = "refid", default, skip_serializing_if = "Option::is_none")]
    pub ref_id: Option<String>,
}

fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Either {
        Number(f64),
        Text(String),
    }
    match Either::deserialize(deserializer)? {
        Either::Number(number) => Ok(number),
        Either::Text(text) => text.parse().map_err(serde::de::Error::custom),
    }
}

impl PacketInfo {
    /// The signature's bytes; both base64 alphabets are in use.
    pub fn signature_bytes(&self) -> Result<Vec<u8>, Error> {
        use base64::alphabet;
        use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
        let lenient = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
        let url = self.signature.contains(['-', '_']);
        let alphabet = if url { &alphabet::URL_SAFE } else { &alphabet::STANDARD };
        GeneralPurpose::new(alphabet, lenient)
            .decode(self.signature.as_bytes())
            .map_err(|_| Error::Information("signature"))
    }
}

/// One encrypted sub-packet.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    pub kind: Kind,
    pub info: PacketInfo,
    pub encrypted: Vec<u8>,
}

/// An opened (decrypted) outer zip.
#[derive(Debug, Clone, PartialEq)]
pub struct Container {
    /// Registration id.
    pub id: String,
    /// E.g. `REGISTRATION_CLIENT`.
    pub source: String,
    /// E.g. `NEW`.
    pub process: String,
    /// In the order id, evidence, optional.
    pub parts: Vec<Part>,
}

impl Container {
    /// Reads an outer zip (decrypted by the caller) and compares each encrypted part with the hash its information
    /// states.
    ///
    /// # Errors
    /// [`Error::Archive`], [`Error::Layout`], [`Error::Missing`], [`Error::Json`], [`Error::Information`] when the
    /// information belongs to another part, [`Error::EncryptedHash`].
    pub fn read(zip: &[u8]) -> Result<Self, Error> {
        let files = read_archive(zip, &Limits::CONTAINER)?;
        let mut place: Option<(String, String, String)> = None;
        let mut zips = Vec::new();
        let mut infos = Vec::new();
        for File { name, data } in files {
            let layout = || Error::Layout(name.clone());
            let [source, process, file]: [&str; 3] =
                name.split('/').collect::<Vec<_>>().try_into().map_err(|_| layout())?;
            let (stem, extension) = file.rsplit_once('.').ok_or_else(layout)?;
            let (id, kind) = stem.rsplit_once('_').ok_or_else(layout)?;
            let kind = Kind::ALL.into_iter().find(|known| known.name() == kind).ok_or_else(layout)?;
            let here = (source.to_owned(), process.to_owned(), id.to_owned());
            if place.get_or_insert_with(|| here.clone()) != &here {
                return Err(layout());
            }
            match extension {
                "zip" => zips.push((kind, data)),
                "json" => infos.push((kind, data)),
                _ => return Err(layout()),
            }
        }
        let (source, process, id) = place.ok_or_else(|| Error::Missing("the id sub-packet".to_owned()))?;
        let mut parts = Vec::new();
        for (kind, encrypted) in zips {
            let at = infos
                .iter()
                .position(|(of, _)| *of == kind)
                .ok_or_else(|| Error::Missing(format!("{id}_{kind}.json")))?;
            let (_, json) = infos.swap_remove(at);
            let info: PacketInfo =
                serde_json::from_slice(&json).map_err(|_| Error::Json(format!("{id}_{kind}.json")))?;
            if info.id != id {
                return Err(Error::Information("id"));
            }
            if info.packet_name != format!("{id}_{kind}") {
                return Err(Error::Information("packetname"));
            }
            if info.source != source || info.process != process {
                return Err(Error::Information("source or process"));
            }
            if info.encrypted_hash.trim_end_matches('=') != encrypted_hash(&encrypted) {
                return Err(Error::EncryptedHash(kind));
            }
            parts.push(Part { kind, info, encrypted });
        }
        if let Some((kind, _)) = infos.first() {
            return Err(Error::Missing(format!("{id}_{kind}.zip")));
        }
        parts.sort_by_key(|part| part.kind);
        if parts.first().is_none_or(|part| part.kind != Kind::Id) {
            return Err(Error::Missing("the id sub-packet".to_owned()));
        }
        Ok(Self { id, source, process, parts })
    }

    /// Writes the outer zip, for the caller to encrypt.
    ///
    /// # Errors
    /// [`Error::Archive`] for names or sizes a container cannot hold.
    pub fn write(&self) -> Result<Vec<u8>, Error> {
        let mut files = Vec::new();
        for part in &self.parts {
            let base = format!("{}/{}/{}_{}", self.source, self.process, self.id, part.kind);
            let info = serde_json::to_vec(&part.info).map_err(|_| Error::Json(format!("{base}.json")))?;
            files.push(File { name: format!("{base}.zip"), data: part.encrypted.clone() });
            files.push(File { name: format!("{base}.json"), data: info });
        }
        Ok(write_archive(&files, &Limits::CONTAINER)?)
    }
}

/// What is the same for all sub-packets of a container.
#[derive(Debug, Clone, PartialEq)]
pub struct Header {
    pub id: String,
    pub source: String,
    pub process: String,
    pub schema_version: f64,
    pub creation_date: String,
    pub ref_id: Option<String>,
}

/// Sealing failed: here, or in the caller's encryption or signature.
#[derive(Debug, thiserror::Error)]
pub enum SealError<E> {
    #[error(transparent)]
    Packet(#[from] Error),
    #[error("encryption or signature failed")]
    Crypto(E),
}

/// Signs and encrypts plain sub-packets with the caller's functions and packs them into an outer zip, which the
/// caller encrypts once more. `sign` gets the plain sub-packet, as MOSIP defines it.
///
/// # Errors
/// [`SealError::Crypto`] with the caller's error, [`SealError::Packet`] for what a container cannot hold.
pub fn seal<E>(
    header: &Header,
    parts: &[(Kind, Vec<u8>)],
    mut sign: impl FnMut(&[u8]) -> Result<Vec<u8>, E>,
    mut encrypt: impl FnMut(&[u8]) -> Result<Vec<u8>, E>,
) -> Result<Vec<u8>, SealError<E>> {
    let mut sealed = Vec::new();
    for (kind, plain) in parts {
        let signature = sign(plain).map_err(SealError::Crypto)?;
        let encrypted = encrypt(plain).map_err(SealError::Crypto)?;
        let info = PacketInfo {
            id: header.id.clone(),
            packet_name: format!("{}_{kind}", header.id),
            source: header.source.clone(),
            process: header.process.clone(),
            schema_version: header.schema_version,
            signature: URL_SAFE_NO_PAD.encode(signature),
            encrypted_hash: encrypted_hash(&encrypted),
            provider_name: "PacketWriterImpl".to_owned(),
            provider_version: "v1.0".to_owned(),
            creation_date: header.creation_date.clone(),
            ref_id: header.ref_id.clone(),
        };
        sealed.push(Part { kind: *kind, info, encrypted });
    }
    let container = Container {
        id: header.id.clone(),
        source: header.source.clone(),
        process: header.process.clone(),
        parts: sealed,
    };
    Ok(container.write()?)
}
