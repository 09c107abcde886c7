//! Sign a PDF so that readers show who signed it (spec ida-crypto A.8, `pdf/sign`).

use crypto::{Zeroizing, cms, digest};
use keymgr_api::{KeyRef, KeymgrError};
use types::{Cx, Failure};

use super::{certificates, sign as signatures};
use crate::Keymgr;
use crate::error::signing;
use crate::pdf::{self, PdfError, Signing};

/// Where and why the signature shows.
pub(crate) struct Appearance {
    /// Lower left and upper right corner in points from the page's lower left corner.
    pub(crate) rectangle: [i32; 4],
    /// Counted from 1.
    pub(crate) page: u32,
    pub(crate) reason: String,
}

/// Appends a visible signature to a PDF; with a password the result opens with it only.
pub(crate) async fn sign(
    m: &Keymgr,
    cx: &Cx,
    key: &KeyRef,
    document: Vec<u8>,
    appearance: Appearance,
    password: Option<Zeroizing<String>>,
) -> Result<Vec<u8>, Failure> {
    let (entry, private) = signatures::signing_key(m, cx, key).await?;
    let chain = certificates::path(m, key, &entry).await?;
    let (now, random) = (m.db.now(), m.random.clone());
    m.blocking(move || {
        let signer = entry.certificate.subject().common_name().unwrap_or_default();
        let signing = Signing {
            rectangle: appearance.rectangle,
            page: appearance.page,
            reason: &appearance.reason,
            signer,
            at: now,
            password: password.as_ref().map(|password| password.as_str()),
        };
        let prepared = pdf::prepare(&document, &signing, &random).map_err(unfit)?;
        let hash = digest::sha256_of(&prepared.signed());
        let chain: Vec<_> = chain.iter().collect();
        let signature = cms::sign_detached(&private, &chain, &hash, now).map_err(signing_failed)?;
        prepared.finish(&signature).map_err(unfit)
    })
    .await
}

fn signing_failed(error: crypto::Error) -> Failure {
    match error {
        // an Ed25519 key: PDF readers take RSA and ECDSA
        crypto::Error::KeyMismatch(_) => Failure::of(KeymgrError::SigningNotAllowed).because(error),
        other => signing(other),
    }
}

fn unfit(error: PdfError) -> Failure {
    Failure::of(KeymgrError::SignatureRequest).because(error)
}
