//! UI-PRE-02 and UI-PRE-05: languages and terms of a new application.

use app_i18n::{Locale, tr};
use app_kit::{BackLink, Choice, Choices, ErrorSummary, Group, Page, Problem, Steps, loaded, use_locale, use_problem};
use leptos::prelude::*;
use masterdata_api::Languages;

use crate::{
    api,
    frame::steps,
    place::{Place, SIGN_IN},
};

#[component]
pub fn New() -> impl IntoView {
    let languages = Resource::new_blocking(|| (), |()| api::list_languages());
    loaded(languages, SIGN_IN, |languages| view! { <Terms languages=languages/> }.into_any())
}

#[component]
fn Terms(languages: Languages) -> impl IntoView {
    let locale = use_locale();
    // the two problems this form can have belong to two questions
    let found = use_problem("consent");
    let about_languages = use_problem("language");
    let problems =
        if found.first().is_some_and(|problem| problem.text == consent_text(locale)) { found } else { about_languages };
    let own = |code: &str| Locale::parse(code).map_or_else(|| code.to_owned(), |locale| locale.own_name().to_owned());
    let mut choices = Vec::new();
    let mut chosen = Vec::new();
    for language in &languages.mandatory {
        choices.push(Choice::new(language.as_str(), own(language.as_str())).note(tr::prereg::language_always(locale)));
        chosen.push(language.as_str().to_owned());
    }
    for language in &languages.optional {
        choices.push(Choice::new(language.as_str(), own(language.as_str())));
        if language.as_str() == locale.code() || chosen.len() < usize::from(languages.min_count) {
            chosen.push(language.as_str().to_owned());
        }
    }
    let language_error = Problem::of(&problems, "language");
    let consent_error = Problem::of(&problems, "consent");
    let count = tr::prereg::languages_hint(locale, &languages.min_count, &languages.max_count);
    view! {
        <Page title=tr::prereg::new_title(locale) width="max-w-text!">
            <Steps steps=steps(locale) current=0/>
            <BackLink href=Place::Applications.path()/>
            <ErrorSummary problems=problems/>
            <h1 class="page-title mt-2">{tr::prereg::new_title(locale)}</h1>
            <form class="mt-7 grid gap-8" method="post" action="/_ui/prereg/start">
                <Group id="language" legend=tr::prereg::languages(locale) hint=count error=language_error>
                    <Choices many=true name="language" choices=choices chosen=chosen/>
                </Group>
                <section>
                    <h2 class="section-title">{tr::prereg::terms(locale)}</h2>
                    <ul class="mt-2 grid list-disc gap-2 ps-6 text-ink-2">
                        <li>{tr::prereg::term_purpose(locale)}</li>
                        <li>{tr::prereg::term_kept(locale)}</li>
                        <li>{tr::prereg::term_truth(locale)}</li>
                        <li>{tr::prereg::term_withdraw(locale)}</li>
                    </ul>
                </section>
                <Group id="consent" legend=tr::prereg::consent_question(locale) error=consent_error>
                    <Choices many=true name="consent" choices=vec![Choice::new("yes", tr::prereg::consent(locale))]/>
                </Group>
                <div class="btn-row">
                    <button class="btn">{tr::common::go_on(locale)}</button>
                    <a class="btn" data-kind="plain" href=Place::Applications.path()>{tr::common::cancel(locale)}</a>
                </div>
            </form>
        </Page>
    }
}

fn consent_text(locale: Locale) -> String {
    app_kit::error_text(locale, "TES-PRG-001", &[])
}
