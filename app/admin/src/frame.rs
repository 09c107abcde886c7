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
    let link = |href: &'static str, icon: &'static str, text: &str, current: bool| NavLink {
        href,
        icon,
        text: text.to_owned(),
        count: None,
        current,
    };
    let counted = |count: u64, link: NavLink| NavLink { count: Some(count).filter(|count| *count > 0), ..link };
    let is_packets = matches!(here, Some(Place::Packets | Place::Packet(_) | Place::Lost));
    let is_cases = matches!(here, Some(Place::Cases | Place::Case(_)));
    let is_schemas =
        matches!(here, Some(Place::Schemas | Place::Definition(..) | Place::DefinitionField(..) | Place::Publish(..)));
    let is_users = matches!(here, Some(Place::Users | Place::NewUser | Place::User(_) | Place::FirstPassword(_)));
    let work = [
        desk.stuck
            .map(|stuck| counted(stuck, link("/admin", "icon-squares-four", tr::admin::packets(locale), is_packets))),
        desk.cases.map(|open| {
            counted(open, link("/admin/adjudication", "icon-scales", tr::admin::adjudication(locale), is_cases))
        }),
    ];
    let country = [
        desk.data.then(|| {
            link("/admin/data", "icon-database", tr::data::title(locale), matches!(here, Some(Place::Data(_))))
        }),
        desk.uploads.then(|| {
            let current = matches!(here, Some(Place::Uploads | Place::Upload(_)));
            link("/admin/uploads", "icon-upload-simple", tr::upload::title(locale), current)
        }),
        desk.schemas.then(|| link("/admin/schemas", "icon-tree-structure", tr::schemas::title(locale), is_schemas)),
        desk.settings.then(|| {
            let current = matches!(here, Some(Place::Settings | Place::Setting(_)));
            link("/admin/settings", "icon-gear-six", tr::policy::title(locale), current)
        }),
        desk.cross_check.then(|| {
            let current = matches!(here, Some(Place::CrossCheck));
            link("/admin/cross-check", "icon-git-diff", tr::cross::title(locale), current)
        }),
    ];
    let installation = [
        desk.users.then(|| link("/admin/users", "icon-users", tr::users::title(locale), is_users)),
        desk.keys.then(|| {
            let current = matches!(here, Some(Place::Keys | Place::Key(..) | Place::Trust));
            link("/admin/keys", "icon-key", tr::keys::title(locale), current)
        }),
        desk.audit.then(|| {
            let current = matches!(here, Some(Place::Audit | Place::AuditEntry(..)));
            link("/admin/audit", "icon-list-magnifying-glass", tr::audit::title(locale), current)
        }),
        desk.health.then(|| {
            let current = matches!(here, Some(Place::Health));
            link("/admin/health", "icon-heartbeat", tr::health::title(locale), current)
        }),
        desk.jobs.map(|dead| {
            let current = matches!(here, Some(Place::Jobs | Place::Job(..)));
            counted(dead, link("/admin/jobs", "icon-stack", tr::jobs::title(locale), current))
        }),
    ];
    work.into_iter().chain(country).chain(installation).flatten().collect()
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
