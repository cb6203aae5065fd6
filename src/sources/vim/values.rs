//! The macro that tells how structs are read from XML, and what it declares of them, so that a test
//! can hold every element name against the API.

/// Implements [`Value`](super::Value) for structs: `Struct = "VsphereType" { … }`, with `| "Other"`
/// where several types are read alike. Each line is an element and what is done with it:
///
/// - `"name" => field`: its value;
/// - `"name" => [field]`: one more item of a list;
/// - `"name" => [field] { "first", "second" }`: one more pair of the texts of two of its children;
/// - `"name" => { … }`: its children, by such lines again;
/// - `"name" => with { Type, |cursor, out| … }`: anything else, read as a `Type`.
///
/// `, kind` behind the struct keeps the type as the server named it. `keep |item| { … }` in front of
/// the braces tells which items lists keep.
macro_rules! values {
    ($( $type:ty $(, $kind:ident)? = $vim:literal $(| $more:literal)* $(keep |$item:ident| $keep:block)? { $($lines:tt)* } )*) => {$(
        impl $crate::sources::vim::Value for $type {
            fn value(
                cursor: &mut $crate::sources::vim::Cursor<'_>,
            ) -> Result<Self, $crate::sources::vim::XmlError> {
                let mut out = Self::default();
                $( out.$kind = compact_str::CompactString::from(cursor.type_name()); )?
                values!(@children cursor out { $($lines)* });
                Ok(out)
            }

            $(fn keep(&self) -> bool {
                let $item = self;
                $keep
            })?

            #[cfg(test)]
            fn shape() -> $crate::sources::vim::Shape {
                $crate::sources::vim::Shape::Struct {
                    types: &[$vim $(, $more)*],
                    elements: || values!(@declared $type { $($lines)* }),
                }
            }
        }
    )*};

    (@children $c:ident $o:ident { $($element:literal => $how:tt $({ $($more:tt)* })?),* $(,)? }) => {
        $c.each(|$c, name| {
            match name {
                $( $element => values!(@one $c $o $how $({ $($more)* })?), )*
                _ => {}
            }
            Ok::<_, $crate::sources::vim::XmlError>(())
        })?
    };
    (@one $c:ident $o:ident { $($lines:tt)* }) => {
        values!(@children $c $o { $($lines)* })
    };
    (@one $c:ident $o:ident [$field:ident]) => {
        $crate::sources::vim::push(&mut $o.$field, $c)?
    };
    (@one $c:ident $o:ident [$field:ident] { $first:literal, $second:literal }) => {
        $o.$field.push($crate::sources::vim::pair($c, $first, $second)?)
    };
    (@one $c:ident $o:ident with { $as:ty, |$cursor:ident, $out:ident| $body:expr }) => {{
        let ($cursor, $out) = ($c, &mut $o);
        $body
    }};
    (@one $c:ident $o:ident $field:ident) => {
        $o.$field = $crate::sources::vim::Value::value($c)?
    };

    (@declared $type:ty { $($element:literal => $how:tt $({ $($more:tt)* })?),* $(,)? }) => {
        vec![$( $crate::sources::vim::Element {
            name: $element,
            read: values!(@read $type, $how $({ $($more)* })?),
        } ),*]
    };
    (@read $type:ty, { $($lines:tt)* }) => {
        $crate::sources::vim::Read::Inside(values!(@declared $type { $($lines)* }))
    };
    (@read $type:ty, [$field:ident]) => {
        $crate::sources::vim::Read::item(|out: &mut $type| &mut out.$field)
    };
    (@read $type:ty, [$field:ident] { $first:literal, $second:literal }) => {
        $crate::sources::vim::Read::pair(|out: &mut $type| &mut out.$field, $first, $second)
    };
    (@read $type:ty, with { $as:ty, $($rest:tt)* }) => {
        $crate::sources::vim::Read::Somehow(<$as as $crate::sources::vim::Value>::shape())
    };
    (@read $type:ty, $field:ident) => {
        $crate::sources::vim::Read::value(|out: &mut $type| &mut out.$field)
    };
}
pub(super) use values;
