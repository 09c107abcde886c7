//! Keys, certificates, trust and signatures.
