//! ARCHITECTURE.md's floor table is the law: a module uses only lower floors, never its own.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Module → floor, read from the table's rows `| 1 steps | `import` `boundaries` … | … |`.
fn floors() -> BTreeMap<String, u32> {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    let rows = text.lines().filter_map(|line| {
        let mut columns = line.strip_prefix('|')?.split('|').map(str::trim);
        let floor: u32 = columns.next()?.split(' ').next()?.parse().ok()?;
        Some((floor, columns.next()?.to_owned()))
    });
    rows.flat_map(|(floor, modules)| {
        modules.split('`').map(str::trim).filter(|name| !name.is_empty()).map(|name| (name.to_owned(), floor)).collect::<Vec<_>>()
    })
    .collect()
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of the source").flatten() {
        let path = entry.path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
}

/// Top-level modules named in `crate::name` or `crate::{name, …}` anywhere in the text.
fn used(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (at, _) in text.match_indices("crate::") {
        let rest = &text[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(list) => {
                let (mut depth, mut item) = (0, String::new());
                for letter in list.chars() {
                    match letter {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => names.push(std::mem::take(&mut item)),
                        _ if depth == 0 => item.push(letter),
                        _ => {}
                    }
                }
                names.push(item);
            }
            None => names.push(rest.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect()),
        }
    }
    let first = |name: String| name.trim().split("::").next().unwrap_or_default().trim().to_owned();
    names.into_iter().map(first).filter(|name| !name.is_empty()).collect()
}

#[test]
fn every_module_has_a_floor_and_every_floor_its_modules() {
    let lib = fs::read_to_string(root().join("src/lib.rs")).expect("src/lib.rs");
    let mut declared: Vec<String> =
        lib.lines().filter_map(|line| Some(line.strip_prefix("pub mod ")?.strip_suffix(';')?.to_owned())).collect();
    declared.sort();
    let listed: Vec<String> = floors().into_keys().collect();
    assert_eq!(declared, listed, "src/lib.rs and the floor table of ARCHITECTURE.md name different modules");
}

#[test]
fn a_module_uses_only_lower_floors() {
    let floors = floors();
    let mut files = Vec::new();
    rust_files(&root().join("src"), &mut files);
    let mut broken = Vec::new();
    for file in files {
        let inside = file.strip_prefix(root().join("src")).expect("under src");
        let module = inside.components().next().expect("a name").as_os_str().to_string_lossy().into_owned();
        let Some(&floor) = floors.get(&module) else { continue };
        for name in used(&fs::read_to_string(&file).expect("source")) {
            match floors.get(&name) {
                Some(&other) if name != module && other >= floor => broken.push(format!("{}: {module} uses {name}", inside.display())),
                _ => {}
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn the_reader_of_uses_sees_through_braces() {
    assert_eq!(used("use crate::{index, store::{Folder, atomic}, domain};"), ["index", "store", "domain"]);
    assert_eq!(used("crate::flow::clock::now()"), ["flow"]);
}
