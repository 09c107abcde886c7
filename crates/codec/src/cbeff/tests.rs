//! Own documents, hostile documents, and every document of the shared data set where it is present.

use std::path::{Path, PathBuf};

use proptest::prelude::*;

use super::*;

fn segment(modality: Modality, subtype: &[&str], bdb: Option<Vec<u8>>) -> Bir {
    Bir {
        version: Some(Version { major: 1, minor: 1 }),
        cbeff_version: Some(Version { major: 1, minor: 1 }),
        info: BirInfo { creation_date: Some("2026-11-23T09:08:07.654Z".to_owned()), ..BirInfo::default() },
        bdb_info: Some(BdbInfo {
            index: Some("0e6f1ab4-27ac-4a61-8e2f-0d6f3f0f3a11".to_owned()),
            format: Some(RegistryId { organization: "Mosip".to_owned(), kind: "7".to_owned() }),
            encryption: Some(false),
            creation_date: Some("2026-11-23T09:08:07.654Z".to_owned()),
            modality: Some(modality),
            subtype: subtype.iter().map(|word| (*word).to_owned()).collect(),
            level: Some(Level::Raw),
            purpose: Some(Purpose::Enroll),
            quality: Some(Quality {
                algorithm: Some(RegistryId { organization: "HMAC".to_owned(), kind: "SHA-256".to_owned() }),
                score: Some(64),
            }),
            ..BdbInfo::default()
        }),
        bdb,
        sb: Some(b"header..signature".to_vec()),
        others: vec![
            ("EXCEPTION".to_owned(), "false".to_owned()),
            ("PAYLOAD".to_owned(), r#"{"bioValue":"<bioValue>","a":"&"}"#.to_owned()),
        ],
        ..Bir::default()
    }
}

fn document() -> Bir {
    let mut exception = segment(Modality::Finger, &["Left", "Thumb"], None);
    exception.others[0].1 = "true".to_owned();
    Bir {
        segments: vec![
            segment(Modality::Finger, &["Right", "IndexFinger"], Some(vec![0, 1, 2, 253, 254, 255])),
            segment(Modality::Iris, &["Left"], Some(vec![7; 31])),
            segment(Modality::Face, &[], Some(vec![9; 8])),
            exception,
        ],
        others: vec![("CONFIGURED".to_owned(), "rightIndex,leftEye,face,leftThumb".to_owned())],
        ..Bir::default()
    }
}

// PKT-05
#[test]
fn a_document_survives_writing_and_reading() {
    let xml = document().write().unwrap();
    assert_eq!(read(&xml), Ok(document()));
}

#[test]
fn segments_know_their_attribute_and_whether_they_are_exceptions() {
    let document = document();
    let attributes: Vec<_> = document.segments.iter().map(|s| s.bdb_info.as_ref().unwrap().attribute()).collect();
    assert_eq!(attributes, [Some("rightIndex"), Some("leftEye"), Some("face"), Some("leftThumb")]);
    let exceptions: Vec<_> = document.segments.iter().map(Bir::is_exception).collect();
    assert_eq!(exceptions, [false, false, false, true]);
    assert_eq!(document.other("CONFIGURED"), Some("rightIndex,leftEye,face,leftThumb"));
}

#[test]
fn debug_output_shows_no_biometric_data() {
    let mut bir = segment(Modality::Face, &[], Some(vec![213; 50]));
    bir.others = vec![("PAYLOAD".to_owned(), "person".to_owned())];
    let text = format!("{bir:?}");
    assert!(!text.contains("213") && !text.contains("person") && text.contains("50"), "{text}");
}

#[test]
fn the_older_dialects_are_read() {
    let second = br#"<BIR><BIRInfo><Integrity>true</Integrity></BIRInfo><BIR><BIRInfo/><BDB>_-8</BDB>
        <Others><Key>EXCEPTION</Key><Value>true</Value></Others></BIR></BIR>"#;
    let bir = read(second).unwrap();
    assert!(bir.info.integrity && bir.segments[0].is_exception());
    assert_eq!(bir.segments[0].bdb.as_deref(), Some(&[0xff, 0xef][..]));
    let first = br#"<BIR xmlns="http://docs.oasis-open.org/bias/ns/biaspatronformat-1.0/"><BIR>
        <n:TestFinger xmlns:n="testschema">Unique</n:TestFinger>
        <BDBInfo><FormatOwner>257</FormatOwner><FormatType>7</FormatType><Type>Finger</Type>
        <Subtype>Left Right Thumb</Subtype><Quality>95</Quality></BDBInfo></BIR></BIR>"#;
    let info = read(first).unwrap().segments[0].bdb_info.clone().unwrap();
    assert_eq!(info.format, Some(RegistryId { organization: "257".to_owned(), kind: "7".to_owned() }));
    assert_eq!(info.quality.as_ref().and_then(|quality| quality.score), Some(95));
    assert_eq!((info.subtype_text().as_str(), info.attribute()), ("Left Right Thumb", None));
}

#[test]
fn documents_that_attack_the_parser_are_refused() {
    let file = br#"<!DOCTYPE BIR [<!ENTITY x SYSTEM "file:///etc/passwd">]><BIR><Creator>&x;</Creator></BIR>"#;
    assert_eq!(read(file), Err(Error::DocumentType));
    assert_eq!(read(b"<BIR><Creator>&lol9;</Creator></BIR>"), Err(Error::Entity("lol9".to_owned())));
    assert!(matches!(read(br#"<BIR><others><entry key="&x;">1</entry></others></BIR>"#), Err(Error::Malformed(_))));
    let deep = ["<BIR>".repeat(MAX_DEPTH + 1), "</BIR>".repeat(MAX_DEPTH + 1)].concat();
    assert_eq!(read(deep.as_bytes()), Err(Error::TooMany { what: "levels of elements", limit: MAX_DEPTH }));
    let wide = format!("<BIR>{}</BIR>", "<BIR/>".repeat(MAX_SEGMENTS + 1));
    assert_eq!(read(wide.as_bytes()), Err(Error::TooMany { what: "biometric records", limit: MAX_SEGMENTS }));
    let many = format!("<BIR>{}</BIR>", "<x/>".repeat(MAX_ELEMENTS));
    assert_eq!(read(many.as_bytes()), Err(Error::TooMany { what: "elements", limit: MAX_ELEMENTS }));
    assert!(matches!(read(&vec![b' '; MAX_DOCUMENT_BYTES + 1]), Err(Error::TooLarge { .. })));
}

#[test]
fn unsound_documents_are_refused_with_the_reason() {
    assert_eq!(read(b"<BIRS></BIRS>"), Err(Error::NotBir("BIRS".to_owned())));
    for broken in ["", "text", "<BIR>", "<BIR></BDB>", "<BIR/><BIR/>", "</BIR>", "<BIR><Version></BIR></Version>"] {
        assert!(matches!(read(broken.as_bytes()), Err(Error::Malformed(_))), "{broken:?}");
    }
    assert_eq!(read(b"<BIR><BDB>A</BDB></BIR>"), Err(Error::Base64 { element: "BDB" }));
    assert_eq!(read(b"<BIR><SB>A$==</SB></BIR>"), Err(Error::Base64 { element: "SB" }));
    let score = b"<BIR><BDBInfo><Quality><Score>101</Score></Quality></BDBInfo></BIR>";
    assert_eq!(read(score), Err(Error::Value { element: "Score", value: "101".to_owned() }));
    let level = b"<BIR><BDBInfo><Level>Cooked</Level></BDBInfo></BIR>";
    assert_eq!(read(level), Err(Error::Value { element: "Level", value: "Cooked".to_owned() }));
}

#[test]
fn text_that_xml_cannot_carry_is_refused_when_writing() {
    let bir = Bir { others: vec![("k".to_owned(), "a\u{1}b".to_owned())], ..Bir::default() };
    assert_eq!(bir.write(), Err(Error::Unwritable { element: "entry" }));
}

proptest! {
    #[test]
    fn any_key_values_and_data_survive(
        key in "[ -~\u{a1}-\u{d7ff}]{0,20}",
        value in "[\t\n\r -~\u{a1}-\u{d7ff}\u{10000}-\u{10010}]{0,60}",
        bdb in prop::collection::vec(any::<u8>(), 1..200),
    ) {
        let bir = Bir { bdb: Some(bdb), others: vec![(key, value)], ..Bir::default() };
        prop_assert_eq!(read(&bir.write().unwrap()), Ok(bir));
    }

    #[test]
    fn a_changed_document_never_panics(at in 0usize..4000, byte: u8) {
        let mut xml = document().write().unwrap();
        let at = at % xml.len();
        xml[at] = byte;
        let _ = read(&xml);
    }
}

fn shared() -> Option<PathBuf> {
    let root = std::env::var_os("TESSERA_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let data = root.join("data/biometrics/cbeff");
    if !data.exists() {
        println!("SKIPPED: no shared data at {}", root.display());
    }
    data.exists().then_some(data)
}

#[test]
fn every_document_of_the_shared_data_is_read_and_written_back_the_same() {
    let Some(folder) = shared() else { return };
    let mut refused = Vec::new();
    let mut counts = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        match read(&std::fs::read(&path).unwrap()) {
            Ok(bir) => {
                let records = bir
                    .segments
                    .iter()
                    .filter(|segment| {
                        segment.bdb.as_deref().is_some_and(|bdb| crate::iso19794::read_lenient(bdb).is_ok())
                    })
                    .count();
                counts.push((name.clone(), bir.segments.len(), records));
                let again = read(&bir.write().unwrap()).unwrap();
                assert_eq!(again.write(), bir.write(), "{name}");
                // the first dialect has no algorithm beside its score; everything else comes back unchanged
                if !["templates-only-2.xml", "update-mixed.xml"].contains(&name.as_str()) {
                    assert_eq!(again, bir, "{name}");
                }
            }
            Err(error) => refused.push((name, error)),
        }
    }
    counts.sort();
    // the mock SDK's samples hold invented text where data should be, not all of it base64
    let mock = |name: &str| name.starts_with("mock-sdk");
    assert!(refused.iter().all(|(name, error)| mock(name) && matches!(error, Error::Base64 { .. })), "{refused:?}");
    let of = |wanted: &str| counts.iter().find(|(name, ..)| name == wanted).map(|(_, all, sound)| (*all, *sound));
    assert_eq!(of("person-c.xml"), Some((13, 13)));
    assert_eq!(of("person-b-fingers.xml"), Some((10, 10)));
    assert_eq!(of("person-a-others-single-exception.xml"), Some((14, 13)));
    assert_eq!(of("update-mixed.xml").map(|(all, _)| all), Some(8));
    assert_eq!(counts.len() + refused.len(), 17);
}
