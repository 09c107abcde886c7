//! app-i18n
