//! One decrypted sub-packet, and the three together.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{
    AUDIT_JSON, DATA_HASH, Error, ID_JSON, Kind, Limits, META_JSON, MetaInfo, OFFICER_CBEFF, OPERATIONS_HASH,
    SUPERVISOR_CBEFF, digest_as_plain_text, read_archive,
};
use crate::cbeff;

/// A decrypted sub-packet. `Debug` shows names of files and fields, never their content.
#[derive(Clone, PartialEq)]
pub struct SubPacket {
    pub kind: Kind,
    /// The `identity` object of `ID.json`.
    pub identity: Map<String, Value>,
    pub meta: MetaInfo,
    /// All files by name.
    files: BTreeMap<String, Vec<u8>>,
}

impl std::fmt::Debug for SubPacket {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SubPacket")
            .field("kind", &self.kind)
            .field("fields", &self.identity.keys().collect::<Vec<_>>())
            .field("files", &self.files.keys().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

/// A document of a packet.
#[derive(Clone, PartialEq, Eq)]
pub struct Document {
    pub data: Vec<u8>,
    /// The field's name, which is the file's base name too.
    pub value: String,
    /// Document type code, e.g. `DOC001`.
    pub kind: Option<String>,
    pub format: Option<String>,
    pub reference: Option<String>,
}

impl std::fmt::Debug for Document {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Document").field("value", &self.value).field("bytes", &self.data.len()).finish_non_exhaustive()
    }
}

fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

impl SubPacket {
    /// Reads a plain (decrypted) sub-packet zip. Hashes are not compared yet: see [`Self::verify_hashes`].
    ///
    /// # Errors
    /// [`Error::Archive`], [`Error::Missing`] and [`Error::Json`].
    pub fn read(kind: Kind, zip: &[u8]) -> Result<Self, Error> {
        let files: BTreeMap<String, Vec<u8>> =
            read_archive(zip, &Limits::SUB_PACKET)?.into_iter().map(|file| (file.name, file.data)).collect();
        let required = |name: &str| files.get(name).ok_or_else(|| Error::Missing(format!("{name} ({kind})")));
        let mut document: Map<String, Value> =
            serde_json::from_slice(required(ID_JSON)?).map_err(|_| Error::Json(format!("{ID_JSON} ({kind})")))?;
        let Some(Value::Object(identity)) = document.remove("identity") else {
            return Err(Error::Json(format!("{ID_JSON} ({kind})")));
        };
        let meta = MetaInfo::parse(required(META_JSON)?)?;
        Ok(Self { kind, identity, meta, files })
    }

    /// Compares the data hash, and in the `id` sub-packet the operations hash, with the files listed in the hash
    /// sequences.
    ///
    /// # Errors
    /// [`Error::HashedFile`], [`Error::DataHash`], [`Error::OperationsHash`]; [`Error::Missing`] without hash files;
    /// [`Error::Json`] without sequences.
    pub fn verify_hashes(&self) -> Result<(), Error> {
        let mut names = self.meta.hash_sequence("hashSequence1", "biometricSequence")?;
        names.extend(self.meta.hash_sequence("hashSequence1", "demographicSequence")?);
        if self.digest(&names)? != self.hash_file(DATA_HASH)? {
            return Err(Error::DataHash(self.kind));
        }
        let others = self.meta.hash_sequence("hashSequence2", "otherFiles")?;
        let stated = match self.hash_file(OPERATIONS_HASH) {
            // only the id sub-packet must have one
            Err(Error::Missing(_)) if self.kind != Kind::Id && others.is_empty() => return Ok(()),
            other => other?,
        };
        if self.digest(&others)? == stated { Ok(()) } else { Err(Error::OperationsHash(self.kind)) }
    }

    fn digest(&self, names: &[&str]) -> Result<String, Error> {
        let mut pieces = Vec::with_capacity(names.len());
        for name in names {
            let data = self.file(name).filter(|data| !data.is_empty());
            pieces.push(data.ok_or_else(|| Error::HashedFile { kind: self.kind, file: (*name).to_owned() })?);
        }
        Ok(digest_as_plain_text(pieces))
    }

    fn hash_file(&self, name: &str) -> Result<String, Error> {
        let data = self.files.get(name).ok_or_else(|| Error::Missing(format!("{name} ({})", self.kind)))?;
        Ok(String::from_utf8_lossy(data).trim().to_uppercase())
    }

    /// A file by its name without extension, in any case, as MOSIP looks them up.
    pub fn file(&self, name: &str) -> Option<&[u8]> {
        self.files.iter().find(|(file, _)| stem(file).eq_ignore_ascii_case(name)).map(|(_, data)| data.as_slice())
    }

    /// Names of all files.
    pub fn file_names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// The document a field refers to; `None` when the field is not here or is no document.
    ///
    /// # Errors
    /// [`Error::Missing`] when the field is here but its file is not.
    pub fn document(&self, field: &str) -> Result<Option<Document>, Error> {
        let Some(reference) = self.identity.get(field).and_then(Value::as_object) else { return Ok(None) };
        let text = |key: &str| reference.get(key).and_then(Value::as_str).map(str::to_owned);
        let Some(value) = text("value") else { return Ok(None) };
        if text("format").is_some_and(|format| format.eq_ignore_ascii_case("cbeff")) {
            return Ok(None);
        }
        let data = self.file(&value).ok_or_else(|| Error::Missing(value.clone()))?.to_vec();
        let reference = text("refNumber");
        Ok(Some(Document { data, value, kind: text("type"), format: text("format"), reference }))
    }

    /// The biometrics document a field refers to, as bytes; `None` when the field is not here or is none.
    ///
    /// # Errors
    /// [`Error::Missing`] when the field is here but its file is not.
    pub fn biometrics_xml(&self, field: &str) -> Result<Option<&[u8]>, Error> {
        let Some(reference) = self.identity.get(field).and_then(Value::as_object) else { return Ok(None) };
        if reference.get("format").and_then(Value::as_str).is_none_or(|format| !format.eq_ignore_ascii_case("cbeff")) {
            return Ok(None);
        }
        let Some(name) = reference.get("value").and_then(Value::as_str) else { return Ok(None) };
        self.file(name).map(Some).ok_or_else(|| Error::Missing(name.to_owned()))
    }

    /// The audit rows the client recorded; empty where the sub-packet has none.
    ///
    /// # Errors
    /// [`Error::Json`] when the file is not an array.
    pub fn audits(&self) -> Result<Vec<Value>, Error> {
        match self.files.get(AUDIT_JSON) {
            None => Ok(Vec::new()),
            Some(data) => serde_json::from_slice(data).map_err(|_| Error::Json(AUDIT_JSON.to_owned())),
        }
    }
}

/// All sub-packets of one registration. A field found in several is taken from the first of id, evidence, optional.
#[derive(Debug, Clone, PartialEq)]
pub struct Packet {
    parts: Vec<SubPacket>,
}

impl Packet {
    /// Puts sub-packets together.
    ///
    /// # Errors
    /// [`Error::Missing`] without the id sub-packet.
    pub fn new(mut parts: Vec<SubPacket>) -> Result<Self, Error> {
        parts.sort_by_key(|part| part.kind);
        if parts.first().is_none_or(|part| part.kind != Kind::Id) {
            return Err(Error::Missing("the id sub-packet".to_owned()));
        }
        Ok(Self { parts })
    }

    /// The sub-packets, id first.
    pub fn parts(&self) -> &[SubPacket] {
        &self.parts
    }

    /// Meta information of the id sub-packet.
    pub fn meta(&self) -> &MetaInfo {
        &self.parts[0].meta
    }

    /// A field's value.
    pub fn field(&self, name: &str) -> Option<&Value> {
        self.parts.iter().find_map(|part| part.identity.get(name)).filter(|value| !value.is_null())
    }

    /// All fields of all sub-packets, first occurrence wins.
    pub fn identity(&self) -> Map<String, Value> {
        let mut all = Map::new();
        for part in &self.parts {
            for (name, value) in &part.identity {
                all.entry(name.clone()).or_insert_with(|| value.clone());
            }
        }
        all
    }

    /// A field as plain text: a string as it is, a number in digits, of a list of languages the one asked for (else
    /// the first).
    pub fn text(&self, name: &str, language: Option<&str>) -> Option<String> {
        match self.field(name)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            Value::Array(values) => {
                let of = |entry: &&Value| entry.get("language").and_then(Value::as_str) == language;
                let entry = values.iter().find(of).or_else(|| values.first())?;
                entry.get("value").and_then(Value::as_str).map(str::to_owned)
            }
            _ => None,
        }
    }

    /// The document a field refers to.
    ///
    /// # Errors
    /// [`Error::Missing`] when the field is here but its file is not.
    pub fn document(&self, field: &str) -> Result<Option<Document>, Error> {
        self.parts.iter().find_map(|part| part.document(field).transpose()).transpose()
    }

    /// The biometrics a field refers to.
    ///
    /// # Errors
    /// [`Error::Missing`] when the field is here but its file is not, [`Error::Biometrics`] when it is no CBEFF.
    pub fn biometrics(&self, field: &str) -> Result<Option<cbeff::Bir>, Error> {
        let Some(xml) = self.biometrics_xml(field)? else { return Ok(None) };
        parse_biometrics(field, xml).map(Some)
    }

    /// The biometrics document a field refers to, as bytes.
    ///
    /// # Errors
    /// [`Error::Missing`] when the field is here but its file is not.
    pub fn biometrics_xml(&self, field: &str) -> Result<Option<&[u8]>, Error> {
        self.parts.iter().find_map(|part| part.biometrics_xml(field).transpose()).transpose()
    }

    /// The officer's and the supervisor's own biometrics, where they signed off with them.
    ///
    /// # Errors
    /// [`Error::Biometrics`] when a file is no CBEFF.
    pub fn operator_biometrics(&self) -> Result<[Option<cbeff::Bir>; 2], Error> {
        let read = |name| self.parts[0].file(name).map(|xml| parse_biometrics(name, xml)).transpose();
        Ok([read(OFFICER_CBEFF)?, read(SUPERVISOR_CBEFF)?])
    }
}

fn parse_biometrics(file: &str, xml: &[u8]) -> Result<cbeff::Bir, Error> {
    cbeff::read(xml).map_err(|cause| Error::Biometrics { file: file.to_owned(), cause })
}
