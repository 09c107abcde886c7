//! A relying party: registered with certificates, a policy, an API key and a licence, through the partner services.

use crypto::x509::Certificate;
use reqwest::Method;
use serde_json::{Value, json};

use crate::device::{Devices, Family, Holder};
use crate::http::{Call, Http, Session};
use crate::ledger::{Entry, Ledger};
use crate::{Error, Result};

const PARTNERS: &str = "/v1/partnermanager/partners";
const POLICIES: &str = "/v1/policymanager/policies";

/// A registered relying party and what it needs to ask.
pub struct Party {
    /// `<licence>/<partner>/<API key>`.
    pub address: String,
    /// Signs requests; e-KYC answers are encrypted to it.
    pub holder: Holder,
    /// What requests are encrypted to (IDA:PARTNER).
    pub requests: Certificate,
    /// What captures are encrypted to (IDA:IDA-FIR).
    pub captures: Certificate,
}

fn text(value: &Value, key: &str) -> Result<String> {
    let found = value[key].as_str().filter(|text| !text.is_empty());
    found.map(str::to_owned).ok_or_else(|| Error::new(format!("partner set-up: {key} is missing in the answer")))
}

fn policy() -> Value {
    let factor = |kind: &str, sub: &str| json!({ "authType": kind, "authSubType": sub, "mandatory": false });
    let attributes = ["fullName", "gender", "dateOfBirth", "phone", "email"];
    json!({
        "allowedAuthTypes": [
            factor("otp", ""), factor("otp-request", ""), factor("demo", ""), factor("kyc", ""), factor("bio", "FINGER"),
        ],
        "allowedKycAttributes": attributes.map(|name| json!({ "attributeName": name })),
        "authTokenType": "partner",
        "kycLanguages": [],
    })
}

struct Office<'a> {
    admin: &'a Session,
    tag: &'a str,
}

impl Office<'_> {
    async fn post(&self, what: &str, path: &str, request: Value) -> Result<Value> {
        self.admin.call(what, &Call::post(path, "", request)).await
    }

    async fn trust(&self, domain: &str, authority: &Certificate) -> Result<()> {
        let path = format!("{PARTNERS}/certificate/ca/upload");
        let request = json!({ "certificateData": authority.to_pem(), "partnerDomain": domain });
        match self.post("authority's certificate", &path, request).await {
            Err(error) if error.is("KER-PCM-003") => Ok(()), // it is there already
            other => other.map(|_| ()),
        }
    }

    /// Registers a partner and has its certificate accepted; gives the certificate to sign with.
    async fn register(&self, id: &str, kind: &str, group: &str, family: &Family) -> Result<Certificate> {
        let request = json!({
            "partnerId": id, "organizationName": id, "partnerType": kind, "policyGroup": group, "address": "Nowhere",
            "contactNumber": "9000000000", "emailId": format!("{id}@partners.example"),
        });
        self.post("partner", PARTNERS, request).await?;
        self.trust("AUTH", &family.root).await?;
        let request = json!({
            "partnerId": id, "certificateData": family.leaf.certificate.to_pem(), "partnerDomain": "AUTH",
        });
        let signed = self.post("partner's certificate", &format!("{PARTNERS}/certificate/upload"), request).await?;
        // the platform signs it again; where it answers with a plain certificate, that one is used
        let own = &family.leaf.certificate;
        let again = signed["signedCertificateData"].as_str().and_then(|pem| Certificate::from_pem(pem).ok());
        let again = again.filter(|again| again.public_key().ok() == own.public_key().ok());
        Ok(again.unwrap_or_else(|| own.clone()))
    }

    async fn policy(&self) -> Result<(String, String)> {
        let (group, name) = (format!("journey group {}", self.tag), format!("journey policy {}", self.tag));
        let made = json!({ "name": group, "desc": "Relying parties of the journey" });
        let made = self.post("policy group", &format!("{POLICIES}/group/new"), made).await?;
        let group_id = text(&made, "id")?;
        let request = json!({
            "name": name, "desc": "Policy of the journey", "policyGroupName": group, "policyType": "Auth",
            "version": "1.0", "policies": policy(),
        });
        let made = self.post("policy", POLICIES, request).await?;
        let path = format!("{POLICIES}/{}/group/{group_id}/publish", text(&made, "id")?);
        let publish = Call { request: None, ..Call::post(&path, "", Value::Null) };
        self.admin.call("publishing the policy", &publish).await?;
        Ok((group, name))
    }

    async fn api_key(&self, partner: &str, policy: &str) -> Result<String> {
        let request = json!({ "policyName": policy, "useCaseDescription": "The journey" });
        let mapped = self.post("policy mapping", &format!("{PARTNERS}/{partner}/policy/map"), request).await?;
        let path = format!("{PARTNERS}/policy/{}", text(&mapped, "mappingkey")?);
        let approve = Call::post(&path, "", json!({ "status": "Approved" })).by(Method::PUT);
        self.admin.call("approving the mapping", &approve).await?;
        let path = format!("{PARTNERS}/{partner}/generate/apikey");
        let request = json!({ "policyName": policy, "label": format!("journey {}", self.tag) });
        let made = self.admin.call("API key", &Call::post(&path, "", request).by(Method::PATCH)).await?;
        text(&made, "apiKey")
    }
}

/// A certificate of the authentication service.
async fn certificate(resident: &Session, reference: &str) -> Result<Certificate> {
    let query = format!("getCertificate?applicationId=IDA&referenceId={reference}");
    let what = format!("certificate IDA:{reference}");
    let own = format!("/idauthentication/v1/internal/{query}");
    let found = match resident.call(&what, &Call::get(&own)).await {
        // where authentication is served by the same process, its keys are in the same key manager
        Err(Error::Refused { status: 404, .. }) => {
            resident.call(&what, &Call::get(&format!("/v1/keymanager/{query}"))).await?
        }
        other => other?,
    };
    Ok(Certificate::from_pem(&text(&found, "certificate")?)?)
}

impl Party {
    /// Registers everything under names that carry `tag`.
    ///
    /// # Errors
    /// What the server refuses.
    pub async fn set_up(
        http: &Http,
        (admin, resident): (&Session, &Session),
        devices: &Devices,
        tag: &str,
        ledger: &Ledger,
    ) -> Result<Self> {
        let office = Office { admin, tag };
        let (partner, misp) = (format!("journey-party-{tag}"), format!("journey-misp-{tag}"));
        let now = http.now();
        let (own, licensee) = tokio::try_join!(
            Family::make("Relying Party", partner.clone(), partner.clone(), now),
            Family::make("MISP", misp.clone(), misp.clone(), now),
        )?;
        let (group, policy) = office.policy().await?;
        office.trust("DEVICE", &devices.device.root).await?;
        office.trust("FTM", &devices.chip.root).await?;
        let certificate_of_partner = office.register(&partner, "Auth_Partner", &group, &own).await?;
        ledger.add(&Entry::Partner { id: partner.clone() })?;
        let key = office.api_key(&partner, &policy).await?;
        office.register(&misp, "MISP_Partner", &group, &licensee).await?;
        ledger.add(&Entry::Partner { id: misp.clone() })?;
        let made = office.post("licence", "/v1/partnermanager/misps", json!({ "providerId": misp })).await?;
        let licence = text(&made, "licenseKey")?;
        let holder = Holder { key: own.leaf.key, certificate: certificate_of_partner };
        Ok(Self {
            address: format!("{licence}/{partner}/{key}"),
            holder,
            requests: certificate(resident, "PARTNER").await?,
            captures: certificate(resident, "IDA-FIR").await?,
        })
    }
}
