//! The crate from outside: synthetic fingers through images, records, templates, ports; and the shared data when there.

mod decoding;
mod matching;
mod ports;
mod shared;

use biometrics::GreyImage;
use biometrics::finger::{Prepared, extract};
use testkit::fingers::{Capture, Finger};

/// A capture as an image.
fn image(capture: &Capture) -> GreyImage {
    GreyImage::new(capture.width, capture.height, 500, capture.pixels.clone()).expect("a capture is an image")
}

/// A capture of a synthetic finger, ready to be compared.
fn prepared(finger: &Finger, capture: u64) -> Prepared {
    Prepared::new(extract(&image(&finger.capture(capture))).expect("a capture has ridges"))
}
