//! BIO-06: the image forms of biometric records, and what lies in them.

use biometrics::decode::{Codec, DecodeError, Limits, decode, sniff};
use biometrics::{GreyImage, encode};
use testkit::fingers::Finger;

use crate::image;

fn sample() -> GreyImage {
    image(&Finger::grow(3).capture(1))
}

#[test]
fn lossless_forms_return_every_pixel() {
    let original = sample();
    for (codec, bytes) in
        [(Codec::Png, encode::png(&original)), (Codec::Jpeg2000, encode::jp2(&original))].map(|(c, b)| (c, b.unwrap()))
    {
        assert_eq!(sniff(&bytes), Some(codec));
        assert_eq!(decode(&bytes, &Limits::default()).unwrap(), original, "{codec:?}");
    }
}

#[test]
fn small_odd_images_survive_jpeg_2000() {
    for (width, height) in [(1, 1), (7, 3), (65, 33)] {
        let pixels = (0..width * height).map(|i| (i * 37 % 251) as u8).collect();
        let original = GreyImage::new(width, height, 500, pixels).unwrap();
        let bytes = encode::jp2(&original).unwrap();
        assert_eq!(decode(&bytes, &Limits::default()).unwrap(), original, "{width} x {height}");
    }
}

#[test]
fn an_image_beyond_the_limits_is_refused_before_it_is_decoded() {
    let tight = Limits { max_side: 299, ..Limits::default() };
    for bytes in [encode::png(&sample()).unwrap(), encode::jp2(&sample()).unwrap()] {
        assert!(matches!(decode(&bytes, &tight), Err(DecodeError::TooLarge { width: 300, height: 400 })));
    }
    let few = Limits { max_bytes: 100, ..Limits::default() };
    assert!(matches!(decode(&encode::png(&sample()).unwrap(), &few), Err(DecodeError::TooManyBytes { max: 100, .. })));
}

/// Overwrites bytes after the first occurrence of a marker.
fn patched(mut data: Vec<u8>, marker: &[u8], offset: usize, with: &[u8]) -> Vec<u8> {
    let at = data.windows(marker.len()).position(|w| w == marker).expect("the marker is there") + offset;
    data[at..at + with.len()].copy_from_slice(with);
    data
}

#[test]
fn a_lying_size_is_refused() {
    let jp2 = encode::jp2(&sample()).unwrap();
    let siz = [0xFF, 0x4F, 0xFF, 0x51];
    let huge = patched(jp2.clone(), &siz, 8, &0xFFFF_FFF0u32.to_be_bytes());
    assert!(matches!(decode(&huge, &Limits::default()), Err(DecodeError::TooLarge { .. })));
    // One pixel per tile: a hundred thousand tiles.
    let tiles = patched(jp2.clone(), &siz, 24, &[0, 0, 0, 1, 0, 0, 0, 1]);
    assert!(matches!(decode(&tiles, &Limits::default()), Err(DecodeError::Damaged { codec: Codec::Jpeg2000, .. })));
    let empty = patched(jp2, &siz, 16, &300u32.to_be_bytes());
    assert!(decode(&empty, &Limits::default()).is_err());
    let png = encode::png(&sample()).unwrap();
    let huge = patched(png, b"IHDR", 4, &0x7FFF_FFFFu32.to_be_bytes());
    assert!(decode(&huge, &Limits::default()).is_err());
    // A WSQ frame header of 65535 x 65535 and nothing behind it.
    let mut wsq = vec![0xFF, 0xA0, 0xFF, 0xA2, 0, 17, 0, 255];
    wsq.extend([0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    assert!(matches!(decode(&wsq, &Limits::default()), Err(DecodeError::TooLarge { .. })));
}

#[test]
fn cut_or_flipped_files_never_panic() {
    let small = sample().crop(100, 100, 64, 64).unwrap();
    for bytes in [encode::png(&small).unwrap(), encode::jp2(&small).unwrap()] {
        for length in (0..bytes.len()).step_by(7) {
            let _ = decode(&bytes[..length], &Limits::default());
        }
        for at in (0..bytes.len()).step_by(5) {
            let mut flipped = bytes.clone();
            flipped[at] ^= 0x55;
            let _ = decode(&flipped, &Limits::default());
        }
    }
    assert!(matches!(decode(b"GIF89a", &Limits::default()), Err(DecodeError::UnknownFormat)));
    assert!(matches!(decode(&[], &Limits::default()), Err(DecodeError::UnknownFormat)));
}
