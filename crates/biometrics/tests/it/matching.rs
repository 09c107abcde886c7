//! BIO-04: extraction and comparison, on fingers that nobody has.

use biometrics::GreyImage;
use biometrics::bench::Scores;
use biometrics::decode::{Limits, decode};
use biometrics::finger::fusion::threshold_at;
use biometrics::finger::matcher::compare;
use biometrics::finger::template::{Template, TemplateError};
use biometrics::finger::{ExtractError, Prepared, extract};
use codec::iso19794::{self, FingerPosition, Record};
use testkit::fingers::{Condition, Finger};

use crate::{image, prepared};

#[test]
fn another_capture_of_the_same_finger_matches_and_a_stranger_does_not() {
    let threshold = threshold_at(1e-4);
    for seed in 0..6 {
        let (finger, stranger) = (Finger::grow(100 + seed), Finger::grow(200 + seed));
        let enrolled = prepared(&finger, 0);
        for capture in 1..4 {
            let same = compare(&enrolled, &prepared(&finger, capture)).score;
            let other = compare(&enrolled, &prepared(&stranger, capture)).score;
            assert!(same >= threshold, "finger {seed} capture {capture}: {same}");
            assert!(other < threshold, "stranger {seed} capture {capture}: {other}");
        }
    }
}

#[test]
fn a_crop_still_matches() {
    let finger = Finger::grow(300);
    let enrolled = prepared(&finger, 0);
    let whole = image(&finger.capture(1));
    let part = whole.crop(30, 60, 230, 270).expect("inside the image");
    let score = compare(&enrolled, &Prepared::new(extract(&part).unwrap())).score;
    assert!(score >= threshold_at(1e-4), "{score}");
}

#[test]
fn the_start_of_the_bytes_decides_nothing() {
    // The upper third of the file is another person's: equal leading bytes, as a mock that hashes a prefix would like.
    let (finger, stranger) = (Finger::grow(310), Finger::grow(311));
    let enrolled = image(&finger.capture(0));
    let other = image(&stranger.capture(0));
    let head = 300 * 60;
    let mut pixels = enrolled.pixels()[..head].to_vec();
    pixels.extend(&other.pixels()[head..]);
    let forged = GreyImage::new(300, 400, 500, pixels).unwrap();
    let file = |image: &GreyImage| [b"P5 300 400 255\n", image.pixels()].concat();
    let (a, b) = (file(&enrolled), file(&forged));
    assert_eq!(a[..head], b[..head], "the files start alike");
    let [enrolled, forged] = [a, b].map(|file| decode(&file, &Limits::default()).unwrap());
    let score = compare(&Prepared::new(extract(&enrolled).unwrap()), &Prepared::new(extract(&forged).unwrap())).score;
    assert!(score < threshold_at(1e-4), "{score}");
}

#[test]
fn the_error_rate_of_a_small_set_is_low() {
    let all: Vec<(u64, Prepared)> = (400..420)
        .flat_map(|seed| {
            let finger = Finger::grow(seed);
            (0..3).map(|c| (seed, prepared(&finger, c))).collect::<Vec<_>>()
        })
        .collect();
    let mut scores = Scores::default();
    for (i, (finger, a)) in all.iter().enumerate() {
        for (other, b) in &all[i + 1..] {
            let score = compare(a, b).score;
            if finger == other { scores.genuine.push(score) } else { scores.impostor.push(score) }
        }
    }
    assert_eq!((scores.genuine.len(), scores.impostor.len()), (60, 1710));
    assert!(scores.equal_error() <= 0.01, "{}", scores.equal_error());
}

#[test]
fn comparison_does_not_depend_on_the_order() {
    let (a, b) = (prepared(&Finger::grow(320), 0), prepared(&Finger::grow(320), 1));
    let (forth, back) = (compare(&a, &b).score, compare(&b, &a).score);
    assert!((forth - back).abs() < 0.08, "{forth} {back}");
}

#[test]
fn other_resolutions_are_brought_to_500_ppi() {
    // Every pixel doubled: the same finger at 1000 ppi.
    let small = image(&Finger::grow(330).capture(0));
    let (w, h) = (small.width(), small.height());
    let pixels = (0..4 * w * h).map(|i| small.pixels()[i / (2 * w) / 2 * w + i % (2 * w) / 2]).collect();
    let large = GreyImage::new(2 * w, 2 * h, 1000, pixels).unwrap();
    let template = extract(&large).unwrap();
    assert_eq!((template.width(), template.height()), (300, 400));
    let score = compare(&Prepared::new(template), &prepared(&Finger::grow(330), 1)).score;
    assert!(score >= threshold_at(1e-4), "{score}");
}

#[test]
fn quality_falls_with_the_skin() {
    let finger = Finger::grow(340);
    let quality = |condition| {
        let scores = (0..4).map(|c| extract(&image(&finger.capture_in(c, condition))).map_or(0, |t| t.quality()));
        scores.map(u32::from).sum::<u32>() / 4
    };
    let (usual, dry, poor) = (quality(Condition::Usual), quality(Condition::Dry), quality(Condition::Poor));
    assert!(usual >= 60 && usual > dry && dry > poor && poor <= 30, "{usual} {dry} {poor}");
}

#[test]
fn what_is_no_finger_gives_no_template() {
    let flat = GreyImage::new(300, 400, 500, vec![128; 120_000]).unwrap();
    assert_eq!(extract(&flat), Err(ExtractError::NoRidges));
    let tiny = GreyImage::new(20, 20, 500, vec![128; 400]).unwrap();
    assert_eq!(extract(&tiny), Err(ExtractError::Size { width: 20, height: 20 }));
}

#[test]
fn template_bytes_read_back_and_damage_is_noticed() {
    let template = extract(&image(&Finger::grow(350).capture(0))).unwrap();
    let bytes = template.to_bytes();
    assert!(bytes.len() < 1500, "{}", bytes.len());
    assert_eq!(Template::from_bytes(&bytes).unwrap(), template);
    for at in 0..bytes.len() {
        let mut wrong = bytes.clone();
        wrong[at] ^= 0x10;
        assert!(Template::from_bytes(&wrong).is_err(), "byte {at}");
    }
    for length in 0..bytes.len() {
        assert!(Template::from_bytes(&bytes[..length]).is_err());
    }
    let mut later = bytes;
    later[4] = 2;
    assert_eq!(Template::from_bytes(&later), Err(TemplateError::Version(2)));
}

#[test]
fn iso_minutiae_records_carry_a_template() {
    let finger = Finger::grow(360);
    let template = extract(&image(&finger.capture(0))).unwrap();
    let bytes = template.to_iso(FingerPosition::LeftIndex).write().unwrap();
    let Record::Minutiae(record) = iso19794::read(&bytes).unwrap() else { panic!("a minutiae record") };
    assert_eq!(record.views[0].position, FingerPosition::LeftIndex);
    let back = Template::from_iso(&record, &record.views[0]).unwrap();
    assert_eq!(back.minutiae().len(), template.minutiae().len());
    // Without the direction map less is known, but enough.
    let score = compare(&Prepared::new(back), &prepared(&finger, 1)).score;
    assert!(score >= threshold_at(1e-4), "{score}");
}
