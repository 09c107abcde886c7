//! The console around the pages: where one can go, who is signed in, search.

use app_i18n::tr;
use app_kit::{ConsoleFrame, Icon, NavLink, NavLinks, Packed, UiError, use_locale, use_path, use_query_value};
use leptos::prelude::*;

use crate::api::{self, Console};
use crate::place::Place;

type ConsoleResource = Resource<Result<Packed, UiError>>;

#[component]
pub fn Frame(children: Children) -> impl IntoView {
    let locale = use_locale();
    let desk = Resource::new_blocking(|| (), |()| api::desk());
    view! {
        <ConsoleFrame
            service=tr::admin::service(locale)
            nav=move || view! { <Nav desk=desk/> }
            top=move || view! { <Search/> }
            account=move || view! { <Account desk=desk/> }
        >
            {children()}
        </ConsoleFrame>
    }
}

fn opened(data: Result<Packed, UiError>) -> Option<Console> {
    data.and_then(|packed| packed.open::<Option<Console>>()).ok().flatten()
}

#[component]
fn Nav(desk: ConsoleResource) -> impl IntoView {
    let path = use_path();
    view! {
        <Suspense>
            {move || {
                let here = Place::parse(&path.read());
                Suspend::new(async move { opened(desk.await).map(|desk| view! { <NavLinks links=links(&desk, here.as_ref())/> }) })
            }}
        </Suspense>
    }
}

/// Only what this member of staff may open.
fn links(desk: &Console, here: Option<&Place>) -> Vec<NavLink> {
    let locale = use_locale();
    let some = |count: u64| Some(count).filter(|count| *count > 0);
    let packets = desk.stuck.map(|stuck| NavLink {
        href: "/admin",
        icon: "icon-squares-four",
        text: tr::admin::packets(locale).to_owned(),
        count: some(stuck),
        current: matches!(here, Some(Place::Packets | Place::Packet(_) | Place::Lost)),
    });
    let cases = desk.cases.map(|open| NavLink {
        href: "/admin/adjudication",
        icon: "icon-scales",
        text: tr::admin::adjudication(locale).to_owned(),
        count: some(open),
        current: matches!(here, Some(Place::Cases | Place::Case(_))),
    });
    let keys = desk.keys.then(|| NavLink {
        href: "/admin/keys",
        icon: "icon-key",
        text: tr::keys::title(locale).to_owned(),
        count: None,
        current: matches!(here, Some(Place::Keys | Place::Key(..) | Place::Trust)),
    });
    let uploads = desk.uploads.then(|| NavLink {
        href: "/admin/uploads",
        icon: "icon-upload-simple",
        text: tr::upload::title(locale).to_owned(),
        count: None,
        current: matches!(here, Some(Place::Uploads | Place::Upload(_))),
    });
    let settings = desk.settings.then(|| NavLink {
        href: "/admin/settings",
        icon: "icon-gear-six",
        text: tr::policy::title(locale).to_owned(),
        count: None,
        current: matches!(here, Some(Place::Settings | Place::Setting(_))),
    });
    let users = desk.users.then(|| NavLink {
        href: "/admin/users",
        icon: "icon-users",
        text: tr::users::title(locale).to_owned(),
        count: None,
        current: matches!(here, Some(Place::Users | Place::NewUser | Place::User(_) | Place::FirstPassword(_))),
    });
    let audit = desk.audit.then(|| NavLink {
        href: "/admin/audit",
        icon: "icon-list-magnifying-glass",
        text: tr::audit::title(locale).to_owned(),
        count: None,
        current: matches!(here, Some(Place::Audit | Place::AuditEntry(..))),
    });
    let data = desk.data.then(|| NavLink {
        href: "/admin/data",
        icon: "icon-database",
        text: tr::data::title(locale).to_owned(),
        count: None,
        current: matches!(here, Some(Place::Data(_))),
    });
    let country = data.into_iter().chain(uploads).chain(settings);
    packets.into_iter().chain(cases).chain(country).chain(users).chain(keys).chain(audit).collect()
}

#[component]
fn Account(desk: ConsoleResource) -> impl IntoView {
    let locale = use_locale();
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                opened(desk.await).map(|desk| view! {
                    {desk.messages.then(|| view! {
                        <a class="flex min-h-9 items-center gap-2.5 text-ink-2" href="/mocksmtp" rel="external">
                            <Icon name="icon-chat-text"/>
                            {tr::admin::messages(locale)}
                        </a>
                    })}
                    <div class="flex items-center gap-2.5">
                        <Icon name="icon-user-circle" class="text-ink-3"/>
                        <span class="min-w-0 flex-1 leading-tight">
                            <b class="block font-semibold"><bdi>{desk.name}</bdi></b>
                            <a class="link block text-xs" href=Place::Account.path()>{tr::account::title(locale)}</a>
                        </span>
                        <form method="post" action="/_ui/admin/sign-out">
                            <button class="btn" data-kind="quiet" data-icon="" aria-label=tr::common::sign_out(locale)>
                                <Icon name="icon-sign-out" mirror=true/>
                            </button>
                        </form>
                    </div>
                })
            })}
        </Suspense>
    }
}

/// A plain GET form: the list of registrations that begin with these digits.
#[component]
fn Search() -> impl IntoView {
    let locale = use_locale();
    let asked = use_query_value("rid");
    view! {
        <search class="sticky top-0 z-20 block border-b border-line bg-canvas px-4 py-2 lg:px-6">
            <form class="flex items-center gap-2" method="get" action="/admin">
                <label class="relative min-w-0 flex-1 lg:max-w-md">
                    <span class="sr-only">{tr::admin::search(locale)}</span>
                    <span class="pointer-events-none absolute inset-y-0 start-3 grid place-items-center text-ink-3">
                        <Icon name="icon-magnifying-glass"/>
                    </span>
                    <input
                        class="input ps-9!"
                        type="search"
                        name="rid"
                        inputmode="numeric"
                        autocomplete="off"
                        placeholder=tr::admin::search(locale)
                        value=move || asked.get().unwrap_or_default()
                    />
                </label>
                <button class="btn" data-kind="quiet">{tr::admin::find(locale)}</button>
            </form>
        </search>
    }
}
