#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;
use crate::facts::roots;

#[test]
fn the_built_in_rules_load() {
    match Catalogue::load(&[built_in()], &roots()) {
        Ok(catalogue) => assert!(!catalogue.rules.is_empty()),
        Err(problems) => panic!("{problems}"),
    }
}
