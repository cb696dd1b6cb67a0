package dev.peerage.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class UsersTest {

    private static List<User> users(long seed, int count) {
        Users users = new Users(seed, Organization.read());
        List<User> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            all.add(users.next());
        }
        return all;
    }

    /** As the API compares usernames and addresses. */
    private static String folded(String value) {
        return Normalizer.normalize(value, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }

    @Test
    void idsUsernamesAndAddressesAreUniqueAmong300000() {
        int count = 300_000;
        Users users = new Users(1, Organization.read());
        Set<String> ids = new HashSet<>();
        Set<String> usernames = new HashSet<>();
        Set<String> addresses = new HashSet<>();
        for (int i = 0; i < count; i++) {
            User user = users.next();
            ids.add(folded(user.id()));
            usernames.add(folded(user.username()));
            addresses.add(folded(user.email()));
        }

        assertThat(ids).hasSize(count);
        assertThat(usernames).hasSize(count);
        assertThat(addresses).hasSize(count);
    }

    @Test
    void mostLoginsCarryNoNumberAndFrequentNamesDo() {
        List<User> users = users(1, 20_000);
        long numbered = users.stream()
                .filter(user ->
                        Character.isDigit(user.username().charAt(user.username().length() - 1)))
                .count();

        assertThat(numbered).isBetween(800L, 4_000L);
    }

    @Test
    void namesAreWrittenInManyScripts() {
        Map<UnicodeScript, Integer> people = new EnumMap<>(UnicodeScript.class);
        for (User user : users(4, 10_000)) {
            user.name()
                    .codePoints()
                    .mapToObj(UnicodeScript::of)
                    .distinct()
                    .forEach(script -> people.merge(script, 1, Integer::sum));
        }

        assertThat(people.get(UnicodeScript.LATIN)).isBetween(6_500, 8_500);
        assertThat(people)
                .containsKeys(
                        UnicodeScript.CYRILLIC,
                        UnicodeScript.GREEK,
                        UnicodeScript.HAN,
                        UnicodeScript.HIRAGANA,
                        UnicodeScript.KATAKANA,
                        UnicodeScript.HANGUL,
                        UnicodeScript.ARABIC,
                        UnicodeScript.HEBREW,
                        UnicodeScript.DEVANAGARI,
                        UnicodeScript.THAI,
                        UnicodeScript.TAMIL,
                        UnicodeScript.GEORGIAN,
                        UnicodeScript.ARMENIAN);
        assertThat(people.get(UnicodeScript.HAN)).isGreaterThan(600);
        assertThat(people.get(UnicodeScript.CYRILLIC)).isGreaterThan(450);
    }

    @Test
    void namesHaveWhatTripsNaiveCode() {
        Set<String> names = users(5, 60_000).stream().map(User::name).collect(Collectors.toSet());

        assertThat(names).as("apostrophes").anyMatch(name -> name.contains("O'"));
        assertThat(names).as("typographic apostrophes").anyMatch(name -> name.contains("’"));
        assertThat(names).as("hyphens").anyMatch(name -> name.contains("-"));
        assertThat(names).as("particles").anyMatch(name -> name.contains(" van der "));
        assertThat(names).as("one name").contains("Suharto");
        assertThat(names).as("dotless i").anyMatch(name -> name.contains("ı"));
        assertThat(names).as("dotted capital I").anyMatch(name -> name.contains("İ"));
        assertThat(names).as("sharp s").anyMatch(name -> name.contains("ß"));
        assertThat(names).as("stacked marks").anyMatch(name -> name.contains("ễ"));
        assertThat(names).as("marks without a composed letter").anyMatch(name -> name.contains("ẹ́"));
        assertThat(names).as("ideographic space").anyMatch(name -> name.contains("\u3000"));
        assertThat(names).as("zero-width non-joiner").anyMatch(name -> name.contains("\u200c"));
        assertThat(names).as("very long").anyMatch(name -> name.length() > 80);
        assertThat(names).as("two letters").anyMatch(name -> name.length() == 2);
    }

    @Test
    void loginsAreRomanisedNames() {
        Map<String, String> logins = users(6, 200_000).stream().collect(Collectors.toMap(User::username, User::name));

        assertThat(logins.get("olena.shevchenko")).contains("Олена").contains("Шевченко");
        assertThat(logins.get("peter.mueller")).contains("Peter").contains("Müller");
        assertThat(logins).containsKeys("lisa.jones2", "mwang3", "suharto");
        assertThat(logins.keySet()).anyMatch(login -> login.matches("[a-z]+\\.vander[a-z]+"));
    }

    @Test
    void departmentsAreSkewed() {
        Map<String, Long> departments = users(8, 10_000).stream()
                .collect(Collectors.groupingBy(user -> user.attributes().get("department"), Collectors.counting()));

        assertThat(departments).hasSize(14);
        assertThat(departments.get("Engineering")).isBetween(2_200L, 2_600L);
        assertThat(departments.get("Executive Office")).isBetween(10L, 60L);
    }

    @Test
    void employeeNumbersAreUniqueAndGrow() {
        List<Integer> numbers = users(8, 5_000).stream()
                .map(user -> user.attributes().get("employeeNumber"))
                .filter(number -> number != null)
                .map(Integer::valueOf)
                .toList();

        assertThat(numbers).hasSizeGreaterThan(3_500).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void peopleHaveAboutNineReports() {
        Map<String, Long> reports = users(8, 20_000).stream()
                .map(user -> user.attributes().get("manager"))
                .filter(manager -> manager != null)
                .collect(Collectors.groupingBy(manager -> manager, Collectors.counting()));

        assertThat(reports.values().stream()
                        .mapToLong(Long::longValue)
                        .average()
                        .orElseThrow())
                .isBetween(4.0, 12.0);
        assertThat(reports.values()).allMatch(count -> count < 60);
    }
}
