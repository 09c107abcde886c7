//! A person with synthetic fingers, enrolled through the ID repository.

use codec::cbeff::{BdbInfo, Bir, Modality};
use codec::iso19794::FingerPosition;
use idrepo_api::{CreateIdentity, Created};
use serde_json::Value;
use types::Uin;

use super::capture::finger_record;
use crate::idrepo::{drawn_face, layla, platform, rid};
use crate::support::TestApp;

/// Which fingers are enrolled.
pub const ENROLLED: [FingerPosition; 2] = [FingerPosition::RightIndex, FingerPosition::LeftIndex];

/// A person's CBEFF document: two fingers and a face.
pub fn biometrics(person: u64) -> Vec<u8> {
    let finger = |position: FingerPosition| Bir {
        bdb_info: Some(BdbInfo {
            modality: Some(Modality::Finger),
            subtype: biometrics::SubType::Finger(position).name().split(' ').map(str::to_owned).collect(),
            ..BdbInfo::default()
        }),
        bdb: Some(finger_record(person, position, 1)),
        ..Bir::default()
    };
    let mut segments: Vec<Bir> = ENROLLED.into_iter().map(finger).collect();
    let info = BdbInfo { modality: Some(Modality::Face), ..BdbInfo::default() };
    segments.push(Bir { bdb_info: Some(info), bdb: Some(drawn_face()), ..Bir::default() });
    Bir { segments, ..Bir::default() }.write().expect("a document")
}

/// Enrols a person with fingers and lets authentication hear of it.
pub async fn enrol(app: &TestApp, n: u32) -> Uin {
    enrol_as(app, n, layla()).await
}

/// The same with other attributes.
pub async fn enrol_as(app: &TestApp, n: u32, identity: Value) -> Uin {
    let command = CreateIdentity {
        rid: rid(n),
        identity,
        documents: Vec::new(),
        biometrics: Some(biometrics(u64::from(n)).into()),
    };
    let Created { uin, .. } = app.system.services.idrepo.create(&platform(app), command).await.expect("an identity");
    app.run_jobs().await;
    uin
}
