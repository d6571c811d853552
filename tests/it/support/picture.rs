//! Files of pictures as people and attackers send them, made here.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

/// What a camera noted, and nobody may read later.
pub const NOTED: &str = "Thuis bij Truus van der Berg";

/// A picture of which the left half is red and the right half blue.
fn dots(width: u32, height: u32) -> DynamicImage {
    let dot = |x: u32, _| if x < width / 2 { Rgb([220, 20, 20]) } else { Rgb([20, 20, 220]) };
    DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, dot))
}

fn written(picture: &DynamicImage, kind: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, kind).expect("it is written");
    bytes.into_inner()
}

/// A PNG.
pub fn png(width: u32, height: u32) -> Vec<u8> {
    written(&dots(width, height), ImageFormat::Png)
}

/// A PNG of which the right half cannot be seen.
pub fn clear_png(width: u32, height: u32) -> Vec<u8> {
    let mut picture = dots(width, height).to_rgba8();
    for (x, _, dot) in picture.enumerate_pixels_mut() {
        dot.0[3] = if x < width / 2 { 255 } else { 0 };
    }
    written(&DynamicImage::ImageRgba8(picture), ImageFormat::Png)
}

/// A WebP.
pub fn webp(width: u32, height: u32) -> Vec<u8> {
    written(&dots(width, height), ImageFormat::WebP)
}

/// A JPEG as a telephone makes it that was held upright: the dots lie on their side, and beside them stands how it was
/// held (6: a quarter to the right), where (GPS) and in whose house.
pub fn photo(width: u32, height: u32) -> Vec<u8> {
    let plain = written(&dots(width, height), ImageFormat::Jpeg);
    let noted = exif();
    let length = u16::try_from(noted.len() + 2).expect("a short note").to_be_bytes();
    [&plain[..2], &[0xff, 0xe1], &length, &noted, &plain[2..]].concat()
}

/// A note of a camera (Exif 2.32, in TIFF): a description, the orientation, and a table for GPS with a latitude.
fn exif() -> Vec<u8> {
    let entry = |tag: u16, kind: u16, count: u32, value: u32| -> Vec<u8> {
        [&tag.to_le_bytes()[..], &kind.to_le_bytes(), &count.to_le_bytes(), &value.to_le_bytes()].concat()
    };
    let words = [NOTED.as_bytes(), b"\0"].concat();
    let words_at = 8 + 2 + 3 * 12 + 4;
    let gps_at = words_at + u32::try_from(words.len()).expect("few");
    let latitude_at = gps_at + 2 + 2 * 12 + 4;
    let mut tiff = b"II*\0\x08\0\0\0".to_vec();
    tiff.extend(3_u16.to_le_bytes());
    tiff.extend(entry(0x010e, 2, u32::try_from(words.len()).expect("few"), words_at));
    tiff.extend(entry(0x0112, 3, 1, 6));
    tiff.extend(entry(0x8825, 4, 1, gps_at));
    tiff.extend([0; 4]);
    tiff.extend(&words);
    tiff.extend(2_u16.to_le_bytes());
    tiff.extend(entry(0x0001, 2, 2, u32::from_le_bytes(*b"N\0\0\0")));
    tiff.extend(entry(0x0002, 5, 3, latitude_at));
    tiff.extend([0; 4]);
    for (above, below) in [(52_u32, 1_u32), (6, 1), (1_234, 100)] {
        tiff.extend(above.to_le_bytes());
        tiff.extend(below.to_le_bytes());
    }
    [b"Exif\0\0", tiff.as_slice()].concat()
}

/// A PNG whose first words tell of another size than its dots have.
pub fn png_that_says(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = png(120, 120);
    bytes[16..20].copy_from_slice(&width.to_be_bytes());
    bytes[20..24].copy_from_slice(&height.to_be_bytes());
    let sum = crc(&bytes[12..29]).to_be_bytes();
    bytes[29..33].copy_from_slice(&sum);
    bytes
}

/// A JPEG whose first words tell of another size than its dots have.
pub fn jpeg_that_says(width: u16, height: u16) -> Vec<u8> {
    let mut bytes = written(&dots(120, 120), ImageFormat::Jpeg);
    let frame = bytes.windows(2).position(|two| two == [0xff, 0xc0]).expect("a frame");
    bytes[frame + 5..frame + 7].copy_from_slice(&height.to_be_bytes());
    bytes[frame + 7..frame + 9].copy_from_slice(&width.to_be_bytes());
    bytes
}

/// A JPEG that goes over its dots very often: the first pass again and again.
pub fn jpeg_of_passes(number: usize) -> Vec<u8> {
    let bytes = written(&dots(120, 120), ImageFormat::Jpeg);
    let scan = bytes.windows(2).position(|two| two == [0xff, 0xda]).expect("a pass");
    let end = bytes.len() - 2;
    [&bytes[..scan], &bytes[scan..end].repeat(number), &bytes[end..]].concat()
}

/// The check sum of a part of a PNG (PNG specification, annex D).
fn crc(bytes: &[u8]) -> u32 {
    let step = |sum: u32, byte: &u8| {
        (0..8).fold(
            sum ^ u32::from(*byte),
            |sum, _| if sum & 1 == 1 { 0xedb8_8320 ^ (sum >> 1) } else { sum >> 1 },
        )
    };
    !bytes.iter().fold(u32::MAX, step)
}
