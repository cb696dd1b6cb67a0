package dev.peerage.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;

/**
 * Reads on, and throws away, what a refused client still sends.
 *
 * <p>Tomcat closes the connection after a 400 or a 413 without looking at the rest of the body. If bytes of it are then
 * in the socket, the system answers the client with a reset, which overtakes the answer: a client that writes before it
 * reads sees a broken pipe instead of the 413. So the answer is sent, and the connection kept until the body has come
 * to its end or the time is over (the same as the lingering close of other servers, RFC 9112 §9.6).
 */
final class Leftovers {

    /** How long a refused client may go on sending. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String READING = Leftovers.class.getName();

    private Leftovers() {}

    /** Notes that the body is being read, so that a client which asked before sending has been told to send. */
    static void reading(HttpServletRequest request) {
        request.setAttribute(READING, true);
    }

    static void drain(HttpServletRequest request, HttpServletResponse response) {
        boolean sending = request.getHeader("Expect") == null || request.getAttribute(READING) != null;
        boolean body = request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
        // after an error in reading, Tomcat would take the next one for the reason of the first
        boolean broken = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) != null;
        if (!body || !sending || broken) {
            return;
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        byte[] dropped = new byte[8_192];
        try {
            ServletInputStream rest = request.getInputStream();
            if (rest.isFinished()) {
                return;
            }
            response.flushBuffer();
            while (rest.read(dropped) >= 0 && System.nanoTime() - deadline < 0) {
                // dropped
            }
        } catch (IOException | IllegalStateException _) {
            // it went away, or what it sends is malformed: the connection is closed in any case
        }
    }
}
