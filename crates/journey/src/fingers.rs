//! Fingerprints: synthetic ones, or the records and images of one person in a directory.

use std::path::Path;
use std::sync::LazyLock;

use biometrics::decode::{self, Codec, Limits};
use biometrics::{BiometricSdk as _, GreyImage, Modality, Sample, SubType, TesseraSdk, encode, finger};
use codec::iso19794::{
    self, Capture, FingerEdition, FingerImage, FingerImageRecord, FingerPosition, ImageCodec, Record,
};
use testkit::fingers::{Cache, seed_of};

use crate::{Error, Result};

/// Growing a finger costs far more than capturing it.
static FINGERS: LazyLock<Cache> = LazyLock::new(|| Cache::new(256));

/// A capture of this quality is kept at once; poorer ones are repeated.
const GOOD: u8 = 50;
/// A finger that stays below this after all tries is noted as a temporary exception: the registration processor would ask
/// the person to come again.
const USABLE: u8 = 30;
/// Captures per finger, as a desk makes them.
const MOST_TRIES: u8 = 3;

/// One capture of one finger: an ISO 19794-4 record.
#[derive(Clone)]
pub struct Print {
    pub position: FingerPosition,
    pub record: Vec<u8>,
    /// 0 to 100, as measured here.
    pub quality: u8,
    /// Captures that were made.
    pub tries: u8,
}

impl Print {
    /// Whether the capture is good enough to be kept.
    pub fn is_usable(&self) -> bool {
        self.quality >= USABLE
    }

    /// MOSIP's name of the finger, such as `Left IndexFinger`.
    pub fn name(&self) -> &'static str {
        SubType::Finger(self.position).name()
    }

    /// MOSIP's attribute, such as `leftIndex`.
    pub fn attribute(&self) -> &'static str {
        const ATTRIBUTES: [&str; 10] = [
            "rightThumb",
            "rightIndex",
            "rightMiddle",
            "rightRing",
            "rightLittle",
            "leftThumb",
            "leftIndex",
            "leftMiddle",
            "leftRing",
            "leftLittle",
        ];
        usize::from(self.position.code()).checked_sub(1).and_then(|at| ATTRIBUTES.get(at)).copied().unwrap_or("unknown")
    }
}

fn record(image: &GreyImage, position: FingerPosition, quality: u8) -> Result<Vec<u8>> {
    let side = |pixels: usize| u16::try_from(pixels).map_err(|_| Error::new("the image is too large"));
    let image = FingerImage {
        capture: Capture {
            quality: vec![iso19794::Quality { score: quality, vendor: 0, algorithm: 0 }],
            ..Capture::default()
        },
        position,
        number: 0,
        quality: Some(quality),
        dpi: (image.ppi(), image.ppi()),
        bit_depth: 8,
        // JPEG 2000 lossless
        compression: 5,
        impression: 0,
        width: side(image.width())?,
        height: side(image.height())?,
        codec: ImageCodec::Jpeg2000,
        data: encode::jp2(image).map_err(|error| Error::new(error.to_string()))?,
    };
    let record = FingerImageRecord { edition: FingerEdition::V2011, images: vec![image] };
    record.write().map_err(|error| Error::new(error.to_string()))
}

fn measure(image: &GreyImage) -> u8 {
    finger::extract(image).map_or(0, |template| template.quality())
}

/// Presses a synthetic finger: up to three captures from `series` on, the best is kept.
fn press(person: u64, position: FingerPosition, series: u64) -> Result<Print> {
    let finger = FINGERS.finger(seed_of(person, position.code()));
    let mut best: Option<(u8, GreyImage)> = None;
    let mut tries = 0;
    while tries < MOST_TRIES && best.as_ref().is_none_or(|(quality, _)| *quality < GOOD) {
        let capture = finger.capture(series + u64::from(tries));
        let image = GreyImage::new(capture.width, capture.height, 500, capture.pixels);
        let image = image.map_err(|error| Error::new(error.to_string()))?;
        let quality = measure(&image);
        if best.as_ref().is_none_or(|(known, _)| quality > *known) {
            best = Some((quality, image));
        }
        tries += 1;
    }
    let (quality, image) = best.ok_or_else(|| Error::new("no capture was made"))?;
    Ok(Print { position, record: record(&image, position, quality)?, quality, tries })
}

/// The given fingers of a synthetic person, off the runtime.
///
/// # Errors
/// When an image cannot be encoded.
pub async fn synthetic(person: u64, positions: Vec<FingerPosition>, series: u64) -> Result<Vec<Print>> {
    let work = move || -> Result<Vec<Print>> {
        positions.into_iter().map(|position| press(person, position, series)).collect()
    };
    tokio::task::spawn_blocking(work).await?
}

/// The position a file's name states: `left_index`, `Right Thumb` and the like.
fn position_of(name: &str) -> Option<FingerPosition> {
    let name = name.to_ascii_lowercase();
    let right = name.contains("right");
    if right == name.contains("left") {
        return None;
    }
    let fingers = ["thumb", "index", "middle", "ring", "little"];
    let at = fingers.iter().position(|finger| name.contains(finger))?;
    Some(FingerPosition::TEN[if right { at } else { at + 5 }])
}

/// A file as a print: an ISO record as it is, an image wrapped in one. `None` for anything else.
fn read_file(path: &Path) -> Result<Option<Print>> {
    let bytes = std::fs::read(path)?;
    let named = path.file_stem().and_then(|stem| position_of(&stem.to_string_lossy()));
    let shown = path.display();
    if let Ok((Record::Finger(found), _)) = iso19794::read_lenient(&bytes) {
        let image = found.images.first().ok_or_else(|| Error::new(format!("{shown} holds no image")))?;
        let grey = biometrics::sample::finger_image(image).map_err(|error| Error::new(format!("{shown}: {error}")))?;
        let position = named.unwrap_or(image.position);
        return Ok(Some(Print { position, record: bytes, quality: measure(&grey), tries: 1 }));
    }
    if matches!(decode::sniff(&bytes), None | Some(Codec::Raw)) {
        return Ok(None);
    }
    let image = decode::decode(&bytes, &Limits::default()).map_err(|error| Error::new(format!("{shown}: {error}")))?;
    let position = named.ok_or_else(|| Error::new(format!("{shown}: the name does not say which finger it is")))?;
    let quality = measure(&image);
    Ok(Some(Print { position, record: record(&image, position, quality)?, quality, tries: 1 }))
}

/// The fingers of one person in a directory, at most one per position, off the runtime.
///
/// # Errors
/// When the directory cannot be read, holds no finger, or holds one finger twice.
pub async fn from_directory(directory: &Path) -> Result<Vec<Print>> {
    let directory = directory.to_owned();
    let work = move || -> Result<Vec<Print>> {
        let mut files: Vec<_> = std::fs::read_dir(&directory)?.filter_map(|entry| Some(entry.ok()?.path())).collect();
        files.sort();
        let mut prints: Vec<Print> = Vec::new();
        for path in files.iter().filter(|path| path.is_file()) {
            let Some(print) = read_file(path)? else { continue };
            if !(1..=10).contains(&print.position.code()) {
                return Err(Error::new(format!("{}: not one of the ten fingers", path.display())));
            }
            if prints.iter().any(|known| known.position == print.position) {
                return Err(Error::new(format!("{}: a second {}", path.display(), print.name())));
            }
            prints.push(print);
        }
        if prints.is_empty() {
            return Err(Error::new(format!("{} holds no finger records or images", directory.display())));
        }
        Ok(prints)
    };
    tokio::task::spawn_blocking(work).await?
}

/// The probe that resembles any of the enrolled fingers most: labels of published captures are not to be trusted.
///
/// # Errors
/// When nothing can be compared.
pub async fn most_alike(enrolled: &[Print], probes: &[Print]) -> Result<Print> {
    let sample =
        |sub_type: SubType, print: &Print| Sample { modality: Modality::Finger, sub_type, data: print.record.clone() };
    let sdk = TesseraSdk::default();
    let failed = |error: biometrics::SdkError| Error::new(format!("comparing fingers: {error}"));
    let known: Vec<Sample> = enrolled.iter().map(|print| sample(SubType::Finger(print.position), print)).collect();
    let known = sdk.extract(&known, &[]).await.map_err(failed)?;
    let mut best: Option<(f32, &Print)> = None;
    for probe in probes {
        // a finger without ridges is no match, and no reason to stop
        let Ok(decisions) = sdk.match_one(&[sample(SubType::Unknown, probe)], &known, &[Modality::Finger]).await else {
            continue;
        };
        let score = decisions.get(&Modality::Finger).and_then(|decision| decision.score).unwrap_or(0.0);
        if best.is_none_or(|(known, _)| score > known) {
            best = Some((score, probe));
        }
    }
    best.map(|(_, print)| print.clone()).ok_or_else(|| Error::new("none of the captures can be compared"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_say_which_finger() {
        assert_eq!(position_of("left_index"), Some(FingerPosition::LeftIndex));
        assert_eq!(position_of("Right Thumb"), Some(FingerPosition::RightThumb));
        assert_eq!(position_of("leftRing_2"), Some(FingerPosition::LeftRing));
        assert_eq!(
            (position_of("index"), position_of("right_left_thumb"), position_of("left_toe")),
            (None, None, None)
        );
    }

    #[tokio::test]
    async fn synthetic_captures_are_records_of_the_finger_and_images_are_read_back() {
        let positions = vec![FingerPosition::RightIndex];
        let print = synthetic(9, positions.clone(), 1).await.unwrap().remove(0);
        assert_eq!((print.name(), print.attribute()), ("Right IndexFinger", "rightIndex"));
        assert!((1..=3).contains(&print.tries));
        let (Record::Finger(read), _) = iso19794::read_lenient(&print.record).unwrap() else { panic!("no finger") };
        assert_eq!(read.images[0].position, FingerPosition::RightIndex);

        let folder = tempfile::tempdir().unwrap();
        let grey = biometrics::sample::finger_image(&read.images[0]).unwrap();
        std::fs::write(folder.path().join("right_index.png"), encode::png(&grey).unwrap()).unwrap();
        std::fs::write(folder.path().join("left_index.iso"), &print.record).unwrap();
        std::fs::write(folder.path().join("notes.txt"), "x").unwrap();
        let read = from_directory(folder.path()).await.unwrap();
        // the name counts, not the record
        assert_eq!(read.iter().map(Print::attribute).collect::<Vec<_>>(), ["leftIndex", "rightIndex"]);

        let other = synthetic(10, positions, 5).await.unwrap().remove(0);
        let again = synthetic(9, vec![FingerPosition::RightIndex], 7).await.unwrap().remove(0);
        let found = most_alike(&[print], &[other, again.clone()]).await.unwrap();
        assert_eq!(found.record, again.record);
    }
}
