//! A registration as a row of tiles, one per stage.

use std::collections::BTreeSet;

use registration_api::PipelineState;
use registration_api::pipeline::TrackTile;

use super::flow::{Flow, Stage, Tags, Target};
use super::status::Status;

/// How the pipeline's pages sort a registration.
pub(crate) fn state(status: Status, waits_for_decision: bool) -> PipelineState {
    match status {
        Status::Processing if waits_for_decision => PipelineState::Decision,
        Status::Processing => PipelineState::Moving,
        Status::Reprocess => PipelineState::Retrying,
        Status::ReprocessFailed => PipelineState::Stuck,
        Status::PausedForAdditionalInfo => PipelineState::Paused,
        Status::Processed => PipelineState::Processed,
        Status::Rejected => PipelineState::Rejected,
        Status::Failed => PipelineState::Failed,
    }
}

/// The tiles, in the order of [`Stage::ALL`]. `visited` are the stages that have a step.
pub(crate) fn tiles(
    flow: Flow,
    stage: Stage,
    state: PipelineState,
    tags: &Tags,
    visited: &BTreeSet<Stage>,
) -> Vec<TrackTile> {
    let mut ahead = BTreeSet::new();
    let mut at = stage;
    while let Target::Stage(next) = flow.next(at, tags) {
        // a route that goes round in circles ends here instead of never
        if !ahead.insert(next) {
            break;
        }
        at = next;
    }
    let here = match state {
        PipelineState::Processed => TrackTile::Done,
        PipelineState::Rejected | PipelineState::Failed | PipelineState::Stuck => TrackTile::Bad,
        _ => TrackTile::Here,
    };
    Stage::ALL
        .into_iter()
        .map(|one| {
            if one == stage {
                here
            } else if visited.contains(&one) && !ahead.contains(&one) {
                TrackTile::Done
            } else if ahead.contains(&one) {
                TrackTile::Ahead
            } else {
                TrackTile::Skipped
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::flow::{AGE_GROUP, OFFICER, SUPERVISOR};

    fn row(stage: Stage, state: PipelineState, tags: &[(&str, &str)], visited: &[Stage]) -> String {
        let tags = tags.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let letter = |tile: TrackTile| match tile {
            TrackTile::Done => 'd',
            TrackTile::Here => 'H',
            TrackTile::Bad => 'X',
            TrackTile::Skipped => '-',
            TrackTile::Ahead => '.',
        };
        tiles(Flow::New, stage, state, &tags, &visited.iter().copied().collect()).into_iter().map(letter).collect()
    }

    // UI-ADM-20
    #[test]
    fn tiles_show_what_was_passed_where_it_is_and_what_is_ahead() {
        let officer = [(OFFICER, "110011"), (SUPERVISOR, "110012"), (AGE_GROUP, "ADULT")];
        let first = &Stage::ALL[..2];
        assert_eq!(row(Stage::PacketUploader, PipelineState::Moving, &[], first), "ddH...-----------");
        assert_eq!(
            row(Stage::QualityClassifier, PipelineState::Retrying, &officer, &Stage::ALL[..8]),
            "dddddddd-H...--.."
        );
        let up_to_dedupe: Vec<Stage> =
            Stage::ALL[..13].iter().copied().filter(|s| *s != Stage::IntroducerValidator).collect();
        assert_eq!(
            row(Stage::ManualAdjudication, PipelineState::Decision, &officer, &up_to_dedupe),
            "dddddddd-ddddH-.."
        );
        assert_eq!(row(Stage::PacketValidator, PipelineState::Failed, &[], &Stage::ALL[..4]), "dddX..-----------");
        let all: Vec<Stage> = Stage::ALL.into_iter().filter(|s| *s != Stage::Verification).collect();
        assert_eq!(row(Stage::CredentialRequestor, PipelineState::Processed, &officer, &all), "dddddddddddddd-dd");
    }

    #[test]
    fn states_follow_from_status_and_what_is_waited_for() {
        assert_eq!(state(Status::Processing, true), PipelineState::Decision);
        assert_eq!(state(Status::Processing, false), PipelineState::Moving);
        assert!(Status::ALL.iter().all(|one| one.is_terminal() == state(*one, false).is_final()));
    }
}
