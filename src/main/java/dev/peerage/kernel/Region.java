package dev.peerage.kernel;

/**
 * One of the places that write on their own, such as {@code eu}.
 *
 * <p>Regions are ordered by name, character by character; names are ASCII, so PostgreSQL's {@code "C"} collation
 * agrees.
 *
 * @param name {@code [a-z][a-z0-9-]{0,15}}
 */
public record Region(String name) implements Comparable<Region> {

    static final int MAX_LENGTH = 16;

    /**
     * A region of that name.
     *
     * @throws IllegalArgumentException if the name is not of the form {@code [a-z][a-z0-9-]{0,15}}
     */
    public Region {
        if (!isName(name)) {
            throw new IllegalArgumentException("Not a region name ([a-z][a-z0-9-]{0,15}): '" + name + "'");
        }
    }

    /**
     * The region of that name.
     *
     * @throws IllegalArgumentException if the name is not of the form {@code [a-z][a-z0-9-]{0,15}}
     */
    public static Region of(String name) {
        return new Region(name);
    }

    // by hand: a regular expression would take most of the time of reading a version vector
    private static boolean isName(String name) {
        if (name.isEmpty() || name.length() > MAX_LENGTH || !isLetter(name.charAt(0))) {
            return false;
        }
        for (int i = 1; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!isLetter(c) && !(c >= '0' && c <= '9') && c != '-') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z';
    }

    @Override
    public int compareTo(Region other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
