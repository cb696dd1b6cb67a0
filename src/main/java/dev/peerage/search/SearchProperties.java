package dev.peerage.search;

import dev.peerage.database.StartRefused;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the search index is.
 *
 * @param uris the nodes of an OpenSearch, {@code http://host:port} or {@code https://host:port}; none if it is in the data
 *     directory
 * @param username who to be there, if it wants to know
 */
@ConfigurationProperties("peerage.search")
record SearchProperties(
        @DefaultValue List<String> uris,
        @Nullable String username,
        @Nullable String password) {

    /** @throws StartRefused if they cannot be meant so */
    void check() {
        uris.forEach(SearchProperties::check);
        if (uris.stream().map(uri -> uri.startsWith("https:")).distinct().count() > 1) {
            throw new StartRefused(
                    "peerage.search.uris has addresses with http and with https.",
                    "Reach all nodes of an OpenSearch in the same way.");
        }
        if ((username == null) != (password == null)) {
            throw new StartRefused(
                    "Of peerage.search.username and peerage.search.password one is set and the other is not.",
                    "Set both, or none.");
        }
        if (username != null && uris.isEmpty()) {
            throw new StartRefused(
                    "peerage.search.username is set, and peerage.search.uris is not.",
                    "Set peerage.search.uris to the addresses of an OpenSearch; the embedded index needs no user.");
        }
    }

    private static void check(String uri) {
        if (!isAddress(uri)) {
            throw new StartRefused(
                    "peerage.search.uris has %s.".formatted(withoutUser(uri)),
                    "Give the nodes as http://host:port or https://host:port, separated by commas, and nothing behind the"
                            + " port; a user and a password as peerage.search.username and peerage.search.password.");
        }
    }

    private static boolean isAddress(String text) {
        try {
            URI uri = new URI(text);
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawPath().isEmpty()
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
        } catch (URISyntaxException _) {
            return false;
        }
    }

    /** A password is for no log. */
    private static String withoutUser(String uri) {
        return uri.replaceFirst("//.*@", "//…@");
    }

    /** Without the password: properties get printed. */
    @Override
    public String toString() {
        return "SearchProperties[uris="
                + uris.stream().map(SearchProperties::withoutUser).toList() + ", username=" + username + "]";
    }
}
