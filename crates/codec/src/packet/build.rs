//! Making the three plain sub-packets from captured data.

use serde_json::{Map, Value as Json, json};

use super::{
    AUDIT_JSON, DATA_HASH, Error, File, ID_JSON, Kind, Limits, META_JSON, OFFICER_CBEFF, OPERATIONS_HASH,
    SUPERVISOR_CBEFF, digest_as_plain_text, write_archive,
};
use crate::cbeff::Bir;

/// The identity schema's `fieldCategory`: which sub-packets a field goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Category {
    Pvt,
    Kyc,
    Evidence,
    Optional,
    /// In all three; also what a field without category is.
    None,
}

impl Category {
    /// The category by its name in the schema; anything unknown counts as none.
    pub fn from_name(name: &str) -> Self {
        match name.to_ascii_lowercase().as_str() {
            "pvt" => Self::Pvt,
            "kyc" => Self::Kyc,
            "evidence" => Self::Evidence,
            "optional" => Self::Optional,
            _ => Self::None,
        }
    }

    fn in_part(self, kind: Kind) -> bool {
        match self {
            Self::None => true,
            Self::Pvt | Self::Kyc => kind == Kind::Id,
            Self::Evidence => kind == Kind::Evidence,
            Self::Optional => kind == Kind::Optional,
        }
    }
}

/// A field's content.
#[derive(Debug, Clone)]
pub enum Value {
    /// Text, number or list of languages, as it stands in `ID.json`.
    Plain(Json),
    Document {
        data: Vec<u8>,
        /// Document type code.
        kind: String,
        /// Usually `pdf`; the file's extension.
        format: String,
        reference: Option<String>,
    },
    Biometrics(Box<Bir>),
}

/// Collects a registration and writes its sub-packets.
#[derive(Debug, Clone)]
pub struct Builder {
    id: String,
    schema_version: f64,
    creation_date: String,
    fields: Vec<(String, Category, Value)>,
    meta: Map<String, Json>,
    audits: Vec<Json>,
    operators: [Option<Bir>; 2],
}

impl Builder {
    /// Starts a registration; `creation_date` in UTC with milliseconds.
    pub fn new(id: &str, schema_version: f64, creation_date: &str) -> Self {
        Self {
            id: id.to_owned(),
            schema_version,
            creation_date: creation_date.to_owned(),
            fields: Vec::new(),
            meta: Map::new(),
            audits: Vec::new(),
            operators: [None, None],
        }
    }

    /// Adds a field; a name given twice keeps the last value.
    #[must_use]
    pub fn field(mut self, name: &str, category: Category, value: Value) -> Self {
        self.fields.retain(|(known, ..)| known != name);
        self.fields.push((name.to_owned(), category, value));
        self
    }

    /// Sets a key of the meta information (`metaData`, `operationsData`, `capturedRegisteredDevices` …); ids, dates
    /// and hash sequences are written by [`Self::build`].
    #[must_use]
    pub fn meta(mut self, key: &str, value: Json) -> Self {
        self.meta.insert(key.to_owned(), value);
        self
    }

    /// Adds a list of label and value under `metaData` or `operationsData`.
    #[must_use]
    pub fn labelled(self, key: &str, pairs: &[(&str, Option<&str>)]) -> Self {
        let list = pairs.iter().map(|(label, value)| json!({ "label": label, "value": value })).collect();
        self.meta(key, Json::Array(list))
    }

    /// Adds an audit row.
    #[must_use]
    pub fn audit(mut self, row: Json) -> Self {
        self.audits.push(row);
        self
    }

    /// The officer's biometrics, where the officer signed off with them.
    #[must_use]
    pub fn officer_biometrics(mut self, bir: Bir) -> Self {
        self.operators[0] = Some(bir);
        self
    }

    /// The supervisor's biometrics, where the supervisor signed off with them.
    #[must_use]
    pub fn supervisor_biometrics(mut self, bir: Bir) -> Self {
        self.operators[1] = Some(bir);
        self
    }

    /// Writes the three plain sub-packets.
    ///
    /// # Errors
    /// [`Error::AuditsRequired`] without audit rows, [`Error::Biometrics`] and [`Error::Archive`] for what cannot be
    /// written.
    pub fn build(&self) -> Result<Vec<(Kind, Vec<u8>)>, Error> {
        if self.audits.is_empty() {
            return Err(Error::AuditsRequired);
        }
        Kind::ALL.into_iter().map(|kind| Ok((kind, self.part(kind)?))).collect()
    }

    fn part(&self, kind: Kind) -> Result<Vec<u8>, Error> {
        let mut identity = Map::new();
        identity.insert("IDSchemaVersion".to_owned(), json!(self.schema_version));
        let mut biometrics = Vec::new();
        let mut documents = Vec::new();
        for (name, category, value) in &self.fields {
            if !category.in_part(kind) {
                continue;
            }
            let entry = match value {
                Value::Plain(plain) => plain.clone(),
                Value::Document { data, kind, format, reference } => {
                    documents.push(File { name: format!("{name}.{format}"), data: data.clone() });
                    json!({ "value": name, "type": kind, "format": format, "refNumber": reference })
                }
                Value::Biometrics(bir) => {
                    let file = format!("{name}_bio_CBEFF");
                    biometrics.push(File { name: format!("{file}.xml"), data: cbeff_xml(&file, bir)? });
                    json!({ "format": "cbeff", "version": 1.0, "value": file })
                }
            };
            identity.insert(name.clone(), entry);
        }
        let id_json = serde_json::to_vec(&json!({ "identity": identity })).map_err(|_| json_error(ID_JSON))?;
        documents.push(File { name: ID_JSON.to_owned(), data: id_json });
        let mut others = Vec::new();
        if kind == Kind::Id {
            for (bir, name) in self.operators.iter().zip([OFFICER_CBEFF, SUPERVISOR_CBEFF]) {
                if let Some(bir) = bir {
                    others.push(File { name: format!("{name}.xml"), data: cbeff_xml(name, bir)? });
                }
            }
            let audits = serde_json::to_vec(&self.audits).map_err(|_| json_error(AUDIT_JSON))?;
            others.push(File { name: AUDIT_JSON.to_owned(), data: audits });
        }
        self.pack(kind, biometrics, documents, others)
    }

    fn pack(
        &self,
        kind: Kind,
        biometrics: Vec<File>,
        documents: Vec<File>,
        others: Vec<File>,
    ) -> Result<Vec<u8>, Error> {
        let names = |files: &[File]| -> Vec<String> {
            files
                .iter()
                .map(|file| file.name.rsplit_once('.').map_or(&*file.name, |(stem, _)| stem).to_owned())
                .collect()
        };
        let mut meta = self.meta.clone();
        meta.insert("registrationId".to_owned(), json!(self.id));
        meta.insert("creationDate".to_owned(), json!(self.creation_date));
        meta.insert(
            "hashSequence1".to_owned(),
            json!([
                { "label": "biometricSequence", "value": names(&biometrics) },
                { "label": "demographicSequence", "value": names(&documents) },
            ]),
        );
        let sequence2 = json!([{ "label": "otherFiles", "value": names(&others) }]);
        meta.insert("hashSequence2".to_owned(), if others.is_empty() { json!([]) } else { sequence2 });
        let data = biometrics.iter().chain(&documents).map(|file| file.data.as_slice());
        let data_hash = digest_as_plain_text(data).into_bytes();
        let operations_hash = digest_as_plain_text(others.iter().map(|file| file.data.as_slice())).into_bytes();
        let meta = serde_json::to_vec(&json!({ "identity": meta })).map_err(|_| json_error(META_JSON))?;
        let mut files: Vec<File> = biometrics.into_iter().chain(documents).chain(others).collect();
        files.push(File { name: META_JSON.to_owned(), data: meta });
        files.push(File { name: DATA_HASH.to_owned(), data: data_hash });
        if kind == Kind::Id {
            files.push(File { name: OPERATIONS_HASH.to_owned(), data: operations_hash });
        }
        Ok(write_archive(&files, &Limits::SUB_PACKET)?)
    }
}

fn json_error(file: &str) -> Error {
    Error::Json(file.to_owned())
}

fn cbeff_xml(file: &str, bir: &Bir) -> Result<Vec<u8>, Error> {
    bir.write().map_err(|cause| Error::Biometrics { file: file.to_owned(), cause })
}
