package dev.peerage.generate;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Companies, departments, sites and the vocabulary of group names, read from {@code organization.txt}. */
record Organization(
        Ranked<Company> companies,
        Ranked<Department> departments,
        Ranked<Site> sites,
        Map<String, Site> sitesByName,
        List<Entry> wellKnownGroups,
        Ranked<Entry> projectAdjectives,
        Ranked<Entry> projectNouns,
        Ranked<Entry> systems,
        Ranked<Entry> roles,
        Ranked<Entry> communities) {

    private static final int TITLE_SHIFT = 1;

    /**
     * @param domain after the @ of its people's addresses; reserved for examples by RFC 2606, so no mail ever reaches
     *     anybody
     */
    record Company(String domain, LoginStyle loginStyle) {}

    /** @param number from 0, commonest first */
    record Department(int number, String name, Ranked<String> titles) {}

    /** @param country ISO 3166-1 alpha-2 */
    record Site(String name, String country) {}

    /**
     * A line {@code text = weight: detail}.
     *
     * @param sensitive if the weight carries a {@code !}: such groups are remove-wins, since with rights on production
     *     it is safer to lose a concurrent grant than a concurrent withdrawal
     */
    record Entry(String text, int weight, boolean sensitive, String detail) {

        static Entry parse(String line) {
            String[] sides = line.split(" = ", 2);
            String[] right = sides[1].split(": ", 2);
            boolean sensitive = right[0].endsWith("!");
            int weight = Integer.parseInt(sensitive ? right[0].substring(0, right[0].length() - 1) : right[0]);
            return new Entry(sides[0], weight, sensitive, right.length > 1 ? right[1] : "");
        }
    }

    static Organization read() {
        Sections file = Sections.read("organization.txt");
        Ranked<Site> sites = ranked(file, "sites", entry -> new Site(entry.text(), entry.detail()));
        Map<String, Site> sitesByName = new HashMap<>();
        sites.values().forEach(site -> sitesByName.put(site.name(), site));
        List<Entry> departments = entries(file, "departments");
        return new Organization(
                ranked(file, "companies", entry -> new Company(entry.text(), LoginStyle.of(entry.detail()))),
                ranked(
                        file,
                        "departments",
                        entry -> new Department(departments.indexOf(entry), entry.text(), titles(entry.detail()))),
                sites,
                sitesByName,
                entries(file, "well-known groups"),
                ranked(file, "project adjectives", Function.identity()),
                ranked(file, "project nouns", Function.identity()),
                ranked(file, "systems", Function.identity()),
                ranked(file, "roles", Function.identity()),
                ranked(file, "communities", Function.identity()));
    }

    /** @throws IllegalStateException if there is no such site */
    Site site(String name) {
        Site site = sitesByName.get(name);
        if (site == null) {
            throw new IllegalStateException("no site " + name);
        }
        return site;
    }

    private static Ranked<String> titles(String detail) {
        return Ranked.byRank(Arrays.asList(detail.split(", ", -1)), TITLE_SHIFT);
    }

    private static <T> Ranked<T> ranked(Sections file, String heading, Function<Entry, T> mapper) {
        return Ranked.weighted(entries(file, heading), Entry::weight).map(mapper);
    }

    private static List<Entry> entries(Sections file, String heading) {
        return file.lines(heading).stream().map(Entry::parse).toList();
    }
}
