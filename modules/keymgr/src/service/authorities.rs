//! List the authorities of the trust stores.

use keymgr_api::trust::{Authority, AuthorityPage, AuthorityQuery};
use keymgr_api::{KeyRef, KeymgrError, TrustDomain};
use types::Failure;

use crate::Keymgr;
use crate::entity::ca_certificate::Model;
use crate::error::storage;
use crate::{repo, ring};

const ROOT: &str = "ROOT";
const INTERMEDIATE: &str = "INTERMEDIATE";
const PAGE: u32 = 10;
const LARGEST_PAGE: u32 = 100;

/// A page of the authorities that fit the question, the latest upload first. There are few enough to be sorted out in memory.
pub(crate) async fn page(m: &Keymgr, query: &AuthorityQuery) -> Result<AuthorityPage, Failure> {
    let said =
        |value: &Option<String>| value.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let domains = match said(&query.partner_domain) {
        None => TrustDomain::ALL.to_vec(),
        Some(name) => vec![TrustDomain::parse(&name).ok_or(KeymgrError::DomainUnknown)?],
    };
    let kind = said(&query.ca_certificate_type).map(|kind| kind.to_uppercase());
    if kind.as_deref().is_some_and(|kind| kind != ROOT && kind != INTERMEDIATE) {
        return Err(KeymgrError::UploadUnreadable.into());
    }
    let own = if query.exclude_mosip_ca == Some(true) { own_certificates(m).await? } else { Vec::new() };
    let (id, to, by) = (said(&query.cert_id), said(&query.issued_to), said(&query.issued_by));
    let holds = |whole: &str, part: &Option<String>| {
        part.as_ref().is_none_or(|part| whole.to_lowercase().contains(&part.to_lowercase()))
    };
    let mut rows = Vec::new();
    for domain in domains {
        rows.extend(repo::ca_certificate::by_domain(m.db.read(), domain.name()).await.map_err(storage)?);
    }
    rows.retain(|row| {
        kind.as_ref().is_none_or(|asked| asked == kind_of(row))
            && id.as_ref().is_none_or(|id| *id == row.id)
            && holds(&row.subject, &to)
            && holds(&row.issuer, &by)
            && !own.contains(&row.certificate)
    });
    rows.sort_by(|one, other| (other.created_at, &other.id).cmp(&(one.created_at, &one.id)));
    let (number, size) =
        (query.page_number.unwrap_or_default(), query.page_size.unwrap_or(PAGE).clamp(1, LARGEST_PAGE));
    let total = rows.len() as u64;
    let (skipped, taken) = (u64::from(number) * u64::from(size), size as usize);
    let now = m.db.now();
    let shown = rows.into_iter().skip(usize::try_from(skipped).unwrap_or(usize::MAX)).take(taken);
    Ok(AuthorityPage {
        page_number: number,
        page_size: size,
        total_records: total,
        total_pages: total.div_ceil(u64::from(size)),
        all_partner_certificates: shown.map(|row| authority(row, now)).collect(),
    })
}

fn kind_of(row: &Model) -> &'static str {
    if row.anchor { ROOT } else { INTERMEDIATE }
}

fn authority(row: Model, now: types::Timestamp) -> Authority {
    Authority {
        ca_certificate_type: kind_of(&row).to_owned(),
        status: row.not_before <= now && now <= row.not_after,
        partner_domain: row.domain,
        cert_id: row.id,
        issued_to: row.subject,
        issued_by: row.issuer,
        cert_thumbprint: row.thumbprint,
        valid_from_date: row.not_before,
        valid_till_date: row.not_after,
        upload_time: row.created_at,
    }
}

/// Certificates (PEM) of the platform's root and of the partner module.
async fn own_certificates(m: &Keymgr) -> Result<Vec<String>, Failure> {
    let mut own = Vec::new();
    for application in ["ROOT", "PMS"] {
        let entries = ring::entries(m, &KeyRef::new(application, "")).await?;
        own.extend(entries.iter().map(|entry| entry.row.certificate.clone()));
    }
    Ok(own)
}
