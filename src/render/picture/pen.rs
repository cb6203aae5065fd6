//! The few shapes that a picture is made of.

use std::io;

use crate::render::html::Html;
use crate::render::safe;

/// Height of a line of text.
pub const LINE: i64 = 15;
/// From the top of a line to where its letters stand.
const BASE: i64 = 12;
/// Width of a column: of half a Japanese letter, of a wide Latin one.
const COLUMN: i64 = 7;

/// Something drawn.
#[derive(Debug)]
pub enum Shape {
    /// A rectangle: its class, place and size, and what it stands for.
    Box { class: &'static str, at: (i64, i64), size: (i64, i64), says: String },
    /// A line from one point to another.
    Line { from: (i64, i64), to: (i64, i64) },
    /// A line of text, by its upper left corner.
    Text { class: &'static str, at: (i64, i64), text: String },
    /// The number of a finding, by its middle.
    Mark { class: &'static str, at: (i64, i64), number: usize, says: String },
}

/// Text that fits into a width; the rest is told by the title of its box.
pub fn fit(text: &str, width: i64) -> String {
    safe::fit(text, usize::try_from(width / COLUMN).unwrap_or_default())
}

/// Lines of a text that fit into a width.
pub fn wrap(text: &str, width: i64) -> Vec<String> {
    let columns = usize::try_from(width / COLUMN).unwrap_or_default().max(20);
    textwrap::wrap(&safe::line(text), columns).into_iter().map(|line| line.into_owned()).collect()
}

/// Width, height and the part that is seen.
pub fn size(svg: &mut Html<'_>, width: i64, height: i64) -> io::Result<()> {
    svg.attr("width", &width.to_string())?;
    svg.attr("height", &height.to_string())?;
    svg.attr("viewBox", &format!("0 0 {width} {height}"))
}

impl Shape {
    /// Writes it.
    pub fn write(&self, svg: &mut Html<'_>) -> io::Result<()> {
        match self {
            Self::Box { class, at, size, says } => {
                svg.raw("<rect")?;
                svg.attr("class", class)?;
                place(svg, ["x", "y"], *at)?;
                place(svg, ["width", "height"], *size)?;
                svg.raw(" rx=\"4\"")?;
                titled(svg, says, "rect")
            }
            Self::Line { from, to } => {
                svg.raw("<path class=\"wire\"")?;
                svg.attr("d", &format!("M{} {}L{} {}", from.0, from.1, to.0, to.1))?;
                svg.raw("/>\n")
            }
            Self::Text { class, at, text } => {
                svg.raw("<text")?;
                svg.attr("class", class)?;
                place(svg, ["x", "y"], (at.0, at.1 + BASE))?;
                svg.raw(">")?;
                svg.text(text)?;
                svg.raw("</text>\n")
            }
            Self::Mark { class, at, number, says } => {
                svg.raw("<g")?;
                svg.attr("class", class)?;
                svg.raw("><title>")?;
                svg.text(says)?;
                svg.raw("</title><circle r=\"8\"")?;
                place(svg, ["cx", "cy"], *at)?;
                svg.raw("/><text text-anchor=\"middle\"")?;
                place(svg, ["x", "y"], (at.0, at.1 + 4))?;
                svg.raw(">")?;
                svg.number(*number)?;
                svg.raw("</text></g>\n")
            }
        }
    }
}

fn place(svg: &mut Html<'_>, names: [&'static str; 2], values: (i64, i64)) -> io::Result<()> {
    svg.attr(names[0], &values.0.to_string())?;
    svg.attr(names[1], &values.1.to_string())
}

/// Ends an element, with what it stands for as its title.
fn titled(svg: &mut Html<'_>, says: &str, element: &'static str) -> io::Result<()> {
    if says.is_empty() {
        return svg.raw("/>\n");
    }
    svg.raw("><title>")?;
    svg.text(says)?;
    svg.raw("</title></")?;
    svg.raw(element)?;
    svg.raw(">\n")
}
