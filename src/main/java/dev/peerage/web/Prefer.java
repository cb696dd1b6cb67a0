package dev.peerage.web;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a request prefers (RFC 7240), as far as this service listens. May be a parameter of a controller's method.
 *
 * @param said how long the client is willing to wait for an answer, if it says so: {@code wait=<seconds>}, at most
 *     {@value #MOST_SECONDS}
 */
public record Prefer(Optional<Duration> said) {

    private static final int DEFAULT_SECONDS = 2;
    private static final int MOST_SECONDS = 30;

    /** For the API's document. */
    public static final String DESCRIPTION =
            "`wait=<seconds>` (RFC 7240): how long to wait for what the Consistency-Token names, default "
                    + DEFAULT_SECONDS + ", at most " + MOST_SECONDS;

    /** One preference up to its parameters: a token, and perhaps a token or a quoted string as its value. */
    private static final Pattern PREFERENCE = Pattern.compile(
            "\\s*+([!#$%&'*+.^_`|~0-9A-Za-z-]++)\\s*+(?:=\\s*+(?:([!#$%&'*+.^_`|~0-9A-Za-z-]++)|\"((?:[^\"\\\\]|\\\\.)*+)\"))?+"
                    + "(?:[^,\"]|\"(?:[^\"\\\\]|\\\\.)*+\")*+(?:,|$)");

    /** How long to wait for an answer; {@value #DEFAULT_SECONDS} seconds if nothing is said. */
    public Duration patience() {
        return said.orElse(Duration.ofSeconds(DEFAULT_SECONDS));
    }

    /** The preferences of this request. What is malformed or unknown is ignored, as RFC 7240 §2 demands. */
    public static Prefer of(HttpServletRequest request) {
        return parse(String.join(",", Collections.list(request.getHeaders("Prefer"))));
    }

    /** RFC 7240 §2: of a preference that is given more than once, the first counts. */
    static Prefer parse(String header) {
        Matcher preference = PREFERENCE.matcher(header);
        while (preference.find()) {
            if (preference.group(1).equalsIgnoreCase("wait")) {
                String value = preference.group(2) != null ? preference.group(2) : preference.group(3);
                return new Prefer(seconds(value == null ? "" : value));
            }
        }
        return new Prefer(Optional.empty());
    }

    /** RFC 7240 §4.3: {@code wait} is a number of seconds in decimal digits. */
    private static Optional<Duration> seconds(String digits) {
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofSeconds(
                digits.length() > 9 ? MOST_SECONDS : Math.min(MOST_SECONDS, Integer.parseInt(digits))));
    }
}
