package dev.peerage.security;

import java.util.Optional;

/** Which role a request needs, by its method and its decoded path. What is not
 * listed needs a reader for reading, and a writer for anything else. */
final class Access {

    private static final String API = "/api/v1/";

    private Access() {}

    /** The least role that may do this; empty if no key is needed. */
    static Optional<Role> needed(String method, String path) {
        if (isOpen(path)) {
            return Optional.empty();
        }
        if (isAdmins(path)) {
            return Optional.of(Role.ADMIN);
        }
        return Optional.of(isRead(method) ? Role.READER : Role.WRITER);
    }

    /** What load balancers, monitors and the reader of the documentation need before they have a key. */
    private static boolean isOpen(String path) {
        return isOrIsBelow(path, "/actuator/health")
                || path.equals("/actuator/info")
                || isOrIsBelow(path, "/v3/api-docs")
                || path.equals("/v3/api-docs.yaml")
                || path.equals("/swagger-ui.html")
                || path.startsWith("/swagger-ui/");
    }

    private static boolean isAdmins(String path) {
        return isOrIsBelow(path, "/actuator")
                || isOrIsBelow(path, API + "admin")
                || isOrIsBelow(path, API + "audit")
                || isHistory(path);
    }

    /** {@code /api/v1/users/{id}/history}, but not {@code /api/v1/users/history}: that is a user with an odd id. */
    private static boolean isHistory(String path) {
        if (!path.startsWith(API)) {
            return false;
        }
        String[] segments = path.substring(API.length()).split("/", -1);
        return segments.length >= 3 && segments[2].equals("history");
    }

    private static boolean isRead(String method) {
        return method.equals("GET") || method.equals("HEAD") || method.equals("OPTIONS");
    }

    private static boolean isOrIsBelow(String path, String parent) {
        return path.startsWith(parent) && (path.length() == parent.length() || path.charAt(parent.length()) == '/');
    }
}
