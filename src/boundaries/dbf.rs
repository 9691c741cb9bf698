//! dBASE tables as text. Typed readers turn `0012` into 12 and skip deleted rows, which would lose ids and shift rows against shapes.

use std::collections::{BTreeMap, BTreeSet};

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use crate::domain::{Outcome, Problem, Source};

const HEADER_BYTES: usize = 32;
const FIELD_BYTES: usize = 32;

struct Field {
    name: String,
    start: usize,
    end: usize,
}

/// Every row in file order, values trimmed and else as they stand; `None` for a row marked as deleted.
/// `encoding` is the text of a `.cpg`; without a known one UTF-8 is taken where the whole table is UTF-8, else Windows-1252.
pub(super) fn records(table: Source, encoding: Option<&str>) -> Outcome<Vec<Option<BTreeMap<String, String>>>> {
    let damaged = || Problem::new("the table is damaged or cut short").file(table.name).remedy("fetch or export it again");
    let header = table.bytes.get(..HEADER_BYTES).ok_or_else(damaged)?;
    let count = u32::from_le_bytes([header[4], header[5], header[6], header[7]]) as usize;
    let header_len = usize::from(u16::from_le_bytes([header[8], header[9]]));
    let record_len = usize::from(u16::from_le_bytes([header[10], header[11]]));
    let descriptors = table.bytes.get(HEADER_BYTES..header_len).ok_or_else(damaged)?;
    let rows = count.checked_mul(record_len).and_then(|len| table.bytes.get(header_len..header_len.checked_add(len)?));
    let rows = rows.filter(|_| record_len > 0).ok_or_else(damaged)?;

    let encoding = encoding.and_then(known_encoding).unwrap_or_else(|| sniff(descriptors, rows));
    let fields = fields(descriptors, encoding);
    if fields.last().is_none_or(|field| field.end > record_len) {
        return Err(damaged());
    }
    let text = |record: &[u8], field: &Field| {
        let bytes = &record[field.start..field.end];
        let value = &bytes[..bytes.iter().position(|&byte| byte == 0).unwrap_or(bytes.len())];
        encoding.decode_without_bom_handling(value).0.trim().to_owned()
    };
    let row = |record: &[u8]| match record[0] {
        b'*' => None,
        _ => Some(fields.iter().map(|field| (field.name.clone(), text(record, field))).collect()),
    };
    Ok(rows.chunks_exact(record_len).map(row).collect())
}

/// Field descriptors follow the header until a carriage return: name in bytes 0 to 10, length in byte 16.
fn fields(descriptors: &[u8], encoding: &'static Encoding) -> Vec<Field> {
    let mut start = 1;
    let descriptors = descriptors.chunks_exact(FIELD_BYTES).take_while(|field| field[0] != b'\r');
    let mut fields: Vec<Field> = Vec::new();
    let mut known = BTreeSet::new();
    for descriptor in descriptors {
        let name = &descriptor[..descriptor[..11].iter().position(|&byte| byte == 0).unwrap_or(11)];
        let mut name = encoding.decode_without_bom_handling(name).0.trim().to_owned();
        if !known.insert(name.clone()) {
            name = format!("{name}_{}", fields.len() + 1);
            known.insert(name.clone());
        }
        let end = start + usize::from(descriptor[16]);
        fields.push(Field { name, start, end });
        start = end;
    }
    fields
}

/// `.cpg` files say `UTF-8`, `ISO-8859-1`, `1252`, `ANSI 1252`, `CP1252`, `88591`, or `System`, which says nothing.
fn known_encoding(label: &str) -> Option<&'static Encoding> {
    let label = label.trim().to_ascii_lowercase();
    let digits: String = label.chars().filter(char::is_ascii_digit).collect();
    let windows = || Encoding::for_label(format!("windows-{digits}").as_bytes());
    let iso = || Encoding::for_label(format!("iso-8859-{}", digits.strip_prefix("8859")?).as_bytes());
    Encoding::for_label(label.as_bytes()).or_else(windows).or_else(iso)
}

fn sniff(descriptors: &[u8], rows: &[u8]) -> &'static Encoding {
    let utf8 = [descriptors, rows].iter().all(|bytes| bytes.split(|&byte| byte < b' ').all(|piece| std::str::from_utf8(piece).is_ok()));
    if utf8 { UTF_8 } else { WINDOWS_1252 }
}
