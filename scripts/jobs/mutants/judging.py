"""Judges mutants by what all rules say of the cases, and by unit tests what this leaves alive.

All limits are processor time, so that a busy machine kills no mutant: several times what the same
tests take without any.
"""

import collections, concurrent.futures, itertools, os, queue, resource, signal, subprocess, sys, tempfile, threading, time

from planting import TREE, WORK

# No case is tried that takes longer; unit tests that do meet only what few cases reach. They could only kill more.
SLOW_CASE_SECONDS = 0.5
FAST_SECONDS, SLOW_SECONDS, FEW_CASES = 0.3, 3, 20
# Fast tests of together so many seconds run in one process.
TOGETHER_SECONDS = 0.5
# What most mutants do not survive: so many cases, and the fast tests.
FIRST_CASES = 40
# No mutant meets more cases than this, those first that are likely to kill it. The others could only kill more.
MOST_CASES = 300
TESTS = ("facts::", "evaluate::", "placement::", "placing::", "left_out::")
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
    def share(at):
        done = subprocess.run([program, *ONE, "mutants_cases::cover"], cwd=TREE, capture_output=True, text=True,
                              env={**ALONE, "MUTANTS_SHARE": f"{at}/{os.cpu_count()}"})
        if done.returncode != 0:
            raise RuntimeError("the cases do not hold without any mutant:\n" + done.stderr)
        return done.stdout.splitlines()

    cases = {}
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for line in itertools.chain(*pool.map(share, range(os.cpu_count()))):
            if not line.startswith("case "):
                continue
            line, name = line.split("\t")
            _, at, rule, micros, *seen = line.split()
            cases[int(at)] = (rule, int(micros) / 1e6, list(map(int, seen)), f"{rule}::{name}")
    return [cases[at] for at in sorted(cases)]


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
        learnt = collections.Counter(case for case in self.near(number) if case in own)
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

    def near(self, number):
        """What has killed mutants beside it: cases, None where a test has."""
        return [case for other, case in list(self.killers) if abs(other - number) <= 5 * self.NEAR]

    def tests_first(self, number):
        """Whether tests have killed most of the mutants beside it."""
        near = self.near(number)
        return 2 * near.count(None) > len(near)

    def spread(self, own):
        """One case of each rule, then the next one: first what reaches most of the others."""
        by_rule = collections.defaultdict(list)
        for at in sorted(own, key=lambda at: (-len(self.cases[at][2]), at)):
            by_rule[self.cases[at][0]].append(at)
        rounds = itertools.zip_longest(*by_rule.values())
        return [at for one in rounds for at in one if at is not None]

    def seen(self, at):
        """The mutants that a case reaches."""
        return () if at is None else self.cases[at][2]

    def seconds(self, cases):
        return sum(self.cases[at][1] for at in cases)


def ran(program, names, environment, seconds=None):
    """Runs unit tests: how it ended, processor seconds, the test that failed."""
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen([program, "-q", "--exact", "--test-threads", "1", *names], cwd=TREE,
                                   env={**ALONE, **environment}, stdout=output, stderr=subprocess.DEVNULL)
        if seconds:
            most = int(limit(seconds)) + 1
            resource.prlimit(process.pid, resource.RLIMIT_CPU, (most, most + 5))
            resource.prlimit(process.pid, resource.RLIMIT_AS, (MEMORY, MEMORY))
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        said = output.read().decode(errors="replace").splitlines()
    failed = next((name for name in names if f"---- {name} stdout ----" in said), None)
    return process.returncode, usage.ru_utime + usage.ru_stime, failed


def unit_tests(program):
    """The unit tests of facts, evaluation and placement, the tests of placing, and those of what is left out: name,
    processor seconds, mutants it reaches; none may fail."""
    listed = subprocess.run([program, "--list", "--format", "terse", *TESTS], cwd=TREE, capture_output=True,
                            text=True, check=True)
    names = [line.removesuffix(": test") for line in listed.stdout.splitlines() if line.endswith(": test")]

    def tried(name):
        seen = WORK / ("seen-" + name.replace(":", "-"))
        ended, seconds, _ = ran(program, [name], {"MUTANTS_SEEN": str(seen)})
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
        self.killers = collections.deque(maxlen=5_000)

    def killer(self, number, first, slow):
        """What kills a mutant: fast tests together at first, then each other one, with those that take long if
        wanted; those before others that have killed mutants beside it."""
        learnt = collections.Counter(name for other, name in list(self.killers) if abs(other - number) <= 5 * Cases.NEAR)
        reaching = sorted((-learnt[name], seconds, name) for name, seconds, reached in self.tests
                          if number in reached and (slow or seconds < SLOW_SECONDS))
        groups = []
        for _, seconds, name in reaching:
            if (seconds < FAST_SECONDS) != first:
                continue
            if first and groups and sum(seconds for seconds, _ in groups[-1]) < TOGETHER_SECONDS:
                groups[-1].append((seconds, name))
            else:
                groups.append([(seconds, name)])
        killer = next(filter(None, (self.failing(number, tests) for tests in groups)), None)
        if killer:
            self.killers.append((number, killer))
        return killer

    def failing(self, number, tests):
        """Which of these tests kills a mutant, if any does."""
        ended, _, failed = ran(self.program, [name for _, name in tests], {"MUTANT": str(number)},
                               sum(seconds for seconds, _ in tests))
        if ended == -signal.SIGXCPU:
            return "(unit tests do not end)"
        if ended in (-signal.SIGKILL, -signal.SIGTERM, -signal.SIGINT):
            raise Stopped
        if ended != 0:
            return failed or (tests[0][1] if len(tests) == 1 else "(unit tests)")
        return None

    def named(self, number, name):
        """The tests of this name, if it reaches the mutant."""
        return [(seconds, test) for test, seconds, reached in self.tests if test == name and number in reached]


def judged(numbers, program, cases, tests, first, known):
    """Judges mutants on all cores, by what comes first or by all the rest; yields number and what killed it, or
    None. `known` is what has killed each in an earlier run: it is tried before all else."""
    waiting, results = queue.SimpleQueue(), queue.SimpleQueue()
    choice, units = Cases(cases), Units(program, tests)
    for number in numbers:
        waiting.put(number)

    def again(judge, number):
        for name in known.get(number, ()):
            at, tests = choice.at.get(name), units.named(number, name)
            killer = units.failing(number, tests) if tests else None
            if number in choice.seen(at):
                killer = killer or judge.killer(number, [at], choice.seconds([at]))
            if killer:
                return killer
        return None

    def new(judge, number):
        reaching = choice.of(number)
        chosen = reaching[:FIRST_CASES] if first else reaching[FIRST_CASES:MOST_CASES]
        by_case = lambda: judge.killer(number, chosen, choice.seconds(chosen)) if chosen else None
        by_test = lambda: units.killer(number, first, slow=len(reaching) < FEW_CASES)
        # What many cases do not kill, few of the others do.
        both = (by_test, by_case) if not first or choice.tests_first(number) else (by_case, by_test)
        return both[0]() or both[1]()

    def one(judge, number):
        killer = again(judge, number) or new(judge, number)
        if killer:
            choice.killers.append((number, choice.at.get(killer)))
        return killer

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
