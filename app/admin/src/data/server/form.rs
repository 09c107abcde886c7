//! UI-ADM-03 and the forms of every other entity, from the members of its `Form`.

use app_i18n::{Locale, tr};
use app_kit::UiError;
use masterdata_api::Kind as ColumnKind;
use masterdata_api::form::{Chars, Form, Member, Presence};
use masterdata_api::registry::right_to_change;
use serde_json::Value;

use super::drafts::{self, Draft};
use super::kinds::{Kind, code_of, column};
use super::{Ask, text, words};
use crate::data::DataPlace;
use crate::data::shape::{Asked, Closed, Control, FormPage};

/// Empty lines for exceptional holidays behind those that are there.
const MORE_DAYS: usize = 2;
/// Texts from this length on get several lines.
const LONG: u16 = 256;

/// Days of the week as centres name them, and in words.
pub fn week_names(locale: Locale) -> [(&'static str, &'static str); 7] {
    [
        ("sun", tr::date::sunday(locale)),
        ("mon", tr::date::monday(locale)),
        ("tue", tr::date::tuesday(locale)),
        ("wed", tr::date::wednesday(locale)),
        ("thu", tr::date::thursday(locale)),
        ("fri", tr::date::friday(locale)),
        ("sat", tr::date::saturday(locale)),
    ]
}

/// What a form does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Makes a new entry.
    New,
    /// Says an entry in another language.
    Translate,
    Change,
}

/// Members that a form of an entity has. Values of dynamic fields are changed by the members that made them; a new
/// language is a new row of an entry that has its name already.
pub fn members(kind: &Kind, form: &'static Form, mode: Mode) -> Vec<Member> {
    let creates = mode == Mode::New
        || kind.slug == "dynamicfields"
        || mode == Mode::Translate && kind.slug != "registrationcenters";
    form.members(creates).to_vec()
}

/// Whether a member of an entry that exists is said in a language of its own.
fn spoken(form: &Form, wire: &str) -> bool {
    const COLUMNS: &[&str] = &[
        "name",
        "descr",
        "description",
        "addr_line1",
        "addr_line2",
        "addr_line3",
        "contact_person",
        "holiday_name",
        "holiday_desc",
        "file_txt",
        "native_name",
        "word",
    ];
    let translated = form.entity.table.has_language();
    translated && form.entity.field(wire).is_some_and(|field| COLUMNS.contains(&field.column))
}

pub async fn page(ask: &Ask, slug: &str, code: &str) -> Result<FormPage, UiError> {
    let kind = Kind::of(slug)?;
    let form = kind.form()?;
    ask.caller.require(right_to_change(form))?;
    let draft = drafts::find(ask.caller.user_id(), ask.query.get("draft"));
    let source = if code.is_empty() { ask.query.get("from") } else { code };
    let detail = match source {
        "" => None,
        code => Some(ask.registry.entry(&ask.caller, kind.path, code).await?.ok_or_else(UiError::not_found)?),
    };
    let rows = detail.map(|detail| detail.rows).unwrap_or_default();
    let asked_language = ask.query.get("language");
    let row = rows.iter().find(|row| row["langCode"] == asked_language);
    let mode = match (rows.first(), row) {
        _ if code.is_empty() => Mode::New,
        (None, _) => Mode::New,
        (Some(_), None) if !asked_language.is_empty() && form.entity.table.is_translated() => Mode::Translate,
        _ => Mode::Change,
    };
    if mode == Mode::Translate && !ask.registry.spoken().await?.iter().any(|code| code == asked_language) {
        return Err(UiError::not_found());
    }
    let members = members(kind, form, mode);
    if members.is_empty() {
        return Err(UiError::not_found());
    }
    // another language begins as a copy of the first
    let row = row.or(rows.first()).cloned().unwrap_or(Value::Null);
    let language = match mode {
        Mode::New => None,
        _ if kind.has_own_language() => row["langCode"].as_str().map(str::to_owned),
        _ if !form.entity.table.is_translated() => None,
        Mode::Translate => Some(asked_language.to_owned()),
        Mode::Change => row["langCode"].as_str().map(str::to_owned),
    };
    let whole = Whole { ask, kind, form, mode, row: &row, draft: draft.as_ref(), language: language.as_deref() };
    let entity = words::entity(ask.locale, slug);
    let back = match code {
        "" => DataPlace::List(slug.to_owned()).path(),
        code => DataPlace::Entry(slug.to_owned(), code.to_owned()).path(),
    };
    let title = match (&language, mode) {
        (_, Mode::New) => tr::data::new_title(ask.locale).to_owned(),
        (Some(language), Mode::Translate) => tr::data::translate_title(ask.locale, &words::language(language)),
        (Some(language), _) => tr::data::edit_in_title(ask.locale, &words::language(language)),
        (None, _) => tr::data::edit_title(ask.locale).to_owned(),
    };
    let others = if slug == "templates" { whole.others(&rows) } else { Vec::new() };
    let centre = slug == "registrationcenters" && mode != Mode::Translate;
    Ok(FormPage {
        title,
        entity,
        list: DataPlace::List(slug.to_owned()).path(),
        back,
        action: format!("/_ui/admin/data/{slug}/save"),
        hidden: whole.hidden(&members, code),
        asked: whole.asked(&members).await?,
        problems: draft.as_ref().map(|draft| draft.problems.clone()).unwrap_or_default(),
        language: language.clone().map(|code| (code.clone(), words::language(&code))),
        week: centre.then(|| whole.week()),
        closed: centre.then(|| whole.closed()),
        others,
        template: slug == "templates",
    })
}

struct Whole<'a> {
    ask: &'a Ask,
    kind: &'static Kind,
    form: &'static Form,
    mode: Mode,
    row: &'a Value,
    draft: Option<&'a Draft>,
    language: Option<&'a str>,
}

impl Whole<'_> {
    /// Members that are not asked: they find the entry.
    fn is_fixed(&self, member: &Member) -> bool {
        self.mode != Mode::New
            && (member.wire == code_of(self.form) && self.kind.slug != "blocklistedwords"
                || member.column == "lang_code"
                || self.mode == Mode::Translate && member.column == "is_active")
    }

    fn hidden(&self, members: &[Member], code: &str) -> Vec<(String, String)> {
        let mode = match self.mode {
            Mode::New => "new",
            Mode::Translate => "translate",
            Mode::Change => "change",
        };
        let mut hidden = vec![("_mode".to_owned(), mode.to_owned()), ("_code".to_owned(), code.to_owned())];
        if let Some(language) = self.language {
            hidden.push(("_language".to_owned(), language.to_owned()));
        }
        for member in members.iter().filter(|member| self.is_fixed(member)) {
            let value = match member.chars {
                Chars::Language if member.column == "lang_code" => self.language.unwrap_or_default().to_owned(),
                _ => text(&self.row[member.wire]),
            };
            hidden.push((member.wire.to_owned(), value));
        }
        if self.kind.slug == "blocklistedwords" && self.mode == Mode::Change {
            hidden.push(("oldWord".to_owned(), code.to_owned()));
        }
        hidden
    }

    async fn asked(&self, members: &[Member]) -> Result<Vec<Asked>, UiError> {
        let mut asked = Vec::new();
        for member in members.iter().filter(|member| !self.is_fixed(member)) {
            asked.push(self.member(member).await?);
            if member.wire == "perKioskProcessTime" {
                asked.push(self.plain("numberOfKiosks", Control::Number, text(&self.row["numberOfKiosks"]), true));
            }
        }
        if self.kind.slug == "dynamicfields" {
            let value = &self.row["fieldVal"];
            asked.push(self.plain("fieldVal.code", Control::Text, text(&value["code"]), false));
            asked.push(self.plain("fieldVal.value", Control::Text, text(&value["value"]), false));
        }
        if self.mode == Mode::Translate && self.kind.slug == "registrationcenters" {
            // the rest of a centre is the same in every language
            asked.retain(|asked| spoken(self.form, &asked.name));
        }
        Ok(asked)
    }

    /// What stands in a control: what was written, else what is stored.
    fn value(&self, name: &str, stored: String) -> String {
        match self.draft {
            Some(draft) => draft.value(name).unwrap_or_default().to_owned(),
            None => stored,
        }
    }

    fn plain(&self, name: &str, control: Control, stored: String, optional: bool) -> Asked {
        Asked {
            name: name.to_owned(),
            label: words::member(self.ask.locale, self.kind, name),
            hint: words::hint(self.ask.locale, self.kind, name),
            error: self.error(name),
            value: self.value(name, stored),
            optional,
            most: None,
            language: None,
            control,
        }
    }

    fn error(&self, name: &str) -> Option<String> {
        let problems = self.draft.map(|draft| draft.problems.as_slice()).unwrap_or_default();
        problems.iter().find(|(own, _)| own == name).map(|(_, text)| text.clone())
    }

    async fn member(&self, member: &Member) -> Result<Asked, UiError> {
        let locale = self.ask.locale;
        let reader = self.ask.language().await?;
        let found = column(self.form, member.wire).map(|column| column.kind);
        let choices = self.ask.registry.choices(&self.ask.caller, self.kind.path, member.wire, &reader).await?;
        let is_language = member.chars == Chars::Language && member.column == "lang_code";
        let control = if !choices.is_empty() {
            let named = |code: &str, name: String| if is_language { words::language(code) } else { name };
            Control::OneOf(
                choices.into_iter().map(|choice| (choice.code.clone(), named(&choice.code, choice.name))).collect(),
            )
        } else {
            match found {
                Some(ColumnKind::Number | ColumnKind::Decimal) => Control::Number,
                Some(ColumnKind::Date) => Control::Date,
                // a duration, which is not written as a time of day
                Some(ColumnKind::Time) if member.wire == "perKioskProcessTime" => Control::Id,
                Some(ColumnKind::Time) => Control::Time,
                Some(ColumnKind::Stamp) => Control::Instant,
                Some(ColumnKind::Flag) => Control::Flag,
                _ if member.wire == "fileText" || member.wire.ends_with("ublicKey") || member.max > LONG => {
                    Control::Long
                }
                _ if words::is_id(member.wire) => Control::Id,
                _ => Control::Text,
            }
        };
        let stored = match (self.mode, found, &self.row[member.wire]) {
            (Mode::New, Some(ColumnKind::Flag), _) => "true".to_owned(),
            (Mode::New, ..) if is_language => {
                let asked = self.ask.query.get("language");
                if asked.is_empty() { reader.clone() } else { asked.to_owned() }
            }
            (_, Some(ColumnKind::Time), value) => text(value).get(..5).unwrap_or_default().to_owned(),
            // the control knows minutes and no zone: the instant is UTC
            (_, Some(ColumnKind::Stamp), value) => text(value).get(..16).unwrap_or_default().to_owned(),
            (.., value) => text(value),
        };
        Ok(Asked {
            name: member.wire.to_owned(),
            label: words::member(locale, self.kind, member.wire),
            hint: words::hint(locale, self.kind, member.wire).or_else(|| characters(locale, member)),
            error: self.error(member.wire),
            value: self.value(member.wire, stored),
            optional: member.presence == Presence::Optional || self.kind.slug == "users" && member.wire == "name",
            most: Some(u32::from(member.max)).filter(|most| *most > 0),
            language: self.language.filter(|_| spoken(self.form, member.wire)).map(str::to_owned),
            control,
        })
    }

    fn week(&self) -> Vec<(String, String, bool)> {
        week_names(self.ask.locale)
            .into_iter()
            .map(|(name, words)| {
                let stored = match &self.row["workingNonWorkingDays"][name] {
                    Value::Bool(works) => *works,
                    // what a country rests on differs: nothing is assumed but that five days are worked
                    _ => !matches!(name, "fri" | "sat"),
                };
                let works = match self.draft {
                    Some(draft) => draft.value(&format!("week.{name}")) == Some("true"),
                    None => stored,
                };
                (name.to_owned(), words.to_owned(), works)
            })
            .collect()
    }

    fn closed(&self) -> Vec<Closed> {
        let mut closed: Vec<Closed> = match self.draft {
            Some(draft) => {
                let all = |name: &str| -> Vec<String> {
                    draft.fields.iter().filter(|(own, _)| own == name).map(|(_, value)| value.clone()).collect()
                };
                let (days, names, reasons) = (all("closed.day"), all("closed.name"), all("closed.reason"));
                days.into_iter().zip(names).zip(reasons).map(|((day, name), reason)| (day, name, reason)).collect()
            }
            None => self.row["exceptionalHolidayPutPostDto"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|day| {
                    let part = |name: &str| text(&day[name]);
                    (part("exceptionHolidayDate"), part("exceptionHolidayName"), part("exceptionHolidayReson"))
                })
                .collect(),
        };
        closed.retain(|(day, name, reason)| !(day.is_empty() && name.is_empty() && reason.is_empty()));
        closed.extend(std::iter::repeat_n(Closed::default(), MORE_DAYS));
        closed
    }

    fn others(&self, rows: &[Value]) -> Vec<(String, String, String)> {
        let other = |row: &&Value| row["langCode"].as_str() != self.language;
        rows.iter()
            .filter(other)
            .map(|row| {
                let code = row["langCode"].as_str().unwrap_or_default();
                (code.to_owned(), words::language(code), text(&row["fileText"]))
            })
            .collect()
    }
}

/// Which characters are taken, said before they are typed.
fn characters(locale: Locale, member: &Member) -> Option<String> {
    match member.chars {
        Chars::Alphanumeric => Some(tr::data::plain_hint(locale).to_owned()),
        Chars::Alphabetic => Some(tr::data::letters_hint(locale).to_owned()),
        Chars::Any | Chars::Language => None,
    }
}
