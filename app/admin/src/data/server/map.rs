//! Centres and zones by their coordinates: a drawing of our own, without anybody's map tiles, so that no other site
//! learns who looks at what.

use app_kit::UiError;
use serde_json::Value;

use super::{Ask, text};
use crate::data::DataPlace;
use crate::data::shape::{Area, MapPage, Point};

/// The drawing's width and height.
const SIZE: (f64, f64) = (800.0, 560.0);
/// Free space around the outermost points.
const MARGIN: f64 = 60.0;
/// Space between a zone's points and its frame.
const AROUND: f64 = 22.0;
/// Centres that are drawn.
const MOST: i64 = 1_000;

pub async fn page(ask: &Ask) -> Result<MapPage, UiError> {
    let language = ask.language().await?;
    let found =
        ask.registry.list(&ask.caller, "registrationcenters", &Ask::everything(Some(language), 0, MOST)).await?;
    let (mut placed, mut placeless) = (Vec::new(), Vec::new());
    for row in &found.rows {
        match coordinates(row) {
            Some(at) => placed.push((row, at)),
            None => placeless.push((href(row), text(&row["name"]))),
        }
    }
    let project = projection(&placed.iter().map(|(_, at)| *at).collect::<Vec<_>>());
    let mut areas: Vec<Area> = Vec::new();
    for (row, at) in placed {
        let (x, y) = project(at);
        let point = Point {
            href: href(row),
            id: text(&row["id"]),
            name: text(&row["name"]),
            language: text(&row["langCode"]),
            active: row["isActive"] == true,
            x,
            y,
        };
        let zone = text(&row["zone"]);
        match areas.iter_mut().find(|area| area.name == zone) {
            Some(area) => area.points.push(point),
            None => areas.push(Area { name: zone, points: vec![point], around: (0.0, 0.0, 0.0, 0.0) }),
        }
    }
    for area in &mut areas {
        area.around = around(&area.points);
    }
    areas.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(MapPage { areas, placeless })
}

fn href(row: &Value) -> String {
    DataPlace::Entry("registrationcenters".to_owned(), text(&row["id"])).path()
}

/// Longitude and latitude in degrees.
fn coordinates(row: &Value) -> Option<(f64, f64)> {
    let degrees = |name: &str| text(&row[name]).trim().parse::<f64>().ok().filter(|degrees| degrees.is_finite());
    Some((degrees("longitude")?, degrees("latitude")?))
}

/// From degrees to the drawing: as large as it fits, a degree of longitude as short as the latitude makes it.
fn projection(points: &[(f64, f64)]) -> impl Fn((f64, f64)) -> (f64, f64) + use<> {
    let ends = |part: fn((f64, f64)) -> f64| {
        points
            .iter()
            .copied()
            .map(part)
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), at| (low.min(at), high.max(at)))
    };
    let ((west, east), (south, north)) = (ends(|at| at.0), ends(|at| at.1));
    let shrink = f64::midpoint(south, north).to_radians().cos().abs().max(0.1);
    // one point, or all on one line, has no extent of its own
    let (wide, high) = (((east - west) * shrink).max(0.01), (north - south).max(0.01));
    let scale = ((SIZE.0 - 2.0 * MARGIN) / wide).min((SIZE.1 - 2.0 * MARGIN) / high);
    let (west, north) =
        (f64::midpoint(west, east) * shrink - SIZE.0 / 2.0 / scale, f64::midpoint(south, north) + SIZE.1 / 2.0 / scale);
    move |(longitude, latitude)| {
        let round = |value: f64| (value * 10.0).round() / 10.0;
        (round((longitude * shrink - west) * scale), round((north - latitude) * scale))
    }
}

fn around(points: &[Point]) -> (f64, f64, f64, f64) {
    let low = |part: fn(&Point) -> f64| points.iter().map(part).fold(f64::INFINITY, f64::min) - AROUND;
    let high = |part: fn(&Point) -> f64| points.iter().map(part).fold(f64::NEG_INFINITY, f64::max) + AROUND;
    let (x, y) = (low(|point| point.x), low(|point| point.y));
    (x, y, high(|point| point.x) - x, high(|point| point.y) - y)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn north_is_up_and_everything_is_inside() {
        let points = [(-6.8, 33.9), (-7.6, 33.5), (-5.0, 34.0)];
        let project = projection(&points);
        let drawn: Vec<_> = points.iter().map(|at| project(*at)).collect();
        assert!(drawn[1].1 > drawn[0].1 && drawn[1].0 < drawn[0].0, "{drawn:?}");
        for (x, y) in drawn {
            assert!((0.0..=SIZE.0).contains(&x) && (0.0..=SIZE.1).contains(&y), "{x} {y}");
        }
        let alone = projection(&[(10.0, 50.0)])((10.0, 50.0));
        assert!((alone.0 - 400.0).abs() < 1.0 && (alone.1 - 280.0).abs() < 1.0, "{alone:?}");
    }
}
