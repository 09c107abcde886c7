//! BIO-04, BIO-05: the SDK and ABIS ports over ISO records with JPEG 2000 images, as devices send them.

use biometrics::{
    Abis as _, AbisError, BiometricSdk as _, IdentifyRequest, InProcessAbis, Modality, Sample, SdkError, SubType,
    TesseraSdk, Verdict, encode,
};
use codec::iso19794::{Capture, FingerEdition, FingerImage, FingerImageRecord, FingerPosition, ImageCodec};
use testkit::fingers::{Condition, Finger, seed_of};

use crate::image;

/// An ISO 19794-4:2011 record with a lossless JPEG 2000 image of a simulated person's finger.
fn record(person: u64, position: FingerPosition, capture: u64, condition: Condition) -> Sample {
    let image = image(&Finger::grow(seed_of(person, position.code())).capture_in(capture, condition));
    let finger = FingerImage {
        capture: Capture::default(),
        position,
        number: 0,
        quality: None,
        dpi: (500, 500),
        bit_depth: 8,
        compression: 5,
        impression: 0,
        width: image.width() as u16,
        height: image.height() as u16,
        codec: ImageCodec::Jpeg2000,
        data: encode::jp2(&image).expect("a capture can be written"),
    };
    let record = FingerImageRecord { edition: FingerEdition::V2011, images: vec![finger] };
    Sample {
        modality: Modality::Finger,
        sub_type: SubType::Finger(position),
        data: record.write().expect("a capture fits a record"),
    }
}

fn usual(person: u64, position: FingerPosition, capture: u64) -> Sample {
    record(person, position, capture, Condition::Usual)
}

#[tokio::test]
async fn the_sdk_matches_records_and_templates() {
    let sdk = TesseraSdk::default();
    let enrolled = [usual(1, FingerPosition::LeftIndex, 0), usual(1, FingerPosition::RightIndex, 0)];
    let templates = sdk.extract(&enrolled, &[]).await.unwrap();
    assert_eq!(templates[1].sub_type.name(), "Right IndexFinger");
    let same = [usual(1, FingerPosition::LeftIndex, 5)];
    let verdict = |d: biometrics::Decisions| d[&Modality::Finger].verdict.clone();
    for reference in [&enrolled[..], &templates[..]] {
        assert_eq!(verdict(sdk.match_one(&same, reference, &[]).await.unwrap()), Verdict::Matched);
        let stranger = [usual(2, FingerPosition::LeftIndex, 5)];
        assert_eq!(verdict(sdk.match_one(&stranger, reference, &[]).await.unwrap()), Verdict::NotMatched);
    }
    // The right person's other finger under a wrong name is a wrong finger.
    let mut wrong = usual(1, FingerPosition::LeftThumb, 5);
    wrong.sub_type = SubType::Finger(FingerPosition::LeftIndex);
    assert_eq!(verdict(sdk.match_one(&[wrong], &enrolled, &[]).await.unwrap()), Verdict::NotMatched);
    // Without a name every finger is tried.
    let mut unnamed = usual(1, FingerPosition::RightIndex, 5);
    unnamed.sub_type = SubType::Unknown;
    assert_eq!(verdict(sdk.match_one(&[unnamed], &templates, &[]).await.unwrap()), Verdict::Matched);
}

#[tokio::test]
async fn the_sdk_says_what_it_cannot_do() {
    let sdk = TesseraSdk::default();
    let finger = [usual(1, FingerPosition::LeftIndex, 0)];
    assert!(matches!(sdk.check_quality(&[], &[]).await, Err(SdkError::MissingInput)));
    let no_iris = sdk.check_quality(&finger, &[Modality::Iris]).await.unwrap_err();
    assert_eq!(no_iris.status(), 404);
    let broken = [Sample { data: finger[0].data[..200].to_vec(), ..finger[0].clone() }];
    assert_eq!(sdk.extract(&broken, &[]).await.unwrap_err().status(), 401);
    assert!(matches!(sdk.segment(&finger, &[]).await, Err(SdkError::NotOffered(_))));
    let face = [Sample { modality: Modality::Face, sub_type: SubType::Unknown, data: vec![1] }];
    let decisions = sdk.match_one(&face, &face, &[]).await.unwrap();
    assert!(matches!(decisions[&Modality::Face].verdict, Verdict::Error(_)), "equal bytes of a face are no match");
    let elsewhere = [usual(1, FingerPosition::RightThumb, 0)];
    let decisions = sdk.match_one(&finger, &elsewhere, &[]).await.unwrap();
    assert!(matches!(decisions[&Modality::Finger].verdict, Verdict::Error(_)), "no common finger");
}

#[tokio::test]
async fn quality_follows_the_capture() {
    let sdk = TesseraSdk::default();
    let good = usual(3, FingerPosition::RightIndex, 0);
    let poor = record(3, FingerPosition::RightIndex, 0, Condition::Poor);
    let scores = sdk.check_quality(&[good, poor], &[]).await.unwrap();
    assert!(scores[0].score >= 60 && scores[1].score <= 30, "{scores:?}");
}

#[tokio::test]
async fn the_abis_finds_the_duplicate_among_others() {
    const TWO: [FingerPosition; 2] = [FingerPosition::LeftIndex, FingerPosition::RightThumb];
    let abis = InProcessAbis::new();
    for person in 0..30 {
        let samples = TWO.map(|f| usual(1000 + person, f, 0));
        abis.insert(&format!("person-{person}"), &samples).await.unwrap();
    }
    abis.insert("again", &TWO.map(|f| usual(1007, f, 9))).await.unwrap();
    abis.insert("new", &TWO.map(|f| usual(5000, f, 0))).await.unwrap();
    assert_eq!(abis.reference_count().await.unwrap(), 32);
    let request = |reference: &str| IdentifyRequest {
        reference_id: reference.to_owned(),
        within: None,
        max_results: 10,
        false_positive_rate: 1e-3,
    };
    let found = abis.identify(&request("again")).await.unwrap();
    assert_eq!(found.iter().map(|c| c.reference_id.as_str()).collect::<Vec<_>>(), ["person-7"]);
    assert!(found[0].score > 30.0);
    assert_eq!(abis.identify(&request("new")).await.unwrap(), []);
    let elsewhere = IdentifyRequest { within: Some(vec!["person-8".to_owned()]), ..request("again") };
    assert_eq!(abis.identify(&elsewhere).await.unwrap(), []);

    abis.delete("person-7").await.unwrap();
    assert_eq!(abis.identify(&request("again")).await.unwrap(), []);
    assert_eq!(abis.delete("person-7").await.unwrap_err().code(), 12);
    assert_eq!(abis.identify(&request("person-7")).await.unwrap_err().code(), 12);
    let taken = abis.insert("new", &[usual(1, FingerPosition::LeftIndex, 0)]).await.unwrap_err();
    assert!(matches!(taken, AbisError::AlreadyExists));
    assert_eq!(abis.insert("empty", &[]).await.unwrap_err().code(), 11);
    let damaged = Sample { modality: Modality::Finger, sub_type: SubType::Unknown, data: b"no record".to_vec() };
    assert_eq!(abis.insert("damaged", &[damaged]).await.unwrap_err().code(), 16);
}
