//! Earlier states of an entry as what changed from one to the next.

use app_i18n::tr;
use masterdata_api::form::Form;
use serde_json::Value;

use super::kinds::{Kind, column};
use super::{Ask, text, words};
use crate::data::shape::{Cell, State};

/// States newest first, each with what is different from the one before it in the same language.
pub fn states(ask: &Ask, kind: &Kind, form: &Form, history: &[Value]) -> Vec<State> {
    let mut states = Vec::new();
    for (at, state) in history.iter().enumerate() {
        let before = history[at + 1..].iter().find(|before| before["langCode"] == state["langCode"]);
        let changes: Vec<_> = before.map(|before| changes(ask, kind, form, before, state)).unwrap_or_default();
        // the same moment writes a state for every language: what changed nothing in one is not told
        if before.is_some() && changes.is_empty() {
            continue;
        }
        let who = [&state["updatedBy"], &state["createdBy"]].into_iter().map(text).find(|who| !who.is_empty());
        let translated = form.entity.table.is_translated();
        states.push(State {
            when: words::instant(ask.locale, &text(&state["effectiveDateTime"])),
            who: who.unwrap_or_default(),
            language: state["langCode"].as_str().filter(|_| translated).map(words::language),
            changes,
        });
    }
    states
}

fn changes(ask: &Ask, kind: &Kind, form: &Form, before: &Value, after: &Value) -> Vec<(String, String, String)> {
    let fields = form.entity.fields.iter().map(|field| field.wire).chain(["isDeleted"]);
    fields
        .filter(|wire| before[*wire] != after[*wire] && !(before[*wire].is_null() && after[*wire] == false))
        .map(|wire| {
            let kind_of = column(form, wire).map(|column| column.kind);
            let said = |row: &Value| plain(ask, words::cell(ask.locale, wire, kind_of, &row[wire], ""));
            (words::member(ask.locale, kind, wire), said(before), said(after))
        })
        .collect()
}

fn plain(ask: &Ask, cell: Cell) -> String {
    match cell {
        Cell::Nothing => "–".to_owned(),
        Cell::Text(text) | Cell::Id(text) | Cell::Number(text) | Cell::Spoken(_, text) | Cell::Long(_, text) => text,
        Cell::Status(true) => tr::data::active(ask.locale).to_owned(),
        Cell::Status(false) => tr::data::inactive(ask.locale).to_owned(),
    }
}
