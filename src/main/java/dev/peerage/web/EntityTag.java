package dev.peerage.web;

/**
 * An entity tag (RFC 9110 §8.8.3).
 *
 * @param opaque what stands between the quotes
 * @param weak whether it is marked as weak ({@code W/}): it then says "means the same", not "is the same"
 */
public record EntityTag(String opaque, boolean weak) {

    /** @throws IllegalArgumentException if the tag holds a character that an entity tag cannot */
    public EntityTag {
        if (!opaque.chars().allMatch(EntityTag::allowed)) {
            throw new IllegalArgumentException("An entity tag cannot hold quotes, blanks or control characters.");
        }
    }

    /** A strong tag, the only kind this service sends. */
    public static EntityTag strong(String opaque) {
        return new EntityTag(opaque, false);
    }

    /** RFC 9110 §8.8.3.2: both strong and alike, as {@code If-Match} wants it. */
    public boolean matchesStrongly(EntityTag other) {
        return !weak && !other.weak && opaque.equals(other.opaque);
    }

    /** RFC 9110 §8.8.3.2: alike, as {@code If-None-Match} wants it. */
    public boolean matchesWeakly(EntityTag other) {
        return opaque.equals(other.opaque);
    }

    /** The tag as it stands in a header: {@code "opaque"} or {@code W/"opaque"}. */
    public String header() {
        return (weak ? "W/\"" : "\"") + opaque + '"';
    }

    /** RFC 9110 §8.8.3: {@code etagc = %x21 / %x23-7E / obs-text}. */
    static boolean allowed(int c) {
        return c == 0x21 || (c >= 0x23 && c <= 0x7E) || (c >= 0x80 && c <= 0xFF);
    }
}
