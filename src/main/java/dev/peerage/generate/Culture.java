package dev.peerage.generate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How people of one language area are named and where they work, read from {@code names/<code>.txt}.
 *
 * <p>The resource says with how many of 1000 or so people the culture counts ({@code share}), at which {@code sites}
 * most of them work, how letters are romanised, and by which weighted {@code form}s names are composed
 * ({@code form.male} and {@code form.female} for one gender only); then the pools of names, in order of frequency, each
 * with the shift of its {@linkplain Ranked#byRank frequency law}. An entry is a name or {@code name=romanised}; a line
 * {@code < locale key} stands for the names that Datafaker knows under that key.
 */
record Culture(String code, int share, Ranked<String> sites, Ranked<NameForm> women, Ranked<NameForm> men) {

    private static final int SITE_SHIFT = 1;
    private static final int GIVEN_SHIFT = 4;
    private static final int FAMILY_SHIFT = 8;

    static Culture read(String code, Sections romanizations, DatafakerNames datafaker) {
        Sections file = Sections.read("names/" + code + ".txt");
        Header header = Header.parse(file.lines(""));
        Romanization romanization = Romanization.of(romanizations, header.romanization());
        Map<String, Ranked<NamePart>> pools = new HashMap<>();
        for (Sections.Section section : file.sections()) {
            if (!section.heading().isEmpty()) {
                pools.put(section.heading(), pool(section, romanization, datafaker));
            }
        }
        return new Culture(
                code,
                header.share(),
                Ranked.byRank(header.sites(), SITE_SHIFT),
                header.forms("female", pools),
                header.forms("male", pools));
    }

    PersonName name(Draws draws) {
        Ranked<NameForm> forms = draws.chance(500) ? women : men;
        return forms.draw(draws).draw(draws);
    }

    private static Ranked<NamePart> pool(
            Sections.Section section, Romanization romanization, DatafakerNames datafaker) {
        Set<NamePart> names = new LinkedHashSet<>();
        for (String line : section.lines()) {
            if (line.startsWith("<")) {
                String[] source = line.substring(1).strip().split(" ", 2);
                // What cannot be romanised is not a name: the lists contain a few initials, full stops and comments.
                for (String name : datafaker.names(source[0], source[1])) {
                    romanization.plain(name).ifPresent(plain -> names.add(new NamePart(name, plain)));
                }
            } else {
                Arrays.stream(line.split(",", -1))
                        .map(String::strip)
                        .filter(entry -> !entry.isEmpty())
                        .forEach(entry -> names.add(namePart(entry, romanization)));
            }
        }
        return Ranked.byRank(List.copyOf(names), shift(section));
    }

    private static NamePart namePart(String entry, Romanization romanization) {
        int equals = entry.indexOf('=');
        return equals >= 0
                ? new NamePart(entry.substring(0, equals), entry.substring(equals + 1))
                : new NamePart(
                        entry,
                        romanization
                                .plain(entry)
                                .orElseThrow(() -> new IllegalStateException("cannot be romanised: " + entry)));
    }

    private static int shift(Sections.Section section) {
        if (!section.argument().isEmpty()) {
            return Integer.parseInt(section.argument());
        }
        return section.heading().startsWith("given") ? GIVEN_SHIFT : FAMILY_SHIFT;
    }

    private record Header(int share, List<String> sites, String romanization, List<FormLine> forms) {

        static Header parse(List<String> lines) {
            int share = 0;
            List<String> sites = new ArrayList<>();
            String romanization = "latin";
            List<FormLine> forms = new ArrayList<>();
            for (String line : lines) {
                String[] words = line.split(" ", 2);
                switch (words[0]) {
                    case "share" -> share = Integer.parseInt(words[1]);
                    case "sites" -> sites.addAll(Arrays.asList(words[1].split(", *", -1)));
                    case "romanization" -> romanization = words[1];
                    case "form", "form.male", "form.female" -> forms.add(FormLine.parse(words[0], words[1]));
                    default -> throw new IllegalStateException("not understood: " + line);
                }
            }
            return new Header(share, sites, romanization, forms);
        }

        Ranked<NameForm> forms(String gender, Map<String, Ranked<NamePart>> pools) {
            record WeightedForm(int weight, NameForm form) {}
            List<WeightedForm> ofGender = forms.stream()
                    .filter(line -> line.suits(gender))
                    .map(line -> new WeightedForm(
                            line.weight(), NameForm.parse(line.templates(), slot -> pool(slot, gender, pools))))
                    .toList();
            return Ranked.weighted(ofGender, WeightedForm::weight).map(WeightedForm::form);
        }

        private static Ranked<NamePart> pool(String slot, String gender, Map<String, Ranked<NamePart>> pools) {
            String unnumbered = slot.replaceAll("\\d+$", "");
            for (String name : List.of(slot + "." + gender, slot, unnumbered + "." + gender, unnumbered)) {
                Ranked<NamePart> pool = pools.get(name);
                if (pool != null) {
                    return pool;
                }
            }
            throw new IllegalStateException("no pool for {" + slot + "} of gender " + gender);
        }
    }

    private record FormLine(String keyword, int weight, String templates) {

        static FormLine parse(String keyword, String rest) {
            String[] parts = rest.split(" ", 2);
            return new FormLine(keyword, Integer.parseInt(parts[0]), parts[1]);
        }

        boolean suits(String gender) {
            return keyword.equals("form") || keyword.equals("form." + gender);
        }
    }
}
