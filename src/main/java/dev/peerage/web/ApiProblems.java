package dev.peerage.web;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.json.JsonMapper;

/** The problems of the API's document: the schema they share, and for each status a response with an example. */
final class ApiProblems {

    private static final String SCHEMA = "Problem";

    /** What a status means here, and a problem that has it. */
    private record Kind(String meaning, Problem example) {}

    private static final List<Kind> KINDS = List.of(
            new Kind("The request is malformed, or fields of it are", Problem.invalid("username", "is required")),
            new Kind(
                    "There is no key, or a wrong one",
                    Problem.unauthorized("The key is not valid here.").with(HttpHeaders.WWW_AUTHENTICATE, "Bearer")),
            new Kind("The key may not do this", Problem.forbidden("payroll has the role reader; this needs writer.")),
            new Kind("There is no such thing", Problem.notFound("user/homer is not known here")),
            new Kind("`Accept` names nothing that this could be answered in", Problems.ofStatus(406)),
            new Kind(
                    "A unique value is taken, or the id was deleted and is never used again",
                    Problem.conflict(
                            "username-taken",
                            "the username is taken",
                            List.of(new FieldError("username", "is taken")))),
            new Kind(
                    "`If-Match` or `If-None-Match` does not hold",
                    Problem.preconditionFailed("user/homer has changed")),
            new Kind(
                    "The body is too large",
                    Problem.payloadTooLarge("The body must have at most %d bytes.".formatted(JsonBody.LARGEST))),
            new Kind("The body is of another type than is read here", Problems.ofStatus(415)),
            new Kind(
                    "The view, or this region's log, does not have what the `Consistency-Token` names in time"
                            + " (`view-behind`); or the database is out of reach (`unavailable`)",
                    Problem.viewBehind(Duration.ofSeconds(1))));

    private ApiProblems() {}

    static void addTo(Components components) {
        components.addSchemas(SCHEMA, schema());
        for (Kind kind : KINDS) {
            components.addResponses(name(HttpStatus.valueOf(kind.example().status())), response(kind));
        }
    }

    /** Refers to the response of a status. */
    static String reference(HttpStatus status) {
        return "#/components/responses/" + name(status);
    }

    private static String name(HttpStatus status) {
        return status.getReasonPhrase().replace(" ", "");
    }

    private static ApiResponse response(Kind kind) {
        ApiResponse response = new ApiResponse()
                .description(kind.meaning())
                .content(new Content()
                        .addMediaType(
                                "application/problem+json",
                                new MediaType()
                                        .schema(new Schema<>().$ref(SCHEMA))
                                        .example(JsonMapper.shared()
                                                .readValue(ProblemWriter.json(kind.example()), Map.class))))
                .addHeaderObject(RequestId.HEADER, ApiHeaders.reference(RequestId.HEADER));
        kind.example()
                .headers()
                .keySet()
                .forEach(header -> response.addHeaderObject(header, ApiHeaders.reference(header)));
        return response;
    }

    private static Schema<?> schema() {
        Schema<?> error = object().addProperty("field", string("The field, parameter or header; nested ones with dots"))
                .addProperty("message", string("What is wrong with it: `must not be null`"))
                .required(List.of("field", "message"));
        return object().description("RFC 9457")
                .addProperty("type", string("Which kind of problem: decide by this"))
                .addProperty("title", string("The kind for people"))
                .addProperty("status", ApiDocument.type("integer").description("The HTTP status"))
                .addProperty("detail", string("What is wrong this time, for people"))
                .addProperty(
                        "errors",
                        ApiDocument.type("array")
                                .items(error)
                                .description("If fields are wrong: all that is wrong with them"))
                .addProperty("requestId", string("Of a 500: where the log has the reason"))
                .required(List.of("type", "title", "status", "detail"));
    }

    private static Schema<?> object() {
        return ApiDocument.type("object");
    }

    private static Schema<?> string(String description) {
        return ApiDocument.type("string").description(description);
    }
}
