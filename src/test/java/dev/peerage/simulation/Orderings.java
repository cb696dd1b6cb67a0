package dev.peerage.simulation;

import dev.peerage.eventstore.DomainEvent;
import dev.peerage.kernel.Region;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Goes through all interleavings of what three regions do, each in an order of its own. As states are immutable, what is
 * common to the beginning of many is done once.
 */
final class Orderings {

    /** What a region does, once each. */
    enum Deed {
        ADD,
        SYNC_WITH_NEXT,
        SYNC_WITH_LAST,
        DELETE
    }

    /** Which way a region synchronises. Only its origin passes an event on, as in the mesh. */
    enum Direction {
        SENDING,
        FETCHING
    }

    private record Done(Region region, Deed deed) {
        @Override
        public String toString() {
            return region + " " + deed;
        }
    }

    private static final List<Region> REGIONS = List.of(Region.of("ap"), Region.of("eu"), Region.of("us"));

    private final Matter matter;
    private final Direction direction;
    private final List<List<Deed>> scripts;
    private final Logic logic;
    private final List<Done> done = new ArrayList<>();
    private final List<Event> written = new ArrayList<>();
    private long count;

    /** @param scripts of each region the order of its deeds */
    Orderings(Matter matter, Direction direction, List<List<Deed>> scripts, Logic logic) {
        this.matter = matter;
        this.direction = direction;
        this.scripts = scripts;
        this.logic = logic;
    }

    /**
     * Runs them all.
     *
     * @return how many there were
     * @throws AssertionError for the first after which the regions are not equal, or not as defined
     */
    long run() {
        Site[] sites = REGIONS.stream().map(region -> Site.empty(region, logic)).toArray(Site[]::new);
        for (DomainEvent known : matter.fromTheStart()) {
            Event event = sites[0].write(known, written.size(), written.size());
            written.add(event);
            Arrays.setAll(sites, i -> sites[i].with(List.of(event)));
        }
        goOn(sites, new int[sites.length]);
        return count;
    }

    private void goOn(Site[] sites, int[] taken) {
        boolean isOver = true;
        for (int region = 0; region < sites.length; region++) {
            if (taken[region] < scripts.get(region).size()) {
                isOver = false;
                Deed deed = scripts.get(region).get(taken[region]);
                int before = written.size();
                taken[region]++;
                done.add(new Done(REGIONS.get(region), deed));
                goOn(after(deed, region, sites), taken);
                done.removeLast();
                taken[region]--;
                written.subList(before, written.size()).clear();
            }
        }
        if (isOver) {
            count++;
            judge(sites);
        }
    }

    private Site[] after(Deed deed, int region, Site[] sites) {
        return switch (deed) {
            case ADD -> written(matter.add(sites[region].rows(), REGIONS.get(region)), region, sites);
            case DELETE -> written(matter.delete(sites[region].rows(), REGIONS.get(region)), region, sites);
            case SYNC_WITH_NEXT -> synced(region, (region + 1) % sites.length, sites);
            case SYNC_WITH_LAST -> synced(region, (region + 2) % sites.length, sites);
        };
    }

    private Site[] written(List<DomainEvent> facts, int region, Site[] sites) {
        Site[] after = sites.clone();
        for (DomainEvent fact : facts) {
            Event event = after[region].write(fact, written.size(), written.size());
            written.add(event);
            after[region] = after[region].with(List.of(event));
        }
        return after;
    }

    private Site[] synced(int region, int other, Site[] sites) {
        Site[] after = sites.clone();
        switch (direction) {
            case SENDING -> after[other] = sites[other].with(writtenBy(REGIONS.get(region)));
            case FETCHING -> after[region] = sites[region].with(writtenBy(REGIONS.get(other)));
        }
        return after;
    }

    private List<Event> writtenBy(Region origin) {
        List<Event> events = new ArrayList<>();
        for (Event event : written) {
            if (event.origin().equals(origin)) {
                events.add(event);
            }
        }
        return events;
    }

    /** Everything reaches everyone, the origins in another order everywhere. */
    private void judge(Site[] sites) {
        List<List<Event>> byOrigin = REGIONS.stream().map(this::writtenBy).toList();
        Rows first = healed(sites, 0, byOrigin);
        mustBeEqual(Definitions.of(written.stream().map(Event::fact).toList()), first.reading());
        for (int region = 1; region < sites.length; region++) {
            mustBeEqual(first, healed(sites, region, byOrigin));
        }
    }

    private static Rows healed(Site[] sites, int region, List<List<Event>> byOrigin) {
        List<Event> delivery = new ArrayList<>();
        for (int i = 1; i <= sites.length; i++) {
            delivery.addAll(byOrigin.get((region + i) % sites.length));
        }
        return sites[region].with(delivery).rows();
    }

    private void mustBeEqual(Object expected, Object actual) {
        Differences.mustBeNone(
                () -> "%s, %s: %s%n%s"
                        .formatted(
                                matter,
                                direction,
                                done,
                                written.stream().map(Event::toString).collect(Collectors.joining("\n"))),
                expected,
                actual);
    }
}
