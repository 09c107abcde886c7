//! UI-ADM-20, UI-ADM-21: where each registration is, and why it is not further.

use app_i18n::tr;
use app_kit::{
    ConsolePage, Empty, FilterLink, Icon, Pager, Pipe, Table, Tag, Tile, loaded, use_locale, use_query_value,
};
use leptos::prelude::*;
use registration_api::pipeline::{PipelineCounts, PipelinePage};
use registration_api::{PipelineEntry, PipelineState};
use types::Timestamp;

use crate::parts::Attention;
use crate::{api, place::Place, words};

#[component]
pub fn Packets() -> impl IntoView {
    let (state, rid, after) = (use_query_value("state"), use_query_value("rid"), use_query_value("after"));
    let packets = Resource::new_blocking(
        move || (state.get(), rid.get(), after.get()),
        |(state, rid, after)| api::packets(state, rid, after),
    );
    loaded(packets, super::sign_in_for("/admin"), move |packets: api::PacketList| {
        let asked = Asked {
            state: state.get_untracked().as_deref().and_then(PipelineState::parse),
            rid: rid.get_untracked(),
            later: after.get_untracked().is_some(),
        };
        view! { <List packets=packets asked=asked/> }.into_any()
    })
}

/// What the address asks for.
#[derive(Clone)]
struct Asked {
    state: Option<PipelineState>,
    rid: Option<String>,
    later: bool,
}

impl Asked {
    /// The list's address for a state, keeping the search.
    fn href(&self, state: Option<PipelineState>, after: Option<&str>) -> String {
        let rid: String = self.rid.iter().flat_map(|rid| rid.chars()).filter(char::is_ascii_digit).collect();
        let pairs = [
            state.map(|state| format!("state={}", state.name())),
            (!rid.is_empty()).then(|| format!("rid={rid}")),
            after.map(|after| format!("after={after}")),
        ];
        let query: Vec<String> = pairs.into_iter().flatten().collect();
        let path = Place::Packets.path();
        if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) }
    }
}

#[component]
fn List(packets: api::PacketList, asked: Asked) -> impl IntoView {
    let locale = use_locale();
    let api::PacketList { page, counts, attention } = packets;
    let empty = page.entries.is_empty();
    view! {
        <ConsolePage title=tr::admin::packets(locale)>
            <div class="flex flex-wrap items-center justify-between gap-3">
                <h1 class="page-title">{tr::admin::packets(locale)}</h1>
                <a class="link ms-auto" href=Place::Lost.path()>{tr::lost::title(locale)}</a>
                <a class="btn" data-kind="quiet" href=asked.href(asked.state, None) rel="external">
                    <Icon name="icon-arrows-clockwise"/>
                    {tr::admin::refresh(locale)}
                </a>
            </div>
            <Attention counts=attention/>
            <Figures counts=counts.clone()/>
            {if empty {
                view! {
                    <div class="card mt-4"><Filters counts=counts asked=asked.clone()/></div>
                    <div class="mt-4"><Nothing asked=asked/></div>
                }
                .into_any()
            } else {
                view! {
                    <section class="card mt-4 min-w-0" aria-label=tr::admin::packets(locale)>
                        <Filters counts=counts asked=asked.clone()/>
                        <Entries page=page asked=asked/>
                    </section>
                }
                .into_any()
            }}
        </ConsolePage>
    }
}

/// How it goes today, and what needs attention.
#[component]
fn Figures(counts: PipelineCounts) -> impl IntoView {
    let locale = use_locale();
    let half = counts.half_within_secs.map(|secs| words::duration(locale, i64::try_from(secs).unwrap_or(i64::MAX)));
    let figure = |term: &'static str, value: String, class: &'static str| {
        view! { <div class="md:px-4 md:py-3"><dt>{term}</dt><dd class=class>{value}</dd></div> }
    };
    let stuck = counts.of(PipelineState::Stuck);
    view! {
        <dl class="stat card mt-4 grid grid-cols-2 divide-line max-md:gap-3 max-md:p-4 md:grid-cols-5 md:divide-x">
            {figure(tr::admin::received_today(locale), counts.received_today.to_string(), "")}
            {figure(tr::admin::processed_today(locale), counts.processed_today.to_string(), "")}
            {figure(tr::admin::half_within(locale), half.unwrap_or_else(|| "–".to_owned()), "")}
            {figure(tr::admin::state_decision(locale), counts.of(PipelineState::Decision).to_string(), "")}
            {figure(tr::admin::state_stuck(locale), stuck.to_string(), if stuck > 0 { "text-bad" } else { "" })}
        </dl>
    }
}

#[component]
fn Filters(counts: PipelineCounts, asked: Asked) -> impl IntoView {
    let locale = use_locale();
    let all = asked.href(None, None);
    view! {
        <div class="card-head flex-wrap" role="group" aria-label=tr::admin::filter(locale)>
            <FilterLink href=all text=tr::admin::all(locale) count=Some(counts.total()) current=asked.state.is_none()/>
            {PipelineState::ALL
                .into_iter()
                // what is not there is not offered, unless it is what was asked for
                .filter(|state| counts.of(*state) > 0 || asked.state == Some(*state))
                .map(|state| {
                    view! {
                        <FilterLink
                            href=asked.href(Some(state), None)
                            text=words::state(locale, state)
                            tile=words::tile(state)
                            count=Some(counts.of(state))
                            current=asked.state == Some(state)
                        />
                    }
                })
                .collect_view()}
        </div>
    }
}

#[component]
fn Nothing(asked: Asked) -> impl IntoView {
    let locale = use_locale();
    let filtered = asked.state.is_some() || asked.rid.is_some() || asked.later;
    let (title, text) = if filtered {
        (tr::admin::no_match(locale), tr::admin::no_match_text(locale))
    } else {
        (tr::admin::no_packets(locale), tr::admin::no_packets_text(locale))
    };
    view! {
        <Empty title=title text=text>
            {filtered.then(|| view! { <a class="btn" data-kind="quiet" href="/admin">{tr::admin::clear(locale)}</a> })}
        </Empty>
    }
}

#[component]
fn Entries(page: PipelinePage, asked: Asked) -> impl IntoView {
    let locale = use_locale();
    let now = page.now;
    let heads = vec![
        (tr::admin::packet(locale).to_owned(), false),
        (tr::admin::stages(locale).to_owned(), false),
        (tr::admin::state(locale).to_owned(), false),
        (tr::admin::tries(locale).to_owned(), true),
        (tr::admin::next_try(locale).to_owned(), true),
        (tr::admin::since(locale).to_owned(), true),
    ];
    let next = page.next.as_deref().map(|after| asked.href(asked.state, Some(after)));
    let first = asked.later.then(|| asked.href(asked.state, None));
    view! {
        <Table caption=tr::admin::packets_caption(locale) heads=heads>
            {page.entries.into_iter().map(|entry| view! { <Row entry=entry now=now/> }).collect_view()}
        </Table>
        <div class="flex flex-wrap items-center justify-between gap-2 border-t border-line px-3 py-2 text-xs text-ink-3">
            <Legend/>
            <Pager previous=first next=next/>
        </div>
    }
}

#[component]
fn Row(entry: PipelineEntry, now: Timestamp) -> impl IntoView {
    let locale = use_locale();
    let href = Place::Packet(entry.rid.clone()).path();
    let label = words::track_label(locale, &entry);
    let tries = (entry.attempts > 0).then_some(entry.attempts);
    let next_try =
        entry.next_try.filter(|_| entry.state == PipelineState::Retrying || entry.state == PipelineState::Paused);
    view! {
        <tr>
            <td>
                <a class="link font-medium" href=href><span class="id">{entry.rid.clone()}</span></a>
                <br/>
                <span class="text-2xs text-ink-3">{words::flow(locale, &entry.flow)}</span>
            </td>
            <td class="w-52 min-w-44"><Pipe tiles=words::track(&entry) label=label small=true/></td>
            <td class="min-w-72">
                <Tag tile=words::tile(entry.state) text=words::state(locale, entry.state)/>
                <span class="ms-2 text-xs font-medium">{words::stage(locale, &entry.stage)}</span>
                <span class="mt-0.5 block text-xs text-ink-2">{words::reason(locale, &entry.sub_status)}</span>
            </td>
            <td class="num">{tries}</td>
            <td class="num whitespace-nowrap text-ink-2">{next_try.map(|at| words::moment(locale, at))}</td>
            <td class="num whitespace-nowrap text-ink-2">{words::since(locale, entry.since, now)}</td>
        </tr>
    }
}

/// What the tiles of a track mean: the same drawing, so that it is right in every theme.
#[component]
fn Legend() -> impl IntoView {
    let locale = use_locale();
    let one = |tile: Tile, text: &'static str| {
        view! {
            <span class="flex items-center gap-1.5">
                <span class="inline-block w-3" aria-hidden="true"><Pipe tiles=vec![tile] label="" small=true/></span>
                {text}
            </span>
        }
    };
    view! {
        <span class="flex flex-wrap items-center gap-x-4 gap-y-1">
            {one(Tile::Done, tr::admin::legend_done(locale))}
            {one(Tile::You, tr::admin::legend_here(locale))}
            {one(Tile::Failed, tr::admin::legend_bad(locale))}
            {one(Tile::None, tr::admin::legend_skipped(locale))}
            {one(Tile::Waits, tr::admin::legend_ahead(locale))}
        </span>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_keep_the_search_and_drop_what_is_not_asked() {
        let asked = Asked { state: None, rid: Some("10001 1&x".into()), later: false };
        assert_eq!(asked.href(Some(PipelineState::Stuck), Some("5-1")), "/admin?state=stuck&rid=100011&after=5-1");
        assert_eq!(Asked { rid: None, ..asked }.href(None, None), "/admin");
    }
}
