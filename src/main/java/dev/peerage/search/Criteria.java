package dev.peerage.search;

import dev.peerage.web.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is searched for, and in which order it is wanted. Without an order, best first: by the {@linkplain Match way} in which
 * it answers, and by name among those that answer in one way.
 */
public final class Criteria {

    /** Orders that may be asked for by their names. */
    private static final Map<String, String> ORDERS =
            Map.of("username", "byHandle", "name", "byName", "createdAt", "byCreation");

    private final String type;
    private final String list;
    private final Optional<Question> question;
    private final Optional<Boolean> active;
    private final Optional<Order> order;
    private final Optional<Within> within;

    private Criteria(
            String type,
            String list,
            Optional<Question> question,
            Optional<Boolean> active,
            Optional<Order> order,
            Optional<Within> within) {
        this.type = type;
        this.list = list;
        this.question = question;
        this.active = active;
        this.order = order;
        this.within = within;
    }

    /** All resources of a type. */
    public static Criteria all(String type) {
        return new Criteria(
                type, "search/" + type, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * Those that have all words of a text: whole or beginnings of theirs, in whatever order, without case and accents, and if
     * need be with a letter mistyped in those of four or more.
     *
     * @param typed {@code null} if nothing is asked for
     * @throws Problem 400 if the text is blank or too long
     */
    public Criteria matching(@Nullable String typed) {
        return typed == null
                ? this
                : new Criteria(
                        type,
                        // a cursor counts ways, of which another release may have others
                        list + "?" + Match.values().length + "q=" + typed.length() + ":" + typed,
                        Optional.of(Question.of("q", typed)),
                        active,
                        order,
                        within);
    }

    /**
     * Those of them that are active, or are not.
     *
     * @param wanted {@code true} or {@code false}; {@code null} for both
     * @throws Problem 400 if it is neither
     */
    public Criteria active(@Nullable String wanted) {
        if (wanted == null) {
            return this;
        }
        if (!wanted.equals("true") && !wanted.equals("false")) {
            throw Problem.invalid("active", "must be true or false");
        }
        return new Criteria(
                type, list + "&active=" + wanted, question, Optional.of(Boolean.valueOf(wanted)), order, within);
    }

    /**
     * The same in an order.
     *
     * @param key {@code username}, {@code name} or {@code createdAt}, with a minus before it for the reverse; {@code null} for
     *     best first
     * @throws Problem 400 if it is another
     */
    public Criteria sort(@Nullable String key) {
        if (key == null) {
            return this;
        }
        boolean descending = key.startsWith("-");
        String by = ORDERS.get(descending ? key.substring(1) : key);
        if (by == null) {
            throw Problem.invalid(
                    "sort", "must be username, name or createdAt, or one of these with a minus before it");
        }
        return new Criteria(
                type, list + "&sort=" + key, question, active, Optional.of(new Order(by, descending)), within);
    }

    /**
     * Those of them that are among others.
     *
     * @param name what the others are known by, for cursors; {@code null} if it is searched among all
     */
    public Criteria within(@Nullable String name, Within those) {
        return name == null
                ? this
                : new Criteria(type, list + "&within=" + name, question, active, order, Optional.of(those));
    }

    String type() {
        return type;
    }

    /** All that makes the list another one. */
    String list() {
        return list;
    }

    Optional<Boolean> active() {
        return active;
    }

    Optional<Within> within() {
        return within;
    }

    Order order() {
        return order.orElse(Order.AMONG_EQUALS);
    }

    List<Way> ways() {
        if (question.isEmpty()) {
            return List.of(new Way(where -> where.matchAll().toPredicate(), false));
        }
        Question asked = question.get();
        if (order.isPresent()) {
            // whoever wants an order wants what was meant, and among it nothing that looks like it
            return List.of(
                    new Way(where -> Match.BEGINNINGS.orBetter(where, asked), false),
                    new Way(where -> Match.MISTYPED.orBetter(where, asked), true));
        }
        List<Way> ways = new ArrayList<>();
        Match better = null;
        for (Match match : Match.values()) {
            ways.add(new Way(only(match, better, asked), false));
            better = match;
        }
        return ways;
    }

    private static Index.Condition only(Match match, @Nullable Match better, Question asked) {
        return where -> better == null
                ? match.own(where, asked)
                : where.bool()
                        .must(match.own(where, asked))
                        .mustNot(better.orBetter(where, asked))
                        .toPredicate();
    }
}
