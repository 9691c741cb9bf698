//! Areas from a table of a PostGIS database: `postgres://user@host:port/db?table=schema.name`.
//!
//! Read only: one query in a read-only transaction. A password comes from the address or from PGPASSWORD.

use std::collections::BTreeMap;

use geo_types::{Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon};
use postgis::ewkb;
use tokio_postgres::{Client, Config, NoTls, Row};

use crate::domain::{Outcome, Problem};

/// Columns as text, the shape, and its SRID. A row without a shape has an empty collection, so that it is counted.
pub type TableRow = (BTreeMap<String, String>, Geometry<f64>, i32);

/// Every row of the table, in the order the database gives them. Blocks: not to be called from an async task.
pub fn read_table(url: &str) -> Outcome<Vec<TableRow>> {
    let (config, table) = address(url)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Problem::new(format!("no thread to reach the database with: {error}")))?;
    runtime.block_on(fetch(config, &table)).map_err(|problem| problem.file(table.clone()))
}

/// The connection and the table; the address without its `table` part is what PostgreSQL knows.
fn address(url: &str) -> Outcome<(Config, String)> {
    let no_table = || Problem::new("the address names no table").remedy("end it with ?table=schema.name");
    let (server, query) = url.split_once('?').ok_or_else(no_table)?;
    let (tables, others): (Vec<&str>, Vec<&str>) = query.split('&').partition(|part| part.starts_with("table="));
    let &[table] = tables.as_slice() else { return Err(no_table()) };
    let table = table.trim_start_matches("table=").replace("%20", " ").replace("%22", "\"");
    if table.is_empty() {
        return Err(no_table());
    }
    let server = if others.is_empty() { server.to_owned() } else { format!("{server}?{}", others.join("&")) };
    let mut config: Config = server.parse().map_err(|error| {
        Problem::new(format!("the database's address cannot be read: {}", reason(&error)))
            .remedy("write it as postgres://user@host:port/database?table=schema.name")
    })?;
    if let (None, Ok(password)) = (config.get_password(), std::env::var("PGPASSWORD")) {
        config.password(password);
    }
    Ok((config, table))
}

async fn fetch(config: Config, table: &str) -> Outcome<Vec<TableRow>> {
    let (mut client, connection) = config.connect(NoTls).await.map_err(|error| {
        Problem::new(format!("the database does not answer: {}", reason(&error)))
            .remedy("check host, port, user and password (PGPASSWORD); it must allow connections without TLS")
    })?;
    let talk = tokio::spawn(connection);
    let rows = query(&mut client, table).await;
    drop(client);
    // the connection ends with its client; how it ended says nothing the query has not said
    talk.await.ok();
    rows
}

async fn query(client: &mut Client, table: &str) -> Outcome<Vec<TableRow>> {
    let transaction = client.build_transaction().read_only(true).start().await.map_err(|error| refused(&error))?;
    let columns = "select attname::text, format_type(atttypid, null) from pg_attribute \
                   where attrelid = to_regclass($1) and attnum > 0 and not attisdropped order by attnum";
    let name = quoted_table(table);
    let columns = transaction.query(columns, &[&name]).await.map_err(|error| refused(&error))?;
    let columns: Vec<(String, String)> = columns.iter().map(|row| (row.get(0), row.get(1))).collect();
    if columns.is_empty() {
        return Err(Problem::new("no such table that this user may see").remedy("name it as schema.table, in the database's own spelling"));
    }
    let is_shape = |kind: &str| matches!(kind.rsplit('.').next(), Some("geometry" | "geography"));
    let shape = columns.iter().find(|(_, kind)| is_shape(kind)).ok_or_else(|| {
        Problem::new("the table has no geometry column").remedy("name a table of areas; PostGIS lists them in geometry_columns")
    })?;
    let texts: Vec<&str> = columns.iter().filter(|(_, kind)| !is_shape(kind)).map(|(column, _)| column.as_str()).collect();

    let rows = transaction.query(&select(&name, &shape.0, &texts), &[]).await.map_err(|error| refused(&error))?;
    rows.iter().zip(2..).map(|(row, number)| table_row(row, &texts).map_err(|problem| problem.row(number))).collect()
}

/// Curves become lines and heights go, because the decoder knows neither. `geography` is cast, for the same reason.
fn select(table: &str, shape: &str, texts: &[&str]) -> String {
    let shape = format!("{}::geometry", quoted(shape));
    let texts: String = texts.iter().map(|column| format!(", {}::text", quoted(column))).collect();
    format!("select ST_Force2D(ST_CurveToLine({shape})), coalesce(ST_SRID({shape}), 0){texts} from {table}")
}

fn table_row(row: &Row, texts: &[&str]) -> Outcome<TableRow> {
    let unreadable = |error: tokio_postgres::Error| Problem::new(format!("a value cannot be read: {}", reason(&error)));
    let shape: Option<ewkb::Geometry> = row.try_get(0).map_err(unreadable)?;
    let srid: i32 = row.try_get(1).map_err(unreadable)?;
    let mut columns = BTreeMap::new();
    for (place, name) in (2..).zip(texts) {
        let text: Option<String> = row.try_get(place).map_err(unreadable)?;
        columns.insert((*name).to_owned(), text.unwrap_or_default());
    }
    let shape = shape.map_or_else(|| Geometry::GeometryCollection(GeometryCollection::default()), geometry);
    Ok((columns, shape, srid))
}

/// `schema.name` with both parts quoted; a name that has a dot of its own is written with its quotes: `schema."odd.name"`.
fn quoted_table(table: &str) -> String {
    let mut parts = vec![String::new()];
    let mut inside = false;
    let mut characters = table.chars().peekable();
    while let Some(character) = characters.next() {
        let part = parts.last_mut().expect("it begins with one part");
        match character {
            '"' if inside && characters.next_if_eq(&'"').is_some() => part.push('"'),
            '"' => inside = !inside,
            '.' if !inside => parts.push(String::new()),
            other => part.push(other),
        }
    }
    parts.iter().map(|part| quoted(part)).collect::<Vec<_>>().join(".")
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn refused(error: &tokio_postgres::Error) -> Problem {
    Problem::new(format!("the database refuses: {}", reason(error)))
        .remedy("check that PostGIS is installed there and the user may read the table")
}

/// The server's own sentence where there is one: the outer error only says that there was one.
fn reason(error: &tokio_postgres::Error) -> String {
    match (error.as_db_error(), std::error::Error::source(error)) {
        (Some(server), _) => server.message().to_owned(),
        (None, Some(cause)) => format!("{error}: {cause}"),
        (None, None) => error.to_string(),
    }
}

fn geometry(shape: ewkb::Geometry) -> Geometry<f64> {
    use ewkb::GeometryT as Shape;
    match shape {
        Shape::Point(point) => Point::from(coord(&point)).into(),
        Shape::LineString(line) => line_string(&line).into(),
        Shape::Polygon(shape) => polygon(&shape).into(),
        Shape::MultiPoint(points) => MultiPoint::new(points.points.iter().map(|point| coord(point).into()).collect()).into(),
        Shape::MultiLineString(lines) => MultiLineString::new(lines.lines.iter().map(line_string).collect()).into(),
        Shape::MultiPolygon(shapes) => MultiPolygon::new(shapes.polygons.iter().map(polygon).collect()).into(),
        Shape::GeometryCollection(members) => {
            Geometry::GeometryCollection(GeometryCollection(members.geometries.into_iter().map(geometry).collect()))
        }
    }
}

fn polygon(polygon: &ewkb::Polygon) -> Polygon<f64> {
    let mut rings = polygon.rings.iter().map(line_string);
    let exterior = rings.next().unwrap_or_else(|| LineString::new(Vec::new()));
    Polygon::new(exterior, rings.collect())
}

fn line_string(line: &ewkb::LineString) -> LineString<f64> {
    line.points.iter().map(coord).collect()
}

fn coord(point: &ewkb::Point) -> Coord<f64> {
    Coord { x: point.x, y: point.y }
}
