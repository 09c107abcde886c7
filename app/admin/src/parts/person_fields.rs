//! The fields of a member of staff: name, how to reach them, zone, roles.

use app_i18n::tr;
use app_kit::{Choice, Choices, Field, Group, Input, Problem, Select, use_locale};
use iam_api::staff::StaffFacts;
use leptos::prelude::*;

/// `grantable` roles can be ticked; others the person has go along as they are.
#[component]
pub fn PersonFields(
    facts: StaffFacts,
    grantable: Vec<String>,
    zones: Vec<String>,
    problems: Vec<Problem>,
) -> impl IntoView {
    let locale = use_locale();
    let error = |field: &str| Problem::of(&problems, field);
    let (chosen, kept): (Vec<_>, Vec<_>) = facts.roles.into_iter().partition(|role| grantable.contains(role));
    let choices = grantable.into_iter().map(|role| Choice::new(role.clone(), role)).collect();
    let mut zones = zones;
    // a zone that is gone, or somebody else's, stays until another one is chosen
    if let Some(zone) = facts.zone.as_ref().filter(|zone| !zones.contains(zone)) {
        zones.insert(0, zone.clone());
    }
    let zones = zones.into_iter().map(|zone| (zone.clone(), zone)).collect();
    view! {
        <Field id="name" label=tr::users::name(locale) error=error("name")>
            <Input name="name" value=facts.name maxlength=128/>
        </Field>
        <div class="grid gap-4 sm:grid-cols-2">
            <Field id="email" label=tr::users::email(locale) error=error("email") optional=true>
                <Input name="email" kind="email" value=facts.email.unwrap_or_default() maxlength=254/>
            </Field>
            <Field id="phone" label=tr::users::phone(locale) error=error("phone") optional=true>
                <Input name="phone" kind="tel" value=facts.phone.unwrap_or_default() maxlength=32/>
            </Field>
        </div>
        <Field id="zone" label=tr::users::zone(locale) error=error("zone") optional=true>
            <Select name="zone" options=zones value=facts.zone.unwrap_or_default()/>
        </Field>
        <Group id="roles" legend=tr::users::roles(locale) error=error("roles")>
            <Choices name="roles" choices=choices chosen=chosen many=true class="grid gap-1 sm:grid-cols-2"/>
        </Group>
        {(!kept.is_empty()).then(|| view! {
            <div>
                <p class="label">{tr::users::not_yours(locale)}</p>
                <ul class="mt-1 flex flex-wrap gap-1">
                    {kept
                        .into_iter()
                        .map(|role| view! {
                            <li class="tag"><bdi>{role.clone()}</bdi><input type="hidden" name="roles" value=role/></li>
                        })
                        .collect_view()}
                </ul>
            </div>
        })}
    }
}
