//! app-forms
