//! Shapes as GeoJSON writes them.

use ::geojson::{GeometryValue, Position};
use geo_types::Geometry;

/// The shape; an error says what is wrong with it. The `geojson` crate's own conversion panics on a position of fewer than two
/// numbers, which its parser lets through.
pub fn shape_of_geojson(shape: ::geojson::Geometry) -> Result<Geometry<f64>, String> {
    if is_whole(&shape.value) {
        Geometry::try_from(shape).map_err(|error| error.to_string())
    } else {
        Err("a position of fewer than two numbers".to_owned())
    }
}

fn is_whole(shape: &GeometryValue) -> bool {
    let whole = |position: &Position| position.as_slice().len() >= 2;
    match shape {
        GeometryValue::Point { coordinates } => whole(coordinates),
        GeometryValue::MultiPoint { coordinates } | GeometryValue::LineString { coordinates } => coordinates.iter().all(whole),
        GeometryValue::MultiLineString { coordinates } | GeometryValue::Polygon { coordinates } => coordinates.iter().flatten().all(whole),
        GeometryValue::MultiPolygon { coordinates } => coordinates.iter().flatten().flatten().all(whole),
        GeometryValue::GeometryCollection { geometries } => geometries.iter().all(|geometry| is_whole(&geometry.value)),
    }
}

#[cfg(test)]
mod tests {
    use super::shape_of_geojson;

    #[test]
    fn a_position_of_one_number_is_an_error() {
        for (text, is_shape) in [
            (r#"{"type":"Point","coordinates":[125]}"#, false),
            (r#"{"type":"Point","coordinates":[125,1,9]}"#, true),
            (r#"{"type":"Polygon","coordinates":[[[0,0],[1],[1,1],[0,0]]]}"#, false),
            (r#"{"type":"GeometryCollection","geometries":[{"type":"LineString","coordinates":[[0],[1,1]]}]}"#, false),
        ] {
            let shape = serde_json::from_str(text).map_err(|error| error.to_string()).and_then(shape_of_geojson);
            assert_eq!(shape.is_ok(), is_shape, "{text}");
        }
    }
}
