//! States, stages, reasons, times and fingers in words.

use app_i18n::{Locale, tr};
use app_kit::Tile;
use chrono::{Datelike, Timelike};
use registration_api::pipeline::{STAGES, TrackTile};
use registration_api::{PipelineEntry, PipelineState};
use types::Timestamp;

/// How a state is drawn.
pub fn tile(state: PipelineState) -> Tile {
    match state {
        PipelineState::Stuck | PipelineState::Rejected | PipelineState::Failed => Tile::Failed,
        PipelineState::Decision | PipelineState::Paused => Tile::Waits,
        PipelineState::Retrying | PipelineState::Moving => Tile::Moving,
        PipelineState::Processed => Tile::Done,
    }
}

/// A state's name.
pub fn state(locale: Locale, state: PipelineState) -> &'static str {
    match state {
        PipelineState::Stuck => tr::admin::state_stuck(locale),
        PipelineState::Decision => tr::admin::state_decision(locale),
        PipelineState::Paused => tr::admin::state_paused(locale),
        PipelineState::Retrying => tr::admin::state_retrying(locale),
        PipelineState::Moving => tr::admin::state_moving(locale),
        PipelineState::Processed => tr::admin::state_processed(locale),
        PipelineState::Rejected => tr::admin::state_rejected(locale),
        PipelineState::Failed => tr::admin::state_failed(locale),
    }
}

/// What whoever looks at a registration in this state does; nothing for what goes on by itself.
pub fn to_do(locale: Locale, state: PipelineState) -> &'static str {
    match state {
        PipelineState::Stuck => tr::admin::todo_stuck(locale),
        PipelineState::Decision => tr::admin::todo_decision(locale),
        PipelineState::Paused => tr::admin::todo_paused(locale),
        PipelineState::Retrying => tr::admin::todo_retrying(locale),
        PipelineState::Moving | PipelineState::Processed => tr::admin::todo_nothing(locale),
        PipelineState::Rejected => tr::admin::todo_rejected(locale),
        PipelineState::Failed => tr::admin::todo_failed(locale),
    }
}

/// A stage's name; MOSIP's own where there is none.
pub fn stage(locale: Locale, name: &str) -> String {
    tr::stage::find(locale, name).unwrap_or(name).to_owned()
}

/// What a sub-status means.
pub fn reason(locale: Locale, sub_status: &str) -> String {
    tr::reason::find(locale, sub_status).map_or_else(|| tr::admin::no_words(locale, &sub_status), str::to_owned)
}

/// A process's name.
pub fn flow(locale: Locale, process: &str) -> String {
    match process {
        "NEW" => tr::admin::flow_new(locale).to_owned(),
        other => other.to_owned(),
    }
}

/// What the person is told, by the key of the public status.
pub fn person_sees(locale: Locale, key: &str) -> &'static str {
    match key {
        "issued" => tr::admin::sees_issued(locale),
        "rejected" => tr::admin::sees_rejected(locale),
        "register-again" => tr::admin::sees_register_again(locale),
        "come-back" => tr::admin::sees_come_back(locale),
        "received" => tr::admin::sees_received(locale),
        "issuing" => tr::admin::sees_issuing(locale),
        _ => tr::admin::sees_checking(locale),
    }
}

/// The tiles of a registration's track.
pub fn track(entry: &PipelineEntry) -> Vec<Tile> {
    entry
        .track
        .iter()
        .map(|tile| match tile {
            TrackTile::Done => Tile::Done,
            TrackTile::Here => Tile::You,
            TrackTile::Bad => Tile::Failed,
            TrackTile::Skipped => Tile::None,
            TrackTile::Ahead => Tile::Waits,
        })
        .collect()
}

/// The track as a sentence.
pub fn track_label(locale: Locale, entry: &PipelineEntry) -> String {
    let at = STAGES.iter().position(|name| *name == entry.stage).map_or(0, |at| at + 1);
    match entry.state {
        PipelineState::Processed => tr::admin::track_done(locale).to_owned(),
        _ => tr::admin::track_at(locale, &at, &STAGES.len(), &stage(locale, &entry.stage)),
    }
}

/// How long something has lasted, in its two largest units.
pub fn duration(locale: Locale, secs: i64) -> String {
    let secs = secs.max(0);
    let (minutes, hours, days) = (secs / 60, secs / 3600, secs / 86_400);
    match secs {
        0..60 => tr::admin::dur_s(locale, &secs),
        60..3600 => tr::admin::dur_min(locale, &minutes),
        3600..86_400 => tr::admin::dur_h(locale, &hours, &(minutes % 60)),
        _ => tr::admin::dur_d(locale, &days, &(hours % 24)),
    }
}

/// Between two moments.
pub fn since(locale: Locale, from: Timestamp, now: Timestamp) -> String {
    duration(locale, (now - from).num_seconds())
}

/// `23 November 2026, 07:49 UTC`.
pub fn moment(locale: Locale, at: Timestamp) -> String {
    let date = app_i18n::date_short(locale, at.year(), at.month(), at.day());
    format!("{date}, {:02}:{:02} UTC", at.hour(), at.minute())
}

/// `07:49:02`.
pub fn clock(at: Timestamp) -> String {
    format!("{:02}:{:02}:{:02}", at.hour(), at.minute(), at.second())
}

/// A finger's name.
pub fn finger(locale: Locale, name: &str) -> String {
    let known = match name {
        "Right Thumb" => tr::admin::right_thumb(locale),
        "Right IndexFinger" => tr::admin::right_index(locale),
        "Right MiddleFinger" => tr::admin::right_middle(locale),
        "Right RingFinger" => tr::admin::right_ring(locale),
        "Right LittleFinger" => tr::admin::right_little(locale),
        "Left Thumb" => tr::admin::left_thumb(locale),
        "Left IndexFinger" => tr::admin::left_index(locale),
        "Left MiddleFinger" => tr::admin::left_middle(locale),
        "Left RingFinger" => tr::admin::left_ring(locale),
        "Left LittleFinger" => tr::admin::left_little(locale),
        other => return other.to_owned(),
    };
    known.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use registration_api::pipeline::SUB_STATUSES;

    // UI-ADM-20
    #[test]
    fn every_stage_and_every_reason_has_words_in_every_language() {
        for locale in Locale::ALL {
            for name in STAGES {
                assert!(tr::stage::find(locale, name).is_some(), "{name}");
            }
            for code in SUB_STATUSES {
                assert!(tr::reason::find(locale, code).is_some(), "{code}");
            }
        }
    }

    #[test]
    fn durations_have_two_units() {
        let said = |secs| duration(Locale::Eng, secs);
        assert_eq!(
            [said(-3), said(20), said(360), said(4320), said(155_000)],
            ["0 s", "20 s", "6 min", "1 h 12 min", "1 d 19 h"]
        );
    }
}
