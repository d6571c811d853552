//! Files of borders, areas and figures: what is taken, and the sentence for what is not.

use std::collections::BTreeSet;

use schuifruimte::domain::borders::{self, Names, Only};
use schuifruimte::domain::id::NeighbourhoodId;
use schuifruimte::domain::indicator::Number;

fn buurten(text: &str) -> Result<Vec<borders::Found>, String> {
    let table = borders::parse(text.as_bytes()).map_err(|error| error.to_string())?;
    borders::neighbourhoods(&table, &Names::default(), &Only::default()).map_err(|error| error.to_string())
}

/// A feature with a square of about two hundred metres near the cathedral of Utrecht.
pub fn square(code: &str, name: &str, west: &str, east: &str) -> String {
    format!(
        "{{\"type\":\"Feature\",\"properties\":{{\"buurtcode\":\"{code}\",\"buurtnaam\":\"{name}\",\"wijkcode\":\"WK034406\",\
         \"wijknaam\":\"Binnenstad\",\"inwoners\":1200}},\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[[[{west},52.090],\
         [{east},52.090],[{east},52.092],[{west},52.092],[{west},52.090]]]}}}}"
    )
}

/// A file of features.
pub fn collection(features: &[String]) -> String {
    format!("{{\"type\":\"FeatureCollection\",\"features\":[{}]}}", features.join(","))
}

#[test]
fn neighbours_of_a_geojson_file_touch_on_the_map() {
    let file = collection(&[
        square("BU03440601", "Domplein", "5.120", "5.123"),
        square("BU03440602", "Neude", "5.123", "5.126"),
    ]);
    let found = buurten(&file).unwrap();
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].name, "Domplein");
    assert_eq!(found[0].district_name.as_deref(), Some("Binnenstad"));
    let frames: Vec<_> = found.iter().map(|one| one.shape.as_ref().unwrap().frame).collect();
    assert!((frames[0].most.x - frames[1].least.x).abs() <= 5, "{frames:?}");
    assert!((136_000..138_000).contains(&frames[0].least.x), "metres of the Dutch grid: {frames:?}");
}

#[test]
fn metres_of_the_dutch_grid_are_taken_as_they_are() {
    let file = collection(&[square("BU03440601", "Domplein", "136700", "136900")])
        .replace("52.090", "455900")
        .replace("52.092", "456100");
    let shape = buurten(&file).unwrap().remove(0).shape.unwrap();
    assert_eq!(shape.path, "M136700 -455900l200 0 0 -200 -200 0z");
}

#[test]
fn properties_may_have_the_names_of_cbs_or_names_of_their_own() {
    let cbs =
        "BU_CODE;BU_NAAM;WK_CODE;INW\nBU03440601;Domplein;WK034406;1200\nBU05990101;Elders;WK059901;5\n";
    let table = borders::parse(cbs.as_bytes()).unwrap();
    let only = Only("BU0344".to_string());
    let found = borders::neighbourhoods(&table, &Names::default(), &only).unwrap();
    assert_eq!(found.len(), 1, "the file is of the whole country");
    let own = "a,b,c\nBU1,Een,W1\n";
    let table = borders::parse(own.as_bytes()).unwrap();
    let names =
        Names { code: "A".to_string(), name: "b".to_string(), district: "c".to_string(), ..Names::default() };
    assert_eq!(borders::neighbourhoods(&table, &names, &Only::default()).unwrap()[0].name, "Een");
}

#[test]
fn a_bad_file_is_refused_with_its_place_and_a_reason() {
    let head = "buurtcode,buurtnaam,wijkcode,wijknaam";
    let row = "BU1,Een,WK1,Wijk";
    let one = square("BU1", "Een", "5.120", "5.123");
    for (file, said) in [
        (String::new(), "the file: there is nothing in it"),
        (format!("{head}\n{row}\nBU2,Twee,WK1\n"), "line 3: 3 cells where the first line has 4"),
        (format!("{head}\n{row}\n{row}\n"), "line 3: BU1 stands there twice"),
        (format!("{head}\n{row}\n,Twee,WK1,Wijk\n"), "line 3: buurtcode is empty"),
        (format!("{head}\n{row}\nBU2,,WK1,Wijk\n"), "line 3: buurtnaam is empty"),
        (format!("{head}\nBU 2,Twee,WK1,Wijk\n"), "line 2: \"BU 2\" is not a code"),
        (format!("{head}\n{row}\nBU2,Twee,WK1,Anders\n"), "line 3: WK1 has two names"),
        ("buurtcode,buurtnaam\nBU1,Een\n".to_string(), "line 1: there is no column wijkcode"),
        ("buurtcode,Buurtcode\n".to_string(), "line 1: the column Buurtcode stands there twice"),
        (format!("{head}\n"), "the file: there is nothing in it to take"),
        ("{\"type\":\n\"FeatureCollection\",}".to_string(), "line 2: this is neither CSV nor GeoJSON"),
        (collection(&[one.clone(), one.replace("5.120", "52.12")]), "feature 2: the coordinates are nowhere"),
        (
            collection(&[one.clone(), one.replace("5.12", "13612").replace("52.09", "45590")]),
            "feature 2: degrees and metres stand in one file",
        ),
        (
            collection(&[one.replace("Polygon", "LineString").replace("[[[", "[[").replace("]]]", "]]")]),
            "not a polygon",
        ),
        (collection(&[one.replace("5.123", "5.12000001")]), "nothing is left of this polygon"),
    ] {
        let refused = buurten(&file).unwrap_err();
        assert!(refused.contains(said), "{file}: {refused}");
    }
    let latin = borders::parse(b"buurtcode\nBU1\nBU\xe9\n").unwrap_err();
    assert_eq!(latin.to_string(), "line 3: the text is not UTF-8");
}

#[test]
fn figures_are_read_exactly_and_what_is_missing_is_not_zero() {
    let known: BTreeSet<NeighbourhoodId> = ["BU1", "BU2", "BU3"].map(NeighbourhoodId::new).into();
    let figures = |text: &str, columns: &[&str]| {
        let columns: Vec<String> = columns.iter().map(ToString::to_string).collect();
        let table = borders::parse(text.as_bytes()).map_err(|error| error.to_string())?;
        borders::figures(&table, &Names::default(), &Only::default(), &columns, &known)
            .map_err(|error| error.to_string())
    };
    let file = "buurtcode,subwijkcode,naam,inwoners,ses_woa\nBU1,0344011,Een,1855,-0.07\nBU2,0344012,Twee,0,\nBU3,0344012,Drie,-99997,.\n";
    let (columns, values) = figures(file, &[]).unwrap();
    assert_eq!(columns, ["inwoners", "ses_woa"], "names and codes are no figures");
    let figure = |code: &str, column: &str| {
        values.get(&NeighbourhoodId::new(code)).and_then(|own| own.get(column)).map(ToString::to_string)
    };
    assert_eq!(figure("BU1", "ses_woa").as_deref(), Some("-0.07"));
    assert_eq!(figure("BU2", "inwoners").as_deref(), Some("0"), "zero is published");
    assert_eq!(figure("BU2", "ses_woa"), None);
    assert_eq!(figure("BU3", "inwoners"), None, "CBS writes -99997 for what it does not publish");
    let dutch = figures("buurtcode;ses\nBU1;-0,07\n", &[]).unwrap().1;
    assert_eq!(dutch[&NeighbourhoodId::new("BU1")]["ses"], Number::parse("-0.07").unwrap());
    for (file, columns, said) in [
        ("buurtcode,x\nBU1,1\nBU9,1\n", vec![], "line 3: the neighbourhood BU9 is not known here"),
        ("buurtcode,x\nBU1,1\nBU1,2\n", vec![], "line 3: BU1 stands there twice"),
        ("buurtcode,x\nBU1,veel\n", vec!["x"], "line 2: x should be a number"),
        ("buurtcode,x\nBU1,1\n", vec!["y"], "line 1: there is no column y"),
        ("buurtcode,naam\nBU1,Een\n", vec![], "there is nothing in it to take"),
    ] {
        let refused = figures(file, &columns).unwrap_err();
        assert!(refused.contains(said), "{file}: {refused}");
    }
}

#[test]
fn the_files_of_utrecht_are_taken_whole() {
    let Some(folder) = super::utrecht("the files of Utrecht") else { return };
    let read = |name: &str| borders::parse(&std::fs::read(folder.join(name)).unwrap()).unwrap();
    let (names, only) = (Names::default(), Only::default());
    let shapes = borders::neighbourhoods(&read("utrecht_buurten.geojson"), &names, &only).unwrap();
    let listed = borders::neighbourhoods(&read("utrecht_buurten.csv"), &names, &only).unwrap();
    assert_eq!(shapes.len(), 111);
    assert!(shapes.iter().all(|one| one.shape.is_some()) && listed.iter().all(|one| one.shape.is_none()));
    assert!(shapes.iter().zip(&listed).all(|(a, b)| (&a.code, &a.name) == (&b.code, &b.name)));
    for name in ["utrecht_wijken.geojson", "utrecht_wijken.csv"] {
        assert_eq!(borders::districts(&read(name), &names, &only).unwrap().len(), 10);
    }
    let subwijken =
        Names { area: "subwijkcode".to_string(), area_name: "subwijknaam".to_string(), ..Names::default() };
    let rows = borders::areas(&read("utrecht_buurten.csv"), &subwijken, &only).unwrap();
    let codes: BTreeSet<&str> = rows.iter().map(|row| row.area.as_str()).collect();
    assert_eq!((rows.len(), codes.len()), (111, 34));
}
