package dev.peerage.generate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import net.datafaker.Faker;

/**
 * The lists of names in Datafaker's locales. The lists are taken, not its draws: it draws all names equally often, with
 * titles, from one shared random stream, so that a person would depend on those before.
 */
final class DatafakerNames {

    private static final Pattern NAME = Pattern.compile("\\p{Lu}[\\p{L}\\p{M}'’‘ -]{1,39}");

    /** Any fixed number: which of the names are frequent must not change with the seed of a run. */
    private static final long ORDER = 20;

    /** Of the longest list (4,272 given names in English) a part is enough. */
    private static final int MOST = 1500;

    private final Map<String, Faker> fakers = new HashMap<>();

    /**
     * Up to {@value #MOST} names under a key of a locale ({@code name.last_name}), in an order that is always the same
     * but not alphabetical, as most of the lists are.
     *
     * @throws IllegalStateException if that locale has no list under the key
     */
    List<String> names(String languageTag, String key) {
        Object found = find(languageTag, key);
        // For a key that a locale lacks Datafaker answers with the English list.
        boolean ofAnotherLocale = !languageTag.equals("en") && found.equals(find("en", key));
        if (!(found instanceof List<?> list) || ofAnotherLocale) {
            throw new IllegalStateException("Datafaker has no list " + key + " for " + languageTag);
        }
        List<Object> shuffled = new ArrayList<>(list);
        Collections.shuffle(shuffled, new Random(ORDER));
        return shuffled.stream()
                .map(entry -> entry.toString().strip())
                .filter(NAME.asMatchPredicate())
                .limit(MOST)
                .toList();
    }

    private Object find(String languageTag, String key) {
        Faker faker = fakers.computeIfAbsent(languageTag, tag -> new Faker(Locale.forLanguageTag(tag)));
        return faker.fakeValuesService().fetchObject(key, faker.getContext());
    }
}
