//! The photo of a plan in the invented year: a garden on a roof, drawn dot by dot.

#![expect(clippy::float_arithmetic, reason = "a picture is drawn; nothing is counted or decided")]

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};

use crate::cli::Failure;
use crate::cli::service::refused;

/// Width and height, in dots.
const SIZE: (u32, u32) = (800, 600);
/// Where the houses behind the roof end, and where the roof begins.
const EAVES: f64 = 330.0;
/// The boxes with plants: left side, lower side, width.
const BOXES: [(f64, f64, f64); 3] = [(420.0, 420.0, 300.0), (60.0, 475.0, 330.0), (390.0, 585.0, 370.0)];

/// Red, green and blue, from 0 to 1.
type Colour = [f64; 3];

const SKY: [Colour; 2] = [[0.45, 0.67, 0.88], [0.93, 0.93, 0.86]];
const ROOF: [Colour; 2] = [[0.56, 0.53, 0.50], [0.70, 0.66, 0.61]];
const WALLS: [Colour; 4] = [[0.60, 0.33, 0.26], [0.72, 0.47, 0.34], [0.50, 0.29, 0.25], [0.79, 0.68, 0.56]];
const WOOD: Colour = [0.57, 0.40, 0.25];
const LEAVES: [Colour; 4] = [[0.20, 0.42, 0.16], [0.33, 0.56, 0.20], [0.46, 0.66, 0.28], [0.16, 0.34, 0.17]];
const FRUIT: Colour = [0.83, 0.20, 0.13];
const WINDOW: Colour = [0.80, 0.87, 0.91];

/// The photo as a file of the kind that a person sends: PNG.
pub fn roof_garden() -> Result<Vec<u8>, Failure> {
    let mut canvas = Canvas { dots: RgbImage::new(SIZE.0, SIZE.1), state: 0x9e37_79b9 };
    canvas.ground();
    canvas.houses();
    for at in BOXES {
        canvas.plants(at);
    }
    let mut file = Cursor::new(Vec::new());
    canvas.dots.write_to(&mut file, ImageFormat::Png).map_err(refused)?;
    Ok(file.into_inner())
}

fn mix(from: Colour, to: Colour, part: f64) -> Colour {
    std::array::from_fn(|i| from[i] + (to[i] - from[i]) * part.clamp(0.0, 1.0))
}

/// What is drawn on.
struct Canvas {
    dots: RgbImage,
    /// Where the sequence of numbers that look like chance stands: the picture is the same each time.
    state: u32,
}

impl Canvas {
    /// The next number from 0 to 1 (xorshift32, G. Marsaglia).
    fn chance(&mut self) -> f64 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 17;
        self.state ^= self.state << 5;
        f64::from(self.state) / f64::from(u32::MAX)
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "both are clamped before")]
    fn dot(&mut self, x: f64, y: f64, colour: Colour) {
        let (wide, high) = (f64::from(SIZE.0), f64::from(SIZE.1));
        if (0.0..wide).contains(&x) && (0.0..high).contains(&y) {
            let rgb = colour.map(|part| (part.clamp(0.0, 1.0) * 255.0) as u8);
            self.dots.put_pixel(x as u32, y as u32, Rgb(rgb));
        }
    }

    /// Fills a rectangle; `colour` says what each dot has.
    fn fill(&mut self, [left, top, right, bottom]: [f64; 4], colour: impl Fn(f64, f64, f64) -> Colour) {
        let mut y = top.floor();
        while y < bottom {
            let mut x = left.floor();
            while x < right {
                let grain = self.chance();
                self.dot(x, y, colour(x, y, grain));
                x += 1.0;
            }
            y += 1.0;
        }
    }

    /// A round spot that is lighter above.
    fn spot(&mut self, (x, y): (f64, f64), (wide, high): (f64, f64), colour: Colour) {
        let mut down = -high;
        while down <= high {
            let mut across = -wide;
            while across <= wide {
                if (across / wide).powi(2) + (down / high).powi(2) <= 1.0 {
                    self.dot(
                        x + across,
                        y + down,
                        mix(colour, [1.0; 3], (0.12 - down / high * 0.16).max(0.0)),
                    );
                }
                across += 1.0;
            }
            down += 1.0;
        }
    }

    /// The sky, and the roof with its tiles.
    fn ground(&mut self) {
        let (wide, high) = (f64::from(SIZE.0), f64::from(SIZE.1));
        self.fill([0.0, 0.0, wide, EAVES], |_, y, _| mix(SKY[0], SKY[1], y / EAVES));
        for (x, y, size) in
            [(150.0, 80.0, 60.0), (215.0, 92.0, 48.0), (560.0, 60.0, 70.0), (640.0, 74.0, 44.0)]
        {
            self.spot((x, y), (size * 1.6, size * 0.34), [0.93, 0.95, 0.97]);
        }
        self.fill([0.0, EAVES, wide, high], |x, y, grain| {
            let depth = (y - EAVES) / (high - EAVES);
            let tile = 26.0 + 60.0 * depth;
            let line = ((x - wide / 2.0) / tile).fract().abs() < 0.03 || (depth * depth * 9.0).fract() < 0.04;
            let stone = mix(ROOF[0], ROOF[1], depth + grain * 0.3);
            if line { mix(stone, [0.0; 3], 0.2) } else { stone }
        });
    }

    /// The houses on the other side of the street.
    fn houses(&mut self) {
        for (number, wall) in WALLS.iter().cycle().take(7).enumerate() {
            let left = f64::from(u32::try_from(number).unwrap_or(0)) * 118.0 - 12.0;
            let top = 185.0 + self.chance() * 55.0;
            self.fill([left, top, left + 118.0, EAVES], |_, y, grain| {
                let brick = if (y / 7.0).fract() < 0.2 { 0.08 } else { 0.0 };
                mix(*wall, [0.95; 3], brick + grain * 0.06)
            });
            self.fill([left - 3.0, top - 7.0, left + 121.0, top], |_, _, grain| {
                mix([0.92, 0.90, 0.85], [0.7; 3], grain * 0.2)
            });
            for (column, row) in [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)] {
                let (x, y) = (left + 20.0 + column * 48.0, top + 22.0 + row * 58.0);
                self.fill([x - 3.0, y - 3.0, x + 33.0, y + 41.0], |_, _, _| [0.95, 0.94, 0.90]);
                self.fill([x, y, x + 30.0, y + 38.0], |_, at, _| {
                    mix(WINDOW, [0.35, 0.42, 0.50], (at - y) / 60.0)
                });
                self.fill([x + 14.0, y, x + 16.0, y + 38.0], |_, _, _| [0.95, 0.94, 0.90]);
            }
        }
        self.fill([0.0, EAVES - 12.0, f64::from(SIZE.0), EAVES + 4.0], |_, y, grain| {
            mix([0.75, 0.73, 0.70], [0.45; 3], (y - EAVES + 12.0) / 20.0 + grain * 0.1)
        });
    }

    /// A wooden box full of plants.
    fn plants(&mut self, (left, bottom, wide): (f64, f64, f64)) {
        let high = wide * 0.2;
        self.fill([left - 14.0, bottom, left + wide + 20.0, bottom + 12.0], |x, y, _| {
            let far = ((x - left - wide / 2.0).abs() / wide - 0.5).max(0.0) * 8.0 + (y - bottom) / 14.0;
            mix([0.40, 0.37, 0.35], ROOF[1], far)
        });
        self.fill([left, bottom - high, left + wide, bottom], |x, y, grain| {
            let plank = ((bottom - y) / (high / 3.0)).fract() < 0.07 || (x - left) % (wide / 2.0) < 3.0;
            let wood = mix(WOOD, [0.85, 0.68, 0.48], grain * 0.18 + (bottom - y) / high * 0.2);
            if plank { mix(wood, [0.0; 3], 0.35) } else { wood }
        });
        for layer in 0..4_u32 {
            let up = f64::from(3 - layer) / 3.0;
            for _ in 0..170 {
                let across = self.chance();
                let hill = (across * std::f64::consts::PI).sin().sqrt() * (0.7 + 0.3 * self.chance());
                let at = (left + across * wide, bottom - high + 6.0 - up * hill * wide * 0.26);
                let leaf =
                    LEAVES[if self.chance() < 0.5 { layer as usize % 4 } else { (layer as usize + 1) % 4 }];
                let size = 3.0 + self.chance() * wide * 0.022;
                let high = size * (0.5 + self.chance() * 0.5);
                self.spot(at, (size, high), leaf);
            }
        }
        for _ in 0..14 {
            let (across, up) = (0.08 + 0.84 * self.chance(), self.chance());
            let hill = (across * std::f64::consts::PI).sin();
            let at = (left + across * wide, bottom - high + 2.0 - up * hill * wide * 0.2);
            self.spot(at, (wide * 0.017, wide * 0.017), FRUIT);
        }
    }
}
