//! The controls of a page. Each follows its own part of the model, so that typing in one field does not redraw another.

use app_i18n::{Locale, tr};
use app_kit::{Choices, DateParts, Field as FieldBox, Group, Input, Notice, Select, TextArea, use_locale};
use leptos::prelude::*;
use schema::{Change, Choice, Control, Field, FormModel, Issue, OptionSource, ValueKind};

use crate::{
    names::{control_id, input_name},
    posted::date_parts,
    problems::issue_text,
};

/// Options that a field needs now, because the place above it was chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct Need {
    /// The field.
    pub field: String,
    /// Where its options come from.
    pub source: OptionSource,
    /// The chosen place above it.
    pub parent: Option<String>,
}

/// What decides how a field is drawn; its answer is read when it is.
#[derive(Clone, PartialEq)]
struct Shape {
    visible: bool,
    required: bool,
    choices: Option<Vec<Choice>>,
    issues: Vec<Issue>,
}

/// The controls of the named fields. `on_need` fetches options and gives them to the model with `Change::Offer`.
#[component]
pub fn FormPage(model: RwSignal<FormModel>, page: Vec<String>, on_need: Callback<Need>) -> impl IntoView {
    page.into_iter()
        .map(|id| {
            let own = id.clone();
            let shape = Memo::new(move |_| {
                model.with(|model| {
                    model.field(&own).map(|field| Shape {
                        visible: field.visible,
                        required: field.required,
                        choices: field.choices.clone(),
                        issues: field.issues.clone(),
                    })
                })
            });
            move || {
                shape.get().filter(|shape| shape.visible)?;
                let field = model.with_untracked(|model| model.field(&id).cloned())?;
                Some(control(model, &field, on_need))
            }
        })
        .collect_view()
}

/// Makes a change and asks for the options that it calls for: those of the places right below the changed one.
fn apply(model: RwSignal<FormModel>, on_need: Callback<Need>, change: Change) {
    let above = match &change {
        Change::Text { field, .. } | Change::Choose { field, .. } => Some(field.clone()),
        _ => None,
    };
    let needs = model.try_update(|model| {
        model.apply(change);
        let below = |field: &&Field| {
            matches!(&field.source, Some(OptionSource::Locations { parent_field, .. }) if *parent_field == above)
        };
        model
            .fields()
            .iter()
            .filter(|field| field.choices.is_none() && above.is_some())
            .filter(below)
            .filter_map(|field| {
                let parent = model.parent_location(field.id()).map(str::to_owned)?;
                Some(Need { field: field.id().to_owned(), source: field.source.clone()?, parent: Some(parent) })
            })
            .collect::<Vec<_>>()
    });
    for need in needs.into_iter().flatten() {
        on_need.run(need);
    }
}

fn control(model: RwSignal<FormModel>, field: &Field, on_need: Callback<Need>) -> AnyView {
    let locale = use_locale();
    match &field.spec.control {
        Control::DropDown => drop_down(model, field, on_need, locale),
        Control::Buttons => buttons(model, field, on_need, locale),
        Control::Date | Control::AgeDate => date(model, field, on_need, locale),
        Control::CheckBox => check_box(model, field, on_need, locale),
        Control::Unknown(name) => {
            view! { <Notice kind="warn" title=field.label(locale.code()).to_owned() text=tr::form::unknown_control(locale, name)/> }.into_any()
        }
        _ if field.kind == ValueKind::PerLanguage => columns(model, field, on_need, locale),
        _ => text(model, field, on_need, locale),
    }
}

fn error_of(field: &Field, language: Option<&str>, locale: Locale) -> Option<String> {
    field
        .issues
        .iter()
        .find(|issue| issue.language.as_deref() == language)
        .map(|issue| issue_text(locale, field, issue))
}

fn label_of(choice: &Choice, locale: Locale) -> String {
    choice.labels.get(locale.code()).or_else(|| choice.labels.values().next()).unwrap_or(&choice.code).clone()
}

/// What a browser may fill in, by MOSIP's usual attribute names.
fn autocomplete(id: &str) -> (&'static str, &'static str) {
    match id {
        "fullName" => ("name", "text"),
        "firstName" => ("given-name", "text"),
        "lastName" => ("family-name", "text"),
        "phone" => ("tel", "tel"),
        "email" => ("email", "email"),
        "addressLine1" => ("address-line1", "text"),
        "addressLine2" => ("address-line2", "text"),
        "addressLine3" => ("address-line3", "text"),
        _ => ("off", "text"),
    }
}

fn text(model: RwSignal<FormModel>, field: &Field, on_need: Callback<Need>, locale: Locale) -> AnyView {
    let id = field.id().to_owned();
    let value = field.text(None).to_owned();
    let (fill, kind) = autocomplete(field.id());
    let long = field.spec.control == Control::TextArea;
    let name = input_name(field.id(), None);
    let change = move |event| {
        apply(model, on_need, Change::Text { field: id.clone(), language: None, value: event_target_value(&event) });
    };
    view! {
        <div on:change=change>
            <FieldBox id=control_id(field.id(), None) label=field.label(locale.code()).to_owned() error=error_of(field, None, locale) optional=!field.required>
                {if long {
                    view! { <TextArea name=name value=value/> }.into_any()
                } else {
                    // type=email or tel would let the browser refuse in its own words: the keyboard is enough
                    view! { <Input name=name value=value autocomplete=fill inputmode=kind is_id=matches!(kind, "tel")/> }.into_any()
                }}
            </FieldBox>
        </div>
    }
    .into_any()
}

/// One column per data language, each with its own direction; the page's direction does not change.
fn columns(model: RwSignal<FormModel>, field: &Field, on_need: Callback<Need>, locale: Locale) -> AnyView {
    let languages = model.with_untracked(|model| model.context().languages.clone());
    let several = languages.len() > 1;
    let (fill, _) = autocomplete(field.id());
    let column = |language: String| {
        let id = field.id().to_owned();
        let value = field.text(Some(&language)).to_owned();
        let label = field.label(&language).to_owned();
        let badge = several
            .then(|| Locale::parse(&language).map_or_else(|| language.clone(), |locale| locale.own_name().to_owned()));
        let error = error_of(field, Some(&language), locale);
        let name = input_name(field.id(), Some(&language));
        let box_id = control_id(field.id(), Some(&language));
        let in_language = language.clone();
        let change = move |event| {
            let value = event_target_value(&event);
            apply(model, on_need, Change::Text { field: id.clone(), language: Some(in_language.clone()), value });
        };
        view! {
            <div class="grid" on:change=change>
                <FieldBox id=box_id label=label badge=badge lang=language error=error optional=!field.required>
                    <Input name=name value=value autocomplete=fill/>
                </FieldBox>
            </div>
        }
    };
    let views: Vec<_> = languages.into_iter().map(column).collect();
    if several {
        let legend = field.label(locale.code()).to_owned();
        view! {
            <fieldset class="field">
                <legend class="sr-only">{legend}</legend>
                <div class="pair">{views}</div>
            </fieldset>
        }
        .into_any()
    } else {
        views.into_any()
    }
}

fn drop_down(model: RwSignal<FormModel>, field: &Field, on_need: Callback<Need>, locale: Locale) -> AnyView {
    let id = field.id().to_owned();
    let options: Vec<(String, String)> =
        field.choices.iter().flatten().map(|choice| (choice.code.clone(), label_of(choice, locale))).collect();
    let above = match &field.source {
        Some(OptionSource::Locations { parent_field: Some(parent), .. }) if field.choices.is_none() => {
            model.with_untracked(|model| model.field(parent).map(|parent| parent.label(locale.code()).to_owned()))
        }
        _ => None,
    };
    let hint = above.map(|above| tr::form::choose_above_first(locale, &above));
    let (name, value) = (input_name(field.id(), None), field.text(None).to_owned());
    let change =
        move |event| apply(model, on_need, Change::Choose { field: id.clone(), code: event_target_value(&event) });
    view! {
        <div on:change=change>
            <FieldBox id=control_id(field.id(), None) label=field.label(locale.code()).to_owned() hint=hint error=error_of(field, None, locale) optional=!field.required>
                <Select name=name value=value options=options/>
            </FieldBox>
        </div>
    }
    .into_any()
}

fn buttons(model: RwSignal<FormModel>, field: &Field, on_need: Callback<Need>, locale: Locale) -> AnyView {
    let id = field.id().to_owned();
    let (name, chosen) = (input_name(field.id(), None), vec![field.text(None).to_owned()]);
    let choices = field
        .choices
        .iter()
        .flatten()
        .map(|choice| app_kit::Choice::new(choice.code.clone(), label_of(choice, locale)))
        .collect();
    let change =
        move |event| apply(model, on_need, Change::Choose { field: id.clone(), code: event_target_value(&event) });
    view! {
        <div on:change=change>
            <Group id=control_id(field.id(), None) legend=field.label(locale.code()).to_owned() error=error_of(field, None, locale) optional=!field.required>
                <Choices name=name choices=choices chosen=chosen/>
            </Group>
        </div>
    }
    .into_any()
}

fn check_box(model: RwSignal<FormModel>, field: &Field, on_need: Callback<Need>, locale: Locale) -> AnyView {
    let id = field.id().to_owned();
    let label = field.label(locale.code()).to_owned();
    let name = input_name(field.id(), None);
    let choice = app_kit::Choice::new("true", label.clone());
    let chosen = if field.text(None) == "true" { vec!["true".to_owned()] } else { Vec::new() };
    let change = move |event| {
        let value = if event_target_checked(&event) { "true".to_owned() } else { String::new() };
        apply(model, on_need, Change::Text { field: id.clone(), language: None, value });
    };
    view! {
        <div on:change=change>
            <Group id=control_id(field.id(), None) legend=label error=error_of(field, None, locale) optional=!field.required>
                <Choices many=true name=name choices=vec![choice] chosen=chosen/>
            </Group>
        </div>
    }
    .into_any()
}

/// A date in three parts; a date of birth may be given as an age. It is checked when the page is sent: while the parts are
/// being typed every date is wrong.
fn date(model: RwSignal<FormModel>, field: &Field, _on_need: Callback<Need>, locale: Locale) -> AnyView {
    let name = input_name(field.id(), None);
    let parts = date_parts(field.text(None));
    let with_age = field.spec.control == Control::AgeDate;
    let birthday = model.with_untracked(|model| model.context().birth_date_field == field.id());
    let age_id = format!("{}-age", control_id(field.id(), None));
    let hint = if with_age { tr::form::birth_date_hint(locale) } else { tr::form::date_hint(locale) };
    view! {
        <Group id=control_id(field.id(), None) legend=field.label(locale.code()).to_owned() hint=hint error=error_of(field, None, locale) optional=!field.required>
            <div class="flex flex-wrap items-end gap-x-6 gap-y-3">
                <DateParts name=name.clone() value=parts birthday=birthday/>
                {with_age.then(|| view! {
                    <div>
                        <label class="mb-1 block text-base" for=age_id.clone()>{tr::form::or_age(locale)}</label>
                        <input class="input w-18!" id=age_id name=format!("{name}-age") type="text" inputmode="numeric" maxlength="3" autocomplete="off"/>
                    </div>
                })}
            </div>
        </Group>
    }
    .into_any()
}
