//! Temporary stand-in: the signatures `locate` needs until the real module is merged.

use geo::{BoundingRect, Contains};
use geo_types::{MultiPolygon, Point, Rect};

#[derive(Debug)]
pub struct Locator {
    shapes: Vec<(Rect<f64>, MultiPolygon<f64>)>,
}

impl Locator {
    pub fn new<'a>(shapes: impl Iterator<Item = &'a MultiPolygon<f64>>) -> Self {
        let bounds = |shape: &MultiPolygon<f64>| shape.bounding_rect().unwrap_or(Rect::new((0.0, 0.0), (0.0, 0.0)));
        Self { shapes: shapes.map(|shape| (bounds(shape), shape.clone())).collect() }
    }

    pub fn find(&self, lon: f64, lat: f64) -> Option<u32> {
        let point = Point::new(lon, lat);
        self.shapes.iter().position(|(bounds, shape)| bounds.contains(&point) && shape.contains(&point)).map(|row| row as u32)
    }
}

pub fn distance_m(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (lon_a, lat_a, lon_b, lat_b) = (a.0.to_radians(), a.1.to_radians(), b.0.to_radians(), b.1.to_radians());
    let half = |d: f64| (d / 2.0).sin().powi(2);
    let h = half(lat_b - lat_a) + lat_a.cos() * lat_b.cos() * half(lon_b - lon_a);
    2.0 * 6_371_008.8 * h.sqrt().asin()
}
