//! States as tiles: shape first, colour second. Steps, pipeline and timeline are the same drawing.

use app_i18n::tr;
use leptos::prelude::*;

use crate::{field::MaybeText, use_locale};

/// What a tile says. Filled, half, hollow, dashed, crossed, gold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tile {
    /// Done.
    Done,
    /// Moving.
    Moving,
    /// Waits for someone.
    Waits,
    /// Not started, not needed.
    None,
    /// Failed, stuck.
    Failed,
    /// You, or the packet: here.
    You,
}

impl Tile {
    pub(crate) const fn glyph(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Moving => "part",
            Self::Waits => "wait",
            Self::None => "none",
            Self::Failed => "bad",
            Self::You => "you",
        }
    }

    const fn kind(self) -> Option<&'static str> {
        match self {
            Self::Done => Some("ok"),
            Self::Moving => Some("info"),
            Self::Waits => Some("warn"),
            Self::Failed => Some("bad"),
            Self::You => Some("you"),
            Self::None => None,
        }
    }

    const fn in_pipe(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Moving | Self::You => "now",
            Self::Failed => "bad",
            Self::None => "skip",
            Self::Waits => "wait",
        }
    }
}

/// A state in words with its tile.
#[component]
pub fn Tag(tile: Tile, #[prop(into)] text: String) -> impl IntoView {
    view! {
        <span class="tag" data-kind=tile.kind()>
            <span class="t" data-s=tile.glyph() aria-hidden="true"></span>
            {text}
        </span>
    }
}

/// Where you are in a journey; `current` counts from 0.
#[component]
pub fn Steps(steps: Vec<String>, current: usize) -> impl IntoView {
    view! {
        <ol class="steps mb-5" aria-label=tr::common::steps(use_locale())>
            {steps
                .into_iter()
                .enumerate()
                .map(|(position, text)| {
                    view! {
                        <li data-s=(position < current).then_some("done") aria-current=(position == current).then_some("step")>
                            <span>{text}</span>
                        </li>
                    }
                })
                .collect_view()}
        </ol>
    }
}

/// The pipeline as a row of tiles; `label` is its sentence.
#[component]
pub fn Pipe(tiles: Vec<Tile>, #[prop(into)] label: String, #[prop(optional)] small: bool) -> impl IntoView {
    view! {
        <div class="pipe" data-size=small.then_some("sm") role="img" aria-label=label>
            {tiles.into_iter().map(|tile| view! { <i data-s=tile.in_pipe()></i> }).collect_view()}
        </div>
    }
}

/// A stage in the opened pipeline.
#[derive(Clone, Debug)]
pub struct PipeStage {
    /// Its state. `Waits` is still ahead, `None` is not needed.
    pub tile: Tile,
    /// Its name.
    pub name: String,
    /// When, or how long; empty for those ahead.
    pub note: String,
}

/// The pipeline opened: each stage a tile with its name.
#[component]
pub fn PipeStages(stages: Vec<PipeStage>, #[prop(into)] label: String) -> impl IntoView {
    view! {
        <ol class="ptiles" aria-label=label>
            {stages
                .into_iter()
                .map(|stage| {
                    // ahead and skipped are drawn alike there: dashed, nothing has happened
                    let glyph = if stage.tile == Tile::Waits { Tile::None } else { stage.tile };
                    view! {
                        <li class="ptile" data-s=stage.tile.in_pipe()>
                            <span class="t" data-s=glyph.glyph() aria-hidden="true"></span>
                            <b>{stage.name}</b>
                            <small>{stage.note}</small>
                        </li>
                    }
                })
                .collect_view()}
        </ol>
    }
}

/// Things that happened, newest first or in order.
#[component]
pub fn Timeline(children: Children) -> impl IntoView {
    view! { <ol class="timeline">{children()}</ol> }
}

/// One of them.
#[component]
pub fn TimelineEntry(
    tile: Tile,
    #[prop(into)] title: String,
    #[prop(optional, into)] text: MaybeText,
    #[prop(optional, into)] when: MaybeText,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let colour = match tile {
        Tile::Done => "text-ok",
        Tile::Moving | Tile::You => "text-brand",
        Tile::Failed => "text-bad",
        Tile::Waits => "text-warn",
        Tile::None => "text-ink-3",
    };
    view! {
        <li class=colour>
            <span class="t" data-s=tile.glyph() aria-hidden="true"></span>
            <div class="text-ink">
                <div class="flex flex-wrap items-baseline justify-between gap-x-4">
                    <b class="font-semibold">{title}</b>
                    {when.0.map(|when| view! { <span class="text-base text-ink-3"><bdi>{when}</bdi></span> })}
                </div>
                {text.0.map(|text| view! { <p class="text-base text-ink-2">{text}</p> })}
                {children.map(|children| children())}
            </div>
        </li>
    }
}
