//! The street graph: edges, nodes, names and shapes are a table each.

use super::{named, new_table, read};
use crate::domain::Outcome;
use crate::store::folder::{Folder, NewTable};
use crate::store::manifest::Manifest;
use crate::store::table::Column;
use crate::streets::Streets;

const STREETS: [&str; 4] = ["streets", "street_nodes", "street_names", "street_shapes"];

pub fn tables(streets: &Streets, source: &str) -> Outcome<Vec<NewTable>> {
    let names = streets.names.iter().map(String::as_str).collect();
    let (lon, lat): (Vec<f64>, Vec<f64>) = streets.shape.iter().map(|point| (point[0], point[1])).unzip();
    let edges = named([
        ("from", Column::U32(&streets.from)),
        ("to", Column::U32(&streets.to)),
        ("class", Column::U8(&streets.class)),
        ("name", Column::U32(&streets.name)),
        ("length_m", Column::F32(&streets.length_m)),
        ("flags", Column::U8(&streets.flags)),
        ("shape_end", Column::U32(&streets.shape_ends)),
    ]);
    Ok(vec![
        new_table(STREETS[0], source, streets.len(), &edges)?,
        new_table(
            STREETS[1],
            source,
            streets.node_lon.len(),
            &named([("lon", Column::F64(&streets.node_lon)), ("lat", Column::F64(&streets.node_lat))]),
        )?,
        new_table(STREETS[2], source, streets.names.len(), &named([("name", Column::Text(&names))]))?,
        new_table(STREETS[3], source, lon.len(), &named([("lon", Column::F64(&lon)), ("lat", Column::F64(&lat))]))?,
    ])
}

pub fn read_all(folder: &Folder, manifest: &Manifest) -> Outcome<Option<Streets>> {
    let [Some(edges), Some(nodes), Some(names), Some(shapes)] = [
        read(folder, manifest, STREETS[0])?,
        read(folder, manifest, STREETS[1])?,
        read(folder, manifest, STREETS[2])?,
        read(folder, manifest, STREETS[3])?,
    ] else {
        return Ok(None);
    };
    let shape = shapes.f64s("lon")?.into_iter().zip(shapes.f64s("lat")?).map(|(lon, lat)| [lon, lat]).collect();
    Ok(Some(Streets {
        node_lon: nodes.f64s("lon")?,
        node_lat: nodes.f64s("lat")?,
        from: edges.u32s("from")?,
        to: edges.u32s("to")?,
        class: edges.u8s("class")?,
        name: edges.u32s("name")?,
        names: names.texts("name")?.iter().map(str::to_owned).collect(),
        length_m: edges.f32s("length_m")?,
        flags: edges.u8s("flags")?,
        shape_ends: edges.u32s("shape_end")?,
        shape,
    }))
}
