//! ADM-13: a new member of staff.

use app_i18n::tr;
use app_kit::{ConsolePage, ErrorSummary, Field, Input, Problem, loaded, use_locale};
use leptos::prelude::*;

use super::account::{FirstConfirm, use_field_problem};
use crate::account_api::{self, NewUserForm};
use crate::parts::{Breadcrumb, PersonFields};
use crate::place::Place;

#[component]
pub fn NewUser() -> impl IntoView {
    let form = Resource::new_blocking(|| (), |()| account_api::new_user());
    loaded(form, super::sign_in_for(&Place::NewUser.path()), |form| view! { <Whole form=form/> }.into_any())
}

#[component]
fn Whole(form: NewUserForm) -> impl IntoView {
    let locale = use_locale();
    let problems = use_field_problem();
    let title = tr::users::new(locale);
    let NewUserForm { offer, user, facts } = form;
    view! {
        <ConsolePage title=title>
            <div class="max-w-citizen">
                <Breadcrumb href=Place::Users.path() above=tr::users::title(locale) here=title.into_any()/>
                <ErrorSummary problems=problems.clone()/>
                <h1 class="page-title mt-1">{title}</h1>
                <p class="mt-1 text-ink-2">{tr::users::new_text(locale)}</p>
                {(!offer.fresh).then(|| view! { <FirstConfirm next=Place::NewUser.path()/> })}
                <form class="card card-pad mt-4 grid gap-4" method="post" action="/_ui/admin/users/create">
                    <Field
                        id="user"
                        label=tr::users::user(locale)
                        hint=tr::users::user_hint(locale)
                        error=Problem::of(&problems, "user")
                    >
                        <Input name="user" value=user is_id=true maxlength=128/>
                    </Field>
                    <PersonFields facts=facts grantable=offer.grantable zones=offer.zones problems=problems/>
                    <div class="btn-row"><button class="btn">{tr::users::create(locale)}</button></div>
                </form>
            </div>
        </ConsolePage>
    }
}
