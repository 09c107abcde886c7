//! Images, quality, fingerprint templates, matching, and the SDK and ABIS ports.
