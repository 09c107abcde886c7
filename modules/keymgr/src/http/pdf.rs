//! Signing PDFs.

use std::sync::Arc;

use crypto::encoding::{b64_lenient, b64url};
use edge::{Call, Routes};
use keymgr_api::signatures::{PdfSign, PdfSignResponse};
use keymgr_api::{KeyRef, KeymgrError};
use types::Failure;

use super::read::said;
use super::{SIGNATURES, with};
use crate::Keymgr;
use crate::service::pdf::{self, Appearance};

pub(super) fn routes(m: &Arc<Keymgr>) -> Routes {
    Routes::new().on(PdfSign, SIGNATURES, with(m, sign))
}

async fn sign(m: Arc<Keymgr>, call: Call<PdfSign>) -> Result<PdfSignResponse, Failure> {
    let body = call.body;
    let invalid = || Failure::of(KeymgrError::SignatureRequest);
    let blank = [&body.application_id, &body.data, &body.reason].iter().any(|text| text.trim().is_empty());
    if blank || said(&body.time_stamp).is_none() {
        return Err(invalid());
    }
    let key = KeyRef::new(body.application_id.trim(), body.reference_id.as_deref().unwrap_or_default().trim());
    let document = b64_lenient(&body.data).map_err(|error| invalid().because(error))?;
    let appearance = Appearance {
        rectangle: [body.lower_left_x, body.lower_left_y, body.upper_right_x, body.upper_right_y],
        page: u32::try_from(body.page_number).map_err(|_| invalid())?,
        reason: body.reason.trim().to_owned(),
    };
    let password = body.password.filter(|password| !password.is_empty()).map(crypto::Zeroizing::new);
    let signed = pdf::sign(&m, call.caller.cx(), &key, document, appearance, password).await?;
    Ok(PdfSignResponse { data: b64url(signed), timestamp: m.db.now() })
}
