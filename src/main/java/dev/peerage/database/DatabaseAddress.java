package dev.peerage.database;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How to reach the database of another region, both from here and from this region's PostgreSQL.
 *
 * @param parameters of the connection's security, by the names that libpq and the driver share: {@code sslmode},
 *     {@code sslrootcert}, {@code sslcert}, {@code sslkey}
 */
public record DatabaseAddress(
        String host,
        int port,
        String database,
        @Nullable String user,
        @Nullable String password,
        Map<String, String> parameters) {

    private static final int USUAL_PORT = 5432;
    private static final SortedSet<String> PARAMETERS =
            new TreeSet<>(Set.of("sslmode", "sslrootcert", "sslcert", "sslkey"));
    private static final Set<String> SCHEMES = Set.of("postgresql", "postgres");
    private static final String FORM = "postgresql://user:password@host:5432/database";

    public DatabaseAddress {
        parameters = Map.copyOf(parameters);
    }

    /**
     * Reads an address: {@code postgresql://user:password@host:5432/database?sslmode=verify-full}, with {@code jdbc:}
     * before it or without; what is no URL's character in user and password is percent-encoded.
     *
     * @throws IllegalArgumentException if it has not that form; the message does not repeat it, as there may be a
     *     password in it
     */
    public static DatabaseAddress parse(String text) {
        URI uri = uri(text.startsWith("jdbc:") ? text.substring("jdbc:".length()) : text);
        String host = uri.getHost();
        String path = uri.getPath();
        if (uri.getScheme() == null || !SCHEMES.contains(uri.getScheme()) || host == null) {
            throw malformed();
        }
        if (path == null || path.length() < 2 || path.indexOf('/', 1) > 0) {
            throw new IllegalArgumentException("must name the database: " + FORM);
        }
        Map<String, String> parameters = parameters(uri.getRawQuery());
        String user = parameters.remove("user");
        String password = parameters.remove("password");
        String info = uri.getRawUserInfo();
        if (info != null) {
            int colon = info.indexOf(':');
            user = decoded(colon < 0 ? info : info.substring(0, colon));
            password = colon < 0 ? password : decoded(info.substring(colon + 1));
        }
        if (!PARAMETERS.containsAll(parameters.keySet())) {
            throw new IllegalArgumentException("must have no parameters but " + PARAMETERS);
        }
        return new DatabaseAddress(
                host, uri.getPort() < 0 ? USUAL_PORT : uri.getPort(), path.substring(1), user, password, parameters);
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException _) {
            throw malformed();
        }
    }

    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException("must have the form " + FORM);
    }

    private static Map<String, String> parameters(@Nullable String query) {
        Map<String, String> parameters = new TreeMap<>();
        if (query != null) {
            for (String each : query.split("&", -1)) {
                int equals = each.indexOf('=');
                if (equals < 1) {
                    throw malformed();
                }
                parameters.put(decoded(each.substring(0, equals)), decoded(each.substring(equals + 1)));
            }
        }
        return parameters;
    }

    /** A plus stands for itself in a URI, unlike in a form. */
    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** For the driver, without user and password. */
    public String jdbcUrl() {
        StringBuilder url = new StringBuilder("jdbc:postgresql://%s:%d/%s"
                .formatted(host, port, URLEncoder.encode(database, StandardCharsets.UTF_8)));
        char separator = '?';
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            url.append(separator)
                    .append(parameter.getKey())
                    .append('=')
                    .append(URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8));
            separator = '&';
        }
        return url.toString();
    }

    /**
     * For PostgreSQL's own connections (libpq, "Keyword/Value Connection Strings"), with the password.
     *
     * @param further keywords, such as {@code connect_timeout}
     */
    public String conninfo(Map<String, String> further) {
        StringJoiner conninfo = new StringJoiner(" ");
        conninfo.add("host=" + quoted(withoutBrackets())).add("port=" + port).add("dbname=" + quoted(database));
        if (user != null) {
            conninfo.add("user=" + quoted(user));
        }
        if (password != null) {
            conninfo.add("password=" + quoted(password));
        }
        new TreeMap<>(parameters).forEach((name, value) -> conninfo.add(name + "=" + quoted(value)));
        new TreeMap<>(further).forEach((name, value) -> conninfo.add(name + "=" + quoted(value)));
        return conninfo.toString();
    }

    /** A URL has an IPv6 address in brackets (RFC 3986 §3.2.2), libpq has it without. */
    private String withoutBrackets() {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private static String quoted(String value) {
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    /** Without user and password. */
    @Override
    public String toString() {
        return "postgresql://%s:%d/%s".formatted(host, port, database);
    }
}
