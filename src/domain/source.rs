//! The bytes of an input with the name its owner knows it by, so that steps can parse without touching a disk.

/// One input file, already in memory or mapped, already unpacked from `.gz`, `.bz2` or a `.zip` of tables.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// The file's name without its folder, as shown in problems and reports; without `.gz` or `.bz2`;
    /// of a table from a zip, its name there.
    pub name: &'a str,
    pub bytes: &'a [u8],
}

impl<'a> Source<'a> {
    pub fn new(name: &'a str, bytes: &'a [u8]) -> Self {
        Self { name, bytes }
    }

    /// The name's ending in lower case, without the dot: `geojson`, `osm.pbf` gives `pbf`.
    pub fn extension(&self) -> String {
        self.name.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase()).unwrap_or_default()
    }
}
