package dev.peerage.web;

import static dev.peerage.web.Client.request;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/**
 * No request, however malformed, is answered by anything but a problem document with a status of 4xx, and none leaves
 * anything in the log.
 */
@WebTest
@ExtendWith(OutputCaptureExtension.class)
class MalformedRequestsTest {

    private static final String JSON = "Content-Type: application/json\r\n";
    private static final String MERGE_PATCH = "Content-Type: application/merge-patch+json\r\n";

    @LocalServerPort
    private int port;

    /**
     * A request and what it is to be answered.
     *
     * @param request its bytes, as characters of ISO 8859-1
     * @param field the field, parameter or header that the problem names; empty if it is about none
     */
    record Case(String name, String request, int status, String field) {

        Case(String name, byte[] request, int status, String field) {
            this(name, new String(request, ISO_8859_1), status, field);
        }

        /** The same for another endpoint. */
        Case at(String endpoint) {
            return new Case(
                    endpoint + " " + name,
                    request.replace("/api/v1/things", endpoint).replace("/api/v1/preconditions", endpoint + "/a"),
                    status,
                    field);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @ParameterizedTest
    @MethodSource
    void isAnsweredWithAProblem(Case malformed, CapturedOutput log) throws IOException {
        int logged = log.length();

        Client.Answer answer = new Client(port).send(malformed.request.getBytes(ISO_8859_1));

        assertThat(answer.status()).as(answer.body()).isEqualTo(malformed.status);
        JsonNode problem = answer.problem();
        if (malformed.field.isEmpty()) {
            assertThat(problem.has("errors")).as(answer.body()).isFalse();
        } else {
            assertThat(problem.get("errors")
                            .valueStream()
                            .map(error -> error.get("field").stringValue()))
                    .containsExactly(malformed.field);
        }
        assertThat(log.getAll().substring(logged)).as("log").isEmpty();
    }

    static Stream<Case> isAnsweredWithAProblem() {
        return Stream.of(bodies(), fields(), parameters(), headers(), paths(), requestLines())
                .flatMap(cases -> cases);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Accept-Language: ***;q=x",
                "If-Modified-Since: yesterday",
                "Range: bytes=x-y",
                "Cookie: =;=\"",
                "Content-Type: ///",
                "Content-Encoding: klingon",
                "Origin: nowhere",
                "X-Forwarded-For: ,,,",
                "Upgrade: klingon\r\nConnection: Upgrade",
                "Prefer: wait=soon; =\"",
                "Consistency-Token:"
            })
    void headersThatNobodyReadsDoNoHarm(String header) throws IOException {
        assertThat(new Client(port)
                        .send(request("GET", "/api/v1/preconditions", header + "\r\n"))
                        .status())
                .isEqualTo(200);
    }

    static Stream<Case> bodies() {
        String deep = "{\"name\":" + "[".repeat(40) + "]".repeat(40) + "}";
        return Stream.of(
                body("no body", "", 400),
                body("blanks", " \r\n ", 400),
                body("no JSON", "name=Ada", 400),
                body("JSON that ends early", "{\"name\":\"A", 400),
                body("a trailing comma", "{\"name\":\"A\",}", 400),
                body("a comment", "{/* */\"name\":\"A\"}", 400),
                body("single quotes", "{'name':'A'}", 400),
                body("more than one value", "{\"name\":\"A\"} {\"name\":\"B\"}", 400),
                body("a name twice", "{\"name\":\"A\",\"name\":\"B\"}", 400),
                body("a name twice, deeper", "{\"name\":\"A\",\"attributes\":{\"a\":\"1\",\"a\":\"2\"}}", 400),
                body("an array", "[]", 400),
                body("a string", "\"name\"", 400),
                body("null", "null", 400),
                body("deep nesting", deep, 400),
                body("very deep nesting", "[".repeat(500_000), 400),
                body("too many values", "{\"name\":[" + "1,".repeat(200_000) + "1]}", 400),
                body("NaN", "{\"name\":NaN}", 400),
                body("a number of a million digits", "{\"name\":" + "9".repeat(1_000_000) + "}", 400),
                body("a raw control character", "{\"name\":\"A\u0001\"}", 400),
                body("a broken escape", "{\"name\":\"\\u00g0\"}", 400),
                bytes("bytes that are not UTF-8", "{\"name\":\"\u00ff\u00fe\"}".getBytes(ISO_8859_1), JSON, 400),
                bytes("an overlong NUL", "{\"name\":\"\u00c0\u0080\"}".getBytes(ISO_8859_1), JSON, 400),
                bytes("a surrogate in UTF-8", "{\"name\":\"\u00ed\u00a0\u0080\"}".getBytes(ISO_8859_1), JSON, 400),
                bytes("UTF-16 that nothing announces", "{\"name\":\"A\"}".getBytes(UTF_16), JSON, 400),
                bytes(
                        "UTF-16 that is announced",
                        "{\"name\":\"A\"}".getBytes(UTF_16),
                        "Content-Type: application/json; charset=utf-16\r\n",
                        415),
                typed("an unknown charset", "application/json; charset=klingon", 415),
                typed("a malformed charset", "application/json; charset=\"", 415),
                typed("a form", "application/x-www-form-urlencoded", 415),
                typed("a form with files", "multipart/form-data; boundary=x", 415),
                typed("a form with files without a boundary", "multipart/form-data", 415),
                typed("text", "text/plain", 415),
                new Case(
                        "body: a malformed form",
                        request(
                                "PUT",
                                "/api/v1/things/a",
                                "Content-Type: application/x-www-form-urlencoded\r\n",
                                "name=%zz".getBytes(UTF_8)),
                        415,
                        ""),
                typed("a merge patch where none is expected", "application/merge-patch+json", 415),
                typed("a malformed type", "json", 415),
                typed("a type of blanks", "/", 415),
                bytes("no type", "{\"name\":\"A\"}".getBytes(UTF_8), "", 415),
                bytes(
                        "a compressed body",
                        "{\"name\":\"A\"}".getBytes(UTF_8),
                        JSON + "Content-Encoding: gzip\r\n",
                        415),
                new Case(
                        "body: plain JSON as a patch",
                        request("PATCH", "/api/v1/things/a", JSON, "{\"note\":\"A\"}".getBytes(UTF_8)),
                        415,
                        ""),
                new Case(
                        "body: a malformed chunk",
                        request("POST", "/api/v1/things", JSON + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n"),
                        400,
                        ""),
                new Case(
                        "body: more than a body may have",
                        request("POST", "/api/v1/things", JSON, new byte[JsonBody.LARGEST + 1]),
                        413,
                        ""));
    }

    static Stream<Case> fields() {
        return Stream.of(
                field("a missing field", "{}", "name"),
                field("null", "{\"name\":null}", "name"),
                field("a number for a string", "{\"name\":1}", "name"),
                field("a huge number for a string", "{\"name\":1e999999999}", "name"),
                field("an object for a string", "{\"name\":{}}", "name"),
                field("an array for a string", "{\"name\":[\"A\"]}", "name"),
                field("an empty string", "{\"name\":\"\"}", "name"),
                field("too long a string", "{\"name\":\"12345678901\"}", "name"),
                field("NUL", "{\"name\":\"A\\u0000\"}", "name"),
                field("a control character", "{\"name\":\"A\\u0007\"}", "name"),
                field("a lone high surrogate", "{\"name\":\"\\ud800\"}", "name"),
                field("a lone low surrogate", "{\"name\":\"\\udc00A\"}", "name"),
                field("a string for a boolean", "{\"name\":\"A\",\"active\":\"true\"}", "active"),
                field("a number for a boolean", "{\"name\":\"A\",\"active\":1}", "active"),
                field("null for a boolean", "{\"name\":\"A\",\"active\":null}", "active"),
                field("an unknown field", "{\"name\":\"A\",\"nmae\":\"B\"}", "nmae"),
                field("an unknown field with a strange name", "{\"name\":\"A\",\"\\ud800\\u0000\":1}", "\ufffd\ufffd"),
                field(
                        "an unknown field with a long name",
                        "{\"name\":\"A\",\"" + "x".repeat(100_000) + "\":1}",
                        "x".repeat(64) + "…"),
                field("an array for a map", "{\"name\":\"A\",\"attributes\":[]}", "attributes"),
                field("a number in a map", "{\"name\":\"A\",\"attributes\":{\"a\":1}}", "attributes.a"),
                field("null in a map", "{\"name\":\"A\",\"attributes\":{\"a\":null}}", "attributes.a"),
                field("an empty key in a map", "{\"name\":\"A\",\"attributes\":{\"\":\"1\"}}", "attributes"),
                field("NUL in a map", "{\"name\":\"A\",\"attributes\":{\"a\":\"\\u0000\"}}", "attributes.a"),
                new Case(
                        "field: a number in a patch",
                        request("PATCH", "/api/v1/things/a", MERGE_PATCH, "{\"note\":1}".getBytes(UTF_8)),
                        400,
                        "note"));
    }

    static Stream<Case> parameters() {
        return Stream.of(
                get("a limit that is no number", "/api/v1/things?limit=abc", "limit"),
                get("an empty limit", "/api/v1/things?limit=", "limit"),
                get("a limit without a value", "/api/v1/things?limit", "limit"),
                get("a limit of zero", "/api/v1/things?limit=0", "limit"),
                get("a negative limit", "/api/v1/things?limit=-1", "limit"),
                get("a limit with a plus", "/api/v1/things?limit=%2B5", "limit"),
                get("too high a limit", "/api/v1/things?limit=1001", "limit"),
                get("a limit beyond every integer", "/api/v1/things?limit=99999999999999999999", "limit"),
                get("a limit in other digits", "/api/v1/things?limit=%D9%A5", "limit"),
                get("a limit twice", "/api/v1/things?limit=1&limit=2", "limit"),
                get("a cursor that is none", "/api/v1/things?cursor=abc", "cursor"),
                get("an empty cursor", "/api/v1/things?cursor=", "cursor"),
                get("a cursor of garbage", "/api/v1/things?cursor=%F0%9F%98%80!!", "cursor"),
                get(
                        "a cursor of another list",
                        "/api/v1/others?cursor=" + Cursor.of("things", "a").encoded(),
                        "cursor"),
                get("a cursor twice", "/api/v1/things?cursor=a&cursor=b", "cursor"),
                get("a missing parameter", "/api/v1/counted", "count"),
                get("a parameter of the wrong type", "/api/v1/counted?count=many", "count"),
                get("a parameter that is none of its values", "/api/v1/counted?count=1&direction=LEFT", "direction"),
                get("a number twice", "/api/v1/counted?count=1&count=2", "count"),
                get("an optional value twice", "/api/v1/counted?count=1&direction=UP&direction=UP", "direction"),
                get("a percent sign with nothing after it", "/api/v1/things?limit=%", ""),
                get("a percent sign without digits", "/api/v1/things/a?x=%zz", ""),
                get("a query that is not UTF-8", "/api/v1/things/a?x=%FF%FE", ""),
                get("NUL in the query", "/api/v1/things/a?x=%00", ""),
                get("a parameter without a name", "/api/v1/things?=1", ""));
    }

    static Stream<Case> headers() {
        String authorized =
                "Host: localhost\r\nConnection: close\r\nAuthorization: Bearer " + Client.ADMIN_KEY + "\r\n";
        return Stream.of(
                header("an If-Match without quotes", "If-Match: abc", 400, "If-Match"),
                header("an If-Match that does not end", "If-Match: \"abc", 400, "If-Match"),
                header("an empty If-Match", "If-Match:", 400, "If-Match"),
                header("an If-Match of * and a tag", "If-Match: *, \"a\"", 400, "If-Match"),
                header("an If-None-Match without commas", "If-None-Match: \"a\" \"b\"", 400, "If-None-Match"),
                header("an Accept that cannot be served", "Accept: image/png", 406, ""),
                header("an Accept that is none", "Accept: ///", 406, ""),
                header("a header that is too long", "X-Long: " + "x".repeat(100_000), 431, ""),
                header("too many headers", "X-Many: x\r\n".repeat(500) + "X-Last: x", 431, ""),
                header("a header without a colon", "X-None", 400, ""),
                header("a header with a blank in its name", "X None: x", 400, ""),
                header("NUL in a header", "X-Nul: a\u0000b", 400, ""),
                header("an unknown expectation", "Expect: miracles", 417, ""),
                header("a length that is no number", "Content-Length: many", 400, ""),
                header("a negative length", "Content-Length: -1", 400, ""),
                header("two lengths", "Content-Length: 1\r\nContent-Length: 2", 400, ""),
                header("an unknown transfer coding", "Transfer-Encoding: klingon", 400, ""),
                raw("no host", "GET /api/v1/things HTTP/1.1\r\nConnection: close\r\n\r\n", 400),
                raw("two hosts", "GET /api/v1/things HTTP/1.1\r\nHost: b\r\n" + authorized + "\r\n", 400),
                raw("a host that is none", "GET /api/v1/things HTTP/1.1\r\nHost: a b\r\n\r\n", 400));
    }

    static Stream<Case> paths() {
        return Stream.of(
                target("a path nobody knows", "GET", "/api/v1/nothing", 404),
                target("a path nobody knows, to be written", "POST", "/api/v1/nothing", 404),
                target("a path outside of the API", "GET", "/index.html", 404),
                target("the error page itself", "GET", "/error", 404),
                target("a slash at the end", "GET", "/api/v1/things/", 404),
                target("a method the path does not have", "DELETE", "/api/v1/things", 405),
                target("a method nobody has", "BREW", "/api/v1/things", 405),
                target("TRACE", "TRACE", "/api/v1/things", 405),
                target("an id that is none", "GET", "/api/v1/things/a%20b", 400, "id"),
                target("too long an id", "GET", "/api/v1/things/" + "x".repeat(65), 400, "id"),
                target("an id beyond ASCII", "GET", "/api/v1/things/%C3%A9", 400, "id"),
                target("too long a path", "GET", "/api/v1/things/" + "x".repeat(100_000), 414),
                target("too long a query", "GET", "/api/v1/things?q=" + "x".repeat(100_000), 414),
                target("an encoded slash", "GET", "/api/v1/things/a%2Fb", 400),
                target("a double slash", "GET", "/api/v1//things", 400),
                target("an encoded NUL", "GET", "/api/v1/things/a%00", 400),
                target("an encoded percent sign", "GET", "/api/v1/things/a%25", 400),
                target("a semicolon", "GET", "/api/v1/things/a;b=c", 400),
                target("an encoded semicolon", "GET", "/api/v1/things/a%3Bb", 400),
                target("an encoded backslash", "GET", "/api/v1/things/a%5Cb", 400),
                target("a way up", "GET", "/api/v1/../../etc/passwd", 400),
                target("an encoded way up", "GET", "/api/v1/things/%2e%2e", 400),
                target("a line break", "GET", "/api/v1/things/a%0D%0Ab", 400),
                target("a percent sign without digits", "GET", "/api/v1/things/%zz", 400),
                target("a percent sign at the end", "GET", "/api/v1/things/a%", 400),
                target("a path that is not UTF-8", "GET", "/api/v1/things/%FF", 400),
                target("an overlong slash", "GET", "/api/v1/things/%C0%AF", 400));
    }

    static Stream<Case> requestLines() {
        return Stream.of(
                raw("garbage", "\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n", 400),
                raw("a raw brace in the target", "GET /api/v1/things?q={} HTTP/1.1\r\nHost: a\r\n\r\n", 400),
                raw("a raw letter beyond ASCII", "GET /api/v1/things/\u00e9 HTTP/1.1\r\nHost: a\r\n\r\n", 400),
                raw("a target without a slash", "GET things HTTP/1.1\r\nHost: a\r\n\r\n", 400),
                raw("an asterisk", "GET * HTTP/1.1\r\nHost: a\r\n\r\n", 400),
                raw("a method of brackets", "[] /api/v1/things HTTP/1.1\r\nHost: a\r\n\r\n", 400),
                raw("CONNECT", "CONNECT example.org:443 HTTP/1.1\r\nHost: example.org:443\r\n\r\n", 400),
                raw("a version of the future", "GET /api/v1/things HTTP/7.0\r\nHost: a\r\n\r\n", 400),
                raw("a version that is none", "GET /api/v1/things HTPT/1.1\r\nHost: a\r\n\r\n", 400));
    }

    private static Case body(String name, String json, int status) {
        return bytes(name, json.getBytes(UTF_8), JSON, status);
    }

    private static Case bytes(String name, byte[] body, String headers, int status) {
        return new Case("body: " + name, request("POST", "/api/v1/things", headers, body), status, "");
    }

    private static Case typed(String name, String type, int status) {
        return bytes(name, "{\"name\":\"A\"}".getBytes(UTF_8), "Content-Type: " + type + "\r\n", status);
    }

    private static Case field(String name, String json, String field) {
        return new Case("field: " + name, request("POST", "/api/v1/things", JSON, json.getBytes(UTF_8)), 400, field);
    }

    private static Case get(String name, String target, String field) {
        return new Case("parameter: " + name, request("GET", target), 400, field);
    }

    private static Case header(String name, String header, int status, String field) {
        byte[] request = request("GET", "/api/v1/preconditions", header + "\r\n");
        return new Case("header: " + name, request, status, field);
    }

    private static Case target(String name, String method, String target, int status) {
        return target(name, method, target, status, "");
    }

    private static Case target(String name, String method, String target, int status, String field) {
        return new Case("path: " + name, request(method, target), status, field);
    }

    private static Case raw(String name, String request, int status) {
        return new Case("line: " + name, request, status, "");
    }
}
