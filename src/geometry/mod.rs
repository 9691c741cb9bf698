//! Plane geometry on longitude and latitude: which shape holds a point, how far two points are, and how a broken shape is mended.
//!
//! Knows numbers and `geo` shapes only, no campaign words.

pub mod mercator;

mod geojson;
mod locator;
mod repair;
mod rings;

pub use geojson::shape_of_geojson;
pub use locator::Locator;
pub use repair::repair;
pub use rings::nest;

/// The mean earth radius of IUGG (metres), the one haversine distances are usually told with.
const EARTH_RADIUS_M: f64 = 6_371_008.8;

/// Great-circle distance in metres between two (lon, lat) points in degrees, by the haversine formula;
/// within 0.6 % of the ellipsoid's.
pub fn distance_m(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (lat_a, lat_b) = (a.1.to_radians(), b.1.to_radians());
    let half_lat = (lat_b - lat_a) / 2.0;
    let half_lon = (b.0 - a.0).to_radians() / 2.0;
    let chord = half_lat.sin().powi(2) + lat_a.cos() * lat_b.cos() * half_lon.sin().powi(2);
    2.0 * EARTH_RADIUS_M * chord.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::distance_m;

    #[test]
    fn distances_are_those_of_the_sphere() {
        let quarter = std::f64::consts::FRAC_PI_2 * super::EARTH_RADIUS_M;
        assert!((distance_m((0.0, 0.0), (0.0, 90.0)) - quarter).abs() < 1e-6);
        assert!((distance_m((-90.0, 0.0), (90.0, 0.0)) - 2.0 * quarter).abs() < 1e-6);
        assert!((distance_m((179.9, 0.0), (-179.9, 0.0)) - distance_m((0.0, 0.0), (0.2, 0.0))).abs() < 1e-6);
        assert_eq!(distance_m((-76.8, 39.4), (-76.8, 39.4)), 0.0);
    }
}
