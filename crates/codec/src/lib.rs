//! Packet zip, CBEFF, ISO 19794, claim 169 and checksums: bytes in, structures out, no I/O.
//!
//! Everything here reads what strangers send: every length is checked against what is really there before it is
//! believed, every limit has a number, and every refusal a type.

pub mod cbeff;
pub mod claim169;
pub mod iso19794;
pub mod packet;
