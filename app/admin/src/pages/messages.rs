//! What the development sink has taken instead of mail and SMS. There is no such page where messages leave for real.

use app_i18n::tr;
use app_kit::{CitizenFrame, Empty, Icon, Page, Tag, Tile, loaded, use_locale, use_query_value};
use kernel_api::wire::SinkMessage;
use leptos::prelude::*;

use crate::{api, place::Place, words};

#[component]
pub fn Messages() -> impl IntoView {
    let locale = use_locale();
    let recipient = use_query_value("recipient");
    let messages = Resource::new_blocking(move || recipient.get(), api::messages);
    view! {
        <CitizenFrame service=tr::admin::messages_service(locale)>
            {loaded(messages, "/", move |messages| {
                view! { <List messages=messages recipient=recipient.get_untracked()/> }.into_any()
            })}
        </CitizenFrame>
    }
}

#[component]
fn List(messages: Vec<SinkMessage>, recipient: Option<String>) -> impl IntoView {
    let locale = use_locale();
    let path = || Place::Messages.path();
    let filtered = recipient.is_some();
    view! {
        <Page title=tr::admin::messages(locale) width="max-w-citizen!">
            <div class="flex flex-wrap items-center justify-between gap-3">
                <h1 class="page-title">{tr::admin::messages(locale)}</h1>
                <a class="btn" data-kind="quiet" href=path() rel="external">
                    <Icon name="icon-arrows-clockwise"/>
                    {tr::admin::refresh(locale)}
                </a>
            </div>
            <p class="mt-2 text-ink-2">{tr::admin::messages_text(locale)}</p>
            <form class="mt-5 flex flex-wrap items-end gap-3" method="get" action=path()>
                <label class="field min-w-0 flex-1">
                    <span class="label">{tr::admin::recipient(locale)}</span>
                    <input class="input ltr" name="recipient" autocomplete="off" value=recipient.unwrap_or_default()/>
                </label>
                <button class="btn" data-kind="quiet">{tr::admin::find(locale)}</button>
                {filtered.then(|| view! { <a class="btn" data-kind="plain" href=path() rel="external">{tr::admin::clear(locale)}</a> })}
            </form>
            {if messages.is_empty() {
                view! {
                    <div class="mt-6"><Empty title=tr::admin::no_messages(locale) text=tr::admin::no_messages_text(locale)/></div>
                }.into_any()
            } else {
                view! {
                    <ol class="mt-6 grid gap-4">
                        {messages.into_iter().map(|message| view! { <Entry message=message/> }).collect_view()}
                    </ol>
                }.into_any()
            }}
        </Page>
    }
}

#[component]
fn Entry(message: SinkMessage) -> impl IntoView {
    let locale = use_locale();
    let channel = if message.channel == "sms" { tr::admin::sms(locale) } else { tr::admin::mail(locale) };
    let when = types::time::parse_lenient(&message.sent_at)
        .map_or(message.sent_at, |at| format!("{} · {}", words::moment(locale, at), words::clock(at)));
    view! {
        <li class="card card-pad">
            <div class="flex flex-wrap items-center gap-x-3 gap-y-1">
                <Tag tile=Tile::Done text=channel/>
                <b class="font-semibold wrap-anywhere"><bdi class="ltr">{message.to}</bdi></b>
                <span class="ms-auto text-sm text-ink-3"><bdi>{when}</bdi></span>
            </div>
            {message.subject.map(|subject| view! { <h2 class="mt-3 text-lg font-semibold" dir="auto">{subject}</h2> })}
            // one paragraph for each line: a message in two languages has two directions
            {message.text.lines().map(|line| view! { <p class="mt-1 min-h-[1em] wrap-anywhere" dir="auto">{line.to_owned()}</p> }).collect_view()}
        </li>
    }
}
