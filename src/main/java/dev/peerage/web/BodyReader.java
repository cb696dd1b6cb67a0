package dev.peerage.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** Reads a request's body, if it says that it is what is expected. */
public final class BodyReader {

    static final MediaType MERGE_PATCH = MediaType.valueOf("application/merge-patch+json");

    private BodyReader() {}

    /**
     * A body of any length, to be read bit by bit.
     *
     * @throws Problem 415 if it is not of that type, not in UTF-8, or compressed
     */
    public static InputStream stream(HttpServletRequest request, MediaType expected) throws IOException {
        checkType(request, expected, HttpHeaders.ACCEPT);
        Leftovers.reading(request);
        return request.getInputStream();
    }

    /** A whole body as {@link JsonBody}. */
    static JsonBody read(HttpServletRequest request) throws IOException {
        // RFC 5789 §2.2 and RFC 9110 §12.5.1: the refusal says what would be accepted
        if (request.getMethod().equals("PATCH")) {
            checkType(request, MERGE_PATCH, "Accept-Patch");
        } else {
            checkType(request, MediaType.APPLICATION_JSON, HttpHeaders.ACCEPT);
        }
        if (request.getContentLengthLong() > JsonBody.LARGEST) {
            throw tooLarge();
        }
        Leftovers.reading(request);
        // one byte more than allowed tells that there is more, also of a chunked body
        byte[] bytes = request.getInputStream().readNBytes(JsonBody.LARGEST + 1);
        if (bytes.length > JsonBody.LARGEST) {
            throw tooLarge();
        }
        return JsonBody.parse(bytes);
    }

    private static void checkType(HttpServletRequest request, MediaType expected, String accepted) {
        MediaType sent = parse(request.getContentType());
        if (sent == null || !sent.equalsTypeAndSubtype(expected)) {
            throw Problem.unsupportedMediaType("The body must be sent as %s.".formatted(expected))
                    .with(accepted, expected.toString());
        }
        if (!isUtf8(sent)) {
            throw Problem.unsupportedMediaType("The body must be in UTF-8.").with(accepted, expected.toString());
        }
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw Problem.unsupportedMediaType("The body must not be compressed.")
                    .with(HttpHeaders.ACCEPT_ENCODING, "identity");
        }
    }

    private static @Nullable MediaType parse(@Nullable String contentType) {
        try {
            return contentType == null ? null : MediaType.parseMediaType(contentType);
        } catch (InvalidMediaTypeException _) {
            return null;
        }
    }

    /** JSON has no charset parameter (RFC 8259 §11), but many send one; US-ASCII is a part of UTF-8. */
    private static boolean isUtf8(MediaType type) {
        try {
            Charset charset = type.getCharset();
            return charset == null
                    || charset.equals(StandardCharsets.UTF_8)
                    || charset.equals(StandardCharsets.US_ASCII);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static Problem tooLarge() {
        return Problem.payloadTooLarge("The body must have at most %d bytes.".formatted(JsonBody.LARGEST));
    }
}
