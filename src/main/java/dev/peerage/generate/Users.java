package dev.peerage.generate;

import dev.peerage.generate.Draws.Purpose;
import dev.peerage.generate.Organization.Company;
import dev.peerage.generate.Organization.Department;
import dev.peerage.generate.Organization.Site;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The users under a seed, one after the other. A user depends on the seed, its number and the users before it (by the
 * number behind its login), so the first users are the same however many follow.
 */
final class Users {

    private static final List<String> CULTURES = List.of(
            "en", "ie", "de", "fr", "es", "pt", "it", "nl", "pl", "cs", "sv", "no", "fi", "is", "hu", "ro", "hr", "tr",
            "vi", "id", "ms", "in", "ng", "ru", "uk", "bg", "el", "ka", "hy", "zh", "zh-TW", "ja", "ko", "ar", "fa",
            "he", "hi", "ta", "th");

    private static final int INACTIVE_PER_MILLE = 40;
    private static final int AT_HOME_PER_MILLE = 750;

    private final long seed;
    private final Organization organization;
    private final Ranked<Culture> cultures;
    private final Identifiers ids;
    private final Numbering logins = new Numbering();
    private int number;

    Users(long seed, Organization organization) {
        this.seed = seed;
        this.organization = organization;
        this.cultures = cultures();
        this.ids = Identifiers.ofUsers(seed);
    }

    private static Ranked<Culture> cultures() {
        Sections romanizations = Romanization.tables();
        DatafakerNames datafaker = new DatafakerNames();
        return Ranked.weighted(
                CULTURES.stream()
                        .map(code -> Culture.read(code, romanizations, datafaker))
                        .toList(),
                Culture::share);
    }

    User next() {
        Draws draws = Draws.of(seed, Purpose.USER, number);
        Culture culture = cultures.draw(draws);
        PersonName name = culture.name(draws);
        Company company = organization.companies().draw(draws);
        String username = numbered(company.loginStyle().login(name));
        String email = (company.loginStyle() == LoginStyle.FIRST_DOT_LAST
                        ? username
                        : numbered(LoginStyle.FIRST_DOT_LAST.login(name)))
                + "@" + company.domain();
        boolean active = !draws.chance(INACTIVE_PER_MILLE);
        User user = new User(ids.of(number), username, name.shown(), email, active, attributes(culture, draws));
        number++;
        return user;
    }

    /**
     * One counter serves usernames and the local parts of addresses, whatever their company: each is given out once, so
     * both are unique everywhere.
     */
    private String numbered(String login) {
        int occurrence = logins.next(login);
        return occurrence == 1 ? login : login + occurrence;
    }

    private Map<String, String> attributes(Culture culture, Draws draws) {
        Map<String, String> attributes = new LinkedHashMap<>();
        Department department = organization.departments().draw(draws);
        attributes.put("department", department.name());
        attributes.put("title", department.titles().draw(draws));
        Site site = draws.chance(AT_HOME_PER_MILLE)
                ? organization.site(culture.sites().draw(draws))
                : organization.sites().draw(draws);
        attributes.put("location", site.name());
        if (draws.chance(750)) {
            attributes.put("employeeNumber", Integer.toString(100_000 + 3 * number + draws.below(3)));
        }
        if (number > 0 && draws.chance(880)) {
            attributes.put("manager", ids.of(manager(draws)));
        }
        int further = draws.below(100);
        if (further < 25) {
            attributes.put("costCenter", "CC-" + (1000 + 100 * department.number() + draws.below(40)));
        } else if (further < 60) {
            attributes.put("country", site.country());
        }
        return attributes;
    }

    /**
     * An earlier user, at a sixth to a twelfth of the number: a tree of few levels in which people have about nine
     * reports.
     */
    private int manager(Draws draws) {
        int lowest = (number - 1) / 12;
        int highest = (number - 1) / 6;
        return lowest + draws.below(highest - lowest + 1);
    }
}
