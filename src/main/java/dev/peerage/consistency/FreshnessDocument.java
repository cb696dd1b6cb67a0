package dev.peerage.consistency;

import dev.peerage.web.Prefer;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.util.Set;
import java.util.stream.Stream;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.web.method.HandlerMethod;

/**
 * Writes into the API's document what {@link Freshness} reads from requests, and that answers carry a token in turn.
 */
class FreshnessDocument implements GlobalOperationCustomizer, GlobalOpenApiCustomizer {

    private static final String REFERENCE = "#/components/headers/" + Freshness.HEADER;

    /** Who is not let in learns nothing: {@link TokenOnEveryAnswer} stands behind the keys. */
    private static final Set<String> WITHOUT = Set.of("Unauthorized", "Forbidden");

    @Override
    public Operation customize(Operation operation, HandlerMethod method) {
        if (Stream.of(method.getMethodParameters()).noneMatch(each -> each.getParameterType() == Freshness.class)) {
            return operation;
        }
        operation
                .addParametersItem(header(
                        Freshness.HEADER,
                        "Tokens of earlier answers, separated by commas: the answer has all that they name, in any region,"
                                + " or it is 503. For one resource the `ETag` of that resource may be among them"))
                .addParametersItem(header("Prefer", Prefer.DESCRIPTION));
        operation.getResponses().values().stream()
                .filter(answer -> answer.get$ref() == null)
                .forEach(answer -> answer.addHeaderObject(Freshness.HEADER, new Header().$ref(REFERENCE)));
        return operation;
    }

    @Override
    public void customise(OpenAPI document) {
        document.getComponents()
                .addHeaders(
                        Freshness.HEADER,
                        new Header()
                                .description("How far this answer reaches; sent with a later request, in any region, it"
                                        + " keeps that one from being answered with less")
                                .schema(string()));
        document.getComponents().getResponses().forEach((name, refusal) -> {
            if (!WITHOUT.contains(name)) {
                refusal.addHeaderObject(Freshness.HEADER, new Header().$ref(REFERENCE));
            }
        });
    }

    private static Parameter header(String name, String description) {
        return new Parameter().in("header").name(name).schema(string()).description(description);
    }

    private static Schema<?> string() {
        Schema<String> string = new StringSchema();
        string.addType("string");
        return string;
    }
}
