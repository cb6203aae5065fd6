//! The loss of each host: whether its VMs find places on the others.

use compact_str::format_compact;

use crate::facts::ground::capacity::{Need, needed_mb};
use crate::facts::ground::guest::Guest;
use crate::facts::ground::index::Named;
use crate::facts::ground::logic::lacks;
use crate::facts::ground::names::Name;
use crate::facts::ground::scope::{Member, Scope};
use crate::facts::ha::settings::enabled;
use crate::facts::place::placing::{Answer, Budget, Cluster, Doubt, Event, LeftOver, Missing, Refusal};
use crate::facts::place::records::LossFacts;
use crate::facts::subject::model::VmFacts;
use crate::facts::subject::restarts::{Restart, Restarts};
use crate::inventory::ClusterComputeResource;
use crate::schema::{Fact, List, Unknown};
use crate::terms::{Detail, ReasonKind};

const CONFIG: &str = ClusterComputeResource::configuration_ex.path;

/// Single placings that one search looks at: a cluster asks as many questions as it has hosts.
const BUDGET: Budget = Budget(5_000);

/// What a loss comes to.
struct Loss {
    stranded: bool,
    moves_help: Fact<bool>,
    vms: Vec<Name>,
    vm: Name,
    need: Name,
    short: Vec<Name>,
    barred: Vec<Name>,
    rules: Vec<Name>,
    rules_leave_resting: Vec<Name>,
    /// Rules by which somebody finds no place if HA keeps them, which is not told.
    apart: Fact<Vec<Name>>,
}

/// Nobody is left over.
impl Default for Loss {
    fn default() -> Self {
        Self {
            stranded: false,
            moves_help: Ok(false),
            vms: Vec::new(),
            vm: Name::default(),
            need: Name::default(),
            short: Vec::new(),
            barred: Vec::new(),
            rules: Vec::new(),
            rules_leave_resting: Vec::new(),
            apart: Ok(Vec::new()),
        }
    }
}

/// The losses of a cluster.
pub struct Losses {
    /// By position of the host among the members.
    each: Vec<(usize, LossFacts)>,
    /// Why there may be more.
    missing: Option<Unknown>,
}

impl Losses {
    /// The loss of one host.
    pub fn of(&self, member: &Member<'_>) -> LossFacts {
        if let Some((_, loss)) = self.each.iter().find(|(at, _)| *at == member.at) {
            return loss.clone();
        }
        let in_service = member.slot.and(self.missing.clone());
        LossFacts::unasked(member.name.clone(), in_service.map_or(Ok(false), Err))
    }

    /// All of them.
    pub fn into_list(self) -> List<LossFacts> {
        List { items: self.each.into_iter().map(|(_, loss)| loss).collect(), missing: self.missing }
    }
}

impl LossFacts {
    /// Of a host that nobody asked about, or of which it is not known whether anybody would.
    pub fn unasked(host: Name, asked: Fact<bool>) -> Self {
        let loss = asked.clone().map(|_| Loss::default());
        Self { asked, ..record(host, &loss) }
    }
}

/// The loss of each host in service.
pub fn losses<'a>(
    scope: &Scope<'a, '_>,
    guests: &[Guest<'a>],
    vms: &[VmFacts],
    seats: &[Fact<usize>],
    drs: &Fact<bool>,
) -> Losses {
    let open = |missing: Option<Unknown>| Losses { each: Vec::new(), missing };
    match enabled(scope.ix, scope.members.cluster) {
        Ok(false) => return open(None),
        Ok(true) => {}
        Err(why) => return open(Some(why)),
    }
    // Which hosts can fail, and whether another is left then, is told by those that are surely in service.
    let doubts = scope.slotted().filter_map(|member| member.active.as_ref().err());
    let missing = Unknown::all(doubts.chain(&scope.members.hosts_missing));
    if scope.slotted().filter(|member| member.active.is_ok()).count() < 2 {
        return open(missing);
    }
    let mut restarts = match Restarts::new(scope, guests, vms, seats, drs) {
        Ok(restarts) => restarts,
        Err(why) => return open(Some(why)),
    };
    let tight = tight(&restarts);
    let moves = *drs == Ok(true);
    let still = tight.contains(&true).then(|| Cluster::new(restarts.problem(moves, false)));
    // Of what nobody does it is only said that it would help.
    let moved = still.as_ref().filter(|_| !moves).map(|_| Cluster::new(restarts.problem(true, false)));
    let kept = still.as_ref().filter(|_| restarts.has_untold());
    let kept = kept.map(|_| Cluster::new(restarts.problem(moves, true)));
    let losses = scope.slotted().zip(tight).enumerate().filter(|(_, (member, _))| member.active.is_ok());
    let losses = losses.map(|(slot, (member, tight))| {
        let loss = match still.as_ref().filter(|_| tight) {
            Some(still) => loss(&restarts, still, moved.as_ref(), slot, drs)
                .map(|loss| kept_apart(&restarts, loss, kept.as_ref(), slot)),
            None => Ok(Loss::default()),
        };
        (member.at, record(member.name.clone(), &loss))
    });
    Losses { each: losses.collect(), missing }
}

fn record(host: Name, loss: &Fact<Loss>) -> LossFacts {
    let loss = loss.as_ref().map_err(Clone::clone);
    let list = |of: fn(&Loss) -> &Vec<Name>| loss.clone().map(|loss| List::complete(of(loss).clone()));
    LossFacts {
        host,
        asked: Ok(true),
        stranded: loss.clone().map(|loss| loss.stranded),
        moves_help: loss.clone().and_then(|loss| loss.moves_help.clone()),
        vms: list(|loss| &loss.vms),
        vm: loss.clone().map(|loss| loss.vm.clone()),
        need: loss.clone().map(|loss| loss.need.clone()),
        short: list(|loss| &loss.short),
        barred: list(|loss| &loss.barred),
        rules: list(|loss| &loss.rules),
        rules_leave_resting: list(|loss| &loss.rules_leave_resting),
        apart: loss.clone().and_then(|loss| loss.apart.clone().map(List::complete)),
    }
}

/// The losses that need a closer look: not those whose VMs all together fit on each other host alone.
fn tight(restarts: &Restarts<'_, '_, '_>) -> Vec<bool> {
    let slots = restarts.scope.slots.len();
    let mut load = vec![Need::default(); slots];
    let mut wanted = vec![Need::default(); slots];
    let mut tight = vec![false; slots];
    let members = restarts.scope.members;
    let mut unclear = members.vms_missing.is_some() || members.hosts_missing.is_some();
    for (at, vm) in restarts.running.iter().enumerate() {
        let (Ok(home), Ok(need)) = (&vm.home, &vm.need) else {
            unclear = true;
            continue;
        };
        let need = Need { cpu_mhz: need.cpu_mhz.max(restarts.floor_mhz), ..*need };
        let add = |sums: &mut Vec<Need>| {
            if let Some(sum) = sums.get_mut(*home) {
                sum.cpu_mhz = sum.cpu_mhz.saturating_add(need.cpu_mhz);
                sum.memory = sum.memory.saturating_add(need.memory);
            }
        };
        add(&mut load);
        if vm.left_off != Ok(true) {
            add(&mut wanted);
            if restarts.is_bound(at, vm)
                && let Some(tight) = tight.get_mut(*home)
            {
                *tight = true;
            }
        }
    }
    for (slot, tight) in tight.iter_mut().enumerate() {
        *tight |= restarts.whole_pairs.contains_key(&slot);
    }
    let left: Fact<Vec<Need>> = restarts
        .capacities
        .iter()
        .cloned()
        .zip(&load)
        .map(|(has, load)| {
            let least = has?.least;
            let figure = |figure: u64| i64::try_from(figure).unwrap_or(i64::MAX);
            let (cpu_mhz, memory) = (figure(least.cpu_mhz), figure(least.memory));
            Ok(Need {
                cpu_mhz: cpu_mhz.saturating_sub(load.cpu_mhz),
                memory: memory.saturating_sub(load.memory),
            })
        })
        .collect();
    let left = match left {
        Ok(left) if !unclear => left,
        _ => return vec![true; slots],
    };
    let least = |of: fn(&Need) -> i64, slot: usize| {
        left.iter().enumerate().filter(|(at, _)| *at != slot).map(|(_, left)| of(left)).min()
    };
    for (slot, tight) in tight.iter_mut().enumerate() {
        let need = wanted[slot];
        let fits = |need: i64, of| need == 0 || least(of, slot).is_some_and(|least| need <= least);
        *tight |= !(fits(need.cpu_mhz, |left| left.cpu_mhz) && fits(need.memory, |left| left.memory));
    }
    tight
}

/// What the loss of a host comes to; of a pair that it takes down whole HA restarts the primary VM.
fn judge(restarts: &Restarts<'_, '_, '_>, cluster: &Cluster, slot: usize) -> Answer {
    let event = Event::Lose(vec![slot]);
    let down = restarts.whole_pairs.get(&slot).into_iter().flatten().copied();
    let down: Vec<usize> = down.filter(|at| !restarts.running[*at].told_elsewhere).collect();
    if down.is_empty() {
        return cluster.judge(&event, BUDGET);
    }
    let mut problem = cluster.problem().clone();
    for at in down {
        if let Some(vm) = problem.vms.get_mut(at) {
            vm.excluded = Some(false);
        }
    }
    Cluster::new(problem).judge(&event, BUDGET)
}

/// The loss of one host: with others staying, or moved by DRS; and whether moves would help that nobody
/// makes.
fn loss(
    restarts: &Restarts<'_, '_, '_>,
    still: &Cluster,
    moved: Option<&Cluster>,
    slot: usize,
    drs: &Fact<bool>,
) -> Fact<Loss> {
    let members = restarts.scope.members;
    // A host that cannot be seen might take what is left over.
    members.hosts_missing.clone().map_or(Ok(()), Err)?;
    let answer = judge(restarts, still, slot);
    if let Answer::DoesNotFit(why) = &answer {
        let moves_help = moved.map_or(Ok(false), |moved| helps(restarts, &judge(restarts, moved, slot)));
        // Where it is not known whether DRS moves them, it may.
        if let Err(why) = drs.as_ref().map_err(Clone::clone)
            && moves_help != Ok(false)
        {
            return Err(why);
        }
        return Ok(Loss { moves_help, ..stranded(restarts, &why.left_over) });
    }
    members.vms_missing.clone().map_or(Ok(()), Err)?;
    match open(restarts, &answer) {
        Some(why) => Err(why),
        None => Ok(Loss::default()),
    }
}

/// Where all find places, whether they do if HA keeps the rules of which that is not told.
fn kept_apart(restarts: &Restarts<'_, '_, '_>, loss: Loss, kept: Option<&Cluster>, slot: usize) -> Loss {
    let Some(kept) = kept.filter(|_| !loss.stranded) else { return loss };
    let answer = judge(restarts, kept, slot);
    if let Answer::DoesNotFit(why) = &answer {
        let Loss { vms, vm, rules, .. } = stranded(restarts, &why.left_over);
        return Loss { vms, vm, apart: Ok(rules), ..loss };
    }
    Loss { apart: open(restarts, &answer).map_or(Ok(Vec::new()), Err), ..loss }
}

/// Whether VMs find places with the help of moves, where it is known; a search that ended says that they may.
fn helps(restarts: &Restarts<'_, '_, '_>, answer: &Answer) -> Fact<bool> {
    match (answer.fits(), open(restarts, answer)) {
        (None, Some(why)) => Err(why),
        (fits, _) => Ok(fits != Some(false)),
    }
}

/// Why an answer is not certain, where something was not read.
fn open(restarts: &Restarts<'_, '_, '_>, answer: &Answer) -> Option<Unknown> {
    let Answer::CannotTell(Doubt::Missing(missing)) = answer else { return None };
    let mut open = None;
    for why in missing.iter().filter_map(|missing| unread(restarts, *missing)) {
        lacks(&mut open, &why);
    }
    open
}

fn name(restarts: &Restarts<'_, '_, '_>, vm: usize) -> Name {
    restarts.running.get(vm).map(|vm| restarts.guests[vm.at].vm.display_name()).unwrap_or_default()
}

/// Why something was not known.
fn unread(restarts: &Restarts<'_, '_, '_>, missing: Missing) -> Option<Unknown> {
    let vm = |vm: usize| restarts.running.get(vm);
    match missing {
        Missing::Home(at) => vm(at)?.home.clone().err(),
        Missing::Excluded(at) => vm(at)?.left_off.clone().err(),
        Missing::Floor => Some(not_exact(restarts, CONFIG, Detail::LeastCpu { mhz: restarts.floor_mhz })),
        Missing::Need(at) => vm(at)?.need.clone().err(),
        Missing::Cell { vm: at, host, .. } => vm(at)?.on.as_ref()?.state(host)?.clone().err(),
        Missing::Available(host) => restarts.scope.slotted().nth(host)?.active.clone().err(),
        Missing::Capacity(host) => Some(match restarts.capacities.get(host)? {
            Err(why) => why.clone(),
            Ok(_) => not_exact(restarts, ClusterComputeResource::summary.path, Detail::ShareForVms),
        }),
        Missing::Apart(rule) => restarts.apart.get(rule)?.open.clone(),
        Missing::Together(rule) => restarts.together.get(rule)?.open.clone(),
    }
}

fn not_exact(restarts: &Restarts<'_, '_, '_>, path: &str, what: Detail) -> Unknown {
    restarts.scope.members.cluster.unknown(ReasonKind::Untold, path, what)
}

/// Who is left over, and what stands against the one that needs most.
fn stranded(restarts: &Restarts<'_, '_, '_>, left_over: &[LeftOver]) -> Loss {
    let vms = || left_over.iter().flat_map(|left| &left.vms).copied();
    let mut loss =
        Loss { stranded: true, vms: vms().map(|vm| name(restarts, vm)).collect(), ..Loss::default() };
    let reserved = |left: &&LeftOver| {
        let most = left.vms.iter().filter_map(|vm| restarts.running.get(*vm)?.need.as_ref().ok());
        let crowded = left.refusals.iter().any(|(_, refusal)| matches!(refusal, Refusal::Short(_)));
        (crowded, most.map(|need| (need.memory, need.cpu_mhz)).max())
    };
    let Some(left) = left_over.iter().max_by_key(reserved) else { return loss };
    let Some((at, vm)) = left.vms.first().and_then(|vm| Some((*vm, restarts.running.get(*vm)?))) else {
        return loss;
    };
    loss.vm = name(restarts, at);
    loss.need = vm.need.as_ref().map(figures).unwrap_or_default();
    for (slot, refusal) in &left.refusals {
        let host = restarts.scope.slotted().nth(*slot).map(|member| member.name.clone()).unwrap_or_default();
        match refusal {
            Refusal::Short(lacking) => {
                let figure = |figure: u64| i64::try_from(figure).unwrap_or(i64::MAX);
                let lacking = Need { cpu_mhz: figure(lacking.cpu_mhz), memory: figure(lacking.memory) };
                loss.short.push(format_compact!("{host} ({})", figures(&lacking)));
            }
            Refusal::State | Refusal::Cell | Refusal::Apart { .. } => {
                loss.barred.push(host);
                loss.rules.extend(against(restarts, vm, *slot));
                if let Refusal::Apart { from } = refusal {
                    let theirs = restarts.apart.iter().filter(|rule| rule.keeps(at, *from));
                    loss.rules.extend(theirs.map(|rule| rule.name.clone()));
                }
            }
        }
    }
    loss.rules.sort();
    loss.rules.dedup();
    loss.rules_leave_resting.clone_from(&restarts.vms[vm.at].ties.rules_leave_resting.items);
    loss
}

/// Required rules about a VM, where they keep it off a host.
fn against(restarts: &Restarts<'_, '_, '_>, vm: &Restart, slot: usize) -> Vec<Name> {
    let each = &restarts.vms[vm.at].ties.each.items;
    each.iter().filter(|rule| rule.on.state(slot) == Some(&Ok(false))).map(|rule| rule.name.clone()).collect()
}

/// Memory and CPU as a text, what is none of left out.
fn figures(need: &Need) -> Name {
    match (needed_mb(need.memory), need.cpu_mhz) {
        (mb, 0) => format_compact!("{mb} MB"),
        (0, mhz) => format_compact!("{mhz} MHz"),
        (mb, mhz) => format_compact!("{mb} MB, {mhz} MHz"),
    }
}
