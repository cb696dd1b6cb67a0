package dev.peerage.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** Reads a request's body as {@link JsonBody}, if it says that it is one and is not too large. */
final class BodyReader {

    static final MediaType MERGE_PATCH = MediaType.valueOf("application/merge-patch+json");

    private BodyReader() {}

    static JsonBody read(HttpServletRequest request) throws IOException {
        checkType(request);
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

    private static void checkType(HttpServletRequest request) {
        boolean patch = request.getMethod().equals("PATCH");
        MediaType expected = patch ? MERGE_PATCH : MediaType.APPLICATION_JSON;
        // RFC 5789 §2.2 and RFC 9110 §12.5.1: the refusal says what would be accepted
        String accepted = patch ? "Accept-Patch" : HttpHeaders.ACCEPT;
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
