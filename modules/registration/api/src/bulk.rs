//! Packets that an administrator brings as files, where no desk could send them.

use async_trait::async_trait;
use types::{Caller, Failure};

/// A file, and what its name does not say.
#[derive(Debug)]
pub struct BroughtPacket<'a> {
    /// `<packet id>.zip`.
    pub file_name: &'a str,
    pub content: Vec<u8>,
    /// Whether a packet that no machine announced is announced now.
    pub announce: bool,
    /// The centre it was made at.
    pub center: &'a str,
    /// Who made it, such as `REGISTRATION_CLIENT`.
    pub source: &'a str,
    /// `NEW`, `UPDATE`, `LOST` …
    pub process: &'a str,
    /// `APPROVED` or `REJECTED`.
    pub supervisor_status: &'a str,
    /// Language of notices to the person.
    pub language: &'a str,
}

/// Takes such packets.
#[async_trait]
pub trait BroughtPackets: Send + Sync {
    /// Announces the packet if need be, and receives it; the same packet again gets the same answer. Needs the rights of a
    /// machine's announcement and upload.
    ///
    /// # Errors
    /// `RPR-PKR-…` and `RPR-RGS-…`, as of a machine's announcement and upload.
    async fn take(&self, caller: &Caller, packet: BroughtPacket<'_>) -> Result<(), Failure>;
}
