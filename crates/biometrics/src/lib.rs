//! Images, quality, fingerprint templates, matching, and the SDK and ABIS ports.

pub mod bench;
pub mod decode;
pub mod encode;
pub mod finger;
mod raster;

pub use raster::{GreyImage, RasterError};
