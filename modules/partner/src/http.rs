//! `/v1/partnermanager` and `/v1/policymanager`: endpoint to use case.

use crate::{
    PartnerModule,
    entity::{group, policy},
    repo,
    service::demand,
};
use edge::{BadBody, Call, Routes, Rules};
use partner_api::{
    PartnerError,
    wire::{
        AuthorityUploaded, CertificateData, CertificateUploaded, GroupResponse, MappingResponse, PartnerDetail,
        PartnerResponse, PolicyDetail, PolicyResponse, endpoints as e,
    },
};
use types::Failure;

fn rules() -> Rules {
    Rules {
        error_text_key: "message",
        bad_body: |bad| match bad {
            BadBody::Member { path, missing: true } => Failure::with(PartnerError::MissingInput, [path.clone()]),
            BadBody::Member { path, missing: false } => Failure::with(PartnerError::InvalidInput, [path.clone()]),
            other => edge::rules::plain_bad_body(other),
        },
        ..Rules::kernel()
    }
}

fn detail(row: policy::Model, group: group::Model) -> PolicyDetail {
    PolicyDetail {
        policy_id: row.id,
        policy_name: row.name,
        policy_desc: row.description,
        schema: row.published.then(|| format!("https://schemas.mosip.io/v1/{}-policy", row.kind.to_lowercase())),
        policy_type: row.kind,
        policy_group_id: group.id,
        policy_group_name: group.name,
        policies: row.document,
        version: row.version,
        is_active: row.active,
        valid_till: row.valid_to,
        status: if row.published { "PUBLISHED" } else { "DRAFTED" }.to_owned(),
    }
}

pub(crate) fn routes(module: &PartnerModule) -> Routes {
    policy_routes(module, partner_routes(module, Routes::new()))
}

fn policy_routes(module: &PartnerModule, routes: Routes) -> Routes {
    let m = || module.clone();
    let (create_group, create_policy, publish, get) = (m(), m(), m(), m());
    routes
        .on(e::CreateGroup, rules(), move |call: Call<e::CreateGroup>| {
            let m = create_group.clone();
            async move {
                let row = m.create_group(&call.caller, call.body).await?;
                Ok(GroupResponse {
                    id: row.id,
                    name: row.name,
                    desc: row.description,
                    is_active: row.active,
                    created_by: row.created_by,
                    created_at: row.created_at,
                })
            }
        })
        .on(e::CreatePolicy, rules(), move |call: Call<e::CreatePolicy>| {
            let m = create_policy.clone();
            async move {
                let (row, group) = m.create_policy(&call.caller, call.body).await?;
                Ok(PolicyResponse {
                    id: row.id,
                    name: row.name,
                    desc: row.description,
                    group_name: group.name,
                    is_active: row.active,
                    created_by: row.created_by,
                    created_at: row.created_at,
                })
            }
        })
        .on(e::PublishPolicy, rules(), move |call: Call<e::PublishPolicy>| {
            let m = publish.clone();
            async move {
                let (row, group) = m.publish_policy(&call.caller, call.path("policyId"), call.path("groupId")).await?;
                Ok(detail(row, group))
            }
        })
        .on(e::GetPolicy, rules(), move |call: Call<e::GetPolicy>| {
            let m = get.clone();
            async move {
                let (row, group) = m.load_policy(call.path("policyId")).await?;
                Ok(detail(row, group))
            }
        })
}

fn partner_routes(module: &PartnerModule, routes: Routes) -> Routes {
    let m = || module.clone();
    let (register, get, authority, upload, certificate) = (m(), m(), m(), m(), m());
    let (request, decide, api_key, licence) = (m(), m(), m(), m());
    routes
        .on(e::RegisterPartner, rules(), move |call: Call<e::RegisterPartner>| {
            let m = register.clone();
            async move {
                let row = m.register(&call.caller, call.body).await?;
                Ok(PartnerResponse { partner_id: row.id, status: row.approval })
            }
        })
        .on(e::GetPartner, rules(), move |call: Call<e::GetPartner>| {
            let m = get.clone();
            async move {
                let row = m.own_partner(&call.caller, call.path("partnerId")).await?;
                let group = match &row.group_id {
                    Some(id) => repo::find_group(m.db.read(), id).await?.map(|g| g.name),
                    None => None,
                };
                Ok(PartnerDetail {
                    partner_id: row.id,
                    organization_name: row.organization,
                    partner_type: row.kind,
                    policy_group: group,
                    contact_number: row.contact,
                    email_id: row.email,
                    address: row.address,
                    approval_status: row.approval,
                    status: if row.active { "Active" } else { "De-Active" }.to_owned(),
                })
            }
        })
        .on(e::UploadAuthority, rules(), move |call: Call<e::UploadAuthority>| {
            let m = authority.clone();
            async move {
                m.upload_authority(&call.caller, &call.body).await?;
                Ok(AuthorityUploaded { status: "Upload Success.".to_owned(), timestamp: m.db.now() })
            }
        })
        .on(e::UploadCertificate, rules(), move |call: Call<e::UploadCertificate>| {
            let m = upload.clone();
            async move {
                let signed = m.upload_certificate(&call.caller, &call.body).await?;
                Ok(CertificateUploaded {
                    certificate_id: signed.certificate_id,
                    signed_certificate_data: signed.certificate,
                    timestamp: m.db.now(),
                })
            }
        })
        .on(e::GetCertificate, rules(), move |call: Call<e::GetCertificate>| {
            let m = certificate.clone();
            async move {
                let row = m.own_partner(&call.caller, call.path("partnerId")).await?;
                let pem = row.certificate.ok_or_else(|| Failure::of(PartnerError::Inactive))?;
                Ok(CertificateData { certificate_data: pem })
            }
        })
        .on(e::RequestMapping, rules(), move |call: Call<e::RequestMapping>| {
            let m = request.clone();
            async move {
                let mappingkey = m.request_mapping(&call.caller, call.path("partnerId"), &call.body).await?;
                Ok(MappingResponse { mappingkey, message: "Policy mapping request submitted successfully.".to_owned() })
            }
        })
        .on(e::DecideMapping, rules(), move |call: Call<e::DecideMapping>| {
            let m = decide.clone();
            async move {
                let status = demand("status", &call.body.status)?;
                Ok(m.decide_mapping(&call.caller, call.path("mappingkey"), status).await?.to_owned())
            }
        })
        .on(e::CreateApiKey, rules(), move |call: Call<e::CreateApiKey>| {
            let m = api_key.clone();
            async move { m.create_api_key(&call.caller, call.path("partnerId"), &call.body).await }
        })
        .on(e::CreateLicence, rules(), move |call: Call<e::CreateLicence>| {
            let m = licence.clone();
            async move { m.create_licence(&call.caller, &call.body.provider_id).await }
        })
}
