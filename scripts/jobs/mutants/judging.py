"""Judges mutants by what all rules say of the cases, and by unit tests what this leaves alive.

All limits are processor time, so that a busy machine kills no mutant: several times what the same
tests take without any.
"""

import collections, concurrent.futures, itertools, os, queue, resource, signal, subprocess, sys, threading, time

from planting import TREE, WORK

# No case is tried that takes longer; unit tests that do meet only what few cases reach. They could only kill more.
SLOW_CASE_SECONDS = 0.5
FAST_SECONDS, SLOW_SECONDS, FEW_CASES = 0.3, 3, 20
# What most mutants do not survive: so many cases, and the fast tests.
FIRST_CASES = 150
TESTS = ("facts::", "evaluate::", "placement::", "placing::", "left_out::", "matrix::", "whatif::")
# They want the simulator.
NO_TESTS = ("a_live_vcenter",)
FREE_SECONDS, TIMES = 5, 5
MEMORY = 8 << 30
ALONE = {**os.environ, "RAYON_NUM_THREADS": "1", "INSTA_UPDATE": "no", "INSTA_WORKSPACE_ROOT": str(TREE)}
ONE = ("--exact", "--nocapture", "--test-threads", "1", "--include-ignored")
TICK = os.sysconf("SC_CLK_TCK")


def limit(seconds):
    """Processor seconds that tests may take which take so many without a mutant."""
    return FREE_SECONDS + TIMES * seconds


def used(pid):
    """Processor seconds that a process has used, and its state."""
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK, fields[0]


class Stopped(Exception):
    """Somebody else ended a process: that says nothing about a mutant."""


class Judge:
    """A process that turns the switches of mutants and runs cases against them."""

    def __init__(self, program):
        self.program, self.process = program, None

    def start(self):
        self.process = subprocess.Popen([self.program, *ONE, "mutants_cases::judge"], cwd=TREE, env=ALONE, text=True, bufsize=1,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        resource.prlimit(self.process.pid, resource.RLIMIT_AS, (MEMORY, MEMORY))
        self.lines = lines = queue.Queue()

        def read(process=self.process):
            for line in process.stdout:
                # The harness has something to say, too.
                if line.startswith(("ready", "killed", "alive")):
                    lines.put(line.split())
            lines.put(None)

        threading.Thread(target=read, daemon=True).start()
        self.lines.get()

    def end(self):
        if self.process:
            self.process.kill()
            self.process.communicate()
            self.process = None

    def killer(self, number, cases, seconds):
        """The case that kills a mutant, if any of these does."""
        if not self.process:
            self.start()
        before, idle = used(self.process.pid)[0], 0
        self.process.stdin.write(" ".join(map(str, [number, *cases])) + "\n")
        while True:
            try:
                line = self.lines.get(timeout=5)
                break
            except queue.Empty:
                now, state = used(self.process.pid)
                # A process that wants the processor and does not get it is no reason.
                idle = idle + 1 if state == "S" else 0
                if now - before > limit(seconds) or idle > 24:
                    self.end()
                    return "(the cases do not end)"
        if line is None:
            self.process.wait()
            ended, self.process = self.process.returncode, None
            if ended in (-signal.SIGKILL, -signal.SIGTERM, -signal.SIGINT):
                raise Stopped
            return "(it ends the process)"
        return " ".join(line[2:]) if line[0] == "killed" else None


def cover(program):
    """The cases: rule, processor seconds, mutants it reaches, what the judge calls it."""
    done = subprocess.run([program, *ONE, "mutants_cases::cover"], cwd=TREE, env=ALONE, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit("the cases do not hold without any mutant:\n" + done.stderr)
    cases = []
    for line in done.stdout.splitlines():
        if not line.startswith("case "):
            continue
        line, name = line.split("\t")
        _, rule, micros, *seen = line.split()
        cases.append((rule, int(micros) / 1e6, list(map(int, seen)), f"{rule}::{name}"))
    return cases


class Cases:
    """Which cases are tried against a mutant, and in which order."""

    # Numbers of mutants follow the text of a file; what nearly all cases reach tells nothing.
    NEAR, COMMON, LEARNT = 12, 0.7, 25

    def __init__(self, cases):
        self.cases, self.reaching = cases, collections.defaultdict(list)
        self.at = {" ".join(name.split()): at for at, (*_, name) in enumerate(cases)}
        self.killers = collections.deque(maxlen=5_000)
        for at, (_, seconds, seen, _) in enumerate(cases):
            for number in seen if seconds < SLOW_CASE_SECONDS else ():
                self.reaching[number].append(at)

    def of(self, number):
        """The cases that reach it: those first that have killed mutants beside it, those that go where few go
        beside it in turn with one of each rule, then the next one."""
        own = set(self.reaching.get(number, []))
        learnt = collections.Counter(case for other, case in list(self.killers)
                                     if case in own and abs(other - number) <= 5 * self.NEAR)
        rare = collections.Counter()
        for near in range(number - self.NEAR, number + self.NEAR + 1):
            there = self.reaching.get(near, [])
            if near != number and len(there) < self.COMMON * len(self.cases):
                for at in there:
                    rare[at] += 1 / len(there)
        first = [at for at, _ in learnt.most_common(self.LEARNT)]
        rare = [at for at, _ in rare.most_common() if at in own]
        order = [at for pair in itertools.zip_longest(rare, self.spread(own)) for at in pair if at is not None]
        return list(dict.fromkeys(first + order))

    def spread(self, own):
        """One case of each rule, then the next one: first what reaches most of the others."""
        by_rule = collections.defaultdict(list)
        for at in sorted(own, key=lambda at: (-len(self.cases[at][2]), at)):
            by_rule[self.cases[at][0]].append(at)
        rounds = itertools.zip_longest(*by_rule.values())
        return [at for one in rounds for at in one if at is not None]

    def seconds(self, cases):
        return sum(self.cases[at][1] for at in cases)


def ran(program, names, environment, seconds=None):
    """Runs unit tests: how it ended, processor seconds."""
    process = subprocess.Popen([program, "-q", "--exact", "--test-threads", "1", *names], cwd=TREE,
                               env={**ALONE, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if seconds:
        most = int(limit(seconds)) + 1
        resource.prlimit(process.pid, resource.RLIMIT_CPU, (most, most + 5))
        resource.prlimit(process.pid, resource.RLIMIT_AS, (MEMORY, MEMORY))
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, usage.ru_utime + usage.ru_stime


def unit_tests(program):
    """The unit tests of facts, evaluation and placement, the laws of placing, and the tests of the commands that
    ask about it: name, processor seconds, mutants it reaches; none may fail."""
    skipped = [word for name in NO_TESTS for word in ("--skip", name)]
    listed = subprocess.run([program, "--list", "--format", "terse", *skipped, *TESTS], cwd=TREE, capture_output=True,
                            text=True, check=True)
    names = [line.removesuffix(": test") for line in listed.stdout.splitlines() if line.endswith(": test")]

    def tried(name):
        seen = WORK / ("seen-" + name.replace(":", "-"))
        ended, seconds = ran(program, [name], {"MUTANTS_SEEN": str(seen)})
        if ended != 0:
            raise RuntimeError(f"a unit test fails without any mutant: {name}")
        reached = sorted(map(int, seen.read_text().split())) if seen.is_file() else []
        seen.unlink(missing_ok=True)
        return name, seconds, reached

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(tried, names))


class Units:
    """Unit tests by the mutants they reach."""

    def __init__(self, program, tests):
        self.program = program
        self.tests = [(name, seconds, set(reached)) for name, seconds, reached in tests]

    def killer(self, number, first, slow):
        """What kills a mutant: fast tests together at first, then each other one, with those that take long if
        wanted."""
        reaching = sorted((seconds, name) for name, seconds, reached in self.tests
                          if number in reached and (slow or seconds < SLOW_SECONDS))
        fast = [(seconds, name) for seconds, name in reaching if seconds < FAST_SECONDS]
        for tests in [fast] if first else [[one] for one in reaching[len(fast):]]:
            if not tests:
                continue
            seconds = sum(seconds for seconds, _ in tests)
            ended, _ = ran(self.program, [name for _, name in tests], {"MUTANT": str(number)}, seconds)
            if ended == -signal.SIGXCPU:
                return "(unit tests do not end)"
            if ended in (-signal.SIGKILL, -signal.SIGTERM, -signal.SIGINT):
                raise Stopped
            if ended != 0:
                return "(unit tests)" if len(tests) > 1 else tests[0][1]
        return None


def judged(numbers, program, cases, tests, first):
    """Judges mutants on all cores, by what comes first or by all the rest; yields number and what killed it, or
    None."""
    waiting, results = queue.SimpleQueue(), queue.SimpleQueue()
    choice, units = Cases(cases), Units(program, tests)
    for number in numbers:
        waiting.put(number)

    def one(judge, number):
        reaching = choice.of(number)
        chosen = reaching[:FIRST_CASES] if first else reaching[FIRST_CASES:]
        killer = judge.killer(number, chosen, choice.seconds(chosen)) if chosen else None
        if killer in choice.at:
            choice.killers.append((number, choice.at[killer]))
        return killer or units.killer(number, first, slow=len(reaching) < FEW_CASES)

    def worker():
        judge = Judge(program)
        try:
            while True:
                number = waiting.get_nowait()
                for attempt in range(3):
                    try:
                        results.put((number, one(judge, number)))
                        break
                    except Stopped:
                        print(f"mutant {number}: its process was ended from outside", file=sys.stderr)
                else:
                    results.put((None, f"mutant {number}: its process is ended again and again from outside"))
        except queue.Empty:
            pass
        except Exception as error:
            results.put((None, repr(error)))
        finally:
            judge.end()

    for _ in range(os.cpu_count() or 1):
        threading.Thread(target=worker, daemon=True).start()
    for _ in numbers:
        number, killer = results.get()
        if number is None:
            sys.exit(killer)
        yield number, killer
