//! Finds the VM that a person names.

use crate::facts::ground::index::{Index, Named};
use crate::facts::ground::role::ft_secondary;
use crate::facts::subject::identity::vm_identity;
use crate::inventory::{Id, Inventory};
use crate::terms::{Text, Told, shown_in_english, told};

/// Candidates that a message lists.
const SHOWN: usize = 10;

/// Why a name is not that of one VM.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct NoVm {
    /// What was asked for.
    pub wanted: String,
    /// Several VMs are called so, else none is.
    pub several: bool,
    /// The VMs that may be meant, by path and id.
    pub candidates: Vec<String>,
    /// How many more there are.
    pub more: usize,
}

impl Told for NoVm {
    fn told(&self) -> Text {
        let Self { wanted, several, candidates, more } = self;
        let lead = match (several, candidates.is_empty()) {
            (true, _) => told!(
                "several VMs are called '{wanted}'; name one by its path or id:",
                "仮想マシン「{wanted}」は複数あります。パスか ID で 1 台を指定します。"
            ),
            (false, true) => {
                return told!(
                    "no VM is called '{wanted}', and none was received",
                    "仮想マシン「{wanted}」はありません (仮想マシンの情報を 1 台も受信していません)"
                );
            }
            (false, false) => told!(
                "no VM is called '{wanted}'; there is:",
                "仮想マシン「{wanted}」はありません。次の仮想マシンがあります。"
            ),
        };
        let named = candidates.iter().map(|candidate| Text::same(format!("  {candidate}")));
        let more = (*more > 0).then(|| told!("  and {more} more", "  ほか {more} 件"));
        Text::lines(std::iter::once(lead).chain(named).chain(more))
    }
}

shown_in_english!(NoVm);

/// The VM with this id, inventory path or name. The two of a Fault Tolerance pair have one name and path:
/// the primary is meant.
///
/// # Errors
///
/// When none or several have it: the candidates, those with a similar name first.
pub fn find_vm(inventory: &Inventory, wanted: &str) -> Result<Id, NoVm> {
    let ix = Index::new(inventory);
    let named: Vec<(usize, String, String)> = (0..inventory.vms.len())
        .map(|at| {
            let who = vm_identity(&ix, at);
            (at, who.name.to_string(), who.path)
        })
        .collect();
    let id = |at: usize| &inventory.vms[at].id;
    if let Some((at, ..)) = named.iter().find(|(at, ..)| *id(*at) == wanted) {
        return Ok(id(*at).clone());
    }
    let with = |is: &dyn Fn(&str, &str) -> bool| -> Vec<&(usize, String, String)> {
        let found: Vec<_> = named.iter().filter(|(_, name, path)| is(name, path)).collect();
        let stands_in = |at: usize| ft_secondary(&ix, &inventory.vms[at]) == Ok(true);
        let primaries: Vec<_> = found.iter().filter(|(at, ..)| !stands_in(*at)).copied().collect();
        if primaries.is_empty() { found } else { primaries }
    };
    let by_path = with(&|_, path| path == wanted);
    let found = if by_path.is_empty() { with(&|name, _| name == wanted) } else { by_path };
    if let [(at, ..)] = found.as_slice() {
        return Ok(id(*at).clone());
    }
    let several = !found.is_empty();
    let mut candidates = if several { found } else { named.iter().collect() };
    candidates.sort_by_cached_key(|(at, name, path)| {
        (!alike(name, wanted), path.clone(), inventory.vms[*at].display_name())
    });
    let more = candidates.len().saturating_sub(SHOWN);
    let shown = candidates.into_iter().take(SHOWN).map(|(at, _, path)| format!("{path} ({})", id(*at)));
    Err(NoVm { wanted: wanted.to_owned(), several, candidates: shown.collect(), more })
}

/// One contains the other, but for case.
fn alike(name: &str, wanted: &str) -> bool {
    let (name, wanted) = (name.to_lowercase(), wanted.trim_matches('/').to_lowercase());
    let last = wanted.rsplit('/').next().unwrap_or_default();
    !last.is_empty() && (name.contains(last) || last.contains(&name))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::find_vm;
    use crate::facts::testing::healthy;
    use crate::inventory::Prop;

    #[test]
    fn a_vm_is_found_by_id_path_and_name() {
        let inventory = healthy();
        let path = crate::facts::build(&inventory).identity.vms[0].path.clone();
        for wanted in ["vm-1", "db01", &path] {
            assert_eq!(find_vm(&inventory, wanted).unwrap(), "vm-1", "{wanted}");
        }
    }

    #[test]
    fn what_names_no_vm_or_several_lists_the_candidates() {
        let mut inventory = healthy();
        let none = find_vm(&inventory, "DB0").unwrap_err();
        assert!(!none.several && none.candidates[0].contains("db01"), "{none}");
        inventory.vms[1].name = Prop::Known("db01".into());
        let several = find_vm(&inventory, "db01").unwrap_err();
        assert!(several.several, "{several}");
        assert!(
            several.to_string().contains("(vm-1)") && several.to_string().contains("(vm-2)"),
            "{several}"
        );
        // The two halves of a Fault Tolerance pair.
        for (at, role) in [(0, 2), (1, 1)] {
            inventory.vms[at].ft_role = Prop::Known(role);
        }
        let path = crate::facts::build(&inventory).identity.vms[1].path.clone();
        for wanted in ["db01", &path] {
            assert_eq!(find_vm(&inventory, wanted).unwrap(), "vm-2", "{wanted}");
        }
        assert_eq!(find_vm(&inventory, "vm-1").unwrap(), "vm-1");
        inventory.vms.clear();
        assert!(find_vm(&inventory, "db01").unwrap_err().candidates.is_empty());
    }

    #[test]
    fn who_is_called_alike_comes_first_and_the_others_are_counted() {
        let mut inventory = healthy();
        let first =
            |inventory: &_, wanted: &str| find_vm(inventory, wanted).unwrap_err().candidates[0].clone();
        inventory.vms[0].name = Prop::Known("web01".into());
        inventory.vms[1].name = Prop::Known("App02".into());
        assert!(first(&inventory, "/Tokyo/vm/WEB/").contains("web01"), "a part of a name");
        assert!(first(&inventory, "old-web01").contains("web01"), "more than a name");
        assert!(first(&inventory, "/").contains("App02"), "nothing: by their paths");
        let few = find_vm(&inventory, "nobody").unwrap_err();
        assert!(few.more == 0 && !few.to_string().contains("more"), "{few}");
        for at in 0..40 {
            let mut vm = inventory.vms[0].clone();
            vm.id = format!("vm-1{at:02}").into();
            inventory.vms.push(vm);
        }
        let many = find_vm(&inventory, "nobody").unwrap_err();
        assert_eq!(many.more + many.candidates.len(), inventory.vms.len());
        assert!(many.to_string().ends_with(&format!("\n  and {} more", many.more)), "{many}");
    }
}
