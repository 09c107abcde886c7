//! Packet zip, CBEFF, ISO 19794, claim 169 and checksums: bytes in, structures out, no I/O.
