//! Contract of the credential module. Credential requests, QR, card and print.
