//! Trust stores, partners' certificates, the published key set.

use std::sync::Arc;

use axum::extract::Extension;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use edge::routes::respond_raw;
use edge::{Call, Edge, EnvelopeHead, Routes};
use keymgr_api::keys::Done;
use keymgr_api::trust::{
    AuthorityPage, AuthorityPath, GetCaCertificateTrustPath, GetCaCertificates, GetPartnerCertificate,
    GetPartnerSignedCertificate, KeySet, PartnerCertificate, PartnerSignedCertificate, PartnerUploaded, TrustStatus,
    UploadCaCertificate, UploadPartnerCertificate, VerifyCertificateTrust,
};
use keymgr_api::{KeyManager, KeymgrError, PartnerCertificates};
use types::{Caller, Endpoint, Failure};

use super::read::{domain, done, upload};
use super::{KEYS, TRUST, with};
use crate::Keymgr;
use crate::service::authorities;
use crate::service::trust::{self, Uploaded};

pub(super) fn routes(m: &Arc<Keymgr>) -> Routes {
    let key_set = m.clone();
    Routes::new()
        .on(UploadCaCertificate, TRUST, with(m, upload_ca_certificate))
        .on(UploadPartnerCertificate, TRUST, with(m, upload_partner_certificate))
        .on(GetPartnerCertificate, TRUST, with(m, partner_certificate))
        .on(GetPartnerSignedCertificate, TRUST, with(m, partner_signed_certificate))
        .on(VerifyCertificateTrust, TRUST, with(m, verify_certificate_trust))
        .on(GetCaCertificates, TRUST, with(m, authorities))
        .on(GetCaCertificateTrustPath, TRUST, with(m, authority_path))
        .raw(
            KeySet::INFO,
            KEYS,
            get(move |Extension(edge): Extension<Arc<Edge>>, Extension(caller): Extension<Caller>| {
                let m = key_set.clone();
                async move { publish(&m, &edge, &caller).await }
            }),
        )
}

async fn upload_ca_certificate(m: Arc<Keymgr>, call: Call<UploadCaCertificate>) -> Result<Done, Failure> {
    let data = upload(&call.body.certificate_data)?;
    let domain = domain(&call.body.partner_domain)?;
    Ok(match trust::add(&m, call.caller.cx(), domain, data).await? {
        Uploaded::All => done(&m, "Upload Success."),
        Uploaded::Some => done(&m, "Partial Upload Success."),
        Uploaded::None => done(&m, "Upload Failed."),
    })
}

async fn upload_partner_certificate(
    m: Arc<Keymgr>,
    call: Call<UploadPartnerCertificate>,
) -> Result<PartnerUploaded, Failure> {
    let pem = upload(&call.body.certificate_data)?;
    let domain = domain(&call.body.partner_domain)?;
    let signed = m.admit(&call.caller, domain, &call.body.organization_name, pem).await?;
    Ok(PartnerUploaded {
        certificate_id: signed.certificate_id,
        signed_certificate_data: signed.bundle,
        timestamp: m.db.now(),
    })
}

async fn partner_certificate(m: Arc<Keymgr>, call: Call<GetPartnerCertificate>) -> Result<PartnerCertificate, Failure> {
    let stored = m.find(&call.caller, call.path("partnerCertId")).await?;
    Ok(PartnerCertificate { certificate_data: stored.signed, timestamp: m.db.now() })
}

async fn partner_signed_certificate(
    m: Arc<Keymgr>,
    call: Call<GetPartnerSignedCertificate>,
) -> Result<PartnerSignedCertificate, Failure> {
    let stored = m.find(&call.caller, call.path("partnerCertId")).await?;
    Ok(PartnerSignedCertificate {
        ca_signed_certificate_data: stored.original,
        mosip_signed_certificate_data: stored.signed,
        timestamp: m.db.now(),
    })
}

async fn authorities(m: Arc<Keymgr>, call: Call<GetCaCertificates>) -> Result<AuthorityPage, Failure> {
    authorities::page(&m, &call.body).await
}

async fn authority_path(m: Arc<Keymgr>, call: Call<GetCaCertificateTrustPath>) -> Result<AuthorityPath, Failure> {
    let p7b_file = trust::path_of(&m, call.path("caCertId")).await?;
    Ok(AuthorityPath { p7b_file, timestamp: m.db.now() })
}

async fn verify_certificate_trust(m: Arc<Keymgr>, call: Call<VerifyCertificateTrust>) -> Result<TrustStatus, Failure> {
    let pem = upload(&call.body.certificate_data)?;
    let domain = domain(&call.body.partner_domain)?;
    let certificate = crypto::x509::Certificate::from_pem(pem)
        .map_err(|error| Failure::of(KeymgrError::UploadUnreadable).because(error))?;
    Ok(TrustStatus { status: trust::leads_to_root(&m, domain, &certificate).await? })
}

async fn publish(m: &Keymgr, edge: &Edge, caller: &Caller) -> Response {
    match m.jwks(caller).await {
        Ok(keys) => {
            let headers = [(header::CACHE_CONTROL, "public, max-age=300"), (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")];
            (headers, axum::Json(keys)).into_response()
        }
        Err(failure) => respond_raw(edge, &KEYS, &KeySet::INFO, &EnvelopeHead::default(), caller, Err(failure)),
    }
}
