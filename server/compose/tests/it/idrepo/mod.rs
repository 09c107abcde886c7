//! The ID repository over a whole system. IDR-*, VID-*

mod identity;
mod locks_and_drafts;
mod vid;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use codec::cbeff::{BdbInfo, Bir, Modality};
use idrepo_api::{CreateIdentity, Created};
use serde_json::{Value, json};
use types::{Caller, Rid, Uin};

use crate::support::TestApp;

/// A registration id of the demo's first machine.
pub fn rid(n: u32) -> Rid {
    Rid::parse(&format!("1000110001{n:05}20260105090000")).expect("a registration id")
}

/// An identity that the demo's schema allows.
pub fn layla() -> Value {
    let texts = |eng: &str, ara: &str| json!([{"language": "eng", "value": eng}, {"language": "ara", "value": ara}]);
    json!({
        "IDSchemaVersion": 0.1,
        "fullName": texts("Layla Benhadi", "ليلى بن هادي"),
        "dateOfBirth": "1991/03/14",
        "gender": texts("FLE", "FLE"),
        "residenceStatus": texts("NFR", "NFR"),
        "addressLine1": texts("Flat 4, 8 Lamp Street", "شارع المصباح 8، شقة 4"),
        "region": texts("CST", "CST"),
        "city": texts("Port Amel", "ميناء الأمل"),
        "postalCode": "20410",
        "phone": "612345678",
        "email": "layla@sahlara.example",
        "individualBiometrics": {"format": "cbeff", "version": 1, "value": "individualBiometrics"},
    })
}

/// A drawing nobody's face looks like, as PNG.
pub fn drawn_face() -> Vec<u8> {
    let picture = image::RgbImage::from_fn(260, 320, |x, y| {
        let (dx, dy) = ((f64::from(x) - 130.0) / 80.0, (f64::from(y) - 150.0) / 110.0);
        if dx * dx + dy * dy < 1.0 { image::Rgb([198, 150, 120]) } else { image::Rgb([214, 220, 232]) }
    });
    let mut png = Vec::new();
    picture.write_to(&mut std::io::Cursor::new(&mut png), image::ImageFormat::Png).expect("a picture");
    png
}

/// A CBEFF document with one face.
pub fn biometrics() -> Vec<u8> {
    let info = BdbInfo { modality: Some(Modality::Face), ..BdbInfo::default() };
    let face = Bir { bdb_info: Some(info), bdb: Some(drawn_face()), ..Bir::default() };
    Bir { segments: vec![face], ..Bir::default() }.write().expect("a document")
}

/// The platform itself.
pub fn platform(app: &TestApp) -> Caller {
    app.system.caller("test")
}

/// Creates Layla's identity as the pipeline does.
pub async fn enrolled(app: &TestApp, n: u32) -> Uin {
    let command =
        CreateIdentity { rid: rid(n), identity: layla(), documents: Vec::new(), biometrics: Some(biometrics().into()) };
    let Created { uin, new } = app.system.services.idrepo.create(&platform(app), command).await.expect("an identity");
    assert!(new);
    uin
}

/// A client with the ID repository's role.
pub async fn client(app: &TestApp) -> String {
    app.client_token("mosip-idrepo-client", "demo-idrepo-client", "idrepo").await
}

/// `data:` of a wire document.
pub fn wire(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
