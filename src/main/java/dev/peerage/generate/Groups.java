package dev.peerage.generate;

import dev.peerage.generate.Draws.Purpose;
import dev.peerage.generate.Organization.Department;
import dev.peerage.generate.Organization.Entry;
import dev.peerage.generate.Organization.Site;

/**
 * The groups under a seed, one after the other: first those that every organisation has, then teams, projects, access
 * rights and communities. The first groups are the same however many follow.
 */
final class Groups {

    private final long seed;
    private final Organization organization;
    private final Identifiers ids;
    private final Numbering names = new Numbering();
    private int number;

    Groups(long seed, Organization organization) {
        this.seed = seed;
        this.organization = organization;
        this.ids = Identifiers.ofGroups(seed);
    }

    Group next() {
        Draws draws = Draws.of(seed, Purpose.GROUP, number);
        Group group = number < organization.wellKnownGroups().size()
                ? wellKnown(organization.wellKnownGroups().get(number))
                : drawn(draws);
        number++;
        return group;
    }

    private Group wellKnown(Entry entry) {
        return group(entry.text(), " ", entry.detail(), entry.sensitive());
    }

    private Group drawn(Draws draws) {
        int kind = draws.below(100);
        if (kind < 40) {
            return team(draws);
        }
        if (kind < 65) {
            return project(draws);
        }
        return kind < 90 ? access(draws) : community(draws);
    }

    private Group team(Draws draws) {
        Department department = organization.departments().draw(draws);
        Site site = organization.sites().draw(draws);
        return group(
                department.name() + " – " + site.name(),
                " – Team ",
                department.name() + " staff in " + site.name(),
                false);
    }

    private Group project(Draws draws) {
        String name = organization.projectAdjectives().draw(draws).text() + " "
                + organization.projectNouns().draw(draws).text();
        return group("Project " + name, " ", "Everyone who works on " + name, false);
    }

    private Group access(Draws draws) {
        String system = organization.systems().draw(draws).text();
        Entry role = organization.roles().draw(draws);
        int stage = draws.below(10);
        String environment = stage < 5 ? "prod" : stage < 8 ? "staging" : "test";
        return group(
                system + "-" + environment + "-" + role.text(),
                "-",
                "Grants " + role.text() + " their rights on " + system + " in " + environment,
                role.sensitive());
    }

    private Group community(Draws draws) {
        String community = organization.communities().draw(draws).text();
        Site site = organization.sites().draw(draws);
        return group(community + " – " + site.name(), " ", "Open to everybody in " + site.name(), false);
    }

    private Group group(String name, String separator, String description, boolean sensitive) {
        int occurrence = names.next(name);
        String unique = occurrence == 1 ? name : name + separator + occurrence;
        return new Group(ids.of(number), unique, description, sensitive);
    }
}
