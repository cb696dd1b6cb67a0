package dev.peerage.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The keys that are valid, each by its SHA-256 digest alone: the keys themselves are not kept. They are long and
 * random, so no slow hash is needed to keep them from being guessed.
 */
final class Keys {

    /** RFC 6750 §2.1, {@code b64token}. */
    private static final Pattern SENDABLE = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    private final Map<KeyAuthentication, byte[]> digests;

    private Keys(Map<KeyAuthentication, byte[]> digests) {
        this.digests = digests;
    }

    /**
     * The keys of these actors.
     *
     * @throws KeyUnusable if one cannot be sent as a bearer token, or belongs to two actors
     */
    static Keys of(Map<Actor, String> keys) {
        keys.forEach(Keys::check);
        if (keys.values().stream().distinct().count() < keys.size()) {
            throw new KeyUnusable(
                    "Two actors have the same key, so nobody could tell which of them did what.",
                    "Give each actor under peerage.keys a key of its own.");
        }
        Map<KeyAuthentication, byte[]> digests = new LinkedHashMap<>();
        keys.forEach((actor, key) -> digests.put(new KeyAuthentication(actor), digest(key)));
        return new Keys(digests);
    }

    /** Whose key this is. It takes as long for a wrong key as for any that is right. */
    Optional<KeyAuthentication> find(String key) {
        byte[] digest = digest(key);
        Optional<KeyAuthentication> found = Optional.empty();
        for (Map.Entry<KeyAuthentication, byte[]> known : digests.entrySet()) {
            if (MessageDigest.isEqual(digest, known.getValue())) {
                found = Optional.of(known.getKey());
            }
        }
        return found;
    }

    private static void check(Actor actor, String key) {
        if (!SENDABLE.matcher(key).matches()) {
            throw new KeyUnusable(
                    "The key of %s is empty or has characters that a bearer token cannot have.".formatted(actor.name()),
                    "Use letters, digits and - . _ ~ + / only (RFC 6750, section 2.1).");
        }
    }

    private static byte[] digest(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256.", impossible);
        }
    }
}
