//! Typed endpoints and routes, envelope, sessions, limits, HTTP client, settings and blobs.
