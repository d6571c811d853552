//! A map as a drawing from the server: areas or neighbourhoods, told apart by hatching and not by hue alone. Whoever
//! draws one puts a table beside it with the same words: the map adds where, never what.

use maud::{Markup, html};

use crate::domain::geo::{Frame, Shape};

/// How much there is of what the map shows. More is drawn denser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// No figure: dots. Never the same as little.
    Missing,
    /// From 0 (empty) to 4 (solid).
    Step(u8),
}

impl Level {
    /// The step of a value between four edges, each the least of the next step.
    pub fn among<T: Ord>(value: &T, edges: &[T; 4]) -> Level {
        Level::Step(u8::try_from(edges.iter().filter(|edge| value >= edge).count()).expect("four edges"))
    }

    fn name(self) -> &'static str {
        match self {
            Level::Missing => "x",
            Level::Step(0) => "0",
            Level::Step(1) => "1",
            Level::Step(2) => "2",
            Level::Step(3) => "3",
            Level::Step(_) => "4",
        }
    }
}

/// One shape on a map.
pub struct Piece<'a> {
    /// Where it lies.
    pub shape: &'a Shape,
    /// What it is and what it has, in words: the text when one points at it.
    pub label: String,
    /// How much it has.
    pub level: Level,
    /// Where it leads, if it leads anywhere; the table has the same link, for whoever has no pointer.
    pub link: Option<String>,
}

/// A map under construction.
pub struct Map<'a> {
    /// The beginning of every id in it: two maps on a page have two.
    pub id: &'static str,
    /// What it shows, in a sentence.
    pub title: String,
    /// Its shapes.
    pub pieces: Vec<Piece<'a>>,
    /// Lines over them: paths, such as the outline of each district.
    pub borders: Vec<String>,
    /// Short words on it, each at a point of a shape.
    pub marks: Vec<(&'a Shape, String)>,
}

/// Lines that hatch a step: how wide each, in hundredths of the distance between them.
const WIDTHS: [(Level, i64); 3] = [(Level::Step(1), 14), (Level::Step(2), 34), (Level::Step(3), 62)];

fn size(frame: &Frame) -> (i64, i64) {
    (frame.most.x - frame.least.x, frame.most.y - frame.least.y)
}

/// What a drawing shows of the plane: all of a frame and a small edge around it.
fn view(frame: &Frame) -> String {
    let (width, height) = size(frame);
    let edge = width.max(height) / 50;
    format!("{} {} {} {}", frame.least.x - edge, -frame.most.y - edge, width + 2 * edge, height + 2 * edge)
}

impl Map<'_> {
    /// Draws it; nothing when no shape is known.
    pub fn draw(&self) -> Markup {
        let Some(frame) = self.pieces.iter().map(|piece| piece.shape.frame).reduce(Frame::with) else {
            return html! {};
        };
        let (width, height) = size(&frame);
        let view = view(&frame);
        let title_id = format!("{}-naam", self.id);
        let has_links = self.pieces.iter().any(|piece| piece.link.is_some());
        // Whoever listens to a picture hears its name only; with links in it, it is a group.
        let role = if has_links { "group" } else { "img" };
        html! {
            svg.sr-map viewBox=(view) role=(role) aria-labelledby=(title_id) {
                title #(title_id) { (self.title) }
                defs { (self.patterns(width.max(height) / 60)) }
                @for piece in &self.pieces {
                    @match &piece.link {
                        Some(link) => a href=(link) tabindex="-1" { (self.piece(piece)) },
                        None => (self.piece(piece)),
                    }
                }
                @for border in &self.borders { path.sr-map__border d=(border) {} }
                @for (shape, words) in &self.marks {
                    text.sr-map__mark x=(shape.label.x) y=(-shape.label.y) font-size=(width.max(height) / 26) { (words) }
                }
            }
        }
    }

    fn piece(&self, piece: &Piece<'_>) -> Markup {
        let fill = fill(self.id, piece.level);
        html! {
            path.sr-map__piece d=(piece.shape.path) fill=[fill] fill-rule="evenodd" { title { (piece.label) } }
        }
    }

    fn patterns(&self, size: i64) -> Markup {
        html! {
            @for (level, width) in WIDTHS {
                pattern #(pattern(self.id, level)) width=(size) height=(size) patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
                    rect.sr-map__ground width=(size) height=(size) {}
                    path.sr-map__line d={ "M" (size / 2) " 0v" (size) } stroke-width=(size * width / 100) {}
                }
            }
            pattern #(pattern(self.id, Level::Missing)) width=(size) height=(size) patternUnits="userSpaceOnUse" {
                rect.sr-map__ground width=(size) height=(size) {}
                circle.sr-map__dot cx=(size / 2) cy=(size / 2) r=(size / 8) {}
            }
            pattern #(pattern(self.id, Level::Step(4))) width=(size) height=(size) patternUnits="userSpaceOnUse" {
                rect.sr-map__solid width=(size) height=(size) {}
            }
        }
    }

    /// What each level on the map means.
    pub fn legend(&self, items: &[(Level, String)]) -> Markup {
        html! {
            ul.sr-bar__legend {
                @for (level, words) in items {
                    li {
                        svg.sr-swatch viewBox="0 0 16 16" aria-hidden="true" focusable="false" {
                            defs { (self.swatch(*level)) }
                            rect.sr-map__piece width="16" height="16" fill=[fill(&self.swatch_id(), *level)] {}
                        }
                        span { (words) }
                    }
                }
            }
        }
    }

    fn swatch_id(&self) -> String {
        format!("{}-uitleg", self.id)
    }

    fn swatch(&self, level: Level) -> Markup {
        let id = pattern(&self.swatch_id(), level);
        let width = WIDTHS.iter().find(|(known, _)| *known == level).map(|(_, width)| *width);
        html! {
            pattern #(id) width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
                rect class=(if level == Level::Step(4) { "sr-map__solid" } else { "sr-map__ground" }) width="6" height="6" {}
                @if let Some(width) = width {
                    path.sr-map__line d="M3 0v6" stroke-width=(format!("{}.{:02}", width * 6 / 100, width * 6 % 100)) {}
                }
                @if level == Level::Missing { circle.sr-map__dot cx="3" cy="3" r="1" {} }
            }
        }
    }
}

fn pattern(id: &str, level: Level) -> String {
    format!("{id}-{}", level.name())
}

/// Nothing is drawn for the lowest step: the ground shows.
fn fill(id: &str, level: Level) -> Option<String> {
    (level != Level::Step(0)).then(|| format!("url(#{})", pattern(id, level)))
}

/// All of an area, to draw single shapes over.
pub struct Ground {
    /// What the drawings over it show of the plane.
    pub view: String,
    /// How large letters on it are.
    pub letters: i64,
    /// The drawing.
    pub drawn: Markup,
}

/// The ground of some shapes; nothing when there are none.
pub fn ground<'a>(shapes: impl Iterator<Item = &'a Shape> + Clone) -> Option<Ground> {
    let frame = shapes.clone().map(|shape| shape.frame).reduce(Frame::with)?;
    let (width, height) = size(&frame);
    let view = view(&frame);
    let drawn = html! {
        svg.sr-pick__ground viewBox=(view) aria-hidden="true" focusable="false" {
            @for shape in shapes { path.sr-map__piece d=(shape.path) fill-rule="evenodd" {} }
        }
    };
    Some(Ground { view, letters: width.max(height) / 20, drawn })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::geo::Point;

    fn shape(x: i64) -> Shape {
        let corners = [(x, 0), (x + 100, 0), (x + 100, 100), (x, 100)];
        Shape::of(&[vec![corners.map(|(x, y)| Point { x, y }).to_vec()]]).unwrap()
    }

    #[test]
    fn a_map_has_its_north_up_its_words_and_its_hatching() {
        let (one, two) = (shape(0), shape(100));
        let piece = |shape, level, link: Option<&str>| Piece {
            shape,
            label: "Lombok: 12".to_string(),
            level,
            link: link.map(str::to_string),
        };
        let map = Map {
            id: "kaart",
            title: "Inwoners".to_string(),
            pieces: vec![piece(&one, Level::Step(2), None), piece(&two, Level::Missing, None)],
            borders: vec![one.path.clone()],
            marks: vec![(&one, "1".to_string())],
        };
        let drawn = map.draw().into_string();
        assert!(drawn.contains("viewBox=\"-4 -104 208 108\"") && drawn.contains("role=\"img\""), "{drawn}");
        assert!(drawn.contains("<title id=\"kaart-naam\">Inwoners</title>"));
        assert!(drawn.contains("url(#kaart-2)") && drawn.contains("url(#kaart-x)"));
        assert!(drawn.contains("<title>Lombok: 12</title>"));
        let linked = Map { pieces: vec![piece(&one, Level::Step(0), Some("#x"))], ..map };
        let drawn = linked.draw().into_string();
        assert!(drawn.contains("role=\"group\"") && drawn.contains("<a href=\"#x\" tabindex=\"-1\">"));
        let none = Map { pieces: Vec::new(), ..linked };
        assert_eq!(none.draw().into_string(), "", "no shapes, no map");
    }

    #[test]
    fn a_value_at_an_edge_belongs_to_the_step_above_it() {
        let edges = [10, 20, 30, 40];
        let steps: Vec<Level> = [9, 10, 25, 40].iter().map(|value| Level::among(value, &edges)).collect();
        assert_eq!(steps, [Level::Step(0), Level::Step(1), Level::Step(2), Level::Step(4)]);
    }
}
