package dev.peerage.simulation;

import dev.peerage.eventstore.DomainEvent;
import dev.peerage.kernel.Region;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * One run: a seed says how many regions, users and groups there are, what clients ask for, what the links carry when,
 * and what goes wrong. Then everything heals, and all regions have to say the same, and what the definitions say.
 *
 * <p>Each step draws from a generator of its own. So a step can be left out without changing what the others do as far
 * as they still can, which is how a failing run becomes a short one.
 */
final class Simulation {

    private static final List<String> NAMES = List.of("ap", "eu", "eu-2", "local", "us");
    private static final long BEGINNING = 1_800_000_000_000L;
    private static final int HOUR = 3_600_000;

    private final long seed;
    private final int steps;
    private final int writing;
    private final boolean clocksGoWrong;
    private final List<SimulatedRegion> regions = new ArrayList<>();
    private final Chronicle chronicle;
    private final Mesh mesh;
    private final Recovery recovery;
    private final Clients clients;
    private final Judgement judgement;
    private long now = BEGINNING;

    Simulation(long seed, Logic logic, boolean told) {
        this.seed = seed;
        this.chronicle = new Chronicle(told);
        SplittableRandom random = new SplittableRandom(seed);
        int count = random.nextInt(2, NAMES.size() + 1);
        int first = random.nextInt(NAMES.size() - count + 1);
        boolean oneJoinsLate = count > 2 && random.nextInt(3) == 0;
        for (String name : NAMES.subList(first, first + count)) {
            regions.add(new SimulatedRegion(Region.of(name), logic, chronicle, now));
        }
        for (SimulatedRegion region : regions.subList(oneJoinsLate ? 1 : 0, count)) {
            region.join();
        }
        this.steps = random.nextInt(8, random.nextBoolean() ? 60 : 250);
        this.writing = random.nextInt(20, 50);
        this.clocksGoWrong = random.nextInt(3) > 0;
        this.mesh = new Mesh(regions);
        this.recovery = new Recovery(regions, mesh, chronicle);
        this.clients = new Clients(random.nextInt(2, 5), random.nextInt(1, 3), chronicle);
        this.judgement = new Judgement(regions, chronicle, logic);
    }

    int steps() {
        return steps;
    }

    Chronicle chronicle() {
        return chronicle;
    }

    /** @throws AssertionError if something is not as it is defined, at any time or in the end */
    void run(BitSet stepsToTake) {
        chronicle.tell(() ->
                "regions " + regions.stream().filter(SimulatedRegion::isPresent).toList());
        for (int step = stepsToTake.nextSetBit(0); step >= 0; step = stepsToTake.nextSetBit(step + 1)) {
            take(generator(step));
        }
        heal(generator(-1));
        judgement.afterHealing(generator(-2));
    }

    void run() {
        BitSet all = new BitSet();
        all.set(0, steps);
        run(all);
    }

    private SplittableRandom generator(int step) {
        return new SplittableRandom(seed * 0xD1342543DE82EF95L + step * 0x2545F4914F6CDD1DL);
    }

    private void take(SplittableRandom random) {
        timePasses(random);
        if (random.nextInt(100) < writing) {
            write(random);
            return;
        }
        int kind = random.nextInt(100);
        if (kind < 50) {
            deliver(random);
        } else if (kind < 62) {
            any(SimulatedRegion::isUp, random, region -> follow(regions.get(region), random.nextInt(1, 9)));
        } else if (kind < 68) {
            any(
                    SimulatedRegion::isUp,
                    random,
                    region -> regions.get(region).view().store());
        } else if (kind < 74) {
            pauseOrResume(random);
        } else if (kind < 78) {
            crashOrStart(random);
        } else if (kind < 81) {
            any(
                    SimulatedRegion::isWritable,
                    random,
                    region -> regions.get(region).backUp());
        } else if (kind < 84) {
            any(
                    region -> region.isPresent() && region.backups() > 0,
                    random,
                    region -> recovery.restore(region, random));
        } else if (kind < 88) {
            any(SimulatedRegion::isRecovering, random, region -> recovery.takeBack(region, random));
        } else if (kind < 91) {
            putClock(random);
        } else if (kind < 93) {
            any(region -> !region.isPresent(), random, region -> join(region, random));
        } else {
            any(SimulatedRegion::isUp, random, region -> judgement.now(regions.get(region)));
        }
    }

    private void timePasses(SplittableRandom random) {
        now += switch (random.nextInt(12)) {
            case 0 -> random.nextInt(90_000);
            case 1, 2, 3 -> random.nextInt(1_000);
            case 4, 5, 6 -> 1;
            default -> 0;
        };
        regions.forEach(region -> region.wall().at(now));
    }

    /** Does it to one of those that it can be done to, if there is one. */
    private void any(Predicate<SimulatedRegion> those, SplittableRandom random, IntConsumer deed) {
        int start = random.nextInt(regions.size());
        for (int i = 0; i < regions.size(); i++) {
            int region = (start + i) % regions.size();
            if (those.test(regions.get(region))) {
                deed.accept(region);
                return;
            }
        }
    }

    private void write(SplittableRandom random) {
        any(SimulatedRegion::isWritable, random, writer -> {
            SimulatedRegion region = regions.get(writer);
            List<? extends DomainEvent> facts = clients.ask(region, random);
            if (!facts.isEmpty()) {
                List<Event> events = region.write(facts.getFirst().subject(), facts);
                events.forEach(event -> chronicle.tell(() -> region + " writes " + event));
            }
        });
    }

    private void deliver(SplittableRandom random) {
        int atMost = random.nextInt(1, 7);
        int links = regions.size() * regions.size();
        int start = random.nextInt(links);
        int carried = 0;
        for (int i = 0; i < links && carried == 0; i++) {
            int link = (start + i) % links;
            int origin = link / regions.size();
            int receiver = link % regions.size();
            carried = mesh.deliver(origin, receiver, atMost);
            tellDelivery(carried, origin, receiver);
        }
    }

    private void tellDelivery(int carried, int origin, int receiver) {
        if (carried > 0) {
            chronicle.tell(() -> regions.get(receiver) + " receives " + carried + " of " + regions.get(origin));
        }
    }

    private static void follow(SimulatedRegion region, int atMost) {
        region.view().follow(region.log(), atMost);
    }

    private void pauseOrResume(SplittableRandom random) {
        int origin = random.nextInt(regions.size());
        boolean pause = random.nextBoolean();
        boolean onlyOneWay = random.nextBoolean();
        for (int receiver = 0; receiver < regions.size(); receiver++) {
            if (receiver != origin && random.nextBoolean()) {
                mesh.pause(origin, receiver, pause);
                mesh.reconnect(origin, receiver, random.nextInt(4));
                if (!onlyOneWay) {
                    mesh.pause(receiver, origin, pause);
                    mesh.reconnect(receiver, origin, random.nextInt(4));
                }
                chronicle.happened(Happening.LINK_PAUSED, pause);
            }
        }
        chronicle.tell(() -> "links of " + regions.get(origin) + (pause ? " pause" : " resume"));
    }

    private void crashOrStart(SplittableRandom random) {
        boolean comesBackAtOnce = random.nextInt(3) > 0;
        int olderBy = random.nextInt(6);
        any(SimulatedRegion::isPresent, random, index -> {
            SimulatedRegion region = regions.get(index);
            if (region.isUp()) {
                region.crash(olderBy);
                mesh.reconnect(index, random);
                chronicle.tell(() -> region + " crashes");
            }
            if (comesBackAtOnce) {
                region.start();
                chronicle.tell(() -> region + " starts");
            }
        });
    }

    private void putClock(SplittableRandom random) {
        SimulatedRegion region = regions.get(random.nextInt(regions.size()));
        long wrongBy = switch (random.nextInt(5)) {
            case 0 -> 0;
            case 1 -> random.nextInt(-90_000, 90_000);
            case 2 -> random.nextInt(1, 4) * (long) HOUR;
            default -> -random.nextInt(1, 4) * (long) HOUR;
        };
        if (clocksGoWrong) {
            region.wall().wrongBy(wrongBy);
            chronicle.tell(() -> "clock of " + region + " is wrong by " + wrongBy + " ms");
        }
    }

    /** By a copy of all that one region has, or of what each region has written; what follows comes by the links. */
    private void join(int index, SplittableRandom random) {
        SimulatedRegion region = regions.get(index);
        if (random.nextBoolean()) {
            any(SimulatedRegion::isWritable, random, donor -> {
                regions.get(donor).log().events().forEach(region::receive);
                chronicle.tell(() -> region + " joins by a copy of " + regions.get(donor));
            });
        } else {
            regions.stream()
                    .filter(SimulatedRegion::isUp)
                    .forEach(origin -> origin.own().forEach(region::receive));
            chronicle.tell(() -> region + " joins by copies of what each has written");
        }
        region.join();
        chronicle.happened(Happening.LATE_JOIN);
    }

    private void heal(SplittableRandom random) {
        chronicle.tell(() -> "everything heals");
        mesh.resumeAll();
        List<Integer> all = IntStream.range(0, regions.size()).boxed().toList();
        all.stream()
                .filter(index ->
                        regions.get(index).isPresent() && !regions.get(index).isUp())
                .forEach(index -> regions.get(index).start());
        all.stream().filter(index -> !regions.get(index).isPresent()).forEach(index -> join(index, random));
        for (int index : all) {
            while (regions.get(index).isRecovering()) {
                recovery.takeBack(index, random);
            }
        }
        all.forEach(index -> mesh.reconnect(index, random));
        while (deliverAnything(random)) {
            any(SimulatedRegion::isUp, random, region -> follow(regions.get(region), random.nextInt(1, 9)));
        }
        regions.forEach(region -> follow(region, region.log().size()));
    }

    private boolean deliverAnything(SplittableRandom random) {
        int links = regions.size() * regions.size();
        int start = random.nextInt(links);
        for (int i = 0; i < links; i++) {
            int link = (start + i) % links;
            int origin = link / regions.size();
            int receiver = link % regions.size();
            int carried = mesh.deliver(origin, receiver, random.nextInt(1, 12));
            if (carried > 0) {
                tellDelivery(carried, origin, receiver);
                return true;
            }
        }
        return false;
    }
}
