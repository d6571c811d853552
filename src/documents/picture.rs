//! A picture as people send it becomes two files of our own: read with limits, turned as the camera held it, and written
//! anew from its dots. Nothing else of the file comes along: no place, no time, no name of a camera, nothing hidden in it.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::error::ImageError;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, RgbImage};

use crate::domain::picture::{Image, MAX_BYTES, MAX_DOTS, MIN_SIDE, Pair, PictureFault};

/// Longest side of the large form, in dots.
const LARGE: u32 = 1_600;
/// The small form: twice what a list shows, for sharp screens.
const SMALL: (u32, u32) = (336, 252);
/// Quality of what is written, of 100.
const QUALITY: u8 = 82;
/// Most bytes that the dots may take: four a dot.
const MAX_MEMORY: u64 = MAX_DOTS * 4;
/// Most passes of a JPEG over its dots. Cameras and programs make about ten; each costs the time of a whole picture.
const MAX_PASSES: usize = 40;

/// Reads a picture and writes it in its two sizes. It takes a core for up to some seconds and up to some 200 MB, so
/// whoever calls it does so one at a time and apart from what must answer quickly.
pub fn make(file: &[u8]) -> Result<Pair, PictureFault> {
    let read = read(file)?;
    let large = if read.width().max(read.height()) > LARGE { read.thumbnail(LARGE, LARGE) } else { read };
    let small = cut(&large).resize_exact(SMALL.0, SMALL.1, image::imageops::FilterType::Triangle);
    Ok(Pair { large: write(&large)?, small: write(&small)? })
}

fn read(file: &[u8]) -> Result<DynamicImage, PictureFault> {
    if file.is_empty() {
        return Err(PictureFault::Empty);
    }
    if file.len() > MAX_BYTES {
        return Err(PictureFault::Large);
    }
    let kind = image::guess_format(file).map_err(|_| PictureFault::Kind)?;
    let ends = match kind {
        ImageFormat::Png => png_end(file) == Some(file.len()),
        ImageFormat::WebP => webp_end(file) == Some(file.len()),
        // Telephones put a film behind the picture; it is left behind.
        ImageFormat::Jpeg => passes(file) <= MAX_PASSES,
        _ => return Err(PictureFault::Kind),
    };
    let mut reader = ImageReader::with_format(Cursor::new(file), kind);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(fault)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MAX_DOTS || decoder.total_bytes() > MAX_MEMORY {
        return Err(PictureFault::Large);
    }
    if width.min(height) < MIN_SIDE {
        return Err(PictureFault::Small);
    }
    if !ends {
        return Err(PictureFault::Broken);
    }
    let turned = decoder.orientation().map_err(fault)?;
    let mut read = DynamicImage::from_decoder(decoder).map_err(fault)?;
    read.apply_orientation(turned);
    Ok(read)
}

fn fault(error: ImageError) -> PictureFault {
    match error {
        ImageError::Limits(_) => PictureFault::Large,
        ImageError::Decoding(_)
        | ImageError::Encoding(_)
        | ImageError::Parameter(_)
        | ImageError::Unsupported(_)
        | ImageError::IoError(_) => PictureFault::Broken,
    }
}

/// The middle of a picture, in the shape of the small form.
fn cut(whole: &DynamicImage) -> DynamicImage {
    let (width, height) = (whole.width(), whole.height());
    let wide = (height.saturating_mul(SMALL.0) / SMALL.1).clamp(1, width);
    let high = (width.saturating_mul(SMALL.1) / SMALL.0).clamp(1, height);
    whole.crop_imm((width - wide) / 2, (height - high) / 2, wide, high)
}

fn write(picture: &DynamicImage) -> Result<Image, PictureFault> {
    let dots = opaque(picture);
    let mut bytes = Vec::new();
    let done = JpegEncoder::new_with_quality(&mut bytes, QUALITY).encode_image(&dots);
    done.map_err(|_| PictureFault::Broken)?;
    Ok(Image { bytes, width: dots.width(), height: dots.height() })
}

/// The picture on white: a JPEG has nothing one can see through.
fn opaque(picture: &DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.to_rgb8();
    }
    let dots = picture.to_rgba8();
    let mut shown = RgbImage::new(dots.width(), dots.height());
    for (seen, dot) in shown.pixels_mut().zip(dots.pixels()) {
        let [red, green, blue, alpha] = dot.0.map(u32::from);
        let over = |part: u32| u8::try_from((part * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX);
        seen.0 = [over(red), over(green), over(blue)];
    }
    shown
}

/// Where a PNG ends: behind its part `IEND` (PNG specification, section 5).
fn png_end(file: &[u8]) -> Option<usize> {
    let mut place = 8;
    loop {
        let head = file.get(place..place + 8)?;
        let length = usize::try_from(u32::from_be_bytes(head[..4].try_into().ok()?)).ok()?;
        place = place.checked_add(12)?.checked_add(length)?;
        if &head[4..] == b"IEND" {
            return Some(place);
        }
    }
}

/// Where a WebP ends, as its first words say (RFC 9649 section 2.4).
fn webp_end(file: &[u8]) -> Option<usize> {
    let length = u32::from_le_bytes(file.get(4..8)?.try_into().ok()?);
    usize::try_from(length).ok()?.checked_add(8)
}

/// How often a JPEG goes over its dots: each time begins with the sign FF DA, which stands nowhere within.
fn passes(file: &[u8]) -> usize {
    file.windows(2).filter(|two| two == b"\xff\xda").count()
}
