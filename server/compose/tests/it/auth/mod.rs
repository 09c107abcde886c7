//! ID authentication over a whole system: a relying party that signs and encrypts as the specification says. IDA-*

mod capture;
mod factors;
mod partner;
mod person;
mod refusals;
mod standing;

use std::sync::LazyLock;

use chrono::TimeDelta;
use crypto::x509::{Certificate, Issuer, Profile, Request, Subject, SubjectFields, issue, self_signed};
use crypto::{KeyKind, PrivateKey, SystemRandom};
use db::Clock as _;
use types::Timestamp;

use crate::support::TestApp;

pub use capture::Device;
pub use partner::{Asked, RelyingParty};

/// Key pairs are made once per test process.
static KEYS: LazyLock<Vec<PrivateKey>> =
    LazyLock::new(|| (0..10).map(|_| PrivateKey::generate(KeyKind::Rsa2048).expect("a key pair")).collect());

/// A key with the certificate that goes with it.
pub struct Holder {
    pub key: &'static PrivateKey,
    pub certificate: Certificate,
}

/// An authority of one trust domain.
pub struct Authority {
    key: &'static PrivateKey,
    pub certificate: Certificate,
    valid: (Timestamp, Timestamp),
}

fn subject(organization: &str, name: &str) -> SubjectFields {
    SubjectFields {
        common_name: name.to_owned(),
        organization_unit: "Test".to_owned(),
        organization: organization.to_owned(),
        location: "Nowhere".to_owned(),
        state: "Nowhere".to_owned(),
        country: "XX".to_owned(),
    }
}

impl Authority {
    pub fn new(now: Timestamp, key: usize, name: &str) -> Self {
        let valid = (now - TimeDelta::hours(1), now + TimeDelta::days(1500));
        let key = &KEYS[key];
        let fields = subject(name, name);
        let subject = Subject::Fields(&fields);
        let request = Request { subject, profile: Profile::Root, not_before: valid.0, not_after: valid.1 };
        let certificate = self_signed(&request, key, &SystemRandom).expect("an authority");
        Self { key, certificate, valid }
    }

    pub fn issue(&self, key: usize, organization: &str) -> Holder {
        let key = &KEYS[key];
        let fields = subject(organization, organization);
        let request = Request {
            subject: Subject::Fields(&fields),
            profile: Profile::Partner { encipherment: true },
            not_before: self.valid.0,
            not_after: self.valid.1,
        };
        let issuer = Issuer { certificate: &self.certificate, key: self.key };
        let certificate = issue(&request, key.public(), issuer, &SystemRandom).expect("a certificate");
        Holder { key, certificate }
    }
}

pub fn now(app: &TestApp) -> Timestamp {
    app.ground.clock.now()
}
