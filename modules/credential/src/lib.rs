//! Credential requests, QR, card and print.
