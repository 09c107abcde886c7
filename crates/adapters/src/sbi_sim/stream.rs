//! STREAM: what the scanner sees, as a sequence of JPEG images.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use biometrics::{GreyImage, encode};
use futures::stream;
use testkit::fingers::seed_of;

use super::capture::part;
use super::wire::StreamRequest;
use super::{Code, Device, Simulator, Status};

pub(super) const BOUNDARY: &str = "BoundaryString";
const FRAME_MS: u64 = 200;
const DEFAULT_TIMEOUT_MS: u64 = 300_000;
/// Presses that alternate, so that the picture moves as a hand does.
const PRESSES: u64 = 3;

impl Simulator {
    /// Frames of one part of the hand, each a complete part of the multipart body; number crunching.
    pub(super) fn frames(&self, request: &StreamRequest) -> Result<Vec<Bytes>, Code> {
        let device = Device::of_id(&request.device_id).ok_or(Code::NO_DEVICE)?;
        if device == Device::Single {
            return Err(Code::STREAM_PURPOSE);
        }
        match self.status(device) {
            Status::Ready | Status::Busy => {}
            other => return Err(other.code()),
        }
        let fingers = part(&request.device_sub_id.0).filter(|p| p.len() <= 4).ok_or(Code::NO_DEVICE)?;
        let person = self.behaviour().person;
        let (width, height) = (150, 200);
        (0..PRESSES)
            .map(|press| {
                let mut sheet = vec![230u8; width * fingers.len() * height];
                for (n, position) in fingers.iter().enumerate() {
                    let seen = self.fingers.finger(seed_of(person, position.code())).capture(press);
                    for y in 0..height {
                        let row = &mut sheet[(y * fingers.len() + n) * width..][..width];
                        for (x, pixel) in row.iter_mut().enumerate() {
                            *pixel = seen.pixels[2 * y * seen.width + 2 * x];
                        }
                    }
                }
                let image = GreyImage::new(width * fingers.len(), height, 250, sheet).map_err(|_| Code::UNKNOWN)?;
                let jpeg = encode::jpeg(&image, 80).map_err(|_| Code::UNKNOWN)?;
                let mut part =
                    format!("--{BOUNDARY}\r\nContent-Type: image/jpeg\r\nContent-Length: {}\r\n\r\n", jpeg.len())
                        .into_bytes();
                part.extend(jpeg);
                part.extend(b"\r\n");
                Ok(Bytes::from(part))
            })
            .collect()
    }
}

/// Repeats the frames, five a second, until the time is over or nobody reads any more.
pub(super) fn body(frames: Vec<Bytes>, timeout: &str) -> Body {
    let timeout_ms: u64 = timeout.parse().unwrap_or(DEFAULT_TIMEOUT_MS);
    let count = timeout_ms.min(DEFAULT_TIMEOUT_MS).div_ceil(FRAME_MS) as usize;
    let frames = Arc::new(frames);
    Body::from_stream(stream::unfold(0usize, move |n| {
        let frames = frames.clone();
        async move {
            if n >= count {
                return None;
            }
            if n > 0 {
                tokio::time::sleep(Duration::from_millis(FRAME_MS)).await;
            }
            Some((Ok::<_, std::convert::Infallible>(frames[n % frames.len()].clone()), n + 1))
        }
    }))
}
