//! Documents of a request: decoded, each of a category the identity names, biometrics readable.

use base64::Engine;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use idrepo_api::identity::WireDocument;
use idrepo_api::{IdRepoError, IdentityDocument};
use serde_json::{Map, Value};
use types::Failure;
use zeroize::Zeroizing;

/// The attribute under which MOSIP files a person's CBEFF.
pub(crate) const BIOMETRICS: &str = "individualBiometrics";

/// Base64url with or without padding, as MOSIP's clients write it.
const BASE64URL: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new().with_encode_padding(false).with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Reads the documents of a request against the identity they belong to.
pub(crate) fn read(
    documents: &[WireDocument],
    identity: &Map<String, Value>,
) -> Result<Vec<IdentityDocument>, Failure> {
    let mut read: Vec<IdentityDocument> = Vec::with_capacity(documents.len());
    for (i, document) in documents.iter().enumerate() {
        let category = document.category.as_deref().unwrap_or_default();
        let wrong = |what: &str| Failure::with(IdRepoError::Invalid, [format!("documents/{i}/{what}")]);
        if category.is_empty() {
            return Err(Failure::with(IdRepoError::Missing, [format!("documents/{i}/category")]));
        }
        if !identity.contains_key(category) || read.iter().any(|known| known.category == category) {
            return Err(wrong("category"));
        }
        let value = document.value.as_deref().unwrap_or_default();
        if value.is_empty() {
            return Err(Failure::with(IdRepoError::Missing, [format!("documents/{i}/value")]));
        }
        let bytes = BASE64URL.decode(value).map_err(|_| wrong("value"))?;
        read.push(IdentityDocument { category: category.to_owned(), bytes: Zeroizing::new(bytes) });
    }
    check_biometrics(&read)?;
    Ok(read)
}

/// Refuses biometrics that are no CBEFF document.
pub(crate) fn check_biometrics(documents: &[IdentityDocument]) -> Result<(), Failure> {
    for document in documents.iter().filter(|document| document.category == BIOMETRICS) {
        codec::cbeff::read(&document.bytes).map_err(|error| {
            Failure::with(IdRepoError::Invalid, [format!("documents - {BIOMETRICS}")]).because(error)
        })?;
    }
    Ok(())
}

/// A document for the wire.
pub(crate) fn write(document: &IdentityDocument) -> WireDocument {
    WireDocument { category: Some(document.category.clone()), value: Some(BASE64URL.encode(&document.bytes)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn document(category: &str, value: &str) -> WireDocument {
        WireDocument { category: Some(category.into()), value: Some(value.into()) }
    }

    // IDR-01
    #[test]
    fn each_mistake_has_its_path() {
        let identity = json!({"proofOfIdentity": {}, "individualBiometrics": {}});
        let identity = identity.as_object().unwrap();
        let message = |documents: &[WireDocument]| read(documents, identity).unwrap_err().faults[0].message.clone();
        assert_eq!(message(&[document("proofOfMoney", "YQ")]), "Invalid Input Parameter - documents/0/category");
        assert_eq!(message(&[document("", "YQ")]), "Missing Input Parameter - documents/0/category");
        assert_eq!(message(&[document("proofOfIdentity", "")]), "Missing Input Parameter - documents/0/value");
        assert_eq!(message(&[document("proofOfIdentity", "§")]), "Invalid Input Parameter - documents/0/value");
        let twice = [document("proofOfIdentity", "YQ"), document("proofOfIdentity", "YQ==")];
        assert_eq!(message(&twice), "Invalid Input Parameter - documents/1/category");
        let no_cbeff = [document("individualBiometrics", "YQ")];
        assert_eq!(message(&no_cbeff), "Invalid Input Parameter - documents - individualBiometrics");
        let read = read(&[document("proofOfIdentity", "_-8")], identity).unwrap();
        assert_eq!(write(&read[0]), document("proofOfIdentity", "_-8"));
    }
}
