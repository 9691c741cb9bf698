//! Web Mercator (EPSG:3857) as a unit square: x runs east from 180° W, y south from 85.05° N, both from 0 to 1.

use std::f64::consts::{PI, TAU};

/// Where the square ends, north and south: atan(sinh π).
pub const LATITUDE_MAX: f64 = 85.051_128_779_806_59;

/// A point of the square; latitudes beyond it lie on its edge.
pub fn project(lon: f64, lat: f64) -> [f64; 2] {
    let sine = lat.clamp(-LATITUDE_MAX, LATITUDE_MAX).to_radians().sin();
    [lon / 360.0 + 0.5, (0.5 - sine.atanh() / TAU).clamp(0.0, 1.0)]
}

/// (lon, lat) in degrees of a point; x past 0 or 1 gives a longitude past ±180°.
pub fn unproject([x, y]: [f64; 2]) -> [f64; 2] {
    [(x - 0.5) * 360.0, (PI * (1.0 - 2.0 * y)).sinh().atan().to_degrees()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_points_lie_where_the_standard_puts_them() {
        // the other form of the formula: ln tan(π/4 + φ/2)
        let [x, y] = project(-76.6, 39.3);
        let northing = (PI / 4.0 + 39.3f64.to_radians() / 2.0).tan().ln();
        assert!((x - 103.4 / 360.0).abs() < 1e-12 && (y - (0.5 - northing / TAU)).abs() < 1e-12, "{x} {y}");
        assert_eq!(project(-180.0, 90.0), [0.0, project(0.0, LATITUDE_MAX)[1]]);
        assert!(project(180.0, -90.0)[1] > 1.0 - 1e-12);
        assert_eq!(project(0.0, 0.0), [0.5, 0.5]);
    }

    #[test]
    fn there_and_back_is_the_same_place() {
        for (lon, lat) in [(-76.6, 39.3), (179.99, -16.5), (0.0, 85.0), (-180.0, -85.0)] {
            let [lon_back, lat_back] = unproject(project(lon, lat));
            assert!((lon - lon_back).abs() < 1e-9 && (lat - lat_back).abs() < 1e-9);
        }
    }
}
