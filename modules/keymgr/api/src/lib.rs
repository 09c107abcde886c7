//! Contract of the keymgr module. Keys, certificates, trust and signatures.
