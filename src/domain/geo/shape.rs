//! A shape as the path of a drawing, with its label and its frame.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::Point;

/// Metres between the points to which corners move. The same corner moves to the same point in every shape, so
/// neighbours go on touching.
const STEP: i64 = 5;

/// The rectangle around shapes, in metres of the grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame {
    /// The corner in the south-west.
    pub least: Point,
    /// The corner in the north-east.
    pub most: Point,
}

impl Frame {
    /// The rectangle around both.
    pub fn with(self, other: Frame) -> Frame {
        let least = Point { x: self.least.x.min(other.least.x), y: self.least.y.min(other.least.y) };
        let most = Point { x: self.most.x.max(other.most.x), y: self.most.y.max(other.most.y) };
        Frame { least, most }
    }
}

/// A shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// What a drawing takes (the `d` of SVG), its second axis turned to the south: closed rings of whole metres.
    pub path: String,
    /// A point well inside.
    pub label: Point,
    /// What is around it.
    pub frame: Frame,
}

impl Shape {
    /// A shape of polygons, each an outer ring and its holes. `None` when nothing of it is left at [`STEP`].
    pub fn of(polygons: &[Vec<Vec<Point>>]) -> Option<Shape> {
        let rings: Vec<Vec<Point>> = polygons.iter().flatten().filter_map(|ring| simplified(ring)).collect();
        let points = || rings.iter().flatten();
        let least = Point { x: points().map(|p| p.x).min()?, y: points().map(|p| p.y).min()? };
        let most = Point { x: points().map(|p| p.x).max()?, y: points().map(|p| p.y).max()? };
        let path = rings.iter().map(|ring| drawn(ring)).collect();
        Some(Shape { path, label: label(&rings, least.y, most.y)?, frame: Frame { least, most } })
    }

    /// The corners of each ring, as they stand in the path.
    fn rings(path: &str) -> Vec<Vec<Point>> {
        let ring = |text: &str| {
            let numbers: Vec<i64> = text
                .split(|c: char| !(c.is_ascii_digit() || c == '-'))
                .filter_map(|number| number.parse().ok())
                .collect();
            let mut at = Point { x: 0, y: 0 };
            let steps = numbers.chunks_exact(2).map(|pair| {
                at = Point { x: at.x + pair[0], y: at.y - pair[1] };
                at
            });
            steps.collect()
        };
        path.split('M').filter(|text| !text.is_empty()).map(ring).collect()
    }
}

/// A ring with its corners on the points of [`STEP`], without those that say nothing. The last corner is not the
/// first one again.
fn simplified(ring: &[Point]) -> Option<Vec<Point>> {
    let near = |value: i64| (value + STEP / 2).div_euclid(STEP) * STEP;
    let mut corners: Vec<Point> = ring.iter().map(|p| Point { x: near(p.x), y: near(p.y) }).collect();
    corners.dedup();
    while corners.len() > 1 && corners.first() == corners.last() {
        corners.pop();
    }
    (corners.len() >= 3 && twice_area(&corners) != 0).then_some(corners)
}

fn twice_area(ring: &[Point]) -> i64 {
    pairs(ring).map(|(a, b)| a.x * b.y - b.x * a.y).sum()
}

fn pairs(ring: &[Point]) -> impl Iterator<Item = (Point, Point)> {
    ring.iter().copied().zip(ring.iter().copied().cycle().skip(1))
}

fn drawn(ring: &[Point]) -> String {
    let mut text = String::new();
    let mut last = Point { x: 0, y: 0 };
    for (place, point) in ring.iter().enumerate() {
        let (x, y) = (point.x - last.x, last.y - point.y);
        let before = ["M", "l", " "][place.min(2)];
        write!(text, "{before}{x} {y}").expect("memory");
        last = *point;
    }
    text + "z"
}

/// The middle of the widest stretch inside, half-way up: a point for a word.
fn label(rings: &[Vec<Point>], south: i64, north: i64) -> Option<Point> {
    // Half a metre beside the lines of STEP, so that no corner lies on it.
    let level = |eighths: i64| 2 * (south + (north - south) * eighths / 8) / STEP * STEP + 1;
    let widest = |twice: i64| -> Option<(i64, Point)> {
        let mut crossings: Vec<i64> = rings
            .iter()
            .flat_map(|ring| pairs(ring))
            .filter(|(a, b)| (2 * a.y < twice) != (2 * b.y < twice))
            .map(|(a, b)| a.x + (twice - 2 * a.y) * (b.x - a.x) / (2 * (b.y - a.y)))
            .collect();
        crossings.sort_unstable();
        let stretches =
            crossings.chunks_exact(2).map(|pair| (pair[1] - pair[0], i64::midpoint(pair[0], pair[1])));
        stretches.max().map(|(width, x)| (width, Point { x, y: twice / 2 }))
    };
    [4, 3, 5]
        .into_iter()
        .filter_map(|eighths| widest(level(eighths)))
        .max_by_key(|(width, _)| *width)
        .map(|(_, p)| p)
}

/// The line around several shapes together: the edges that only one of them has.
pub fn outline<'a>(paths: impl Iterator<Item = &'a str>) -> String {
    let rings: Vec<Vec<Point>> = paths.flat_map(Shape::rings).collect();
    let edges: BTreeSet<(Point, Point)> = rings.iter().flat_map(|ring| pairs(ring)).collect();
    let is_outer = |(a, b): (Point, Point)| {
        // Rings may run either way, so an edge is shared when it comes back or comes again.
        !edges.contains(&(b, a))
    };
    let mut text = String::new();
    let mut last = None;
    for (a, b) in rings.iter().flat_map(|ring| pairs(ring)).filter(|edge| is_outer(*edge)) {
        if last == Some(a) {
            write!(text, "l{} {}", b.x - a.x, a.y - b.y).expect("memory");
        } else {
            write!(text, "M{} {}l{} {}", a.x, -a.y, b.x - a.x, a.y - b.y).expect("memory");
        }
        last = Some(b);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(x: i64, y: i64, size: i64) -> Vec<Point> {
        [(x, y), (x + size, y), (x + size, y + size), (x, y + size), (x, y)]
            .map(|(x, y)| Point { x, y })
            .to_vec()
    }

    #[test]
    fn a_shape_is_drawn_with_the_north_up_and_its_label_inside() {
        let shape = Shape::of(&[vec![square(100, 200, 102)]]).unwrap();
        assert_eq!(shape.path, "M100 -200l100 0 0 -100 -100 0z");
        assert_eq!(shape.frame.most, Point { x: 200, y: 300 });
        assert_eq!(shape.label.x, 150);
        assert_eq!(Shape::rings(&shape.path), vec![square(100, 200, 100)[..4].to_vec()]);
        assert_eq!(Shape::of(&[vec![square(0, 0, 2)]]), None, "nothing is left of it");
        let holed = Shape::of(&[vec![square(0, 0, 100), square(10, 10, 80)]]).unwrap();
        assert!(holed.label.x < 10 || holed.label.x > 90, "{:?} is not in the hole", holed.label);
    }

    #[test]
    fn the_line_around_two_neighbours_leaves_out_what_they_share() {
        let one = Shape::of(&[vec![square(0, 0, 100)]]).unwrap();
        let two = Shape::of(&[vec![square(100, 0, 100)]]).unwrap();
        let around = outline([one.path.as_str(), two.path.as_str()].into_iter());
        assert_eq!(around.matches(['l']).count(), 6);
        assert!(!around.contains("M100 0l0 -100"));
    }
}
