//! Which areas does a file describe? Shapefile, GeoJSON, KML, TopoJSON, a zip of one, or rows of a database.
