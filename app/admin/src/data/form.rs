//! UI-ADM-03 and every other form: one page from the members of the entity's form. What was typed is never lost: the
//! server keeps it until it is right.

use app_i18n::{data_language, tr};
use app_kit::{
    Choice, Choices, ConsolePage, ErrorSummary, Field, Group, Input, Problem, Select, TextArea, loaded, use_locale,
};
use leptos::prelude::*;

use super::parts::{Way, use_search};
use super::shape::{Asked, Closed, Control, FormPage};
use super::{DataPlace, api};
use crate::pages::sign_in_for;

#[component]
pub fn EntryForm(slug: String, #[prop(optional)] code: Option<String>) -> impl IntoView {
    let locale = use_locale();
    let search = use_search();
    let place = match &code {
        Some(code) => DataPlace::Edit(slug.clone(), code.clone()),
        None => DataPlace::New(slug.clone()),
    };
    let code = code.unwrap_or_default();
    let page = Resource::new_blocking(
        move || search.get(),
        move |search| api::form(slug.clone(), code.clone(), search, locale.code().to_owned()),
    );
    loaded(page, sign_in_for(&place.path()), |page| view! { <Whole page=page/> }.into_any())
}

#[component]
fn Whole(page: FormPage) -> impl IntoView {
    let locale = use_locale();
    let problems: Vec<Problem> =
        page.problems.iter().map(|(field, text)| Problem { field: field.clone(), text: text.clone() }).collect();
    let above = vec![(page.list.clone(), page.entity.clone())];
    let here = page.title.clone().into_any();
    let week_problem = Problem::of(&problems, "week");
    let template = page.template;
    let written = page.asked.iter().find(|asked| asked.name == "fileText").map(|asked| asked.value.clone());
    let text = RwSignal::new(written.unwrap_or_default());
    // the text of a template is followed while it is typed, for the preview beside it
    let follow = move |event: leptos::ev::Event| {
        let target = event_target::<leptos::web_sys::Element>(&event);
        if template && target.id() == "fileText" {
            text.set(event_target_value(&event));
        }
    };
    let language = page.language.clone();
    view! {
        <ConsolePage title=format!("{} · {}", page.title, page.entity)>
            <Way above=above here=here/>
            <ErrorSummary problems=problems/>
            <h1 class="page-title mt-1">{page.title.clone()}</h1>
            <p class="mt-1 text-ink-2">{page.entity.clone()}</p>
            <div class="mt-4 grid items-start gap-4 xl:grid-cols-[minmax(0,44rem)_minmax(0,1fr)]">
                <form class="card card-pad grid min-w-0 gap-5" method="post" action=page.action novalidate on:input=follow>
                    {page.hidden.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view()}
                    {page.asked.into_iter().map(asked).collect_view()}
                    {page.week.map(|week| view! { <Week week=week error=week_problem/> })}
                    {page.closed.map(|closed| view! { <ClosedDays closed=closed/> })}
                    <div class="btn-row">
                        <button class="btn">{tr::data::save(locale)}</button>
                        <a class="btn" data-kind="plain" href=page.back>{tr::common::cancel(locale)}</a>
                    </div>
                </form>
                {template.then(|| view! { <Preview text=text language=language others=page.others/> })}
            </div>
        </ConsolePage>
    }
}

/// One member with its label, hint and error.
fn asked(asked: Asked) -> AnyView {
    let locale = use_locale();
    let Asked { name, label, hint, error, value, optional, most, language, control } = asked;
    if control == Control::Flag {
        let chosen = if value == "true" { vec!["true".to_owned()] } else { Vec::new() };
        return view! {
            <Group id=name.clone() legend=label hint=hint error=error>
                <Choices name=name choices=vec![Choice::new("true", tr::data::in_use(locale))] chosen=chosen many=true/>
            </Group>
        }
        .into_any();
    }
    let hint = hint.or_else(|| match (&control, most) {
        (Control::Instant, _) => Some(tr::data::in_utc(locale).to_owned()),
        (Control::Text | Control::Id | Control::Long, Some(most)) => Some(tr::data::at_most(locale, &most)),
        _ => None,
    });
    let badge = language.as_deref().map(language_name);
    // drawn inside the field, which tells its control id, description and validity
    view! {
        <Field id=name.clone() label=label hint=hint error=error optional=optional lang=language badge=badge>
            {drawn(control, name, value, most, optional)}
        </Field>
    }
    .into_any()
}

fn drawn(control: Control, name: String, value: String, most: Option<u32>, optional: bool) -> AnyView {
    let locale = use_locale();
    let most = most.unwrap_or(100_000);
    let (kind, mode, is_id) = match control {
        Control::Text | Control::Flag => ("text", None, false),
        Control::Id => ("text", None, true),
        Control::Number => ("text", Some("numeric"), false),
        Control::Date => ("date", None, false),
        Control::Time => ("time", None, false),
        Control::Instant => ("datetime-local", None, false),
        Control::Long => {
            let rows = if most == 100_000 { 8 } else { 3 };
            return view! { <TextArea name=name value=value rows=rows maxlength=most/> }.into_any();
        }
        Control::OneOf(options) => {
            let none = if optional { tr::data::none_chosen(locale) } else { tr::common::choose(locale) };
            return view! { <Select name=name options=options value=value none=none/> }.into_any();
        }
    };
    view! { <Input name=name value=value kind=kind inputmode=mode is_id=is_id maxlength=most/> }.into_any()
}

/// A language's own name, else its code.
fn language_name(code: &str) -> String {
    app_i18n::Locale::parse(code).map_or_else(|| code.to_owned(), |locale| locale.own_name().to_owned())
}

#[component]
fn Week(week: Vec<(String, String, bool)>, error: Option<String>) -> impl IntoView {
    let locale = use_locale();
    view! {
        <fieldset class="field">
            <legend class="label">{tr::data::working_days(locale)}</legend>
            {error.map(|text| view! { <p class="error">{text}</p> })}
            <div class="grid grid-cols-[repeat(auto-fill,minmax(9rem,1fr))] gap-2">
                {week
                    .into_iter()
                    .enumerate()
                    .map(|(at, (name, words, works))| {
                        // the summary's link leads to the first day
                        let id = (at == 0).then_some("week");
                        view! {
                            <label class="choice items-center! py-2!">
                                <input id=id type="checkbox" name=format!("week.{name}") value="true" checked=works/>
                                <span>{words}</span>
                            </label>
                        }
                    })
                    .collect_view()}
            </div>
        </fieldset>
    }
}

/// Exceptional holidays, with empty lines for more: after saving there are new empty lines, without a script too.
#[component]
fn ClosedDays(closed: Vec<Closed>) -> impl IntoView {
    let locale = use_locale();
    let line = |(at, (day, name, reason)): (usize, Closed)| {
        view! {
            <div class="grid gap-3 sm:grid-cols-3" role="group" aria-label=tr::data::closed_day(locale, &(at + 1))>
                <Field id=format!("closed-day-{at}") label=tr::data::closed_date(locale) lean=true>
                    <Input name="closed.day" kind="date" value=day/>
                </Field>
                <Field id=format!("closed-name-{at}") label=tr::data::closed_name(locale) lean=true>
                    <Input name="closed.name" value=name maxlength=128/>
                </Field>
                <Field id=format!("closed-reason-{at}") label=tr::data::closed_reason(locale) lean=true>
                    <Input name="closed.reason" value=reason maxlength=256/>
                </Field>
            </div>
        }
    };
    view! {
        <fieldset class="field grid gap-3">
            <legend class="label">{tr::data::closed_days(locale)}</legend>
            <p class="hint">{tr::data::closed_days_hint(locale)}</p>
            {closed.into_iter().enumerate().map(line).collect_view()}
        </fieldset>
    }
}

/// What a template says once its values are merged in: every `$value` stands as its name, marked.
#[component]
fn Preview(
    text: RwSignal<String>,
    language: Option<(String, String)>,
    others: Vec<(String, String, String)>,
) -> impl IntoView {
    let locale = use_locale();
    let (code, name) = language.unwrap_or_else(|| (String::new(), tr::data::this_text(locale).to_owned()));
    let (tag, direction) = if code.is_empty() {
        // a new template's language is chosen in the form: its text says its own direction
        (String::new(), "auto")
    } else {
        let (tag, direction) = data_language(&code);
        (tag.to_owned(), direction.as_str())
    };
    let other = |(code, name, text): (String, String, String)| {
        let (tag, direction) = data_language(&code);
        view! {
            <h3 class="mt-4 text-sm font-semibold text-ink-2">{name}</h3>
            <p class="mt-1 whitespace-pre-wrap wrap-anywhere rounded bg-sunken p-3" lang=tag.to_owned() dir=direction.as_str()>{merged(&text)}</p>
        }
    };
    view! {
        <section class="card card-pad min-w-0" aria-labelledby="preview">
            <h2 class="section-title" id="preview">{tr::data::preview(locale)}</h2>
            <p class="mt-1 text-ink-2">{tr::data::preview_text(locale)}</p>
            <h3 class="mt-4 text-sm font-semibold text-ink-2">{name}</h3>
            <p class="mt-1 whitespace-pre-wrap wrap-anywhere rounded bg-sunken p-3" data-preview="" lang=(!tag.is_empty()).then_some(tag) dir=direction>
                {move || merged(&text.read())}
            </p>
            {others.into_iter().map(other).collect_view()}
        </section>
    }
}

/// The text in parts: what is written, and the values that are merged into it.
fn parts(text: &str) -> Vec<(bool, String)> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        let (before, from) = rest.split_at(at);
        let body = from.trim_start_matches(['$', '!']).trim_start_matches('{');
        let name: String = body.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.')).collect();
        let name = name.trim_end_matches('.');
        if !before.is_empty() {
            parts.push((false, before.to_owned()));
        }
        if name.is_empty() {
            parts.push((false, "$".to_owned()));
            rest = &from[1..];
            continue;
        }
        parts.push((true, name.to_owned()));
        let braced = body.len() < from.trim_start_matches(['$', '!']).len();
        let after = &body[name.len()..];
        rest = if braced { after.strip_prefix('}').unwrap_or(after) } else { after };
    }
    if !rest.is_empty() {
        parts.push((false, rest.to_owned()));
    }
    parts
}

fn merged(text: &str) -> AnyView {
    let part = |(value, text): (bool, String)| {
        if value {
            view! { <mark class="rounded-sm bg-brand-soft px-1 font-medium text-brand"><bdi>{text}</bdi></mark> }
                .into_any()
        } else {
            text.into_any()
        }
    };
    parts(text).into_iter().map(part).collect_view().into_any()
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn values_are_told_from_what_is_written() {
        let value = |text: &str| (true, text.to_owned());
        let said = |text: &str| (false, text.to_owned());
        assert_eq!(
            parts("Code $otp. Valid ${validTime} min"),
            [said("Code "), value("otp"), said(". Valid "), value("validTime"), said(" min"),]
        );
        assert_eq!(parts("$!name costs 5$"), [value("name"), said(" costs 5"), said("$")]);
        assert_eq!(parts(""), []);
    }
}
