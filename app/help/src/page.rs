//! One page of help.

use app_i18n::{data_language, tr};
use app_kit::{BackLink, Notice, Page as PageFrame, loaded, use_locale};
use leptos::prelude::*;

use crate::api;
use crate::home::Group;
use crate::model::{Block, Inline, Line, Page};

#[component]
pub fn HelpPage(slug: String) -> impl IntoView {
    let locale = use_locale();
    let page = Resource::new_blocking(move || slug.clone(), move |slug| api::page(locale.code().to_owned(), slug));
    loaded(page, "/help", |page: Page| view! { <Whole page=page/> }.into_any())
}

#[component]
fn Whole(page: Page) -> impl IntoView {
    let locale = use_locale();
    let (tag, direction) = data_language(&page.language);
    let (tag, direction) = (tag.to_owned(), direction.as_str());
    let other = (page.language != locale.code()).then(|| {
        view! { <div class="mt-4"><Notice title=tr::help::in_english(locale)/></div> }
    });
    view! {
        <PageFrame title=format!("{} · {}", page.card.title, tr::help::title(locale))>
            <BackLink href="/help" text=tr::help::all(locale)/>
            <h1 class="page-title mt-2">{page.card.title}</h1>
            <p class="lead mt-2 max-w-citizen">{page.card.about}</p>
            {other}
            <article class="mt-6 grid max-w-citizen gap-4" lang=tag dir=direction>
                {page.blocks.into_iter().map(block).collect_view()}
            </article>
            {(!page.related.is_empty()).then(|| view! { <Group title=tr::help::related(locale) id="related" cards=page.related/> })}
        </PageFrame>
    }
}

fn line(line: Line) -> impl IntoView {
    line.into_iter()
        .map(|part| match part {
            Inline::Text(text) => text.into_any(),
            Inline::Code(code) => {
                view! { <code class="id wrap-anywhere whitespace-normal!" dir="ltr">{code}</code> }.into_any()
            }
            // external: portals have documents of their own
            Inline::Link { href, text } => view! { <a class="link" href=href rel="external">{text}</a> }.into_any(),
        })
        .collect_view()
}

fn block(block: Block) -> AnyView {
    match block {
        Block::Heading(text) => view! { <h2 class="section-title mt-3">{text}</h2> }.into_any(),
        Block::Text(text) => view! { <p>{line(text)}</p> }.into_any(),
        Block::Steps(steps) => view! {
            <ol class="grid list-decimal gap-2 ps-6">
                {steps.into_iter().map(|step| view! { <li class="ps-1">{line(step)}</li> }).collect_view()}
            </ol>
        }
        .into_any(),
        Block::List(items) => view! {
            <ul class="grid list-disc gap-2 ps-6">
                {items.into_iter().map(|item| view! { <li class="ps-1">{line(item)}</li> }).collect_view()}
            </ul>
        }
        .into_any(),
        Block::Terms(terms) => view! {
            <dl class="grid gap-x-6 gap-y-2 sm:grid-cols-[14rem_minmax(0,1fr)]">
                {terms
                    .into_iter()
                    .map(|(word, meaning)| view! {
                        <dt class="font-semibold">{word}</dt>
                        <dd class="mb-2 text-ink-2 sm:mb-0">{meaning}</dd>
                    })
                    .collect_view()}
            </dl>
        }
        .into_any(),
        Block::Picture { src, alt } => view! {
            <img class="card w-full" src=src alt=alt width="880" height="550" loading="lazy"/>
        }
        .into_any(),
    }
}
