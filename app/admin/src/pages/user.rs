//! ADM-13: one member of staff: what is said of them, their roles, and whether they can sign in.

use app_i18n::tr;
use app_kit::{ConsolePage, ErrorSummary, Fact, Facts, Notice, Problem, Tag, loaded, use_locale, use_query_value};
use iam_api::staff::{StaffDetail, StaffFacts, StaffState};
use leptos::prelude::*;

use super::account::{FirstConfirm, use_field_problem};
use super::users::state;
use crate::parts::{Asked, Breadcrumb, PersonFields};
use crate::{account_api, place::Place, words};

#[component]
pub fn User(id: String) -> impl IntoView {
    let back = super::sign_in_for(&Place::User(id.clone()).path());
    let user = Resource::new_blocking(|| (), move |()| account_api::user(id.clone()));
    loaded(user, back, |detail| view! { <Whole detail=detail/> }.into_any())
}

#[component]
fn Done() -> impl IntoView {
    let locale = use_locale();
    let said = match use_query_value("done").get_untracked().as_deref() {
        Some("saved") => (tr::users::saved(locale), tr::users::saved_text(locale)),
        Some("activated") => (tr::users::activated(locale), ""),
        Some("deactivated") => (tr::users::deactivated(locale), ""),
        Some("unlocked") => (tr::users::unlocked(locale), ""),
        _ if use_query_value("confirmed").get_untracked().is_some() => (tr::account::confirmed(locale), ""),
        _ => return None,
    };
    let text = Some(said.1).filter(|text| !text.is_empty());
    Some(view! { <div class="mt-4"><Notice kind="ok" live=true title=said.0 text=text/></div> })
}

#[component]
fn Whole(detail: StaffDetail) -> impl IntoView {
    let locale = use_locale();
    let problems = use_field_problem();
    let entry = detail.entry.clone();
    let page = Place::User(entry.user_id.clone()).path();
    let (tile, text) = state(locale, entry.state);
    let here = view! { <bdi class="id">{entry.user_id.clone()}</bdi> }.into_any();
    let (yourself, fresh) = (detail.yourself, detail.fresh);
    view! {
        <ConsolePage title=format!("{} · {}", entry.user_id, tr::users::title(locale))>
            <Breadcrumb href=Place::Users.path() above=tr::users::title(locale) here=here/>
            <ErrorSummary problems=problems.clone()/>
            <div class="mt-1 flex flex-wrap items-center gap-x-4 gap-y-2">
                <h1 class="page-title"><bdi>{entry.name.clone()}</bdi></h1>
                <Tag tile=tile text=text/>
            </div>
            <Done/>
            {(!fresh && !yourself).then(|| view! { <FirstConfirm next=page.clone()/> })}
            <div class="mt-4 grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_24rem]">
                {if yourself {
                    view! { <Yourself/> }.into_any()
                } else {
                    view! { <Edit detail=detail.clone() problems=problems/> }.into_any()
                }}
                <Access detail=detail page=page/>
            </div>
        </ConsolePage>
    }
}

#[component]
fn Yourself() -> impl IntoView {
    let locale = use_locale();
    view! {
        <section class="card card-pad min-w-0">
            <p>{tr::users::yourself(locale)}</p>
            <div class="btn-row mt-3"><a class="btn" data-kind="quiet" href=Place::Account.path()>{tr::users::to_account(locale)}</a></div>
        </section>
    }
}

#[component]
fn Edit(detail: StaffDetail, problems: Vec<Problem>) -> impl IntoView {
    let locale = use_locale();
    let entry = detail.entry;
    let facts =
        StaffFacts { name: entry.name, email: entry.email, phone: detail.phone, roles: entry.roles, zone: entry.zone };
    view! {
        <section class="card card-pad min-w-0" aria-labelledby="details">
            <h2 class="section-title" id="details">{tr::users::details(locale)}</h2>
            <form class="mt-3 grid gap-4" method="post" action="/_ui/admin/users/change">
                <input type="hidden" name="id" value=entry.user_id/>
                <PersonFields facts=facts grantable=detail.grantable zones=detail.zones problems=problems/>
                <div class="btn-row"><button class="btn">{tr::users::save(locale)}</button></div>
            </form>
        </section>
    }
}

#[component]
fn Access(detail: StaffDetail, page: String) -> impl IntoView {
    let locale = use_locale();
    let id = detail.entry.user_id.clone();
    let facts = vec![
        Fact::new(tr::users::passkeys(locale), detail.passkeys.to_string()),
        Fact::new(tr::users::sessions(locale), detail.sessions.to_string()),
        Fact::new(tr::users::since(locale), words::moment(locale, detail.created_at)),
    ];
    let inactive = detail.entry.state == StaffState::Inactive;
    let locked = detail.entry.locked_until.map(|until| {
        let id = id.clone();
        view! {
            <Notice kind="warn" title=tr::users::state_locked(locale) text=tr::users::locked_until(locale, &words::clock(until))>
                <form method="post" action="/_ui/admin/users/unlock">
                    <input type="hidden" name="id" value=id/>
                    <button class="btn" data-kind="quiet">{tr::users::unlock(locale)}</button>
                </form>
            </Notice>
        }
    });
    let actions = (!detail.yourself).then(|| {
        let fields = vec![("id", id.clone())];
        let mut off = fields.clone();
        off.push(("on", "no".to_owned()));
        view! {
            <div class="grid gap-3">
                <Asked
                    id="reset"
                    action="/_ui/admin/users/reset"
                    fields=fields
                    text=tr::users::reset(locale)
                    question=tr::users::reset_question(locale)
                    explain=tr::users::reset_text(locale)
                    page=page.clone()
                />
                {if inactive {
                    view! {
                        <form method="post" action="/_ui/admin/users/active">
                            <input type="hidden" name="id" value=id/>
                            <input type="hidden" name="on" value="yes"/>
                            <button class="btn" data-kind="quiet">{tr::users::activate(locale)}</button>
                        </form>
                    }
                    .into_any()
                } else {
                    view! {
                        <Asked
                            id="deactivate"
                            action="/_ui/admin/users/active"
                            fields=off
                            text=tr::users::deactivate(locale)
                            question=tr::users::deactivate_question(locale)
                            explain=tr::users::deactivate_text(locale)
                            page=page
                        />
                    }
                    .into_any()
                }}
            </div>
        }
    });
    view! {
        <section class="card card-pad grid min-w-0 gap-4" aria-labelledby="access">
            <h2 class="section-title" id="access">{tr::users::access(locale)}</h2>
            {locked}
            <Facts facts=facts narrow=true/>
            {actions}
        </section>
    }
}
