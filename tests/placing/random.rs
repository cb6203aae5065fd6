//! Small clusters made by chance, the same ones in every run.

use vpreflight::facts::placing::{
    Amount, Between, Cause, Cell, Event, Host, Problem, Reach, UNBOUNDED, Vm, VmRule,
};

/// Numbers that look random (SplitMix64).
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from one to another, both included.
    pub fn from(&mut self, low: u64, high: u64) -> u64 {
        low + self.next() % (high - low + 1)
    }

    pub fn index(&mut self, size: usize) -> usize {
        self.from(0, size as u64 - 1) as usize
    }

    pub fn percent(&mut self, chance: u64) -> bool {
        self.next() % 100 < chance
    }
}

fn amount(random: &mut Random, low: u64, high: u64) -> Amount {
    Amount { cpu_mhz: random.from(low, high), memory: random.from(low, high) }
}

/// A rule about two VMs or more.
fn rule(random: &mut Random, vms: usize) -> VmRule {
    let size = random.from(2, 4);
    let vms = (0..size).map(|_| random.index(vms)).collect();
    VmRule { vms, on_moves: Some(random.percent(85)), on_restarts: Some(random.percent(60)), lasting: false }
}

/// A cluster of 2 to 5 hosts and up to 9 VMs of which everything is known, and what happens to it.
pub fn cluster(random: &mut Random) -> (Problem, Event) {
    let (hosts, vms) = (random.from(2, 5), random.from(1, 9));
    sized(random, hosts, vms)
}

/// The same with so many hosts and VMs.
pub fn sized(random: &mut Random, hosts: u64, vms: u64) -> (Problem, Event) {
    let (hosts, vms) = (hosts as usize, vms as usize);
    let loose = random.from(0, 2) * 4;
    // Where hosts and VMs are like each other, what failed for one fails for the next.
    let alike = random.percent(40);
    let open = if alike && random.percent(60) { 100 } else { random.from(40, 100) };
    let row = |random: &mut Random| -> Vec<Cell> {
        let cell = |random: &mut Random| {
            if random.percent(open) {
                return Cell::Yes;
            }
            let causes = random.from(1, 2);
            Cell::No((0..causes).map(|_| Cause(random.index(4) as u32)).collect())
        };
        (0..hosts).map(|_| cell(random)).collect()
    };
    let classes = random.from(1, 4) as usize;
    let rows: Vec<Vec<Cell>> = (0..classes).map(|_| row(random)).collect();
    let vms: Vec<Vm> = (0..vms)
        .map(|at| {
            let memory = random.from(3, 5);
            let need = if alike { Amount { cpu_mhz: 1, memory } } else { amount(random, 1, 7) };
            Vm {
                need: Between::exactly(need),
                is_read: at % 2 == 1,
                fixed: Between::NONE,
                home: Some(random.index(hosts)),
                live: random.index(classes),
                restart: random.index(classes),
                excluded: Some(random.percent(8)),
            }
        })
        .collect();
    let same = (random.percent(70) && alike).then(|| Amount { cpu_mhz: 20, memory: random.from(5, 13) });
    let hosts: Vec<Host> = (0..hosts)
        .map(|at| {
            let mut there = Amount::default();
            for vm in vms.iter().filter(|vm| vm.home == Some(at)) {
                there.cpu_mhz += vm.need.least.cpu_mhz;
                there.memory += vm.need.least.memory;
            }
            // Most have what runs there, and sometimes a little more.
            let more = amount(random, 0, 3 + loose);
            let mut has =
                Amount { cpu_mhz: there.cpu_mhz + more.cpu_mhz, memory: there.memory + more.memory };
            if random.percent(10) {
                has = amount(random, 0, 14);
            }
            Host {
                capacity: Between::exactly(same.unwrap_or(has)),
                takes_moves: Some(random.percent(92)),
                takes_restarts: Some(random.percent(92)),
            }
        })
        .collect();
    let mut rules = || {
        let many = random.from(0, 5) / 2;
        (0..many).map(|_| rule(random, vms.len())).collect()
    };
    let (apart, together) = (rules(), rules());
    let causes = vec![Reach::OneHost, Reach::OneHost, Reach::Everywhere, Reach::OneHost];
    let mut gone = vec![random.index(hosts.len())];
    if random.percent(15) {
        gone.push(random.index(hosts.len()));
    }
    let event = if random.percent(60) { Event::Lose(gone) } else { Event::Empty(gone) };
    (Problem { hosts, vms, rows, apart, together, causes }, event)
}

/// Takes away what is known, each datum with a chance in a hundred.
pub fn withhold(random: &mut Random, problem: &Problem, chance: u64) -> Problem {
    let mut less = problem.clone();
    data(&mut less, &mut |datum| {
        if random.percent(chance) {
            datum.withhold(random.percent(40));
        }
    });
    // What is read has bounds.
    less.vms.iter_mut().for_each(|vm| vm.is_read &= vm.need != Between::UNKNOWN);
    less
}

/// A datum that can be withheld.
pub enum Datum<'d> {
    Flag(&'d mut Option<bool>),
    Cell(&'d mut Cell),
    Between(&'d mut Between),
}

impl Datum<'_> {
    /// It is not known any more, or not exactly.
    pub fn withhold(self, in_part: bool) {
        match self {
            Self::Flag(flag) => *flag = None,
            Self::Cell(cell) => *cell = Cell::Unknown,
            Self::Between(between) if in_part => {
                let (least, most) = (between.least, between.most);
                *between = Between {
                    least: Amount { cpu_mhz: least.cpu_mhz, memory: least.memory.saturating_sub(1) },
                    most: Amount { cpu_mhz: most.cpu_mhz, memory: most.memory + 2 },
                };
            }
            Self::Between(between) => *between = Between::UNKNOWN,
        }
    }
}

/// Each datum of a cluster except where its VMs run.
pub fn data(problem: &mut Problem, each: &mut dyn FnMut(Datum<'_>)) {
    for host in &mut problem.hosts {
        each(Datum::Between(&mut host.capacity));
        each(Datum::Flag(&mut host.takes_moves));
        each(Datum::Flag(&mut host.takes_restarts));
    }
    for vm in &mut problem.vms {
        each(Datum::Between(&mut vm.need));
        each(Datum::Flag(&mut vm.excluded));
    }
    for cell in problem.rows.iter_mut().flatten() {
        each(Datum::Cell(cell));
    }
    for rule in problem.apart.iter_mut().chain(&mut problem.together) {
        each(Datum::Flag(&mut rule.on_moves));
        each(Datum::Flag(&mut rule.on_restarts));
    }
}

/// A completion of what is not known: as it is best for places, as it is worst, or by chance.
pub fn complete(problem: &Problem, mut how: impl FnMut() -> bool) -> Problem {
    let mut known = problem.clone();
    for host in &mut known.hosts {
        let between = host.capacity;
        let most = Amount { cpu_mhz: between.most.cpu_mhz.min(1000), memory: between.most.memory.min(1000) };
        host.capacity = Between::exactly(if how() { most } else { between.least });
        let (moves, restarts) = (how(), how());
        host.takes_moves.get_or_insert(moves);
        host.takes_restarts.get_or_insert(restarts);
    }
    for vm in &mut known.vms {
        let most = |figure: u64| if figure == UNBOUNDED { 2000 } else { figure };
        let worst = Amount { cpu_mhz: most(vm.need.most.cpu_mhz), memory: most(vm.need.most.memory) };
        vm.need = Between::exactly(if how() { vm.need.least } else { worst });
        let excluded = how();
        vm.excluded.get_or_insert(excluded);
    }
    for cell in known.rows.iter_mut().flatten().filter(|cell| **cell == Cell::Unknown) {
        *cell = if how() { Cell::Yes } else { Cell::No(Box::new([])) };
    }
    for rule in known.apart.iter_mut().chain(&mut known.together) {
        let (moves, restarts) = (!how(), !how());
        rule.on_moves.get_or_insert(moves);
        rule.on_restarts.get_or_insert(restarts);
    }
    known
}
