//! The XML format, `.osm`.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::address::Member;
use super::extract::{self, ABSENT, Extract, Group, Point, RawWay, Relation};
use super::tags::{Key, Tags};
use crate::domain::{Outcome, Problem, Source};

/// Ask for progress this often.
const STEP_BYTES: u64 = 1 << 20;

/// The object whose children are being read.
enum Open {
    None,
    Node { id: i64, decimicro: [i32; 2] },
    Way { id: i64, nodes: Vec<i64> },
    Relation { id: i64, members: Vec<(Member, String)> },
}

#[derive(Default)]
struct Objects {
    nodes: Vec<(i64, [i32; 2])>,
    points: Vec<Point>,
    ways: Vec<RawWay>,
    relations: Vec<Relation>,
    groups: Vec<Group>,
}

struct Parser<'a> {
    source: Source<'a>,
    reader: Reader<&'a [u8]>,
    open: Open,
    tags: Tags,
    objects: Objects,
}

pub fn looks_like(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    text.trim_ascii_start().starts_with(b"<")
}

pub fn read(source: Source, progress: &(dyn Fn(u64, u64) + Sync)) -> Outcome<Extract> {
    let text = std::str::from_utf8(source.bytes).map_err(|error| {
        let line = line_at(source.bytes, error.valid_up_to());
        Problem::new("holds bytes that are not UTF-8").file(source.name).row(line).remedy("save it as UTF-8")
    })?;
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let parser = Parser { source, reader, open: Open::None, tags: Tags::default(), objects: Objects::default() };
    let mut objects = parser.run(progress)?;

    let members = extract::member_ways(&objects.relations);
    objects.ways.retain(|way| extract::wanted_way(&way.tags) || members.binary_search(&way.id).is_ok());
    objects.nodes.sort_by_key(|&(id, _)| id);
    let nodes = objects.nodes;
    Extract::build(objects.points, objects.ways, objects.relations, objects.groups, |ids| {
        Ok(ids.iter().map(|&id| find(&nodes, id)).collect())
    })
}

fn find(nodes: &[(i64, [i32; 2])], id: i64) -> [i32; 2] {
    nodes.binary_search_by_key(&id, |&(id, _)| id).map_or(ABSENT, |index| nodes[index].1)
}

impl Parser<'_> {
    fn run(mut self, progress: &(dyn Fn(u64, u64) + Sync)) -> Outcome<Objects> {
        let whole = self.source.bytes.len() as u64;
        let mut told = 0;
        let mut root_open = false;
        loop {
            match self.reader.read_event() {
                Ok(Event::Start(start)) if !root_open => {
                    self.check_root(&start)?;
                    root_open = true;
                }
                Ok(Event::Start(start)) => self.start(&start)?,
                Ok(Event::End(end)) if end.name().as_ref() == "osm" => break,
                Ok(Event::End(end)) => self.end(end.name().as_ref()),
                Ok(Event::Eof) if root_open => return Err(self.cut_short()),
                Ok(Event::Eof) => return Err(super::not_osm(self.source)),
                Ok(_) => {}
                Err(quick_xml::Error::Syntax(_)) => return Err(self.cut_short()),
                Err(error) => return Err(self.wrong(format!("is not well-formed XML ({error})"))),
            }
            let done = self.reader.buffer_position();
            if done >= told + STEP_BYTES {
                progress(done, whole);
                told = done;
            }
        }
        progress(whole, whole);
        Ok(self.objects)
    }

    fn check_root(&self, root: &BytesStart) -> Outcome<()> {
        match root.name().as_ref() {
            "osm" => Ok(()),
            "osmChange" => {
                Err(Problem::new("is a list of changes, not a map").file(self.source.name).remedy("give an extract (.osm.pbf or .osm)"))
            }
            _ => Err(super::not_osm(self.source)),
        }
    }

    fn start(&mut self, element: &BytesStart) -> Outcome<()> {
        match element.name().as_ref() {
            "node" => {
                self.tags.clear();
                let decimicro = self.coordinates(element)?;
                self.open = Open::Node { id: self.number(element, "id")?, decimicro };
            }
            "way" => {
                self.tags.clear();
                self.open = Open::Way { id: self.number(element, "id")?, nodes: Vec::new() };
            }
            "relation" => {
                self.tags.clear();
                self.open = Open::Relation { id: self.number(element, "id")?, members: Vec::new() };
            }
            "nd" => {
                let node = self.number(element, "ref")?;
                if let Open::Way { nodes, .. } = &mut self.open {
                    nodes.push(node);
                }
            }
            "member" => self.member(element)?,
            "tag" => {
                if let Some(key) = self.text(element, "k")?.as_deref().and_then(Key::from_word) {
                    let value = self.text(element, "v")?.unwrap_or_default();
                    self.tags.push(key, &value);
                }
            }
            _ => {}
        }
        // editors keep what was deleted until it is uploaded
        if self.text(element, "action")?.as_deref() == Some("delete") || self.text(element, "visible")?.as_deref() == Some("false") {
            self.open = Open::None;
        }
        Ok(())
    }

    fn member(&mut self, element: &BytesStart) -> Outcome<()> {
        let id = self.number(element, "ref")?;
        let member = match self.text(element, "type")?.as_deref() {
            Some("node") => Member::Node(id),
            Some("way") => Member::Way(id),
            Some("relation") => Member::Relation(id),
            _ => return Ok(()),
        };
        let role = self.text(element, "role")?.unwrap_or_default();
        if let Open::Relation { members, .. } = &mut self.open {
            members.push((member, role));
        }
        Ok(())
    }

    fn end(&mut self, name: &str) {
        if !matches!(name, "node" | "way" | "relation") {
            return;
        }
        let tags = &self.tags;
        match std::mem::replace(&mut self.open, Open::None) {
            Open::None => {}
            Open::Node { id, decimicro } => {
                self.objects.nodes.push((id, decimicro));
                if extract::wanted_point(tags) {
                    self.objects.points.push(Point { id, at: extract::degrees(decimicro), tags: tags.clone() });
                }
            }
            Open::Way { id, nodes } => self.objects.ways.push(RawWay { id, tags: tags.clone(), nodes }),
            Open::Relation { id, members } if extract::wanted_relation(tags) => {
                let way = |(member, role): &(Member, String)| match member {
                    Member::Way(way) => Some((*way, extract::role(role)?)),
                    _ => None,
                };
                self.objects.relations.push(Relation { id, tags: tags.clone(), members: members.iter().filter_map(way).collect() });
            }
            Open::Relation { id, members } if extract::wanted_group(tags) => {
                let mut group = Group::new(id, tags.clone());
                members.iter().for_each(|(member, role)| group.push(*member, role));
                self.objects.groups.push(group);
            }
            Open::Relation { .. } => {}
        }
    }

    fn coordinates(&self, element: &BytesStart) -> Outcome<[i32; 2]> {
        let mut values = [0; 2];
        for (value, field) in values.iter_mut().zip(["lon", "lat"]) {
            let text = self.text(element, field)?.unwrap_or_default();
            let degrees: f64 = text.trim().parse().map_err(|_| self.bad_field(field, &text))?;
            *value = (degrees * 1e7).round() as i64;
        }
        extract::on_globe(values[0], values[1]).ok_or_else(|| self.wrong("has a node that is not on the globe"))
    }

    fn number(&self, element: &BytesStart, field: &str) -> Outcome<i64> {
        let text = self.text(element, field)?.unwrap_or_default();
        text.trim().parse().map_err(|_| self.bad_field(field, &text))
    }

    fn text(&self, element: &BytesStart, field: &str) -> Outcome<Option<String>> {
        let attribute = element.try_get_attribute(field).map_err(|error| self.wrong(format!("is not well-formed XML ({error})")))?;
        let Some(attribute) = attribute else { return Ok(None) };
        let value = attribute.normalized_value(XmlVersion::Implicit1_0);
        value.map(|value| Some(value.into_owned())).map_err(|error| self.wrong(format!("is not well-formed XML ({error})")))
    }

    fn bad_field(&self, field: &str, text: &str) -> Problem {
        self.wrong(format!("{text:?} is not a number")).field(field)
    }

    fn wrong(&self, what: impl Into<String>) -> Problem {
        let line = line_at(self.source.bytes, self.reader.buffer_position() as usize);
        Problem::new(what).file(self.source.name).row(line).remedy("export or download it again")
    }

    fn cut_short(&self) -> Problem {
        let lines = line_at(self.source.bytes, self.source.bytes.len());
        Problem::new("ends in the middle: </osm> is missing").file(self.source.name).row(lines).remedy("export or download it again")
    }
}

fn line_at(bytes: &[u8], position: usize) -> u64 {
    bytes[..position.min(bytes.len())].iter().filter(|&&byte| byte == b'\n').count() as u64 + 1
}
