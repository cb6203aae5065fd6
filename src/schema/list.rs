//! Lists that know they are incomplete.

use super::{Fact, FactValue, ListView, Type, Unknown, Value};

/// The known elements of a list, and why it is incomplete if it is.
///
/// An incomplete list counts as its known elements plus one unknown element: `exists` is true as
/// soon as a known one decides, `all` false likewise, and its size is unknown.
#[derive(Clone, Debug)]
pub struct List<T> {
    /// The elements that are known.
    pub items: Vec<T>,
    /// Why there may be more.
    pub missing: Option<Unknown>,
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self { items: Vec::new(), missing: None }
    }
}

impl<T> List<T> {
    /// A complete list.
    pub fn complete(items: Vec<T>) -> Self {
        Self { items, missing: None }
    }

    /// Whether elements may be missing.
    pub fn is_complete(&self) -> bool {
        self.missing.is_none()
    }

    /// Marks the list as incomplete, in addition to what is missing already.
    pub fn lacks(&mut self, why: &Unknown) {
        self.missing = Some(match &self.missing {
            Some(missing) => missing.and(why),
            None => why.clone(),
        });
    }
}

impl<T: FactValue + Send + Sync> ListView for List<T> {
    fn len(&self) -> usize {
        self.items.len()
    }

    fn get(&self, index: usize) -> Result<Value<'_>, Unknown> {
        match self.items.get(index) {
            Some(item) => item.value(),
            None => Err(Unknown::defect("list index out of range")),
        }
    }

    fn missing(&self) -> Option<&Unknown> {
        self.missing.as_ref()
    }
}

impl<T: FactValue + Send + Sync> FactValue for List<T> {
    fn ty() -> Type {
        Type::List(T::ty as fn() -> Type)
    }

    fn value(&self) -> Fact<Value<'_>> {
        Ok(Value::List(self))
    }
}
