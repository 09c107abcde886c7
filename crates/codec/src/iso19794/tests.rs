//! Own records, corrupted records, and every record of the shared data set where it is present.

use std::path::{Path, PathBuf};

use proptest::prelude::*;

use super::*;

fn image(position: FingerPosition, data: Vec<u8>) -> FingerImage {
    FingerImage {
        capture: Capture {
            time: Some(CaptureTime { year: 2026, month: 11, day: 23, hour: 9, minute: 8, second: 7, millisecond: 654 }),
            technology: 2,
            vendor: 0x735f,
            device_type: 0x3006,
            quality: vec![Quality { score: 61, vendor: 15, algorithm: 1 }],
            certifications: vec![],
        },
        position,
        number: 0,
        quality: Some(61),
        dpi: (500, 500),
        bit_depth: 8,
        compression: 0,
        impression: 29,
        width: 4,
        height: 3,
        codec: ImageCodec::Raw,
        data,
    }
}

fn record(edition: FingerEdition) -> FingerImageRecord {
    let mut images = vec![
        image(FingerPosition::RightThumb, (0..12).collect()),
        image(FingerPosition::LeftLittle, (100..112).collect()),
    ];
    if edition == FingerEdition::V2005 {
        for image in &mut images {
            image.capture = Capture { device_type: 7, ..Capture::default() };
        }
    }
    FingerImageRecord { edition, images }
}

/// Bytes counted out by hand from the field tables of the standard, so that reader and writer cannot err together.
fn finger_2011_by_hand() -> Vec<u8> {
    let mut bytes = b"FIR\x00020\x00".to_vec();
    bytes.extend([0, 0, 0, 74, 0, 1, 1, 1]); // length, representations, certification flag, positions
    bytes.extend([0, 0, 0, 58]); // representation length
    bytes.extend([0x07, 0xea, 11, 23, 9, 8, 7, 0x02, 0x8e]); // 2026-11-23 09:08:07.654
    bytes.extend([2, 0x73, 0x5f, 0x30, 0x06]); // technology, vendor, type
    bytes.extend([1, 61, 0, 15, 0, 1]); // one quality block
    bytes.extend([1, 0, 64, 2]); // one certification block
    bytes.extend([7, 0, 1]); // left index, number 0, pixels per inch
    bytes.extend([1, 0xf4, 1, 0xf4, 1, 0xf4, 1, 0xf4]); // 500 dpi, four times
    bytes.extend([8, 0, 29, 0, 3, 0, 2]); // depth, raw, impression, 3 x 2
    bytes.extend([0, 0, 0, 6, 10, 20, 30, 40, 50, 60]);
    bytes[11] = u8::try_from(bytes.len()).unwrap();
    let representation = bytes.len() - 16;
    bytes[19] = u8::try_from(representation).unwrap();
    bytes
}

#[test]
fn finger_image_2011_fields_lie_where_the_standard_puts_them() {
    let Record::Finger(record) = read(&finger_2011_by_hand()).unwrap() else { panic!("not a finger record") };
    let finger = &record.images[0];
    assert_eq!((finger.width, finger.height, finger.dpi), (3, 2, (500, 500)));
    assert_eq!((finger.position, finger.quality, finger.codec), (FingerPosition::LeftIndex, Some(61), ImageCodec::Raw));
    assert_eq!(finger.capture.certifications, [Certification { authority: 64, scheme: 2 }]);
    assert_eq!(finger.capture.time.unwrap().millisecond, 654);
    assert_eq!(finger.data, [10, 20, 30, 40, 50, 60]);
    assert_eq!(record.write().unwrap(), finger_2011_by_hand());
}

#[test]
fn finger_images_survive_writing_and_reading_in_both_editions() {
    for edition in [FingerEdition::V2005, FingerEdition::V2011] {
        let record = record(edition);
        assert_eq!(read(&record.write().unwrap()), Ok(Record::Finger(record)));
    }
}

#[test]
fn every_truncation_is_refused() {
    for bytes in [record(FingerEdition::V2005).write().unwrap(), record(FingerEdition::V2011).write().unwrap()] {
        for length in 0..bytes.len() {
            assert!(read_lenient(&bytes[..length]).is_err(), "accepted {length} of {} bytes", bytes.len());
        }
    }
}

#[test]
fn lying_lengths_are_refused() {
    let sound = finger_2011_by_hand();
    let with = |at: usize, value: u8| {
        let mut bytes = sound.clone();
        bytes[at] = value;
        read(&bytes)
    };
    // record length one short, one long, zero
    assert!(matches!(with(11, sound[11] - 1), Err(Error::Truncated { field: "image data", .. })));
    assert!(matches!(with(11, sound[11] + 1), Err(Error::RecordLength { .. })));
    assert!(matches!(with(11, 0), Err(Error::RecordLength { stated: 0, .. })));
    // representation length one short: the strict reader refuses, the lenient one names it
    let mut bytes = sound.clone();
    bytes[19] -= 1;
    assert!(matches!(read(&bytes), Err(Error::RepresentationLength { index: 0, .. })));
    assert!(matches!(read_lenient(&bytes).unwrap().1[..], [Deviation::RepresentationLength { .. }]));
    // image length beyond the record, or short of it
    let image_length = sound.len() - 7;
    assert!(matches!(with(image_length, 7), Err(Error::Truncated { field: "image data", needed: 7, left: 6 })));
    assert!(matches!(
        with(image_length, 5),
        Err(Error::RawImageSize { .. } | Error::RepresentationLength { .. }) | Err(Error::RecordLength { .. })
    ));
    let mut huge = sound.clone();
    huge[image_length - 3] = 0xff;
    assert!(matches!(read(&huge), Err(Error::Truncated { field: "image data", .. })));
    // zero representations, zero width
    assert!(matches!(with(13, 0), Err(Error::Representations { stated: 0, .. })));
    assert!(matches!(with(sound.len() - 13, 0), Err(Error::Dimensions { width: 0, .. })));
}

#[test]
fn padding_is_told_from_other_trailing_bytes() {
    let mut bytes = finger_2011_by_hand();
    bytes.extend([0; 5]);
    assert_eq!(read_lenient(&bytes).unwrap().1, [Deviation::Padding { bytes: 5 }]);
    assert!(read(&bytes).is_ok());
    bytes.push(9);
    assert_eq!(read_lenient(&bytes).unwrap().1, [Deviation::TrailingBytes { bytes: 6 }]);
    assert!(matches!(read(&bytes), Err(Error::RecordLength { .. })));
}

#[test]
fn resolution_per_centimetre_becomes_per_inch() {
    let mut bytes = finger_2011_by_hand();
    let units = 16 + 4 + 9 + 5 + 6 + 4 + 2;
    assert_eq!(bytes[units], 1);
    bytes[units] = 2;
    bytes[units + 5..units + 9].copy_from_slice(&[0, 197, 0, 197]);
    let Record::Finger(record) = read(&bytes).unwrap() else { panic!("not a finger record") };
    assert_eq!(record.images[0].dpi, (500, 500));
    bytes[units] = 3;
    assert_eq!(read(&bytes), Err(Error::Value { field: "scale units", value: 3 }));
}

fn minutiae() -> impl Strategy<Value = MinutiaeRecord> {
    let kind = prop_oneof![Just(MinutiaKind::Other), Just(MinutiaKind::RidgeEnding), Just(MinutiaKind::Bifurcation)];
    let minutia = (kind, 0u16..0x4000, 0u16..0x4000, any::<u8>(), 0u8..=100)
        .prop_map(|(kind, x, y, angle, quality)| Minutia { kind, x, y, angle, quality });
    let view = (
        any::<u8>().prop_map(FingerPosition::from_code),
        0u8..16,
        0u8..16,
        0u8..=100,
        prop::collection::vec(minutia, 0..80),
        prop::collection::vec(any::<u8>(), 0..20),
    )
        .prop_map(|(position, number, impression, quality, minutiae, extended)| FingerView {
            position,
            number,
            impression,
            quality,
            minutiae,
            extended,
        });
    (any::<u16>(), 1u16..2000, 1u16..2000, 1u16..400, prop::collection::vec(view, 1..5)).prop_map(
        |(equipment, width, height, resolution, views)| MinutiaeRecord {
            equipment,
            width,
            height,
            pixels_per_cm: (resolution, resolution),
            views,
        },
    )
}

proptest! {
    #[test]
    fn minutiae_survive_writing_and_reading(record in minutiae()) {
        prop_assert_eq!(read(&record.write().unwrap()), Ok(Record::Minutiae(record)));
    }

    #[test]
    fn any_bytes_behind_any_magic_never_panic(
        magic in prop::sample::select(vec![&b"FIR\x00010\x00"[..], b"FIR\x00020\x00", b"FAC\x00010\x00",
            b"FAC\x00030\x00", b"IIR\x00010\x00", b"IIR\x00020\x00", b"FMR\0 20\0"]),
        tail in prop::collection::vec(any::<u8>(), 0..400),
    ) {
        let mut bytes = [magic, &tail].concat();
        let _ = read_lenient(&bytes);
        // and with a record length that is right, so that the fields behind it are reached
        let length = u32::try_from(bytes.len()).unwrap().to_be_bytes();
        let at = if magic == b"FIR\x00010\x00" { 10 } else { 8 };
        if bytes.len() > at + 4 {
            bytes[8..at].fill(0);
            bytes[at..at + 4].copy_from_slice(&length);
            let _ = read_lenient(&bytes);
        }
    }

    #[test]
    fn one_changed_byte_never_panics_and_keeps_images_inside(at in 0usize..74, value: u8) {
        let mut bytes = finger_2011_by_hand();
        let at = at % bytes.len();
        bytes[at] = value;
        if let Ok((Record::Finger(record), _)) = read_lenient(&bytes) {
            prop_assert!(record.images.iter().map(|image| image.data.len()).sum::<usize>() <= bytes.len());
        }
    }
}

#[test]
fn values_that_do_not_fit_are_refused_when_writing() {
    let view = FingerView {
        position: FingerPosition::Unknown,
        number: 0,
        impression: 0,
        quality: 0,
        minutiae: vec![Minutia { kind: MinutiaKind::Other, x: 0x4000, y: 0, angle: 0, quality: 0 }],
        extended: vec![],
    };
    let record =
        MinutiaeRecord { equipment: 0, width: 1, height: 1, pixels_per_cm: (197, 197), views: vec![view.clone()] };
    assert!(matches!(record.write(), Err(Error::Unwritable { field: "minutia coordinate", .. })));
    let crowded = FingerView { minutiae: vec![Minutia { x: 0, ..view.minutiae[0] }; 256], ..view };
    let record = MinutiaeRecord { views: vec![crowded], ..record };
    assert!(matches!(record.write(), Err(Error::Unwritable { field: "number of minutiae", value: 256 })));
}

#[test]
fn unknown_formats_and_editions_are_named() {
    assert_eq!(read(b"XYZ\x00010\x00"), Err(Error::UnknownFormat(*b"XYZ\0")));
    assert!(matches!(read(b"FIR\x00099\x00"), Err(Error::UnknownEdition { format: "FIR", .. })));
    assert!(matches!(read(b"FI"), Err(Error::Truncated { .. })));
    assert!(matches!(read(&vec![0; MAX_RECORD_BYTES + 1]), Err(Error::TooLarge { .. })));
}

fn shared() -> Option<PathBuf> {
    let root = std::env::var_os("TESSERA_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let data = root.join("data");
    if !data.exists() {
        println!("SKIPPED: no shared data at {}", root.display());
    }
    data.exists().then_some(data)
}

fn codec_name(codec: ImageCodec) -> &'static str {
    match codec {
        ImageCodec::Raw => "uncompressed",
        ImageCodec::Wsq => "WSQ",
        ImageCodec::Jpeg => "JPEG",
        ImageCodec::Jpeg2000 => "JP2",
        ImageCodec::Png => "PNG",
        ImageCodec::Unknown => "?",
    }
}

fn finger_name(position: FingerPosition) -> &'static str {
    const NAMES: [&str; 11] = [
        "unknown",
        "right thumb",
        "right index",
        "right middle",
        "right ring",
        "right little",
        "left thumb",
        "left index",
        "left middle",
        "left ring",
        "left little",
    ];
    NAMES[usize::from(position.code())]
}

/// What the index states about a file, to be compared with what was read.
struct Row {
    subtype: String,
    codec: String,
    pixels: String,
    quality: String,
    decode: String,
}

fn check(path: &str, row: &Row, record: &Record) {
    let pixels = |width: u16, height: u16| format!("{width}x{height}");
    // the index counts colour channels too ("x3"), which a record's header does not state
    let (stated_pixels, _) =
        row.pixels.match_indices('x').nth(1).map_or((&row.pixels[..], ""), |(at, _)| row.pixels.split_at(at));
    let score = row.quality.parse::<u8>().ok();
    match record {
        Record::Finger(record) => {
            let finger = &record.images[0];
            assert_eq!(pixels(finger.width, finger.height), stated_pixels, "{path}");
            assert_eq!(codec_name(finger.codec), row.codec, "{path}");
            assert_eq!(finger_name(finger.position), row.subtype, "{path}");
            assert_eq!(finger.quality, score, "{path}");
            assert_eq!(finger.dpi, (500, 500), "{path}");
        }
        Record::Face(record) => {
            let face = &record.images[0];
            assert_eq!(codec_name(face.codec), row.codec, "{path}");
            assert_eq!(pixels(face.width, face.height), stated_pixels, "{path}");
        }
        Record::Iris(record) => {
            let iris = &record.images[0];
            assert_eq!(codec_name(iris.codec), row.codec, "{path}");
            if row.decode == "ok" {
                assert_eq!(pixels(iris.width, iris.height), stated_pixels, "{path}");
                let eye = match iris.eye {
                    Eye::Left => "left",
                    Eye::Right => "right",
                    Eye::Undefined => "undef",
                };
                assert_eq!(eye, row.subtype, "{path}");
            }
        }
        Record::Minutiae(record) => {
            assert_eq!(pixels(record.width, record.height), stated_pixels, "{path}");
            assert_eq!(format!("{} minutiae", record.views[0].minutiae.len()), row.decode, "{path}");
            assert_eq!(record.dpi(), (500, 500), "{path}");
        }
    }
}

#[test]
fn every_record_of_the_shared_data_parses_to_what_its_index_states() {
    let Some(data) = shared() else { return };
    let mut read_count = 0;
    let mut refused_strictly = Vec::new();
    let mut index = csv::Reader::from_path(data.join("biometrics/index.csv")).unwrap();
    for line in index.records() {
        let line = line.unwrap();
        let path = &line[0];
        let kind = &line[5];
        if !["FIR", "FAC", "IIR", "FMR"].iter().any(|known| kind.starts_with(known)) {
            continue;
        }
        let row = Row {
            subtype: line[4].to_owned(),
            codec: if line[6].is_empty() { "JP2".to_owned() } else { line[6].to_owned() },
            pixels: line[7].to_owned(),
            quality: line[9].to_owned(),
            decode: line[11].to_owned(),
        };
        let bytes = std::fs::read(data.join(path)).unwrap();
        let (record, _) = read_lenient(&bytes).unwrap_or_else(|error| panic!("{path}: {error}"));
        check(path, &row, &record);
        if read(&bytes).is_err() {
            refused_strictly.push(path.to_owned());
        }
        if let Record::Finger(finger) = &record {
            assert_eq!(read(&finger.write().unwrap()).unwrap(), record, "{path}");
        }
        read_count += 1;
    }
    assert!(read_count >= 230, "only {read_count} records read");
    refused_strictly.sort();
    let lying: Vec<_> = refused_strictly.iter().map(|path| path.trim_start_matches("biometrics/")).collect();
    assert_eq!(
        lying,
        [
            "iris/ctk-iris-1-left.iso",
            "iris/ctk-iris-1-right.iso",
            "nist-biomeval/fmr-2005.fmr",
            "nist-biomeval/iris-2011.iso",
            "person-c/face.iso",
            "registration-client-images/face.iso",
        ]
    );
}
