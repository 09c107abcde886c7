//! Compute the token of a person for a partner (spec ida-crypto A.10).

use crypto::digest;
use keymgr_api::KeymgrError;
use types::Failure;

use super::at_rest;
use crate::Keymgr;

/// 36 decimal digits, the same for one number and one partner. The salts are those of ID authentication's tokens.
pub(crate) async fn token_id(m: &Keymgr, uin: &str, partner_code: &str) -> Result<String, Failure> {
    if uin.is_empty() || partner_code.is_empty() {
        return Err(KeymgrError::TokenIdInput.into());
    }
    let number = hex::encode(at_rest::blind_index(m, "auth.token", b"number").await?);
    let partner = hex::encode(at_rest::blind_index(m, "auth.token", b"partner").await?);
    Ok(digest::token_id(&number, &partner, uin, partner_code))
}
