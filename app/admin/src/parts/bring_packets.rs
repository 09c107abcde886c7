//! UI-ADM-24: the form that takes packets from files, where no desk could send them.

use app_i18n::tr;
use app_kit::{Field, FileInput, Input, Problem, Select, use_locale};
use leptos::prelude::*;
use masterdata_api::bulk::{PROCESSES, SOURCES, SUPERVISOR_STATUSES};

/// The control's id: problems lead here.
pub const FILES: &str = "packets";

/// Codes of MOSIP's, shown as they are.
fn codes<const N: usize>(codes: [&str; N]) -> Vec<(String, String)> {
    codes.into_iter().map(|code| (code.to_owned(), code.to_owned())).collect()
}

#[component]
pub fn BringPackets(problems: Vec<Problem>) -> impl IntoView {
    let locale = use_locale();
    let said = SUPERVISOR_STATUSES
        .into_iter()
        .zip([tr::upload::approved(locale), tr::upload::rejected(locale)])
        .map(|(code, text)| (code.to_owned(), text.to_owned()))
        .collect();
    view! {
        <section class="card card-pad min-w-0" aria-labelledby="bring">
            <h2 class="section-title" id="bring">{tr::upload::bring(locale)}</h2>
            <p class="mt-1 text-ink-2">{tr::upload::bring_text(locale)}</p>
            <form class="mt-3 grid gap-4" method="post" action="/_ui/admin/uploads/packets" enctype="multipart/form-data">
                <Field id="center" label=tr::upload::center(locale) hint=tr::upload::center_hint(locale)>
                    <Input name="centerId" is_id=true maxlength=10/>
                </Field>
                <Field id="source" label=tr::upload::source(locale)>
                    <Select name="source" options=codes(SOURCES) value=SOURCES[0] always=true/>
                </Field>
                <Field id="process" label=tr::upload::process(locale)>
                    <Select name="process" options=codes(PROCESSES) value=PROCESSES[0] always=true/>
                </Field>
                <Field id="supervisor" label=tr::upload::supervisor(locale)>
                    <Select name="supervisorStatus" options=said value=SUPERVISOR_STATUSES[0] always=true/>
                </Field>
                <Field id=FILES label=tr::upload::packets(locale) hint=tr::upload::packets_hint(locale) error=Problem::of(&problems, FILES)>
                    <FileInput name="files" accept=".zip" multiple=true/>
                </Field>
                <button class="btn">{tr::upload::bring_now(locale)}</button>
            </form>
        </section>
    }
}
