//! How a form will look: the same controls that people fill in, by the same code. Nothing is stored.

use app_forms::{FormPage, Need, pages};
use app_i18n::tr;
use app_kit::use_locale;
use leptos::{prelude::*, task::spawn_local};
use schema::{Change, FormModel};

use super::api;

#[component]
pub fn Preview(form: FormModel) -> impl IntoView {
    let locale = use_locale();
    let all = pages(&form);
    let model = RwSignal::new(form);
    let on_need = Callback::new(move |need: Need| fetch(model, need));
    view! {
        <section class="card card-pad min-w-0" aria-labelledby="preview">
            <h2 class="section-title" id="preview">{tr::schemas::preview(locale)}</h2>
            <p class="mt-1 text-ink-2">{tr::schemas::preview_text(locale)}</p>
            <div class="mt-4 grid gap-8" data-density="citizen">
                {all
                    .into_iter()
                    .enumerate()
                    .map(|(at, page)| view! {
                        <fieldset class="grid gap-6 border-t border-line pt-4">
                            <legend class="text-sm text-ink-3">{tr::schemas::preview_page(locale, &(at + 1))}</legend>
                            <FormPage model=model page=page on_need=on_need/>
                        </fieldset>
                    })
                    .collect_view()}
            </div>
        </section>
    }
}

/// Fetches the places below a chosen one; in the browser only.
fn fetch(model: RwSignal<FormModel>, need: Need) {
    spawn_local(async move {
        let answer = api::choices(need.source, need.parent).await;
        if let Ok(choices) = answer.and_then(|packed| packed.open()) {
            model.update(|model| {
                model.apply(Change::Offer { field: need.field, choices });
            });
        }
    });
}
