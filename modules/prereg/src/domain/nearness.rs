//! Distance between points on the earth.

/// Metres between two points given in degrees (haversine on a sphere of 6,371 km: right to half a percent).
pub(crate) fn metres(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (lat_a, lat_b) = (a.0.to_radians(), b.0.to_radians());
    let half_lat = ((lat_b - lat_a) / 2.0).sin();
    let half_lon = ((b.1 - a.1).to_radians() / 2.0).sin();
    let h = half_lat * half_lat + lat_a.cos() * lat_b.cos() * half_lon * half_lon;
    2.0 * 6_371_000.0 * h.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;

    // PRE-36
    #[test]
    fn known_distances() {
        let (rabat, casablanca) = ((34.020_882, -6.841_65), (33.573_11, -7.589_843));
        assert!((metres(rabat, casablanca) - 85_500.0).abs() < 1_500.0);
        assert!(metres(rabat, rabat) < 0.001);
        assert!((metres((0.0, 179.9), (0.0, -179.9)) - 22_239.0).abs() < 100.0);
    }
}
