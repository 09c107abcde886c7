//! Certificate paths: from a certificate through intermediates to a trusted root.

use chrono::{DateTime, Utc};

use super::Certificate;

/// The authorities of one trust domain.
#[derive(Debug, Clone, Copy)]
pub struct Trust<'a> {
    /// Roots, believed without further proof.
    pub anchors: &'a [Certificate],
    /// Authorities below them.
    pub intermediates: &'a [Certificate],
}

/// Why no path was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChainError {
    #[error("certificate or one of its authorities is not valid at this time")]
    Dates,
    #[error("no path leads to a trusted root")]
    NoPath,
}

const MAX_PATH: usize = 8;
/// Signature checks spent on one path search: names that all look alike must not become a way to burn processor time.
const MAX_CHECKS: usize = 64;

/// Finds a path to an anchor: names chain, signatures verify, authorities are allowed to sign and to stand that high, every certificate is
/// valid at `at`, and no critical extension is unknown. Returns the path from the certificate to the anchor. Revocation is not checked, as in MOSIP.
pub fn verify_chain<'a>(
    certificate: &'a Certificate,
    trust: Trust<'a>,
    at: DateTime<Utc>,
) -> Result<Vec<&'a Certificate>, ChainError> {
    let mut search = Search { trust, at, checks: 0, expired: false, path: vec![certificate] };
    if !usable(certificate, at) {
        return Err(ChainError::Dates);
    }
    if certificate.unknown_critical {
        return Err(ChainError::NoPath);
    }
    if search.extend() {
        Ok(search.path)
    } else {
        Err(if search.expired { ChainError::Dates } else { ChainError::NoPath })
    }
}

struct Search<'a> {
    trust: Trust<'a>,
    at: DateTime<Utc>,
    checks: usize,
    expired: bool,
    path: Vec<&'a Certificate>,
}

impl<'a> Search<'a> {
    fn extend(&mut self) -> bool {
        let Some(&last) = self.path.last() else { return false };
        if self.trust.anchors.contains(last) {
            return true;
        }
        if self.path.len() >= MAX_PATH {
            return false;
        }
        let trust = self.trust;
        for issuer in trust.anchors.iter().chain(trust.intermediates) {
            if !self.may_sign(issuer, last) {
                continue;
            }
            self.path.push(issuer);
            if self.extend() {
                return true;
            }
            self.path.pop();
        }
        false
    }

    fn may_sign(&mut self, issuer: &'a Certificate, last: &Certificate) -> bool {
        if issuer.subject() != last.issuer()
            || !issuer.is_authority()
            || issuer.unknown_critical
            || self.path.contains(&issuer)
        {
            return false;
        }
        // authorities between the issuer and the first certificate, not counting self-issued ones (RFC 5280, 6.1.4)
        let below = self.path.iter().skip(1).filter(|authority| authority.subject() != authority.issuer()).count();
        if issuer.path_length().is_some_and(|most| below > usize::try_from(most).unwrap_or(usize::MAX)) {
            return false;
        }
        self.checks += 1;
        if self.checks > MAX_CHECKS || !issuer.public_key().is_ok_and(|key| last.is_signed_by_key(key)) {
            return false;
        }
        if !usable(issuer, self.at) {
            self.expired = true;
            return false;
        }
        true
    }
}

fn usable(certificate: &Certificate, at: DateTime<Utc>) -> bool {
    certificate.is_valid_at(at)
}
