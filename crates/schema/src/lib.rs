//! Identity schema, UI specification, expressions, form model and validators.
