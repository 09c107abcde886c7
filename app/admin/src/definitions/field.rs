//! SCH-01, SCH-04, SCH-07: one field of a draft: what it is called, what it takes, and how it is asked.

use std::collections::BTreeMap;

use app_i18n::{Locale, tr};
use app_kit::{
    Choice, Choices, ConsolePage, ErrorSummary, Field, Group, Input, NotFound, Problem, Select, loaded, use_locale,
    use_problem,
};
use leptos::prelude::*;
use masterdata_api::definitions::Definition;
use schema::edit::{CATEGORIES, CONTROLS, Family, FieldDraft, TYPES};

use super::{api, slug};
use crate::pages::sign_in_for;
use crate::parts::{Asked, Breadcrumb};
use crate::place::Place;

/// The first control: problems lead here.
const NAME: &str = "name";

#[component]
pub fn FieldPage(family: Family, id: String, field: Option<String>) -> impl IntoView {
    let back = sign_in_for(&Place::DefinitionField(family, id.clone(), field.clone()).path());
    let found = Resource::new_blocking(|| (), move |()| api::one(family, id.clone()));
    loaded(found, back, move |found: Definition| view! { <Whole found=found field=field.clone()/> }.into_any())
}

#[component]
fn Whole(found: Definition, field: Option<String>) -> impl IntoView {
    let locale = use_locale();
    let draft = match &field {
        Some(name) => found.fields.iter().find(|field| field.id == *name).cloned(),
        None => Some(FieldDraft {
            type_name: "simpleType".to_owned(),
            control: "textbox".to_owned(),
            category: "pvt".to_owned(),
            ..FieldDraft::default()
        }),
    };
    // what was published has no editor
    let Some(draft) = draft.filter(|_| found.may_change) else { return view! { <NotFound/> }.into_any() };
    let entry = found.entry;
    let family = entry.family;
    let page = Place::Definition(family, entry.id.clone()).path();
    let problems = use_problem(NAME);
    let title = match &field {
        Some(name) => tr::schemas::change_field(locale, name),
        None => tr::schemas::add_field(locale).to_owned(),
    };
    let here = view! { <span>{title.clone()}</span> }.into_any();
    let removing = field.clone().map(|name| {
        let fields = vec![("family", slug(family).to_owned()), ("id", entry.id.clone()), ("field", name.clone())];
        let here = Place::DefinitionField(family, entry.id.clone(), Some(name)).path();
        view! {
            <div class="mt-6 border-t border-line pt-4">
                <Asked
                    id="remove"
                    action="/_ui/admin/schemas/remove"
                    fields=fields
                    text=tr::schemas::remove(locale)
                    question=tr::schemas::remove_question(locale)
                    explain=tr::schemas::remove_text(locale)
                    page=here
                />
            </div>
        }
    });
    let of_family = match family {
        Family::Schema => view! { <OfSchema draft=draft.clone()/> }.into_any(),
        Family::Form => view! { <OfForm draft=draft.clone() languages=found.languages/> }.into_any(),
    };
    let required = if draft.required { vec!["yes".to_owned()] } else { Vec::new() };
    let (name, pattern) = (draft.id, draft.pattern);
    view! {
        <ConsolePage title=format!("{title} · {}", entry.title)>
            <Breadcrumb href=page.clone() above=entry.title.clone() here=here/>
            <ErrorSummary problems=problems.clone()/>
            <h1 class="page-title mt-1">{title}</h1>
            <form class="card card-pad mt-4 grid max-w-citizen gap-5" method="post" action="/_ui/admin/schemas/field">
                <input type="hidden" name="family" value=slug(family)/>
                <input type="hidden" name="id" value=entry.id/>
                <input type="hidden" name="was" value=field.unwrap_or_default()/>
                <Field id=NAME label=tr::schemas::field_name(locale) hint=tr::schemas::field_name_hint(locale) error=Problem::of(&problems, NAME)>
                    <Input name="name" value=name is_id=true maxlength=64/>
                </Field>
                {of_family}
                <Group id="required" legend=tr::schemas::required(locale)>
                    <Choices many=true name="required" choices=vec![Choice::new("yes", tr::schemas::required_text(locale))] chosen=required/>
                </Group>
                <Field id="pattern" label=tr::schemas::pattern(locale) hint=tr::schemas::pattern_hint(locale) optional=true>
                    <Input name="pattern" value=pattern is_id=true maxlength=1024/>
                </Field>
                <div class="btn-row">
                    <button class="btn">{tr::policy::save(locale)}</button>
                    <a class="btn" data-kind="quiet" href=page>{tr::common::cancel(locale)}</a>
                </div>
            </form>
            {removing}
        </ConsolePage>
    }
    .into_any()
}

/// The words of the editor stay MOSIP's: they stand in the document.
fn as_they_are(names: &[&str]) -> Vec<(String, String)> {
    names.iter().map(|name| ((*name).to_owned(), (*name).to_owned())).collect()
}

#[component]
fn OfSchema(draft: FieldDraft) -> impl IntoView {
    let locale = use_locale();
    view! {
        <div class="grid gap-5 sm:grid-cols-2">
            <Field id="type" label=tr::schemas::field_type(locale) hint=tr::schemas::field_type_hint(locale)>
                <Select name="type" options=as_they_are(&TYPES) value=draft.type_name always=true/>
            </Field>
            <Field id="category" label=tr::schemas::category(locale) hint=tr::schemas::category_hint(locale)>
                <Select name="category" options=as_they_are(&CATEGORIES) value=draft.category always=true/>
            </Field>
        </div>
        <Group id="handle" legend=tr::schemas::handle(locale)>
            <Choices many=true name="handle" choices=vec![Choice::new("yes", tr::schemas::handle_text(locale))] chosen=if draft.handle { vec!["yes".to_owned()] } else { Vec::new() }/>
        </Group>
    }
}

/// The control's id of a label.
fn label_id(language: &str) -> String {
    format!("label-{language}")
}

#[component]
fn OfForm(draft: FieldDraft, languages: Vec<String>) -> impl IntoView {
    let locale = use_locale();
    let labels: BTreeMap<String, String> = draft.labels;
    let label = |language: String| {
        let name = Locale::parse(&language).map_or_else(|| language.clone(), |locale| locale.own_name().to_owned());
        let value = labels.get(&language).cloned().unwrap_or_default();
        view! {
            <Field id=label_id(&language) label=tr::schemas::label(locale) badge=name lang=language.clone()>
                <Input name=label_id(&language) value=value maxlength=256/>
            </Field>
        }
    };
    view! {
        <div class="grid gap-5 sm:grid-cols-2">{languages.into_iter().map(label).collect_view()}</div>
        <div class="grid gap-5 sm:grid-cols-2">
            <Field id="type" label=tr::schemas::field_type(locale) hint=tr::schemas::field_type_hint(locale)>
                <Select name="type" options=as_they_are(&TYPES) value=draft.type_name always=true/>
            </Field>
            <Field id="control" label=tr::schemas::control(locale) hint=tr::schemas::control_hint(locale) optional=true>
                <Select name="control" options=as_they_are(&CONTROLS) value=draft.control none=tr::schemas::control_none(locale)/>
            </Field>
            <Field id="sub-type" label=tr::schemas::list(locale) hint=tr::schemas::list_hint(locale) optional=true>
                <Input name="sub-type" value=draft.sub_type is_id=true maxlength=64/>
            </Field>
            <Field id="level" label=tr::schemas::level(locale) hint=tr::schemas::level_hint(locale) optional=true>
                <Input name="level" value=draft.level inputmode="numeric" is_id=true maxlength=3/>
            </Field>
        </div>
        <Group id="dynamic" legend=tr::schemas::dynamic(locale)>
            <Choices many=true name="dynamic" choices=vec![Choice::new("yes", tr::schemas::dynamic_text(locale))] chosen=if draft.dynamic { vec!["yes".to_owned()] } else { Vec::new() }/>
        </Group>
    }
}
