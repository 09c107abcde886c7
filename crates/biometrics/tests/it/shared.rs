//! Real and published captures, read in place; skipped where they are not there.

use std::path::{Path, PathBuf};

use biometrics::bench::Scores;
use biometrics::decode::{Limits, decode};
use biometrics::finger::matcher::compare;
use biometrics::finger::{Prepared, extract};
use biometrics::sample::{Modality, Sample, SubType, finger_templates, record_image};
use codec::iso19794::{self, Record};

/// The folder of biometric files, or `None` with a word about it.
fn folder() -> Option<PathBuf> {
    let root = std::env::var_os("TESSERA_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let folder = root.join("data/biometrics");
    if folder.join("index.csv").exists() {
        return Some(folder);
    }
    println!("SKIPPED: no shared data at {}", folder.display());
    None
}

/// Width and height of the image in a file, bare or inside a record.
fn size_of(data: &[u8]) -> Result<(usize, usize), String> {
    let image = match data.get(..4) {
        Some(b"FIR\0" | b"FAC\0" | b"IIR\0") => {
            let (codec, stated, depth, inner) = match iso19794::read_lenient(data).map_err(|e| e.to_string())?.0 {
                Record::Finger(r) => {
                    let i = &r.images[0];
                    (i.codec, (i.width, i.height), i.bit_depth, i.data.clone())
                }
                Record::Face(r) => {
                    let i = &r.images[0];
                    (i.codec, (i.width, i.height), 8, i.data.clone())
                }
                Record::Iris(r) => {
                    let i = &r.images[0];
                    (i.codec, (i.width, i.height), i.bit_depth, i.data.clone())
                }
                Record::Minutiae(_) => return Err("minutiae".to_owned()),
            };
            let stated = (usize::from(stated.0), usize::from(stated.1));
            // Some records state no size, or that of the uncropped image; the index holds the image's own.
            match decode(&inner, &Limits::default()) {
                Ok(image) => Ok(image),
                Err(_) => record_image(codec, &inner, stated, depth).map_err(|e| e.to_string()),
            }
        }
        _ => decode(data, &Limits::default()).map_err(|e| e.to_string()),
    }?;
    Ok((image.width(), image.height()))
}

// BIO-06: every image that the index calls readable has the size it states.
#[test]
fn every_listed_image_decodes_to_its_size() {
    let Some(folder) = folder() else { return };
    let index = std::fs::read_to_string(folder.join("index.csv")).unwrap();
    let mut read = csv::Reader::from_reader(index.as_bytes());
    let (mut images, mut wrong) = (0, Vec::new());
    for row in read.records().map(Result::unwrap) {
        if &row[11] != "ok" || row[5].starts_with("FMR") {
            continue;
        }
        let data = std::fs::read(folder.parent().unwrap().join(&row[0])).unwrap();
        let mut sides = row[7].split('x').map(|n| n.parse::<usize>().unwrap());
        let stated = (sides.next().unwrap(), sides.next().unwrap());
        images += 1;
        let found = size_of(&data);
        if found != Ok(stated) {
            wrong.push(format!("{}: {stated:?}, found {found:?}", &row[0]));
        }
    }
    assert!(images >= 250, "{images} images");
    assert!(wrong.is_empty(), "{} of {images}:\n{}", wrong.len(), wrong.join("\n"));
}

// BIO-06: WSQ against decodings by others.
#[test]
fn wsq_decodes_like_others_do() {
    let Some(folder) = folder() else { return };
    let wsq = decode(&std::fs::read(folder.join("sourceafis/wsq-original.wsq")).unwrap(), &Limits::default()).unwrap();
    let png = decode(&std::fs::read(folder.join("sourceafis/wsq-converted.png")).unwrap(), &Limits::default()).unwrap();
    assert_eq!((wsq.width(), wsq.height()), (png.width(), png.height()));
    let largest = wsq.pixels().iter().zip(png.pixels()).map(|(a, b)| a.abs_diff(*b)).max();
    assert!(largest <= Some(1), "at most one grey level apart: {largest:?}");
}

fn correlation(a: &[u8], b: &[u8]) -> f64 {
    let mean = |v: &[u8]| v.iter().map(|&p| f64::from(p)).sum::<f64>() / v.len() as f64;
    let (ma, mb) = (mean(a), mean(b));
    let sum = |f: &dyn Fn(f64, f64) -> f64| {
        a.iter().zip(b).map(|(&x, &y)| f(f64::from(x) - ma, f64::from(y) - mb)).sum::<f64>()
    };
    sum(&|x, y| x * y) / (sum(&|x, _| x * x) * sum(&|_, y| y * y)).sqrt()
}

// BIO-06: a lossy image stays near its original.
#[test]
fn wsq_of_live_scans_stays_near_the_uncompressed_record() {
    let Some(folder) = folder() else { return };
    let mut pairs = 0;
    for set in ["fingerprints", "fingerprints-supervisor", "onboard"] {
        for entry in std::fs::read_dir(folder.join("livescan").join(set)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|e| e != "wsq") {
                continue;
            }
            let lossy = decode(&std::fs::read(&path).unwrap(), &Limits::default()).unwrap();
            let record = std::fs::read(path.with_extension("iso")).unwrap();
            let Record::Finger(record) = iso19794::read_lenient(&record).unwrap().0 else { panic!("a finger record") };
            let original = biometrics::sample::finger_image(&record.images[0]).unwrap();
            assert_eq!((lossy.width(), lossy.height()), (original.width(), original.height()));
            let correlation = correlation(lossy.pixels(), original.pixels());
            assert!(correlation > 0.95, "{}: {correlation}", path.display());
            pairs += 1;
        }
    }
    assert_eq!(pairs, 24);
}

// BIO-04: the published synthetic set, all pairs.
#[test]
fn published_fingers_are_told_apart() {
    let Some(folder) = folder() else { return };
    let mut all = Vec::new();
    for finger in 101..=110 {
        for capture in 1..=8 {
            let path = folder.join(format!("fvc-synthetic/2002-db4b/{finger}_{capture}.tif"));
            let image = decode(&std::fs::read(path).unwrap(), &Limits::default()).unwrap();
            all.push((finger, Prepared::new(extract(&image).unwrap())));
        }
    }
    let mut scores = Scores::default();
    for (i, (finger, a)) in all.iter().enumerate() {
        for (other, b) in &all[i + 1..] {
            let score = compare(a, b).score;
            if finger == other { scores.genuine.push(score) } else { scores.impostor.push(score) }
        }
    }
    assert_eq!((scores.genuine.len(), scores.impostor.len()), (280, 2880));
    assert!(scores.equal_error() <= 0.02, "{}", scores.equal_error());
}

// BIO-04: two sessions of one person: every true pair is above every false one.
#[test]
fn two_sessions_of_one_person() {
    let Some(folder) = folder() else { return };
    let load = |session: &str, hand: &str, finger: &str| {
        let data = std::fs::read(folder.join(format!("person-b/{session}/{hand}_{finger}.iso"))).unwrap();
        let sample = Sample { modality: Modality::Finger, sub_type: SubType::Unknown, data };
        Prepared::new(finger_templates(&sample).unwrap().remove(0).1)
    };
    let names: Vec<_> = ["left", "right"]
        .into_iter()
        .flat_map(|hand| ["thumb", "index", "middle", "ring", "little"].map(|finger| (hand, finger)))
        .collect();
    let first: Vec<_> = names.iter().map(|(h, f)| load("session-1", h, f)).collect();
    let second: Vec<_> = names.iter().map(|(h, f)| load("session-2", h, f)).collect();
    let (mut lowest_true, mut highest_false) = (1.0f32, 0.0f32);
    for (i, a) in first.iter().enumerate() {
        for (j, b) in second.iter().enumerate() {
            let score = compare(a, b).score;
            if i == j { lowest_true = lowest_true.min(score) } else { highest_false = highest_false.max(score) }
        }
    }
    assert!(lowest_true > highest_false, "{lowest_true} {highest_false}");
}

// BIO-04: registration images and the lossy authentication images of the same person's fingers.
#[test]
fn authentication_images_match_registration() {
    let Some(folder) = folder() else { return };
    let load = |path: String| {
        let data = std::fs::read(folder.join(path)).unwrap();
        let sample = Sample { modality: Modality::Finger, sub_type: SubType::Unknown, data };
        Prepared::new(finger_templates(&sample).unwrap().remove(0).1)
    };
    let threshold = biometrics::finger::fusion::threshold_at(1e-4);
    for finger in ["left_index", "left_middle", "left_ring", "left_little", "left_thumb", "right_index"] {
        let enrolled = load(format!("person-a/registration/{finger}.iso"));
        for kind in ["", "_wsq"] {
            let score = compare(&enrolled, &load(format!("person-a/auth/{finger}{kind}.iso"))).score;
            assert!(score >= threshold, "{finger}{kind}: {score}");
        }
    }
}
