//! Typed ids, language codes, envelope, time formats, caller, permissions and error codes.
