//! The contract of the map: one `tiles/layers/*.toml` a layer, built into the program.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::domain::Election;

const SOURCES: [&str; 5] = [
    include_str!("../../tiles/layers/hexes.toml"),
    include_str!("../../tiles/layers/precincts.toml"),
    include_str!("../../tiles/layers/streets.toml"),
    include_str!("../../tiles/layers/places.toml"),
    include_str!("../../tiles/layers/doors.toml"),
];

/// In a field's name, stands for the key of each of the campaign's elections.
const ELECTION: &str = "<election>";

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SeenBy {
    Everyone,
    /// Only those who may see persons.
    Persons,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FieldType {
    Text,
    Count,
    Number,
    Boolean,
}

/// One attribute of a feature.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    pub name: String,
    #[serde(rename = "type")]
    pub kind: FieldType,
    /// `share` (0 to 1), `voters`, `doors`; empty for texts.
    #[serde(default)]
    pub unit: String,
    pub sentence: String,
    /// May be missing from a feature.
    #[serde(default)]
    pub optional: bool,
}

/// One layer inside the tile.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MvtLayer {
    pub name: String,
    pub sentence: String,
    /// `point`, `line`, `polygon`, or several.
    pub geometry: Vec<String>,
    /// First zoom of each kind or class of feature, where that differs from the source's.
    #[serde(default)]
    pub first_zooms: BTreeMap<String, u8>,
    #[serde(rename = "field")]
    pub fields: Vec<Field>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    pub zoom: u8,
    pub resolution: u8,
}

/// What a map asks for by one name: `/tiles/<name>/{z}/{x}/{y}.mvt`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LayerSpec {
    pub name: String,
    pub sentence: String,
    pub seen_by: SeenBy,
    pub minzoom: u8,
    pub maxzoom: u8,
    #[serde(default)]
    pub attribution: String,
    /// H3 resolution from each zoom on, in order; of `hexes` only.
    #[serde(default)]
    pub resolutions: Vec<Step>,
    #[serde(rename = "layer")]
    pub layers: Vec<MvtLayer>,
}

impl LayerSpec {
    /// From which zoom on a kind of feature is drawn.
    pub fn first_zoom(&self, layer: &str, kind: &str) -> u8 {
        let named = self.layers.iter().find(|known| known.name == layer).and_then(|layer| layer.first_zooms.get(kind));
        named.copied().unwrap_or(self.minzoom)
    }
}

impl MvtLayer {
    /// Names and types of its fields, those of each election spelled out.
    pub fn fields_for(&self, elections: &[Election]) -> Vec<Field> {
        let keys = Election::keys(elections);
        let spell = |field: &Field| match field.name.contains(ELECTION) {
            true => keys.iter().map(|key| Field { name: field.name.replace(ELECTION, key), ..field.clone() }).collect(),
            false => vec![field.clone()],
        };
        self.fields.iter().flat_map(spell).collect()
    }
}

/// Every layer the map can ask for.
pub fn layers() -> &'static [LayerSpec] {
    static LAYERS: LazyLock<Vec<LayerSpec>> = LazyLock::new(|| {
        let parse = |source| toml::from_str(source).unwrap_or_else(|error| panic!("tiles/layers: {error}"));
        SOURCES.into_iter().map(parse).collect()
    });
    &LAYERS
}

/// A layer this program draws.
pub fn layer(name: &str) -> &'static LayerSpec {
    layers().iter().find(|layer| layer.name == name).expect("every layer drawn has its tiles/layers file")
}

/// TileJSON 3.0.0. `base_url` is the server's address without a slash at the end; `bounds` are west, south, east, north.
pub fn tilejson(spec: &LayerSpec, base_url: &str, elections: &[Election], bounds: Option<[f64; 4]>) -> Value {
    let vector_layers: Vec<Value> = spec.layers.iter().map(|layer| vector_layer(spec, layer, elections)).collect();
    let mut json = json!({
        "tilejson": "3.0.0",
        "name": spec.name,
        "description": spec.sentence,
        "scheme": "xyz",
        "tiles": [format!("{base_url}/tiles/{}/{{z}}/{{x}}/{{y}}.mvt", spec.name)],
        "minzoom": spec.minzoom,
        "maxzoom": spec.maxzoom,
        "vector_layers": vector_layers,
    });
    if let Some(bounds) = bounds {
        json["bounds"] = json!(bounds);
    }
    if !spec.attribution.is_empty() {
        json["attribution"] = json!(spec.attribution);
    }
    json
}

fn vector_layer(spec: &LayerSpec, layer: &MvtLayer, elections: &[Election]) -> Value {
    let describe = |field: Field| {
        let kind = match field.kind {
            FieldType::Text => "String",
            FieldType::Boolean => "Boolean",
            FieldType::Count | FieldType::Number => "Number",
        };
        (field.name, json!(format!("{kind}. {}", field.sentence)))
    };
    let fields: Map<String, Value> = layer.fields_for(elections).into_iter().map(describe).collect();
    json!({"id": layer.name, "description": layer.sentence, "minzoom": spec.minzoom, "maxzoom": spec.maxzoom, "fields": fields})
}
