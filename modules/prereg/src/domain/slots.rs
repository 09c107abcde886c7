//! The slots of a centre's working day (spec A8).

use chrono::{NaiveTime, TimeDelta};

/// Hours of a centre.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hours {
    pub(crate) opens: NaiveTime,
    pub(crate) closes: NaiveTime,
    pub(crate) lunch: Option<(NaiveTime, NaiveTime)>,
    pub(crate) minutes_per_person: u32,
    pub(crate) kiosks: u32,
}

/// One slot with its places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SlotPlan {
    pub(crate) from: NaiveTime,
    pub(crate) to: NaiveTime,
    pub(crate) places: u32,
}

/// Cuts the day into slots: morning and afternoon apart, leftover minutes belong to the last slot of each.
pub(crate) fn plan(hours: &Hours) -> Vec<SlotPlan> {
    let mut slots = Vec::new();
    if hours.minutes_per_person == 0 || hours.kiosks == 0 {
        return slots;
    }
    match hours.lunch.filter(|(from, to)| from < to && *from > hours.opens && *to < hours.closes) {
        Some((from, to)) => {
            window(hours, hours.opens, from, &mut slots);
            window(hours, to, hours.closes, &mut slots);
        }
        None => window(hours, hours.opens, hours.closes, &mut slots),
    }
    slots
}

fn window(hours: &Hours, opens: NaiveTime, closes: NaiveTime, slots: &mut Vec<SlotPlan>) {
    let length = TimeDelta::minutes(i64::from(hours.minutes_per_person));
    let count = (closes - opens).num_minutes() / i64::from(hours.minutes_per_person);
    let mut from = opens;
    for at in 0..count {
        let to = if at + 1 == count { closes } else { from + length };
        slots.push(SlotPlan { from, to, places: hours.kiosks });
        from = to;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn t(text: &str) -> NaiveTime {
        NaiveTime::parse_from_str(text, "%H:%M").unwrap()
    }

    fn spans(hours: &Hours) -> Vec<String> {
        plan(hours)
            .iter()
            .map(|s| format!("{}-{}x{}", s.from.format("%H:%M"), s.to.format("%H:%M"), s.places))
            .collect()
    }

    // PRE-40
    #[test]
    fn leftover_minutes_go_to_the_last_slot_of_each_window() {
        let hours = Hours {
            opens: t("09:00"),
            closes: t("15:10"),
            lunch: Some((t("10:10"), t("14:00"))),
            minutes_per_person: 30,
            kiosks: 3,
        };
        assert_eq!(spans(&hours), ["09:00-09:30x3", "09:30-10:10x3", "14:00-14:30x3", "14:30-15:10x3"]);
    }

    // PRE-40
    #[test]
    fn no_lunch_is_one_window_and_nonsense_gives_nothing() {
        let hours = Hours { opens: t("09:00"), closes: t("10:00"), lunch: None, minutes_per_person: 20, kiosks: 1 };
        assert_eq!(spans(&hours), ["09:00-09:20x1", "09:20-09:40x1", "09:40-10:00x1"]);
        assert_eq!(spans(&Hours { lunch: Some((t("12:00"), t("12:00"))), ..hours }).len(), 3);
        assert!(plan(&Hours { minutes_per_person: 0, ..hours }).is_empty());
        assert!(plan(&Hours { kiosks: 0, ..hours }).is_empty());
        assert!(plan(&Hours { closes: t("08:00"), ..hours }).is_empty());
        assert!(plan(&Hours { minutes_per_person: 90, ..hours }).is_empty());
    }

    #[test]
    fn slots_never_overlap_and_end_with_the_day() {
        for minutes in 1..120 {
            let hours = Hours {
                opens: t("08:00"),
                closes: t("17:00"),
                lunch: Some((t("13:00"), t("14:00"))),
                minutes_per_person: minutes,
                kiosks: 2,
            };
            let slots = plan(&hours);
            assert!(slots.windows(2).all(|pair| pair[0].to <= pair[1].from), "{minutes}");
            assert_eq!(slots.last().unwrap().to, t("17:00"), "{minutes}");
        }
    }
}
