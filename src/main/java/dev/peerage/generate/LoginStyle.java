package dev.peerage.generate;

/** How a company makes a login out of a name. */
enum LoginStyle {
    /** {@code lisa.jones} */
    FIRST_DOT_LAST("first.last") {
        @Override
        String join(String given, String family) {
            return given + "." + family;
        }
    },
    /** {@code lisa_jones} */
    FIRST_UNDERSCORE_LAST("first_last") {
        @Override
        String join(String given, String family) {
            return given + "_" + family;
        }
    },
    /** {@code ljones} */
    INITIAL_LAST("flast") {
        @Override
        String join(String given, String family) {
            return given.charAt(0) + family;
        }
    },
    /** {@code jonesl} */
    LAST_INITIAL("lastf") {
        @Override
        String join(String given, String family) {
            return family + given.charAt(0);
        }
    },
    /** {@code lisaj} */
    FIRST_INITIAL("firstl") {
        @Override
        String join(String given, String family) {
            return given + family.charAt(0);
        }
    };

    /** Leaves room for a number within 64 characters, the most that RFC 5321 allows before the @ of an address. */
    private static final int LONGEST = 48;

    private final String notation;

    LoginStyle(String notation) {
        this.notation = notation;
    }

    /** @throws IllegalArgumentException if there is no such notation */
    static LoginStyle of(String notation) {
        for (LoginStyle style : values()) {
            if (style.notation.equals(notation)) {
                return style;
            }
        }
        throw new IllegalArgumentException("no login style " + notation);
    }

    abstract String join(String given, String family);

    /**
     * The login before it is made unique: {@code [a-z][a-z._-]*}, at most 48 characters, ends in a letter. Never a
     * digit, so that a number behind it can be told apart.
     */
    String login(PersonName name) {
        String given = letters(name.given());
        String family = letters(name.family());
        String login = family.isEmpty() ? given : join(given, family);
        return login.length() <= LONGEST ? login : letters(login.substring(0, LONGEST));
    }

    /** Drops spaces and apostrophes, and hyphens at the ends. */
    private static String letters(String plain) {
        StringBuilder letters = new StringBuilder(plain.length());
        for (int i = 0; i < plain.length(); i++) {
            char letter = plain.charAt(i);
            boolean inner = !letters.isEmpty() && i < plain.length() - 1;
            if ((letter >= 'a' && letter <= 'z') || (inner && (letter == '-' || letter == '.' || letter == '_'))) {
                letters.append(letter);
            }
        }
        return letters.toString();
    }
}
