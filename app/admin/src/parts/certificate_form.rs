//! A certificate as text or as a file.

use app_i18n::tr;
use app_kit::{Field, FileInput, Problem, TextArea, use_locale};
use leptos::prelude::*;

/// The control's id: problems lead here.
pub const CERTIFICATE: &str = "certificate";
/// The file's id.
const FILE: &str = "file";

/// Two ways to hand in the same thing. `label` and `hint` say what is taken as text.
#[component]
pub fn CertificateFields(
    #[prop(into)] label: String,
    #[prop(into)] hint: String,
    #[prop(into)] accept: String,
    problems: Vec<Problem>,
) -> impl IntoView {
    let locale = use_locale();
    view! {
        <Field id=CERTIFICATE label=label hint=hint error=Problem::of(&problems, CERTIFICATE)>
            <TextArea name="certificate" rows=5 maxlength=65_536/>
        </Field>
        <Field id=FILE label=tr::keys::file(locale) hint=tr::keys::file_hint(locale)>
            <FileInput name="file" accept=accept/>
        </Field>
    }
}
