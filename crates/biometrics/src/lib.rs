//! Images, quality, fingerprint templates, matching, and the SDK and ABIS ports.

pub mod abis;
pub mod bench;
pub mod decode;
pub mod encode;
pub mod finger;
pub mod gallery;
mod raster;
pub mod sample;
pub mod sdk;

pub use abis::{Abis, AbisError, Candidate, IdentifyRequest, InProcessAbis};
pub use raster::{GreyImage, RasterError};
pub use sample::{Modality, Sample, SampleError, SubType};
pub use sdk::{BiometricSdk, Decision, Decisions, SampleQuality, SdkError, SdkInfo, TesseraSdk, Verdict};

/// Runs number crunching compiled for the vector instructions this processor has; `work` and what it calls must be
/// inlined into it to profit.
#[inline]
pub(crate) fn vectorised<T>(work: impl FnOnce() -> T) -> T {
    static ARCH: std::sync::LazyLock<pulp::Arch> = std::sync::LazyLock::new(pulp::Arch::new);
    ARCH.dispatch(work)
}
