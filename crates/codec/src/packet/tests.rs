//! Packets written and read back, packets bent in every way the reader guards against, and MOSIP's published packet.

use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use serde_json::json;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;
use crate::cbeff::{BdbInfo, Bir, Modality};

const RID: &str = "10001100770000120261123090807";

fn biometrics() -> Bir {
    let info = BdbInfo {
        modality: Some(Modality::Finger),
        subtype: vec!["Left".to_owned(), "Thumb".to_owned()],
        ..BdbInfo::default()
    };
    let segment = Bir { bdb_info: Some(info), bdb: Some(vec![1, 2, 3]), ..Bir::default() };
    Bir { segments: vec![segment], ..Bir::default() }
}

fn builder() -> Builder {
    let document =
        Value::Document { data: b"%PDF-1.4".to_vec(), kind: "DOC001".into(), format: "pdf".into(), reference: None };
    Builder::new(RID, 0.1, "2026-11-23T09:08:07.654Z")
        .field("fullName", Category::Kyc, Value::Plain(json!([{ "language": "eng", "value": "Ada" }])))
        .field("phone", Category::None, Value::Plain(json!("0123456789")))
        .field("proofOfIdentity", Category::Pvt, document.clone())
        .field("proofOfException", Category::Evidence, document)
        .field("individualBiometrics", Category::Pvt, Value::Biometrics(Box::new(biometrics())))
        .labelled("metaData", &[("centerId", Some("10001")), ("machineId", Some("10077"))])
        .labelled("operationsData", &[("officerId", Some("110125")), ("supervisorId", None)])
        .audit(json!({ "eventId": "REG-EVT-001" }))
        .officer_biometrics(biometrics())
}

fn header() -> Header {
    Header {
        id: RID.to_owned(),
        source: "REGISTRATION_CLIENT".to_owned(),
        process: "NEW".to_owned(),
        schema_version: 0.1,
        creation_date: "2026-11-23T09:08:07.654Z".to_owned(),
        ref_id: Some("10001_10077".to_owned()),
    }
}

fn xor(plain: &[u8]) -> Result<Vec<u8>, ()> {
    Ok(plain.iter().map(|byte| byte ^ 0x5a).collect())
}

fn sealed() -> Vec<u8> {
    let sign = |plain: &[u8]| Ok::<_, ()>(plain.len().to_be_bytes().to_vec());
    seal(&header(), &builder().build().unwrap(), sign, xor).unwrap()
}

// PKT-01, PKT-02
#[test]
fn a_packet_is_written_sealed_opened_and_verified() {
    let container = Container::read(&sealed()).unwrap();
    assert_eq!((container.id.as_str(), container.process.as_str()), (RID, "NEW"));
    assert_eq!(container.parts.iter().map(|part| part.kind).collect::<Vec<_>>(), Kind::ALL);
    let mut parts = Vec::new();
    for part in &container.parts {
        let plain = xor(&part.encrypted).unwrap();
        assert_eq!(part.info.signature_bytes().unwrap(), plain.len().to_be_bytes());
        let sub = SubPacket::read(part.kind, &plain).unwrap();
        assert_eq!(sub.verify_hashes(), Ok(()));
        parts.push(sub);
    }
    assert!(parts[1].field_names().eq(["IDSchemaVersion", "phone", "proofOfException"]));
    let packet = Packet::new(parts).unwrap();
    assert_eq!(packet.text("fullName", Some("eng")).as_deref(), Some("Ada"));
    assert_eq!(packet.text("phone", None).as_deref(), Some("0123456789"));
    assert_eq!(packet.document("proofOfException").unwrap().unwrap().data, b"%PDF-1.4");
    assert_eq!(packet.biometrics("individualBiometrics").unwrap().unwrap(), biometrics());
    assert_eq!(packet.operator_biometrics().unwrap(), [Some(biometrics()), None]);
    assert_eq!(packet.document("individualBiometrics").unwrap(), None);
    assert_eq!(packet.meta().meta_data("machineId"), Some("10077"));
    assert_eq!(packet.meta().operations_data("officerId"), Some("110125"));
    assert_eq!(packet.meta().operations_data("supervisorId"), None);
    assert_eq!(packet.parts()[0].audits().unwrap().len(), 1);
}

impl SubPacket {
    fn field_names(&self) -> impl Iterator<Item = &str> {
        self.identity.keys().map(String::as_str)
    }
}

#[test]
fn the_same_registration_gives_the_same_bytes() {
    assert_eq!(builder().build().unwrap(), builder().build().unwrap());
    assert!(matches!(Builder::new(RID, 0.1, "").build(), Err(Error::AuditsRequired)));
}

/// Unpacks the id sub-packet, changes its files, packs it again.
fn changed(change: impl FnOnce(&mut Vec<File>)) -> Result<(), Error> {
    let parts = builder().build().unwrap();
    let mut files = read_archive(&parts[0].1, &Limits::SUB_PACKET).unwrap();
    change(&mut files);
    SubPacket::read(Kind::Id, &write_archive(&files, &Limits::SUB_PACKET).unwrap())?.verify_hashes()
}

fn file<'a>(files: &'a mut [File], name: &str) -> &'a mut File {
    files.iter_mut().find(|file| file.name == name).unwrap()
}

// PKT-03
#[test]
fn every_change_behind_a_hash_is_found() {
    assert_eq!(changed(|_| {}), Ok(()));
    let swap_bit = |name: &'static str| changed(|files| *file(files, name).data.last_mut().unwrap() ^= 1);
    assert_eq!(swap_bit("proofOfIdentity.pdf"), Err(Error::DataHash(Kind::Id)));
    assert_eq!(swap_bit("individualBiometrics_bio_CBEFF.xml"), Err(Error::DataHash(Kind::Id)));
    assert_eq!(swap_bit("officer_bio_cbeff.xml"), Err(Error::OperationsHash(Kind::Id)));
    assert_eq!(changed(|files| file(files, "audit.json").data = b"[]".to_vec()), Err(Error::OperationsHash(Kind::Id)));
    let removed = changed(|files| files.retain(|file| file.name != "proofOfIdentity.pdf"));
    assert_eq!(removed, Err(Error::HashedFile { kind: Kind::Id, file: "proofOfIdentity".to_owned() }));
    let emptied = changed(|files| file(files, "proofOfIdentity.pdf").data.clear());
    assert!(matches!(emptied, Err(Error::HashedFile { .. })));
    assert!(matches!(changed(|files| files.retain(|file| file.name != DATA_HASH)), Err(Error::Missing(_))));
    assert!(matches!(changed(|files| files.retain(|file| file.name != OPERATIONS_HASH)), Err(Error::Missing(_))));
    assert!(matches!(changed(|files| files.retain(|file| file.name != ID_JSON)), Err(Error::Missing(_))));
    assert!(matches!(changed(|files| file(files, ID_JSON).data = b"{}".to_vec()), Err(Error::Json(_))));
    assert!(matches!(changed(|files| file(files, META_JSON).data = b"{".to_vec()), Err(Error::Json(_))));
    assert_eq!(Error::DataHash(Kind::Id).code(), "KER-PUT-020");
}

fn container_with(change: impl FnOnce(&mut Vec<File>)) -> Result<Container, Error> {
    let mut files = read_archive(&sealed(), &Limits::CONTAINER).unwrap();
    change(&mut files);
    Container::read(&write_archive(&files, &Limits::CONTAINER).unwrap())
}

// PKT-04
#[test]
fn containers_that_contradict_themselves_are_refused() {
    let base = format!("REGISTRATION_CLIENT/NEW/{RID}");
    let changed_byte = container_with(|files| file(files, &format!("{base}_id.zip")).data[9] ^= 1);
    assert_eq!(changed_byte, Err(Error::EncryptedHash(Kind::Id)));
    assert_eq!(changed_byte.unwrap_err().code(), "KER-PUT-019");
    let no_information = container_with(|files| files.retain(|file| !file.name.ends_with("_id.json")));
    assert!(matches!(no_information, Err(Error::Missing(_))));
    let no_id = container_with(|files| files.retain(|file| !file.name.contains("_id.")));
    assert!(matches!(no_id, Err(Error::Missing(_))));
    let other_place = container_with(|files| files[0].name = format!("RESIDENT/NEW/{RID}_id.zip"));
    assert!(matches!(other_place, Err(Error::Layout(_))));
    let stray = container_with(|files| files.push(File { name: format!("{base}_x.zip"), data: vec![1] }));
    assert!(matches!(stray, Err(Error::Layout(_))));
    // information files exchanged between parts
    let exchanged = container_with(|files| {
        let json: Vec<_> = (0..files.len()).filter(|at| files[*at].name.ends_with(".json")).collect();
        let (first, second) = (files[json[0]].data.clone(), files[json[1]].data.clone());
        (files[json[0]].data, files[json[1]].data) = (second, first);
    });
    assert_eq!(exchanged, Err(Error::Information("packetname")));
}

fn raw(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, data) in entries {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(data).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn refused(bytes: &[u8]) -> ArchiveError {
    read_archive(bytes, &Limits::SUB_PACKET).unwrap_err()
}

/// Replaces every occurrence of a name, in local headers and directory, by one of the same length.
fn renamed(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut out = bytes.to_vec();
    for at in 0..out.len() - from.len() {
        if out[at..].starts_with(from) {
            out[at..at + to.len()].copy_from_slice(to);
        }
    }
    out
}

// PKT-06
#[test]
fn hostile_archives_are_refused_by_name() {
    let sound = raw(&[("aaaaaaaa.txt", b"one"), ("bbbbbbbb.txt", b"two")]);
    assert_eq!(read_archive(&sound, &Limits::SUB_PACKET).unwrap().len(), 2);
    for way_out in ["../aaaaa.txt", "/etc/aaa.txt", "aa\\aaaaa.txt", "C:aaaaaa.txt", "aa/./aaa.txt", "aa//aaaa.txt"] {
        let bytes = renamed(&sound, b"aaaaaaaa.txt", way_out.as_bytes());
        assert_eq!(refused(&bytes), ArchiveError::Name(way_out.to_owned()));
    }
    let twice = renamed(&sound, b"bbbbbbbb", b"AAAAAAAA");
    assert_eq!(refused(&twice), ArchiveError::Duplicate("AAAAAAAA.txt".to_owned()));
    let many: Vec<_> = (0..300).map(|i| format!("{i}.txt")).collect();
    let many: Vec<_> = many.iter().map(|name| (name.as_str(), &b"x"[..])).collect();
    assert_eq!(refused(&raw(&many)), ArchiveError::TooManyEntries(300));
    let bomb = raw(&[("zeros.bin", &vec![0; 8 << 20])]);
    assert_eq!(refused(&bomb), ArchiveError::Ratio("zeros.bin".to_owned()));
    let nested = raw(&[("inner.txt", &sound)]);
    assert_eq!(refused(&nested), ArchiveError::Nested("inner.txt".to_owned()));
    let limits = Limits { entry_bytes: 2, ..Limits::SUB_PACKET };
    assert_eq!(read_archive(&sound, &limits), Err(ArchiveError::EntryTooLarge("aaaaaaaa.txt".to_owned())));
    let limits = Limits { total_bytes: 5, ..Limits::SUB_PACKET };
    assert_eq!(read_archive(&sound, &limits), Err(ArchiveError::TotalTooLarge));
}

#[test]
fn archives_that_contradict_themselves_are_refused() {
    let sound = raw(&[("aaaaaaaa.txt", b"one"), ("bbbbbbbb.txt", b"two")]);
    let central = sound.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
    let with = |at: usize, value: u8| {
        let mut bytes = sound.clone();
        bytes[at] = value;
        refused(&bytes)
    };
    let first = || "aaaaaaaa.txt".to_owned();
    // encrypted in both headers
    let mut encrypted = sound.clone();
    (encrypted[6], encrypted[central + 8]) = (encrypted[6] | 1, encrypted[central + 8] | 1);
    assert_eq!(refused(&encrypted), ArchiveError::Encrypted(first()));
    // directory and local header disagree: name, method; stated size wrong
    assert_eq!(with(30, b'x'), ArchiveError::Content(first()));
    assert_eq!(with(8, 9), ArchiveError::Content(first()));
    assert_eq!(with(central + 24, 2), ArchiveError::Content(first()));
    assert_eq!(with(central + 24, 9), ArchiveError::Content(first()));
    // symbolic link in the external attributes
    assert_eq!(with(central + 41, 0xa1), ArchiveError::NotAFile(first()));
    // the second entry points into the first one's place
    let second = central + 46 + 12;
    assert_eq!(&sound[second..second + 4], b"PK\x01\x02");
    let mut overlapping = sound.clone();
    overlapping[second + 42] = 0;
    assert!(matches!(refused(&overlapping), ArchiveError::Content(_)));
    // bytes before, behind, or between
    assert!(matches!(refused(&[b"xx", &sound[..]].concat()), ArchiveError::Malformed(_)));
    assert!(matches!(refused(&[&sound[..], b"xx"].concat()), ArchiveError::Malformed(_)));
    assert!(matches!(refused(b""), ArchiveError::Malformed(_)));
    assert!(matches!(refused(b"PK\x03\x04"), ArchiveError::Malformed(_)));
}

proptest! {
    #[test]
    fn a_changed_or_cut_archive_never_panics(at in 0usize..400, byte: u8, cut in 0usize..400) {
        let mut bytes = raw(&[("a.txt", b"some text, some text, some text"), ("b.json", b"{}")]);
        let length = bytes.len();
        bytes[at % length] = byte;
        let _ = read_archive(&bytes, &Limits::SUB_PACKET);
        let _ = read_archive(&bytes[..cut % length], &Limits::SUB_PACKET);
    }

    #[test]
    fn files_survive_packing(data in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..300), 0..8)) {
        let files: Vec<_> = data.into_iter().enumerate()
            .map(|(at, data)| File { name: format!("file-{at}.bin"), data }).collect();
        let zip = write_archive(&files, &Limits::SUB_PACKET).unwrap();
        prop_assert_eq!(read_archive(&zip, &Limits::SUB_PACKET), Ok(files));
    }
}

fn shared(path: &str) -> Option<PathBuf> {
    let root = std::env::var_os("TESSERA_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let data = root.join("data").join(path);
    if !data.exists() {
        println!("SKIPPED: no shared data at {}", data.display());
    }
    data.exists().then_some(data)
}

#[test]
fn the_published_packet_verifies_where_it_is_sound_and_is_refused_where_it_is_not() {
    let Some(folder) = shared("packets/documentation-1.2.0/full-packet/REGISTRATION_CLIENT/NEW") else { return };
    let rid = "10001100771006920220128223618";
    let mut parts = Vec::new();
    let mut files = Vec::new();
    for kind in Kind::ALL {
        let plain = std::fs::read(folder.join(format!("{rid}_{kind}.zip"))).unwrap();
        let info = std::fs::read(folder.join(format!("{rid}_{kind}.json"))).unwrap();
        let sub = SubPacket::read(kind, &plain).unwrap();
        let verdict = sub.verify_hashes();
        if kind == Kind::Id {
            assert_eq!(verdict, Err(Error::DataHash(Kind::Id)));
            assert_eq!(verdict.unwrap_err().code(), "KER-PUT-020");
        } else {
            assert_eq!(verdict, Ok(()), "{kind}");
        }
        let parsed: PacketInfo = serde_json::from_slice(&info).unwrap();
        assert_eq!((parsed.schema_version, parsed.signature_bytes().unwrap().len()), (0.1, 256));
        parts.push(sub);
        let base = format!("REGISTRATION_CLIENT/NEW/{rid}_{kind}");
        // stands for the encrypted bytes, which are not published: the hash must not fit
        files.push(File { name: format!("{base}.zip"), data: xor(&plain).unwrap() });
        files.push(File { name: format!("{base}.json"), data: info });
    }
    let container = Container::read(&write_archive(&files, &Limits::CONTAINER).unwrap());
    assert_eq!(container, Err(Error::EncryptedHash(Kind::Id)));
    let packet = Packet::new(parts).unwrap();
    assert_eq!(packet.meta().registration_id(), Some(rid));
    assert_eq!(packet.meta().creation_date(), Some("2022-01-28T22:36:18.105Z"));
    assert_eq!(packet.meta().operations_data("officerPassword"), Some("true"));
    assert_eq!(packet.text("postalCode", None).as_deref(), Some("10114"));
    assert_eq!(packet.text("gender", Some("ara")).as_deref(), Some("MLE"));
    for field in ["proofOfAddress", "proofOfIdentity", "proofOfRelationship", "proofOfException"] {
        assert!(packet.document(field).unwrap().unwrap().data.starts_with(b"%PDF"), "{field}");
    }
    // its biometrics were shortened in the middle of base64 groups: refused too, with a reason of its own
    let biometrics = packet.biometrics("individualBiometrics").unwrap_err();
    assert!(matches!(biometrics, Error::Biometrics { cause: crate::cbeff::Error::Base64 { .. }, .. }));
    assert_eq!(biometrics.code(), "KER-PUT-012");
}

#[test]
fn packets_of_other_times_and_kinds_are_refused() {
    let Some(folder) = shared("packets") else { return };
    for name in [
        "registration/landing-zone-10001101490000220211207095530.zip",
        "registration/2019-format-84071493960000320190110145452.zip",
        "registration-client/123456789.zip",
        "android-client/container-acc1.zip",
        "registration-client/pre-registration-packet-sample.zip",
    ] {
        let bytes = std::fs::read(folder.join(name)).unwrap();
        assert!(Container::read(&bytes).is_err(), "{name}");
        assert!(SubPacket::read(Kind::Id, &bytes).is_err(), "{name}");
    }
    let old = std::fs::read(folder.join("registration/2019-format-10006100060000320190524042803.zip")).unwrap();
    assert!(Container::read(&old).is_err());
}
