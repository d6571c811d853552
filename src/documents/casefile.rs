//! A case file as one tar archive: a list of what is in it with the SHA-256 of each file, then the files by name. The
//! same content gives the same bytes. The list has what the Dutch scheme for metadata of government information (MDTO)
//! asks for first: name, identification, coverage in time, retention, files with checksums; it does not claim to be MDTO.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tar::Builder;

use super::bundle::header;
use super::letter::page;
use crate::domain::casefile::{Body, CONTENTS, CaseFile, FORMAT, Part};
use crate::domain::digest::Digest;
use crate::domain::retention::{Kind, Term};

/// Why no archive was made: never for what people wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmade(pub String);

/// A file of the archive.
struct File {
    media: &'static str,
    about: &'static str,
    bytes: Vec<u8>,
}

/// Makes the archive.
pub fn write(case: &CaseFile) -> Result<Vec<u8>, Unmade> {
    const MEMORY: &str = "writing to memory does not fail";
    let mut files = BTreeMap::new();
    for part in &case.parts {
        add(&mut files, part)?;
    }
    let contents = pretty(&list(case, &files));
    let mut builder = Builder::new(Vec::new());
    let all = files.iter().map(|(name, file)| (name.as_str(), &file.bytes));
    for (name, bytes) in std::iter::once((CONTENTS, &contents)).chain(all) {
        let header = header(name, bytes.len()).ok_or_else(|| Unmade(format!("the name {name}")))?;
        builder.append(&header, &bytes[..]).expect(MEMORY);
    }
    Ok(builder.into_inner().expect(MEMORY))
}

fn add(files: &mut BTreeMap<String, File>, part: &Part) -> Result<(), Unmade> {
    let (name, about) = (&part.name, part.about);
    let mut put = |name: String, media: &'static str, bytes: Vec<u8>| {
        files.insert(name, File { media, about, bytes });
    };
    match &part.body {
        Body::Json(value) => put(format!("{name}.json"), "application/json", pretty(value)),
        Body::Table(head, rows) => put(format!("{name}.csv"), "text/csv; charset=utf-8", table(head, rows)),
        Body::Letter(letter) => {
            put(format!("{name}.html"), "text/html; charset=utf-8", page::whole(letter).into_bytes());
            put(format!("{name}.json"), "application/json", letter.write().into_bytes());
            #[cfg(feature = "pdf")]
            {
                let set =
                    super::pdf::letter(letter).map_err(|fault| Unmade(format!("{name}: {}", fault.0)))?;
                put(format!("{name}.pdf"), "application/pdf", set);
            }
        }
        Body::Fixed(bytes) => {
            let media = match name.rsplit_once('.') {
                Some((_, "json")) => "application/json",
                Some((_, "jpg")) => "image/jpeg",
                _ => "text/plain; charset=utf-8",
            };
            put(name.clone(), media, bytes.clone());
        }
    }
    Ok(())
}

fn list(case: &CaseFile, files: &BTreeMap<String, File>) -> Value {
    let term = |kind: &Kind| {
        let term = Term::of(*kind);
        json!({ "what": term.what, "years": term.years, "from": term.from, "ground": term.ground })
    };
    let file = |(name, file): (&String, &File)| {
        json!({
            "name": name, "media_type": file.media, "description": file.about, "size": file.bytes.len(),
            "sha256": Digest::of(&file.bytes),
        })
    };
    json!({
        "format": FORMAT,
        "name": case.title,
        "level": "dossier",
        "identification": { "source": "schuifruimte", "kind": case.subject.name(), "id": case.id },
        "coverage": { "from": case.from, "until": case.until },
        "retention": case.terms.iter().map(term).collect::<Vec<Value>>(),
        "files": files.iter().map(file).collect::<Vec<Value>>(),
    })
}

fn pretty(value: &Value) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(value).expect("a value is plain data");
    bytes.push(b'\n');
    bytes
}

fn table(head: &[&'static str], rows: &[Vec<String>]) -> Vec<u8> {
    const MEMORY: &str = "writing to memory does not fail";
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(head).expect(MEMORY);
    for row in rows {
        writer.write_record(row.iter().map(|cell| super::harmless(cell))).expect(MEMORY);
    }
    writer.into_inner().expect(MEMORY)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::casefile::Subject;

    fn case(id: &str) -> CaseFile {
        let rows = vec![vec!["=1+1".to_string()]];
        let fixed = Body::Fixed(b"as it was".to_vec());
        CaseFile {
            subject: Subject::Grant,
            id: id.to_string(),
            title: "Buurttuin".to_string(),
            from: None,
            until: None,
            terms: vec![Kind::Recipient],
            parts: vec![
                Part { name: "tabel".to_string(), about: "Een tabel", body: Body::Table(vec!["a"], rows) },
                Part { name: "bundel/log.txt".to_string(), about: "Een bestand", body: fixed },
                Part::json("subsidie", "De subsidie", json!({ "id": id })),
            ],
        }
    }

    #[test]
    fn the_same_content_is_the_same_archive_and_its_list_comes_first() {
        let bytes = write(&case("g1")).unwrap();
        assert_eq!(bytes, write(&case("g1")).unwrap());
        assert_ne!(bytes, write(&case("g2")).unwrap());
        let mut archive = tar::Archive::new(&bytes[..]);
        let names: Vec<String> = archive
            .entries()
            .unwrap()
            .map(|entry| entry.unwrap().path().unwrap().display().to_string())
            .collect();
        assert_eq!(names, [CONTENTS, "bundel/log.txt", "subsidie.json", "tabel.csv"]);
    }

    #[test]
    fn no_cell_becomes_a_formula() {
        assert_eq!(table(&["a"], &[vec!["=1+1".to_string()]]), b"a\n'=1+1\n");
    }
}
