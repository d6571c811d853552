//! Pictures of plans (trust.md A43): what is taken in is dots and nothing else; what stands on a page has one size.

use image::GenericImageView as _;
use schuifruimte::acts;
use schuifruimte::documents::picture::make;
use schuifruimte::domain::digest::{Digest, hex};
use schuifruimte::domain::id::{ProposalId, RoundId};
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::domain::picture::{Image, Pair, PictureFault};
use schuifruimte::domain::round::Step;
use schuifruimte::store::{self, Guard, StoreError};

use crate::support::announced::{FATMA, employ};
use crate::support::people::JORIS;
use crate::support::picture::{
    NOTED, clear_png, jpeg_of_passes, jpeg_that_says, photo, png, png_that_says, webp,
};
use crate::support::site::between;
use crate::support::town::{LETTERS, plan, plans};
use crate::support::{Browser, Page, Place, Site, Town, days, now, on_both, on_both_tampered, on_embedded};

const ALT: &str = "Een bank onder een boom";

/// Whether bytes hold others.
fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|some| some == wanted)
}

/// The colour at a place, in tenths of width and height: `r`, `b` or `w`.
fn colour(image: &Image, (x, y): (u32, u32)) -> char {
    let seen = image::load_from_memory(&image.bytes).expect("a picture");
    let [red, green, blue, _] = seen.get_pixel(image.width * x / 10, image.height * y / 10).0;
    match (red > 150, green > 150, blue > 150) {
        (true, true, true) => 'w',
        (true, false, false) => 'r',
        (false, false, true) => 'b',
        other => panic!("no such colour: {other:?}"),
    }
}

#[test]
fn a_photo_of_a_telephone_is_turned_upright_and_nothing_of_where_it_was_taken_is_left() {
    let taken = photo(800, 400);
    assert!(holds(&taken, NOTED.as_bytes()) && holds(&taken, b"Exif"), "the camera noted it");
    let Pair { large, small } = make(&taken).expect("a picture");
    assert_eq!(((large.width, large.height), (small.width, small.height)), ((400, 800), (336, 252)));
    assert_eq!((colour(&large, (5, 1)), colour(&large, (5, 8))), ('r', 'b'), "it stands on its feet");
    for file in [&large.bytes, &small.bytes] {
        for noted in [NOTED.as_bytes(), b"Exif", b"II*\0", &52_u32.to_le_bytes()] {
            assert!(!holds(file, noted), "{noted:?} is still there");
        }
        assert!(file.starts_with(&[0xff, 0xd8, 0xff]), "it is a JPEG");
        let decoder = image::ImageReader::new(std::io::Cursor::new(file)).with_guessed_format().unwrap();
        let mut decoder = decoder.into_decoder().unwrap();
        assert_eq!(image::ImageDecoder::exif_metadata(&mut decoder).unwrap(), None);
    }
}

#[test]
fn every_kind_becomes_the_same_kind_in_the_same_sizes() {
    for (file, size) in
        [(png(3_000, 1_000), (1_600, 533)), (webp(300, 200), (300, 200)), (png(120, 2_400), (80, 1_600))]
    {
        let Pair { large, small } = make(&file).expect("a picture");
        assert_eq!((large.width, large.height), size);
        assert_eq!((small.width, small.height), (336, 252), "whatever its shape");
        assert!(small.bytes.len() < 60_000 && large.bytes.len() < 1_000_000);
    }
    let clear = make(&clear_png(400, 300)).expect("a picture");
    assert_eq!((colour(&clear.large, (2, 5)), colour(&clear.large, (8, 5))), ('r', 'w'), "on white");
    assert_eq!(make(&png(400, 300)), make(&png(400, 300)), "the same dots are the same file");
}

/// A43, on the reader itself.
#[test]
fn what_is_no_picture_or_more_than_one_is_refused() {
    let tail = |mut file: Vec<u8>| {
        file.extend(b"<script>alert(1)</script>");
        file
    };
    let cut = |file: Vec<u8>| file[..file.len() / 2].to_vec();
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>";
    let gif = b"GIF89a\x01\0\x01\0\0\0\0;";
    for (file, fault) in [
        (Vec::new(), PictureFault::Empty),
        (svg.to_vec(), PictureFault::Kind),
        ([b"<?xml version='1.0'?>".as_slice(), svg].concat(), PictureFault::Kind),
        (gif.to_vec(), PictureFault::Kind),
        (b"%PDF-1.7".to_vec(), PictureFault::Kind),
        (b"II*\0\x08\0\0\0".to_vec(), PictureFault::Kind),
        (tail(png(200, 200)), PictureFault::Broken),
        (tail(webp(200, 200)), PictureFault::Broken),
        (cut(png(200, 200)), PictureFault::Broken),
        (cut(webp(200, 200)), PictureFault::Broken),
        (b"\x89PNG\r\n\x1a\n".to_vec(), PictureFault::Broken),
        (b"\xff\xd8\xff\xe0".to_vec(), PictureFault::Broken),
        (png_that_says(50_000, 50_000), PictureFault::Large),
        (png_that_says(4_001, 5_000), PictureFault::Large),
        (jpeg_that_says(50_000, 50_000), PictureFault::Large),
        (jpeg_of_passes(41), PictureFault::Broken),
        (png(119, 400), PictureFault::Small),
        (vec![0; 5 * 1024 * 1024 + 1], PictureFault::Large),
    ] {
        let start = file.iter().take(12).copied().collect::<Vec<_>>();
        assert_eq!(make(&file).err(), Some(fault), "{start:?} of {} bytes", file.len());
    }
    // A JPEG with a page behind it, as telephones put films there: the picture stays, the page is gone.
    let polyglot = make(&tail(photo(400, 300))).expect("a picture");
    assert!(!holds(&polyglot.large.bytes, b"<script") && !holds(&polyglot.small.bytes, b"<script"));
    // As much as is allowed is allowed.
    assert!(make(&png(4_000, 5_000)).is_ok());
}

/// Sends a picture for a plan.
async fn send(
    browser: &mut Browser,
    site: &Site,
    plan: &str,
    (file, name): (&[u8], &str),
    alt: &str,
) -> Page {
    let address = format!("/bureau/rondes/{plan}/fotos");
    browser.upload_bytes(site, &address, &[("words_alt", alt)], (name, file)).await
}

/// The addresses of the pictures of plans on a page.
fn shown(page: &Page) -> Vec<String> {
    let all = page.body.split("src=\"").skip(1).filter_map(|rest| rest.split('"').next());
    all.filter(|address| address.starts_with("/fotos/")).map(str::to_string).collect()
}

#[test]
fn a_picture_stands_on_the_card_and_on_the_page_in_one_size_with_its_words() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let site = Site::of(&town, now());
        let mut joris = Browser::of(&site, JORIS).await;
        let page = send(&mut joris, &site, "zuilen/plannen/01", (&photo(800, 600), "IMG 1.jpg"), ALT).await;
        assert_eq!(
            (page.status.as_u16(), page.header("location")),
            (303, "/bureau/rondes/zuilen/plannen/01#fotos")
        );
        let office = joris.get(&site, "/bureau/rondes/zuilen/plannen/01").await;
        assert!(
            office.says(ALT) && office.says("/fotos/1\" width=\"168\" height=\"126\""),
            "{}",
            office.body
        );
        let own = joris.get(&site, "/bureau/rondes/zuilen/plannen/01/fotos/1").await;
        assert_eq!((own.header("content-type"), own.header("cache-control")), ("image/jpeg", "no-store"));
        let mut conn = place.store.read().await.unwrap();
        let kept =
            store::picture::of_plan(&mut conn, &round, &ProposalId::new("01")).await.unwrap().remove(0);
        drop(conn);
        let small = format!("/fotos/{}.jpg", kept.small);

        let open = town.open_draft(round, LETTERS).await;
        site.add_keys(&open);
        let list = Browser::default().get(&site, "/rondes/zuilen").await;
        assert_eq!(shown(&list), [small.as_str()], "the others have a drawing");
        let sizes: Vec<_> = list
            .body
            .split("class=\"sr-picture\"")
            .skip(1)
            .map(|rest| between(rest, "width=\"", " alt"))
            .collect();
        assert!(
            sizes.len() == 6 && sizes.iter().all(|size| *size == Some("160\" height=\"120\"")),
            "{sizes:?}"
        );
        assert!(list.says(&format!("alt=\"{ALT}\"")));
        let choose = Browser::default().get(&site, "/rondes/zuilen/stemmen?volgorde=x").await;
        assert_eq!(shown(&choose), [small.as_str()]);
        let page = Browser::default().get(&site, "/en/rondes/zuilen/plannen/01").await;
        assert_eq!(shown(&page), [format!("/fotos/{}.jpg", kept.large)]);
        let file = Browser::default().get(&site, &small).await;
        let headers =
            ["content-type", "x-content-type-options", "cache-control"].map(|name| file.header(name));
        assert_eq!(headers, ["image/jpeg", "nosniff", "private, max-age=3600"]);
        assert_eq!(Digest::of(&file.bytes), kept.small, "its name is what is in it");
        for other in [
            "/fotos/x.jpg",
            "/fotos/..%2f..%2fetc%2fpasswd",
            &small.replace(".jpg", ""),
            &small.replace(".jpg", ".svg"),
        ] {
            assert_eq!(Browser::default().get(&site, other).await.status.as_u16(), 404, "{other}");
        }
    });
}

/// A43, at the form.
#[test]
fn the_form_says_what_is_wrong_keeps_the_words_and_nothing_is_written() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        town.draft_round("zuilen").await;
        let site = Site::of(&town, now());
        let mut joris = Browser::of(&site, JORIS).await;
        let rows = place.dump().await;
        let good = png(200, 200);
        let tail = [good.as_slice(), b"<html><script>alert(1)</script>"].concat();
        let long = format!("{}.png", "a".repeat(300));
        let huge = vec![0; 5 * 1024 * 1024 + 200_000];
        for ((file, name), alt, told) in [
            ((good.as_slice(), "x.png"), "", (422, "field_invalid")),
            ((&good, "x.png"), "a\u{202e}b", (422, "text_invalid")),
            ((&good, "x.png"), "🎉", (422, "text_invalid")),
            ((&good, "x.png"), &"a".repeat(201), (422, "field_invalid")),
            ((&good, "../../x"), ALT, (422, "field_invalid")),
            ((&good, "../../x.png"), ALT, (422, "field_invalid")),
            ((&good, "CON"), ALT, (422, "field_invalid")),
            ((&good, &long), ALT, (422, "field_invalid")),
            ((&[], "x.png"), ALT, (422, "field_invalid")),
            ((&tail, "x.png"), ALT, (422, "field_invalid")),
            ((b"<svg onload='alert(1)'/>", "x.png"), ALT, (415, "unsupported_type")),
            ((b"GIF89a", "x.png"), ALT, (415, "unsupported_type")),
            ((&png_that_says(50_000, 50_000), "x.png"), ALT, (413, "too_large")),
            ((&huge, "x.png"), ALT, (413, "too_large")),
        ] {
            let page = send(&mut joris, &site, "zuilen/plannen/01", (file, name), alt).await;
            assert_eq!((page.status.as_u16(), page.kind()), (told.0, Some(told.1)), "{name}: {}", page.body);
            let is_form = !alt.is_empty() && file.len() < huge.len();
            assert!(!is_form || page.says(&format!("value=\"{alt}\"")), "what was typed comes back");
            assert!(!page.says("<svg onload"));
        }
        assert_eq!(place.dump().await, rows);
        employ(&place, FATMA).await;
        let mut fatma = Browser::of(&site, FATMA).await;
        let page = send(&mut fatma, &site, "zuilen/plannen/01", (&good, "x.png"), ALT).await;
        assert_eq!(page.status.as_u16(), 404, "she does not run rounds");
        let page = send(&mut joris, &site, "zuilen/plannen/99", (&good, "x.png"), ALT).await;
        assert_eq!(page.status.as_u16(), 404);
        for number in 1..=4 {
            let page =
                send(&mut joris, &site, "zuilen/plannen/01", (&png(200 + number, 200), "x.png"), ALT).await;
            assert_eq!(page.status.as_u16(), 303, "picture {number}");
        }
        let page = send(&mut joris, &site, "zuilen/plannen/01", (&good, "x.png"), ALT).await;
        assert_eq!((page.status.as_u16(), page.says("heeft al 4 foto")), (422, true));
    });
}

#[test]
fn while_one_picture_is_read_the_next_one_waits_and_pages_do_not() {
    on_embedded(|place| async move {
        let town = Town::new(&place).await;
        town.draft_round("zuilen").await;
        let site = Site::of(&town, now());
        let mut joris = Browser::of(&site, JORIS).await;
        let turn = site.app.limits.pictures.clone().acquire_owned().await.expect("the turn");
        let page = send(&mut joris, &site, "zuilen/plannen/01", (&png(200, 200), "x.png"), ALT).await;
        assert_eq!((page.status.as_u16(), page.kind()), (503, Some("busy")));
        assert_ne!(page.header("retry-after"), "");
        assert_eq!(Browser::default().get(&site, "/").await.status.as_u16(), 200);
        drop(turn);
        let page = send(&mut joris, &site, "zuilen/plannen/01", (&png(200, 200), "x.png"), ALT).await;
        assert_eq!(page.status.as_u16(), 303);
    });
}

async fn count(place: &Place, wanted: &str) -> i64 {
    place.number(format!("SELECT COUNT(*) FROM plan_picture WHERE {wanted}")).await
}

#[test]
fn a_picture_can_be_taken_off_until_the_list_is_fixed_and_goes_with_a_plan_that_is_withdrawn() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let plan = |id: &str| ProposalId::new(id);
        let files = make(&png(200, 200)).unwrap();
        let ctx = town.joris_at(days(-30));
        for id in ["01", "01", "02", "03"] {
            acts::picture::add(&ctx, &round, &plan(id), &files, ALT).await.unwrap();
        }
        let site = Site::of(&town, now());
        let mut joris = Browser::of(&site, JORIS).await;
        let remove = |number: u32| format!("/bureau/rondes/zuilen/plannen/01/fotos/{number}/verwijdering");
        assert_eq!(joris.post(&site, &remove(1), &[]).await.status.as_u16(), 303);
        assert_eq!(joris.post(&site, &remove(1), &[]).await.status.as_u16(), 404, "it is gone");
        acts::proposal::withdraw(&ctx, &round, &plan("02")).await.unwrap();
        assert_eq!((count(&place, "1 = 1").await, count(&place, "proposal_id = '02'").await), (2, 0));

        let open = town.open_draft(round.clone(), LETTERS).await;
        site.add_keys(&open);
        let rules = Browser::default().get(&site, "/rondes/zuilen/regels.json").await;
        assert!(
            rules.says("\"03\"") && !rules.says(&files.large.name().to_string()),
            "the rules hold no picture"
        );
        let told = place.dump().await.into_iter().filter(|row| row.starts_with("staff_log"));
        let told = told
            .filter(|row| row.to_lowercase().contains(&hex(files.large.name().to_string().as_bytes())))
            .count();
        assert_eq!(told, 4, "the staff log tells which file each was");
        let late = town.joris_at(days(1));
        assert!(acts::picture::add(&late, &round, &plan("01"), &files, ALT).await.is_err());
        assert!(acts::picture::remove(&late, &round, &plan("01"), 2).await.is_err());
        assert_eq!(joris.post(&site, &remove(2), &[]).await.kind(), Some("round_frozen"));
        let frozen = |done: Result<u64, StoreError>| matches!(done, Err(StoreError::Refused(Guard::Trigger(word))) if word == "round_frozen");
        assert!(frozen(place.sql("DELETE FROM plan_picture").await), "past the acts neither");
        let copy = "INSERT INTO plan_picture SELECT round_id, proposal_id, number + 7, large, small, alt, added_by, added_at, \
                    erased_at, large_file, small_file FROM plan_picture WHERE proposal_id = '03'";
        assert!(frozen(place.sql(copy).await));
        let changed = place.sql("UPDATE plan_picture SET alt = 'iets anders'").await;
        assert!(matches!(changed, Err(StoreError::Refused(Guard::Trigger(word))) if word == "append_only"));
    });
}

#[test]
fn after_its_term_a_picture_and_its_words_are_gone_and_which_file_it_was_stays() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (first, files) = (ProposalId::new("01"), make(&png(200, 200)).unwrap());
        let words = "Truus Overalmerk op haar bank";
        acts::picture::add(&town.joris_at(days(-30)), &round, &first, &files, words).await.unwrap();
        let erase = async |day: i64| {
            let ctx = place.context(Actor::Service, days(day));
            acts::erasure::run(&ctx).await.expect("it runs").emptied.pictures
        };
        assert_eq!(erase(800).await, 0, "as long as the round goes on, it stays");
        let id = town.certify_draft(round).await;
        let site = Site::of(&town, days(30));
        let mut joris = Browser::of(&site, JORIS).await;
        let case = joris.post(&site, &format!("/bureau/rondes/{id}/dossier.tar"), &[]).await;
        let (_, archive) = crate::web::casefile::opened(&case.bytes);
        assert_eq!(archive["fotos/01-1.jpg"], files.large.bytes, "the file of the round holds it until then");
        assert!(String::from_utf8_lossy(&archive["fotos.json"]).contains(words));
        assert_eq!((erase(600).await, count(&place, "erased_at IS NULL").await), (0, 1));
        assert_eq!((erase(800).await, erase(801).await), (1, 0));
        let (large, in_bytes) = (files.large.name(), hex(&files.small.bytes[20..60]));
        for row in place.dump().await {
            assert!(!row.contains(words) && !row.to_lowercase().contains(&in_bytes), "{row}");
        }
        assert_eq!(count(&place, &format!("large = '{large}' AND erased_at IS NOT NULL")).await, 1);
        let site = Site::of(&town, days(801));
        assert_eq!(Browser::default().get(&site, &format!("/fotos/{large}.jpg")).await.status.as_u16(), 404);
        let page = Browser::default().get(&site, &format!("/rondes/{id}/plannen/01")).await;
        assert_eq!((page.status.as_u16(), shown(&page)), (200, Vec::new()), "the drawing is back");
    });
}

#[test]
fn a_picture_that_was_exchanged_behind_the_service_is_found() {
    on_both_tampered(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (first, files) = (ProposalId::new("01"), make(&png(200, 200)).unwrap());
        acts::picture::add(&town.joris_at(days(-30)), &round, &first, &files, ALT).await.unwrap();
        assert_eq!(place.fsck().await, Vec::<String>::new());
        place.disarm("plan_picture").await;
        place.sql("UPDATE plan_picture SET small_file = large_file").await.unwrap();
        let found = place.fsck().await;
        assert!(found.iter().any(|one| one.contains("picture 1 of zuilen/01")), "{found:?}");
        place.sql("UPDATE plan_picture SET alt = 'Een ander plan'").await.unwrap();
        let found = place.fsck().await;
        assert!(found.iter().any(|one| one.contains("plan_picture zuilen/01")), "{found:?}");
    });
}

#[test]
fn nobody_sees_a_picture_of_a_draft_not_even_under_the_name_of_its_file() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (ctx, id) = (town.joris_at(days(-30)), RoundId::new("ondiep"));
        acts::round::create(&ctx, &id, &town.noordwest, &plan("ondiep")).await.unwrap();
        let first = acts::proposal::add(&ctx, &id, plans()[0].clone()).await.unwrap();
        let files = make(&png(300, 200)).unwrap();
        acts::picture::add(&ctx, &id, &first, &files, ALT).await.unwrap();
        let site = Site::of(&town, now());
        for name in [files.small.name(), files.large.name()] {
            assert_eq!(
                Browser::default().get(&site, &format!("/fotos/{name}.jpg")).await.status.as_u16(),
                404
            );
        }
        let mut joris = Browser::of(&site, JORIS).await;
        let own = joris.get(&site, "/bureau/rondes/ondiep/plannen/01/fotos/1").await;
        assert_eq!((own.status.as_u16(), own.bytes), (200, files.small.bytes), "the office does");
        acts::round::step(&ctx, &id, Step::Announce).await.unwrap();
        let name = files.large.name();
        assert_eq!(Browser::default().get(&site, &format!("/fotos/{name}.jpg")).await.status.as_u16(), 200);
    });
}
