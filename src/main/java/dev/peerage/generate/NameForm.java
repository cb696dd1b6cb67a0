package dev.peerage.generate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One way in which a culture composes names: {@code {given} van der {family} | {given} | van der {family}}, that is the
 * name as shown, and what of it a login uses as given name and as family name (if left out: {@code {given}} and
 * {@code {family}}). A slot draws from the pool of its name, once for each person; {@code {given2}} is another draw
 * from the same pool unless there is a pool {@code given2}. {@code {given.latin}} shows it romanised,
 * {@code {given.initial}} its first letter.
 */
final class NameForm {

    private static final Pattern SLOT = Pattern.compile("\\{(\\w+)(?:\\.(latin|initial))?}");

    private final List<Ranked<NamePart>> slots = new ArrayList<>();
    private final Map<String, Integer> slotNumbers = new HashMap<>();
    private final List<Piece> shown;
    private final List<Piece> loginGiven;
    private final List<Piece> loginFamily;

    private NameForm(String line, Function<String, Ranked<NamePart>> pools) {
        String[] templates = line.split("\\|", -1);
        this.shown = pieces(templates[0].strip(), pools);
        this.loginGiven = pieces(templates.length > 1 ? templates[1].strip() : "{given}", pools);
        this.loginFamily = pieces(templates.length > 2 ? templates[2].strip() : "{family}", pools);
    }

    /** @param pools finds the pool of a slot by name; throws if there is none */
    static NameForm parse(String line, Function<String, Ranked<NamePart>> pools) {
        return new NameForm(line, pools);
    }

    PersonName draw(Draws draws) {
        NamePart[] drawn = slots.stream().map(pool -> pool.draw(draws)).toArray(NamePart[]::new);
        return new PersonName(join(shown, drawn, false), join(loginGiven, drawn, true), join(loginFamily, drawn, true));
    }

    private static String join(List<Piece> pieces, NamePart[] drawn, boolean plain) {
        StringBuilder joined = new StringBuilder();
        for (Piece piece : pieces) {
            joined.append(plain ? piece.plain(drawn) : piece.shown(drawn));
        }
        return joined.toString();
    }

    private List<Piece> pieces(String template, Function<String, Ranked<NamePart>> pools) {
        List<Piece> pieces = new ArrayList<>();
        Matcher slot = SLOT.matcher(template);
        int literalFrom = 0;
        while (slot.find()) {
            if (slot.start() > literalFrom) {
                pieces.add(new Literal(template.substring(literalFrom, slot.start())));
            }
            Style style = slot.group(2) == null
                    ? Style.WRITTEN
                    : Style.valueOf(slot.group(2).toUpperCase(Locale.ROOT));
            pieces.add(new Slot(slotNumber(slot.group(1), pools), style));
            literalFrom = slot.end();
        }
        if (literalFrom < template.length()) {
            pieces.add(new Literal(template.substring(literalFrom)));
        }
        return pieces;
    }

    private int slotNumber(String name, Function<String, Ranked<NamePart>> pools) {
        return slotNumbers.computeIfAbsent(name, _ -> {
            slots.add(pools.apply(name));
            return slots.size() - 1;
        });
    }

    private sealed interface Piece {

        String shown(NamePart[] drawn);

        String plain(NamePart[] drawn);
    }

    private record Literal(String text) implements Piece {

        @Override
        public String shown(NamePart[] drawn) {
            return text;
        }

        @Override
        public String plain(NamePart[] drawn) {
            return text;
        }
    }

    private record Slot(int number, Style style) implements Piece {

        @Override
        public String shown(NamePart[] drawn) {
            return switch (style) {
                case WRITTEN -> drawn[number].written();
                case LATIN -> drawn[number].latin();
                case INITIAL -> drawn[number].initial();
            };
        }

        @Override
        public String plain(NamePart[] drawn) {
            String plain = drawn[number].plain();
            return style == Style.INITIAL ? plain.substring(0, 1) : plain;
        }
    }

    private enum Style {
        WRITTEN,
        LATIN,
        INITIAL
    }
}
